"""Draw an office's workbooks in the test, and spoil the example's campaign book in one place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.load import load_book
from pipeline.campaign.book.write import BookRows, book_workbook
from pipeline.clock import BEIJING
from pipeline.model.grid import Address
from pipeline.setup.example import example_rows
from pipeline.workbook.writing.plan import InputRule, PlannedCell, RuleKind, SheetPlan, Style
from pipeline.workbook.writing.write import write_book

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipeline.campaign.book.tables import BookFault
    from pipeline.model.campaign import Campaign

MOMENT: Final = datetime(2026, 9, 1, 9, 0, tzinfo=BEIJING)
Loaded = tuple["Campaign | None", tuple["BookFault", ...]]


def spoilt(sheet: str, row: int, column: int, value: str) -> BookRows:
    """The example with one cell changed; rows and columns count from 1, below the titles."""
    rows = example_rows()
    table = [list(cells) for cells in getattr(rows, sheet)]
    table[row - 1] += [""] * (column - len(table[row - 1]))
    table[row - 1][column - 1] = value
    return replace(rows, **{sheet: tuple(map(tuple, table))})


def with_item(name: str, value: str) -> BookRows:
    """The example with another 内容 for *name* on the 任务 sheet."""
    rows = example_rows()
    return replace(
        rows, items=tuple((n, value if n == name else text) for n, text, *_ in rows.items)
    )


def field_row(code: str) -> int:
    """The number of the field *code* among the example's fields, from 1."""
    return [row[0] for row in example_rows().fields].index(code) + 1


def loaded(folder: Path, rows: BookRows) -> Loaded:
    """What the loader makes of a book that holds *rows*."""
    return loaded_bytes(folder, book_workbook(rows, MOMENT))


def loaded_bytes(folder: Path, content: bytes) -> Loaded:
    """What the loader makes of *content*."""
    path = folder / "任务书.xlsx"
    path.write_bytes(content)
    return load_book(path)


def places_of(result: Loaded) -> list[tuple[str, str]]:
    """Sheet and cell of every fault; there is a campaign only where there is none."""
    campaign, faults = result
    assert (campaign is None) == bool(faults)
    return [(fault.sheet, fault.cell) for fault in faults]


def drawn(
    tables: Mapping[str, str],
    dropdowns: Mapping[tuple[str, Address], tuple[str, ...]] | None = None,
) -> bytes:
    """A workbook of the drawn *tables*: ``|`` parts cells, ``<`` and ``^`` continue a merged range.

    ``@2026-10-10`` is a date cell, ``#12`` a number; everything else is text.
    """
    plans = []
    for name, table in tables.items():
        rules = tuple(
            InputRule(at, at, RuleKind.LIST, options)
            for (sheet, at), options in (dropdowns or {}).items()
            if sheet == name
        )
        plans.append(SheetPlan(name, _cells(table), rules=rules))
    return write_book(plans, MOMENT)


def _cells(table: str) -> tuple[PlannedCell, ...]:
    typed: dict[Address, str] = {}
    spans: dict[Address, Address] = {}
    for row, line in enumerate(table.strip().splitlines(), start=1):
        for column, raw in enumerate(line.strip().strip("|").split("|"), start=1):
            at, text = Address(row, column), raw.strip()
            if text in {"<", "^"}:
                back = Address(row, column - 1) if text == "<" else Address(row - 1, column)
                first = next((f for f, last in spans.items() if _holds(f, last, back)), back)
                last = spans.get(first, first)
                spans[first] = Address(max(last.row, at.row), max(last.column, at.column))
            elif text:
                typed[at] = text
    merged_empty = [at for at in spans if at not in typed]
    return (
        *(_cell(at, text, spans.get(at)) for at, text in typed.items()),
        *(PlannedCell(at, None, Style.INPUT, spans[at]) for at in merged_empty),
    )


def _holds(first: Address, last: Address, at: Address) -> bool:
    return first.row <= at.row <= last.row and first.column <= at.column <= last.column


def _cell(at: Address, text: str, span: Address | None) -> PlannedCell:
    if text.startswith("@"):
        return PlannedCell(at, date.fromisoformat(text[1:]), Style.DATE, span)
    if text.startswith("#") and text[1:].isdecimal():
        return PlannedCell(at, Decimal(text[1:]), Style.TEXT, span)
    return PlannedCell(at, text, Style.TEXT, span)
