"""Report the outcomes of cases as plain values, and as the JSON of ``process --json``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pipeline.checking.message_catalogue import full_message
from pipeline.ledger.arrivals import open_arrivals
from pipeline.ledger.read import submission_by_number
from pipeline.model.arrival import Fate, Origin
from pipeline.model.submission import CheckOutcome
from pipeline.receiving.as_decided import as_decided
from pipeline.receiving.coverage import coverage_of

if TYPE_CHECKING:
    from pipeline.model.arrival import Progress
    from pipeline.model.filling import Coverage
    from pipeline.model.finding import Finding
    from pipeline.model.submission import Submission
    from pipeline.receiving.case import Case, Desk


@dataclass(frozen=True, slots=True)
class Outcome:
    """Outcome of one file: its fate (去向), and the reason."""

    name: str
    fate: Fate
    unit: str = ""
    campaign: str = ""
    reason: str = ""
    findings: tuple[Finding, ...] = ()
    coverage: Coverage | None = None


@dataclass(frozen=True, slots=True)
class PassReport:
    """Report of one pass over the inbox (一轮处理)."""

    outcomes: tuple[Outcome, ...]
    notes: tuple[str, ...] = ()  # for a person: a faulty 任务书, a board that is open in Excel

    def count(self, fate: Fate) -> int:
        """Return the number of files with that fate."""
        return sum(outcome.fate is fate for outcome in self.outcomes)

    def with_notes(self, notes: tuple[str, ...]) -> PassReport:
        """Return this report with further notes for a person, after its own."""
        return replace(self, notes=(*self.notes, *notes))

    def as_json(self) -> dict[str, Any]:
        """Return the document that ``process --json`` prints."""
        reported = [fate for fate in Fate if fate is not Fate.IGNORED]
        arrived = sum(self.count(fate) for fate in reported)
        return {
            "arrived": arrived,
            **{fate.value: self.count(fate) for fate in reported},
            "ignored": self.count(Fate.IGNORED),
            "files": [_file(outcome) for outcome in self.outcomes],
            "notes": list(self.notes),
        }


def outcomes_of(case: Case) -> tuple[Outcome, ...]:
    """Return the outcomes of a case: of each part of it, and its own where it has one."""
    progress, desk = case.progress, case.desk
    if case.waiting:
        return (Outcome(progress.name, Fate.WAITING, reason=case.waiting),)
    parts = case.parts
    if parts is None:  # its parts, if it has any, were recorded by a pass that was killed
        parts = _recorded_parts(progress, desk)
    if case.submission is not None and progress.fate is not Fate.QUARANTINED:
        return (*parts, _outcome_of_submission(case.submission, desk))
    return (*parts, *_recorded(progress, desk))


def _recorded_parts(progress: Progress, desk: Desk) -> tuple[Outcome, ...]:
    parts = open_arrivals(desk.office.ledger, progress.number)
    return tuple(
        outcome
        for part in parts
        for outcome in (*_recorded_parts(part, desk), *_recorded(part, desk))
    )


def _recorded(progress: Progress, desk: Desk) -> tuple[Outcome, ...]:
    """Return the outcome that the ledger has recorded of an arrival itself; none of a bundle that was unpacked."""
    if progress.submission and progress.fate is not Fate.QUARANTINED:
        submission = submission_by_number(desk.office.ledger, progress.submission)
        return (_outcome_of_submission(submission, desk),)
    stays = progress.origin is Origin.QUARANTINE and progress.fate is Fate.QUARANTINED
    if progress.fate is None or stays:  # a file that stays in the quarantine is no news
        return ()
    name, fate = progress.name, progress.fate
    return (Outcome(name, fate, progress.unit, progress.campaign, progress.reason),)


def _outcome_of_submission(submission: Submission, desk: Desk) -> Outcome:
    decided = as_decided(desk.office, submission)
    returned = decided.outcome is CheckOutcome.RETURNED
    late = "，迟报" if decided.late else ""
    return Outcome(
        name=submission.name,
        fate=Fate.RETURNED if returned else Fate.ACCEPTED,
        unit=desk.office.unit_name(submission),
        campaign=submission.campaign,
        reason=f"{decided.outcome.value}（第{submission.version}版{late}）",
        findings=decided.findings,
        coverage=coverage_of(submission, desk),
    )


def _file(outcome: Outcome) -> dict[str, Any]:
    return {
        "name": outcome.name,
        "unit": outcome.unit,
        "campaign": outcome.campaign,
        "result": outcome.fate.value,
        "reason": outcome.reason,
        **_coverage(outcome.coverage),
        "findings": [
            {
                "rule": finding.rule,
                "level": finding.level.code,
                "sheet": finding.place.sheet,
                "cell": finding.place.cell,
                "message": full_message(finding),
            }
            for finding in outcome.findings
        ],
    }


def _coverage(coverage: Coverage | None) -> dict[str, Any]:
    """Return the account of a form's cells (读取率); null where it was not read by the office's own form."""
    return {
        "cells_filled": coverage.filled if coverage else None,
        "cells_read": coverage.read if coverage else None,
        "own_content": list(coverage.own) if coverage else [],
    }
