"""Draw a chart (图表) as DrawingML: columns or bars by category, or a line over periods.

Columns differ by pattern and lines by dash and marker, so that a copy in black and white can be read. The
numbers are references into the workbook that the document embeds: Word opens it to edit them (编辑数据).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from pipeline.model.grid import column_letters
from pipeline.official.ooxml.page import TYPE_WIDTH
from pipeline.official.standard.lengths import Length, mm
from pipeline.official.standard.typefaces import FANGSONG, HEITI, width_in_chars

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

DATA_SHEET: Final = "Sheet1"  # of the embedded workbook, as Word calls it
WORKBOOK_KEY: Final = "rId1"  # the chart's relationship to that workbook
_NAMESPACES: Final = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_HEIGHT: Final = mm(75)
_BAR: Final = mm(9)  # with the gap to the next one
_AROUND_BARS: Final = mm(24)  # title and axis
_TALLEST: Final = mm(190)
_PATTERNS: Final = ("dkUpDiag", "pct25", "dkHorz", "pct75", "ltDnDiag")
_DASHES: Final = ("solid", "dash", "sysDot", "lgDashDot", "sysDash")
_MARKS: Final = ("circle", "square", "triangle", "diamond", "x")
_LABEL_POINTS: Final = 10
_EACH_LABELLED: Final = 12  # numbers at most; of more, only the first, the last, and the extremes
_PERCENT: Final = (
    '<c:max val="110"/>',
    '<c:majorUnit val="20"/>',
)  # room for the label of 100 per cent


class ChartKind(Enum):
    """Define the kinds of charts: columns compare categories (对比), lines show a trend (趋势)."""

    COLUMNS = "柱形图"
    LINES = "折线图"


@dataclass(frozen=True, slots=True)
class Chart:
    """Hold a chart: its title with the unit, the categories, and the numbers of each series.

    A series has a number for each category; ``None`` is a gap, never 0. ``percent`` is whether they are
    percentages, whose axis shows 0 to 100.
    """

    kind: ChartKind
    title: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[Decimal | None, ...]], ...]
    percent: bool = False

    @property
    def is_horizontal(self) -> bool:
        """Return whether its columns are drawn as bars: their names are too long for a line below them."""
        room = TYPE_WIDTH.pt / len(self.categories) / _LABEL_POINTS if self.categories else 0
        longest = max(map(width_in_chars, self.categories), default=0)
        return self.kind is ChartKind.COLUMNS and longest > int(room)

    @property
    def height(self) -> Length:
        """Return the height at which its labels are readable."""
        if not self.is_horizontal:
            return _HEIGHT
        bars = len(self.categories) * len(self.series)
        return max(_HEIGHT, min(_BAR.times(bars) + _AROUND_BARS, _TALLEST))


def chart_xml(chart: Chart) -> str:
    """Return the chart part (chartSpace)."""
    draw = _columns if chart.kind is ChartKind.COLUMNS else _lines
    legend = _LEGEND.format(text=_text(_LABEL_POINTS)) if len(chart.series) > 1 else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace {_NAMESPACES}>'
        f'<c:roundedCorners val="0"/><c:chart>{_title(chart.title)}<c:autoTitleDeleted val="0"/>'
        f"<c:plotArea><c:layout/>{draw(chart)}{_axes(chart)}</c:plotArea>{legend}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f'<c:externalData r:id="{WORKBOOK_KEY}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
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
        f'<c:barChart><c:barDir val="{"bar" if chart.is_horizontal else "col"}"/>'
        '<c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{series}<c:gapWidth val="80"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
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
        f'{series}<c:marker val="1"/><c:axId val="1"/><c:axId val="2"/></c:lineChart>'
    )


def _series(chart: Chart, at: int, shape: str, marker: str) -> str:
    name, numbers = chart.series[at]
    column, last = column_letters(at + 2), len(chart.categories) + 1
    smooth = '<c:smooth val="0"/>' if chart.kind is ChartKind.LINES else ""
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/>'
        f"<c:tx><c:strRef><c:f>{DATA_SHEET}!${column}$1</c:f><c:strCache>{_points((name,))}</c:strCache></c:strRef></c:tx>"
        f"<c:spPr>{shape}</c:spPr>{marker}{_labels(chart, numbers)}"
        f"<c:cat><c:strRef><c:f>{DATA_SHEET}!$A$2:$A${last}</c:f>"
        f"<c:strCache>{_points(chart.categories)}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{DATA_SHEET}!${column}$2:${column}${last}</c:f>"
        f"<c:numCache><c:formatCode>General</c:formatCode>{_points(numbers)}</c:numCache></c:numRef></c:val>{smooth}</c:ser>"
    )


def _points(values: Sequence[str | Decimal | None]) -> str:
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{escape(value if isinstance(value, str) else format(value, "f"))}</c:v></c:pt>'
        for at, value in enumerate(values)
        if value is not None
    )
    return f'<c:ptCount val="{len(values)}"/>{points}'


def _labels(chart: Chart, numbers: Sequence[Decimal | None]) -> str:
    """Return the labels of a series: each number; of many, only those that a reader looks for."""
    place = '<c:dLblPos val="t"/>' if chart.kind is ChartKind.LINES else ""
    shown = len(chart.categories) * len(chart.series) <= _EACH_LABELLED
    chosen = [] if shown else _notable(numbers)[-1 if len(chart.series) > 1 else 0 :]
    single = "".join(
        f'<c:dLbl><c:idx val="{at}"/>{_LABEL_FACE}{place}{_shown(is_shown=True)}</c:dLbl>'
        for at in chosen
    )
    return f"<c:dLbls>{single}{_LABEL_FACE}{place}{_shown(is_shown=shown)}</c:dLbls>"


def _notable(numbers: Sequence[Decimal | None]) -> list[int]:
    """Return the places of the first and the last number, the highest and the lowest, in their order."""
    known = [at for at, number in enumerate(numbers) if number is not None]
    if not known:
        return []
    extremes = (pick(known, key=lambda at: numbers[at] or 0) for pick in (max, min))
    return sorted({known[0], known[-1], *extremes})


def _shown(*, is_shown: bool) -> str:
    names = (
        "showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize",
    )  # fmt: skip
    return "".join(f'<c:{name} val="{int(is_shown and name == "showVal")}"/>' for name in names)


def _text(points: int) -> str:
    return (
        f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="{points * 100}"><a:latin typeface="{FANGSONG.name}"/>'
        f'<a:ea typeface="{FANGSONG.name}"/></a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


def _axes(chart: Chart) -> str:
    """Return the axis of the categories and that of the numbers, which begins at 0."""
    flat = chart.is_horizontal
    return _AXES.format(
        text=_text(_LABEL_POINTS),
        order="maxMin" if flat else "minMax",  # the first bar on top
        below="l" if flat else "b",
        beside="t" if flat else "l",
        most=_PERCENT[0] if chart.percent else "",
        step=_PERCENT[1] if chart.percent else "",
    )


_BLACK: Final = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
_FILL: Final = (
    '<a:pattFill prst="{pattern}"><a:fgClr><a:srgbClr val="404040"/></a:fgClr><a:bgClr><a:srgbClr val="FFFFFF"/>'
    f'</a:bgClr></a:pattFill><a:ln w="9525">{_BLACK}</a:ln>'
)
_STROKE: Final = f'<a:ln w="19050">{_BLACK}<a:prstDash val="{{dash}}"/></a:ln>'
_MARKER: Final = (
    '<c:marker><c:symbol val="{mark}"/><c:size val="6"/><c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
    f'<a:ln w="9525">{_BLACK}</a:ln></c:spPr></c:marker>'
)
_LABEL_FACE: Final = _text(9)
_LEGEND: Final = '<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{text}</c:legend>'
_AXES: Final = (
    '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/>'
    '<c:axPos val="{below}"/><c:majorTickMark val="none"/><c:tickLblPos val="low"/>{text}<c:crossAx val="2"/></c:catAx>'
    '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/>{most}<c:min val="0"/></c:scaling>'
    '<c:delete val="0"/><c:axPos val="{beside}"/><c:majorTickMark val="out"/><c:tickLblPos val="nextTo"/>{text}'
    '<c:crossAx val="1"/>{step}</c:valAx>'
)
