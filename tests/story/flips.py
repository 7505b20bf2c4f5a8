"""Flip a bit of a recorded value in the ledger's file, as a failing disk does: no index and no guard notices."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import random
    from pathlib import Path

# What the history vouches for, and the history.
TABLES: Final = (
    "submissions",
    "answers",
    "findings",
    "numbers",
    "trails",
    "trail_entries",
    "events",
)
_NOT_USED: Final = {
    "told"
}  # once a number is final, what was to be announced with it is in the history
_NO_ROW_NUMBERS: Final = {"answers", "findings", "trail_entries"}
_TABLE_LEAF, _INDEX_LEAF = 0x0D, 0x0A


def flip(path: Path, chance: random.Random) -> str:
    """Flip one bit of one text in a row of the ledger at *path*; return which."""
    while True:
        table = chance.choice(TABLES)
        with closing(sqlite3.connect(path)) as connection:
            connection.row_factory = sqlite3.Row
            rows = connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - our own
        row = dict(chance.choice(rows))
        column = chance.choice(
            [
                name
                for name, value in row.items()
                if isinstance(value, str) and value and name not in _NOT_USED
            ]
        )
        position = _position(path, table, row, column)
        if position is not None:
            content = bytearray(path.read_bytes())
            place = position + chance.randrange(len(row[column].encode()))
            content[place] ^= 1 << chance.randrange(8)
            path.write_bytes(content)
            return f"{table}.{column} {row[column][:40]!r}"


def _position(path: Path, table: str, row: dict[str, object], column: str) -> int | None:
    """Where the value is in the row itself, not in an index: with the texts that are written next to it."""
    before, after = _neighbours(row, column)
    needle = before + str(row[column]).encode() + after
    content = path.read_bytes()
    size = int.from_bytes(content[16:18], "big")
    wanted = _INDEX_LEAF if table in _NO_ROW_NUMBERS else _TABLE_LEAF
    start = -1
    while (start := content.find(needle, start + 1)) >= 0:
        page = start // size * size
        if content[page or 100] == wanted:
            return start + len(before)
    return None


def _neighbours(row: dict[str, object], column: str) -> tuple[bytes, bytes]:
    names = list(row)
    place = names.index(column)
    before, after = b"", b""
    for name in reversed(names[:place]):
        if not isinstance(row[name], str):
            break
        before = str(row[name]).encode() + before
    for name in names[place + 1 :]:
        if not isinstance(row[name], str):
            break
        after += str(row[name]).encode()
    return before, after
