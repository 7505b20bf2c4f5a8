"""The state of a unit as a fold: versions × decisions → state, the version that counts, late, sent back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clock import BEIJING
from pipeline.model.decision import EXEMPT_RULE, Decision, DecisionKind
from pipeline.model.filling import Answer, AnswerState, Filling
from pipeline.model.finding import Finding, Level, Place
from pipeline.model.standing import decisions_in_force, unit_standing
from pipeline.model.submission import CheckOutcome, State, Submission, SubmissionKey
from pipeline.model.unit import Unit

KEY: Final = SubmissionKey("创建", "2026-10", "U01")
UNIT: Final = Unit("U01", "东河区", "东河")
DEADLINE: Final = datetime(2026, 10, 12, 18, 0, tzinfo=BEIJING)
PLACE: Final = Place("表.xlsx", "表", "C4")
OUTCOMES: Final = {
    "收": CheckOutcome.ACCEPTED,
    "醒": CheckOutcome.WARNED,
    "零": CheckOutcome.ZERO,
    "退": CheckOutcome.RETURNED,
    "〇": CheckOutcome.RETURNED,  # a zero report that was sent back
}
ENDS: Final = {
    "收": State.ACCEPTED,
    "醒": State.WARNED,
    "零": State.ZERO,
    "补": State.AMENDING,
    "退": State.RETURNED,
    "免": State.EXEMPT,
}
KINDS: Final = {
    "撤": DecisionKind.WITHDRAW,
    "改": DecisionKind.MOVE,
    "返": DecisionKind.RETURN,
    "采": DecisionKind.ACCEPT,
}


def version(number: int, word: str) -> Submission:
    """One version: 收 醒 零 退 〇; 迟 after it: a day after the deadline; 甲 or 乙: the rules it broke."""
    late = "迟" in word
    zero = Answer("零报告", PLACE, AnswerState.VALUE, "是", "是") if word[0] in "零〇" else None
    return Submission(
        campaign=KEY.campaign, period=KEY.period, unit=KEY.unit, digest=f"{number}", name="表.xlsx",
        received_at=DEADLINE + timedelta(days=1 if late else -1), late=late, outcome=OUTCOMES[word[0]],
        filling=Filling(KEY.campaign, KEY.unit, "表.xlsx", (), zero=zero),
        findings=tuple(Finding(PLACE, "总数", rule, Level.ERROR) for rule in "甲乙" if rule in word),
        version=number, number=10 + number,
    )  # fmt: skip


def decision(number: int, word: str) -> Decision:
    """撤1 改1 返1 采1: on the first version; 延1: a day after the deadline, 全延1 for all; 免; 豁甲; 消1: the first decision."""
    made = Decision(DecisionKind.REVOKE, KEY, "理由", "经办人", DEADLINE, number=number)
    what, rest = word[0], word[1:]
    if what in KINDS:
        return replace(made, kind=KINDS[what], submission=10 + int(rest))
    if what == "延":
        return replace(made, kind=DecisionKind.EXTEND, until=DEADLINE + timedelta(days=int(rest)))
    if what == "全":
        return replace(decision(number, rest), key=replace(KEY, unit=""))
    if what in "免豁":
        return replace(made, kind=DecisionKind.WAIVE, value=rest or EXEMPT_RULE)
    return replace(made, revokes=int(rest))


def versions(words: str) -> list[Submission]:
    return [version(number, word) for number, word in enumerate(words.split(), start=1)]


def decisions(words: str) -> list[Decision]:
    return [decision(number, word) for number, word in enumerate(words.split(), start=1)]


@pytest.mark.parametrize(
    ("submitted", "decided", "state", "current", "late", "returns"),
    [
        ("收", "", State.ACCEPTED, 1, False, 0),
        ("收", "撤1", State.MISSING, None, False, 0),
        ("收 收", "撤2", State.ACCEPTED, 1, False, 0),  # the version before counts again
        ("收 收", "撤1", State.ACCEPTED, 2, False, 0),
        ("收 收", "撤2 撤1", State.MISSING, None, False, 0),
        (
            "收 退",
            "撤2",
            State.ACCEPTED,
            1,
            False,
            0,
        ),  # what was not theirs was not sent back to them
        ("收迟 收", "撤1", State.ACCEPTED, 2, False, 0),
        ("收 收迟", "撤1", State.ACCEPTED, 2, True, 0),
        ("收", "改1", State.MISSING, None, False, 0),
        ("收", "返1", State.RETURNED, None, False, 1),
        (
            "收 收",
            "返2",
            State.RETURNED,
            None,
            False,
            1,
        ),  # the unit had replaced the first one itself
        ("收 退", "返1", State.RETURNED, None, False, 2),
        ("收 收", "返1", State.ACCEPTED, 2, False, 1),  # mended
        ("收 收迟", "返1", State.ACCEPTED, 2, True, 1),  # what came in time did not count
        ("收 收 退", "返2", State.RETURNED, None, False, 2),
        ("收 收", "返2 撤2", State.ACCEPTED, 1, False, 0),  # it was not theirs at all
        ("退", "采1", State.WARNED, 1, False, 0),
        ("退迟", "采1", State.WARNED, 1, True, 0),
        ("〇", "采1", State.ZERO, 1, False, 0),
        ("退 退", "采1", State.AMENDING, 1, False, 1),
        ("退 收", "采1", State.ACCEPTED, 2, False, 0),
        ("退", "采1 撤1", State.MISSING, None, False, 0),
        ("退甲", "豁甲", State.WARNED, 1, False, 0),
        ("退甲乙", "豁甲", State.RETURNED, None, False, 1),
        ("退甲乙", "豁甲 豁乙", State.WARNED, 1, False, 0),
        ("退", "豁甲", State.RETURNED, None, False, 1),
        ("〇甲", "豁甲", State.ZERO, 1, False, 0),
        ("收 退甲", "豁甲", State.WARNED, 2, False, 0),
        ("退甲", "全豁甲", State.WARNED, 1, False, 0),
        ("", "免", State.EXEMPT, None, False, 0),
        ("退", "免", State.EXEMPT, None, False, 1),
        ("收 退", "免", State.AMENDING, 1, False, 1),
        ("收", "免", State.ACCEPTED, 1, False, 0),
        ("收", "免 撤1", State.EXEMPT, None, False, 0),
        ("收迟", "延2", State.ACCEPTED, 1, False, 0),
        ("收迟", "全延2", State.ACCEPTED, 1, False, 0),
        ("收迟", "延1", State.ACCEPTED, 1, False, 0),  # the very moment is in time
        ("收迟", "延0", State.ACCEPTED, 1, True, 0),
        ("收迟", "全延0 延2", State.ACCEPTED, 1, False, 0),
        ("收", "撤1 消1", State.ACCEPTED, 1, False, 0),
        ("收", "返1 消1", State.ACCEPTED, 1, False, 0),
        ("退", "采1 消1", State.RETURNED, None, False, 1),
        ("退甲", "豁甲 消1", State.RETURNED, None, False, 1),
        ("收迟", "延2 消1", State.ACCEPTED, 1, True, 0),
        ("", "免 消1", State.MISSING, None, False, 0),
        ("收 收", "撤1 返2 消2", State.ACCEPTED, 2, False, 0),
    ],
)
def test_versions_and_decisions_have_one_standing(  # noqa: PLR0913 - a row of the table
    submitted: str,
    decided: str,
    state: State,
    current: int | None,
    returns: int,
    *,
    late: bool,
) -> None:
    found = unit_standing(UNIT, versions(submitted), decisions(decided))

    assert (found.state, found.late, found.returns) == (state, late, returns)
    assert (found.current.version if found.current else None) == current


def test_a_decision_on_another_unit_changes_nothing() -> None:
    other = [replace(each, key=replace(KEY, unit="U02")) for each in decisions("撤1 延5 免 豁甲")]

    for words in ("收", "退甲", "收迟", ""):
        alone = unit_standing(UNIT, versions(words))
        assert unit_standing(UNIT, versions(words), other) == alone


def test_a_waiver_until_a_moment_is_for_what_was_received_before_it() -> None:
    waived = [replace(each, until=DEADLINE) for each in decisions("豁甲")]

    assert unit_standing(UNIT, versions("退甲"), waived).state is State.WARNED
    assert unit_standing(UNIT, versions("退甲迟"), waived).state is State.RETURNED


def test_the_extended_deadline_is_known() -> None:
    found = unit_standing(UNIT, [], decisions("全延1 延3 延2"))

    assert found.until == DEADLINE + timedelta(days=3)


# An independent model: each version is judged by the words of the decisions, which know nothing of sets.
def undone(decided: list[str]) -> list[str]:
    void = {int(word[1:]) for word in decided if word[0] == "消"}
    kept = [word for n, word in enumerate(decided, start=1) if n not in void and word[0] != "消"]
    return [word.removeprefix("全") for word in kept]


def judged(n: int, word: str, kept: list[str]) -> str:
    """How a version counts by itself: 收 醒 零, or nothing."""
    if f"返{n}" in kept:
        return ""
    broken = {rule for rule in "甲乙" if rule in word}
    forgiven = f"采{n}" in kept or (broken and all(f"豁{rule}" in kept for rule in broken))
    if word[0] in "退〇":
        return {"退": "醒", "〇": "零"}[word[0]] if forgiven else ""
    return word[0]


def modelled(submitted: list[str], decided: list[str]) -> tuple[State, int | None, bool, int]:
    kept = undone(decided)
    left: list[tuple[int, str, bool]] = []  # version, how it counts, late
    returns = 0
    for n, word in enumerate(submitted, start=1):
        if {f"撤{n}", f"改{n}"} & set(kept):
            continue
        if f"返{n}" in kept:
            left = [(m, "", was_late) for m, _, was_late in left]
        how = judged(n, word, kept)
        returns += not how
        left.append((n, how, "迟" in word and not {"延1", "延2"} & set(kept)))
    counting = [each for each in left if each[1]]
    if not left:
        return (State.EXEMPT if "免" in kept else State.MISSING), None, False, 0
    last = left[-1][1] or ("补" if counting else "免" if "免" in kept else "退")
    current = counting[-1][0] if counting else None
    return ENDS[last], current, (counting or left)[0][2], returns


submitted_words = st.lists(
    st.tuples(
        st.sampled_from("收醒零退〇"),
        st.sampled_from(["", "迟"]),
        st.sampled_from(["", "甲", "乙", "甲乙"]),
    ).map("".join),
    max_size=5,
)
decided_words = st.lists(
    st.one_of(
        st.tuples(st.sampled_from("撤改返采"), st.integers(1, 5)).map(lambda each: f"{each[0]}{each[1]}"),
        st.sampled_from(["延0", "延1", "延2", "全延1", "全延0", "免", "豁甲", "豁乙", "全豁甲"]),
        st.integers(1, 4).map(lambda n: f"消{n}"),
    ),
    max_size=6,
)  # fmt: skip


@given(submitted_words, decided_words, st.randoms(use_true_random=False))
def test_the_fold_agrees_with_a_model_that_works_step_by_step(
    submitted: list[str], decided: list[str], random: object
) -> None:
    handed = versions(" ".join(submitted))
    random.shuffle(handed)  # type: ignore[attr-defined]

    found = unit_standing(UNIT, handed, decisions(" ".join(decided)))

    current = found.current.version if found.current else None
    assert (found.state, current, found.late, found.returns) == modelled(submitted, decided)


@given(submitted_words, decided_words)
def test_what_counts_is_in_force_and_a_state_that_counts_has_it(
    submitted: list[str], decided: list[str]
) -> None:
    made = decisions(" ".join(decided))
    found = unit_standing(UNIT, versions(" ".join(submitted)), made)

    gone = {
        each.submission
        for each in decisions_in_force(made)
        if each.kind in {DecisionKind.WITHDRAW, DecisionKind.MOVE, DecisionKind.RETURN}
    }
    assert found.state.counts == (found.current is not None)
    assert found.current is None or found.current.number not in gone
