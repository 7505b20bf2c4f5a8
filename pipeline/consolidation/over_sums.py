"""Compute a ratio (比率) by its own formula over the sums of what it is computed from, never by adding ratios."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import TYPE_CHECKING, Final

from pipeline.campaign.conditions.formula_values import formula_value, has_parts, written_formula
from pipeline.campaign.form.measures import PERCENT
from pipeline.consolidation.totals import average_of, total, total_of, unit_figure, unit_figures
from pipeline.model.campaign import Aggregation, Kind
from pipeline.model.figure import Figure
from pipeline.values.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Field

_DIGITS: Final = 15  # that a spreadsheet keeps of a number
_PERCENT_PLACES: Final = 2
_PLACES: Final = 4


def over_sums(field: Field, counted: Sequence[CountedUnit]) -> Figure | None:
    """Return the value of the field's formula over the sums of its parts; ``None`` where it has none.

    A ratio is rounded half up, a percentage to two decimals; one by zero has no value.
    """
    if field.formula is None:
        return None
    sums = {part.code: total(counted, part) for part in field.parts if part.adds_up}
    values = {code: figure.value for code, figure in sums.items() if figure is not None}
    with localcontext(prec=_DIGITS):
        value = formula_value(field.formula, values)
    if value is None:
        return None
    sources = (source for figure in sums.values() if figure for source in figure.sources)
    text = plain(rounded_ratio(value, field))
    return Figure(Decimal(text), text, field.name, "公式", tuple(dict.fromkeys(sources)))


def rounded_ratio(value: Decimal, field: Field) -> Decimal:
    """Return the value of a formula, a ratio rounded half up to :func:`ratio_places` decimals."""
    if not field.is_ratio:
        return value
    return value.quantize(Decimal(1).scaleb(-ratio_places(field)), ROUND_HALF_UP)


def ratio_places(field: Field) -> int:
    """Return to how many decimals a ratio is computed over sums."""
    percent = field.kind is Kind.PERCENT or field.measure in {PERCENT, "‰"}
    return _PERCENT_PLACES if percent else _PLACES


def gives_parts(field: Field, item: CountedUnit) -> bool:
    """Return whether a unit gave the numerator and the denominator of a ratio."""
    if field.formula is None:
        return False
    own = ((part.code, unit_figure(item, part)) for part in field.parts)
    values = {code: figure.value for code, figure in own if figure is not None}
    return bool(values) and has_parts(field.formula, values)


def consolidated(field: Field, counted: Sequence[CountedUnit]) -> Figure | None:
    """Return the figure of *field* over several units by its kind and 汇总方式; ``None`` where it has none.

    A ratio with parts is recomputed (重算), a mean is taken where the 任务书 wants one, and what adds
    up is added up.
    """
    if field.is_ratio:
        return over_sums(field, counted)
    figures = unit_figures(counted, field)
    if field.aggregation is Aggregation.AVERAGE:
        return average_of(figures, field)
    return total_of(figures, field) if field.adds_up else None


def live_formula(field: Field, cells: Mapping[str, str]) -> str:
    """Return the field's formula over the *cells* of its parts by their codes; empty where one is missing."""
    text = written_formula(field.formula, cells) if field.formula is not None else ""
    if not text:
        return ""
    return f'=IFERROR(ROUND({text},{ratio_places(field)}),"—")' if field.is_ratio else f"={text}"
