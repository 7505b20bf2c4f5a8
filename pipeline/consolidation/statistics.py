"""Compute extremes, shares (占比) and changes (环比)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.levels import of_highest_level
from pipeline.consolidation.totals import unit_figure
from pipeline.model.figure import Figure
from pipeline.model.figure_kind import FigureKind
from pipeline.values.numbers import plain
from pipeline.values.shares import percent_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Field
    from pipeline.model.unit import Unit

_TENTH: Final = Decimal("0.1")
_HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Extremes:
    """The highest and the lowest figure, each with all units that have it (并列)."""

    highest: Figure
    top: tuple[Unit, ...]
    lowest: Figure
    bottom: tuple[Unit, ...]


def find_extremes(figures: Sequence[tuple[Unit, Figure]]) -> Extremes | None:
    """Return the extremes of *figures*, or ``None`` where there are fewer than two units."""
    if len(figures) < 2:  # noqa: PLR2004 - one unit is neither the highest nor the lowest
        return None
    high = max(figure.value for _, figure in figures)
    low = min(figure.value for _, figure in figures)
    top = [(unit, figure) for unit, figure in figures if figure.value == high]
    bottom = [(unit, figure) for unit, figure in figures if figure.value == low]
    return Extremes(
        _merge([figure for _, figure in top]),
        tuple(unit for unit, _ in top),
        _merge([figure for _, figure in bottom]),
        tuple(unit for unit, _ in bottom),
    )


def ranked_figures(counted: Sequence[CountedUnit], field: Field) -> tuple[tuple[Unit, Figure], ...]:
    """Return the units that are compared with each other by *field*, with their figures, in roster order.

    Of several levels (层级) they are those of the highest. A zero report (零报告) is not among them, nor is
    any unit by a code (代码).
    """
    if field.figure_kind is FigureKind.CODE:
        return ()
    return tuple(
        (item.unit, figure)
        for item in of_highest_level(counted)
        if not item.submission.filling.is_zero and (figure := unit_figure(item, field)) is not None
    )


def share(part: Figure, whole: Figure) -> Figure:
    """Return the share (占比) of *part* in *whole* in percent, rounded separately (:func:`percent_of`)."""
    value = percent_of(part.value, whole.value)
    sources = tuple(dict.fromkeys((*part.sources, *whole.sources)))
    return Figure(value, f"{plain(value)}%", f"{part.label}占{whole.label}", "占比", sources)


def change(now: Figure, before: Figure) -> Figure | None:
    """Return the change from *before* to *now* in percent, without sign; ``None`` where *before* is 0."""
    if not before.value:
        return None
    percent = abs(now.value - before.value) / abs(before.value) * _HUNDRED
    value = percent.quantize(_TENTH, ROUND_HALF_UP)
    sources = (*now.sources, *before.sources)
    return Figure(value, f"{plain(value)}%", f"{now.label}较上期变动", "环比", sources)


def _merge(figures: Sequence[Figure]) -> Figure:
    """Merge equal figures of several units into one printed figure with all their sources."""
    first = figures[0]
    sources = tuple(source for figure in figures for source in figure.sources)
    return Figure(first.value, first.text, first.label, first.basis, sources)
