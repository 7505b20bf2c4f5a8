"""Write and read 选编.xlsx: the units' own texts, grouped by the program, chosen and reworded by the secretary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.tables import BookFaults, read_table
from pipeline.consolidation.text_groups import group_texts, text_words, unit_texts
from pipeline.model.campaign import Aggregation, Shape
from pipeline.model.grid import Address
from pipeline.products.text_choice import Key, Mark
from pipeline.workbook.reading.read import read_book
from pipeline.workbook.writing.append_rows import append_rows
from pipeline.workbook.writing.plan import InputRule, PlannedCell, RuleKind, SheetPlan, Style
from pipeline.workbook.writing.write import write_book

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.collection_round import CollectionRound

CHOICE_BOOK_NAME: Final = "选编.xlsx"
_SHEET: Final = "选编"
_COLUMNS: Final = ("期别", "填报项", "归并", "单位", "文字", "选用", "编后文字")
_WIDTHS: Final = (14.0, 18.0, 8.0, 22.0, 60.0, 8.0, 44.0)
_NOTE: Final = (
    "内容相近的已归并（同一号的只印一次，后面写“××等N家”），归错的改号。要印的在“选用”填“是”；"
    "要改写的写在“编后文字”。一项都没有选的，简报按反映的单位多少摘登。程序只往下加行，不改您填的。"
)
_HEADER_ROW: Final = 2
_RULE_ROWS: Final = 2_000

Row = tuple[str, ...]


def text_fields(campaign: Campaign) -> tuple[Field, ...]:
    """Return the fields whose texts a paper may print (罗列)."""
    return tuple(
        field
        for field in campaign.fields
        if field.shape is Shape.SINGLE and field.aggregation is Aggregation.STACK
    )


def choice_book(
    before: bytes | None,
    collected: CollectionRound,
    counted: Sequence[CountedUnit],
    moment: datetime,
) -> bytes | None:
    """Return 选编.xlsx with the texts of the round that it doesn't have yet; ``None`` where it has all.

    Raises:
        WorkbookUnreadable: *before* is no workbook.
    """
    known = _known_rows(before) if before else frozenset()
    rows = [row for row in _rows(collected, counted) if _identity(row) not in known]
    if not rows:
        return None
    return append_rows(before, _SHEET, rows) if before else _new_book(rows, moment)


def read_choice(content: bytes, collected: CollectionRound) -> dict[Key, Mark]:
    """Return the marks of the round's period in 选编.xlsx, by field, unit and words of the text.

    Raises:
        WorkbookUnreadable: it is no workbook.
    """
    campaign, period = collected.campaign, collected.period.label
    fields = {field.name: field.code for field in text_fields(campaign)}
    units = {unit.full_name: unit.code for unit in campaign.units()}
    faults = BookFaults()
    marks: dict[Key, Mark] = {}
    for row in read_table(
        read_book(content, CHOICE_BOOK_NAME), _SHEET, _COLUMNS, ("填报项", "单位", "文字"), faults
    ):
        field, unit = fields.get(row.text("填报项")), units.get(row.text("单位"))
        if field and unit and row.text("期别") == period:
            chosen = row.is_yes("选用", faults)
            mark = Mark(row.text("归并"), chosen, row.text("编后文字"))
            marks[field, unit, text_words(row.text("文字"))] = mark
    return marks


def _known_rows(content: bytes) -> frozenset[Row]:
    rows = read_table(
        read_book(content, CHOICE_BOOK_NAME), _SHEET, _COLUMNS, _COLUMNS[:5], BookFaults()
    )
    return frozenset(_identity(tuple(row.text(column) for column in _COLUMNS)) for row in rows)


def _identity(row: Row) -> Row:
    """Return by what a row is known again; its number, its mark and its wording are the secretary's."""
    return (row[0], row[1], row[3], text_words(row[4]))


def _rows(collected: CollectionRound, counted: Sequence[CountedUnit]) -> Iterator[Row]:
    for field in text_fields(collected.campaign):
        groups = group_texts(unit_texts(counted, field))
        for number, group in enumerate(groups, start=1):
            for text in group.texts:
                name = text.unit.full_name
                label = collected.period.label
                yield (label, field.name, str(number), name, text.text, "", "")


def _new_book(rows: Sequence[Row], moment: datetime) -> bytes:
    cells = [PlannedCell(Address(1, 1), _NOTE, Style.NOTE, Address(1, len(_COLUMNS)))]
    cells += [
        PlannedCell(Address(_HEADER_ROW, n), text, Style.HEADER)
        for n, text in enumerate(_COLUMNS, 1)
    ]
    for number, row in enumerate(rows, start=_HEADER_ROW + 1):
        cells += [
            PlannedCell(Address(number, n), text, Style.TEXT) for n, text in enumerate(row, 1)
        ]
    first, column = _HEADER_ROW + 1, _COLUMNS.index("选用") + 1
    rule = InputRule(
        Address(first, column),
        Address(_RULE_ROWS, column),
        RuleKind.LIST,
        options=("是", "否"),
        message="要印的填“是”。",
    )
    plan = SheetPlan(
        _SHEET,
        tuple(cells),
        _WIDTHS,
        heights=((1, 30.0),),
        rules=(rule,),
        freeze=Address(first, 1),
        repeat_rows=(_HEADER_ROW, _HEADER_ROW),
        landscape=True,
    )
    return write_book([plan], moment, title="选编")
