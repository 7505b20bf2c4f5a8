"""Split one workbook with the forms of several units (几个单位的表), where each sheet names its unit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from pipeline.campaign.aliases import match_unit
from pipeline.reading.identify import Claim, IdentityDoubt, campaign_of
from pipeline.reading.labels import index_sheet
from pipeline.reading.naming import mentions_in_cells, mentions_in_path, units_in_path
from pipeline.reading.own_form.sheets import match_form_sheets
from pipeline.reading.sheets import label_keys, match_sheets
from pipeline.reading.unit_witnesses import lead_unit, witness_of_sender, witnesses_in_path
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
_FOLDER: Final = WitnessKind.FOLDER


def split_by_unit(
    book: Book, campaigns: Sequence[Campaign], sender: str = ""
) -> tuple[tuple[Claim, Book], ...]:
    """Split *book* into the forms of its units, in the order of their sheets; empty where unclear.

    It is clear where each visible sheet with labels of the form names one unit, no unit has a sheet
    twice, each has the same sheets of the form, and neither the stamp nor the file's name points to other
    units, or to one alone: in that case a unit may have left another unit's form in its workbook. Where
    units have different sheets, they are those of one form, with another unit's name typed on one.

    A superior (上级单位) may hand in the sheets of the units below it, named by their short names, with
    its own among them; then stamp and names may point to it. Neither folders nor *sender* contradict a unit.
    """
    campaign = campaign_of(book, campaigns)
    if isinstance(campaign, IdentityDoubt):
        return ()
    senders = _senders(book, campaign)
    owners = [
        (grid, _owner(book, grid, campaign, senders))
        for grid in book.sheets
        if grid.visible and grid.name != STAMP_SHEET and _has_form_labels(grid, campaign)
    ]
    named = [owner[0] for _, owner in owners if owner is not None]
    own = next((each for each in senders if _is_above_all(each, named, campaign)), None)
    parts: dict[Unit, list[tuple[Grid, Place | None]]] = {}
    for grid, owner in owners:
        unit, place = owner or (own, None)
        if unit is None:
            return ()
        parts.setdefault(unit, []).append((grid, place))
    if len(parts) > 1 and _is_admitted(book, campaign, tuple(parts), sender):
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


def _senders(book: Book, campaign: Campaign) -> tuple[Unit, ...]:
    """Return the units that stamp, file and folders name, the stamp's first."""
    stamp = read_stamp(book)
    stamped = campaign.roster.by_code(stamp.unit) if stamp else None
    return (*([stamped] if stamped else []), *units_in_path(book.name, campaign))


def _is_above_all(sender: Unit, units: Sequence[Unit], campaign: Campaign) -> bool:
    """Return whether *sender* is the superior (上级单位) of all *units*, itself excepted."""
    others = [unit for unit in units if unit != sender]
    return bool(others) and all(campaign.roster.may_send_for(sender, unit) for unit in others)


def _owner(
    book: Book, grid: Grid, campaign: Campaign, senders: Sequence[Unit]
) -> SheetOwner | None:
    """Return the one unit that a sheet names in its 填报单位 cells and its name, and the cell.

    Where the cells of a sheet that is named after a unit say its superior, that one has sent it.
    """
    cells = mentions_in_cells(replace(book, sheets=(grid,)), campaign)
    units = {cell.match.unit for cell in cells}
    own = {label_key(field.sheet) for field in campaign.fields}
    if label_key(grid.name) not in own:
        within = (*senders, *(unit for unit in units if unit))
        match = match_unit(campaign.roster, grid.name, campaign.city, within)
        unit = match.unit
        if unit and all(each and campaign.roster.may_send_for(each, unit) for each in units):
            return unit, cells[0].place if cells else None
        units |= {unit} if unit else set(match.candidates if match.explicit else ())
    unit = next(iter(units), None)
    if unit is None or len(units) > 1:
        return None
    return unit, cells[0].place if cells else None


def _is_admitted(book: Book, campaign: Campaign, units: tuple[Unit, ...], sender: str) -> bool:
    """Return whether no witness (凭据) contradicts that the forms are those of *units*."""
    others = (
        *(each for each in witnesses_in_path(book.name, campaign) if each.kind is _FOLDER),
        *witness_of_sender(sender, campaign),
    )
    lead = lead_unit(campaign)
    return _stamp_and_name_agree(book, campaign, units) and all(
        admits(each, unit, campaign.roster, lead) for each in others for unit in units
    )


def _stamp_and_name_agree(book: Book, campaign: Campaign, units: tuple[Unit, ...]) -> bool:
    stamp = read_stamp(book)
    stamped = campaign.roster.by_code(stamp.unit) if stamp else None
    name = PurePosixPath(book.name.replace("\\", "/")).name
    named = {
        unit
        for each in mentions_in_path(name, campaign)
        for unit in (each.match.unit, *(each.match.candidates if each.match.explicit else ()))
        if unit is not None
    }
    senders = {unit for unit in named if _is_above_all(unit, units, campaign)}
    around = (unit for unit in units_in_path(book.name, campaign) if campaign.roster.below(unit))
    if not all(unit in units or _is_above_all(unit, units, campaign) for unit in around):
        return False
    by_stamp = stamped is None or stamped in units or _is_above_all(stamped, units, campaign)
    by_name = named == set(units) or (bool(senders) and named <= senders | set(units))
    return by_stamp and (not named or by_name)


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
