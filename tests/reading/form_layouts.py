"""Generate forms as offices lay them out: heads of several storeys, groups, tables side by side, text rows."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import openpyxl
from hypothesis import strategies as st

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

ROWS = (
    "道路交通",
    "火灾",
    "建筑施工",
    "危险化学品",
    "工矿商贸",
    "农业机械",
    "烟花爆竹",
    "特种设备",
)
PARTS = ("其中：较大事故", "其中：一般事故")
PERIODS = ("本月", "本年累计", "上年同期")
FIGURES = ("事故起数（起）", "死亡人数（人）", "受伤人数（人）", "经济损失（万元）")
RATES = ("同比增减（%）", "占比（%）")
TEXTS = ("存在问题", "下一步打算", "工作建议")
SIGNED = ("填报人", "审核人", "联系电话")


@dataclass
class Layout:
    """A form as it is drawn; ``places`` are the cells to fill in, by the kind of their content."""

    book: openpyxl.Workbook
    places: dict[tuple[str, str], str] = field(default_factory=dict)

    def __repr__(self) -> str:
        lines = [f"{self.places}"]
        for sheet in self.book:
            lines += [str(sheet.merged_cells.ranges)]
            lines += [str([cell.value for cell in row]) for row in sheet.iter_rows()]
        return "\n".join(lines)

    def content(self) -> bytes:
        stream = io.BytesIO()
        self.book.save(stream)
        return stream.getvalue()


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = draw(st.sampled_from(["统计表", "Sheet1", "附件1"]))
    layout = Layout(book)
    sheet["A1"] = "安全生产情况统计表"
    row = 2
    if draw(st.booleans()):
        sheet.cell(row, 1, "填报单位：")
        row += 1
    if draw(st.booleans()):
        sheet.cell(row, 4, "单位：万元")
        row += 1
    width = 0
    tables = draw(st.integers(1, 2))
    for number in range(tables):
        if number:
            row += 1
            sheet.cell(row, 1, "二、行业情况")
            row += 1
        row, columns = _table(draw, layout, sheet, row, number)
        width = max(width, columns)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
    for text in draw(st.lists(st.sampled_from(TEXTS), max_size=2, unique=True)):
        sheet.cell(row, 1, text)
        sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=width)
        layout.places[sheet.title, f"B{row}"] = "text"
        row += 1
    if draw(st.booleans()):
        for column, name in zip((1, 3), SIGNED, strict=False):
            sheet.cell(row, column, f"{name}：")
            layout.places[sheet.title, sheet.cell(row, column + 1).coordinate] = "name"
        row += 1
    sheet.cell(row, 1, "注：本表按月报送。")
    return layout


def _table(
    draw: st.DrawFn, layout: Layout, sheet: Worksheet, top: int, number: int
) -> tuple[int, int]:
    """Draw a table from the row *top*; return the row below it and its last column."""
    numbered, measured = draw(st.booleans()), draw(st.booleans())
    storeys = draw(st.integers(1, 2))
    beside = draw(st.booleans()) and not number
    figures = draw(st.lists(st.sampled_from(FIGURES), min_size=2, max_size=3, unique=True))
    periods = draw(st.lists(st.sampled_from(PERIODS), min_size=1, max_size=2, unique=True))
    rates = draw(st.lists(st.sampled_from(RATES), max_size=1))
    names = draw(st.lists(st.sampled_from(ROWS), min_size=4, max_size=8, unique=True))
    column, last = 1, top
    halves = (names[: len(names) // 2], names[len(names) // 2 :]) if beside else (names,)
    for half in halves:
        rows = [*half]
        if not beside and draw(st.booleans()):
            rows[1:1] = PARTS[: draw(st.integers(1, 2))]
        if draw(st.booleans()) and not beside:
            rows.append("合计")
        column, last = _half(
            draw,
            layout,
            (sheet, top, column),
            rows,
            (numbered, measured, storeys, figures, periods, rates),
        )
    return last, column - 1


def _half(
    draw: st.DrawFn,
    layout: Layout,
    at: tuple[Worksheet, int, int],
    rows: list[str],
    shape: tuple[bool, bool, int, list[str], list[str], list[str]],
) -> tuple[int, int]:
    sheet, top, column = at
    numbered, measured, storeys, figures, periods, rates = shape
    body = top + storeys
    merged = draw(st.booleans())
    # Places merged over two columns, as their heads are; a bar where nothing is to be filled in.
    step = 2 if draw(st.booleans()) and (merged or storeys == 1) else 1
    bars = draw(st.sets(st.integers(0, 40), max_size=3))
    heads = [*(["序号"] if numbered else []), "项目", *(["计量单位"] if measured else [])]
    column = _tall_heads(sheet, top, body, column, heads)
    first = column
    for period in periods[: 2 if storeys > 1 else 1]:
        if storeys > 1:
            sheet.cell(top, column, period)
            _widen(sheet, top, column, len(figures) * step if merged else 1)
        for offset, figure in enumerate(figures):
            place = sheet.cell(body - 1, column + offset * step, figure)
            _widen(sheet, body - 1, place.column, step)
        column += len(figures) * step
    wide = range(first, column, step)
    column = _tall_heads(sheet, top, body, column, rates)
    for offset, name in enumerate(rows):
        values = [*([offset + 1] if numbered else []), name, *(["起"] if measured else [])]
        for n, value in enumerate(values):
            sheet.cell(body + offset, first - len(values) + n, value)
        barred = {n for n in range(first + 1, column) if offset * 7 + n in bars}
        _places(layout, sheet, body + offset, (wide, range(wide.stop, column)), barred)
    return column, body + len(rows)


def _places(
    layout: Layout, sheet: Worksheet, row: int, columns: tuple[range, range], barred: set[int]
) -> None:
    """Draw the places of a row: those under heads of several columns, then those of one column."""
    wide, single = columns
    for n in (*wide, *single):
        place = sheet.cell(row, n)
        _widen(sheet, row, n, wide.step if n in wide else 1)
        if n in barred:
            place.value = "*"
        else:
            layout.places[sheet.title, place.coordinate] = "number"


def _widen(sheet: Worksheet, row: int, column: int, step: int) -> None:
    if step > 1:
        sheet.merge_cells(
            start_row=row, end_row=row, start_column=column, end_column=column + step - 1
        )


def _tall_heads(sheet: Worksheet, top: int, body: int, column: int, heads: list[str]) -> int:
    """Draw heads that reach over all rows of a head; return the next column."""
    for offset, head in enumerate(heads):
        at = column + offset
        sheet.cell(top, at, head)
        if body - top > 1:
            sheet.merge_cells(start_row=top, end_row=body - 1, start_column=at, end_column=at)
    return column + len(heads)
