"""Word a person's decision on a submission (处置) as a finding, which its answer lists first."""

from __future__ import annotations

from pipeline.model.finding import Finding, Level, Place


def returned_by_person(workbook: str, reason: str) -> Finding:
    """Return the finding of a form that a person has sent back (人工退回), with the *reason*."""
    return Finding(
        Place(workbook), "", "returned-by-person", Level.ERROR, wanted=reason.rstrip("。；")
    )


def adopted_by_person(workbook: str, reason: str) -> Finding:
    """Return the finding of a form that counts by a person's decision (采用), with the *reason*."""
    return Finding(
        Place(workbook), "", "adopted-by-person", Level.WARNING, wanted=reason.rstrip("。；")
    )
