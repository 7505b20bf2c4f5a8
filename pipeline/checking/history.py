"""Against the period before (较上期波动): a jump beyond the campaign's limit has to be explained."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.checking.fields import finding
from pipeline.model.finding import Level
from pipeline.values.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.campaign import Campaign
    from pipeline.model.filling import Filling
    from pipeline.model.finding import Finding


def check_history(filling: Filling, campaign: Campaign, before: Filling) -> Iterator[Finding]:
    """Report each figure that moved by more than its field's limit since *before*.

    From 0 every step is infinite in percent; it is left to the reader's eye.
    """
    for answer in filling.singles:
        field = campaign.field(answer.field_code)
        earlier = before.answer(answer.field_code)
        if field is None or field.change_limit is None or earlier is None:
            continue
        now, then = answer.value, earlier.value
        if not isinstance(now, Decimal) or not isinstance(then, Decimal) or not then:
            continue
        moved = abs(now - then) / abs(then) * 100
        if moved > field.change_limit:
            wanted = (
                f"上期 {plain(then)}，变动 {plain(moved.quantize(Decimal('0.1')))}%，"
                f"限度 {plain(field.change_limit)}%"
            )
            yield finding(answer, field, "jump-from-before", Level.MUST_EXPLAIN, wanted)
