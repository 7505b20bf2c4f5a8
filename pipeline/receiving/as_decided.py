"""Apply the decisions of persons (处置) to a submission, as its answer and the report of a pass show it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from pipeline.campaign.period_names import period_named
from pipeline.campaign.periods import amend_by, period_of_day
from pipeline.checking.decided import adopted_by_person, returned_by_person
from pipeline.ledger.decisions import list_decisions
from pipeline.ledger.read import list_versions
from pipeline.model.decision import DecisionKind
from pipeline.model.standing import decisions_in_force, late_versions, ruling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.decision import Decision
    from pipeline.model.finding import Finding
    from pipeline.model.standing import Ruling
    from pipeline.model.submission import Submission
    from pipeline.office.context import Office


def as_decided(office: Office, submission: Submission) -> Submission:
    """Return *submission* with outcome and lateness by the decisions in force, and the person's reason as a finding.

    It is for people alone: the ledger keeps what the checks found at receipt.
    """
    key = submission.key
    decisions = list_decisions(office.ledger, key.campaign, key.period, key.unit)
    if not decisions and not submission.late:
        return submission
    ruled = ruling(key.unit, decisions)
    reasons = tuple(
        finding
        for each in decisions_in_force(decisions)
        if each.submission == submission.number
        for finding in _finding(each, submission.name)
    )
    return replace(
        submission,
        outcome=ruled.outcome(submission),
        late=_is_late(office, submission, ruled),
        findings=(*reasons, *submission.findings),
    )


def _is_late(office: Office, submission: Submission, ruled: Ruling) -> bool:
    """Return whether *submission* is late (迟报), as the unit's standing has it: not where it amends in time."""
    if not ruled.is_late(submission):
        return False
    campaign = office.campaign(submission.campaign)
    day = submission.received_at.date()
    period = period_named(campaign, submission.period, day) or period_of_day(campaign, day)
    versions = list_versions(office.ledger, submission.key)
    return submission.version in late_versions(versions, ruled, partial(amend_by, period))


def _finding(decision: Decision, workbook: str) -> Iterator[Finding]:
    if decision.kind is DecisionKind.RETURN:
        yield returned_by_person(workbook, decision.reason)
    if decision.kind is DecisionKind.ACCEPT:
        yield adopted_by_person(workbook, decision.reason)
