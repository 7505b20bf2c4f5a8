"""Place charts (图表) in a finished paper at the marks of its template, each with the workbook of its numbers.

A mark is a paragraph of its own: ``〖图：各类单位报送率〗`` for the chart, ``〖图和表：各类单位报送率〗`` with its
table below it.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from docx import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from pipeline.official.ooxml.chart_xml import WORKBOOK_KEY, Chart, chart_xml
from pipeline.official.ooxml.drawing import PICTURE_NAMESPACES
from pipeline.official.ooxml.elements import exact_line, keep_with_next, make, paragraph, words_in
from pipeline.official.ooxml.package import normalise_timestamps
from pipeline.official.ooxml.page import TYPE_WIDTH
from pipeline.official.ooxml.style_names import StyleName
from pipeline.official.standard.lengths import mm, pt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

_MARK: Final = re.compile(r"〖(图|图和表)：([^〖〗]{1,60})〗")
_WITH_TABLE: Final = "图和表"
_FIRST_DRAWING: Final = 301  # ids of drawings; seals have smaller ones
_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORKBOOK_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LINKS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True, slots=True)
class ChartMark:
    """Hold the mark of a chart in a template: the name of the chart, and whether its table is below it."""

    name: str
    with_table: bool = False

    def __str__(self) -> str:
        return f"〖{_WITH_TABLE if self.with_table else '图'}：{self.name}〗"


@dataclass(frozen=True, slots=True)
class PlacedChart:
    """Hold what takes the place of a mark: a chart with its workbook (.xlsx), and the elements below it."""

    chart: Chart
    workbook: bytes
    below: tuple[Element, ...] = ()


def chart_marks(words: str) -> tuple[ChartMark, ...]:
    """Return the marks of charts in *words*, each once."""
    found = (ChartMark(name, kind == _WITH_TABLE) for kind, name in _MARK.findall(words))
    return tuple(dict.fromkeys(found))


def place_charts(content: bytes, charts: Mapping[ChartMark, PlacedChart | None]) -> bytes:
    """Return the document in *content* with each of *charts* at its mark; without marks, the same bytes.

    The paragraph of a mark is removed where the chart is ``None``. Only paragraphs of the body are
    marks: a cell has no room for a chart.
    """
    document = Document(io.BytesIO(content))
    by_words = {str(mark): chart for mark, chart in charts.items()}
    number = _FIRST_DRAWING
    changed = False
    for element in document.element.body.findall(qn("w:p")):
        words = words_in(element).strip()
        if words not in by_words:
            continue
        changed = True
        chart = by_words[words]
        if chart is None:
            _remove(element)
            continue
        _draw(document, element, chart, number)
        number += 1
    if not changed:
        return content
    stream = io.BytesIO()
    document.save(stream)
    return normalise_timestamps(stream.getvalue())


def marks_in(content: bytes) -> tuple[ChartMark, ...]:
    """Return the marks in the document *content*, those in a line or a cell with other words too."""
    body = Document(io.BytesIO(content)).element.body
    return chart_marks("\n".join(map(words_in, body.iter(qn("w:p")))))


def _remove(mark: Element) -> None:
    """Remove the paragraph *mark*, or its words alone where a section ends in it."""
    if mark.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is None:
        mark.getparent().remove(mark)
    else:
        _clear(mark)


def _clear(mark: Element) -> None:
    for child in [each for each in mark if each.tag != qn("w:pPr")]:
        mark.remove(child)


def _draw(document: WordDocument, mark: Element, placed: PlacedChart, number: int) -> None:
    """Replace the words of the paragraph *mark* by the chart, centred, in a line as high as it is."""
    key = document.part.relate_to(_chart_part(document, placed, number), f"{_LINKS}/chart")
    _clear(mark)
    properties = mark.get_or_add_pPr()
    for name in ("spacing", "ind", "jc"):
        for old in properties.findall(qn(f"w:{name}")):
            properties.remove(old)
    spacing = exact_line(mm(0))
    spacing.set(qn("w:line"), "240")
    spacing.set(qn("w:lineRule"), "auto")
    for each in (spacing, make("ind", firstLine=0, firstLineChars=0), make("jc", val="center")):
        properties.append(each)
    chart = placed.chart
    mark.append(
        parse_xml(
            _RUN.format(
                number=number,
                key=key,
                width=TYPE_WIDTH.emu,
                height=chart.height.emu,
                title=escape(chart.title, {'"': "&quot;"}),
            )
        )
    )
    if placed.below:
        keep_with_next(mark)
        _add_below(mark, placed.below)


def _chart_part(document: WordDocument, placed: PlacedChart, number: int) -> Part:
    """Return the part of the chart, with its workbook as another part: Word opens it to edit the numbers."""
    package = document.part.package
    workbook = Part(
        PackURI(f"/word/embeddings/chart{number}.xlsx"), _WORKBOOK_TYPE, placed.workbook, package
    )
    part = Part(
        PackURI(f"/word/charts/chart{number}.xml"), _TYPE, chart_xml(placed.chart).encode(), package
    )
    part.rels.add_relationship(f"{_LINKS}/package", workbook, WORKBOOK_KEY)
    return part


def _add_below(above: Element, below: Sequence[Element]) -> None:
    """Add elements after the paragraph *above*, kept apart from a table that follows them."""
    elements = list(below)
    following = above.getnext()
    if following is not None and following.tag == qn("w:tbl"):
        elements.append(paragraph(StyleName.BLANK_LINE, (), exact_line(pt(1))))
    for element in reversed(elements):
        above.addnext(element)


_RUN: Final = (
    f'<w:r {PICTURE_NAMESPACES}><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
    '<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
    '<wp:docPr id="{number}" name="图表{number}" descr="{title}"/><wp:cNvGraphicFramePr/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
    '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="{key}"/>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)
