"""Decide whether a form may replace the version of a unit that counts (替换), or waits for a person (待认领)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.ledger.decisions import list_decisions
from pipeline.ledger.read import has_accepted, last_event_number, latest_accepted, list_versions
from pipeline.model.event import Action
from pipeline.model.standing import ruling
from pipeline.model.submission import Submission
from pipeline.reading.doubts import replaced_since, single_witness
from pipeline.receiving.case import AlreadyRecorded

if TYPE_CHECKING:
    from pipeline.office.context import Office
    from pipeline.reading.identify import Claim
    from pipeline.receiving.case import Placed, Unplaced

_INDEPENDENT_AT_LEAST: Final = 2  # witnesses, to replace a version that counts


def replacement_doubt(
    claim: Claim, examined: Placed | Unplaced, office: Office, *, is_decided: bool
) -> str:
    """Return why an examined form waits for a person; empty where it doesn't.

    It replaces a version that counts only where a second independent witness (凭据) names the unit, or a
    person has decided it (*is_decided*). Bytes that a person's claim has replaced are no mere repetition.
    """
    if isinstance(examined, AlreadyRecorded):
        recorded = examined.submission
        later = later_claimed(recorded, office)
        return replaced_since(claim.unit, recorded, later) if later else ""
    if not isinstance(examined, Submission) or is_decided:
        return ""
    if len(claim.kinds) >= _INDEPENDENT_AT_LEAST or not has_accepted(office.ledger, examined.key):
        return ""
    current = latest_accepted(office.ledger, examined.key)
    return single_witness(claim.unit, claim.kinds, current) if current else ""


def is_claimed_again(recorded: Submission, office: Office) -> bool:
    """Return whether a person has claimed the bytes of *recorded* after those that replaced it."""
    later = later_claimed(recorded, office)
    return later is not None and _claimed(office, recorded) > _claimed(office, later)


def later_claimed(recorded: Submission, office: Office) -> Submission | None:
    """Return the last version after *recorded* if it counts on a person's claim (认领)."""
    key = recorded.key
    decisions = list_decisions(office.ledger, key.campaign, key.period, key.unit)
    set_aside = ruling(key.unit, decisions).set_aside
    versions = [each for each in list_versions(office.ledger, key) if each.number not in set_aside]
    last = max(versions, key=lambda each: each.version, default=recorded)
    return last if last.number > recorded.number and _claimed(office, last) else None


def _claimed(office: Office, submission: Submission) -> int:
    return last_event_number(office.ledger, submission.digest, Action.ASSIGNED)
