"""Minutes, announcements and briefings bring a mark and a number of their own; a speech brings day and speaker."""

from __future__ import annotations

import pytest

from pipeline.model.document import DocumentForm, OfficialDocument
from pipeline.official.drafts.lines import plain_lines
from pipeline.official.drafts.recognise import recognise
from pipeline.official.drafts.source import DraftSource
from pipeline.official.errors import KindUnknown


def read(text: str, kind: str = "") -> OfficialDocument:
    source = DraftSource("文稿.txt", plain_lines(text.split("\n")))
    return recognise(source, kind).document


MINUTES = """云川市人民政府专题会议纪要
{number}

关于研究城乡供水有关问题的纪要

会议议定：
一、落实资金。
市财政局按程序下达。
出席：〇〇〇"""


@pytest.mark.parametrize(
    "number",
    [
        "〔2026〕3号",
        "第3期",
        "（第3号）",
        "第3号",
        "云政专纪〔2026〕3号",
        "2026年第3期",
        "第3期（总第18期）",
    ],
)
def test_the_number_line_of_minutes_is_no_title(number: str) -> None:
    document = read(MINUTES.format(number=number))

    assert document.kind == "纪要"
    assert document.title == "关于研究城乡供水有关问题的纪要"
    assert document.header is not None
    assert document.header.organ_mark == "云川市人民政府专题会议纪要"
    assert document.header.document_number == number
    assert document.addressees == ""
    assert document.attendance == (("出席", "〇〇〇"),)


def test_minutes_may_name_their_organ_and_day_below_the_number() -> None:
    text = MINUTES.format(number="第3期\n云川市人民政府办公室　2026年9月4日")

    document = read(text)

    assert document.masthead is not None
    assert (document.masthead.organ, document.masthead.dated) == (
        "云川市人民政府办公室",
        "2026年9月4日",
    )
    assert document.title == "关于研究城乡供水有关问题的纪要"


def test_a_mark_alone_is_a_title() -> None:
    document = read("云川市人民政府第15次常务会议纪要\n\n2026年9月3日，会议听取了汇报。")

    assert document.title == "云川市人民政府第15次常务会议纪要"
    assert document.header is None


def test_an_announcement_has_mark_number_and_title() -> None:
    document = read("云川市人民政府公告\n第3号\n\n关于开展普查的公告\n\n现公告如下：\n一、时间。")

    assert document.kind == "公告"
    assert document.title == "关于开展普查的公告"
    assert document.header is not None
    assert document.header.document_number == "第3号"
    assert document.addressees == ""


def test_a_briefing_has_masthead_and_title() -> None:
    text = "文明创建简报\n第18期\n云川市文明办　2026年9月4日\n\n东河区开展活动\n\n近日，活动启动。"

    document = read(text)

    assert document.form is DocumentForm.BRIEFING
    assert document.title == "东河区开展活动"
    assert document.masthead is not None
    assert (document.masthead.name, document.masthead.issue_number) == ("文明创建简报", "第18期")


def test_an_order_without_a_title_is_known_by_its_mark() -> None:
    document = read("云川市人民政府令\n第12号\n\n《办法》已经通过，现予公布。")

    assert (document.kind, document.form) == ("命令", DocumentForm.ORDER)


def test_an_order_is_signed_by_a_person_and_carries_the_regulation() -> None:
    document = read(
        "云川市人民政府令\n第12号\n\n《办法》已经通过，现予公布。\n\n市长　〇〇〇\n2026年9月5日\n\n办法\n第一条 内容。"
    )

    assert document.closing is not None
    assert document.closing.dated == "2026年9月5日"
    assert [(each.post, each.name) for each in document.closing.stamps] == [("市长", "〇〇〇")]
    assert [each.title for each in document.attachments] == ["办法"]
    assert len(document.blocks) == 1


SPEECH = """在全市安全生产工作会议上的讲话
（2026年9月5日）
市长　〇〇〇

同志们：
今天召开会议。
一、总体要求
谢谢大家！"""


def test_a_speech_is_a_plain_paper_with_day_and_speaker() -> None:
    document = read(SPEECH)

    assert (document.kind, document.form) == ("讲话", DocumentForm.PLAIN)
    assert document.byline == ("（2026年9月5日）", "市长　〇〇〇")
    assert document.addressees == "同志们："
    assert document.header is None


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("云川市防汛应急预案", "方案"),
        ("2026年上半年工作总结", "总结"),
        ("关于安全生产工作情况的汇报", "汇报"),
        ("2026年工作要点", "计划"),
        ("在动员会上的发言", "讲话"),
        ("关于印发2026年工作要点\n的通知", "通知"),
        ("关于印发\n《云川市防汛应急预案》的通知", "通知"),
    ],
)
def test_the_kind_is_read_from_the_whole_title(title: str, kind: str) -> None:
    document = read(f"{title}\n\n有关内容如下。\n一、目标。")

    assert document.kind == kind
    assert document.title == title.replace("\n", "")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("会议通知", "通知"), ("通知（会议）", "通知"), ("通知(会议)", "通知"), ("令", "命令"), ("会议纪要", "纪要"),
     ("会议简报", "简报"), ("表扬通报", "通报"), ("讲话", "讲话"), ("致辞", "讲话")],
)  # fmt: skip
def test_a_kind_may_be_stated_by_any_of_its_names(name: str, kind: str) -> None:
    assert read("关于有关工作\n\n正文在这里。", name).kind == kind


def test_an_unknown_name_lists_those_that_work() -> None:
    with pytest.raises(KindUnknown) as error:
        read("正文在这里。", "通告书")

    listed = str(error.value).partition("指明：")[2].rstrip("。").split("、")
    assert "讲话" in listed
    for name in listed:
        assert read("正文在这里。", name)


@pytest.mark.parametrize(
    ("line", "addressed"),
    [
        ("各县（市、区）人民政府，市直各部门：", True),
        ("市财政局、市审计局：", True),
        ("省水利厅:", True),
        ("各区、县委：", True),
        ("全市广大市民：", True),
        ("经济和信息化局：", True),
        ("同志们：", True),
        ("经研究，决定：", False),
        ("经市政府同意，现将有关事项通知如下：", False),
        ("为做好防汛工作，现通知如下：", False),
        ("根据有关规定，市政府决定：", False),
        ("会议强调：", False),
        ("一、会议时间：", False),
    ],
)
def test_only_those_who_are_addressed_are_addressees(line: str, *, addressed: bool) -> None:
    document = read(f"关于有关事项的通知\n\n{line}\n一、时间。9月10日上午。")

    assert bool(document.addressees) is addressed
    if not addressed:
        assert document.blocks
