"""Refuse to print figures of submissions that are no longer as they were recorded (登记后被改动)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.ledger.decisions import list_decisions
from pipeline.ledger.errors import SubmissionAltered
from pipeline.ledger.read import submission_by_number
from pipeline.ledger.verify import differing_decisions, differing_submissions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.submission import Standing, Submission
    from pipeline.office.context import Office

_NAMED_AT_MOST: Final = 5


def refuse_altered(office: Office, collected: CollectionRound) -> None:
    """Refuse the round *collected* if a submission in it differs from its digest in the history.

    Compared are the version in force and the latest one of each unit, those of the periods that it is
    compared with, those whose figures a zero report carries on (沿用), and all decisions (处置). The
    submissions must have been loaded with their cells.

    Raises:
        SubmissionAltered: names the submissions, and the remedy.
    """
    standings = (*collected.standings, *collected.previous, *collected.last_year)
    used = {
        submission.number: submission
        for standing in standings
        for submission in (standing.current, standing.latest)
        if submission is not None
    }
    used |= {n: submission_by_number(office.ledger, n) for n in _carried(standings) - used.keys()}
    differing = differing_submissions(office.ledger, tuple(used.values()))
    decided = differing_decisions(office.ledger, list_decisions(office.ledger))
    if decided:
        raise SubmissionAltered("、".join(f"第{each.number}号处置" for each in decided))
    if differing:
        more = f"等 {len(differing)} 件" if len(differing) > _NAMED_AT_MOST else ""
        names = "、".join(map(_label, differing[:_NAMED_AT_MOST]))
        raise SubmissionAltered(f"{names}{more}")


def _carried(standings: Sequence[Standing]) -> set[int]:
    """Return the numbers of the forms whose figures are carried on (沿用)."""
    current = (standing.current for standing in standings if standing.current is not None)
    return {each.submission for zero in current for each in zero.carried or () if each.answer}


def _label(submission: Submission) -> str:
    return f"{submission.campaign}“{submission.name}”（第{submission.version}版，第{submission.number}号报送件）"
