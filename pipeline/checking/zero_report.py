"""Check a zero report (零报告) against the rest of the form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.checking.answers import number_of
from pipeline.model.campaign import Cycle
from pipeline.model.finding import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.campaign import Campaign
    from pipeline.model.filling import Filling

_SHOWN_AT_MOST: Final = 3


def check_zero_report(filling: Filling, campaign: Campaign) -> Iterator[Finding]:
    """Yield an error for a zero report whose form holds figures other than 0, or rows in a list.

    Of a recurring campaign it may hold what there is, and what was cumulated before (时点数、累计数).
    """
    if filling.zero is None or not filling.is_zero:
        return
    contradictions = [*_figures(filling, campaign), *_rows(filling)]
    if contradictions:
        rest = f"等 {len(contradictions)} 处" if len(contradictions) > _SHOWN_AT_MOST else ""
        yield Finding(
            filling.zero.place,
            "零报告",
            "zero-report-contradicted",
            Level.ERROR,
            found=filling.zero.typed,
            wanted="、".join(contradictions[:_SHOWN_AT_MOST]) + rest,
        )


def _figures(filling: Filling, campaign: Campaign) -> Iterator[str]:
    for field in campaign.fields:
        # What there is stays as it was (沿用), and may be filled in again.
        if field.is_carried and campaign.cycle is not Cycle.ONCE:
            continue
        answer = filling.answer(field.code)
        if answer is not None and number_of(answer, field):
            yield f"{field.name}“{answer.typed}”（{answer.place.cell}）"


def _rows(filling: Filling) -> Iterator[str]:
    for sheet in dict.fromkeys(row.sheet for row in filling.rows):
        count = sum(row.sheet == sheet for row in filling.rows)
        yield f"「{sheet}」{count} 行"
