"""Draw a chart (图表) in a finished paper as DrawingML: columns by category, or a line over periods.

Word, WPS and LibreOffice draw it from the numbers in its part. Columns differ by pattern and lines by
dash, so that a copy in black and white can be read. A template names the place by a paragraph of its
own: ``〖图：各类单位报送率〗``.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from docx import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from pipeline.official.ooxml.drawing import PICTURE_NAMESPACES
from pipeline.official.ooxml.elements import exact_line, make, words_in
from pipeline.official.ooxml.package import normalise_timestamps
from pipeline.official.ooxml.page import TYPE_WIDTH
from pipeline.official.standard.lengths import mm
from pipeline.official.standard.typefaces import FANGSONG, HEITI

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

_HEIGHT: Final = mm(75)
_MARK: Final = re.compile(r"〖图：([^〖〗]{1,40})〗")
_FIRST_DRAWING: Final = 301  # ids of drawings; seals have smaller ones
_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_LINK: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
_NAMESPACES: Final = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_PATTERNS: Final = ("dkUpDiag", "pct25", "dkHorz", "pct75", "ltDnDiag")
_DASHES: Final = ("solid", "dash", "sysDot", "lgDashDot", "sysDash")
_MARKS: Final = ("circle", "square", "triangle", "diamond", "x")


class ChartKind(Enum):
    """Define the kinds of charts: columns compare categories (对比), lines show a trend (趋势)."""

    COLUMNS = "柱形图"
    LINES = "折线图"


@dataclass(frozen=True, slots=True)
class Chart:
    """Hold a chart: its title with the unit, the categories, and the numbers of each series.

    A series has a number for each category; ``None`` is a gap, never 0.
    """

    kind: ChartKind
    title: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[Decimal | None, ...]], ...]


def chart_mark(name: str) -> str:
    """Return the words that a template has where the chart *name* is to be."""
    return f"〖图：{name}〗"


def chart_names(words: str) -> tuple[str, ...]:
    """Return the names in the marks of charts in *words*, each once."""
    return tuple(dict.fromkeys(_MARK.findall(words)))


def place_charts(content: bytes, charts: Mapping[str, Chart]) -> bytes:
    """Return the document in *content* with each of *charts* at its mark; without marks, the same bytes."""
    document = Document(io.BytesIO(content))
    number = _FIRST_DRAWING
    for name, chart in charts.items():
        for paragraph in list(document.element.body.iter(qn("w:p"))):
            if words_in(paragraph).strip() == chart_mark(name):
                _draw(document, paragraph, chart, number)
                number += 1
    if number == _FIRST_DRAWING:
        return content
    stream = io.BytesIO()
    document.save(stream)
    return normalise_timestamps(stream.getvalue())


def _draw(document: WordDocument, paragraph: Element, chart: Chart, number: int) -> None:
    """Replace the words of *paragraph* by the chart, centred, in a line as high as it is."""
    part = Part(
        PackURI(f"/word/charts/chart{number}.xml"),
        _TYPE,
        chart_xml(chart).encode(),
        document.part.package,
    )
    key = document.part.relate_to(part, _LINK)
    for child in [each for each in paragraph if each.tag != qn("w:pPr")]:
        paragraph.remove(child)
    properties = paragraph.get_or_add_pPr()
    for name in ("spacing", "ind", "jc"):
        for old in properties.findall(qn(f"w:{name}")):
            properties.remove(old)
    spacing = exact_line(mm(0))
    spacing.set(qn("w:line"), "240")
    spacing.set(qn("w:lineRule"), "auto")
    for each in (spacing, make("ind", firstLine=0, firstLineChars=0), make("jc", val="center")):
        properties.append(each)
    paragraph.append(
        parse_xml(
            _RUN.format(
                number=number,
                key=key,
                width=TYPE_WIDTH.emu,
                height=_HEIGHT.emu,
                title=escape(chart.title),
            )
        )
    )


def chart_xml(chart: Chart) -> str:
    """Return the chart part (chartSpace)."""
    draw = _columns if chart.kind is ChartKind.COLUMNS else _lines
    legend = _LEGEND.format(text=_text(10)) if len(chart.series) > 1 else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace {_NAMESPACES}>'
        f'<c:roundedCorners val="0"/><c:chart>{_title(chart.title)}<c:autoTitleDeleted val="0"/>'
        f"<c:plotArea><c:layout/>{draw(chart)}{_AXES.format(text=_text(10))}</c:plotArea>{legend}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>'
    )


def _title(words: str) -> str:
    return (
        "<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr/></a:pPr><a:r>"
        f'<a:rPr lang="zh-CN" sz="1200" b="0"><a:latin typeface="{HEITI.name}"/><a:ea typeface="{HEITI.name}"/></a:rPr>'
        f'<a:t>{escape(words)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
    )


def _columns(chart: Chart) -> str:
    series = "".join(
        _series(chart, at, _FILL.format(pattern=_PATTERNS[at % len(_PATTERNS)]), "")
        for at in range(len(chart.series))
    )
    return (
        '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{series}{_labels()}<c:gapWidth val="80"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
    )


def _lines(chart: Chart) -> str:
    series = "".join(
        _series(
            chart,
            at,
            _STROKE.format(dash=_DASHES[at % len(_DASHES)]),
            _MARKER.format(mark=_MARKS[at % len(_MARKS)]),
        )
        for at in range(len(chart.series))
    )
    return (
        '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
        f'{series}{_labels()}<c:marker val="1"/><c:axId val="1"/><c:axId val="2"/></c:lineChart>'
    )


def _series(chart: Chart, at: int, shape: str, marker: str) -> str:
    name, numbers = chart.series[at]
    smooth = '<c:smooth val="0"/>' if chart.kind is ChartKind.LINES else ""
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/><c:tx><c:strRef><c:f>{escape(name)}</c:f><c:strCache>'
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f"<c:spPr>{shape}</c:spPr>{marker}"
        f"<c:cat><c:strLit>{_points(chart.categories)}</c:strLit></c:cat>"
        f"<c:val><c:numLit><c:formatCode>General</c:formatCode>{_points(numbers)}</c:numLit></c:val>{smooth}</c:ser>"
    )


def _points(values: Sequence[object]) -> str:
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{escape(str(value))}</c:v></c:pt>'
        for at, value in enumerate(values)
        if value is not None
    )
    return f'<c:ptCount val="{len(values)}"/>{points}'


def _labels() -> str:
    shown = "".join(
        f'<c:{name} val="{int(name == "showVal")}"/>'
        for name in (
            "showLegendKey",
            "showVal",
            "showCatName",
            "showSerName",
            "showPercent",
            "showBubbleSize",
        )
    )
    return f"<c:dLbls>{_text(9)}{shown}</c:dLbls>"


def _text(points: int) -> str:
    return (
        f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="{points * 100}"><a:latin typeface="{FANGSONG.name}"/>'
        f'<a:ea typeface="{FANGSONG.name}"/></a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


_BLACK: Final = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
_FILL: Final = (
    '<a:pattFill prst="{pattern}"><a:fgClr><a:srgbClr val="404040"/></a:fgClr><a:bgClr><a:srgbClr val="FFFFFF"/>'
    f'</a:bgClr></a:pattFill><a:ln w="9525">{_BLACK}</a:ln>'
)
_STROKE: Final = f'<a:ln w="19050">{_BLACK}<a:prstDash val="{{dash}}"/></a:ln>'
_MARKER: Final = '<c:marker><c:symbol val="{mark}"/><c:size val="6"/></c:marker>'
_LEGEND: Final = '<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{text}</c:legend>'
_AXES: Final = (
    '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
    '<c:axPos val="b"/><c:majorTickMark val="none"/><c:tickLblPos val="nextTo"/>{text}<c:crossAx val="2"/></c:catAx>'
    '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
    '<c:delete val="0"/><c:axPos val="l"/><c:majorTickMark val="out"/><c:tickLblPos val="nextTo"/>{text}'
    '<c:crossAx val="1"/></c:valAx>'
)
_RUN: Final = (
    f'<w:r {PICTURE_NAMESPACES}><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
    '<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
    '<wp:docPr id="{number}" name="图表{number}" descr="{title}"/><wp:cNvGraphicFramePr/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
    '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="{key}"/>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)
