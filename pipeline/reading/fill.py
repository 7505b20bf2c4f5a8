"""The room's one door: a workbook and whose it is → a :class:`Filling`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model.campaign import Shape
from pipeline.model.filling import Answer, Filling, ListRow
from pipeline.reading.lists import find_header, read_rows
from pipeline.reading.sheets import match_sheets
from pipeline.reading.single import left_out, read_singles, read_zero_report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.grid import Book
    from pipeline.reading.identify import Claim
    from pipeline.reading.labels import Chart


def read_form(book: Book, campaign: Campaign, claim: Claim) -> Filling:
    """Read every field of *campaign* from *book*; what is not there is said, not guessed.

    A list's rows carry the form's own name of their sheet, also where the unit renamed it; their
    answers' places carry the name that the unit sees. A sheet without a list's labels is missing.
    """
    charts = match_sheets(book, campaign)
    near = campaign.deadline.date()
    singles: list[Answer] = []
    rows: list[ListRow] = []
    missing: list[str] = []
    for sheet in dict.fromkeys(field.sheet for field in campaign.fields):
        chart = charts.get(sheet)
        single, listed = _by_shape(campaign, sheet)
        found = _rows(chart, listed, book.name, near) if chart and listed else ()
        if chart is None or found is None:
            missing.append(sheet)
        rows += found or ()
        singles += (
            read_singles(chart, single, book.name, near)
            if chart
            else (left_out(field, book.name, sheet) for field in single)
        )
    return Filling(
        campaign=campaign.name,
        unit=claim.unit.code,
        workbook=book.name,
        singles=tuple(singles),
        rows=tuple(rows),
        zero=read_zero_report(tuple(charts.values()), book.name, near)
        if campaign.zero_report
        else None,
        missing_sheets=tuple(missing),
        stamp_version=claim.stamp_version,
        unit_place=claim.unit_place,
    )


def _rows(
    chart: Chart, fields: Sequence[Field], workbook: str, near: date
) -> tuple[ListRow, ...] | None:
    header = find_header(chart, fields)
    return tuple(read_rows(chart, header, fields, (workbook, near))) if header else None


def _by_shape(campaign: Campaign, sheet: str) -> tuple[list[Field], list[Field]]:
    own = [field for field in campaign.fields if field.sheet == sheet]
    return (
        [field for field in own if field.shape is Shape.SINGLE],
        [field for field in own if field.shape is Shape.LIST],
    )
