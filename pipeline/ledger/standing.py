"""Compute a unit's standing (报送情况) in a period from its submissions; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.model.submission import CheckOutcome, Standing, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.submission import Submission
    from pipeline.model.unit import Unit

_STATES: Final = {
    CheckOutcome.ACCEPTED: State.ACCEPTED,
    CheckOutcome.WARNED: State.WARNED,
    CheckOutcome.ZERO: State.ZERO,
    CheckOutcome.RETURNED: State.RETURNED,
}


def unit_standing(unit: Unit, submissions: Sequence[Submission]) -> Standing:
    """Compute the standing of *unit* from the versions it has submitted, in any order.

    The latest version decides; where it was returned (退回) and an earlier one was accepted, that one
    remains current while the unit amends the new one (补正中). Late (迟报) is decided by the first
    accepted version: an amendment after the deadline doesn't make a punctual unit late. Where none is
    accepted yet, the unit is late if its first version was.
    """
    versions = sorted(submissions, key=lambda submission: submission.version)
    if not versions:
        return Standing(unit.code, State.EXEMPT if unit.exempt else State.MISSING, late=False)
    accepted = [version for version in versions if version.outcome.counts]
    latest = versions[-1]
    current = accepted[-1] if accepted else None
    state = _STATES[latest.outcome]
    if state is State.RETURNED and current is not None:
        state = State.AMENDING
    first = accepted[0] if accepted else versions[0]
    return Standing(
        unit=unit.code,
        state=state,
        late=first.late,
        latest=latest,
        current=current,
        returns=len(versions) - len(accepted),
    )
