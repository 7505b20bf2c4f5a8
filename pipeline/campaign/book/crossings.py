"""Expand a cross table (交叉表) of the 任务书 into a field for each cell to fill in.

The 任务书 has one row for the table and one for each row or column that differs in type, measure or the
like; the headings are those of the office's own form (表样), in the area that the 位置 states.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.tables import Row
from pipeline.campaign.book.wordings import WORDING_COLUMN
from pipeline.campaign.form.headings import cross_table
from pipeline.campaign.form.names import names_in_form
from pipeline.campaign.form.view import view_of
from pipeline.model.campaign import Shape
from pipeline.model.form import Crossing, FormPlace, Region
from pipeline.model.grid import Address, address_of, column_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pipeline.campaign.book.tables import BookFaults
    from pipeline.model.campaign import Field
    from pipeline.model.form import CrossTable, Form

    FieldReader = Callable[[Row, BookFaults], Field | None]

CELLS_AT_MOST: Final = 10_000  # to fill in, in all cross tables of a form
_PLACE: Final = re.compile(r"(?:(?P<sheet>.+)!)?(?P<at>[A-Z]{1,3}\d{1,5})", re.IGNORECASE)
_AREA: Final = re.compile(
    r"(?:(?P<sheet>.+)!)?(?P<first>[A-Z]{1,3}\d{1,5}):(?P<last>[A-Z]{1,3}\d{1,5})"
    r"\s*[（(]\s*(?P<body>[A-Z]{1,3}\d{1,5})\s*起\s*[）)]",
    re.IGNORECASE,
)
_LINE: Final = re.compile(
    r"(?P<code>.+?)(?:行(?P<row>\d{1,5})|列(?P<column>[A-Z]{1,3}))", re.IGNORECASE
)
NO_MEASURE: Final = "无"  # 计量单位 of a row or column that has none, where the table has one
_INHERITED: Final = (
    "类型", "必填", "最小", "最大", "选项", "计量单位", "汇总方式", "较上期波动%", "说明",
)  # fmt: skip


class CrossPart(Enum):
    """Part of a cross table that a row of the 任务书 describes (形式)."""

    TABLE = "交叉表"
    ROW = "交叉表行"
    COLUMN = "交叉表列"


_PARTS: Final = {part.value: part for part in CrossPart}
Cells = dict[str, tuple["Field", ...]]


def is_cross_part(row: Row) -> bool:
    """Return whether a row of the 任务书 describes a cross table, or a row or column of one."""
    return row.text("形式") in _PARTS


def region_text(region: Region) -> str:
    """Return the area of a cross table as the 位置 of its row: ``A3:D7（B4起）``.

    >>> region_text(Region("表", Address(3, 1), Address(4, 2), Address(7, 4)))
    'A3:D7（B4起）'
    """
    return f"{region.first}:{region.last}（{region.body}起）"


def read_place(row: Row, faults: BookFaults) -> FormPlace | None:
    """Read the 位置 of a field: a cell of the office's own form, ``C4`` or ``统计表!C4``."""
    text = row.text("位置")
    if not text or is_cross_part(row):
        return None
    match = _PLACE.fullmatch(text)
    at = address_of(match["at"]) if match else None
    if match is None or at is None:
        faults.add(
            row.sheet,
            row.at("位置"),
            f"位置“{text}”看不懂，请填表样里的单元格，如 C4 或 统计表!C4。",
        )
        return None
    return FormPlace(match["sheet"] or row.text("工作表"), at)


def expand_tables(
    rows: Sequence[Row], form: Form | None, read: FieldReader, faults: BookFaults
) -> tuple[tuple[CrossTable, ...], Cells]:
    """Return the cross tables of the 任务书, and by the code of each the fields of its cells."""
    for row in rows:
        _refuse_wording(row, faults)
    of = {part: [row for row in rows if _PARTS[row.text("形式")] is part] for part in CrossPart}
    tables = {
        row.text("代码"): (row, table)
        for row in of[CrossPart.TABLE]
        if (table := _table(row, form, faults)) is not None
    }
    if sum(len(table.places) for _, table in tables.values()) > CELLS_AT_MOST:
        row = of[CrossPart.TABLE][0]
        faults.add(
            row.sheet, row.at("位置"), f"交叉表要填的格子超过 {CELLS_AT_MOST} 个，请分成几项任务。"
        )
        return (), {}
    lines = _lines([*of[CrossPart.ROW], *of[CrossPart.COLUMN]], tables, faults)
    names = names_in_form([(row.text("名称"), table) for row, table in tables.values()])
    cells = {
        code: tuple(_cells(row, table, names[code], lines[code], (read, faults)))
        for code, (row, table) in tables.items()
    }
    return tuple(table for _, table in tables.values()), cells


def in_book_order(rows: Sequence[Row], fields: Sequence[Field], cells: Cells) -> tuple[Field, ...]:
    """Return all fields in the order of the 任务书's rows, the cells of a table at its row."""
    own = {field.code: (field,) for field in fields}
    found: list[Field] = []
    for row in rows:
        code = row.text("代码")
        found += cells.get(code, ()) if is_cross_part(row) else own.pop(code, ())
    return tuple(found)


def _refuse_wording(row: Row, faults: BookFaults) -> None:
    """Report a 行文用语 in the row of a cross table: one sentence can't be that of all its cells."""
    if text := row.text(WORDING_COLUMN):
        faults.add(
            row.sheet,
            row.at(WORDING_COLUMN),
            f"交叉表的格子按行、列的标题写，用不上行文用语“{text}”，请清空；要换说法的，在简报模板里写。",
        )


def _table(row: Row, form: Form | None, faults: BookFaults) -> CrossTable | None:
    if form is None:
        faults.add(
            row.sheet,
            row.at("形式"),
            "有交叉表的任务要有本单位的表样，请把 表样.xlsx 放在任务书旁边。",
        )
        return None
    match = _AREA.fullmatch(row.text("位置"))
    corners = [address_of(match[name]) for name in ("first", "body", "last")] if match else []
    if match is None or None in corners:
        faults.add(
            row.sheet,
            row.at("位置") or row.at("形式"),
            f"位置“{row.text('位置')}”看不懂，交叉表请写明整张表和填报处的第一格，如 A3:D7（B4起）。",
        )
        return None
    sheet = match["sheet"] or row.text("工作表")
    grid = form.book.sheet(sheet)
    if grid is None:
        faults.add(row.sheet, row.at("工作表"), f"表样里没有工作表“{sheet}”，请改成表样里的名称。")
        return None
    first, body, last = (corner or Address(1, 1) for corner in corners)
    table = cross_table(view_of(grid), Region(sheet, first, body, last), row.text("代码"))
    if not table.places:
        faults.add(
            row.sheet,
            row.at("位置"),
            f"表样「{sheet}」{first}:{last} 里认不出要填的格子：{body} 左边应有行标题，上边应有列标题。请改正位置。",
        )
        return None
    return replace(table, name=row.text("名称"))


def _lines(
    rows: Sequence[Row], tables: Mapping[str, tuple[Row, CrossTable]], faults: BookFaults
) -> Mapping[str, Mapping[int | str, Row]]:
    """Return by table the rows of the 任务书 that differ: by the number of a row, by the letters of a column."""
    found: dict[str, dict[int | str, Row]] = defaultdict(dict)
    for row in rows:
        match = _LINE.fullmatch(row.text("代码"))
        if match is None or (match["code"] not in tables and not faults.found):
            faults.add(
                row.sheet,
                row.at("代码"),
                f"代码“{row.text('代码')}”看不出是哪张交叉表的哪一行、哪一列，应如 T1行6、T1列E。",
            )
        else:
            found[match["code"]][int(match["row"]) if match["row"] else match["column"].upper()] = (
                row
            )
    return found


def _cells(
    row: Row,
    table: CrossTable,
    names: Mapping[tuple[int, int], str],
    lines: Mapping[int | str, Row],
    reading: tuple[FieldReader, BookFaults],
) -> Iterator[Field]:
    read, faults = reading
    known: dict[tuple[int, ...], Field | None] = {}
    for i, head in enumerate(table.rows):
        for j, column in enumerate(table.columns):
            at = Address(head.number, column.number)
            if at not in table.places:
                continue
            key = (lines.get(head.number), lines.get(column_letters(column.number)))
            marks = tuple(id(part) for part in key)
            if marks not in known:
                known[marks] = read(_merged(row, key), faults)
            field = known[marks]
            if field is not None:
                yield replace(
                    field,
                    code=f"{table.code}{at}",
                    name=names[i, j],
                    place=FormPlace(table.region.sheet, at),
                    crossing=Crossing(table.code, i, j),
                )


def _merged(row: Row, lines: Sequence[Row | None]) -> Row:
    """Return the row of a table with what a row's and a column's own lines state instead."""
    values, places = dict(row.values), dict(row.places)
    for line in lines:
        for column in _INHERITED if line else ():
            if line and line.text(column):
                values[column], places[column] = line.values[column], line.places[column]
    if values.get("计量单位") == NO_MEASURE:
        values.pop("计量单位")
    values["形式"] = Shape.SINGLE.value
    values.pop("位置", None)
    return Row(row.sheet, values, places)
