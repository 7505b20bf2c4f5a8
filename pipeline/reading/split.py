"""One workbook with the forms of several units (几个单位的表), parted where every sheet says whose it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline.campaign.aliases import match_unit
from pipeline.reading.identify import Claim, IdentityDoubt, campaign_of
from pipeline.reading.labels import index_sheet
from pipeline.reading.naming import mentions_in_cells, mentions_in_path
from pipeline.reading.sheets import match_sheets
from pipeline.values.text import label_key
from pipeline.workbook.stamp import STAMP_SHEET, read_stamp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.campaign import Campaign
    from pipeline.model.finding import Place
    from pipeline.model.grid import Book, Grid
    from pipeline.model.unit import Unit

    Owner = tuple[Unit, Place | None]


def split_by_unit(book: Book, campaigns: Sequence[Campaign]) -> tuple[tuple[Claim, Book], ...]:
    """Part *book* into the forms of its units, in the order of their sheets; none where that isn't plain.

    It is plain where each visible sheet that holds labels of the form names one unit, no unit has a
    sheet twice, and neither the stamp nor the file's name speaks of other units, or of one alone:
    then somebody may have left another unit's form in his own.
    """
    campaign = campaign_of(book, campaigns)
    if isinstance(campaign, IdentityDoubt):
        return ()
    owners = [
        (grid, _owner(book, grid, campaign))
        for grid in book.sheets
        if grid.visible and grid.name != STAMP_SHEET and _is_asked(grid, campaign)
    ]
    parts: dict[Unit, list[tuple[Grid, Place | None]]] = {}
    for grid, owner in owners:
        if owner is None:
            return ()
        parts.setdefault(owner[0], []).append((grid, owner[1]))
    if len(parts) > 1 and _agrees(book, campaign, tuple(parts)):
        made = tuple(_part(book, campaign, *each) for each in parts.items())
        return made if all(_is_whole(part, campaign) for _, part in made) else ()
    return ()


def _is_asked(grid: Grid, campaign: Campaign) -> bool:
    """Whether a sheet holds a label of the form; what holds none is somebody's note."""
    chart = index_sheet(grid)
    return any(chart.find(field.name) for field in campaign.fields)


def _owner(book: Book, grid: Grid, campaign: Campaign) -> Owner | None:
    """The one unit that a sheet names in its 填报单位 cells and its own name, and the cell."""
    cells = mentions_in_cells(replace(book, sheets=(grid,)), campaign)
    units = {cell.match.unit for cell in cells}
    own = {label_key(field.sheet) for field in campaign.fields}
    if label_key(grid.name) not in own:
        called = match_unit(campaign.roster, grid.name, campaign.city)
        units |= {called.unit} if called.unit else set(called.candidates if called.named else ())
    unit = next(iter(units), None)
    if unit is None or len(units) > 1:
        return None
    return unit, cells[0].place if cells else None


def _agrees(book: Book, campaign: Campaign, units: tuple[Unit, ...]) -> bool:
    stamp = read_stamp(book)
    stamped = campaign.roster.by_code(stamp.unit) if stamp else None
    name = PurePosixPath(book.name.replace("\\", "/")).name
    named = {
        unit
        for each in mentions_in_path(name, campaign)
        for unit in (each.match.unit, *(each.match.candidates if each.match.named else ()))
        if unit is not None
    }
    return (stamped is None or stamped in units) and (not named or named == set(units))


def _part(
    book: Book, campaign: Campaign, unit: Unit, sheets: Sequence[tuple[Grid, Place | None]]
) -> tuple[Claim, Book]:
    stamp = read_stamp(book)
    place = next((place for _, place in sheets if place), None)
    claim = Claim(campaign, unit, place, stamp.version if stamp else "")
    return claim, replace(book, sheets=tuple(grid for grid, _ in sheets))


def _is_whole(part: Book, campaign: Campaign) -> bool:
    """Whether each sheet of a part is one of the form's, and none is there twice."""
    matches = match_sheets(part, campaign)
    used = {match.chart.grid.name for match in matches.values()}
    return used == {grid.name for grid in part.sheets} and not any(
        match.rivals for match in matches.values()
    )
