"""Decide for which period (所属期) a form reports, by what it says itself; or return the doubt about it.

When a form arrives says only whether it is late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from pipeline.campaign.open_periods import has_begun, open_period
from pipeline.campaign.period_names import period_named
from pipeline.model.campaign import Cycle
from pipeline.reading import period_doubts
from pipeline.reading.identify import IdentityDoubt

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from pipeline.model.campaign import Campaign, Period
    from pipeline.reading.period_mentions import PeriodMention, PeriodMentions


@dataclass(frozen=True, slots=True)
class KnownPeriods:
    """What the ledger knows when a unit's form arrives.

    ``open`` is the period that is collected now, ``opened`` when others were opened by their notice or
    blanks; ``accepted`` are the codes of the periods in which the unit has an accepted version,
    ``same_bytes`` of those in which it handed in exactly these bytes; ``first`` is the first day of the
    campaign's first period.
    """

    open: Period
    opened: Mapping[str, datetime]
    accepted: frozenset[str] = frozenset()
    same_bytes: frozenset[str] = frozenset()
    first: date | None = None


@dataclass(frozen=True, slots=True)
class ReportingPeriod:
    """Period for which a form reports (所属期); ``assumed`` where nothing in it says so."""

    period: Period
    assumed: bool = False


def reporting_period(
    campaign: Campaign,
    mentions: PeriodMentions,
    received: datetime,
    known: KnownPeriods,
    *,
    is_zero: bool = False,
) -> ReportingPeriod | IdentityDoubt:
    """Return the period for which a form reports, or the doubt that a person has to decide.

    统计月份, title, file name and the stamp say it; two that say different ones are a doubt, as is one
    that hasn't begun. The stamp alone doesn't replace what was accepted for a closed period: it may be
    last month's blank, filled in again. Where nothing says it, it is the open period, unless the unit
    has been accepted for that already. The bytes of an earlier period are a doubt, unless stamp or
    统计月份 name this one or it is a zero report (*is_zero*).
    """
    if campaign.cycle is Cycle.ONCE:
        return ReportingPeriod(known.open)
    differing = _contradiction(mentions)
    if differing is not None:
        return differing
    code = next((each.code for each in mentions.written), mentions.stamped)
    if not code:
        return _unnamed(mentions, known, is_zero=is_zero)
    period = period_named(campaign, code, received.date())
    if period is None or not has_begun(period, received) or _is_before(period, known):
        return IdentityDoubt(period_doubts.outside(_place(mentions), period, known.open))
    if period.code in known.same_bytes:
        return ReportingPeriod(period)
    doubt = _stamp_alone(campaign, mentions, period, known) or _same_bytes(
        mentions, period, known, is_zero=is_zero
    )
    return doubt or ReportingPeriod(period)


def _contradiction(mentions: PeriodMentions) -> IdentityDoubt | None:
    by_code: dict[str, PeriodMention] = {}
    for mention in mentions.written:
        by_code.setdefault(mention.code, mention)
    if mentions.stamped and by_code and mentions.stamped not in by_code:
        mention = next(iter(by_code.values()))
        return IdentityDoubt(period_doubts.stamp_differs(mentions.stamped, mention))
    if len(by_code) > 1:
        return IdentityDoubt(period_doubts.places_differ(tuple(by_code.values())))
    return None


def _unnamed(
    mentions: PeriodMentions, known: KnownPeriods, *, is_zero: bool
) -> ReportingPeriod | IdentityDoubt:
    """Decide on a form that names no period.

    Its 填报日期 doesn't speak against the open period: many forget to change it on last month's form.
    """
    period = known.open
    if period.code in known.same_bytes:
        return ReportingPeriod(period)
    if period.code in known.accepted:
        return IdentityDoubt(period_doubts.already_accepted(period))
    doubt = _same_bytes(mentions, period, known, is_zero=is_zero)
    return doubt or ReportingPeriod(period, assumed=True)


def _stamp_alone(
    campaign: Campaign, mentions: PeriodMentions, period: Period, known: KnownPeriods
) -> IdentityDoubt | None:
    """Return the doubt about a closed period that nothing but the stamp names."""
    if mentions.written or period.code >= known.open.code:
        return None
    filled = mentions.filled_on
    later = filled is not None and _open_on(campaign, filled, known).code > period.code
    if later or period.code in known.accepted:
        return IdentityDoubt(period_doubts.stamp_of_closed(period, known.open))
    return None


def _same_bytes(
    mentions: PeriodMentions, period: Period, known: KnownPeriods, *, is_zero: bool
) -> IdentityDoubt | None:
    stated = {mentions.stamped, *(mention.code for mention in mentions.stated)}
    if not known.same_bytes or is_zero or period.code in stated:
        return None
    return IdentityDoubt(period_doubts.same_as_before(max(known.same_bytes), period))


def _open_on(campaign: Campaign, day: date, known: KnownPeriods) -> Period:
    end = datetime.combine(day, time.max, known.open.deadline.tzinfo)
    return open_period(campaign, end, known.opened)


def _is_before(period: Period, known: KnownPeriods) -> bool:
    return known.first is not None and period.last < known.first


def _place(mentions: PeriodMentions) -> str:
    """Return the place that names the period, with its text, as a message quotes it."""
    mention = next(iter(mentions.written), None)
    if mention is None:
        return f"表上标记的期别“{mentions.stamped}”"
    return period_doubts.quoted(mention)
