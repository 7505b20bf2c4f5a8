"""Read a workbook and the claim whose it is into a :class:`Filling`; the room's entry point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.campaign.book.fields import ZERO_FIELD
from pipeline.model.campaign import Shape
from pipeline.model.filling import Answer, AnswerState, Filling, ListRow
from pipeline.model.finding import Finding, Level, Place
from pipeline.reading.lists import find_header, read_rows, rows_below_end
from pipeline.reading.own_form.read import read_own_form
from pipeline.reading.sheets import match_sheets
from pipeline.reading.single import absent_answer, read_singles, read_zero_report
from pipeline.values.identity import mask_id_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.grid import Address, Book
    from pipeline.reading.identify import Claim
    from pipeline.reading.labels import IndexedSheet
    from pipeline.reading.sheets import SheetMatch


@dataclass(frozen=True, slots=True)
class _SheetReading:
    """Hold the answers of one sheet: single fields, rows (``None`` without the list's header)."""

    sheet: IndexedSheet
    singles: tuple[Answer, ...]
    rows: tuple[ListRow, ...] | None
    below: tuple[Address, ...] = ()

    def content(self) -> tuple[object, ...]:
        """Return the answers without their cells, so that two sheets can be compared."""
        rows = [answer for row in self.rows or () for answer in row.answers]
        answers = (
            (each.field_code, each.state, each.value or each.typed, each.explanation)
            for each in (*self.singles, *rows)
        )
        return tuple(
            each for each in answers if each[1] not in {AnswerState.EMPTY, AnswerState.ABSENT}
        )


def read_form(book: Book, campaign: Campaign, claim: Claim) -> Filling:
    """Read every field of *campaign* from *book*; return the :class:`Filling` (填报内容).

    A field that isn't there is recorded as absent; no value is guessed. A list's rows carry the
    form's own name of their sheet, also where the unit renamed it; their answers' places carry
    the name that the unit sees. A sheet without a list's labels counts as missing.
    """
    if campaign.form is not None:
        return read_own_form(book, campaign, campaign.form, claim)
    return _read_blank(book, campaign, claim)


def _read_blank(book: Book, campaign: Campaign, claim: Claim) -> Filling:
    matches = match_sheets(book, campaign)
    singles: list[Answer] = []
    rows: list[ListRow] = []
    missing: list[str] = []
    findings: list[Finding] = []
    sheets: list[IndexedSheet] = []
    for name in dict.fromkeys(field.sheet for field in campaign.fields):
        if name not in matches:
            missing.append(name)
            lacking = _by_shape(campaign, name)[0]
            singles += (absent_answer(field, book.name, name) for field in lacking)
            continue
        reading, rivals = _select(matches[name], campaign, name, book.name)
        if reading.rows is None:
            missing.append(name)
        sheets.append(reading.sheet)
        singles += reading.singles
        rows += reading.rows or ()
        findings += _findings(reading, rivals, book.name, by_name=matches[name].by_name)
    return Filling(
        campaign=campaign.name,
        unit=claim.unit.code,
        workbook=book.name,
        singles=tuple(singles),
        rows=tuple(rows),
        zero=read_zero_report(sheets, campaign.fields, book.name, campaign.deadline.date())
        if campaign.zero_report
        else None,
        missing_sheets=tuple(missing),
        stamp_version=claim.stamp_version,
        unit_place=claim.unit_place,
        reader_findings=tuple(findings),
    )


def _select(
    match: SheetMatch, campaign: Campaign, name: str, workbook: str
) -> tuple[_SheetReading, list[_SheetReading]]:
    """Return the sheet that is valid, and others that resemble it and have other content."""
    read = [_read(sheet, campaign, name, workbook) for sheet in (match.sheet, *match.rivals)]
    # An empty blank next to a filled copy is ignored; a filled sheet is never replaced.
    selected = next((each for each in read if each.content()), read[0])
    return selected, [each for each in read if each.content() not in {(), selected.content()}]


def _read(sheet: IndexedSheet, campaign: Campaign, name: str, workbook: str) -> _SheetReading:
    near = campaign.deadline.date()
    single, listed = _by_shape(campaign, name)
    singles = tuple(read_singles(sheet, single, workbook, near))
    if not listed:
        return _SheetReading(sheet, singles, ())
    others = [ZERO_FIELD.name, *(f.name for f in campaign.fields if f.sheet != name)]
    header = find_header(sheet, listed, others)
    if header is None:
        return _SheetReading(sheet, singles, None)
    rows = tuple(read_rows(sheet, header, listed, (workbook, near)))
    return _SheetReading(sheet, singles, rows, tuple(rows_below_end(sheet, header, listed)))


def _findings(
    reading: _SheetReading, rivals: Sequence[_SheetReading], workbook: str, *, by_name: bool
) -> Iterator[Finding]:
    name = reading.sheet.grid.name
    rule = "sheet-passed-over" if by_name else "sheet-twice"
    level = Level.WARNING if by_name else Level.ERROR
    for rival in rivals:
        yield Finding(Place(workbook, rival.sheet.grid.name), "", rule, level, found=name)
    for at in reading.below:
        place = Place(workbook, name, str(at))
        found = mask_id_numbers(reading.sheet.text(at))
        yield Finding(place, f"第 {at.row} 行", "row-below-foot", Level.ERROR, found=found)


def _by_shape(campaign: Campaign, sheet: str) -> tuple[list[Field], list[Field]]:
    own = [field for field in campaign.fields if field.sheet == sheet]
    return (
        [field for field in own if field.shape is Shape.SINGLE],
        [field for field in own if field.shape is Shape.LIST],
    )
