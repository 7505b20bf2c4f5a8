"""Compute a unit's standing (报送情况) in a period from its submissions and the decisions on them (处置); pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pipeline.model.decision import EXEMPT_RULE, DecisionKind
from pipeline.model.submission import CheckOutcome, Standing, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from pipeline.model.decision import Decision
    from pipeline.model.finding import Finding
    from pipeline.model.submission import Submission
    from pipeline.model.unit import Unit

    AmendBy = Callable[
        [datetime], date
    ]  # when a form was returned → the last day to amend it (补正期限)

_STATES: Final = {
    CheckOutcome.ACCEPTED: State.ACCEPTED,
    CheckOutcome.WARNED: State.WARNED,
    CheckOutcome.ZERO: State.ZERO,
    CheckOutcome.RETURNED: State.RETURNED,
}


@dataclass(frozen=True, slots=True)
class Ruling:
    """The decisions in force on one unit's form in one period (有效处置), by what they are about.

    ``set_aside``, ``sent_back`` and ``adopted`` are numbers of submissions, those of ``sent_back`` with the
    moment of the decision; ``waivers`` the rules that don't send the form back, each with the last moment
    of receipt for which it is waived.
    """

    set_aside: frozenset[int] = frozenset()
    sent_back: Mapping[int, datetime] = field(default_factory=lambda: MappingProxyType({}))
    adopted: frozenset[int] = frozenset()
    waivers: tuple[tuple[str, datetime | None], ...] = ()
    until: datetime | None = None
    exempt: bool = False

    def is_late(self, submission: Submission) -> bool:
        """Return whether *submission* is late (迟报) by the deadline, or by the one to which it was extended."""
        extended = self.until is not None and submission.received_at <= self.until
        return submission.late and not extended

    def outcome(self, submission: Submission) -> CheckOutcome:
        """Return the outcome of *submission* by its checks and by the decisions on it alone."""
        if submission.number in self.sent_back:
            return CheckOutcome.RETURNED
        if submission.outcome.counts:
            return submission.outcome
        if submission.number in self.adopted or self._is_waived(submission):
            return CheckOutcome.ZERO if submission.filling.is_zero else CheckOutcome.WARNED
        return CheckOutcome.RETURNED

    def returned_at(self, submission: Submission) -> datetime:
        """Return when *submission* was sent back: at its receipt, or when a person decided it (人工退回)."""
        return self.sent_back.get(submission.number, submission.received_at)

    def _is_waived(self, submission: Submission) -> bool:
        waived = {
            rule for rule, until in self.waivers if until is None or submission.received_at <= until
        }
        faults = [finding for finding in submission.findings if finding.sends_back]
        return bool(faults) and all(_is_of(finding, waived) for finding in faults)


def _is_of(finding: Finding, rules: set[str]) -> bool:
    """Return whether *finding* is of one of these rules: by its id or, of a condition (核对条件), by its text."""
    return finding.rule in rules or any(finding.wanted.startswith(f"“{rule}”") for rule in rules)


def decisions_in_force(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the decisions that were not revoked (撤销), without the revocations, in their order."""
    known = tuple(decisions)
    revoked = {each.revokes for each in known if each.kind is DecisionKind.REVOKE}
    return tuple(
        each
        for each in known
        if each.kind is not DecisionKind.REVOKE and each.number not in revoked
    )


def ruling(unit: str, decisions: Iterable[Decision]) -> Ruling:
    """Return what the *decisions* of a period mean for the unit of that code."""
    own = [each for each in decisions_in_force(decisions) if each.concerns(unit)]

    def submissions(kind: DecisionKind) -> frozenset[int]:
        return frozenset(each.submission for each in own if each.kind is kind)

    waived = [each for each in own if each.kind is DecisionKind.WAIVE]
    extended = [each.until for each in own if each.kind is DecisionKind.EXTEND and each.until]
    return Ruling(
        set_aside=frozenset(each.submission for each in own if each.kind.sets_aside),
        sent_back={each.submission: each.at for each in own if each.kind is DecisionKind.RETURN},
        adopted=submissions(DecisionKind.ACCEPT),
        waivers=tuple((each.value, each.until) for each in waived if each.value != EXEMPT_RULE),
        until=max(extended, default=None),
        exempt=any(each.value == EXEMPT_RULE for each in waived),
    )


def unit_standing(
    unit: Unit,
    submissions: Sequence[Submission],
    decisions: Sequence[Decision] = (),
    amend_by: AmendBy | None = None,
) -> Standing:
    """Compute the standing of *unit* from its versions, in any order, and the *decisions* of the period.

    A version that was withdrawn (撤回) or moved (改期别) is as if it had not been received. The latest
    other version decides; where it was returned (退回) and an earlier one was accepted, that one remains
    current while the unit amends the new one (补正中). A version sent back by a person (人工退回) ends
    what was accepted before it, too: the unit had replaced that itself. Late (迟报) is decided by the
    first accepted version: an amendment after the deadline doesn't make a punctual unit late. Where none
    is accepted yet, the unit is late if its first version was. With *amend_by* it is no more late where a
    version that was on time was returned, and the accepted one came within the days given (补正期限).
    """
    ruled = ruling(unit.code, decisions) if decisions else Ruling()
    versions = _standing_versions(submissions, ruled)
    exempt = unit.exempt or ruled.exempt
    if not versions:
        state = State.EXEMPT if exempt else State.MISSING
        return Standing(unit.code, state, late=False, until=ruled.until)
    accepted = _accepted(versions, ruled)
    outcomes = [ruled.outcome(version) for version in versions]
    first = accepted[0] if accepted else versions[0]
    in_time, limit = _in_time(versions, ruled, amend_by)
    return Standing(
        unit=unit.code,
        state=_state(outcomes[-1], accepted=bool(accepted), exempt=ruled.exempt),
        late=first.version not in in_time,
        latest=versions[-1],
        current=accepted[-1] if accepted else None,
        returns=outcomes.count(CheckOutcome.RETURNED),
        until=ruled.until,
        amended=bool(accepted) and first.version in in_time and ruled.is_late(first),
        amend_by=limit,
    )


def late_versions(
    submissions: Iterable[Submission], ruled: Ruling, amend_by: AmendBy
) -> frozenset[int]:
    """Return which versions of one unit in a period are late (迟报), by their version numbers.

    One that amends an accepted version which was on time is not. What was set aside is judged by itself.
    """
    known = tuple(submissions)
    versions = _standing_versions(known, ruled)
    in_time, _ = _in_time(versions, ruled, amend_by)
    late = {each.version for each in known if each not in versions and ruled.is_late(each)}
    for number, version in enumerate(versions):
        accepted = _accepted(versions[:number], ruled)
        punctual = accepted and accepted[0].version in in_time
        if version.version not in in_time and not punctual:
            late.add(version.version)
    return frozenset(late)


def _standing_versions(submissions: Iterable[Submission], ruled: Ruling) -> list[Submission]:
    """Return the versions that were not withdrawn or moved, in order."""
    return sorted(
        (each for each in submissions if each.number not in ruled.set_aside),
        key=lambda submission: submission.version,
    )


def _in_time(
    versions: Sequence[Submission], ruled: Ruling, amend_by: AmendBy | None
) -> tuple[frozenset[int], date | None]:
    """Return the version numbers of those on time (按时、按期补正), and the last day to amend one of them.

    What was on time and was returned may be amended until the day that its return slip gives.
    """
    found: set[int] = set()
    limit: date | None = None
    for version in versions:
        amends = limit is not None and version.received_at.date() <= limit
        if ruled.is_late(version) and not amends:
            continue
        found.add(version.version)
        if amend_by is not None and not ruled.outcome(version).counts:
            day = amend_by(ruled.returned_at(version))
            limit = day if limit is None else max(limit, day)
    return frozenset(found), limit


def _accepted(versions: Sequence[Submission], ruled: Ruling) -> list[Submission]:
    """Return the versions that count, in order: those after the last one that a person has sent back."""
    sent_back = [version.version for version in versions if version.number in ruled.sent_back]
    ended = max(sent_back, default=0)
    return [
        version for version in versions if version.version > ended and ruled.outcome(version).counts
    ]


def _state(latest: CheckOutcome, *, accepted: bool, exempt: bool) -> State:
    if latest is not CheckOutcome.RETURNED:
        return _STATES[latest]
    if accepted:
        return State.AMENDING
    return State.EXEMPT if exempt else State.RETURNED
