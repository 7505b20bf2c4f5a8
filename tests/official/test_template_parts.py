"""A tag is filled wherever words can be: notes, comments, text boxes, properties, charts, attributes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pytest

from pipeline.official.errors import TemplateFaulty
from pipeline.official.templates.template import check_template, fill, open_template
from tests.official.template_files import (
    ExtraPart,
    all_words,
    chart_part,
    data_part,
    notes_part,
    paragraph,
    run,
    saved,
    text_box,
    with_part,
    with_xml,
    word_file,
)

if TYPE_CHECKING:
    from pathlib import Path

FACTS = {"单位": "东河区", "数": 3}
PARTS = {
    "脚注": notes_part("footnotes", "见{{ 单位 }}"),
    "尾注": notes_part("endnotes", "见{{ 单位 }}"),
    "批注": notes_part("comments", "见{{ 单位 }}"),
    "图表": chart_part("见{{ 单位 }}"),
    "内容控件的数据": data_part("见{{ 单位 }}"),
}


@pytest.mark.parametrize("part", PARTS.values(), ids=list(PARTS))
def test_a_part_beside_the_body_is_filled(part: ExtraPart, tmp_path: Path) -> None:
    template = open_template(saved(tmp_path, with_part(word_file("正文"), part)))

    words = all_words(fill(template, FACTS))

    path = part.path.removeprefix("../") if ".." in part.path else f"word/{part.path}"
    assert "见东河区" in words[path]
    assert not any("{{" in each for each in words.values())


@pytest.mark.parametrize(("name", "part"), PARTS.items(), ids=list(PARTS))
def test_a_wrong_name_in_it_is_told_with_the_part(
    name: str, part: ExtraPart, tmp_path: Path
) -> None:
    template = open_template(saved(tmp_path, with_part(word_file("正文"), part)))

    (told,) = check_template(template, {"单名": "甲"})
    assert told.startswith(f"模板.docx {name}")
    assert "“单位”没有这个内容可填" in told
    with pytest.raises(TemplateFaulty, match=name):
        fill(template, {"单名": "甲"})


def test_a_text_box_is_filled_in_both_its_forms(tmp_path: Path) -> None:
    package = with_xml(word_file("正文"), text_box("{{ 单位 }}印"))

    words = all_words(fill(open_template(saved(tmp_path, package)), FACTS))["word/document.xml"]

    assert words.count("东河区印") == 2
    with pytest.raises(TemplateFaulty, match=r"正文文本框里第2段“\{\{ 单位 }}印”"):
        fill(open_template(saved(tmp_path, package)), {})


def test_header_footer_and_properties_are_filled(tmp_path: Path) -> None:
    document = docx.Document(io.BytesIO(word_file("正文")))
    document.sections[0].header.paragraphs[0].text = "{{ 单位 }}"
    document.sections[0].footer.paragraphs[0].text = "{% if 数 > 2 %}多{% else %}少{% endif %}"
    document.core_properties.title = "{{ 单位 }}的报告"
    document.core_properties.subject = "{{ 数 }}"
    document.save(str(tmp_path / "m.docx"))

    filled = docx.Document(io.BytesIO(fill(open_template(tmp_path / "m.docx"), FACTS)))

    assert filled.sections[0].header.paragraphs[0].text == "东河区"
    assert filled.sections[0].footer.paragraphs[0].text == "多"
    assert (filled.core_properties.title, filled.core_properties.subject) == ("东河区的报告", "3")


def test_an_attribute_is_filled_and_escaped(tmp_path: Path) -> None:
    watermark = (
        '<w:p xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict><v:shape>'
        '<v:textpath string="{{ 单位 }}内部"/></v:shape></w:pict></w:r></w:p>'
    )
    template = open_template(saved(tmp_path, with_xml(word_file("正文"), watermark)))

    words = all_words(fill(template, {"单位": '"甲"&<乙>'}))["word/document.xml"]

    assert '"甲"&<乙>内部' in words


def test_tracked_changes_and_fields_hold_tags_too(tmp_path: Path) -> None:
    block = (
        f'<w:p><w:ins w:id="1" w:author="甲">{run("{{ 单")}</w:ins>{run("位 }}")}<w:del w:id="2" w:author="甲">'
        "<w:r><w:delText>{{ 数 }}</w:delText></w:r></w:del><w:r><w:instrText>QUOTE {{ 数 }}</w:instrText>"
        "</w:r></w:p>"
    )
    template = open_template(saved(tmp_path, with_xml(word_file("正文"), block)))

    words = all_words(fill(template, FACTS))["word/document.xml"]

    assert words.startswith("东河区3QUOTE 3")


def test_a_link_s_address_is_refused(tmp_path: Path) -> None:
    document = docx.Document(io.BytesIO(word_file("正文")))
    document.part.relate_to(
        "http://%7B%7B%20%E5%8D%95%E4%BD%8D%20%7D%7D/",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    document.save(str(tmp_path / "m.docx"))

    with pytest.raises(TemplateFaulty, match=r"超链接的地址.*请右键取消超链接"):
        open_template(tmp_path / "m.docx")


def test_what_is_data_is_no_tag(tmp_path: Path) -> None:
    typed = "{{ 单位 }}{% if x %}{# y #}"
    template = open_template(
        saved(tmp_path, with_part(word_file("{{ 单位 }}"), PARTS["脚注"])),
    )

    words = all_words(fill(template, {"单位": typed}))

    assert words["word/document.xml"].startswith(typed)
    assert words["word/footnotes.xml"].startswith(f"见{typed}")


def test_a_tag_in_pieces_of_its_own_paragraph_alone_is_one(tmp_path: Path) -> None:
    package = with_xml(word_file("正文"), paragraph("{{ 单"), paragraph("位 }}"))

    with pytest.raises(TemplateFaulty, match=r"正文第1段.*没有写完.*同一段里"):
        open_template(saved(tmp_path, package))
