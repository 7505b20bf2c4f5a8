"""Whatever is drafted of a form is read back: draft, fill in every place, read the office's own form."""

from __future__ import annotations

import io
import tempfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from pipeline.campaign.book.load import load_book
from pipeline.campaign.drafting.draft import draft_book
from pipeline.checking.check import check
from pipeline.model.filling import AnswerState
from pipeline.model.grid import Address, Grid, Merge
from pipeline.reading.fill import read_form
from pipeline.reading.identify import Claim
from pipeline.workbook.reading.read import read_book
from tests.campaign.books import MOMENT, drawn
from tests.reading.form_layouts import Layout, layouts

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.model.campaign import Campaign
    from pipeline.model.filling import Filling

ROSTER = drawn({"名单": "| 单位名称 |\n| 东河区 |"})


def drafted(content: bytes, name: str = "表样.xlsx") -> Campaign:
    with tempfile.TemporaryDirectory() as folder:
        book, _ = draft_book((name, content), ("单位.xlsx", ROSTER), "月报", MOMENT)
        (Path(folder) / name).write_bytes(content)
        (Path(folder) / "任务书.xlsx").write_bytes(book)
        campaign, faults = load_book(Path(folder) / "任务书.xlsx")
    assert faults == ()
    assert campaign is not None
    return campaign


def filled(layout: Layout) -> tuple[openpyxl.Workbook, dict[tuple[str, str], str]]:
    """The form with another value in each of its places."""
    book = openpyxl.load_workbook(io.BytesIO(layout.content()))
    typed: dict[tuple[str, str], str] = {}
    for number, ((sheet, cell), kind) in enumerate(layout.places.items(), start=101):
        value = (
            number if kind == "number" else f"甲{number}" if kind == "name" else f"情况{number}。"
        )
        book[sheet][cell] = value
        typed[sheet, cell] = str(value)
    return book, typed


def read(campaign: Campaign, book: openpyxl.Workbook) -> Filling:
    stream = io.BytesIO()
    book.save(stream)
    unit = campaign.units()[0]
    return read_form(read_book(stream.getvalue(), "东河区.xlsx"), campaign, Claim(campaign, unit))


def read_values(filling: Filling) -> dict[tuple[str, str], str]:
    return {
        (answer.place.sheet, answer.place.cell): answer.typed
        for answer in filling.singles
        if answer.state in {AnswerState.VALUE, AnswerState.UNREAD}
    }


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(layouts())
def test_every_place_that_is_filled_in_is_read(layout: Layout) -> None:
    note(repr(layout))
    campaign = drafted(layout.content())
    book, typed = filled(layout)

    filling = read(campaign, book)

    assert read_values(filling) == typed
    assert filling.coverage is not None
    assert filling.coverage.filled == filling.coverage.read == len(typed)
    assert len({field.name for field in campaign.fields}) == len(campaign.fields)
    assert [each for each in check(filling, campaign) if each.rule == "numbers-unread"] == []


def shifted(grid: Grid, rows: Callable[[int], int], columns: Callable[[int], int]) -> Grid:
    def move(at: Address) -> Address:
        return Address(rows(at.row), columns(at.column))

    return replace(
        grid,
        cells={move(at): cell for at, cell in grid.cells.items()},
        merges=tuple(Merge(move(merge.first), move(merge.last)) for merge in grid.merges),
    )


def with_row(grid: Grid, number: int) -> Grid:
    return shifted(grid, lambda row: row + (row >= number), lambda column: column)


def with_column(grid: Grid, number: int) -> Grid:
    return shifted(grid, lambda row: row, lambda column: column + (column >= number))


def swapped(grid: Grid, one: int, other: int) -> Grid:
    change = {one: other, other: one}
    return shifted(grid, lambda row: change.get(row, row), lambda column: column)


def without_merges(grid: Grid) -> Grid:
    return replace(grid, merges=())


def drifted(data: st.DataObject, grid: Grid, campaign: Campaign) -> Grid:
    """What units do to a form: rows and columns put in, rows in another order, merged ranges split."""
    assert campaign.form is not None
    body = [row.number for table in campaign.form.tables for row in table.rows]
    for table in campaign.form.tables:
        rows = [row.number for row in table.rows]
        if len({row.texts for row in table.rows}) == len(rows) > 1 and data.draw(st.booleans()):
            grid = swapped(grid, *data.draw(st.sampled_from(list(pairwise(rows)))))
    if data.draw(st.booleans()):
        grid = without_merges(grid)
    for _ in range(data.draw(st.integers(0, 2))):
        grid = with_column(grid, data.draw(st.integers(1, 6)))
    if data.draw(st.booleans()):
        grid = with_row(grid, data.draw(st.sampled_from([1, 2, *body])))
    return grid


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(layouts(), st.data())
def test_every_place_is_read_wherever_it_moved(layout: Layout, data: st.DataObject) -> None:
    note(repr(layout))
    campaign = drafted(layout.content())
    book, _ = filled(layout)
    stream = io.BytesIO()
    book.save(stream)
    plain = read_book(stream.getvalue(), "东河区.xlsx")
    claim = Claim(campaign, campaign.units()[0])

    moved = replace(plain, sheets=(drifted(data, plain.sheets[0], campaign),))
    note("\n".join(f"{at} {cell.value}" for at, cell in moved.sheets[0].cells.items()))

    assert typed_by_field(read_form(moved, campaign, claim)) == typed_by_field(
        read_form(plain, campaign, claim)
    )


def typed_by_field(filling: Filling) -> dict[str, str]:
    return {answer.field_code: answer.typed for answer in filling.singles if answer.typed}
