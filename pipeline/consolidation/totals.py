"""Compute sums and counts across units; every number is a :class:`Figure` with its source cells."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from pipeline.campaign.conditions.formula_values import zero_denominator
from pipeline.consolidation.levels import of_highest_level
from pipeline.model.figure import Figure, Source
from pipeline.model.filling import AnswerState
from pipeline.values.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Field
    from pipeline.model.filling import Answer
    from pipeline.model.submission import CarriedAnswer

_HUNDREDTH = Decimal("0.01")


def unit_figure(item: CountedUnit, field: Field) -> Figure | None:
    """Return the unit's own figure for *field*, or ``None`` for a gap (空缺).

    A gap is not a zero: only “无” counts as 0, and its basis records that. A zero report (零报告)
    counts as 0 for every flow (时期数) it leaves empty: that is what it declares. What there is, and what
    adds up since the beginning, stays at its last value (沿用). A ratio by zero is a gap.
    """
    answer = item.answers.get(field.code)
    if answer is None or divides_by_zero(field, item):
        return None
    if item.submission.filling.is_zero and not (isinstance(answer.value, Decimal) and answer.value):
        return _zero_figure(item, field, answer)
    if isinstance(answer.value, Decimal):
        return _figure(answer.value, field.name, "原值", (cell_source(item, answer),))
    if answer.state is AnswerState.NOTHING:
        return _figure(Decimal(0), field.name, "“无”按0计", (cell_source(item, answer),))
    return None


def _zero_figure(item: CountedUnit, field: Field, answer: Answer) -> Figure | None:
    """Return the figure of a zero report for *field*, in whose *answer* is no number but 0."""
    carried = item.carried.get(field.code)
    if carried is not None and carried.answer is not None:
        return _carried_figure(item, field, carried, carried.answer)
    if isinstance(answer.value, Decimal):
        return _figure(answer.value, field.name, "原值", (cell_source(item, answer),))
    declared = answer.state in {AnswerState.EMPTY, AnswerState.STRUCK, AnswerState.NOTHING}
    unknown = field.is_carried and carried is None and item.submission.carried is not None
    if field.is_rate or unknown or not declared:
        return None
    zero = item.submission.filling.zero or answer
    basis = "零报告按0计" if carried is None else "零报告，重新起算后尚无发生，按0计"
    return _figure(Decimal(0), field.name, basis, (cell_source(item, zero),))


def _carried_figure(
    item: CountedUnit, field: Field, carried: CarriedAnswer, answer: Answer
) -> Figure:
    value = answer.value if isinstance(answer.value, Decimal) else Decimal(0)
    source = Source(
        unit=item.unit.full_name,
        workbook=carried.workbook,
        sheet=answer.place.sheet,
        cell=answer.place.cell,
        digest=carried.digest,
        typed=answer.typed,
    )
    return _figure(value, field.name, f"零报告，沿用{carried.period}", (source,))


def divides_by_zero(field: Field, item: CountedUnit) -> bool:
    """Return whether *field* is a ratio (比率) whose denominator is 0 in the unit's own figures."""
    if not field.is_ratio or field.formula is None:
        return False
    answers = (item.answers.get(part.code) for part in field.parts)
    values = {
        answer.field_code: answer.value
        for answer in answers
        if answer is not None and isinstance(answer.value, Decimal)
    }
    return zero_denominator(field.formula, values)


def unit_figures(reported: Sequence[CountedUnit], field: Field) -> list[Figure]:
    """Return the own figures for *field* of the units that gave one, of one level (层级): the highest that reports.

    They are added up, and a county's figure has its towns' in it.
    """
    of_one_level = of_highest_level(reported)
    return [figure for item in of_one_level if (figure := unit_figure(item, field)) is not None]


def cell_source(item: CountedUnit, answer: Answer) -> Source:
    """Return the cell of *answer*, in the original (原件) that is kept."""
    return Source(
        unit=item.unit.full_name,
        workbook=item.submission.name,
        sheet=answer.place.sheet,
        cell=answer.place.cell,
        digest=item.submission.digest,
        typed=answer.typed,
    )


def total(reported: Sequence[CountedUnit], field: Field) -> Figure | None:
    """Return the sum (合计) of *field* over the units that gave a figure, or ``None`` where none did."""
    return total_of(unit_figures(reported, field), field)


def tally(reported: Sequence[CountedUnit], field: Field) -> tuple[tuple[str, Figure], ...]:
    """Return the number of units (计数) that chose each option of *field*, in the order of the options.

    As in :func:`unit_figures` they are of one level (层级).
    """
    chosen: dict[str, list[Source]] = {option: [] for option in field.options}
    for item in of_highest_level(reported):
        answer = item.answers.get(field.code)
        if answer is not None and answer.value in chosen:
            chosen[str(answer.value)].append(cell_source(item, answer))
    return tuple(
        (option, _count(tuple(sources), field, option)) for option, sources in chosen.items()
    )


def total_of(figures: Sequence[Figure], field: Field) -> Figure | None:
    """Return the sum (合计) of the units' own *figures* for *field*, or ``None`` where there is none."""
    if not figures:
        return None
    value = sum((figure.value for figure in figures), start=Decimal(0))
    return _figure(value, field.name, "合计", _sources(figures))


def average_of(figures: Sequence[Figure], field: Field) -> Figure | None:
    """Return the mean (平均) of the units' own *figures* for *field*, to two decimals, half up; ``None`` of none."""
    if not figures:
        return None
    whole = sum((figure.value for figure in figures), start=Decimal(0))
    value = (whole / len(figures)).quantize(_HUNDREDTH, ROUND_HALF_UP)
    return _figure(value, field.name, "平均", _sources(figures))


def count_of(figures: Sequence[Figure], field: Field, option: str) -> Figure:
    """Return the number of units (计数) that chose *option*, by a figure of each that did."""
    return _count(_sources(figures), field, option)


def _count(sources: tuple[Source, ...], field: Field, option: str) -> Figure:
    return _figure(Decimal(len(sources)), f"{field.name}：{option}", "计数", sources)


def _sources(figures: Sequence[Figure]) -> tuple[Source, ...]:
    return tuple(source for figure in figures for source in figure.sources)


def _figure(value: Decimal, label: str, basis: str, sources: tuple[Source, ...]) -> Figure:
    return Figure(value, plain(value), label, basis, sources)
