"""Decisions in the ledger: appended to, never changed, covered by the chain, followed by every look-up."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from pipeline.ledger.arrivals import open_arrivals
from pipeline.ledger.decisions import DecidedCase, list_decisions, record_decision
from pipeline.ledger.errors import LedgerDamaged
from pipeline.ledger.read import (
    find_submission,
    has_accepted,
    latest_accepted,
    list_events,
    list_standings,
    periods_of_unit,
)
from pipeline.ledger.verify import differing_decisions, verify_ledger
from pipeline.model.arrival import Origin, Step
from pipeline.model.decision import EXEMPT_RULE, Decision, DecisionKind
from pipeline.model.submission import CheckOutcome, State, SubmissionKey
from tests.ledger.forms import NOON, PERIOD, campaign, event, record, submission

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.ledger.store import Ledger
    from pipeline.model.submission import Submission

KEY = SubmissionKey("文明单位创建", PERIOD.code, "U01")


def decide(ledger: Ledger, kind: DecisionKind, on: Submission | None = None, **more: object) -> Decision:  # fmt: skip
    made = Decision(kind, KEY, "表报错了", "〇〇〇", NOON, submission=on.number if on else 0)
    recorded, _ = record_decision(ledger, replace(made, **more), event(kind.value))  # type: ignore[arg-type]
    return recorded


def test_what_was_decided_is_read_as_it_was_written(ledger: Ledger) -> None:
    one = record(ledger, submission(), event())
    first = decide(ledger, DecisionKind.WITHDRAW, one)
    second = decide(ledger, DecisionKind.EXTEND, until=NOON + timedelta(days=3), key=replace(KEY, unit=""))  # fmt: skip
    third = decide(ledger, DecisionKind.REVOKE, revokes=first.number)
    other = decide(ledger, DecisionKind.WAIVE, value="甲", key=replace(KEY, unit="U02"))

    assert [each.number for each in (first, second, third, other)] == [1, 2, 3, 4]
    assert list_decisions(ledger) == (first, second, third, other)
    assert list_decisions(ledger, KEY.campaign, KEY.period, "U02") == (second, other)
    assert list_decisions(ledger, KEY.campaign, "2026-11") == ()
    assert verify_ledger(ledger).faults == ()
    assert verify_ledger(ledger).unanchored == ()


def test_no_look_up_finds_what_was_withdrawn(ledger: Ledger) -> None:
    first = record(ledger, submission("一"), event())
    second = record(ledger, submission("二"), event())

    withdrawn = decide(ledger, DecisionKind.WITHDRAW, second)

    assert latest_accepted(ledger, KEY) == first
    assert find_submission(ledger, second.digest, KEY) is None
    assert periods_of_unit(ledger, KEY.campaign, "U01", second.digest) == (
        frozenset({PERIOD.code}),
        frozenset(),
    )
    decide(ledger, DecisionKind.WITHDRAW, first)
    assert not has_accepted(ledger, KEY)
    assert periods_of_unit(ledger, KEY.campaign, "U01", first.digest) == (frozenset(),) * 2
    assert list_standings(ledger, campaign(), PERIOD)[0].state is State.MISSING
    decide(ledger, DecisionKind.REVOKE, revokes=withdrawn.number)
    assert latest_accepted(ledger, KEY) == second
    assert find_submission(ledger, second.digest, KEY) == second


def test_withdrawn_bytes_are_a_new_version_when_they_come_again(ledger: Ledger) -> None:
    first = record(ledger, submission("一"), event())
    decide(ledger, DecisionKind.WITHDRAW, first)

    again = record(ledger, replace(submission("一"), name="又一次.xlsx"), event())
    twice = record(ledger, replace(submission("一"), name="第三次.xlsx"), event())

    assert (again.version, twice.version, twice.number) == (2, 2, again.number)
    assert latest_accepted(ledger, KEY) == again
    assert verify_ledger(ledger).faults == ()


def test_an_adopted_version_counts_with_and_without_its_cells(ledger: Ledger) -> None:
    returned = record(ledger, submission(outcome=CheckOutcome.RETURNED), event())
    assert latest_accepted(ledger, KEY) is None

    decide(ledger, DecisionKind.ACCEPT, returned)

    assert latest_accepted(ledger, KEY) == returned
    for cells in (True, False):
        (standing, *_) = list_standings(ledger, campaign(), PERIOD, cells=cells)
        assert standing.state is State.WARNED


def test_a_decision_and_the_case_that_carries_it_out_are_one_transaction(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = record(ledger, submission(), event())
    made = Decision(DecisionKind.WITHDRAW, KEY, "报错了", "〇〇〇", NOON, submission=one.number)
    before = len(list_events(ledger)), len(open_arrivals(ledger))
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.ledger.decisions._INSERT_ARRIVAL", "INSERT INTO nowhere VALUES (1)")
        with pytest.raises(sqlite3.Error):
            record_decision(ledger, made, event("撤回"), DecidedCase(one, Step.KEPT))
    assert (len(list_events(ledger)), len(open_arrivals(ledger))) == before
    assert list_decisions(ledger) == ()

    _, number = record_decision(ledger, made, event("撤回"), DecidedCase(one, Step.KEPT))

    (*_, arrival) = open_arrivals(ledger)
    assert (arrival.number, arrival.origin, arrival.step) == (number, Origin.DECISION, Step.KEPT)
    assert (arrival.digest, arrival.submission) == (one.digest, 0)


@pytest.mark.parametrize(
    "statement", ["DELETE FROM decisions", "UPDATE decisions SET reason = '别的理由'"]
)
def test_the_database_itself_refuses_to_change_a_decision(ledger: Ledger, statement: str) -> None:
    decide(ledger, DecisionKind.WAIVE, value=EXEMPT_RULE)

    with closing(sqlite3.connect(ledger.path)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)


def tamper(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for name in ("decisions_stay", "decisions_as_recorded"):
            (sql,) = connection.execute(
                "SELECT sql FROM sqlite_master WHERE name = ?", (name,)
            ).fetchone()
            connection.execute(f"DROP TRIGGER {name}")
            statements = (*statements, sql)
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE decisions SET reason = '别的理由'", "第1号处置现在的内容与"),
        ("UPDATE decisions SET value = '别的规则'", "第1号处置现在的内容与"),
        ("UPDATE decisions SET unit = 'U02'", "第1号处置现在的内容与"),
        ("UPDATE decisions SET until = '2027-01-01T00:00:00+08:00'", "第1号处置现在的内容与"),
        ("UPDATE decisions SET kind = '没有的'", "第1号处置的登记内容读不出来"),
        ("DELETE FROM decisions", "处置末尾少了 1 条"),
    ],
)
def test_a_changed_decision_is_found(ledger: Ledger, statement: str, fault: str) -> None:
    decide(ledger, DecisionKind.WAIVE, value=EXEMPT_RULE)
    tamper(ledger.path, statement)

    assert any(fault in each for each in verify_ledger(ledger).faults)
    if "没有的" in statement:
        with pytest.raises(LedgerDamaged):
            list_decisions(ledger)
    elif not statement.startswith("DELETE"):
        assert len(differing_decisions(ledger, list_decisions(ledger))) == 1
