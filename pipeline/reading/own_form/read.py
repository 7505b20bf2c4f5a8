"""Read every field of a campaign from a workbook by the office's own form (表样)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.campaign.book.fields import ZERO_FIELD
from pipeline.campaign.form.view import BOXES
from pipeline.model.campaign import Cycle, Shape
from pipeline.model.filling import Answer, AnswerState, Coverage, Filling
from pipeline.model.finding import Finding, Level, Place
from pipeline.model.grid import Address, Cell
from pipeline.reading.answer_cells import bracketed_measure, is_rescaled
from pipeline.reading.interpret import interpret
from pipeline.reading.labels import index_sheet
from pipeline.reading.own_form.account import account
from pipeline.reading.own_form.keys import KeyedSheet, compact, keyed, printed_texts
from pipeline.reading.own_form.listed import read_lists
from pipeline.reading.own_form.sheets import match_form_sheets
from pipeline.reading.own_form.singles import Way, answer_place, form_label
from pipeline.reading.own_form.tables import match_tables, missing_headings
from pipeline.reading.own_form.typed_in import answer_inside
from pipeline.reading.single import absent_answer, read_zero_report
from pipeline.values.text import declares_zero, narrow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.filling import ListRow
    from pipeline.model.form import Form
    from pipeline.model.grid import Book
    from pipeline.reading.identify import Claim
    from pipeline.reading.own_form.singles import FormLabel
    from pipeline.reading.own_form.tables import TableMatch


@dataclass(frozen=True, slots=True)
class SheetAnswers:
    """Answers of one sheet of the form: by field, the rows of lists, and what was not found on it."""

    sheet: KeyedSheet
    answers: Mapping[str, Answer]
    rows: tuple[ListRow, ...]
    tables: Mapping[str, TableMatch]
    headers: tuple[Address, ...]
    findings: tuple[Finding, ...]


def read_own_form(book: Book, campaign: Campaign, form: Form, claim: Claim) -> Filling:
    """Read every field of *campaign* from *book* by its *form*; return the :class:`Filling` (填报内容).

    A sheet of the form that isn't there counts as missing, a heading that isn't there is named in a
    finding; every cell with a content is accounted for.
    """
    printed = printed_texts(form)
    matches = match_form_sheets(book, form, campaign)
    read: list[SheetAnswers] = []
    missing: list[str] = []
    answers: dict[str, Answer] = {}
    for name in dict.fromkeys(field.place.sheet for field in campaign.fields if field.place):
        fields = [field for field in campaign.fields if field.place and field.place.sheet == name]
        if name in matches:
            sheet = _read_sheet(matches[name], (campaign, form, book.name), fields, printed)
            read.append(sheet)
            answers |= sheet.answers
            fields = [f for f in fields if f.shape is Shape.LIST and f.code not in sheet.answers]
        missing += [field.sheet for field in fields]
    accounted = account(book, campaign, read, printed)
    return Filling(
        campaign=campaign.name,
        unit=claim.unit.code,
        workbook=book.name,
        singles=tuple(
            answers.get(field.code) or absent_answer(field, book.name, field.sheet)
            for field in campaign.fields
            if field.shape is Shape.SINGLE
        ),
        rows=tuple(row for each in read for row in each.rows),
        zero=_zero(campaign, read, book.name, printed),
        missing_sheets=tuple(dict.fromkeys(missing)),
        stamp_version=claim.stamp_version,
        unit_place=claim.unit_place,
        reader_findings=(*(each for one in read for each in one.findings), *accounted.findings),
        coverage=Coverage(accounted.filled, accounted.read, accounted.own),
        own_sheets=tuple(_own_sheets(campaign, matches)),
    )


def _own_sheets(campaign: Campaign, matches: Mapping[str, KeyedSheet]) -> Iterator[tuple[str, str]]:
    """Yield each sheet of the campaign book that is there, with the name of the sheet that holds it."""
    for name, place in {field.sheet: field.place for field in campaign.fields}.items():
        if place and place.sheet in matches:
            yield name, matches[place.sheet].name


def _zero(
    campaign: Campaign, read: Sequence[SheetAnswers], workbook: str, printed: frozenset[str]
) -> Answer | None:
    if not campaign.zero_report:
        return None
    fields = [field for field in campaign.fields if field.crossing is None]
    sheets = [index_sheet(each.sheet.view.grid) for each in read]
    found = read_zero_report(sheets, fields, workbook, campaign.deadline.date())
    if found is not None and found.state is not AnswerState.EMPTY:
        return found
    # The word in an answer's place reads as a label with nothing beside it.
    return _declared_zero(campaign, read, workbook, printed) or found


def _declared_zero(
    campaign: Campaign, read: Sequence[SheetAnswers], workbook: str, printed: frozenset[str]
) -> Answer | None:
    """Return the declaration 零报告 that a unit wrote anywhere on the form but in a place for it.

    Beside figures or rows of a list it is no declaration, but a remark.
    """
    # What there is stays as it was (沿用), and may be filled in beside the declaration.
    flows = {
        field.code
        for field in campaign.fields
        if field.kind.numeric and not (field.is_carried and campaign.cycle is not Cycle.ONCE)
    }
    filled = any(
        answer.value for each in read for code, answer in each.answers.items() if code in flows
    )
    if filled or any(each.rows for each in read):
        return None
    for each in read:
        for at, cell in sorted(each.sheet.view.grid.cells.items()):
            typed = cell.value if isinstance(cell.value, str) else ""
            if declares_zero(typed) and compact(typed) not in printed:
                place = Place(workbook, each.sheet.name, str(at))
                return Answer(
                    ZERO_FIELD.code, place, AnswerState.VALUE, typed, ZERO_FIELD.options[0]
                )
    return None


def _read_sheet(
    sheet: KeyedSheet,
    context: tuple[Campaign, Form, str],
    fields: Sequence[Field],
    printed: frozenset[str],
) -> SheetAnswers:
    campaign, form, workbook = context
    near = campaign.deadline.date()
    name = next(field.place.sheet for field in fields if field.place)
    own = keyed(next(grid for grid in form.book.sheets if grid.name == name))
    tables = [table for table in form.tables if table.region.sheet == name]
    matches = match_tables(sheet, own, tables)
    crossed = [field for field in fields if field.crossing]
    answers = dict(_crossed_answers(sheet, crossed, matches, (workbook, near)))
    labels = {
        field.code: label
        for field in fields
        if field.shape is Shape.SINGLE and field.crossing is None
        if (label := form_label(own, field)) is not None
    }
    plain = [f for f in fields if f.shape is Shape.SINGLE and f.crossing is None]
    answers |= _single_answers(sheet, plain, labels, (workbook, near, printed))
    listed = read_lists(
        sheet, own, [f for f in fields if f.shape is Shape.LIST], (workbook, near), labels
    )
    found = {
        code: Answer(code, Place(workbook, sheet.name), AnswerState.EMPTY) for code in listed.found
    }
    return SheetAnswers(
        sheet,
        {**answers, **found},
        listed.rows,
        matches,
        listed.heads,
        tuple(_missing_lines(sheet, matches, crossed, workbook)),
    )


def _crossed_answers(
    sheet: KeyedSheet,
    fields: Sequence[Field],
    matches: Mapping[str, TableMatch],
    context: tuple[str, date],
) -> Iterator[tuple[str, Answer]]:
    workbook, near = context
    for field in fields:
        crossing = field.crossing
        match = matches.get(crossing.table) if crossing else None
        row = match.rows.get(crossing.row) if match and crossing else None
        column = match.columns.get(crossing.column) if match and crossing else None
        if match is None or row is None or column is None:
            yield field.code, absent_answer(field, workbook, sheet.name)
            continue
        at = Address(row, column)
        answer = read_cell(sheet, at, field, (workbook, near))
        shown = _measures_over(sheet, match, at)
        yield field.code, _unless_rescaled(answer, field, shown)


def read_cell(sheet: KeyedSheet, at: Address, field: Field, context: tuple[str, date]) -> Answer:
    """Return the answer in the cell *at*; a cell merged over several places is no answer of one of them."""
    workbook, near = context
    anchor = sheet.view.anchor(at)
    place = Place(workbook, sheet.name, str(anchor))
    cell = sheet.view.cell(at)
    if cell is not None and anchor != at and field.crossing is not None:
        return Answer(field.code, place, AnswerState.UNREAD, fault="answer-merged")
    return interpret(_without_marks(cell), field, place, near)


def _without_marks(cell: Cell | None) -> Cell | None:
    """Return a cell without the underline that a form prints where an answer goes.

    Boxes of which none is ticked are no answer.
    """
    if cell is None or not isinstance(cell.value, str):
        return cell
    if not cell.fault and BOXES.fullmatch(narrow(cell.value)):
        return None
    text = cell.value.strip("_＿ 　")
    return Cell(text, cell.fault) if text or cell.fault else None


def _measures_over(sheet: KeyedSheet, match: TableMatch, at: Address) -> list[str]:
    """Return the measures that the submission prints for a cell: in its heading, and left in its row."""
    view = sheet.view
    storeys = match.table.region.body.row - match.table.region.first.row
    heads = [
        view.shown(Address(row, at.column))
        for row in range(match.head - storeys + 1, match.head + 1)
    ]
    left = [view.shown(Address(at.row, column)) for column in range(match.stub, at.column)]
    return [bracketed_measure(text) for text in (*heads, left[0])] + left[1:2]


def _unless_rescaled(answer: Answer, field: Field, shown: Sequence[str]) -> Answer:
    """Return *answer*, unread where the submission prints another measure (计量单位) for it."""
    printed = [text for text in shown if text]
    rescaled = any(is_rescaled(text, field.measure) for text in printed)
    if answer.state is AnswerState.VALUE and rescaled and field.measure not in printed:
        return replace(answer, state=AnswerState.UNREAD, value=None, fault="measure-differs")
    return answer


def _single_answers(
    sheet: KeyedSheet,
    fields: Sequence[Field],
    labels: Mapping[str, FormLabel],
    context: tuple[str, date, frozenset[str]],
) -> Iterator[tuple[str, Answer]]:
    workbook, near, printed = context
    known = frozenset(label.key for label in labels.values())
    for field in fields:
        label = labels.get(field.code)
        if label is None:
            yield field.code, absent_answer(field, workbook, sheet.name)
            continue
        inside = answer_inside(sheet, field, fields, (workbook, near))
        found = None if label.way is Way.INSIDE else answer_place(sheet, label, printed, known)
        if found is not None and not inside.state.has_content:
            inside = _single_answer(sheet, field, found, context)
        yield field.code, inside


def _single_answer(
    sheet: KeyedSheet,
    field: Field,
    found: tuple[Address, Address],
    context: tuple[str, date, frozenset[str]],
) -> Answer:
    workbook, near, printed = context
    label, at = found
    text = sheet.view.shown(at)
    if text and compact(text) in printed and not field.kind.numeric and not field.options:
        at_place = Place(workbook, sheet.name, str(sheet.view.anchor(at)))
        return Answer(field.code, at_place, AnswerState.EMPTY)
    answer = read_cell(sheet, at, field, (workbook, near))
    between = [
        sheet.view.shown(Address(label.row, column))
        for column in range(label.column + 1, at.column)
    ]
    return _unless_rescaled(
        answer, field, [bracketed_measure(sheet.view.shown(label)), *between[:1]]
    )


def _missing_lines(
    sheet: KeyedSheet,
    matches: Mapping[str, TableMatch],
    fields: Sequence[Field],
    workbook: str,
) -> Iterator[Finding]:
    """Yield one finding for each table or line of a table whose heading the submission doesn't have."""
    for code in dict.fromkeys(field.crossing.table for field in fields if field.crossing):
        own = [field for field in fields if field.crossing and field.crossing.table == code]
        match = matches.get(code)
        level = Level.ERROR if any(field.required for field in own) else Level.WARNING
        if match is None:
            heads = "、".join(f"“{field.name}”" for field in own[:2])
            place = Place(workbook, sheet.name)
            yield Finding(place, "", "table-left-out", level, found=heads, wanted=str(len(own)))
            continue
        names = [heading.texts[-1] for heading in missing_headings(match)]
        if names:
            listed = "、".join(f"“{name}”" for name in names)
            yield Finding(
                Place(workbook, sheet.name), "", "headings-left-out", Level.WARNING, found=listed
            )
