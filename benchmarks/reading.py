"""How many files a second: our reading of the example's form against openpyxl doing the same.

``make bench``. Both find the unit and, by its label, each field's cell and value; ours also bounds
the file first, weighs who sent it, looks for labels wherever they moved and notes what it changed.
The two are timed in turns in one run: seconds differ from machine to machine, so read the ratio.
"""

from __future__ import annotations

import io
import statistics
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from pipeline.campaign.book.load import load_campaign
from pipeline.model.campaign import Campaign, Shape
from pipeline.reading.fill import read_form
from pipeline.reading.identify import Claim, identify
from pipeline.setup.demo_answers import answers_of
from pipeline.setup.demo_batch import FIRST
from pipeline.setup.demo_forms import as_workbook, filled_sheets
from pipeline.workbook.reading.read import read_book
from pipeline.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from pipeline.model.filling import Filling

    Found = Mapping[str, tuple[str, object]]

ROUNDS = 60


def with_openpyxl(content: bytes, campaign: Campaign) -> tuple[str, Found]:
    """The baseline: the unit, and each field's cell and value, from a form that nobody has changed."""
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    found: dict[str, tuple[str, object]] = {}
    unit = ""
    for name in dict.fromkeys(field.sheet for field in campaign.fields):
        labels = _labels(book[name])
        unit = unit or str(_beside(book[name], labels["填报单位"]))
        for field in campaign.fields:
            if field.sheet == name and field.shape is Shape.SINGLE:
                row, column = labels[field.name]
                cell = book[name].cell(row, column + 1)
                found[field.code] = (cell.coordinate, cell.value)
        listed = [f for f in campaign.fields if f.sheet == name and f.shape is Shape.LIST]
        columns = {field.code: labels[field.name] for field in listed}
        found |= _rows(book[name], columns)
    return unit, found


def _labels(sheet: Worksheet) -> dict[str, tuple[int, int]]:
    return {
        str(cell.value).strip().rstrip("＊"): (cell.row, cell.column)
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    }


def _beside(sheet: Worksheet, at: tuple[int, int]) -> object:
    return sheet.cell(at[0], at[1] + 1).value


def _rows(sheet: Worksheet, columns: Mapping[str, tuple[int, int]]) -> Found:
    found: dict[str, tuple[str, object]] = {}
    head = max((row for row, _ in columns.values()), default=sheet.max_row)
    for row in range(head + 1, sheet.max_row + 1):
        cells = {code: sheet.cell(row, column) for code, (_, column) in columns.items()}
        if any(cell.value is not None for cell in cells.values()):
            found |= {f"{code}/{row}": (c.coordinate, c.value) for code, c in cells.items()}
    return found


def with_ours(content: bytes, name: str, campaigns: Sequence[Campaign]) -> tuple[str, Filling]:
    """Bounded, read, identified, understood."""
    book = read_book(content, name)
    claim = identify(book, campaigns)
    if not isinstance(claim, Claim):
        raise TypeError(claim)
    return claim.unit.full_name, read_form(book, claim.campaign, claim)


def same(baseline: tuple[str, Found], ours: tuple[str, Filling]) -> int:
    """How many cells both have read, at the same place and to the same value."""
    unit, found = baseline
    answers = {each.field_code: each for each in ours[1].singles}
    for row in ours[1].rows:
        answers |= {f"{each.field_code}/{row.number}": each for each in row.answers}
    assert (unit, set(found)) == (ours[0], set(answers))  # noqa: S101 - or it is no benchmark
    for code, (cell, value) in found.items():
        assert answers[code].place.cell == cell  # noqa: S101
        shown = value.date().isoformat() if isinstance(value, datetime) else value
        assert str("" if shown is None else shown) == answers[code].typed  # noqa: S101
    return len(found)


def medians_ms(*acts: Callable[[], object]) -> list[float]:
    """The median of *ROUNDS* runs of each, in turns, after one to warm up; in milliseconds."""
    taken: list[list[float]] = [[] for _ in acts]
    for act in acts:
        act()
    for _ in range(ROUNDS):
        for act, times in zip(acts, taken, strict=True):
            begun = time.perf_counter()
            act()
            times.append((time.perf_counter() - begun) * 1000)
    return [statistics.median(times) for times in taken]


def main() -> None:
    """Print files a second, and the ratio."""
    workspace = open_workspace(Path(__file__).parents[1])
    campaign = load_campaign(workspace.campaign_folder("文明单位创建") / "任务书.xlsx")
    unit = campaign.units()[0]
    content = as_workbook(filled_sheets(campaign, unit, answers_of(unit)), FIRST)
    name = f"{unit.full_name}报送表.xlsx"
    cells = same(with_openpyxl(content, campaign), with_ours(content, name, [campaign]))
    baseline, bounded, whole = medians_ms(
        lambda: with_openpyxl(content, campaign),
        lambda: read_book(content, name),
        lambda: with_ours(content, name, [campaign]),
    )
    print(f"the example's form, {len(content) // 1024} KiB, {cells} cells read by both")
    print(f"openpyxl: unit, cells, values   {baseline:7.2f} ms  {1000 / baseline:6.1f} files/s  1")
    print(f"ours: bounded and read          {bounded:7.2f} ms  {1000 / bounded:6.1f} files/s")
    print(
        f"ours: read, identified, filled  {whole:7.2f} ms  {1000 / whole:6.1f} files/s  "
        f"{baseline / whole:.1f} times as fast"
    )


if __name__ == "__main__":
    main()
