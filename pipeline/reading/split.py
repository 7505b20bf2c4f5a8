"""Split one workbook with the forms of several units (几个单位的表), where each sheet names its unit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.campaign.aliases import match_unit
from pipeline.reading.identify import Claim, IdentityDoubt, campaign_of, lead_unit
from pipeline.reading.labels import index_sheet
from pipeline.reading.naming import (
    mentions_in_cells,
    witness_of_cell,
    witness_of_sender,
    witnesses_in_path,
)
from pipeline.reading.own_form.sheets import match_form_sheets
from pipeline.reading.sheets import label_keys, match_sheets
from pipeline.reading.witnesses import WitnessKind, admits
from pipeline.values.text import label_key
from pipeline.workbook.stamp import STAMP_SHEET, read_stamp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.campaign import Campaign
    from pipeline.model.finding import Place
    from pipeline.model.grid import Book, Grid
    from pipeline.model.unit import Unit

    SheetOwner = tuple[Unit, Place | None]


_WORDS_OF_A_NOTE: Final = 2


def split_by_unit(
    book: Book, campaigns: Sequence[Campaign], sender: str = ""
) -> tuple[tuple[Claim, Book], ...]:
    """Split *book* into the forms of its units, in the order of their sheets; empty where unclear.

    It is clear where each visible sheet with labels of the form names one unit, no unit has a sheet
    twice, each has the same sheets of the form, and neither stamp, file's name, folders nor *sender* point
    to other units, or to one alone: in that case a unit may have left another unit's form in its workbook. Where
    units have different sheets, they are those of one form, with another unit's name typed on one.
    """
    campaign = campaign_of(book, campaigns)
    if isinstance(campaign, IdentityDoubt):
        return ()
    owners = [
        (grid, _owner(book, grid, campaign))
        for grid in book.sheets
        if grid.visible and grid.name != STAMP_SHEET and _has_form_labels(grid, campaign)
    ]
    parts: dict[Unit, list[tuple[Grid, Place | None]]] = {}
    for grid, owner in owners:
        if owner is None:
            return ()
        parts.setdefault(owner[0], []).append((grid, owner[1]))
    if len(parts) > 1 and _others_agree(book, campaign, tuple(parts), sender):
        made = tuple(_unit_part(book, campaign, *each) for each in parts.items())
        sheets = {_form_sheets(part, campaign) for _, part in made}
        if len(sheets) == 1 and None not in sheets:
            return made
    return ()


def _has_form_labels(grid: Grid, campaign: Campaign) -> bool:
    """Return whether a sheet holds a label of the form; a sheet without any is a note."""
    sheet = index_sheet(grid)
    found = sum(key in sheet.labels for key in label_keys(campaign))
    # A word of the office's own form may stand in any note.
    return found > (0 if campaign.form is None else _WORDS_OF_A_NOTE)


def _owner(book: Book, grid: Grid, campaign: Campaign) -> SheetOwner | None:
    """Return the one unit that a sheet names in its 填报单位 cells and its name, and the cell."""
    mentions = mentions_in_cells(replace(book, sheets=(grid,)), campaign)
    cells = [witness_of_cell(each, campaign) for each in mentions]
    units = {cell.unit for cell in cells}
    own = {label_key(field.sheet) for field in campaign.fields}
    if label_key(grid.name) not in own:
        match = match_unit(campaign.roster, grid.name, campaign.city)
        units |= {match.unit} if match.unit else set(match.candidates if match.explicit else ())
    unit = next(iter(units), None)
    if unit is None or len(units) > 1:
        return None
    return unit, cells[0].place if cells else None


def _others_agree(book: Book, campaign: Campaign, units: tuple[Unit, ...], sender: str) -> bool:
    """Return whether stamp, file's name, folders and sender (凭据) agree that the forms are those of *units*."""
    stamp = read_stamp(book)
    stamped = campaign.roster.by_code(stamp.unit) if stamp else None
    outside = (
        *witnesses_in_path(book.name, campaign),
        *witness_of_sender(sender, campaign),
    )
    named = {
        unit
        for each in outside
        if each.kind is WitnessKind.FILE_NAME and each.names
        for unit in each.units
    }
    lead = lead_unit(campaign)
    return (
        (stamped is None or stamped in units)
        and (not named or named == set(units))
        and all(admits(each, unit, campaign.roster, lead) for each in outside for unit in units)
    )


def _unit_part(
    book: Book, campaign: Campaign, unit: Unit, sheets: Sequence[tuple[Grid, Place | None]]
) -> tuple[Claim, Book]:
    stamp = read_stamp(book)
    place = next((place for _, place in sheets if place), None)
    claim = Claim(campaign, unit, place, stamp.version if stamp else "")
    return claim, replace(book, sheets=tuple(grid for grid, _ in sheets))


def _form_sheets(part: Book, campaign: Campaign) -> frozenset[str] | None:
    """Return which of the form's sheets a part holds, or None where it holds another one or one twice."""
    if campaign.form is not None:
        own = match_form_sheets(part, campaign.form, campaign)
        whole = {sheet.name for sheet in own.values()} == {grid.name for grid in part.sheets}
        return frozenset(own) if whole else None
    matches = match_sheets(part, campaign)
    used = {match.sheet.grid.name for match in matches.values()}
    if used != {grid.name for grid in part.sheets} or any(m.rivals for m in matches.values()):
        return None
    return frozenset(matches)
