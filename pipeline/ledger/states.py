"""Submissions → where a unit stands (状态); pure, so that a replay gives the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.model.submission import Decision, Standing, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.submission import Submission
    from pipeline.model.unit import Unit

_STATES: Final = {
    Decision.ACCEPTED: State.ACCEPTED,
    Decision.WARNED: State.WARNED,
    Decision.ZERO: State.ZERO,
}


def standing(unit: Unit, submissions: Sequence[Submission]) -> Standing:
    """Where *unit* stands, given its submissions of one period in any order.

    A faulty new version does not push out an accepted earlier one: the unit is 补正中 and the earlier
    counts until the new one is right. A unit is late if its first version that counted was.
    """
    versions = sorted(submissions, key=lambda submission: submission.version)
    returns = sum(not submission.decision.counts for submission in versions)
    counting = [submission for submission in versions if submission.decision.counts]
    if not versions:
        state = State.EXEMPT if unit.exempt else State.MISSING
        return Standing(unit.code, state, late=False)
    latest = versions[-1]
    if not counting:
        return Standing(unit.code, State.RETURNED, latest.late, latest, None, returns)
    state = _STATES[latest.decision] if latest.decision.counts else State.AMENDING
    return Standing(unit.code, state, counting[0].late, latest, counting[-1], returns)
