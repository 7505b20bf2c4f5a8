"""Check cumulative figures (累计) against the period before: 累计 = 上期累计 + 本期, and none falls.

Both leave a remark (提醒) only: a unit may have corrected its earlier figures.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.checking.answers import finding_at, number_of
from pipeline.checking.fields import format_value
from pipeline.model.campaign import Cycle, Shape
from pipeline.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.filling import Answer, Filling, ReferenceData
    from pipeline.model.finding import Finding

_NOISE: Final = Decimal("1e-9")  # of numbers that a spreadsheet keeps to 15 digits


def check_accumulation(
    filling: Filling, campaign: Campaign, reference: ReferenceData
) -> Iterator[Finding]:
    """Yield a finding for each cumulative figure that doesn't follow from the period before.

    One that restarts (本年累计 in January) is compared with the period's own figure alone. Where the
    unit skipped the period before, one finding states that nothing could be compared.
    """
    fields = {field.code: field for field in campaign.fields}
    skipped = reference.last_reported
    for field in campaign.fields:
        answer = filling.answer(field.code)
        now = number_of(answer, field)
        if answer is None or now is None or not _is_compared(field) or _is_left(filling, now):
            continue
        flow = fields.get(field.accumulates)
        own = _flow(filling, flow)
        if field.restarts in reference.begins:
            yield from _begun(answer, field, (now, own), flow)
        elif reference.previous is not None:
            yield from _grown(answer, field, (now, own), reference)
        elif skipped and flow is not None:
            yield finding_at(answer, field, "cumulative-unchecked", Level.WARNING, skipped)
            skipped = ""


def _is_compared(field: Field) -> bool:
    """Return whether a field is a cumulative figure that the unit fills in itself."""
    accumulates = field.figure_kind is not None and field.figure_kind.accumulates
    return accumulates and field.shape is Shape.SINGLE and field.formula is None


def _is_left(filling: Filling, now: Decimal) -> bool:
    """Return whether a zero report gives 0 of a figure that it leaves as it was (沿用)."""
    return filling.is_zero and not now


def _flow(filling: Filling, flow: Field | None) -> Decimal | None:
    if flow is None:
        return None
    answer = filling.answer(flow.code)
    number = number_of(answer, flow)
    left_empty = answer is not None and not answer.state.has_content
    return Decimal(0) if number is None and filling.is_zero and left_empty else number


def _begun(
    answer: Answer, field: Field, numbers: tuple[Decimal, Decimal | None], flow: Field | None
) -> Iterator[Finding]:
    now, own = numbers
    if own is not None and flow is not None and not _equal(now, own):
        wanted = f"本期起重新累计，应等于“{flow.name}”的 {format_value(own)}"
        yield finding_at(answer, field, "cumulative-differs", Level.WARNING, wanted)


def _grown(
    answer: Answer,
    field: Field,
    numbers: tuple[Decimal, Decimal | None],
    reference: ReferenceData,
) -> Iterator[Finding]:
    now, own = numbers
    before = reference.previous.answer(field.code) if reference.previous else None
    then = number_of(before, field)
    if then is None:
        return
    # Whether a figure named 累计 alone restarts each year isn't known.
    unclear = field.restarts is None and Cycle.YEAR in reference.begins
    if unclear and (own is None or _equal(now, own)):
        return
    fallen = now < then and not _equal(now, then) and (own is None or own >= 0)
    shown = f"上期{f'（{reference.previous_period}）' if reference.previous_period else ''}是 {format_value(then)}"
    if fallen:
        yield finding_at(answer, field, "cumulative-fell", Level.WARNING, shown)
    elif own is not None and not _equal(now, then + own):
        wanted = f"{shown}，本期 {format_value(own)}，应为 {format_value(then + own)}"
        yield finding_at(answer, field, "cumulative-differs", Level.WARNING, wanted)


def _equal(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= max(abs(one), abs(other)) * _NOISE
