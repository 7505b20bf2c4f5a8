"""A template that another program saved: tags in pieces, and characters as entities, are the same tags."""

from __future__ import annotations

import io
import itertools
import re
import subprocess
import zipfile
from typing import TYPE_CHECKING, Any, Final

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from pipeline.official.errors import TemplateFaulty
from pipeline.official.rendering.render import find_renderer
from pipeline.official.templates.starters import starter_templates
from pipeline.official.templates.template import (
    check_template,
    fill,
    open_template,
    referenced_names,
    rendered_text,
)
from tests.conftest import require

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.official.templates.template import TemplateFile

PARAGRAPHS: Final = (
    "关于{{ 标题 }}",
    "{%p if 单位.情况 == \"未报\" and 单位.名称 != '甲&乙' %}",
    "{{ 单位.名称 }}：请抓紧。",
    "{%p endif %}",
    "{{ '有' if 未报数 > 0 and 未报数 < 100 else '无' }}",
    '{{ "A&B" if 单位.名称 == "东河区" else "" }}',
    "{%p for 行 in 各单位 %}",
    "{{ 行.单位 }}",
    "{%p endfor %}",
)
FACTS: Final[dict[str, Any]] = {
    "标题": "“甲”&乙的函",
    "单位": {"名称": "东河区", "情况": "未报"},
    "未报数": 3,
    "各单位": [{"单位": "甲县"}, {"单位": "乙县"}],
}
FILLED: Final = ["关于“甲”&乙的函", "东河区：请抓紧。", "有", "A&B", "甲县", "乙县"]
ENTITIES: Final = {
    '"': ("&quot;", "&#34;", "&#x22;"),
    "'": ("&apos;", "&#39;", "&#x27;"),
    ">": ("&gt;", ">", "&#62;"),
}


def template(pieces: tuple[tuple[str, ...], ...]) -> bytes:
    """A template of a paragraph for each of *pieces*, a run for each piece, with a tag in its header."""
    document = docx.Document()
    for each in pieces:
        paragraph = document.add_paragraph()
        for piece in each:
            paragraph.add_run(piece).italic = len(piece) % 2 == 0
    header = document.sections[0].header
    header.paragraphs[0].text = "{{ '页' if 单位.情况 == \"未报\" else '' }}眉"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_entities(package: bytes, spelled: int) -> bytes:
    """The package with the marks of its texts written as entities, in one spelling of each."""

    def spell(text: re.Match[str]) -> str:
        words = text[2].replace("&gt;", ">")
        for mark, entities in ENTITIES.items():
            words = words.replace(mark, entities[spelled % len(entities)])
        return f"{text[1]}{words}</w:t>"

    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith(("word/document", "word/header")):
                text = re.sub(r"(<w:t(?: [^>]*)?>)([^<]*)</w:t>", spell, content.decode())
                content = text.encode()
            new.writestr(name, content)
    return stream.getvalue()


def said(path: Path) -> tuple[list[str], str]:
    """What the template gives: its paragraphs, and its header."""
    opened = open_template(path)
    assert check_template(opened, FACTS) == ()
    filled = docx.Document(io.BytesIO(fill(opened, FACTS)))
    header = filled.sections[0].header
    return (
        [p.text for p in filled.paragraphs if p.text],
        "".join(text.text or "" for text in header._element.iter(qn("w:t"))),  # noqa: SLF001
    )


@pytest.mark.parametrize("spelled", [0, 1, 2])
def test_a_mark_written_as_an_entity_is_the_mark(spelled: int, tmp_path: Path) -> None:
    package = with_entities(template(tuple((text,) for text in PARAGRAPHS)), spelled)
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert b"&quot;" in archive.read("word/document.xml") or spelled
    path = tmp_path / "模板.docx"
    path.write_bytes(package)

    assert said(path) == (FILLED, "页眉")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("模板")


@given(data=st.data())
def test_tags_in_pieces_are_the_same_tags(folder: Path, data: st.DataObject) -> None:
    pieces = []
    for text in PARAGRAPHS:
        cuts = sorted(data.draw(st.sets(st.integers(1, len(text) - 1), max_size=6)))
        ends = [0, *cuts, len(text)]
        pieces.append(tuple(text[a:b] for a, b in itertools.pairwise(ends)))
    path = folder / "模板.docx"
    path.write_bytes(with_entities(template(tuple(pieces)), data.draw(st.integers(0, 2))))

    assert said(path) == (FILLED, "页眉")


@pytest.mark.render
def test_a_template_that_libreoffice_saved_is_filled(tmp_path: Path) -> None:
    renderer = find_renderer()
    require(renderer, "LibreOffice")
    (tmp_path / "new").mkdir()
    document = docx.Document(io.BytesIO(template(tuple((text,) for text in PARAGRAPHS))))
    table = document.add_table(3, 2)
    for row, text in enumerate(
        ('{%tr for 行 in 各单位 if 行.单位 != "乙县" %}', "{{ 行.单位 }}", "{%tr endfor %}")
    ):
        table.cell(row, 0).text = text
    document.save(str(tmp_path / "m.docx"))
    subprocess.run(
        [
            str(renderer), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
            "--convert-to", "docx:MS Word 2007 XML", "--outdir", tmp_path / "new", tmp_path / "m.docx",
        ],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    with zipfile.ZipFile(tmp_path / "new/m.docx") as archive:
        assert b"&quot;" in archive.read("word/document.xml")

    assert said(tmp_path / "new/m.docx") == (FILLED, "页眉")
    filled = docx.Document(io.BytesIO(fill(open_template(tmp_path / "new/m.docx"), FACTS)))
    assert [row.cells[0].text for row in filled.tables[0].rows] == ["甲县"]


def values_for(template: TemplateFile) -> dict[str, Any]:
    """A text for every name, two rows or texts for every list, an item for every “甲.乙”."""
    source = "".join(part.source for part in template.parts)
    facts: dict[str, Any] = {}
    for name in referenced_names(template):
        items = re.findall(rf"\b{name}\.(\w+)", source)
        values = {
            item: listed(source, f"{name}.{item}") or compared(source, f"{name}.{item}")
            for item in items
        }
        plain = values or f"{name}的内容"
        facts[name] = listed(source, name) or plain
    return facts


def listed(source: str, path: str) -> list[Any]:
    """Two rows for the loops over *path* (also those within a row), two texts for its filters of lists."""
    rows = re.findall(rf"for (\w+) in {path}\b(?!\.)", source)
    items = {
        item: listed(source, f"{row}.{item}") or number_or_text(source, f"{row}.{item}")
        for row in rows
        for item in re.findall(rf"\b{row}\.(\w+)", source)
    }
    if items:
        return [items] * 2
    return ["甲&“乙”", "乙"] if rows or re.search(rf"\b{path}\|(?:顿号|个数|列举)", source) else []


def compared(source: str, path: str) -> int | str:
    return 3 if re.search(rf"\b{path} [<>]", source) else "丙"


def number_or_text(source: str, path: str) -> int | str:
    return 35 if re.search(rf"\b{path}\|万", source) else "甲&“乙”"


@pytest.mark.render
def test_every_shipped_template_is_filled_after_libreoffice_saved_it(tmp_path: Path) -> None:
    renderer = find_renderer()
    require(renderer, "LibreOffice")
    (tmp_path / "new").mkdir()
    paths = []
    for name, content in starter_templates().items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(content)
    subprocess.run(
        [
            str(renderer), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
            "--convert-to", "docx:MS Word 2007 XML", "--outdir", tmp_path / "new", *paths,
        ],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip

    for path in paths:
        before, after = open_template(path), open_template(tmp_path / "new" / path.name)
        facts = values_for(before)
        assert referenced_names(after, on_page=True) == referenced_names(before, on_page=True)
        assert "".join(rendered_text(after, facts).split()) == "".join(
            rendered_text(before, facts).split()
        ), path.name


def test_text_and_places_are_in_characters_as_a_person_reads_them(tmp_path: Path) -> None:
    path = tmp_path / "模板.docx"
    document = docx.Document()
    document.add_paragraph("甲&乙 <丙> {{ 没有 }}")
    document.save(str(path))
    opened = open_template(path)

    assert rendered_text(opened, {"没有": "“丁”&'戊'"}).strip() == "甲&乙 <丙> “丁”&'戊'"
    (told,) = check_template(opened, {})
    assert "第1段“甲&乙 <丙>" in told
    with pytest.raises(TemplateFaulty, match="第1段“甲&乙 <丙>"):
        fill(opened, {})
