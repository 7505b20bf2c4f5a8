"""Chart how many units of each category have reported (各类单位报送率), from the figures of a round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.consolidation.counting import Group
from pipeline.consolidation.statistics import share
from pipeline.official.ooxml.chart import Chart, ChartKind

if TYPE_CHECKING:
    from pipeline.consolidation.counting import Attendance
    from pipeline.model.figure import Figure

COMPLETION: Final = "各类单位报送率"  # its name in a template: 〖图：各类单位报送率〗


def completion_chart(present: Attendance) -> tuple[Chart, tuple[tuple[str, Figure], ...]]:
    """Return the chart, and each of its numbers with its name for the trail (溯源)."""
    categories = tuple(dict.fromkeys(unit.category for unit, _ in present.due.members))
    figures = tuple(
        (
            f"{COMPLETION}·{category}",
            share(_of(present.submitted, category), _of(present.due, category)),
        )
        for category in categories
    )
    values = tuple(figure.value for _, figure in figures)
    title = f"{COMPLETION}（%）"
    return Chart(ChartKind.COLUMNS, title, categories, (("报送率", values),)), figures


def _of(group: Group, category: str) -> Figure:
    members = tuple(pair for pair in group.members if pair[0].category == category)
    return Group(f"{category}{group.label}", members).count
