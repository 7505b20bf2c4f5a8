"""Record a person's decision on what was submitted (处置), and carry it out: withdraw, return, adopt, move, extend, waive.

The decision, its event and the arrival that carries it out are recorded in one transaction; the case of
that arrival is advanced as any other, and by the next pass where this process is killed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.ledger.arrivals import arrival_by_number
from pipeline.ledger.decisions import record_decision
from pipeline.ledger.read import latest_accepted, list_submissions
from pipeline.model.decision import DecisionKind
from pipeline.model.event import Action, unit_subject
from pipeline.office.boards import refresh_boards
from pipeline.office.lock import exclusive
from pipeline.office.printed_papers import papers_printed_from
from pipeline.receiving.advance import advance
from pipeline.receiving.case import Desk, open_case
from pipeline.receiving.decision_rules import plan
from pipeline.receiving.decision_targets import subject_of
from pipeline.receiving.report import outcomes_of
from pipeline.workbook.worker import reading_worker

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model.decision import Decision
    from pipeline.model.event import Event
    from pipeline.model.submission import Submission, SubmissionKey
    from pipeline.office.context import Office
    from pipeline.receiving.decision_rules import Plan
    from pipeline.receiving.decision_targets import DecisionOrder, Subject
    from pipeline.receiving.report import Outcome

_ACTIONS: Final = {kind: Action(kind.value) for kind in DecisionKind}


@dataclass(frozen=True, slots=True)
class Decided:
    """A recorded decision (处置) for the person: a sentence, what became of the file, and which papers are outdated."""

    decision: Decision
    sentence: str
    outcomes: tuple[Outcome, ...] = ()
    papers: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def decide(office: Office, order: DecisionOrder) -> Decided:
    """Record the decision of *order*, and carry it out.

    Raises:
        DecisionRefused: it is on what isn't there, or against what is in force; nothing was recorded.
        UnitUnknown, CampaignUnknown, PeriodUnknown: there is none of that name.
        OriginalMissing: the original to be examined again is lost.
        OfficeBusy: another process has worked on one file for minutes.
    """
    with exclusive(office.workspace, order.target), reading_worker() as worker:
        planned = plan(office, order)
        keys = _keys(planned.decision)
        before = _counting(office, keys)
        decision, arrival = record_decision(
            office.ledger, planned.decision, _event(office, planned), planned.case
        )
        outcomes: tuple[Outcome, ...] = ()
        progress = arrival_by_number(office.ledger, arrival) if arrival else None
        if progress is not None:
            case = advance(open_case(Desk(office, worker), progress))
            outcomes = outcomes_of(case) if planned.case and not planned.case.reason else ()
        subject = subject_of(office, planned.subject.key)
        return Decided(
            decision,
            _sentence(decision, subject),
            outcomes,
            _outdated(office, before, _counting(office, keys)),
            tuple(refresh_boards(office)),
        )


def _event(office: Office, planned: Plan) -> Event:
    decision, subject = planned.decision, planned.subject
    campaign = subject.campaign.name
    about = unit_subject(campaign, subject.unit.full_name) if subject.unit else campaign
    submission = next(
        (each for each in subject.versions if each.number == decision.submission), None
    )
    until = f"至 {decision.until:%Y-%m-%d %H:%M}" if decision.until else ""
    what = [
        f"{submission.name} 第{submission.version}版" if submission else "",
        f"处置{decision.revokes}" if decision.revokes else "",
        decision.value if decision.kind is DecisionKind.WAIVE else "",
        until,
    ]
    detail = f"{' '.join(filter(None, what))}：{decision.reason}"
    period = decision.value if decision.kind is DecisionKind.MOVE else ""
    action = _ACTIONS[decision.kind]
    digest = submission.digest if submission else ""
    return office.event(action, about, f"{detail}（期别 {period}）" if period else detail, digest)


def _sentence(decision: Decision, subject: Subject) -> str:
    after = subject.standing()
    until = f"，至 {decision.until:%Y-%m-%d %H:%M}" if decision.until else ""
    value = f"“{decision.value}”" if decision.value else ""
    revoked = f"处置{decision.revokes}" if decision.revokes else ""
    now = f"现在是“{after.words}”" if after else "各单位的迟报随之重新计算"
    version = f"，计入第{after.current.version}版" if after and after.current else ""
    return (
        f"处置{decision.number}　{decision.kind.value}{revoked}{value}{until}　"
        f"{subject.name}{subject.period.label}{now}{version}。"
    )


def _keys(decision: Decision) -> tuple[SubmissionKey, ...]:
    """Return the keys whose figures the decision may change: of one moved, those of both periods."""
    moved = decision.kind is DecisionKind.MOVE
    return (decision.key, *((replace(decision.key, period=decision.value),) if moved else ()))


def _counting(
    office: Office, keys: Iterable[SubmissionKey]
) -> dict[SubmissionKey, Submission | None]:
    """Return the version that counts of each key that is of one unit."""
    return {key: latest_accepted(office.ledger, key) for key in keys if key.unit}


def _outdated(
    office: Office,
    before: dict[SubmissionKey, Submission | None],
    after: dict[SubmissionKey, Submission | None],
) -> tuple[str, ...]:
    """Return the papers that were printed with figures which the decision has changed."""
    digests: set[str] = set()
    for key, counted in before.items():
        if counted != after[key]:
            digests |= {counted.digest} if counted else _digests_of_round(office, key)
    return papers_printed_from(office, digests) if digests else ()


def _digests_of_round(office: Office, key: SubmissionKey) -> set[str]:
    """Return the originals of all units in the period: what was printed from them lacks this unit's figures."""
    submissions = list_submissions(office.ledger, key.campaign, key.period, cells=False)
    return {submission.digest for submission in submissions}
