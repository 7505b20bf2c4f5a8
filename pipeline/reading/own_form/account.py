"""Account for every cell of a submission (读取率): an answer, the form's own text, or named in a finding.

Numbers in the form's own area that weren't read are a warning; a unit's own sheets, columns and notes
are listed, and change nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.campaign.form.headings import NUMBER_HEADS, numbers_columns
from pipeline.campaign.form.measures import COUNT_MEASURES, PERCENT, QUANTITY_MEASURES
from pipeline.model.filling import AnswerState
from pipeline.model.finding import Finding, Level, Place
from pipeline.model.grid import Address, address_of
from pipeline.reading.interpret import typed_text
from pipeline.reading.own_form.keys import KeyedSheet, compact
from pipeline.values.text import label_key
from pipeline.workbook.stamp import STAMP_SHEET, read_visible_stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.model.campaign import Campaign
    from pipeline.model.filling import Answer
    from pipeline.model.grid import Book, Cell, Grid
    from pipeline.reading.own_form.read import SheetAnswers

_SUM: Final = re.compile(r".{0,8}?(?:合\s*计|小\s*计|总\s*计|共\s*计|累\s*计)(?:\(.*\))?[:：]?")
_COUNT_BELOW: Final = 10_000  # no form has so many rows
_CODE_HEADS: Final = NUMBER_HEADS - {"序号", "行号", "行次", "no", "no."}
_NUMBER: Final = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?(\D{0,4})")
_MEASURES: Final = (COUNT_MEASURES | QUANTITY_MEASURES | {PERCENT}) - {"年", "月", "日"}
_QUOTED: Final = 24  # characters of a comment that are quoted
_OWN_AT_MOST: Final = 12  # own notes that are listed; the rest is counted
_UNIT_LINE: Final = re.compile(
    r"(?:填报|填表|报送|上报|编报)(?:单位|部门|时间|日期)|制表单位|单位名称|单位\("
)


@dataclass(frozen=True, slots=True)
class Account:
    """What became of the cells: how many were filled, how many read, the unit's own, and the findings."""

    filled: int
    read: int
    own: tuple[str, ...]
    findings: tuple[Finding, ...]


def account(
    book: Book, campaign: Campaign, read: Sequence[SheetAnswers], printed: frozenset[str]
) -> Account:
    """Return the account of all visible sheets of *book* but the stamp."""
    used: set[Address] = set()
    filled = count = 0
    own: list[str] = []
    findings: list[Finding] = []
    by_name = {each.sheet.name: each for each in read}
    own += _beside_the_cells(book, campaign)
    for grid in book.sheets:
        if not grid.visible or grid.name == STAMP_SHEET or not grid.cells:
            continue
        sheet = by_name.get(grid.name)
        if sheet is None:
            own.append(f"工作表「{grid.name}」")
            findings += _passed_over(grid, read, book.name, printed)
            continue
        used = set(_places(sheet))
        count += len(used)
        left = [
            at
            for at in sorted(grid.cells)
            if at not in used and not _is_printed(sheet, at, grid.cells[at], printed)
        ]
        lost, noted = _split(sheet, left, printed)
        filled += len(used) + len(lost)
        own += [f"「{grid.name}」{at}" for at in noted]
        findings += _lost_findings(sheet, lost, book.name)
    findings += _nothing_read(book, campaign, read, findings)
    listed = own[:_OWN_AT_MOST]
    more = (f"等 {len(own)} 处",) if len(own) > len(listed) else ()
    return Account(filled, count, (*listed, *more), tuple(findings))


def _beside_the_cells(book: Book, campaign: Campaign) -> Iterator[str]:
    """Yield hidden sheets, comments, text boxes, headers and footers that the form itself doesn't have."""
    form = campaign.form.book.sheets if campaign.form else ()
    names = {STAMP_SHEET, *(grid.name for grid in form)}
    known = {compact(each.text) for grid in form for each in grid.floating}
    for grid in book.sheets:
        if grid.cells and not grid.visible and grid.name not in names:
            yield f"隐藏的工作表「{grid.name}」"
        for each in grid.floating if grid.visible else ():
            if compact(each.text) not in known:
                place = f"{each.at} " if each.at else ""
                yield f"「{grid.name}」{place}{each.kind}“{each.text[:_QUOTED]}”"


def _passed_over(
    grid: Grid, read: Sequence[SheetAnswers], workbook: str, printed: frozenset[str]
) -> Iterator[Finding]:
    """Yield a warning for a sheet that looks like the form, too, and holds numbers that weren't read."""
    texts = {compact(cell.value) for cell in grid.cells.values() if isinstance(cell.value, str)}
    numbers = any(isinstance(cell.value, Decimal) for cell in grid.cells.values())
    if read and numbers and len(texts & printed) * 2 >= len(texts) > 1:
        name = read[0].sheet.name
        place = Place(workbook, grid.name)
        yield Finding(place, "", "sheet-passed-over", Level.WARNING, found=name)


def _places(sheet: SheetAnswers) -> Iterator[Address]:
    listed = (answer for row in sheet.rows for answer in row.answers)
    for answer in (*sheet.answers.values(), *listed):
        if answer.state not in {AnswerState.EMPTY, AnswerState.ABSENT}:
            at = address_of(answer.place.cell)
            if at is not None:
                yield at


def _is_printed(sheet: SheetAnswers, at: Address, cell: Cell, printed: frozenset[str]) -> bool:
    """Return whether a cell holds what the form prints, a number of a row or column, or the unit's name."""
    # A merged range may cover a cell that holds something else.
    text = compact(typed_text(cell.value))
    if not text or cell.fault:
        return not cell.fault
    if isinstance(cell.value, str):
        if text in printed or text.strip(":*") in printed:
            return True
        head = text.split(":")[0]
        return (
            _SUM.fullmatch(text) is not None
            or read_visible_stamp(str(cell.value)) is not None
            or bool(_UNIT_LINE.match(text))
            or (text.endswith(":") and f"{head}:" in printed)
            or _is_unit_cell(sheet.sheet, at)
        )
    return _is_number_of_line(sheet, at)


def _is_unit_cell(sheet: KeyedSheet, at: Address) -> bool:
    """Return whether *at* follows a label such as 填报单位：."""
    left = [sheet.view.shown(Address(at.row, c)) for c in range(at.column - 1, 0, -1)]
    nearest = next((text for text in left if text), "")
    return bool(_UNIT_LINE.match(nearest))


def _is_number_of_line(sheet: SheetAnswers, at: Address) -> bool:
    """Return whether a number only counts rows or columns (序号、栏次), or belongs to a row of sums."""
    view = sheet.sheet.view
    above = {label_key(view.shown(Address(row, at.column))) for row in range(1, at.row)}
    value = view.grid.cells[at].value
    counts = not isinstance(value, Decimal) or abs(value) < _COUNT_BELOW or above & _CODE_HEADS
    if (above & NUMBER_HEADS and counts) or _is_list_sum(sheet, at):
        return True
    columns = [c for c in range(1, view.last_column + 1) if view.shown(Address(at.row, c))]
    return numbers_columns(view, at.row, columns)


def _is_list_sum(sheet: SheetAnswers, at: Address) -> bool:
    """Return whether *at* is in a row of sums (合计) under a list."""
    view = sheet.sheet.view
    under = any(head.row < at.row for head in sheet.headers)
    texts = [compact(view.raw(Address(at.row, c))) for c in range(1, at.column)]
    return under and any(_SUM.fullmatch(text) for text in texts if text)


def _split(
    sheet: SheetAnswers, left: Sequence[Address], printed: frozenset[str]
) -> tuple[list[Address], list[Address]]:
    """Split the cells left over: numbers in the form's own area, and the unit's own content."""
    lost: list[Address] = []
    own: list[Address] = []
    for at in left:
        number = _holds_number(sheet.sheet.view.grid.cells[at])
        (lost if number and not _is_own_line(sheet, at, printed) else own).append(at)
    return lost, own


def _holds_number(cell: Cell) -> bool:
    """Return whether a cell holds a number, also one that is text, or shown as a percentage."""
    if isinstance(cell.value, str):
        number = _NUMBER.fullmatch(compact(cell.value))
        return number is not None and (not number[1] or number[1] in _MEASURES)
    return isinstance(cell.value, Decimal)


def _is_own_line(sheet: SheetAnswers, at: Address, printed: frozenset[str]) -> bool:
    """Return whether *at* is in a column or a row that the unit added, with a heading that the form lacks."""
    view = sheet.sheet.view

    def is_foreign(head: Address) -> bool:
        return view.is_text(head) and compact(view.raw(head)) not in printed

    for match in sheet.tables.values():
        if not match.head < at.row < match.end:
            continue
        complete = len(match.rows) == len(match.table.rows) and len(match.columns) == len(
            match.table.columns
        )
        foreign_row = at.row not in match.rows.values() and is_foreign(Address(at.row, match.stub))
        foreign_column = at.column not in match.columns.values() and is_foreign(
            Address(match.head, at.column)
        )
        # Where a heading of the form is missing, a foreign one may be the same under another name.
        return complete and (foreign_row or foreign_column)
    heads = [head for head in sheet.headers if head.row < at.row]
    own_columns = {head.column for head in sheet.headers}
    return (
        bool(heads)
        and at.column not in own_columns
        and is_foreign(Address(heads[0].row, at.column))
    )


def _lost_findings(
    sheet: SheetAnswers, lost: Sequence[Address], workbook: str
) -> Iterator[Finding]:
    """Yield a warning for each run of adjoining numbers that weren't read."""
    view = sheet.sheet.view
    for first, last in _areas(lost):
        place = Place(
            workbook, sheet.sheet.name, str(first) if first == last else f"{first}:{last}"
        )
        shown = view.shown(first)
        yield Finding(place, "", "numbers-unread", Level.WARNING, found=shown)


def _areas(cells: Iterable[Address]) -> Iterator[tuple[Address, Address]]:
    """Yield the runs of cells side by side; runs of the same columns in rows that adjoin are one."""
    runs: list[tuple[Address, Address]] = []
    for at in sorted(cells):
        if runs and runs[-1][1] == Address(at.row, at.column - 1):
            runs[-1] = (runs[-1][0], at)
        else:
            runs.append((at, at))
    areas: list[tuple[Address, Address]] = []
    for first, last in runs:
        same = next(
            (
                n
                for n, (top, bottom) in enumerate(areas)
                if bottom.row == first.row - 1
                and (top.column, bottom.column) == (first.column, last.column)
            ),
            None,
        )
        if same is None:
            areas.append((first, last))
        else:
            areas[same] = (areas[same][0], last)
    yield from areas


def _nothing_read(
    book: Book, campaign: Campaign, read: Sequence[SheetAnswers], findings: Sequence[Finding]
) -> Iterator[Finding]:
    """Yield an error where numbers are required and not one was found."""
    numeric = {field.code for field in campaign.fields if field.kind.numeric}
    if not numeric or not read:
        return
    if any(_has_number(answer, numeric) for answer in _answers(read)):
        return
    zero = any(answer.value == "是" and answer.field_code == "零报告" for answer in _answers(read))
    if campaign.zero_report or zero:
        return
    rule = "numbers-not-found" if findings else "form-empty"
    yield Finding(Place(book.name, read[0].sheet.name), "", rule, Level.ERROR)


def _answers(read: Sequence[SheetAnswers]) -> Iterator[Answer]:
    for each in read:
        yield from each.answers.values()
        for row in each.rows:
            yield from row.answers


def _has_number(answer: Answer, numeric: set[str]) -> bool:
    return answer.field_code in numeric and answer.state in {
        AnswerState.VALUE,
        AnswerState.UNREAD,
        AnswerState.NOTHING,
        AnswerState.STRUCK,
    }
