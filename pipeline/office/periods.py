"""Know the periods (期) of a campaign as this office has them: the open one, those opened early, the first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.campaign.open_periods import open_period, opens_on
from pipeline.campaign.period_names import period_named
from pipeline.campaign.periods import period_at, previous_period
from pipeline.ledger.decisions import list_decisions
from pipeline.ledger.read import first_moments, list_periods, periods_of_unit
from pipeline.ledger.store import append_event
from pipeline.model.campaign import Cycle
from pipeline.model.event import Action
from pipeline.model.standing import ruling
from pipeline.office.errors import PeriodUnknown
from pipeline.reading.reporting_period import KnownPeriods

if TYPE_CHECKING:
    from datetime import date, datetime

    from pipeline.model.campaign import Campaign, Period
    from pipeline.office.context import Office


def current_period(office: Office, campaign: Campaign, moment: datetime | None = None) -> Period:
    """Return the period of *campaign* that is open (本期) at *moment*, by default now."""
    moment = moment or office.clock.now()
    return _extended(office, campaign, _open_period(office, campaign, moment))


def find_period(office: Office, campaign: Campaign, name: str = "") -> Period:
    """Return the period of that code or label, by default the open one; it need not have any submission.

    Its deadline is the one to which it was extended for all units (延期), where it was.

    Raises:
        PeriodUnknown: *name* names no period of the campaign, or one before its first.
    """
    return _extended(office, campaign, period_by_name(office, campaign, name))


def period_by_name(office: Office, campaign: Campaign, name: str = "") -> Period:
    """Return the period as :func:`find_period` does, with its own deadline.

    Raises:
        PeriodUnknown: as there.
    """
    current = _open_period(office, campaign, office.clock.now())
    if name in {"", current.code, current.label}:
        return current
    period = (
        None if campaign.cycle is Cycle.ONCE else period_named(campaign, name, office.clock.today())
    )
    first = first_day(office, campaign)
    if period is None or period.last < first:
        raise PeriodUnknown(name, [*dict(list_periods(office.ledger, campaign.name)), current.code])
    return period


def known_periods(
    office: Office, campaign: Campaign, unit: str, digest: str, moment: datetime
) -> KnownPeriods:
    """Return what is known of the periods when the form of *unit* arrives at *moment*."""
    if campaign.cycle is Cycle.ONCE:
        return KnownPeriods(period_at(campaign, moment), {})
    opened = _opened(office, campaign)
    accepted, same_bytes = periods_of_unit(office.ledger, campaign.name, unit, digest)
    return KnownPeriods(
        open_period(campaign, moment, opened),
        opened,
        accepted,
        same_bytes,
        first_day(office, campaign),
    )


def note_opened(office: Office, campaign: Campaign, period: Period) -> None:
    """Record that the notice or the blanks of *period* went out, where it hasn't begun by the calendar yet."""
    early = campaign.cycle is not Cycle.ONCE and opens_on(period) > office.clock.today()
    if early and period.code not in _opened(office, campaign):
        append_event(office.ledger, office.event(Action.PERIOD_OPENED, campaign.name, period.code))


def first_day(office: Office, campaign: Campaign) -> date:
    """Return the first day of the campaign's first period: that of its deadline, or of what was received."""
    now = office.clock.now()
    days = []
    if campaign.due is None:
        days.append(period_at(campaign, campaign.deadline).first)
    else:
        current = open_period(campaign, now)
        days.append((previous_period(campaign, current) or current).first)
    for code in dict(list_periods(office.ledger, campaign.name)):
        period = period_named(campaign, code, now.date())
        days += [period.first] if period else []
    return min(days)


def _open_period(office: Office, campaign: Campaign, moment: datetime) -> Period:
    if campaign.cycle is Cycle.ONCE:
        return period_at(campaign, moment)
    return open_period(campaign, moment, _opened(office, campaign))


def _extended(office: Office, campaign: Campaign, period: Period) -> Period:
    """Return *period* with the deadline to which it was extended for all units; else as it is."""
    until = ruling("", list_decisions(office.ledger, campaign.name, period.code)).until
    return replace(period, deadline=max(period.deadline, until)) if until else period


def _opened(office: Office, campaign: Campaign) -> dict[str, datetime]:
    return first_moments(office.ledger, campaign.name, Action.PERIOD_OPENED)
