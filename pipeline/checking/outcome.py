"""From findings to a decision: accepted, accepted with warnings, a zero report, or returned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model.finding import Level
from pipeline.model.submission import CheckOutcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.filling import Filling
    from pipeline.model.finding import Finding


def check_outcome(filling: Filling, findings: Sequence[Finding]) -> CheckOutcome:
    """Decide what becomes of *filling*.

    An error (错误) sends it back, and so does what must be explained (须说明) and isn't.
    """
    if any(sends_back(finding) for finding in findings):
        return CheckOutcome.RETURNED
    if filling.is_zero:
        return CheckOutcome.ZERO
    return CheckOutcome.WARNED if findings else CheckOutcome.ACCEPTED


def sends_back(finding: Finding) -> bool:
    """Whether this finding alone sends the form back."""
    unexplained = finding.level is Level.MUST_EXPLAIN and not finding.explained
    return finding.level is Level.ERROR or unexplained
