"""An office's own template: filled in a sandbox, its faults told by paragraph."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.official.errors import TemplateFaulty
from pipeline.official.templates.starters import starter_templates
from pipeline.official.templates.template import check_template, fill, open_template, rendered_text

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.official.templates.template import TemplateFile


def template(folder: Path, *paragraphs: str, rows: tuple[tuple[str, ...], ...] = ()) -> Path:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    path = folder / "模板.docx"
    document.save(str(path))
    return path


def said(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]


def test_names_lists_and_conditions_are_filled(tmp_path: Path) -> None:
    path = template(
        tmp_path, "{{ 任务.名称 }}：{{ 单位|顿号 }}", "{%p if 迟报 %}", "迟报了。", "{%p endif %}",
        "{%p for 条 in 条目 %}", "{{ 条 }}。", "{%p endfor %}",
        rows=(("{%tr for 行 in 行列 %}", ""), ("{{ 行.甲 }}", "{{ 行.乙 }}"), ("{%tr endfor %}", "")),
    )  # fmt: skip
    facts = {
        "任务": {"名称": "创建"},
        "单位": ["东河区", "西河区"],
        "迟报": [],
        "条目": ["一", "二"],
        "行列": [{"甲": "1", "乙": Decimal("2.50")}, {"甲": 3, "乙": "4"}],
    }

    content = fill(open_template(path), facts)

    assert said(content) == ["创建：东河区、西河区", "一。", "二。"]
    rows = docx.Document(io.BytesIO(content)).tables[0].rows
    assert [[cell.text for cell in row.cells] for row in rows] == [["1", "2.5"], ["3", "4"]]


@pytest.fixture(scope="module")
def of_one_tag(tmp_path_factory: pytest.TempPathFactory) -> TemplateFile:
    return open_template(template(tmp_path_factory.mktemp("模板"), "前{{ 甲 }}后"))


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_no_fact_becomes_markup_or_a_tag(of_one_tag: TemplateFile, text: str) -> None:
    (line,) = said(fill(of_one_tag, {"甲": text}))

    kept = "".join(
        c
        for c in text.replace("\r\n", "\n").replace("\n", " ").replace("\t", " ")
        if c >= " " and c != "\x7f"
    )
    assert line == f"前{kept}后"


def test_what_looks_like_markup_survives(tmp_path: Path) -> None:
    path = template(tmp_path, "{{ 甲 }}")

    assert said(fill(open_template(path), {"甲": "A<B & {{ 乙 }} {% x %} \a\f</w:t>"})) == [
        "A<B & {{ 乙 }} {% x %} </w:t>"
    ]


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ 甲.__init__.__globals__ }}",
        "{{ 甲.format.__self__ }}",
        "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
        "{{ range(10) }}",
        "{{ lipsum }}",
        "{{ 甲|attr('__class__') }}",
    ],
)
def test_a_template_can_not_reach_out_of_its_sandbox(attack: str, tmp_path: Path) -> None:
    path = template(tmp_path, "第一段", attack)

    with pytest.raises(TemplateFaulty) as told:
        fill(open_template(path), {"甲": "x"})

    assert "模板.docx" in str(told.value)


@pytest.mark.parametrize("value", [None, 0.1, date(2026, 10, 9), True, object()])
def test_what_would_print_as_nobody_wrote_it_is_refused(value: object, tmp_path: Path) -> None:
    path = template(tmp_path, "共{{ 甲 }}家")

    with pytest.raises(TemplateFaulty, match="第1段“共"):
        fill(open_template(path), {"甲": value})


def test_an_unknown_name_is_told_with_its_paragraph(tmp_path: Path) -> None:
    path = template(
        tmp_path, "第一段", "应报{{ 应报数 }}家，已报{{ 以报数 }}家",
        "{%p for 行 in 行列 %}", "{{ 行.名次 }}{{ 行.单位 }}", "{%p endfor %}", "{{ 任务.名字 }}",
    )  # fmt: skip
    facts = {"应报数": "3", "行列": [{"单位": "东河区"}], "任务": {"名称": "创建"}}

    found = check_template(open_template(path), facts)

    assert len(found) == 3
    assert "第2段" in found[0]
    assert "“以报数”" in found[0]
    assert "“行.名次”" in found[1]
    assert "“任务.名字”" in found[2]


@pytest.mark.parametrize(
    "broken", ["{{ 甲", "{% if 甲 %}没有结尾", "{{ 甲|没有的 }}", "{%p endfor %}"]
)
def test_a_broken_tag_is_told(broken: str, tmp_path: Path) -> None:
    path = template(tmp_path, "第一段", broken)

    with pytest.raises(TemplateFaulty, match=r"模板\.docx"):
        fill(open_template(path), {"甲": "x"})


def test_what_is_no_document_is_told(tmp_path: Path) -> None:
    path = tmp_path / "通知.docx"
    path.write_bytes(b"not a document")

    with pytest.raises(TemplateFaulty, match="不是 Word 文档"):
        open_template(path)


def test_filling_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    opened = open_template(template(tmp_path, "{{ 甲 }}"))

    assert fill(opened, {"甲": "x"}) == fill(opened, {"甲": "x"})
    assert rendered_text(opened, {"甲": "x"}).strip() == "x"


@pytest.mark.parametrize("name", ["通知", "催报", "督办", "通报", "函", "退回单", "回执"])
def test_each_starter_template_opens_and_keeps_its_chinese_styles(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / f"{name}.docx"
    path.write_bytes(starter_templates()[path.name])

    open_template(path)

    styles = {style.name for style in docx.Document(str(path)).styles}
    assert {"公文标题", "公文正文", "一级标题", "版记"} <= styles
    with zipfile.ZipFile(path) as package:
        core = package.read("docProps/core.xml").decode()
    assert "python-docx" not in core
