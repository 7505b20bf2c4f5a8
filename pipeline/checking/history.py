"""Check a form against the same unit's form of the previous period (较上期波动)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from pipeline.checking.answers import finding_at, number_of
from pipeline.checking.fields import format_value
from pipeline.model.campaign import Shape
from pipeline.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.campaign import Campaign
    from pipeline.model.filling import Filling
    from pipeline.model.finding import Finding

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
            wanted = _describe(now, then, limit)
            yield finding_at(answer, field, "change-too-large", Level.MUST_EXPLAIN, wanted)


def _describe(now: Decimal, then: Decimal, limit: Decimal) -> str:
    direction = "增加" if now > then else "减少"
    percent = abs(now - then) * 100 / abs(then)
    moved = (
        f"{direction}超过 {format_value(_PERCENT_SHOWN)}%"
        if percent > _PERCENT_SHOWN
        else f"{direction} {percent.quantize(_TENTH, ROUND_HALF_UP)}%"
    )
    return f"上期是 {format_value(then)}，{moved}，应在 {format_value(limit)}% 以内"
