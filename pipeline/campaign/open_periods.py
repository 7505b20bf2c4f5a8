"""Determine which period (期) is open: the latest that has begun to be collected; those before it are closed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pipeline.campaign.period_names import period_named
from pipeline.campaign.periods import period_at, previous_period
from pipeline.model.campaign import Cycle

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from pipeline.model.campaign import Campaign, Period


def open_period(
    campaign: Campaign, moment: datetime, opened: Mapping[str, datetime] | None = None
) -> Period:
    """Return the period that is open (正在报送的一期) at *moment*.

    A period opens on its first day, or where its deadline is after its last day, on the day after that;
    earlier where its notice or its blanks were sent before: *opened* has those moments by code. It stays
    open until the next one opens; what arrives after its deadline is late.
    """
    period = period_at(campaign, moment)
    if campaign.cycle is Cycle.ONCE:
        return period
    while opens_on(period) > moment.date():
        earlier = previous_period(campaign, period)
        if earlier is None:
            break
        period = earlier
    for code, since in (opened or {}).items():
        if code > period.code and since <= moment:
            sent = period_named(campaign, code, moment.date() + timedelta(days=400))
            period = sent or period
    return period


def opens_on(period: Period) -> date:
    """Return the day on which *period* opens by the calendar."""
    return period.first if period.due_day <= period.last else period.last + timedelta(days=1)


def has_begun(period: Period, moment: datetime) -> bool:
    """Return whether the first day of *period* has come: what names a later one is a mistake."""
    return period.first <= moment.date()
