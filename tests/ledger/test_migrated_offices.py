"""The ledger of a whole demonstration by the program of each format: what it tells is the same today.

``demo-N.sql.xz`` is what ``demo`` of the last program of format N left (from 4 on with a 延期), dumped;
``demo-N.json`` what that program told of it: ``status --json``, and a digest of the values on each sheet of
its 汇总表 whose layout is still the same. The sums are added up apart from the values that came in.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import sqlite3
from contextlib import closing
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import openpyxl
import pytest

from pipeline.board.status import status
from pipeline.clock import BEIJING, stopped_clock
from pipeline.consolidation.collected_values import collected_values
from pipeline.issuing.consolidate import consolidate
from pipeline.ledger.schema import SCHEMA_VERSION, metadata
from pipeline.ledger.verify import ledger_faults, verify_ledger
from pipeline.model.campaign import Aggregation, Shape
from pipeline.office.collection_round import load_round
from pipeline.office.context import open_office
from pipeline.setup.init import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.office.context import Office
    from pipeline.workspace import Workspace

FOLDER: Final = Path(__file__).with_name("formats")
FORMATS: Final = tuple(range(1, SCHEMA_VERSION + 1))
CLOCK: Final = stopped_clock(datetime(2026, 10, 20, 9, 0, tzinfo=BEIJING))
KEYS: Final = ("unit", "state", "late", "version", "received_at", "original_sha256")
SAME_VALUES: Final = "f124b6a3c8ee3810"  # whichever format they come from
# Of the first format nothing was written about how far an arrival had come, nor decisions before the fourth.
EMPTY_BEFORE: Final = {1: {"arrivals", "decisions"}, 2: {"decisions"}, 3: {"decisions"}}


def restored(folder: Path, number: int) -> None:
    script = lzma.decompress((FOLDER / f"demo-{number}.sql.xz").read_bytes()).decode()
    with closing(sqlite3.connect(folder / "ledger.sqlite3")) as connection:
        connection.executescript(script)


def told(number: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"demo-{number}.json").read_text("utf-8"))
    return found


@pytest.fixture(params=FORMATS)
def number(request: pytest.FixtureRequest) -> int:
    made: int = request.param
    return made


@pytest.fixture
def migrated(number: int, fresh: Workspace) -> Iterator[Office]:
    restored(fresh.hidden, number)
    with open_office(fresh, CLOCK) as office:
        yield office


def test_every_table_was_in_use(number: int, tmp_path: Path) -> None:
    restored(tmp_path, number)

    with closing(sqlite3.connect(tmp_path / "ledger.sqlite3")) as connection:
        (written,) = connection.execute("PRAGMA user_version").fetchone()
        tables = {table.name for table in metadata.sorted_tables} - EMPTY_BEFORE.get(number, set())
        counts = {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608
            for name in tables
        }

    assert written == number
    assert not [name for name, count in counts.items() if not count]


def test_the_history_is_whole(migrated: Office) -> None:
    assert ledger_faults(migrated.ledger) == ()
    assert verify_ledger(migrated.ledger).faults == ()


def test_every_unit_stands_where_it_stood(migrated: Office, number: int) -> None:
    collected = load_round(migrated, migrated.campaign(EXAMPLE))
    document = status(collected.campaign, collected.period, collected.standings)

    assert [[unit[key] for key in KEYS] for unit in document["units"]] == told(number)["units"]
    assert document["counts"] == told(number)["counts"]


def test_every_list_text_and_gap_is_summarized_as_before(migrated: Office, number: int) -> None:
    path = consolidate(migrated, migrated.campaign(EXAMPLE))

    book = openpyxl.load_workbook(path, data_only=True)
    digests = {
        name: hashlib.sha256(repr(list(book[name].values)).encode()).hexdigest()
        for name in told(number)["sheets"]
    }
    assert digests == told(number)["sheets"]


def test_every_figure_is_added_up_from_the_values(migrated: Office) -> None:
    campaign = migrated.campaign(EXAMPLE)
    summed = [
        field.name
        for field in campaign.fields
        if field.shape is Shape.SINGLE and field.aggregation is Aggregation.SUM
    ]
    came_in = collected_values(load_round(migrated, campaign))

    book = openpyxl.load_workbook(consolidate(migrated, campaign), data_only=True)

    rows = [list(row) for row in book["汇总表"].values]
    heads = [str(head).replace("\n", "").partition("（")[0] for head in rows[2]]
    totals = dict(zip(heads, rows[-1], strict=True))
    assert len(summed) > 5
    for name in summed:
        values = [Decimal(each.value) for each in came_in if each.field == name and each.value]
        assert Decimal(str(totals[name])) == sum(values), name


def test_every_value_is_told_with_the_same_way_back(migrated: Office) -> None:
    found = collected_values(load_round(migrated, migrated.campaign(EXAMPLE)))

    told_of = [(v.unit, v.field, v.row, v.typed, v.value, v.sheet, v.cell) for v in found]
    assert len(told_of) == 1649
    assert hashlib.sha256(repr(told_of).encode()).hexdigest()[:16] == SAME_VALUES
