"""Read and write 本机关.xlsx: what an office states about itself, for the papers of no campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.own_office_texts import HELP, ITEMS, LISTS, PAPERS
from pipeline.campaign.book.papers import paper_of
from pipeline.campaign.book.tables import BookFaults, Row, read_table
from pipeline.campaign.errors import OwnOfficeFaulty, OwnOfficeMissing
from pipeline.model.grid import Address
from pipeline.model.own_office import Entry, NumberStyle, OfficeRow, OwnOffice
from pipeline.workbook.reading.read import read_book
from pipeline.workbook.writing.plan import InputRule, PlannedCell, RuleKind, SheetPlan, Style
from pipeline.workbook.writing.write import write_book

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from pipeline.model.grid import Book

ITEMS_SHEET: Final = "机关"
PAPERS_SHEET: Final = "发文"
LISTS_SHEET: Final = "主送名单"
_ITEM_COLUMNS: Final = ("项目", "内容", "说明")
_LIST_COLUMNS: Final = ("名称", "主送机关")
_PAPER_COLUMNS: Final = (
    "文种", "标题", "文号代字", "编号样式", "起始号", "起始总期", "主送", "抄送", "版头", "签发人", "结语", "份数",
)  # fmt: skip
_RULE_ROWS: Final = 200


def read_own_office(path: Path) -> OwnOffice:
    """Read 本机关.xlsx at *path*.

    Raises:
        OwnOfficeMissing: there is no such file.
        OwnOfficeFaulty: a cell can't be understood, or a kind is listed twice.
        WorkbookUnreadable: the file is no workbook.
    """
    if not path.is_file():
        raise OwnOfficeMissing(path)
    book = read_book(path.read_bytes(), path.name)
    faults = BookFaults()
    office = OwnOffice(_items(book, faults), _rows(book, faults), _lists(book, faults))
    if faults.found:
        first = faults.found[0]
        raise OwnOfficeFaulty(path, f"「{first.sheet}」{first.cell}：{first.message}")
    return office


def _items(book: Book, faults: BookFaults) -> dict[str, Entry]:
    rows = read_table(book, ITEMS_SHEET, _ITEM_COLUMNS, ("项目", "内容"), faults)
    return {row.text("项目"): Entry(row.text("内容"), _place(row, "内容")) for row in rows}


def _lists(book: Book, faults: BookFaults) -> dict[str, str]:
    if book.sheet(LISTS_SHEET) is None:
        return {}
    rows = read_table(book, LISTS_SHEET, _LIST_COLUMNS, _LIST_COLUMNS, faults)
    return {row.text("名称"): row.text("主送机关") for row in rows if row.text("名称")}


def _rows(book: Book, faults: BookFaults) -> tuple[OfficeRow, ...]:
    rows: dict[str, OfficeRow] = {}
    for row in read_table(book, PAPERS_SHEET, _PAPER_COLUMNS, ("文种", "文号代字"), faults):
        kind = row.text("文种")
        if not kind:
            faults.add(PAPERS_SHEET, row.at("文种"), "这一行没有填“文种”，请补填或删去整行。")
        if kind in rows:
            faults.add(PAPERS_SHEET, row.at("文种"), f"“{kind}”写了两行，请只留一行。")
        rows[kind] = OfficeRow(
            paper_of(row, faults),
            _style(row, faults),
            row.text("结语"),
            {column: _place(row, column) for column in _PAPER_COLUMNS},
        )
    return tuple(rows.values())


def _style(row: Row, faults: BookFaults) -> NumberStyle | None:
    typed = row.text("编号样式")
    found = next((style for style in NumberStyle if style.value == typed), None)
    if typed and found is None:
        known = "、".join(style.value for style in NumberStyle)
        faults.add(
            PAPERS_SHEET, row.at("编号样式"), f"编号样式“{typed}”不认识，请从 {known} 中选。"
        )
    return found


def _place(row: Row, column: str) -> str:
    return f"「{row.sheet}」{row.at(column) or f'“{column}”列'}"


def own_office_workbook(moment: datetime) -> bytes:
    """Write 本机关.xlsx with placeholders (〇〇), and with comments as help."""
    sheets = (
        _sheet(ITEMS_SHEET, _ITEM_COLUMNS, ITEMS, (16, 44, 60)),
        _sheet(
            PAPERS_SHEET, _PAPER_COLUMNS, PAPERS, (12, 20, 14, 16, 8, 10, 36, 30, 30, 12, 18, 8)
        ),
        _sheet(LISTS_SHEET, _LIST_COLUMNS, LISTS, (20, 80)),
    )
    return write_book(sheets, moment, title="本机关")


def _sheet(
    name: str, columns: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
) -> SheetPlan:
    cells = [
        PlannedCell(Address(1, at), title, Style.HEADER, comment=HELP.get(title, ""))
        for at, title in enumerate(columns, start=1)
    ]
    cells += [
        PlannedCell(Address(number, at), text, Style.TEXT)
        for number, row in enumerate(rows, start=2)
        for at, text in enumerate(row, start=1)
    ]
    styled = columns.index("编号样式") + 1 if "编号样式" in columns else 0
    options = tuple(style.value for style in NumberStyle)
    rule = InputRule(
        Address(2, styled),
        Address(_RULE_ROWS, styled),
        RuleKind.LIST,
        options=options,
        message=f"请从清单中选：{'、'.join(options)}。",
    )
    return SheetPlan(
        name=name,
        cells=tuple(cells),
        widths=tuple(map(float, widths)),
        rules=(rule,) if styled else (),
        freeze=Address(2, 1),
        repeat_rows=(1, 1),
        landscape=True,
    )
