from __future__ import annotations

import multiprocessing
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.ledger.errors import NumberNotReserved, OrganCodeMissing
from pipeline.ledger.read import list_events
from pipeline.ledger.register import confirm, find_issued, list_numbers, release, reserve
from pipeline.ledger.store import close_ledger, open_ledger
from pipeline.model.campaign import Paper
from pipeline.model.document_number import Intent, Status, document_number
from tests.ledger.forms import NOON, event

if TYPE_CHECKING:
    from pipeline.ledger.store import Ledger
    from pipeline.model.document_number import Number

NOTICE = Paper("通知", organ_code="云文明办")
BRIEFING = Paper("简报", organ_code="云文明办", organ_mark="精神文明建设简报", first_total=15)


def take(ledger: Ledger, paper: Paper = NOTICE, year: int = 2026, *, key: str = "") -> Number:
    return reserve(ledger, paper, Intent("关于报送情况的通知", key), year, NOON)


def test_a_number_is_printed_in_hexagonal_brackets(ledger: Ledger) -> None:
    assert document_number(take(ledger)) == "云文明办〔2026〕1号"


def test_numbers_of_one_organ_code_run_through_all_kinds(ledger: Ledger) -> None:
    circular = Paper("通报", organ_code="云文明办")
    letter = Paper("函", organ_code="云文明办函")

    serials = [take(ledger, paper).serial for paper in (NOTICE, circular, letter, NOTICE)]

    assert serials == [1, 2, 1, 3]


def test_a_kind_without_an_organ_code_is_refused_with_the_remedy(ledger: Ledger) -> None:
    with pytest.raises(OrganCodeMissing, match="“通知”填文号代字"):
        take(ledger, Paper("通知"))

    assert list_numbers(ledger) == ()


def test_a_released_number_keeps_its_reason_and_is_not_given_again(ledger: Ledger) -> None:
    first = take(ledger)

    release(ledger, first, "未印发：模板有误", NOON)
    second = take(ledger)

    assert second.serial == 2
    assert [(one.serial, one.status, one.reason) for one in list_numbers(ledger)] == [
        (1, Status.RELEASED, "未印发：模板有误"),
        (2, Status.RESERVED, ""),
    ]


def test_a_confirmed_number_is_found_by_its_key(ledger: Ledger) -> None:
    number = take(ledger, key="同一件")
    assert find_issued(ledger, "同一件") is None, "reserved is not issued"

    confirmed = confirm(ledger, number, "d" * 64, Path("outbox/通知.docx"), event("印发"))

    assert find_issued(ledger, "同一件") == confirmed
    assert (confirmed.status, confirmed.digest, confirmed.path) == (
        "confirmed",
        "d" * 64,
        str(Path("outbox/通知.docx")),
    )
    assert find_issued(ledger, "别的") is None


def test_no_key_finds_no_paper(ledger: Ledger) -> None:
    confirm(ledger, take(ledger), "d" * 64, "outbox/通知.docx", event("印发"))

    assert find_issued(ledger, "") is None


def test_the_latest_of_two_papers_with_one_key_is_found(ledger: Ledger) -> None:
    for _ in range(2):
        confirm(ledger, take(ledger, key="再发"), "d" * 64, "outbox/通知.docx", event("印发"))

    found = find_issued(ledger, "再发")

    assert found is not None
    assert found.serial == 2


def test_saying_the_same_again_after_a_crash_changes_nothing(ledger: Ledger) -> None:
    number = take(ledger)

    once = confirm(ledger, number, "d" * 64, "outbox/通知.docx", event("印发"))
    twice = confirm(ledger, number, "d" * 64, "outbox/通知.docx", event("印发"))

    assert once == twice
    assert [told.action for told in list_events(ledger)] == ["印发", "内容指纹"]


def test_a_settled_number_stays_settled(ledger: Ledger) -> None:
    used, given_up = take(ledger), take(ledger)
    confirm(ledger, used, "d" * 64, "outbox/通知.docx", event("印发"))
    release(ledger, given_up, "未印发", NOON)

    with pytest.raises(NumberNotReserved, match="已印发"):
        release(ledger, used, "反悔", NOON)
    with pytest.raises(NumberNotReserved, match="已印发"):
        confirm(ledger, used, "e" * 64, "outbox/通知.docx", event("印发"))
    with pytest.raises(NumberNotReserved, match="已作废"):
        confirm(ledger, given_up, "d" * 64, "outbox/通知.docx", event("印发"))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM numbers",
        "UPDATE numbers SET serial = 9",
        "UPDATE numbers SET title = '改题'",
        "UPDATE numbers SET status = 'reserved'",
    ],
)
def test_the_database_itself_keeps_the_register(ledger: Ledger, statement: str) -> None:
    release(ledger, take(ledger), "未印发", NOON)

    with (
        closing(sqlite3.connect(ledger.path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="numbers"),
    ):
        connection.execute(statement)


def test_each_year_begins_with_one(ledger: Ledger) -> None:
    assert [take(ledger, year=year).serial for year in (2026, 2026, 2027, 2027, 2026)] == [
        1,
        2,
        1,
        2,
        3,
    ]


def test_an_office_that_numbered_by_hand_continues_from_its_first_number(ledger: Ledger) -> None:
    paper = Paper("通知", organ_code="云文明办", first_number=15)

    assert [take(ledger, paper).serial for _ in range(2)] == [15, 16]


def test_a_first_number_serves_one_year_and_not_the_next(ledger: Ledger) -> None:
    paper = Paper("通知", organ_code="云文明办", first_number=15)
    take(ledger, paper, 2026)

    assert take(ledger, paper, 2027).serial == 1


def test_a_first_number_changed_for_the_new_year_is_respected(ledger: Ledger) -> None:
    take(ledger, Paper("通知", organ_code="云文明办", first_number=15), 2026)

    renewed = Paper("通知", organ_code="云文明办", first_number=4)

    assert [take(ledger, renewed, 2027).serial for _ in range(2)] == [4, 5]


def test_a_first_number_raised_within_the_year_leaves_room_for_papers_made_by_hand(
    ledger: Ledger,
) -> None:
    take(ledger)

    raised = Paper("通知", organ_code="云文明办", first_number=9)

    assert [take(ledger, paper).serial for paper in (raised, NOTICE)] == [9, 10]


def test_briefings_count_apart_and_their_total_continues_across_the_years(ledger: Ledger) -> None:
    take(ledger)

    issues = [take(ledger, BRIEFING, year) for year in (2026, 2026, 2027)]

    assert [(issue.serial, issue.total) for issue in issues] == [(1, 15), (2, 16), (1, 17)]
    assert take(ledger).serial == 2
    assert take(ledger).total == 0


def _reserve_five(path: Path) -> list[int]:
    ledger = open_ledger(path, busy_timeout_s=60)
    serials = [take(ledger).serial for _ in range(5)]
    close_ledger(ledger)
    return serials


def test_processes_that_reserve_at_once_get_distinct_consecutive_numbers(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"

    with multiprocessing.get_context("spawn").Pool(3) as pool:
        taken = pool.map(_reserve_five, [path] * 3, chunksize=1)

    assert sorted(serial for serials in taken for serial in serials) == list(range(1, 16))
    assert all(serials == sorted(serials) for serials in taken)


def test_threads_that_reserve_at_once_get_distinct_consecutive_numbers(ledger: Ledger) -> None:
    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(lambda _: take(ledger).serial, range(40)))

    assert sorted(taken) == list(range(1, 41))


def test_two_briefings_of_different_names_have_totals_of_their_own(ledger: Ledger) -> None:
    other = Paper("简报", organ_mark="安全生产简报")

    issues = [take(ledger, paper) for paper in (BRIEFING, BRIEFING, other, BRIEFING, other)]

    assert [(issue.serial, issue.total) for issue in issues] == [
        (1, 15), (2, 16), (1, 1), (3, 17), (2, 2),
    ]  # fmt: skip
