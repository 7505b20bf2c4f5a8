"""A draft in an office's template: every kind is filled, and nothing of a draft is lost."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml.ns import qn

from pipeline.model.document import (
    Attachment,
    Closing,
    Column,
    Header,
    OfficialDocument,
    Paragraph,
    Table,
)
from pipeline.official.errors import TemplateFaulty
from pipeline.official.layout.lay_out import lay_out
from pipeline.official.ooxml.elements import style_of, words_in
from pipeline.official.rendering.measure import measure
from pipeline.official.rendering.render import to_pdf
from pipeline.official.templates.draft_context import draft_facts
from pipeline.official.templates.fill_draft import fill_with_draft
from pipeline.official.templates.starter_drafts import draft_templates
from pipeline.official.templates.starters import STARTER_DATE, starter_templates
from tests.official.kinds.drafts import DATED, NAMES, ORGAN, body, draft

if TYPE_CHECKING:
    from pathlib import Path

TABLE = Table((Column("序号", 20), Column("单位", 80)), (("1", "东河区"),), "情况表")


def kind_of(template: str) -> str:
    name = template.partition("（")[0]
    return name if name in NAMES else "工作简报"


def put(folder: Path, name: str, document: OfficialDocument) -> bytes:
    path = folder / f"{name}.docx"
    path.write_bytes(starter_templates()[path.name])
    return fill_with_draft(path, document)


def text_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    parts = [document.element.body, document.sections[0].first_page_header._element]  # noqa: SLF001
    return "".join(words_in(part) for part in parts)


def own_template(folder: Path, *lines: str) -> Path:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    path = folder / "本单位红头.docx"
    document.save(str(path))
    return path


@pytest.mark.parametrize("template", sorted(draft_templates()))
def test_every_template_takes_a_draft_of_its_kind(template: str, tmp_path: Path) -> None:
    document = draft(kind_of(template))

    said = text_of(put(tmp_path, template, document))

    for fact in draft_facts(document).values():
        for words in [fact] if isinstance(fact, str) else [i["文"] for i in fact]:
            assert words.replace("　", "") in said.replace("　", "")
    assert "{{" not in said
    assert "{%" not in said


@pytest.mark.parametrize("template", ["请示", "通知（部署）", "意见", "命令", "工作简报（文稿）"])
def test_a_filled_template_is_what_the_engine_would_have_laid_out(
    template: str, tmp_path: Path
) -> None:
    document = draft(kind_of(template))

    filled = docx.Document(io.BytesIO(put(tmp_path, template, document))).element.body
    direct = docx.Document(io.BytesIO(lay_out(document, STARTER_DATE))).element.body

    assert [style_of(p) for p in filled.iter(qn("w:p"))] == [
        style_of(p) for p in direct.iter(qn("w:p"))
    ]
    for one, other in zip(filled.iter(qn("w:p")), direct.iter(qn("w:p")), strict=True):
        ours, theirs = (e.find(f"{qn('w:pPr')}/{qn('w:spacing')}") for e in (one, other))
        if ours is not None and theirs is not None:
            assert abs(int(ours.get(qn("w:line"))) - int(theirs.get(qn("w:line")))) <= 6


def test_secrecy_and_copy_number_keep_the_mark_in_its_place(tmp_path: Path) -> None:
    header = Header(f"{ORGAN}文件", "云文明办〔2026〕12号", ("〇〇〇",), "000001", "秘密★1年")
    document = draft("请示", header=header)

    filled = docx.Document(io.BytesIO(put(tmp_path, "请示", document))).element.body
    direct = docx.Document(io.BytesIO(lay_out(document, STARTER_DATE))).element.body

    for one, other in zip(list(filled)[:4], list(direct)[:4], strict=True):
        assert words_in(one) == words_in(other)


def test_what_needs_the_engine_is_laid_out_in_the_template(tmp_path: Path) -> None:
    others = ("市财政局", "市民政局")
    document = draft(
        "通知",
        blocks=(*body("现通知如下。"), TABLE, Paragraph(("请执行。",), lead="（一）部门。")),
        closing=Closing(ORGAN, DATED, others=others),
        attachments=(Attachment("任务分工表", (TABLE,)), Attachment("名单", body("名单如下。"))),
    )

    said = text_of(put(tmp_path, "通知（部署）", document))

    for words in ("东河区", "（一）部门。请执行。", *others, "附件1", "附件2", "名单如下。"):
        assert words in said
    assert "附件：1." in said


def test_an_unsealed_closing_is_set_by_the_engine(tmp_path: Path) -> None:
    document = draft("通知", closing=Closing(ORGAN, DATED, sealed=False))

    filled = docx.Document(io.BytesIO(put(tmp_path, "通知（部署）", document)))

    styles = [style_of(p) for p in filled.element.body.iter(qn("w:p"))]
    assert "不盖章署名" in styles
    assert "署名" not in styles


def test_a_frame_has_its_wording_where_a_draft_has_no_text(tmp_path: Path) -> None:
    carried = Attachment("创建管理办法", body("第一条"), carried=True)
    title = "关于印发《创建管理办法》的通知"
    document = draft("通知", title=title, blocks=(), attachments=(carried,))

    said = text_of(put(tmp_path, "通知（印发）", document))

    assert "现将《创建管理办法》印发给你们，请认真贯彻执行。" in said
    assert "第一条" in said


def test_what_has_no_place_is_refused_and_named(tmp_path: Path) -> None:
    path = own_template(
        tmp_path, "{{ 标题 }}", "{%p for 段 in 正文 %}", "{{ 段.文 }}", "{%p endfor %}"
    )

    with pytest.raises(TemplateFaulty, match=r"没有地方放文稿里的.*主送机关.*署名"):
        fill_with_draft(path, draft("通知"))


def test_a_place_that_is_not_printed_is_none(tmp_path: Path) -> None:
    path = own_template(tmp_path, "{%p for 段 in 正文 %}", "{{ 段.文 }}", "{%p endfor %}")
    document = docx.Document(str(path))
    document.core_properties.title = "{{ 标题 }}"
    document.save(str(path))

    with pytest.raises(TemplateFaulty, match=r"没有地方放文稿里的.*标题、"):
        fill_with_draft(path, draft("通知"))


@pytest.mark.parametrize("name", ["工作简报", "通报"])
def test_a_template_for_data_is_no_place_for_a_draft(name: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateFaulty, match=r"由任务的数据填写.*工作简报（文稿）\.docx"):
        put(tmp_path, name, draft("通知"))


def test_an_office_s_own_red_head_may_be_used(tmp_path: Path) -> None:
    path = own_template(
        tmp_path, "云川市文明办", "{{ 发文机关标志 }}　{{ 发文字号 }}", "{{ 标题 }}", "{{ 主送机关 }}：",
        "{%p for 段 in 正文 %}", "{{ 段.文 }}", "{%p endfor %}",
        "{{ 署名 }}", "{{ 成文日期 }}", "{{ 抄送 }}{{ 印发机关 }}{{ 印发日期 }}",
    )  # fmt: skip
    document = draft("通知", blocks=(*body("现通知如下。"), TABLE))

    content = fill_with_draft(path, document)

    filled = docx.Document(io.BytesIO(content))
    said = text_of(content)
    assert "东河区" in said
    assert "云川市文明办" in said
    assert filled.sections[0].page_width == docx.Document().sections[0].page_width
    assert "表内文字" in {style.name for style in filled.styles}


@pytest.mark.render
def test_every_filled_template_is_whole_on_its_pages(stand_ins: set[str], tmp_path: Path) -> None:
    assert stand_ins
    files = []
    for name in sorted(draft_templates()):
        files.append(tmp_path / f"{name}.docx")
        files[-1].write_bytes(put(tmp_path, name, draft(kind_of(name))))

    for pdf in to_pdf(files, tmp_path):
        seen = measure(pdf)
        assert seen.pages <= 2, pdf.stem
        assert "关于推进" in "".join(line.text for line in seen.lines_on(1)), pdf.stem
        assert any(line.red for line in seen.lines_on(1)), pdf.stem
        if not pdf.stem.startswith("函"):  # a letter's imprint has no rules
            last = max(rule.y_mm for rule in seen.rules_on(seen.pages))
            assert abs(last - 262) < 1.5, pdf.stem  # 37 + 225: the type area's lower edge
