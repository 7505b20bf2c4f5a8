"""Compute sums and counts across units; every number is a :class:`Figure` with its source cells."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from pipeline.model.figure import Figure, Source
from pipeline.model.filling import AnswerState
from pipeline.values.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Field
    from pipeline.model.filling import Answer

_HUNDREDTH = Decimal("0.01")


def unit_figure(item: CountedUnit, field: Field) -> Figure | None:
    """Return the unit's own figure for *field*, or ``None`` for a gap (空缺).

    A gap is not a zero: only “无” counts as 0, and its basis records that. A zero report (零报告)
    counts as 0 for every figure it leaves empty: that is what it declares.
    """
    answer = item.answers.get(field.code)
    if answer is None:
        return None
    if isinstance(answer.value, Decimal):
        return _figure(answer.value, field.name, "原值", (cell_source(item, answer),))
    if answer.state is AnswerState.NOTHING:
        return _figure(Decimal(0), field.name, "“无”按0计", (cell_source(item, answer),))
    if item.submission.filling.is_zero and answer.state in {AnswerState.EMPTY, AnswerState.STRUCK}:
        zero = item.submission.filling.zero or answer
        return _figure(Decimal(0), field.name, "零报告按0计", (cell_source(item, zero),))
    return None


def unit_figures(reported: Sequence[CountedUnit], field: Field) -> list[Figure]:
    """Return the own figures for *field* of the units that gave one."""
    return [figure for item in reported if (figure := unit_figure(item, field)) is not None]


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
    """Return the number of units (计数) that chose each option of *field*, in the order of the options."""
    chosen: dict[str, list[Source]] = {option: [] for option in field.options}
    for item in reported:
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
