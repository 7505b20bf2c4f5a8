"""The state of a workspace, in a form in which two of them can be compared.

Left out is only what may differ between two right runs: row numbers, the links of the history's
chain (they follow from the order), and the logs. The clock is stopped, so times are compared too.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from contextlib import closing
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final
from zipfile import BadZipFile, ZipFile

import openpyxl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.workspace import Workspace

    Row = tuple[tuple[str, Any], ...]
    Picture = dict[str, Any]

_VOLATILE: Final = frozenset({"link", "starts"})  # starts: how often a run began on it
# The page lists the latest events: which these are follows from the order of work. All events are compared
# as the ledger has them; of the page's list its length is.
_EVENT: Final = re.compile(r"<tr><td>\d\d-\d\d \d\d:\d\d</td><td>.*")
_LIFE: Final = "值守"  # the page says whether a watcher lives: one does, or has ended
_COUNTED: Final = (
    "内容指纹"  # an event that seals a row by its number, which follows from the order
)
_ORDERED: Final = frozenset({"报送台账.xlsx", "发文登记簿.xlsx"})  # rows follow the history's order


def picture(workspace: Workspace) -> Picture:
    """Everything that may be needed a year later."""
    return {
        "inbox": _files(workspace.inbox),
        "originals": _files(workspace.originals, modes=True),
        "quarantine": _files(workspace.quarantine),
        "outbox": {
            path.relative_to(workspace.outbox).as_posix(): _paper(path)
            for path in sorted(workspace.outbox.rglob("*"))
            if path.is_file()
        },
        "strays": strays(workspace),
        **{f"ledger {name}": rows for name, rows in _tables(workspace.ledger)},
    }


def differences(one: Picture, other: Picture) -> list[str]:
    """What is in one picture and not in the other, a line each; empty when they are equal."""
    found = []
    for part in sorted({*one, *other}):
        left, right = one.get(part), other.get(part)
        if left == right:
            continue
        if isinstance(left, Counter) and isinstance(right, Counter):
            found += [f"{part}: - {dict(row)} ×{n}" for row, n in (left - right).items()]
            found += [f"{part}: + {dict(row)} ×{n}" for row, n in (right - left).items()]
        elif isinstance(left, dict) and isinstance(right, dict):
            names = sorted(name for name in {*left, *right} if left.get(name) != right.get(name))
            found += [f"{part}: {name}: {_sides(left, right, name)}" for name in names]
        else:
            found.append(f"{part}: {left!r} / {right!r}")
    return found


def strays(workspace: Workspace) -> list[str]:
    """What a killed run left half made."""
    return sorted(
        path.relative_to(workspace.root).as_posix()
        for path in workspace.root.rglob("*.part")
        if not path.is_relative_to(workspace.inbox)
    )


def rows_of(workspace: Workspace, table: str) -> list[dict[str, Any]]:
    """The rows of one table of the ledger."""
    with closing(sqlite3.connect(workspace.ledger)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(f'SELECT * FROM "{table}"')]  # noqa: S608


def _sides(left: dict[str, Any], right: dict[str, Any], name: str) -> str:
    if name not in left:
        return "only in the second"
    return "only in the first" if name not in right else "differs"


def _files(folder: Path, *, modes: bool = False) -> dict[str, object]:
    return {
        path.relative_to(folder).as_posix(): (
            sha256(path.read_bytes()).hexdigest(),
            oct(path.stat().st_mode) if modes else "",
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _paper(path: Path) -> object:
    """Of a package its parts, of a page its lines, of the books of all events their rows."""
    if path.name in _ORDERED:
        book = openpyxl.load_workbook(path, read_only=True)
        return {
            sheet.title: Counter(
                tuple(map(str, row))
                for row in sheet.iter_rows(values_only=True)
                if _COUNTED not in row
            )
            for sheet in book.worksheets
        }
    if path.suffix == ".html":
        lines = path.read_text("utf-8").splitlines()
        return Counter(_EVENT.sub("an event", line) for line in lines if _LIFE not in line)
    try:
        with ZipFile(path) as package:
            return {info.filename: info.CRC for info in package.infolist()}
    except BadZipFile:
        return sha256(path.read_bytes()).hexdigest()


def _tables(ledger: Path) -> Iterator[tuple[str, Counter[Row]]]:
    with closing(sqlite3.connect(ledger)) as connection:
        connection.row_factory = sqlite3.Row
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        if ("submissions",) not in map(tuple, names):  # the ledger is not made yet
            return
        called = {
            "submission": _called(
                connection, "submissions", "campaign", "period", "unit", "version"
            ),
            "bundle": _called(connection, "arrivals", "name", "digest"),
            "trail": _called(connection, "trails", "digest", "name"),
        }
        for (name,) in sorted(map(tuple, names)):
            rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608
            yield name, Counter(_row(dict(row), called) for row in rows)


def _called(
    connection: sqlite3.Connection, table: str, *columns: str
) -> dict[int, tuple[Any, ...]]:
    """What each row of *table* is, by the number that other rows know it by."""
    rows = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of ours
    return {row["number"]: tuple(row[column] for column in columns) for row in rows}


def _row(row: dict[str, Any], called: dict[str, dict[int, tuple[Any, ...]]]) -> Row:
    """*row* without what follows from the order of work; other rows are called by what they are."""
    told = {name: value for name, value in row.items() if name not in _VOLATILE}
    told.pop("number", None)
    if told.get("action") == _COUNTED:
        told |= {"subject": "", "detail": ""}
    for name in called.keys() & told.keys():
        told[name] = called[name].get(told[name])
    return tuple(sorted(told.items()))
