"""How far an arrival has come: each step once, with a kill between any two of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.ledger import arrivals
from pipeline.ledger.read import list_events, list_submissions, submission_by_number
from pipeline.ledger.store import write_transaction
from pipeline.model.arrival import Fate, Origin, Step
from tests.ledger.forms import NOON, PERIOD, arrive, event, submission

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.ledger.store import Ledger
    from pipeline.model.arrival import Progress

LATER = NOON + timedelta(hours=3)


def test_an_arrival_that_a_killed_run_left_keeps_its_first_moment(ledger: Ledger) -> None:
    first = arrivals.begin_arrival(ledger, "东河区.xlsx", "d" * 64, NOON)
    arrivals.set_step(ledger, first, Step.KEPT)

    again = arrivals.begin_arrival(ledger, "东河区.xlsx", "d" * 64, LATER)

    assert (again.number, again.received_at, again.step) == (first.number, NOON, Step.KEPT)
    assert (first.starts, again.starts) == (1, 2)


def test_other_bytes_another_name_or_another_origin_are_another_arrival(ledger: Ledger) -> None:
    bundle = arrivals.begin_arrival(ledger, "材料.zip", "z" * 64, NOON)
    told = [
        arrivals.begin_arrival(ledger, "东河区.xlsx", "d" * 64, NOON),
        arrivals.begin_arrival(ledger, "东河区.xlsx", "e" * 64, NOON),
        arrivals.begin_arrival(ledger, "东河.xlsx", "d" * 64, NOON),
        arrivals.begin_arrival(ledger, "东河区.xlsx", "d" * 64, NOON, origin=Origin.QUARANTINE),
        arrivals.begin_arrival(
            ledger, "东河区.xlsx", "d" * 64, NOON, origin=Origin.BUNDLE, bundle=bundle.number
        ),
    ]

    assert len({progress.number for progress in told}) == 5


def test_what_is_done_is_done_and_the_same_bytes_again_are_a_new_arrival(ledger: Ledger) -> None:
    first = arrivals.begin_arrival(ledger, "东河区.xlsx", "d" * 64, NOON)
    arrivals.close_arrival(ledger, first)

    again = arrivals.begin_arrival(ledger, "东河区.xlsx", "d" * 64, LATER)

    assert again.number != first.number
    assert again.received_at == LATER
    assert arrivals.open_arrivals(ledger) == (again,)


def all_of_it(ledger: Ledger, *, dying_after: int) -> Progress:
    """An arrival's way through; its process is killed after so many steps."""
    handed = submission()
    progress = arrive(ledger, handed)
    steps: tuple[Callable[[], Progress], ...] = (
        lambda: arrivals.set_step(ledger, progress, Step.KEPT),
        lambda: arrivals.record_submission(ledger, progress, handed, event("收到"))[0],
        lambda: arrivals.record_publication(ledger, progress, event("发回执")),
        lambda: arrivals.close_arrival(ledger, progress, event("清收件箱")),
    )
    for step in steps[:dying_after]:
        progress = step()
    return progress


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deaths=st.lists(st.integers(0, 4), max_size=8))
def test_however_often_it_is_killed_each_thing_is_entered_once(
    tmp_path_factory: pytest.TempPathFactory, deaths: list[int]
) -> None:
    from pipeline.ledger.store import close_ledger, open_ledger  # noqa: PLC0415 - one ledger each

    ledger = open_ledger(tmp_path_factory.mktemp("台账") / "ledger.sqlite3")
    for dying_after in deaths:
        all_of_it(ledger, dying_after=dying_after)
        if dying_after == 4:  # it came through; another time would be another arrival
            break
    else:
        all_of_it(ledger, dying_after=4)

    (recorded,) = list_submissions(ledger, "文明单位创建", PERIOD.code)
    told = [each.action for each in list_events(ledger)]
    left = arrivals.open_arrivals(ledger)
    close_ledger(ledger)

    assert (recorded.version, recorded.answered, recorded.cleared) == (1, True, True)
    assert told == ["收到", "内容指纹", "发回执", "清收件箱"]
    assert left == ()


def test_an_arrival_without_a_submission_is_recorded_once_with_its_reason(ledger: Ledger) -> None:
    progress = arrivals.begin_arrival(ledger, "照片.jpg", "f" * 64, NOON)
    told = replace(progress, fate=Fate.QUARANTINED, reason="这是图片")

    for _ in range(2):
        progress = arrivals.record_fate(ledger, progress, told, event("待认领"))

    assert (progress.step, progress.fate, progress.reason) == (
        Step.PUBLISHED,
        Fate.QUARANTINED,
        "这是图片",
    )
    assert [each.action for each in list_events(ledger)] == ["待认领"]


def test_the_files_of_an_archive_are_found_by_it(ledger: Ledger) -> None:
    bundle = arrivals.begin_arrival(ledger, "材料.zip", "z" * 64, NOON)
    member = arrivals.begin_arrival(
        ledger, "材料.zip/东河区.xlsx", "d" * 64, NOON, origin=Origin.BUNDLE, bundle=bundle.number
    )

    assert arrivals.open_arrivals(ledger) == (bundle,)
    assert arrivals.open_arrivals(ledger, bundle.number) == (member,)


def test_the_submission_of_an_arrival_is_found_by_its_number(ledger: Ledger) -> None:
    handed = submission()
    progress, entered = arrivals.record_submission(ledger, arrive(ledger, handed), handed, event())

    assert progress.submission == entered.number
    assert submission_by_number(ledger, entered.number) == entered


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM arrivals",
        "UPDATE arrivals SET digest = 'x'",
        "UPDATE arrivals SET received_at = '2027-01-01'",
        "UPDATE arrivals SET step = 'arrived'",
    ],
)
def test_the_database_refuses_to_turn_an_arrival_back(ledger: Ledger, statement: str) -> None:
    arrivals.close_arrival(ledger, arrivals.begin_arrival(ledger, "东河区.xlsx", "d" * 64, NOON))

    with (
        closing(sqlite3.connect(ledger.path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="arrivals"),
    ):
        connection.execute(statement)


@pytest.mark.parametrize("step", ["read", "checked"])
def test_a_step_of_an_earlier_version_is_continued_from_the_stored_original(
    ledger: Ledger, step: str
) -> None:
    first = arrivals.begin_arrival(ledger, "东河区.xlsx", "d" * 64, NOON)
    with write_transaction(ledger) as connection:
        connection.exec_driver_sql("UPDATE arrivals SET step = ?", (step,))

    (left,) = arrivals.open_arrivals(ledger)

    assert (left.number, left.step) == (first.number, Step.KEPT)
