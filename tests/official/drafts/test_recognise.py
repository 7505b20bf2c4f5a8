"""Every element is found by its words and its place, and every word of a draft is printed."""

from __future__ import annotations

import io
import re

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.document import DocumentForm, Heading, OfficialDocument, Paragraph, Table
from pipeline.official.drafts.lines import DraftLine
from pipeline.official.drafts.recognise import RecognisedDraft, recognise
from pipeline.official.drafts.source import DraftSource
from pipeline.official.errors import KindUnknown
from pipeline.official.layout.lay_out import lay_out
from tests.official.specimens import MOMENT

REQUEST = """发文机关标志：云川市教育局文件
云教〔2026〕32号　签发人：〇〇〇
加急

关于解决信息系统
建设经费的请示

市人民政府：
现将有关情况请示如下。
一、必要性
（一）数据重复。同类数据多头采集。
1.指标不同。
妥否，请批示。

附件：1.经费测算表
2.建设方案

云川市教育局
2026年9月5日
（联系人：〇〇〇，电话：0000-2345678）

附件1
经费测算表
名称\t金额
服务器\t10
附件2
建设方案
一、目标
抄送：市财政局。
云川市教育局办公室　2026年9月5日印发"""


def draft(text: str) -> DraftSource:
    lines: list[DraftLine] = []
    for number, words in enumerate(text.split("\n"), start=1):
        if "\t" in words and lines and lines[-1].rows:
            lines[-1] = DraftLine(
                lines[-1].number, rows=(*lines[-1].rows, tuple(words.split("\t")))
            )
        else:
            rows = (tuple(words.split("\t")),) if "\t" in words else ()
            lines.append(DraftLine(number, "" if rows else words, rows=rows))
    return DraftSource("文稿.txt", tuple(lines))


def found(text: str, kind: str = "") -> OfficialDocument:
    return recognise(draft(text), kind).document


def test_every_element_of_a_request_is_found() -> None:
    document = found(REQUEST)

    assert (document.kind, document.form) == ("请示", DocumentForm.GENERAL)
    assert document.title == "关于解决信息系统建设经费的请示"
    assert document.addressees == "市人民政府："
    assert document.header is not None
    assert document.header.organ_mark == "云川市教育局文件"
    assert document.header.document_number == "云教〔2026〕32号"
    assert document.header.signers == ("〇〇〇",)
    assert document.header.urgency == "加急"
    assert document.blocks[1] == Heading(1, "一、必要性")
    assert document.blocks[2] == Paragraph(("同类数据多头采集。",), lead="（一）数据重复。")
    assert document.closing is not None
    assert (document.closing.organ, document.closing.dated) == ("云川市教育局", "2026年9月5日")
    assert document.closing.note.startswith("（联系人")
    assert [item.title for item in document.attachments] == ["经费测算表", "建设方案"]
    assert isinstance(document.attachments[0].blocks[0], Table)
    assert document.imprint is not None
    assert document.imprint.lines == (("抄送", "市财政局。"),)
    assert document.imprint.printing_organ == "云川市教育局办公室"


def test_what_is_only_noted_has_no_page() -> None:
    document = found("关于甲的通知\n请执行。\n附件：名单\n\n云川市教育局\n2026年9月5日")

    assert [(item.title, item.apart) for item in document.attachments] == [("名单", True)]


def test_a_note_that_differs_from_the_title_is_told_and_both_are_kept() -> None:
    read = recognise(
        draft(
            "关于甲的通知\n请执行。\n附件：名单\n\n云川市教育局\n2026年9月5日\n附件\n单位名单\n甲。"
        )
    )

    assert any("逐字一致" in note for note in read.notes)
    assert "附件：名单" in printed(read)
    assert "附件单位名单" in printed(read)


def test_what_is_issued_follows_the_date() -> None:
    document = found(
        "关于印发《管理办法》的通知\n各单位：\n现印发给你们。\n云川市教育局\n2026年9月5日\n管理办法\n第一条 目的。"
    )

    assert [(item.title, item.carried) for item in document.attachments] == [("管理办法", True)]
    assert document.closing is not None
    assert document.closing.organ == "云川市教育局"


def test_minutes_list_who_attended() -> None:
    document = found("工作会议纪要\n会议研究如下。\n出席：市教育局〇〇〇\n列席：市财政局〇〇〇")

    assert document.attendance == (("出席", "市教育局〇〇〇"), ("列席", "市财政局〇〇〇"))
    assert document.form is DocumentForm.MINUTES


def test_joint_organs_are_told_apart() -> None:
    document = found(
        "发文机关标志：云川市教育局 云川市财政局文件\n关于甲的通知\n请执行。\n云川市教育局 云川市财政局\n2026年9月5日"
    )

    assert document.header is not None
    assert document.header.organs == ("云川市教育局", "云川市财政局")
    assert document.closing is not None
    assert document.closing.organs == ("云川市教育局", "云川市财政局")


@pytest.mark.parametrize("kind", ["通告书", "简讯"])
def test_an_unknown_kind_is_refused_with_the_known_ones(kind: str) -> None:
    with pytest.raises(KindUnknown, match="决议、决定"):
        found("关于甲的通知\n请执行。", kind)


def test_without_a_kind_and_a_title_that_tells_it_it_is_asked_for() -> None:
    with pytest.raises(KindUnknown, match="请用 --kind 指明"):
        found("今天天气不错。")


def printed(read: RecognisedDraft) -> str:
    body = Document(io.BytesIO(lay_out(read.document, MOMENT))).element.body
    return squeezed("".join(each.text or "" for each in body.xpath(".//w:t")))


def squeezed(text: str) -> str:
    return re.sub(r"[\s　]+", "", text)


heads = st.sampled_from(
    ["", "云教〔2026〕3号\n", "发文机关标志：云川市教育局文件\n云教〔2026〕3号\n"]
)
addressed = st.sampled_from(["", "各县（市、区）教育局：\n"])
sentence = st.sampled_from(
    [
        "请认真贯彻执行。",
        "一、总体情况",
        "（一）县市区。已全部报送。",
        "（二）市直部门",
        "1.按时报送。",
        "（1）重点任务",
        "现就“三项制度”通知如下：",
        "共318所，占93.5%。",
        "附则",
        "云川市教育局",
        "2026年9月5日",
        "联系人：〇〇〇",
        "第三，抓落实；",
    ]
)
endings = st.sampled_from(
    [
        "",
        "\n云川市教育局\n2026年9月5日",
        "\n附件：名单\n\n云川市教育局\n2026年9月5日\n（此件公开发布）\n附件\n名单\n甲、乙。",
        "\n云川市教育局\n2026年9月5日\n附件\n名单\n序号\t单位\n1\t东河区\n抄送：市委。\n云川市教育局　2026年9月6日印发",
    ]
)


@given(heads, addressed, st.lists(sentence, min_size=1, max_size=12), endings)
def test_every_word_of_a_draft_is_printed_and_none_is_added(
    head: str, address: str, body: list[str], ending: str
) -> None:
    text = f"{head}关于做好报送工作的通知\n{address}" + "\n".join(body) + ending

    words = printed(recognise(draft(text)))

    for line in text.split("\n"):
        assert squeezed(line).removeprefix("发文机关标志：") in words
    assert len(words) <= len(squeezed(text)) + len(
        "附件：名单"
    )  # which is added where it wasn't noted


def test_fixes_name_the_line() -> None:
    read = recognise(draft("关于甲的通知\n各单位:\n请于2026年09月01日前报送."))

    assert [(line, fix.rule) for line, fix in read.fixes] == [
        (2, "半角标点"),
        (3, "日期补零"),
        (3, "日期补零"),
        (3, "半角句号"),
    ]


def test_a_title_may_be_long_and_a_date_is_none() -> None:
    title = f"云川市教育局转发省教育厅关于{'进一步加强和改进' * 10}统计工作的通知"

    long = recognise(draft(f"{title}\n各单位：\n请照办。\n2026年9月5日"))
    bare = recognise(draft("2026年9月5日\n请照办。"), "通知")

    assert long.document.title == title
    assert bare.document.title == ""
