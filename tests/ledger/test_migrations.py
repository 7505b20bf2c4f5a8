"""A ledger of every released format is migrated to today's, whole, with a copy of the old one."""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from pipeline.ledger import arrivals, migrate
from pipeline.ledger.errors import LedgerUnwritable
from pipeline.ledger.read import list_events, list_submissions
from pipeline.ledger.schema import SCHEMA_VERSION
from pipeline.ledger.store import append_event, close_ledger, open_ledger
from pipeline.ledger.verify import ledger_faults, verify_ledger
from pipeline.model.arrival import Fate, Origin, Step
from tests.ledger.forms import event

# What a program of that format wrote, as `sqlite3 ledger.sqlite3 .dump` tells it: units that were
# accepted, returned, sent twice; one answered, and one not cleared, when the run died.
FORMATS: Final = sorted(Path(__file__).with_name("formats").glob("*.sql"))


def old_ledger(folder: Path, script: Path) -> Path:
    path = folder / "ledger.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script.read_text("utf-8"))
    return path


def shape(path: Path) -> dict[str, str]:
    """Every table, index and trigger by its name, as it was declared, spaces apart."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%'"
            " AND name NOT LIKE 'sqlite%'"
        ).fetchall()
    return {name: re.sub(r"[\s\"]+", " ", sql).replace(" ,", ",").strip() for name, sql in rows}


def rows_of(connection: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    return connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - our own tables


def columns(path: Path, table: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"PRAGMA table_info({table})").fetchall()


def test_there_is_a_ledger_of_every_format_before_todays() -> None:
    assert [path.stem for path in FORMATS] == [f"{n}" for n in range(1, SCHEMA_VERSION)]


@pytest.mark.parametrize("script", FORMATS, ids=lambda path: path.stem)
def test_an_old_ledger_becomes_one_of_today(script: Path, tmp_path: Path) -> None:
    path = old_ledger(tmp_path, script)
    (tmp_path / "new").mkdir()
    new = tmp_path / "new" / "ledger.sqlite3"
    close_ledger(open_ledger(new))

    ledger = open_ledger(path)
    found = ledger_faults(ledger)
    close_ledger(ledger)

    assert found == ()
    assert shape(path).keys() == shape(new).keys()
    for name, declared in shape(new).items():
        if not declared.startswith("CREATE TABLE"):
            assert shape(path)[name] == declared
        else:
            assert columns(path, name) == columns(new, name)


@pytest.mark.parametrize("script", FORMATS, ids=lambda path: path.stem)
def test_nothing_that_was_known_is_lost_or_changed(script: Path, tmp_path: Path) -> None:
    path = old_ledger(tmp_path, script)
    with closing(sqlite3.connect(path)) as connection:
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            )
        ]
        before = {name: rows_of(connection, name) for name in tables}

    close_ledger(open_ledger(path))

    for database in (path, tmp_path / f"ledger-格式{script.stem}.sqlite3"):
        with closing(sqlite3.connect(database)) as connection:
            for name, rows in before.items():
                assert rows_of(connection, name) == rows, name


def test_what_a_run_of_format_1_left_unfinished_is_resumed(tmp_path: Path) -> None:
    ledger = open_ledger(old_ledger(tmp_path, FORMATS[0]))

    left = arrivals.open_arrivals(ledger)
    known = list_submissions(ledger, "文明单位创建", "一次性")
    told = len(list_events(ledger))
    vouched = verify_ledger(ledger)
    close_ledger(ledger)

    assert (vouched.faults, len(vouched.unanchored)) == ((), 4), "nothing vouched for them then"

    assert [(each.name, each.step, each.fate, each.origin) for each in left] == [
        ("新城区.xlsx", Step.PUBLISHED, Fate.ACCEPTED, Origin.INBOX),
        ("云岭市.xlsx", Step.PUBLISHED, Fate.ACCEPTED, Origin.INBOX),
    ]
    assert [each.submission for each in left] == [3, 4]
    assert (len(known), told) == (4, 12)


def test_a_copy_that_cannot_be_kept_stops_it_before_anything_is_changed(tmp_path: Path) -> None:
    path = old_ledger(tmp_path, FORMATS[0])
    (tmp_path / "ledger-格式1.sqlite3" / "占位").mkdir(parents=True)

    with pytest.raises(LedgerUnwritable, match="升级前留不下副本"):
        open_ledger(path)

    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert not list(tmp_path.glob(".*part"))


def test_a_migration_that_fails_halfway_leaves_the_ledger_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = old_ledger(tmp_path, FORMATS[0])
    before = shape(path)
    monkeypatch.setattr(migrate, "SCHEMA_VERSION", 999)  # a step that isn't there

    with pytest.raises(Exception, match="999"):
        open_ledger(path)

    assert shape(path) == before
    monkeypatch.undo()
    ledger = open_ledger(path)
    append_event(ledger, event())
    assert ledger_faults(ledger) == ()
    close_ledger(ledger)


@pytest.mark.parametrize("script", FORMATS, ids=lambda path: path.stem)
def test_a_migrated_ledger_is_clean_and_keeps_the_count_of_rows_ever_inserted(
    script: Path, tmp_path: Path
) -> None:
    path = old_ledger(tmp_path, script)
    with closing(sqlite3.connect(path)) as connection, connection:
        (before,) = connection.execute("SELECT max(number) FROM submissions").fetchone()
        connection.execute("UPDATE sqlite_sequence SET seq = seq + 3 WHERE name = 'submissions'")

    ledger = open_ledger(path)
    found = verify_ledger(ledger)
    close_ledger(ledger)

    assert found.faults == (
        f"报送件末尾少了 3 条：数据库计过第{before + 3}号，现在只到第{before}号。",
    )


def test_ten_thousand_submissions_are_migrated_in_seconds(tmp_path: Path) -> None:
    path = old_ledger(tmp_path, FORMATS[-1])
    with closing(sqlite3.connect(path)) as connection, connection:
        columns = "name, received_at, late, decision, answered, cleared, form_campaign, form_unit,"
        columns += " workbook, stamp_version, missing_sheets, unit_place"
        connection.execute(
            f"""
            WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < 10000)
            INSERT INTO submissions (campaign, period, unit, version, digest, {columns})
            SELECT campaign, period, 'U' || n, 1, 'd' || n, {columns}
            FROM counted, (SELECT * FROM submissions LIMIT 1)
            """  # noqa: S608 - our own columns
        )

    begun = time.process_time()
    close_ledger(open_ledger(path))
    took = time.process_time() - begun

    assert took < 10, "about half a second on a machine with nothing else to do"
