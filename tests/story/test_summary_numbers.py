"""Every number of 汇总表.xlsx equals its cell, or carries the change that was made (原文 → 取值).

The originals are opened by openpyxl, which knows nothing of how we read.
"""

from __future__ import annotations

import random
import re
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest

from pipeline.clock import stopped_clock
from pipeline.intake.originals import find_original
from pipeline.issuing.consolidate import consolidate
from pipeline.model.campaign import Aggregation, Kind, Shape
from pipeline.office.context import open_office
from tests.submissions import MOMENT, campaign_of, drop, form, one_pass, unit_answers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pipeline.setup.demo_forms import CellInput
    from pipeline.workspace import Workspace
    from tests.conftest import Demonstration

    Source = tuple[object, ...]

FIGURES = ("开展活动次数", "参与活动人次", "设置宣传专栏数", "媒体报道篇数", "发送公益短信条数")
WIDE = str.maketrans("0123456789,", "０１２３４５６７８９，")
SPELLINGS: tuple[Callable[[int], CellInput], ...] = (
    Decimal,
    str,
    "{:,}".format,
    " {} ".format,
    lambda n: f"{n:,}".translate(WIDE),
    lambda n: f"{n // 100 * 100 / 10000:g}万" if n >= 100 else "无",
    lambda n: "无" if n % 7 == 0 else f"{n}.0",
)


def meant(typed: CellInput, number: int) -> Decimal:
    """The number that one of the spellings of *number* says."""
    if typed == "无":
        return Decimal(0)
    return Decimal(number // 100 * 100 if str(typed).endswith("万") else number)


@pytest.mark.parametrize("seed", [1, 2])
def test_however_numbers_are_spelled_each_equals_its_cell_or_shows_its_change(
    fresh: Workspace, seed: int
) -> None:
    spelled = random.Random(seed)  # noqa: S311 - the same batch every time
    wanted: dict[tuple[str, str], Decimal] = {}
    for unit in campaign_of(fresh).units()[:8]:
        typed = {}
        for label in FIGURES:
            number = spelled.randint(1, 30_000)
            typed[label] = spelled.choice(SPELLINGS)(number)
            wanted[unit.full_name, label] = meant(typed[label], number)
        told = unit_answers(fresh, unit.full_name).with_singles(**typed)
        drop(fresh, f"{unit.full_name}.xlsx", form(fresh, unit.full_name, told))
    report = one_pass(fresh)
    assert {outcome.fate.label for outcome in report.outcomes} == {"已收"}
    with open_office(fresh, stopped_clock(MOMENT)) as office:
        path = consolidate(office, campaign_of(fresh))

    found = {(row[1], row[2]): str(row[3]) for row in checked_rows(fresh, path)}

    assert {key: Decimal(found[key]) for key in wanted} == wanted


def test_the_demonstrations_summary_holds_no_number_without_its_cell(
    demonstration: Demonstration,
) -> None:
    (path,) = demonstration.results.glob("汇总/*汇总表.xlsx")

    rows = list(checked_rows(demonstration.report.workspace, path))

    assert len(rows) > 900
    assert sum(bool(row[8]) for row in rows) >= 5, "numbers that carry a change occur"
    places = {str(row[0]) for row in rows}
    summed = [f for f in demonstration.campaign.fields if f.aggregation is Aggregation.SUM]
    titles = {f"{f.name}（{f.measure}）" if f.measure else f.name for f in summed}
    assert all(f.shape is Shape.SINGLE and f.kind is not Kind.PERCENT for f in summed)
    assert set(unit_numbers(path, titles)) <= places


def checked_rows(workspace: Workspace, path: Path) -> Iterator[Source]:
    """The rows of 来源, each held against the summary and against the kept original."""
    book = openpyxl.load_workbook(path, data_only=True)
    opened: dict[object, openpyxl.Workbook] = {}
    for row in book["来源"].iter_rows(min_row=2, values_only=True):
        at, _, label, value, _, sheet, cell, _, told, digest = row
        if digest not in opened:
            original = find_original(workspace, str(digest))
            assert original is not None
            opened[digest] = openpyxl.load_workbook(original, data_only=True)
        assert book["汇总表"][str(at).partition("!")[2]].value == value
        stands = opened[digest][sheet][cell].value
        option = str(label).partition("：")[2]  # a choice that is counted: the cell says which
        same = stands == option if option else as_number(stands) == Decimal(str(value))
        assert same or told, row
        yield row


def as_number(stands: object) -> Decimal | None:
    """What a cell says without any reading: a number, or a text of its digits and blanks around them."""
    said = str(stands).strip()
    return Decimal(said) if re.fullmatch(r"-?\d+(\.\d+)?", said, re.ASCII) else None


def unit_numbers(path: Path, titles: set[str]) -> Iterator[str]:
    """Where the summary prints a unit's own number, in the columns of *titles*."""
    sheet = openpyxl.load_workbook(path)["汇总表"]
    columns = [cell.column for cell in sheet[3] if str(cell.value).replace("\n", "") in titles]
    assert len(columns) == len(titles)
    for row in range(4, sheet.max_row + 1):
        for column in columns:
            cell = sheet.cell(row, column)
            if isinstance(cell.value, int | float):
                yield f"汇总表!{cell.coordinate}"
