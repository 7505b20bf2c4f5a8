from __future__ import annotations

import dataclasses
import multiprocessing
import sqlite3
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clock import BEIJING
from pipeline.ledger.errors import LedgerBusy, LedgerDamaged, LedgerNewer, LedgerUnwritable
from pipeline.ledger.read import find_submission, list_events, list_submissions
from pipeline.ledger.store import append_event, close_ledger, open_ledger, write_transaction
from pipeline.ledger.verify import ledger_faults
from pipeline.model.filling import Answer, AnswerState, Filling, ListRow
from pipeline.model.finding import Finding, Level, Place
from pipeline.model.submission import CheckOutcome, Submission, SubmissionKey
from tests.ledger.forms import NOON, PERIOD, event, record, submission

if TYPE_CHECKING:
    from pipeline.ledger.store import Ledger

# What can be typed: any character that UTF-8 can carry, NUL and control characters too.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
values = st.one_of(st.none(), texts, st.dates(), st.decimals(allow_nan=False))
places = st.builds(Place, texts, texts, texts)
answers = st.builds(
    Answer,
    texts,
    places,
    st.sampled_from(AnswerState),
    texts,
    values,
    st.lists(texts, max_size=3).map(tuple),
    texts,
    texts,
)
fillings = st.builds(
    Filling,
    campaign=texts,
    unit=texts,
    workbook=texts,
    singles=st.lists(answers, max_size=4).map(tuple),
    rows=st.lists(
        st.builds(ListRow, texts, st.integers(1, 2**20), st.lists(answers, max_size=3).map(tuple)),
        max_size=3,
    ).map(tuple),
    zero=st.none() | answers,
    missing_sheets=st.lists(texts, max_size=2).map(tuple),
    stamp_version=texts,
    unit_place=st.none() | places,
)
findings = st.builds(
    Finding, places, texts, texts, st.sampled_from(Level), texts, texts, texts, texts
)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(BEIJING))  # noqa: DTZ001
handed_in = st.builds(
    Submission,
    campaign=texts,
    period=texts,
    unit=texts,
    digest=st.text("0123456789abcdef", min_size=64, max_size=64),
    name=texts,
    received_at=moments,
    late=st.booleans(),
    outcome=st.sampled_from(CheckOutcome),
    filling=fillings,
    findings=st.lists(findings, max_size=3).map(tuple),
)


@settings(max_examples=60)
@given(handed_in)
def test_what_is_read_back_is_what_was_recorded(handed: Submission) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger = open_ledger(Path(folder) / "ledger.sqlite3")

        recorded = record(ledger, handed, event())
        (read,) = list_submissions(ledger, handed.campaign, handed.period)
        close_ledger(ledger)

    assert read == recorded == dataclasses.replace(handed, version=1, number=1)
    assert [repr(a.value) for a in read.filling.singles] == [
        repr(a.value) for a in handed.filling.singles
    ]


def test_a_number_keeps_its_zeros_and_a_date_stays_a_date(ledger: Ledger) -> None:
    place = Place("表.xlsx", "基本情况", "C7")
    typed = (
        Answer("A", place, AnswerState.VALUE, "1.50", Decimal("1.50")),
        Answer("B", place, AnswerState.VALUE, "2026年9月1日", date(2026, 9, 1)),
        Answer("C", place, AnswerState.VALUE, "2026-09-01", "2026-09-01"),
        Answer("D", place, AnswerState.NOTHING, "无"),
        Answer("E", place, AnswerState.STRUCK, "/"),
        Answer("F", place, AnswerState.EMPTY),
    )
    handed = submission()
    filled = dataclasses.replace(handed.filling, singles=typed)

    record(ledger, dataclasses.replace(handed, filling=filled), event())
    (read,) = list_submissions(ledger, handed.campaign, handed.period)

    assert [str(answer.value) for answer in read.filling.singles[:1]] == ["1.50"]
    assert [type(answer.value) for answer in read.filling.singles[1:3]] == [date, str]
    assert [answer.state for answer in read.filling.singles[3:]] == [
        AnswerState.NOTHING,
        AnswerState.STRUCK,
        AnswerState.EMPTY,
    ]


def test_a_moment_of_another_zone_is_the_same_moment_in_beijing(ledger: Ledger) -> None:
    utc = datetime(2026, 10, 10, 10, 0, tzinfo=timezone(timedelta(0)))

    record(ledger, dataclasses.replace(submission(), received_at=utc), event())
    (read,) = list_submissions(ledger, "文明单位创建", PERIOD.code)

    assert (read.received_at, read.received_at.hour) == (utc, 18)


def test_versions_count_from_one_in_each_unit_and_period(ledger: Ledger) -> None:
    later = dataclasses.replace(submission("一"), period="2026-11")

    versions = [
        record(ledger, handed, event()).version
        for handed in (
            submission("一"),
            submission("二"),
            submission("一", "U02"),
            later,
            submission("三"),
        )
    ]

    assert versions == [1, 2, 1, 1, 3]


def test_the_same_bytes_twice_are_one_submission_and_one_event(ledger: Ledger) -> None:
    first = record(ledger, submission(), event())
    copied = dataclasses.replace(submission(), name="另一份.xlsx")

    second = record(ledger, copied, event())

    assert (second.number, second.version) == (first.number, 1)
    assert [told.action for told in list_events(ledger)] == ["收到", "内容指纹"]


def test_the_same_bytes_of_two_units_are_two_submissions(ledger: Ledger) -> None:
    record(ledger, submission("零报告", "U01"), event())
    record(ledger, submission("零报告", "U02"), event())

    digest = submission("零报告").digest
    found = [
        find_submission(ledger, digest, SubmissionKey("文明单位创建", PERIOD.code, unit))
        for unit in ("U01", "U02")
    ]

    assert [one.unit for one in found if one] == ["U01", "U02"]


def test_a_submission_that_cannot_be_recorded_leaves_no_trace(ledger: Ledger) -> None:
    handed = submission()
    unknown_type = dataclasses.replace(handed.filling.singles[0], value=1.5)  # type: ignore[arg-type]
    spoilt = dataclasses.replace(handed.filling, singles=(unknown_type,))

    with pytest.raises(KeyError):
        record(ledger, dataclasses.replace(handed, filling=spoilt), event())

    assert list_submissions(ledger, handed.campaign, handed.period) == ()
    assert list_events(ledger) == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET detail = '改过'",
        "DELETE FROM events",
        "UPDATE answers SET value = '99'",
        "DELETE FROM answers",
        "DELETE FROM findings",
        "UPDATE submissions SET decision = '已收'",
        "DELETE FROM submissions",
    ],
)
def test_the_database_itself_refuses_to_rewrite_what_happened(
    ledger: Ledger, statement: str
) -> None:
    finding = Finding(Place("表.xlsx", "基本情况", "C7"), "总数", "not-a-number", Level.ERROR)
    record(ledger, dataclasses.replace(submission(), findings=(finding,)), event())

    with (
        closing(sqlite3.connect(ledger.path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="rows"),
    ):
        connection.execute(statement)


def test_a_history_changed_behind_our_back_is_noticed_at_its_event(ledger: Ledger) -> None:
    for detail in ("甲", "乙", "丙"):
        append_event(ledger, event(detail=detail))
    assert ledger_faults(ledger) == ()

    with closing(sqlite3.connect(ledger.path)) as connection:
        connection.execute("DROP TRIGGER events_as_recorded")
        connection.execute("UPDATE events SET detail = '改' WHERE number = 2")
        connection.commit()

    (said,) = ledger_faults(ledger)
    assert "第2条事件" in said


def test_a_line_taken_out_of_the_history_is_noticed(ledger: Ledger) -> None:
    for detail in ("甲", "乙", "丙"):
        append_event(ledger, event(detail=detail))

    with closing(sqlite3.connect(ledger.path)) as connection:
        connection.execute("DROP TRIGGER events_stay")
        connection.execute("DELETE FROM events WHERE number = 1")
        connection.commit()

    assert ledger_faults(ledger)


def test_the_last_events_are_listed_oldest_first(ledger: Ledger) -> None:
    for detail in ("甲", "乙", "丙"):
        append_event(ledger, event(detail=detail))

    assert [told.detail for told in list_events(ledger, limit=2)] == ["乙", "丙"]
    assert list_events(ledger)[0] == event(detail="甲")


def test_the_ledger_is_kept_as_the_design_promises(ledger: Ledger) -> None:
    with write_transaction(ledger) as connection:
        told = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "user_version")
        }

    assert told == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "user_version": 5}


def test_a_ledger_opened_again_knows_what_it_knew(ledger: Ledger) -> None:
    recorded = record(ledger, submission(), event())

    again = open_ledger(ledger.path)
    read = list_submissions(again, recorded.campaign, recorded.period)
    close_ledger(again)

    assert read == (recorded,)


def test_a_ledger_of_a_newer_program_is_not_touched(ledger: Ledger) -> None:
    with closing(sqlite3.connect(ledger.path)) as connection:
        connection.execute("PRAGMA user_version = 7")

    with pytest.raises(LedgerNewer, match="升级"):
        open_ledger(ledger.path)


def test_a_file_that_is_no_database_is_called_damaged_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    path.write_bytes(b"not a database, but quite long enough to look at" * 100)
    before = path.read_bytes()

    with pytest.raises(LedgerDamaged, match="备份"):
        open_ledger(path)

    assert path.read_bytes() == before


def test_a_database_of_another_program_is_not_opened_as_a_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE contacts (name)")

    with pytest.raises(LedgerDamaged, match="别的程序"):
        open_ledger(path)


def test_a_page_that_rotted_is_a_sentence_not_a_traceback(ledger: Ledger) -> None:
    for text in "一二三四五六七八":
        record(ledger, submission(text), event())
    close_ledger(ledger)
    content = bytearray(ledger.path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    ledger.path.write_bytes(content)

    with pytest.raises(LedgerDamaged):
        list_submissions(ledger, "文明单位创建", PERIOD.code)


def test_a_ledger_that_another_process_holds_is_called_busy(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path / "ledger.sqlite3", busy_timeout_s=0.05)

    with closing(sqlite3.connect(ledger.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerBusy, match="占用"):
            append_event(ledger, event())

    close_ledger(ledger)


def test_people_may_read_while_a_pass_writes(ledger: Ledger) -> None:
    record(ledger, submission("一"), event())

    with write_transaction(ledger):
        read = list_submissions(ledger, "文明单位创建", PERIOD.code)

    assert len(read) == 1


def test_a_folder_in_place_of_the_ledger_is_reported(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite3").mkdir()

    with pytest.raises(LedgerUnwritable, match="打不开"):
        open_ledger(tmp_path / "ledger.sqlite3")


def test_a_full_disk_is_named_and_nothing_is_half_recorded(ledger: Ledger) -> None:
    with write_transaction(ledger) as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    long = dataclasses.replace(submission(), name="表" * 100_000)

    with pytest.raises(LedgerUnwritable, match="磁盘已满"):
        record(ledger, long, event())

    assert list_submissions(ledger, "文明单位创建", PERIOD.code) == ()


def _record_all(path: Path) -> list[tuple[int, int]]:
    ledger = open_ledger(path, busy_timeout_s=60)
    recorded = [record(ledger, submission(text), event()) for text in "一二三四五"]
    close_ledger(ledger)
    return [(one.number, one.version) for one in recorded]


def test_processes_that_start_at_once_record_each_thing_once(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        told = pool.map(_record_all, [path] * 3, chunksize=1)

    ledger = open_ledger(path)
    read = list_submissions(ledger, "文明单位创建", PERIOD.code)
    found = (len(list_events(ledger)), ledger_faults(ledger))
    close_ledger(ledger)

    assert sorted(one.version for one in read) == [1, 2, 3, 4, 5]
    assert told[0] == told[1] == told[2]
    assert found == (10, ()), "each with its digest"


def test_threads_may_share_a_ledger(ledger: Ledger) -> None:
    units = [f"U{number:02}" for number in range(24)]

    with ThreadPoolExecutor(8) as threads:
        recorded = list(
            threads.map(lambda unit: record(ledger, submission("一", unit), event()), units)
        )

    assert sorted(one.number for one in recorded) == list(range(1, 25))
    assert ledger_faults(ledger) == ()
    assert {one.received_at for one in recorded} == {NOON}


def test_the_same_bytes_in_the_next_period_are_a_new_submission(ledger: Ledger) -> None:
    first = record(ledger, submission("零报告"), event())
    later = record(ledger, dataclasses.replace(submission("零报告"), period="2026-11"), event())

    assert later.number != first.number
    assert list_submissions(ledger, later.campaign, "2026-11") == (later,)
