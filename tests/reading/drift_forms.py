"""A filled form whose labels and answers stay known while its layout is changed (表样走样)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Final

import openpyxl

from pipeline.campaign.blanks import LIST_ROWS
from pipeline.campaign.book.load import load_campaign
from pipeline.campaign.book.write import book_workbook
from pipeline.clock import BEIJING
from pipeline.model.campaign import Campaign, Shape
from pipeline.model.grid import Address, Book, Cell, Grid, Merge
from pipeline.setup.demo_answers import ROLL, answers_of
from pipeline.setup.demo_forms import Answers, as_workbook, filled_sheets
from pipeline.setup.example import example_rows
from pipeline.values.text import label_key
from pipeline.workbook.reading.read import read_book

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from pipeline.model.grid import CellValue
    from pipeline.model.unit import Unit
    from pipeline.setup.demo_forms import CellInput

    Where = tuple[str, Address]
    Mover = Callable[[Address], Address | None]

MOMENT: Final = datetime(2026, 10, 9, 9, tzinfo=BEIJING)
NAME: Final = "东河区报送表.xlsx"
MAIN, LIST, STAMP = "main", "list", "stamp"
HEADINGS: Final = ("序号", "填报项", "填报内容", "计量单位", "填报说明", "情况说明")
HEAD_ROW: Final = 4


@dataclass(frozen=True, slots=True, repr=False)
class Form:
    """A workbook in pieces: its sheets by a key that no renaming changes, and the places of things.

    ``marks`` holds ``label:C01``, ``answer:C01``, ``explained:C01``, ``column:L01`` and headings by name;
    ``tags`` what was done to it.
    """

    campaign: Campaign
    grids: Mapping[str, Grid]
    marks: Mapping[str, Where]
    tags: frozenset[str] = frozenset()

    def book(self) -> Book:
        return Book(NAME, tuple(self.grids.values()))

    def at(self, mark: str) -> Address:
        return self.marks[mark][1]

    def marked(self, kind: str) -> dict[str, Address]:
        """What is marked ``kind:…``, by the rest of the mark."""
        return {
            mark.partition(":")[2]: at
            for mark, (_, at) in self.marks.items()
            if mark.startswith(f"{kind}:")
        }

    def value(self, sheet: str, at: Address) -> CellValue:
        cell = self.grids[sheet].cells.get(at)
        return cell.value if cell else ""

    def with_grid(self, sheet: str, grid: Grid) -> Form:
        return replace(self, grids={**self.grids, sheet: grid})

    def put(self, sheet: str, values: Mapping[Address, CellValue]) -> Form:
        """The form with *values* typed in; an empty text clears the cell."""
        grid = self.grids[sheet]
        cells = dict(grid.cells)
        for at, value in values.items():
            cells.pop(at, None)
            if value != "":
                cells[at] = Cell(Decimal(value) if isinstance(value, int) else value)
        return self.with_grid(sheet, replace(grid, cells=cells))

    def merged(self, sheet: str, *merges: Merge) -> Form:
        grid = self.grids[sheet]
        return self.with_grid(sheet, replace(grid, merges=(*grid.merges, *merges)))

    def moved(self, sheet: str, mover: Mover) -> Form:
        """The form with every cell of *sheet* moved; what moves to ``None`` is gone."""
        grid = self.grids[sheet]
        cells = {to: cell for at, cell in grid.cells.items() if (to := mover(at))}
        merges = tuple(
            Merge(first, last)
            for merge in grid.merges
            if (first := mover(merge.first)) and (last := mover(merge.last)) and first != last
        )
        marks = {}
        for mark, (where, at) in self.marks.items():
            to = mover(at) if where == sheet else at
            if to is not None:
                marks[mark] = (where, to)
        grid = replace(grid, cells=cells, merges=merges)
        return replace(self.with_grid(sheet, grid), marks=marks)


@dataclass(frozen=True, slots=True, repr=False)
class Drift:
    """One way in which a county changes a form: the case in words, and the rules that report it.

    ``rules`` are the findings it must lead to, none where it is read as before; ``returned`` says
    that the form goes back. ``tag`` marks a form so changed; under a tag of ``not_after`` the drift
    has nothing to work on, and is left out of a sequence.
    """

    case: str
    apply: Callable[[Form], Form]
    rules: tuple[str, ...] = ()
    returned: bool = True
    tag: str = ""
    not_after: frozenset[str] = frozenset()

    def __call__(self, form: Form) -> Form:
        if form.tags & self.not_after:
            return form
        changed = self.apply(form)
        return replace(changed, tags=changed.tags | {self.tag}) if self.tag else changed


def insert_rows(form: Form, sheet: str, row: int, count: int = 1) -> Form:
    return form.moved(sheet, lambda at: Address(at.row + count * (at.row >= row), at.column))


def insert_columns(form: Form, sheet: str, column: int, count: int = 1) -> Form:
    return form.moved(sheet, lambda at: Address(at.row, at.column + count * (at.column >= column)))


def delete_row(form: Form, sheet: str, row: int) -> Form:
    return form.moved(
        sheet, lambda at: None if at.row == row else Address(at.row - (at.row > row), at.column)
    )


def delete_column(form: Form, sheet: str, column: int) -> Form:
    """The form without a column; a title merged over it shrinks."""
    grid = form.grids[sheet]
    wide = [m for m in grid.merges if column in {m.first.column, m.last.column}]
    kept = tuple(m for m in grid.merges if m not in wide)
    shrunk = tuple(
        replace(m, last=Address(m.last.row, column - 1))
        for m in wide
        if m.first.column < column - 1
    )
    form = form.with_grid(sheet, replace(grid, merges=(*kept, *shrunk)))
    return form.moved(
        sheet,
        lambda at: (
            None if at.column == column else Address(at.row, at.column - (at.column > column))
        ),
    )


def as_typed(value: CellValue) -> str:
    """A value as a person would type it into a text."""
    return value.isoformat() if isinstance(value, date) else str(value)


def as_xlsx(book: Book) -> bytes:
    """*book* as a workbook that another library has written."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for grid in book.sheets:
        sheet = workbook.create_sheet(grid.name)
        sheet.sheet_state = "visible" if grid.visible else "hidden"
        for at, cell in grid.cells.items():
            value = int(cell.value) if isinstance(cell.value, Decimal) else cell.value
            sheet[str(at)] = value
        for merge in grid.merges:
            sheet.merge_cells(f"{merge.first}:{merge.last}")
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def filled_form(folder: Path) -> Form:
    """The example campaign's form as 东河区 fills it in."""
    path = folder / "任务书.xlsx"
    path.write_bytes(book_workbook(example_rows(), MOMENT))
    campaign = load_campaign(path)
    unit = campaign.units()[0]
    book = read_book(as_workbook(filled_sheets(campaign, unit, _answers(unit)), MOMENT), NAME)
    grids = dict(zip((MAIN, LIST, STAMP), book.sheets, strict=True))
    return Form(campaign, grids, dict(_marks(campaign, grids)))


def _answers(unit: Unit) -> Answers:
    answers = answers_of(unit)
    rows: list[dict[str, CellInput]] = [
        {
            "单位名称": f"东河{place}",
            "创建级别": grade,
            "启动时间": date(2026, 5, day),
            "进展情况": "方案已印发",
        }
        for day, (place, grade) in enumerate(
            [
                ("政务服务中心", "省级"),
                ("第一小学", "市级"),
                ("中心医院", "市级"),
                ("图书馆", "县级"),
            ],
            start=1,
        )
    ]
    counts = dict(zip(("全国", "省级", "市级", "县级"), (0, 1, 2, 1), strict=True))
    typed = {f"{grade}文明单位创建中数": Decimal(count) for grade, count in counts.items()}
    explained = {"参与活动人次": "新增两场广场宣讲"}
    singles = {**answers.singles, **typed, "创建中合计": Decimal(4), "所属单位总数": Decimal(90)}
    return replace(answers, singles=singles, rows={ROLL: rows}, explanations=explained)


def _marks(campaign: Campaign, grids: Mapping[str, Grid]) -> Iterator[tuple[str, Where]]:
    for column, heading in enumerate(HEADINGS, start=1):
        yield f"heading:{heading}", (MAIN, Address(HEAD_ROW, column))
    keys = {label_key(field.name): field for field in campaign.fields}
    for at, cell in grids[MAIN].cells.items():
        field = keys.get(label_key(str(cell.value))) if at.column == 2 else None
        if field and field.shape is Shape.SINGLE:
            for kind, column in (("label", 2), ("answer", 3), ("explained", 6)):
                yield f"{kind}:{field.code}", (MAIN, Address(at.row, column))
    for column, field in enumerate((f for f in campaign.fields if f.sheet == ROLL), start=2):
        yield f"column:{field.code}", (LIST, Address(HEAD_ROW, column))
    yield "list:last", (LIST, Address(HEAD_ROW + LIST_ROWS, 1))
