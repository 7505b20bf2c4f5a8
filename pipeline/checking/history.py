"""Check a form against the same unit's form of the previous period (较上期波动)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.kind_guess import is_clear
from pipeline.campaign.conditions.formula_values import zero_denominator
from pipeline.checking.answers import finding_at, number_of
from pipeline.checking.fields import format_value
from pipeline.model.campaign import Shape
from pipeline.model.figure_kind import FigureKind
from pipeline.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.filling import Filling
    from pipeline.model.finding import Finding

_SAME_AT_LEAST: Final = 3  # flows other than 0; one or two may be the same by chance
_TENTH: Final = Decimal("0.1")
_PERCENT_SHOWN: Final = Decimal(10_000)  # beyond it, “a hundred times” says no more than “too far”


def check_history(
    filling: Filling, campaign: Campaign, before: Filling | None
) -> Iterator[Finding]:
    """Yield a finding for each number that changed by more than its field's limit since *before*.

    The limit is in percent. A change from 0 has no percentage, and gives a warning.
    """
    if before is None:
        return
    for field in campaign.fields:
        limit, answer = field.change_limit, filling.answer(field.code)
        now, then = number_of(answer, field), number_of(before.answer(field.code), field)
        if field.shape is Shape.LIST or limit is None or answer is None:
            continue
        if now is None or then is None or now == then:
            continue
        if then == 0:
            yield finding_at(answer, field, "changed-from-zero", Level.WARNING)
        # Multiplied, not divided: exactly at the limit is within it.
        elif abs(now - then) * 100 > limit * abs(then):
            wanted = _describe(now, then, limit, field)
            yield finding_at(answer, field, "change-too-large", Level.MUST_EXPLAIN, wanted)


def check_same_flows(
    filling: Filling, campaign: Campaign, before: Filling | None, label: str = ""
) -> Iterator[Finding]:
    """Yield a finding where all flows (时期数) are those of the period before: a form copied from last time.

    Several must be other than 0. What there is (时点数) may well be the same.
    """
    if before is None or filling.is_zero:
        return
    same = []
    for field in campaign.fields:
        own = field.figure_kind is FigureKind.FLOW and field.formula is None
        answer = filling.answer(field.code) if own and field.shape is Shape.SINGLE else None
        now = number_of(answer, field)
        if answer is None or now is None:
            continue
        if now != number_of(before.answer(field.code), field):
            return
        same += [(answer, field)] if now else []
    # Of figures that may be stocks by their names it isn't known whether they must differ.
    same = [(answer, field) for answer, field in same if is_clear(field)]
    if len(same) >= _SAME_AT_LEAST:
        answer, field = same[0]
        than = f"上期（{label}）" if label else "上期"
        wanted = f"{len(same)} 项本期数与{than}一模一样"
        yield finding_at(answer, field, "flows-repeated", Level.WARNING, wanted)


def check_ratios(filling: Filling, campaign: Campaign) -> Iterator[Finding]:
    """Yield a finding for each ratio (比率) that is given although its denominator is 0."""
    for field in campaign.fields:
        answer = filling.answer(field.code) if field.is_ratio and field.parts else None
        if answer is None or field.formula is None or number_of(answer, field) is None:
            continue
        own = ((part.code, number_of(filling.answer(part.code), part)) for part in field.parts)
        values = {code: number for code, number in own if number is not None}
        if zero_denominator(field.formula, values):
            yield finding_at(answer, field, "ratio-by-zero", Level.WARNING)


def _describe(now: Decimal, then: Decimal, limit: Decimal, field: Field) -> str:
    if field.is_rate:
        moved = f"{'上升' if now > then else '下降'} {format_value(abs(now - then))} 个百分点"
        relative = (abs(now - then) * 100 / abs(then)).quantize(_TENTH, ROUND_HALF_UP)
        return f"上期是 {format_value(then)}，{moved}，变动 {relative}%，应在 {format_value(limit)}% 以内"
    direction = "增加" if now > then else "减少"
    percent = abs(now - then) * 100 / abs(then)
    moved = (
        f"{direction}超过 {format_value(_PERCENT_SHOWN)}%"
        if percent > _PERCENT_SHOWN
        else f"{direction} {percent.quantize(_TENTH, ROUND_HALF_UP)}%"
    )
    return f"上期是 {format_value(then)}，{moved}，应在 {format_value(limit)}% 以内"
