"""From a unit's submissions to where it stands in the period; pure."""

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
    """Where *unit* stands, by the versions it has handed in, in whatever order they are given.

    The latest version counts; where it was returned (退回) and an earlier one counts, that one stands
    on while the unit mends the new one (补正中). Late (迟报) is a matter of the first version that counts:
    an amendment after the deadline doesn't make a punctual unit late. Where none counts yet, it is
    late if already the first version was.
    """
    versions = sorted(submissions, key=lambda submission: submission.version)
    if not versions:
        return Standing(unit.code, State.EXEMPT if unit.exempt else State.MISSING, late=False)
    counting = [version for version in versions if version.outcome.counts]
    latest = versions[-1]
    current = counting[-1] if counting else None
    state = _STATES[latest.outcome]
    if state is State.RETURNED and current is not None:
        state = State.AMENDING
    first = counting[0] if counting else versions[0]
    return Standing(
        unit=unit.code,
        state=state,
        late=first.late,
        latest=latest,
        current=current,
        returns=len(versions) - len(counting),
    )
