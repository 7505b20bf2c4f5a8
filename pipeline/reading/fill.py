"""The room's one door: a workbook and its claim → a :class:`Filling`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.model.campaign import Field, Kind, Shape
from pipeline.model.filling import Answer, Filling, ListRow
from pipeline.reading.labels import labels_of, sheet_for
from pipeline.reading.lists import read_rows
from pipeline.reading.single import read_singles

if TYPE_CHECKING:
    from pipeline.model.campaign import Campaign
    from pipeline.model.grid import Book
    from pipeline.reading.identify import Claim

ZERO_FIELD: Final = Field("零报告", "零报告", "", Shape.SINGLE, Kind.CHOICE, options=("是", "否"))


def read_form(book: Book, campaign: Campaign, claim: Claim) -> Filling:
    """Read every field of *campaign* from *book*; what is not there is said, not guessed."""
    singles: list[Answer] = []
    rows: list[ListRow] = []
    missing: list[str] = []
    year = campaign.deadline.year
    for name in dict.fromkeys(field.sheet for field in campaign.fields):
        own = [field for field in campaign.fields if field.sheet == name]
        labels = sheet_for(book, name, [field.name for field in own])
        if labels is None:
            missing.append(name)
        listed = [field for field in own if field.shape is Shape.LIST]
        single = [field for field in own if field.shape is Shape.SINGLE]
        if labels is not None and listed:
            rows += read_rows(labels, listed, book.name, year)
        singles += read_singles(labels, single, book.name, year)
    return Filling(
        campaign=campaign.name,
        unit=claim.unit.code,
        workbook=book.name,
        singles=tuple(singles),
        rows=tuple(rows),
        zero=_zero(book, year) if campaign.zero_report else None,
        missing_sheets=tuple(missing),
        stamp_version=claim.stamp_version,
        unit_place=claim.unit_place,
    )


def _zero(book: Book, year: int) -> Answer | None:
    """The declaration 零报告, on whichever sheet it stands."""
    for grid in book.sheets:
        labels = labels_of(grid)
        if grid.visible and labels.find(ZERO_FIELD.name) is not None:
            return next(read_singles(labels, [ZERO_FIELD], book.name, year))
    return None
