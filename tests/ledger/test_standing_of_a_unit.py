from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ledger.read import latest_accepted, list_periods, list_standings, original_digests
from pipeline.model.standing import unit_standing
from pipeline.model.submission import CheckOutcome, State, Submission, SubmissionKey
from tests.ledger.forms import NOON, PERIOD, UNITS, campaign, event, record, submission

if TYPE_CHECKING:
    from pipeline.ledger.store import Ledger

UNIT, _, EXEMPT = UNITS
DECISIONS = {
    "收": CheckOutcome.ACCEPTED,
    "醒": CheckOutcome.WARNED,
    "零": CheckOutcome.ZERO,
    "退": CheckOutcome.RETURNED,
}


def handed_in(story: str) -> list[Submission]:
    """收 醒 零 退, one a version; 迟 after it: received after the deadline."""
    return [
        dataclasses.replace(
            submission(f"{version}", outcome=DECISIONS[word[0]], late=word.endswith("迟")),
            version=version,
        )
        for version, word in enumerate(story.split(), start=1)
    ]


@pytest.mark.parametrize(
    ("story", "state", "late", "current", "returns"),
    [
        ("", State.MISSING, False, None, 0),
        ("收", State.ACCEPTED, False, 1, 0),
        ("醒", State.WARNED, False, 1, 0),
        ("零", State.ZERO, False, 1, 0),
        ("退", State.RETURNED, False, None, 1),
        ("退 退", State.RETURNED, False, None, 2),
        ("退 收", State.ACCEPTED, False, 2, 1),
        ("收 退", State.AMENDING, False, 1, 1),
        ("收 醒 退", State.AMENDING, False, 2, 1),
        ("收 退 收", State.ACCEPTED, False, 3, 1),
        ("零 收", State.ACCEPTED, False, 2, 0),
        ("收迟", State.ACCEPTED, True, 1, 0),
        ("收 收迟", State.ACCEPTED, False, 2, 0),  # an amendment doesn't make it late
        ("退 收迟", State.ACCEPTED, True, 2, 1),  # what came in time did not count
        ("退迟", State.RETURNED, True, None, 1),
    ],
)
def test_a_story_of_versions_has_one_standing(
    story: str, state: State, *, late: bool, current: int | None, returns: int
) -> None:
    told = unit_standing(UNIT, handed_in(story))

    assert (told.unit, told.state, told.late, told.returns) == ("U01", state, late, returns)
    assert (told.current.version if told.current else None) == current
    assert (told.latest.version if told.latest else 0) == len(story.split())


@pytest.mark.parametrize(
    ("story", "words"),
    [("收", "已收"), ("收迟", "已收（迟报）"), ("退迟", "退回"), ("收迟 退迟", "补正中（迟报）")],
)
def test_only_a_version_that_counts_is_printed_as_late(story: str, words: str) -> None:
    assert unit_standing(UNIT, handed_in(story)).words == words


def test_an_exempt_unit_that_reports_anyway_is_counted() -> None:
    assert unit_standing(EXEMPT, []).state is State.EXEMPT
    assert unit_standing(EXEMPT, handed_in("收")).state is State.ACCEPTED


stories = st.lists(
    st.tuples(st.sampled_from("收醒零退"), st.sampled_from(["", "迟"])).map("".join), max_size=6
).map(" ".join)


@given(stories, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_change_the_state_of_a_unit(
    story: str, random: object
) -> None:
    versions = handed_in(story)
    shuffled = list(versions)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert unit_standing(UNIT, shuffled) == unit_standing(UNIT, versions)


@given(stories)
def test_a_unit_counts_exactly_when_a_version_of_it_does(story: str) -> None:
    told = unit_standing(UNIT, handed_in(story))

    counting = [word for word in story.split() if not word.startswith("退")]
    assert told.state.counts == bool(counting) == (told.current is not None)
    assert told.returns == len(story.split()) - len(counting)


def test_standings_follow_the_roster_and_name_who_is_silent(ledger: Ledger) -> None:
    record(ledger, submission(unit="U02", outcome=CheckOutcome.RETURNED), event())
    record(ledger, dataclasses.replace(submission(unit="U01"), period="2026-11"), event())

    told = list_standings(ledger, campaign(), PERIOD)

    assert [(one.unit, one.state) for one in told] == [
        ("U01", State.MISSING),
        ("U02", State.RETURNED),
        ("U03", State.EXEMPT),
    ]


def test_the_latest_accepted_version_is_not_the_returned_one(ledger: Ledger) -> None:
    record(ledger, submission("一"), event())
    accepted = record(ledger, submission("二", outcome=CheckOutcome.ZERO), event())
    record(ledger, submission("三", outcome=CheckOutcome.RETURNED), event())

    assert latest_accepted(ledger, SubmissionKey("文明单位创建", PERIOD.code, "U01")) == accepted
    assert latest_accepted(ledger, SubmissionKey("文明单位创建", PERIOD.code, "U02")) is None


def test_periods_are_known_by_their_first_arrival(ledger: Ledger) -> None:
    for code, text in (("2026-10", "一"), ("2026-09", "二"), ("2026-10", "三")):
        handed = dataclasses.replace(submission(text, late=text == "三"), period=code)
        record(ledger, handed, event())

    assert list_periods(ledger, "文明单位创建") == (("2026-09", NOON), ("2026-10", NOON))
    assert list_periods(ledger, "别的任务") == ()
    assert len(original_digests(ledger)) == 3
