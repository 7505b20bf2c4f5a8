"""Load a round as it was when a paper was issued (印发时的数), and the same with what was corrected since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.ledger.after_issue import fingerprinted_after, received_after
from pipeline.ledger.decisions import list_decisions
from pipeline.ledger.fingerprints import decision_subject
from pipeline.ledger.read import (
    last_event_number,
    last_recorded,
)
from pipeline.ledger.standings import standings_of
from pipeline.model.event import Action
from pipeline.office.collection_round import load_round_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.submission import Standing, Submission
    from pipeline.office.context import Office

    SubmissionsOf = Callable[[str], tuple[Submission, ...]]


@dataclass(frozen=True, slots=True)
class _Since:
    """What was recorded since a paper was issued: forms by their numbers, decisions by their subjects."""

    received: frozenset[int]
    decided: frozenset[str]


@dataclass(frozen=True, slots=True)
class EarlierRound:
    """One round as it was when a paper was issued, and with the versions that count now in their place.

    A unit that had no version in force then is in ``corrected`` as it was: what it reported since is no
    correction. ``units`` are the codes of those whose version was replaced or set aside since.
    """

    printed: CollectionRound
    corrected: CollectionRound
    units: frozenset[str]


def earlier_round(
    office: Office, campaign: Campaign, code: str, digest: str, submissions_of: SubmissionsOf
) -> EarlierRound | None:
    """Return the round of the period *code* as it was when the paper of *digest* was issued; None where that isn't known.

    *submissions_of* returns every version of a period: each of them is read several times.

    Raises:
        PeriodUnknown: the campaign has no such period.
    """
    issued = last_event_number(office.ledger, digest, Action.ISSUED)
    if not issued:
        return None
    since = _Since(
        last_recorded(office.ledger, received_after(office.ledger, issued)),
        fingerprinted_after(office.ledger, issued),
    )
    changed: set[str] = set()

    def then(campaign: Campaign, period: Period) -> tuple[Standing, ...]:
        return _standings_then(office, campaign, period, (submissions_of(period.code), since))

    def corrected(campaign: Campaign, period: Period) -> tuple[Standing, ...]:
        submissions = submissions_of(period.code)
        decisions = list_decisions(office.ledger, campaign.name, period.code)
        now = standings_of(campaign, period, submissions, decisions)
        pairs = tuple(zip(then(campaign, period), now, strict=True))
        changed.update(before.unit for before, after in pairs if _is_corrected(before, after))
        return tuple(after if _is_corrected(before, after) else before for before, after in pairs)

    printed = load_round_of(office, campaign, code, then)
    present = load_round_of(office, campaign, code, corrected)
    return EarlierRound(printed, present, frozenset(changed))


def _standings_then(
    office: Office,
    campaign: Campaign,
    period: Period,
    recorded: tuple[Sequence[Submission], _Since],
) -> tuple[Standing, ...]:
    all_of_period, since = recorded
    submissions = [each for each in all_of_period if each.number not in since.received]
    decisions = [
        each
        for each in list_decisions(office.ledger, campaign.name, period.code)
        if decision_subject(each.number) not in since.decided
    ]
    return standings_of(campaign, period, submissions, decisions)


def _is_corrected(before: Standing, after: Standing) -> bool:
    """Return whether the version that counted is replaced by another one, or set aside."""
    if before.current is None:
        return False
    return after.current is None or after.current.number != before.current.number
