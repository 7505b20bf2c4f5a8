"""按期补正: who was on time, was sent back and amends within the days given is not late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.campaign.periods import amend_by
from pipeline.campaign.working_days import amendment_day, is_working, working_days_between
from pipeline.clock import BEIJING
from pipeline.model.campaign import Period
from pipeline.model.decision import Decision, DecisionKind
from pipeline.model.filling import Filling
from pipeline.model.standing import late_versions, ruling, unit_standing
from pipeline.model.submission import CheckOutcome, State, Submission, SubmissionKey
from pipeline.model.unit import Unit

KEY: Final = SubmissionKey("创建", "2026-10", "U01")
UNIT: Final = Unit("U01", "东河区", "东河")
DEADLINE: Final = datetime(2026, 11, 5, 18, 0, tzinfo=BEIJING)  # a Thursday
PERIOD: Final = Period("2026-10", "2026年10月", DEADLINE)
LIMIT: Final = partial(amend_by, PERIOD)


def handed_in(story: str) -> list[Submission]:
    """收 or 退 with the day and hour of November: 退4.9 收9.17."""
    found = []
    for number, word in enumerate(story.split(), start=1):
        day, _, hour = word[1:].partition(".")
        moment = datetime(2026, 11, int(day), int(hour or 10), tzinfo=BEIJING)
        outcome = CheckOutcome.ACCEPTED if word[0] == "收" else CheckOutcome.RETURNED
        found.append(
            Submission(
                *(KEY.campaign, KEY.period, KEY.unit, f"{number}", "表.xlsx"), moment,
                late=moment > DEADLINE, outcome=outcome,
                filling=Filling(KEY.campaign, KEY.unit, "表.xlsx", ()), findings=(),
                version=number, number=number,
            )
        )  # fmt: skip
    return found


def decided(kind: DecisionKind, submission: int, day: int) -> Decision:
    moment = datetime(2026, 11, day, 9, tzinfo=BEIJING)
    return Decision(kind, KEY, "理由", "经办人", moment, submission=submission, number=1)


@pytest.mark.parametrize(
    ("story", "words", "late"),
    [
        ("收5", "已收", ""),
        ("收6", "已收（迟报）", "1"),
        ("退3 收5", "已收", ""),
        ("退5 收9", "已收（按期补正）", ""),  # Friday and Monday: two working days
        ("退5 收9.23", "已收（按期补正）", ""),  # the whole day
        ("退5 收10", "已收（迟报）", "2"),
        ("退2 收5.20", "已收（按期补正）", ""),  # its slip said the 5th
        ("退6 收9", "已收（迟报）", "1 2"),  # the first one was late already
        ("退5 退9 收11", "已收（按期补正）", ""),  # each slip gives its own days
        ("退5 退10 收11", "已收（迟报）", "2 3"),
        ("退5", "退回", ""),
        ("退5 退12", "退回", "2"),
        ("收5 收30", "已收", ""),  # a correction of one's own accord
        ("收5 退30", "补正中", ""),
        ("退5 收9 收30", "已收（按期补正）", ""),
    ],
)
def test_a_story_is_late_by_its_own_days(story: str, words: str, late: str) -> None:
    versions = handed_in(story)
    standing = unit_standing(UNIT, versions, amend_by=LIMIT)

    assert standing.words == words
    found = late_versions(versions, ruling(UNIT.code, ()), LIMIT)
    assert found == {int(number) for number in late.split()}


def test_what_a_person_sends_back_is_amended_within_days_of_that_decision() -> None:
    back = [decided(DecisionKind.RETURN, 1, 20)]  # a Friday

    def words(story: str) -> str:
        return unit_standing(UNIT, handed_in(story), back, LIMIT).words

    assert words("收5 收24") == "已收（按期补正）"
    assert words("收5 收25") == "已收（迟报）"
    assert words("收6 收24") == "已收（迟报）"


def test_a_withdrawn_form_was_not_handed_in_on_time() -> None:
    found = unit_standing(UNIT, handed_in("退5 收9"), [decided(DecisionKind.WITHDRAW, 1, 9)], LIMIT)

    assert (found.state, found.late, found.amended) == (State.ACCEPTED, True, False)


def test_the_last_day_to_amend_is_known_of_who_may_still_do_so() -> None:
    def day(story: str) -> date | None:
        return unit_standing(UNIT, handed_in(story), amend_by=LIMIT).amend_by

    assert (day("退5"), day("退2"), day("退6"), day("收5")) == (
        date(2026, 11, 9), date(2026, 11, 5), None, None,
    )  # fmt: skip


days = st.dates(date(2025, 1, 1), date(2026, 12, 20))


@settings(max_examples=60, deadline=None)
@given(days)
def test_the_days_given_end_on_the_second_working_day(day: date) -> None:
    last = amendment_day(day, date.min)

    assert is_working(last)
    assert working_days_between(day, last) == 2


words_of = st.lists(
    st.tuples(st.sampled_from("收退"), st.integers(2, 20)).map(lambda w: f"{w[0]}{w[1]}"), min_size=1, max_size=5,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(words_of)
def test_days_to_amend_never_make_a_unit_late(words: list[str]) -> None:
    versions = handed_in(" ".join(sorted(words, key=lambda word: int(word[1:]))))

    with_days = unit_standing(UNIT, versions, amend_by=LIMIT)
    without = unit_standing(UNIT, versions)

    assert not (with_days.late and not without.late)
    assert with_days.amended == (without.late and not with_days.late and with_days.state.counts)
    assert replace(with_days, late=without.late, amended=False, amend_by=None) == without
