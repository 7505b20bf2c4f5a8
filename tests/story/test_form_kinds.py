"""An office's own cross table in the kinds of file that units send: .et, .ods and .csv, drafted and read whole."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlwt
from openpyxl.utils import range_boundaries

from pipeline.clock import stopped_clock
from pipeline.consolidation.collected_values import values_document
from pipeline.issuing.blanks import make_blanks
from pipeline.model.arrival import Fate
from pipeline.model.grid import Address, Book, Cell, Grid, Merge
from pipeline.office.collection_round import load_round
from pipeline.office.context import open_office
from pipeline.official.rendering import render
from pipeline.setup.draft_campaign import check_campaign, draft_campaign
from tests.campaign.books import drawn
from tests.reading.drift_forms import as_xlsx
from tests.submissions import MOMENT, drop, one_pass
from tests.workbook.open_document import as_ods
from tests.workbook.written_otherwise import as_delimited

if TYPE_CHECKING:
    from pipeline.workspace import Workspace

    Rows = list[list[str | int | None]]

NAME = "月报"
UNIT = "东河区"
HEAD: Rows = [
    ["生产安全事故情况统计表"],
    ["填报单位："],
    ["行业领域", "本月", None, "本年累计", None, "同比（%）"],
    [None, "事故起数（起）", "死亡人数（人）", "事故起数（起）", "死亡人数（人）"],
]
LINES = ("道路交通", "其中：较大事故", "火灾", "建筑施工", "合计")
MERGES = ("A1:F1", "A3:A4", "B3:C3", "D3:E3", "F3:F4", "B10:F10")
BELOW = "存在问题"


def grid_of(rows: Rows) -> Grid:
    cells = {
        Address(row, column): Cell(Decimal(value) if isinstance(value, int) else value)
        for row, values in enumerate(rows, start=1)
        for column, value in enumerate(values, start=1)
        if value is not None
    }
    bounds = (range_boundaries(merge) for merge in MERGES)
    merges = tuple(
        Merge(Address(top, left), Address(end, right)) for left, top, right, end in bounds
    )
    return Grid("统计表", cells, merges=merges)


PRINTED: Rows = [[line] for line in (*LINES, BELOW)]
FORM = grid_of([*HEAD, *PRINTED])


def filled() -> tuple[Grid, dict[str, str]]:
    """The form with another number in each of its places, a negative rate among them."""
    rows: Rows = [HEAD[0], ["填报单位：", UNIT], *HEAD[2:]]
    typed: dict[str, str] = {}
    for number, line in enumerate(LINES, start=5):
        numbers = [number * 10 + column for column in range(1, 5)] + [-number]
        rows.append([line, *numbers])
        typed |= {f"{c}{number}": str(v) for c, v in zip("BCDEF", numbers, strict=True)}
    rows.append([BELOW, "有2处工地，围挡破损。"])
    return grid_of(rows), typed | {"B10": "有2处工地，围挡破损。"}


def as_et(book: Book) -> bytes:
    """BIFF8 with its merged ranges, as WPS writes an .et."""
    workbook = xlwt.Workbook(encoding="utf-8")
    for grid in book.sheets:
        sheet = workbook.add_sheet(grid.name)
        spans = {merge.first: merge.last for merge in grid.merges}
        for at in {*grid.cells, *spans}:
            cell, last = grid.cells.get(at), spans.get(at, at)
            value = cell.value if cell else ""
            shown = float(value) if isinstance(value, Decimal) else value
            sheet.write_merge(at.row - 1, last.row - 1, at.column - 1, last.column - 1, shown)
    workbook.save(stream := io.BytesIO())
    return stream.getvalue()


def as_gbk(book: Book) -> bytes:
    return as_delimited(book, "gbk")


KINDS = {".et": as_et, ".ods": as_ods, ".csv": as_gbk}


@pytest.fixture
def office(bare: Workspace) -> Workspace:
    return bare


def draft(office: Workspace, content: bytes, suffix: str) -> tuple[str, ...]:
    folder = office.root.parent
    form, units = folder / f"表样{suffix}", folder / "单位.xlsx"
    form.write_bytes(content)
    units.write_bytes(drawn({"名单": f"| 单位名称 |\n| {UNIT} |\n| 西河区 |"}))
    _, remarks = draft_campaign(office, NAME, form, units, stopped_clock(MOMENT))
    return remarks


def assert_read_whole(office: Workspace, suffix: str) -> None:
    """Hand in the filled form as a file of that kind; every filled cell of it is read."""
    grid, typed = filled()
    drop(office, f"报送{suffix}", KINDS[suffix](Book("表.xlsx", (grid,))))

    (outcome,) = one_pass(office).outcomes

    assert (outcome.fate, outcome.unit, outcome.findings) == (Fate.ACCEPTED, UNIT, ())
    assert outcome.coverage is not None
    assert (outcome.coverage.filled, outcome.coverage.read) == (len(typed), len(typed))
    assert outcome.coverage.own == ()
    with open_office(office, stopped_clock(MOMENT)) as opened:
        found = values_document(load_round(opened, opened.campaign(NAME)))["values"]
    assert {each["cell"]: each["typed"] for each in found} == typed


@pytest.mark.parametrize("suffix", KINDS)
def test_a_form_sent_out_as_xlsx_comes_back_in_another_kind(office: Workspace, suffix: str) -> None:
    draft(office, as_xlsx(Book("表.xlsx", (FORM,))), ".xlsx")

    assert_read_whole(office, suffix)


@pytest.mark.parametrize("converted", [True, False], ids=["converted", "unconverted"])
@pytest.mark.parametrize("suffix", KINDS)
def test_a_form_of_that_kind_is_drafted_and_comes_back_in_it(
    office: Workspace, suffix: str, monkeypatch: pytest.MonkeyPatch, *, converted: bool
) -> None:
    if not converted:
        monkeypatch.setattr(render, "find_renderer", lambda: None)
    elif render.find_renderer() is None:
        pytest.skip("no LibreOffice here")
    content = KINDS[suffix](Book("表.xlsx", (FORM,)))

    remarks = draft(office, content, suffix)

    plain = suffix == ".csv" or not converted  # a text has no layout to keep
    assert ("版式未保留" in remarks[0]) is plain
    assert ("没有合并格" in remarks[0]) is (suffix == ".csv")
    assert (office.campaign_folder(NAME) / f"表样{suffix}").read_bytes() == content
    assert [each for each in check_campaign(office, NAME) if "还留着" not in each] == []
    assert_read_whole(office, suffix)


def as_texts(grid: Grid) -> Grid:
    """The same form with its numbers typed as texts, and its rates with a percent sign."""
    cells = {
        at: Cell(f"{cell.value}{'%' if at.column == 6 else ''}")
        if isinstance(cell.value, Decimal)
        else cell
        for at, cell in grid.cells.items()
    }
    return Grid(grid.name, cells, merges=grid.merges)


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods", ".csv"])
@pytest.mark.parametrize("texts", [False, True], ids=["数", "文字"])
def test_every_filled_cell_is_counted_whatever_the_file_and_the_way_of_typing(
    office: Workspace, suffix: str, *, texts: bool
) -> None:
    draft(office, as_xlsx(Book("表样.xlsx", (FORM,))), ".xlsx")
    grid, typed = filled()
    write = {**KINDS, ".xls": as_et, ".xlsx": as_xlsx}[suffix]
    drop(office, f"报送{suffix}", write(Book("表.xlsx", (as_texts(grid) if texts else grid,))))

    (outcome,) = one_pass(office).outcomes

    assert (outcome.fate, outcome.findings) == (Fate.ACCEPTED, ())
    assert outcome.coverage is not None
    assert (outcome.coverage.filled, outcome.coverage.read) == (len(typed), len(typed))
    assert outcome.coverage.own == ()
    with open_office(office, stopped_clock(MOMENT)) as opened:
        found = values_document(load_round(opened, opened.campaign(NAME)))["values"]
    assert {each["cell"]: each["value"] for each in found} == typed


@pytest.mark.parametrize("texts", [False, True], ids=["数", "文字"])
def test_a_stamped_blank_is_counted_without_its_stamp(office: Workspace, *, texts: bool) -> None:
    draft(office, as_xlsx(Book("表样.xlsx", (FORM,))), ".xlsx")
    with open_office(office, stopped_clock(MOMENT)) as opened:
        (path, *_) = make_blanks(opened, opened.campaign(NAME))
    book = openpyxl.load_workbook(path)
    grid, typed = filled()
    for at, cell in (as_texts(grid) if texts else grid).cells.items():
        if str(at) in typed:
            value = cell.value
            book["统计表"][str(at)] = float(value) if isinstance(value, Decimal) else value
    book.save(stream := io.BytesIO())
    drop(office, "随便什么名字.xlsx", stream.getvalue())

    (outcome,) = one_pass(office).outcomes

    assert (outcome.fate, outcome.unit, outcome.findings) == (Fate.ACCEPTED, UNIT, ())
    assert outcome.coverage is not None
    assert (outcome.coverage.filled, outcome.coverage.read) == (len(typed), len(typed))
    assert outcome.coverage.own == ()
