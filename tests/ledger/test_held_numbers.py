"""Numbers that persons take and declare void: open until used, and never given to another paper."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.ledger.errors import NumberNotReserved
from pipeline.ledger.held_numbers import hold, take_back_paper, void
from pipeline.ledger.read import list_events
from pipeline.ledger.register import (
    assign_paper,
    confirm,
    find_issued,
    list_numbers,
    release,
    reserve,
)
from pipeline.ledger.store import close_ledger, open_ledger
from pipeline.ledger.verify import verify_ledger
from pipeline.model.campaign import Paper
from pipeline.model.document_number import Intent, Status
from tests.ledger.forms import NOON, event

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.ledger.store import Ledger
    from pipeline.model.document_number import Number

NOTICE = Paper("通知", organ_code="云文明办")
DIGEST = "d" * 64


def take(ledger: Ledger, key: str = "") -> Number:
    return reserve(ledger, NOTICE, Intent("关于报送的通知", key), 2026, NOON)


def held(ledger: Ledger) -> Number:
    return hold(ledger, NOTICE, Intent("给省厅的函"), 2026, event("预留"))


def issued(ledger: Ledger, key: str = "") -> Number:
    return confirm(ledger, take(ledger, key), DIGEST, "outbox/通知.docx", event("印发"))


def test_a_held_number_is_the_next_one_and_says_what_it_is_for(ledger: Ledger) -> None:
    take(ledger)
    number = held(ledger)

    assert (number.serial, number.status, number.remark) == (2, Status.HELD, "给省厅的函")
    assert take(ledger).serial == 3
    (told,) = list_events(ledger)
    assert (told.action, told.subject, told.detail) == (
        "预留",
        "文号云文明办〔2026〕2",
        "给省厅的函",
    )


def test_a_held_number_gets_its_paper_when_that_is_issued(ledger: Ledger) -> None:
    number = replace(held(ledger), kind="函", title="关于商请支持的函", key="同一件")

    assign_paper(ledger, number, DIGEST, "outbox/函.docx")
    confirm(ledger, number, DIGEST, "outbox/函.docx", event("印发"))

    (entry,) = list_numbers(ledger)
    assert (entry.status, entry.kind, entry.title) == (Status.CONFIRMED, "函", "关于商请支持的函")
    assert (entry.remark, entry.digest, entry.path) == ("", DIGEST, "outbox/函.docx")
    assert find_issued(ledger, "同一件") == entry
    assert verify_ledger(ledger).faults == ()


def test_a_paper_that_was_not_published_leaves_the_number_held(ledger: Ledger) -> None:
    before = held(ledger)
    assign_paper(ledger, replace(before, kind="函", title="题"), DIGEST, "outbox/函.docx")

    take_back_paper(ledger, before)

    assert list_numbers(ledger) == (before,)


def test_a_void_number_stays_as_confirmed_and_its_key_finds_nothing(ledger: Ledger) -> None:
    number = issued(ledger, "同一件")

    void(ledger, number, event("作废", "印错"))

    (entry,) = list_numbers(ledger)
    assert (entry.status, entry.state, entry.word) == (Status.CONFIRMED, "void", "已作废")
    assert (entry.remark, entry.in_use, entry.path) == ("印错", False, "outbox/通知.docx")
    assert find_issued(ledger, "同一件") is None
    assert take(ledger).serial == 2, "a void number isn't given again"
    assert verify_ledger(ledger).faults == ()


def test_a_void_number_found_by_key_gives_way_to_an_older_valid_one(ledger: Ledger) -> None:
    first = issued(ledger, "同一件")
    void(ledger, issued(ledger, "同一件"), event("作废", "印重"))

    assert find_issued(ledger, "同一件") == first


def test_a_held_number_declared_void_is_released_with_the_reason(ledger: Ledger) -> None:
    void(ledger, held(ledger), event("作废", "不发了"))

    (entry,) = list_numbers(ledger)
    assert (entry.status, entry.word, entry.remark) == (Status.RELEASED, "已作废", "不发了")
    found = verify_ledger(ledger)
    assert (found.faults, found.unanchored) == ((), ())
    assert take(ledger).serial == 2


def test_the_same_void_again_changes_nothing(ledger: Ledger) -> None:
    number = issued(ledger)
    void(ledger, number, event("作废", "印错"))
    told = list_events(ledger)

    again = void(ledger, number, event("作废", "别的理由"))

    assert again.remark == "印错"
    assert list_events(ledger) == told


def test_a_void_number_is_not_confirmed_again(ledger: Ledger) -> None:
    number = held(ledger)
    void(ledger, number, event("作废", "不发了"))

    with pytest.raises(NumberNotReserved, match="已作废"):
        confirm(ledger, number, DIGEST, "outbox/函.docx", event("印发"))
    with pytest.raises(NumberNotReserved, match="已作废"):
        assign_paper(ledger, number, DIGEST, "outbox/函.docx")


@pytest.mark.parametrize("column", ["organ_code", "year", "serial", "total", "first_number"])
def test_what_a_held_number_is_cannot_be_changed(ledger: Ledger, column: str) -> None:
    held(ledger)

    with (
        closing(sqlite3.connect(ledger.path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="numbers"),
    ):
        connection.execute(f"UPDATE numbers SET {column} = 9")  # noqa: S608 - our own columns


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(["reserve", "issue", "hold", "void", "release"]), max_size=12))
def test_whatever_is_done_each_number_is_given_once_and_none_is_left_out(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    ledger = _new(tmp_path_factory.mktemp("台账"))
    try:
        for step in steps:
            match step:
                case "reserve":
                    take(ledger)
                case "issue":
                    issued(ledger)
                case "hold":
                    held(ledger)
                case "void":
                    for number in list_numbers(ledger)[-1:]:
                        void(ledger, number, event("作废", "试"))
                case _:
                    _release_last(ledger)
        entries = list_numbers(ledger)
        given_out = sum(step in {"reserve", "issue", "hold"} for step in steps)
        assert [entry.serial for entry in entries] == list(range(1, given_out + 1))
        assert all(entry.remark for entry in entries if entry.word == "已作废")
        assert verify_ledger(ledger).faults == ()
    finally:
        close_ledger(ledger)


def _release_last(ledger: Ledger) -> None:
    for number in list_numbers(ledger):
        if number.status is Status.RESERVED:
            release(ledger, number, "没有用上", NOON)


def _new(folder: Path) -> Ledger:
    return open_ledger(folder / "ledger.sqlite3")
