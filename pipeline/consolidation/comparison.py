"""Compare figures with those of another period like for like (可比口径): over the units that reported both times."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.levels import of_highest_level, of_level
from pipeline.consolidation.over_sums import consolidated, gives_parts
from pipeline.consolidation.statistics import change
from pipeline.consolidation.totals import unit_figure
from pipeline.model.figure import Figure
from pipeline.model.figure_kind import FigureKind
from pipeline.values.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Field
    from pipeline.model.figure import Source

_HUNDREDTH: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure and that of another period, over the same units (可比口径).

    ``units`` is their number; ``complete`` whether no other unit gave the figure in either period.
    """

    field: Field
    now: Figure
    before: Figure
    units: Figure
    complete: bool

    @property
    def rises(self) -> bool:
        """Return whether the figure is greater now."""
        return self.now.value > self.before.value

    @property
    def same(self) -> bool:
        """Return whether the two figures are equal."""
        return self.now.value == self.before.value

    @property
    def difference(self) -> Figure:
        """Return the difference without its sign; of two ratios in percentage points (个百分点)."""
        value = abs(self.now.value - self.before.value)
        if self.field.is_rate:
            value = value.quantize(_HUNDREDTH, ROUND_HALF_UP)
        return Figure(value, plain(value), f"{self.field.name}增减", "差额", self._sources())

    @property
    def percent(self) -> Figure | None:
        """Return the change in per cent without its sign; ``None`` of ratios, and where it was 0 before."""
        return None if self.field.is_rate else change(self.now, self.before)

    def _sources(self) -> tuple[Source, ...]:
        return tuple(dict.fromkeys((*self.now.sources, *self.before.sources)))


def compare_with_previous(
    field: Field, now: Sequence[CountedUnit], before: Sequence[CountedUnit]
) -> Comparison | None:
    """Return how *field* compares with the period before (上期); ``None`` of cumulative figures, which only grow."""
    grows = field.figure_kind is not None and field.figure_kind.accumulates
    return None if grows else compare(field, now, before)


def compare(
    field: Field, now: Sequence[CountedUnit], before: Sequence[CountedUnit]
) -> Comparison | None:
    """Return how *field* compares with *before* over the units that gave it both times.

    ``None`` where no unit did, and of codes (代码), which aren't compared. Of several levels (层级) the
    highest that reports now is compared. A ratio is compared over the
    units that gave its numerator and denominator both times.
    """
    if not before or field.figure_kind is FigureKind.CODE or not field.kind.numeric:
        return None
    now = of_highest_level(now)
    before = of_level(before, now[0].level) if now else before
    later = {item.unit.code: item for item in now if _gives(field, item)}
    earlier = {item.unit.code: item for item in before if _gives(field, item)}
    both = [code for code in later if code in earlier]
    figures = (
        consolidated(field, [later[code] for code in both]),
        consolidated(field, [earlier[code] for code in both]),
    )
    if figures[0] is None or figures[1] is None:
        return None
    number = Decimal(len(both))
    sources = tuple(dict.fromkeys(figures[0].sources))
    units = Figure(number, str(number), f"{field.name}可比口径单位", "计数", sources)
    complete = len(both) == len(later) == len(earlier)
    return Comparison(field, figures[0], figures[1], units, complete)


def _gives(field: Field, item: CountedUnit) -> bool:
    return gives_parts(field, item) if field.is_ratio else unit_figure(item, field) is not None
