"""Word files to fill: paragraphs and tables as typed, and parts that a program adds to a package."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Final

import docx
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_C: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"


@dataclass(frozen=True, slots=True)
class ExtraPart:
    """A part that the document of a package refers to: its path from ``word/``, type, relation, XML."""

    path: str
    content_type: str
    relation: str
    xml: str


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(words: str) -> str:
    return f"<w:p>{run(words)}</w:p>"


def notes_part(kind: str, words: str) -> ExtraPart:
    """The part of footnotes, endnotes or comments, with a single one."""
    one = kind.removesuffix("s")
    author = ' w:author="甲"' if kind == "comments" else ""
    xml = (
        f'<w:{kind} xmlns:w="{W}"><w:{one} w:id="2"{author}>{paragraph(words)}</w:{one}></w:{kind}>'
    )
    return ExtraPart(f"{kind}.xml", f"{_WORD}.{kind}+xml", f"{_OFFICE}/{kind}", xml)


def chart_part(words: str) -> ExtraPart:
    xml = (
        f'<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}"><c:chart><c:title><c:tx><c:rich><a:p><a:r>'
        f"<a:t>{words[:3]}</a:t></a:r><a:r><a:t>{words[3:]}</a:t></a:r></a:p></c:rich></c:tx></c:title>"
        f"</c:chart></c:chartSpace>"
    )
    kind = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
    return ExtraPart("charts/chart1.xml", kind, f"{_OFFICE}/chart", xml)


def data_part(words: str) -> ExtraPart:
    """The data that a content control shows, in an element of a program's own."""
    return ExtraPart(
        "../customXml/item7.xml", "application/xml", f"{_OFFICE}/customXml",
        f"<甲:数据 xmlns:甲='urn:x'><甲:名>{words}</甲:名></甲:数据>",
    )  # fmt: skip


def text_box(words: str) -> str:
    """A paragraph with a text box, as Word writes it: twice, for new programs and for old ones."""
    inner = f"<w:txbxContent>{paragraph(words)}</w:txbxContent>"
    return (
        '<w:p xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"><w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        f"<w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"<v:textbox>{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def word_file(*paragraphs: str, rows: Sequence[Sequence[str]] = ()) -> bytes:
    """A Word file of paragraphs as typed and, after them, a table."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_xml(package: bytes, *blocks: str) -> bytes:
    """The package with *blocks* (XML of paragraphs or tables) before all others of its body."""
    added = "".join(blocks)
    return _changed(
        package,
        {"word/document.xml": lambda xml: xml.replace("<w:body>", f"<w:body>{added}", 1)},
    )


def with_part(package: bytes, part: ExtraPart) -> bytes:
    """The package with one more part, to which its document refers."""
    path = part.path.removeprefix("../") if part.path.startswith("../") else f"word/{part.path}"
    relation = f'<Relationship Id="rIdX" Type="{part.relation}" Target="{part.path}"/>'
    override = f'<Override PartName="/{path}" ContentType="{part.content_type}"/>'
    changed = _changed(
        package,
        {
            "word/_rels/document.xml.rels": lambda xml: xml.replace("</Rel", f"{relation}</Rel", 1),
            "[Content_Types].xml": lambda xml: xml.replace("</Types>", f"{override}</Types>", 1),
        },
    )
    stream = io.BytesIO(changed)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(path, part.xml)
    return stream.getvalue()


def _changed(package: bytes, changes: object) -> bytes:
    assert isinstance(changes, dict)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name in changes:
                content = changes[name](content.decode()).encode()
            new.writestr(name, content)
    return stream.getvalue()


def saved(folder: Path, package: bytes, name: str = "模板.docx") -> Path:
    path = folder / name
    path.write_bytes(package)
    return path


def all_words(package: bytes) -> dict[str, str]:
    """The text of each XML part of *package*, its attributes too."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                root = etree.fromstring(archive.read(name))
                values = [v for each in root.iter(etree.Element) for v in each.attrib.values()]
                found[name] = unescape("".join([*root.itertext(), *map(str, values)]))
    return found
