"""The room's one door: a workbook and whose it is → a :class:`Filling`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.model.campaign import Shape
from pipeline.model.filling import Answer, AnswerState, Filling, ListRow
from pipeline.model.finding import Finding, Level, Place
from pipeline.reading.lists import find_header, read_rows, rows_below_end
from pipeline.reading.sheets import match_sheets
from pipeline.reading.single import ZERO_FIELD, absent_answer, read_singles, read_zero_report
from pipeline.values.identity import mask_id_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.grid import Address, Book
    from pipeline.reading.identify import Claim
    from pipeline.reading.labels import IndexedSheet
    from pipeline.reading.sheets import SheetMatch


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What one sheet says: its single fields, its rows (``None`` without the list's header)."""

    chart: IndexedSheet
    singles: tuple[Answer, ...]
    rows: tuple[ListRow, ...] | None
    below: tuple[Address, ...] = ()

    def said(self) -> tuple[object, ...]:
        """What it says, wherever it stands."""
        rows = [answer for row in self.rows or () for answer in row.answers]
        told = (
            (each.field_code, each.given, each.value or each.typed, each.explanation)
            for each in (*self.singles, *rows)
        )
        return tuple(
            each for each in told if each[1] not in {AnswerState.EMPTY, AnswerState.ABSENT}
        )


def read_form(book: Book, campaign: Campaign, claim: Claim) -> Filling:
    """Read every field of *campaign* from *book*; what is not there is said, not guessed.

    A list's rows carry the form's own name of their sheet, also where the unit renamed it; their
    answers' places carry the name that the unit sees. A sheet without a list's labels is missing.
    """
    matches = match_sheets(book, campaign)
    singles: list[Answer] = []
    rows: list[ListRow] = []
    missing: list[str] = []
    noticed: list[Finding] = []
    charts: list[IndexedSheet] = []
    for name in dict.fromkeys(field.sheet for field in campaign.fields):
        if name not in matches:
            missing.append(name)
            lacking = _by_shape(campaign, name)[0]
            singles += (absent_answer(field, book.name, name) for field in lacking)
            continue
        sheet, rivals = _chosen(matches[name], campaign, name, book.name)
        if sheet.rows is None:
            missing.append(name)
        charts.append(sheet.chart)
        singles += sheet.singles
        rows += sheet.rows or ()
        noticed += _noticed(sheet, rivals, book.name, clear=matches[name].named)
    return Filling(
        campaign=campaign.name,
        unit=claim.unit.code,
        workbook=book.name,
        singles=tuple(singles),
        rows=tuple(rows),
        zero=read_zero_report(charts, campaign.fields, book.name, campaign.deadline.date())
        if campaign.zero_report
        else None,
        missing_sheets=tuple(missing),
        stamp_version=claim.stamp_version,
        unit_place=claim.unit_place,
        noticed=tuple(noticed),
    )


def _chosen(
    match: SheetMatch, campaign: Campaign, name: str, workbook: str
) -> tuple[_Sheet, list[_Sheet]]:
    """The sheet that counts, and others that look like it and say something else."""
    read = [_read(chart, campaign, name, workbook) for chart in (match.chart, *match.rivals)]
    # The blank left beside a filled copy says nothing; a filled sheet never gives way.
    sheet = next((each for each in read if each.said()), read[0])
    return sheet, [each for each in read if each.said() not in {(), sheet.said()}]


def _read(chart: IndexedSheet, campaign: Campaign, name: str, workbook: str) -> _Sheet:
    near = campaign.deadline.date()
    single, listed = _by_shape(campaign, name)
    singles = tuple(read_singles(chart, single, workbook, near))
    if not listed:
        return _Sheet(chart, singles, ())
    others = [ZERO_FIELD.name, *(f.name for f in campaign.fields if f.sheet != name)]
    header = find_header(chart, listed, others)
    if header is None:
        return _Sheet(chart, singles, None)
    rows = tuple(read_rows(chart, header, listed, (workbook, near)))
    return _Sheet(chart, singles, rows, tuple(rows_below_end(chart, header, listed)))


def _noticed(
    sheet: _Sheet, rivals: Sequence[_Sheet], workbook: str, *, clear: bool
) -> Iterator[Finding]:
    name = sheet.chart.grid.name
    rule = "sheet-passed-over" if clear else "sheet-twice"
    level = Level.WARNING if clear else Level.ERROR
    for rival in rivals:
        yield Finding(Place(workbook, rival.chart.grid.name), "", rule, level, found=name)
    for at in sheet.below:
        place = Place(workbook, name, str(at))
        found = mask_id_numbers(sheet.chart.text(at))
        yield Finding(place, f"第 {at.row} 行", "row-below-foot", Level.ERROR, found=found)


def _by_shape(campaign: Campaign, sheet: str) -> tuple[list[Field], list[Field]]:
    own = [field for field in campaign.fields if field.sheet == sheet]
    return (
        [field for field in own if field.shape is Shape.SINGLE],
        [field for field in own if field.shape is Shape.LIST],
    )
