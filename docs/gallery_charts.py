"""The charts of the gallery: completion by category, and the trend of six months with a gap."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from pipeline.issuing.paper_charts import placed_chart
from pipeline.model.figure import Figure
from pipeline.official.ooxml.chart import ChartMark, place_charts
from pipeline.official.ooxml.chart_xml import Chart, ChartKind
from pipeline.products.paper_charts import PaperChart

_CATEGORIES: Final = ("县市区", "市直部门", "驻市单位", "市属国有企业")
_MONTHS: Final = ("2026年5月", "6月", "7月", "8月", "9月", "10月")
_SHARES: Final = ("84.6", "91.7", "85.7", "100")
_RATES: Final = ("77.1", "83.3", None, "87.5", "85.4", "89.6")


def drawn(content: bytes) -> bytes:
    """The document with the charts of the gallery at their marks."""
    completion = _chart(ChartKind.COLUMNS, "各类单位报送率", _CATEGORIES, _SHARES)
    trend = _chart(ChartKind.LINES, "各期报送率", _MONTHS, _RATES)
    marks = {
        ChartMark("各类单位报送率"): completion,
        ChartMark("各期报送率", with_table=True): trend,
    }
    return place_charts(content, {mark: placed_chart(mark, each) for mark, each in marks.items()})


def _chart(
    kind: ChartKind, name: str, labels: tuple[str, ...], shares: tuple[str | None, ...]
) -> PaperChart:
    numbers = tuple(None if share is None else Decimal(share) for share in shares)
    figures = tuple(
        None if value is None else Figure(value, f"{value}%", "报送率", "占比", ())
        for value in numbers
    )
    chart = Chart(kind, f"{name}（%）", labels, (("报送率", numbers),), percent=True)
    return PaperChart(chart, (("报送率", figures),), labels)
