"""Write the blank workbook (空白表) of one unit: printable, locked except for the answer cells."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.fields import ZERO_FIELD
from pipeline.campaign.form.unit_cells import unit_cells
from pipeline.campaign.form_inputs import form_inputs
from pipeline.campaign.input_rules import input_rules
from pipeline.campaign.periods import in_period
from pipeline.model.campaign import Campaign, Cycle, Field, Kind, Shape
from pipeline.model.grid import Address
from pipeline.workbook.form_copy import copy_form, is_package
from pipeline.workbook.stamp import Stamp, stamp_sheet, visible_stamp
from pipeline.workbook.writing.paper import set_up_form
from pipeline.workbook.writing.plan import InputRule, PlannedCell, SheetPlan, Style
from pipeline.workbook.writing.text_fit import LINE, PADDING, line_count
from pipeline.workbook.writing.write import write_book

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from pipeline.model.campaign import Period
    from pipeline.model.unit import Unit

LIST_ROWS: Final = 30  # that fill a page; a unit may insert more
_HEADINGS: Final = ("序号", "填报项", "填报内容", "计量单位", "填报说明", "情况说明")
_WIDTHS: Final = (9.0, 24.5, 19.5, 8.6, 26.0, 13.4)
_NUMBER_WIDTH: Final = 9.0  # of 序号, and of 填报单位 above it
_PAGE_WIDTH: Final = 96.0  # of an upright page of A4, in characters
_PAGE_ACROSS: Final = 142.0  # of one across
_LIST_WIDTH: Final = 14.0  # of a column at least
_LIST_POINTS: Final = 20.0
_LAST_COLUMN: Final = 6
_HEADER_ROW: Final = 4
_HEAD_HEIGHTS: Final = ((1, 30.0), (2, 20.0), (3, 13.0), (_HEADER_ROW, 22.0))
_LONG_TEXT_POINTS: Final = 42.0
_ROW_POINTS: Final = 18.0
_NOTE_SIZE: Final = 9.0  # of the text of a note, in points
_NOTE_POINTS: Final = 11.5  # of its line
_ZERO_REPORT: Final = replace(
    ZERO_FIELD,
    note="本期确无此项工作的选“是”，数字可不填；有工作的选“否”或不选。",
)


def blank_workbook(
    campaign: Campaign, unit: Unit, moment: datetime, period: Period | None = None
) -> bytes:
    """Write the blank of *unit* for *period* as an .xlsx; the same campaign and moment give the same bytes.

    Where the campaign has a form of the office's own (表样.xlsx), the blank is that form with the unit's
    name and the stamp in it, the cells to fill in unlocked and the others locked; its look is not changed.
    """
    if campaign.form is not None and is_package(campaign.form.content):
        stamp = _stamp(campaign, unit, period)
        names = tuple(unit_cells(campaign.form.book, unit.full_name))
        inputs = form_inputs(campaign.form, campaign.fields, unit)
        return copy_form(campaign.form.content, campaign.form.name, names, stamp, inputs)
    return write_book(form_sheets(campaign, unit, period), moment, title=campaign.form_title)


def _stamp(campaign: Campaign, unit: Unit, period: Period | None) -> Stamp:
    recurring = period is not None and campaign.cycle is not Cycle.ONCE
    code = period.code if period and recurring else ""
    return Stamp(campaign.code, campaign.version, unit.code, code)


def form_sheets(
    campaign: Campaign, unit: Unit, period: Period | None = None
) -> tuple[SheetPlan, ...]:
    """Return the sheets of the form (表样) with *unit*'s name in them, the hidden stamp last."""
    stamp = _stamp(campaign, unit, period)
    campaign = in_period(campaign, period) if period else campaign
    sheets: list[SheetPlan] = []
    zero_report = campaign.zero_report  # once, on the first sheet of single fields
    for name in dict.fromkeys(field.sheet for field in campaign.fields):
        fields = [field for field in campaign.fields if field.sheet == name]
        title = f"{campaign.form_title}（{name}）" if sheets else campaign.form_title
        single = fields[0].shape is Shape.SINGLE
        width = _LAST_COLUMN if single else max(len(fields) + 1, 4)
        head = tuple(_head(campaign, unit, title, stamp, width))
        if single:
            sheets.append(_single_sheet(head, fields, zero_report=zero_report))
            zero_report = False
        else:
            sheets.append(_list_sheet(head, fields))
    return (*sheets, stamp_sheet(stamp))


def _single_sheet(
    head: tuple[PlannedCell, ...], fields: Sequence[Field], *, zero_report: bool
) -> SheetPlan:
    cells = [*head, *_row(_HEADER_ROW, _HEADINGS, Style.HEADER)]
    heights = [*_HEAD_HEIGHTS]
    rules: list[InputRule] = []
    section = ""
    row = _HEADER_ROW
    numbered = [("", _ZERO_REPORT)] if zero_report else []
    numbered += [(str(number), field) for number, field in enumerate(fields, start=1)]
    for number, field in numbered:
        if field.section and field.section != section:
            section = field.section
            row += 1
            span = Address(row, _LAST_COLUMN)
            cells.append(PlannedCell(Address(row, 1), section, Style.SECTION, span))
            heights.append((row, LINE + PADDING))
        row += 1
        cells += _field_cells(row, number, field)
        rules += input_rules(field, Address(row, 3), Address(row, 3))
        heights.append((row, _height(field)))
    return set_up_form(
        SheetPlan(
            name=fields[0].sheet,
            cells=tuple(cells),
            widths=_WIDTHS,
            heights=tuple(heights),
            rules=tuple(rules),
            freeze=Address(_HEADER_ROW + 1, 1),
            repeat_rows=(_HEADER_ROW, _HEADER_ROW),
            protected=True,
        )
    )


def _height(field: Field) -> float:
    """Compute the row's height in points: a spreadsheet doesn't raise a row to fit its text."""
    label = line_count(field.name + "＊", _WIDTHS[1]) * LINE
    note = line_count(field.note, _WIDTHS[4], _NOTE_SIZE) * _NOTE_POINTS
    least = _LONG_TEXT_POINTS if field.kind is Kind.LONG_TEXT else _ROW_POINTS
    return max(label + PADDING, note + 1, least)


def _field_cells(row: int, number: str, field: Field) -> Iterator[PlannedCell]:
    label = f"{field.name}＊" if field.required else field.name
    yield PlannedCell(Address(row, 1), number, Style.LABEL_CENTER)
    yield PlannedCell(Address(row, 2), label, Style.LABEL)
    yield PlannedCell(Address(row, 3), None, _input_style(field))
    yield PlannedCell(Address(row, 4), field.measure, Style.LABEL_CENTER)
    yield PlannedCell(Address(row, 5), field.note, Style.HELP)
    yield PlannedCell(Address(row, 6), None, Style.INPUT_LONG)


def _list_sheet(head: tuple[PlannedCell, ...], fields: Sequence[Field]) -> SheetPlan:
    cells = [*head]
    headings = ["序号"]
    for field in fields:
        label = field.heading
        headings.append(f"{label}＊" if field.required else label)
    cells += _row(_HEADER_ROW, headings, Style.HEADER)
    first, last = _HEADER_ROW + 1, _HEADER_ROW + LIST_ROWS
    for row in range(first, last + 1):
        cells.append(PlannedCell(Address(row, 1), str(row - _HEADER_ROW), Style.LABEL_CENTER))
        cells += [
            PlannedCell(Address(row, column), None, _input_style(field))
            for column, field in enumerate(fields, start=2)
        ]
    rules = [
        rule
        for column, field in enumerate(fields, start=2)
        for rule in input_rules(field, Address(first, column), Address(last, column))
    ]
    widths = (_NUMBER_WIDTH, *_list_widths(headings[1:]))
    head_lines = max(map(line_count, headings, widths))
    heights = dict(_HEAD_HEIGHTS) | dict.fromkeys(range(first, last + 1), _LIST_POINTS)
    heights[_HEADER_ROW] = max(head_lines * LINE + PADDING, heights[_HEADER_ROW])
    return set_up_form(
        SheetPlan(
            name=fields[0].sheet,
            cells=tuple(cells),
            widths=widths,
            heights=tuple(heights.items()),
            rules=tuple(rules),
            freeze=Address(first, 1),
            repeat_rows=(_HEADER_ROW, _HEADER_ROW),
            protected=True,
        )
    )


def _list_widths(headings: Sequence[str]) -> list[float]:
    """Return the widths of a list's columns: together a page, upright as long as each is wide enough."""
    room = (_PAGE_WIDTH - _NUMBER_WIDTH) / len(headings)
    if room < _LIST_WIDTH:
        room = (_PAGE_ACROSS - _NUMBER_WIDTH) / len(headings)
    return [round(max(room, _LIST_WIDTH), 1)] * len(headings)


def _head(
    campaign: Campaign, unit: Unit, title: str, stamp: Stamp, width: int
) -> Iterator[PlannedCell]:
    """Yield title, the unit's name and the deadline, and the visible stamp."""
    until = f"{campaign.deadline:%Y-%m-%d %H:%M}"
    yield PlannedCell(Address(1, 1), title, Style.TITLE, Address(1, width))
    yield PlannedCell(Address(2, 1), "填报单位", Style.HEADER)
    yield PlannedCell(
        Address(2, 2), unit.full_name, Style.LABEL_CENTER, Address(2, max(width - 3, 2))
    )
    yield PlannedCell(Address(2, max(width - 2, 3)), "报送截止", Style.HEADER)
    start = max(width - 1, 4)
    yield PlannedCell(Address(2, start), until, Style.LABEL_CENTER, Address(2, max(width, start)))
    yield PlannedCell(Address(3, 1), visible_stamp(stamp), Style.NOTE, Address(3, width))


def _row(number: int, texts: Sequence[str], style: Style) -> Iterator[PlannedCell]:
    for column, text in enumerate(texts, start=1):
        yield PlannedCell(Address(number, column), text, style)


def _input_style(field: Field) -> Style:
    if field.kind is Kind.LONG_TEXT:
        return Style.INPUT_LONG
    if field.kind is Kind.PHONE or field.kind.is_identifier:
        return Style.INPUT_TEXT
    return Style.INPUT_DATE if field.kind is Kind.DATE else Style.INPUT
