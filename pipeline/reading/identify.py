"""Identify campaign and unit of a workbook: by stamp, title, 填报单位 cell, file name; or return a doubt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from pipeline.campaign.aliases import match_unit
from pipeline.reading import doubts
from pipeline.reading.labels import index_sheet
from pipeline.reading.naming import mentions_in_cells, mentions_in_path, sheets_named_after_units
from pipeline.reading.sheets import label_keys
from pipeline.values.text import label_key
from pipeline.workbook.stamp import Stamp, read_stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.model.campaign import Campaign
    from pipeline.model.finding import Place
    from pipeline.model.grid import Book
    from pipeline.model.unit import Unit
    from pipeline.reading.naming import UnitMention

_TITLE_ROWS: Final = 6
_TITLE_AT_MOST: Final = 400  # characters of a cell in which a title is looked for
_LABEL_SHARE_AT_LEAST: Final = (
    0.6  # of a campaign's labels, where neither stamp nor title identifies it
)


@dataclass(frozen=True, slots=True)
class Claim:
    """Describe whose form of which campaign a workbook is (认领).

    ``unit_place`` is the cell that names the unit; ``units_in_file_name`` are the full names of other
    units in the file's own name.
    """

    campaign: Campaign
    unit: Unit
    unit_place: Place | None = None
    stamp_version: str = ""
    units_in_file_name: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IdentityDoubt:
    """Describe why a workbook could not be placed, and the units it could belong to."""

    reason: str
    candidates: tuple[str, ...] = ()


def identify(book: Book, campaigns: Sequence[Campaign]) -> Claim | IdentityDoubt:
    """Return whose form *book* is, or the doubt about it.

    The book's name is its name in the inbox, with sub-folders. Stamp and 填报单位 cell must agree
    where both name a unit. Without a stamp, a file or folder name of another unit than the cell's is
    a doubt; where the cell is empty, the path decides. A name that is only similar to a unit's
    decides where another source agrees.
    """
    stamp = read_stamp(book)
    campaign = campaign_of(book, campaigns)
    if isinstance(campaign, IdentityDoubt):
        return campaign
    found = _find_unit(book, campaign, stamp)
    if isinstance(found, IdentityDoubt):
        return found
    unit, place = found
    # Folders often belong to the office; the file's name is the sender's.
    path = mentions_in_path(PurePosixPath(book.name.replace("\\", "/")).name, campaign)
    others = _conflicting_units(unit, _matched_units(path), campaign)
    return Claim(campaign, unit, place, stamp.version if stamp else "", _names(others))


def claim_for(book: Book, campaign: Campaign, unit: Unit) -> Claim:
    """Return the claim of a workbook whose unit and campaign a person has decided (认领)."""
    stamp = read_stamp(book)
    cell = next(iter(mentions_in_cells(book, campaign)), None)
    return Claim(campaign, unit, cell.place if cell else None, stamp.version if stamp else "")


def campaign_of(book: Book, campaigns: Sequence[Campaign]) -> Campaign | IdentityDoubt:
    """Return the campaign of *book*'s form: by its stamp, else its title, else its labels."""
    stamp = read_stamp(book)
    if stamp is not None:
        stamped = next((each for each in campaigns if each.code == stamp.campaign), None)
        known = [f"{each.name} {each.code}" for each in campaigns]
        return stamped or IdentityDoubt(doubts.unknown_stamp(stamp.campaign, known))
    by_title = _best(campaigns, {each.name: _title_length(book, each) for each in campaigns})
    if len(by_title) == 1:
        return by_title[0]
    keys = {key for grid in book.sheets if grid.visible for key in index_sheet(grid).labels}
    shares = {each.name: _label_share(each, keys) for each in by_title or campaigns}
    likely = _best(
        [each for each in by_title or campaigns if shares[each.name] >= _LABEL_SHARE_AT_LEAST],
        shares,
    )
    if len(likely) > 1:
        return IdentityDoubt(doubts.several_campaigns([each.name for each in likely]))
    return likely[0] if likely else IdentityDoubt(doubts.no_campaign())


def _best(campaigns: Iterable[Campaign], scores: dict[str, float]) -> list[Campaign]:
    """Return the campaigns with the highest score above zero."""
    top = max((scores[each.name] for each in campaigns), default=0)
    return [each for each in campaigns if scores[each.name] == top > 0]


def _title_length(book: Book, campaign: Campaign) -> int:
    """Return how many characters of title the top rows of a sheet share with *campaign*'s form.

    The longest wins: “…报送表” of one campaign may be contained in “…报送表（二）” of another.
    """
    wanted = {key for key in (label_key(campaign.form_title), label_key(campaign.name)) if key}
    texts = [
        label_key(cell.value[:_TITLE_AT_MOST])
        for grid in book.sheets
        if grid.visible
        for at, cell in grid.cells.items()
        if at.row <= _TITLE_ROWS and isinstance(cell.value, str)
    ]
    return max((len(key) for key in wanted if any(key in text for text in texts)), default=0)


def _label_share(campaign: Campaign, keys: set[str]) -> float:
    wanted = label_keys(campaign)
    return len(wanted & keys) / len(wanted) if wanted else 0


def _find_unit(
    book: Book, campaign: Campaign, stamp: Stamp | None
) -> tuple[Unit, Place | None] | IdentityDoubt:
    cells = mentions_in_cells(book, campaign)
    several = _several_units_doubt(book, campaign, cells)
    if several is not None:
        return several
    cell = next((each for each in cells if each.match.unit), next(iter(cells), None))
    stamped = campaign.roster.by_code(stamp.unit) if stamp else None
    if stamped is not None:
        return _unit_by_stamp(stamped, cell)
    path = mentions_in_path(book.name, campaign)
    if cell is not None:
        return _unit_by_cell(cell, path, campaign, book.name)
    return _unit_by_path(book.name, path)


def _several_units_doubt(
    book: Book, campaign: Campaign, cells: Sequence[UnitMention]
) -> IdentityDoubt | None:
    """Return the doubt about a workbook that holds the forms of several units, if it does."""
    by_cells = [
        (f"「{each.place.sheet}」{each.place.cell} ", unit)
        for each in cells
        if each.place
        for unit in _units_in_cell(each)
    ]
    by_names = [
        (f"工作表「{sheet}」", unit) for sheet, unit in sheets_named_after_units(book, campaign)
    ]
    for mentions in (by_cells, by_names):
        if len({unit.code for _, unit in mentions}) > 1:
            listed = dict.fromkeys((place, unit.full_name) for place, unit in mentions)
            return IdentityDoubt(
                doubts.several_units(tuple(listed)),
                tuple(dict.fromkeys(name for _, name in listed)),
            )
    return None


def _units_in_cell(cell: UnitMention) -> tuple[Unit, ...]:
    """Return the unit that a cell names; a similar one is valid where it is the only candidate."""
    if cell.match.unit is not None:
        return (cell.match.unit,)
    return cell.match.candidates if len(cell.match.candidates) == 1 else ()


def _unit_by_stamp(
    stamped: Unit, cell: UnitMention | None
) -> tuple[Unit, Place | None] | IdentityDoubt:
    if cell is None:
        return stamped, None
    # “市交通局” on the blank of 市交通运输局 is close enough: the stamp confirms it.
    near = cell.match.unit is None and stamped in cell.match.candidates and not cell.match.unknown
    if cell.match.unit == stamped or near:
        return stamped, cell.place
    others = [cell.match.unit] if cell.match.unit else cell.match.candidates
    return IdentityDoubt(doubts.stamp_differs_from_cell(stamped, cell), _names((stamped, *others)))


def _unit_by_cell(
    cell: UnitMention, path: tuple[UnitMention, ...], campaign: Campaign, workbook: str
) -> tuple[Unit, Place | None] | IdentityDoubt:
    unit = cell.match.unit
    path_units = _matched_units(path)
    if unit is not None:
        others = _conflicting_units(unit, path_units, campaign)
        if not others:
            return unit, cell.place
        reason = doubts.cell_differs_from_path(workbook, unit, cell, others)
        return IdentityDoubt(reason, _names((unit, *others)))
    if cell.match.explicit:
        return IdentityDoubt(doubts.several_units_in_cell(cell), _names(cell.match.candidates))
    agree = len(path_units) == 1 and path_units[0] in cell.match.candidates
    if agree and not cell.match.unknown:
        return path_units[0], cell.place
    return IdentityDoubt(doubts.unknown_unit_name(cell), _names(cell.match.candidates))


def _conflicting_units(
    unit: Unit, path_units: tuple[Unit, ...], campaign: Campaign
) -> tuple[Unit, ...]:
    """Return the other units that file and folders name, where none of them names *unit*.

    A folder named after the office that collects the forms doesn't identify the sender, and a unit's
    superior (上级单位) may send for it.
    """
    if unit in path_units:
        return ()
    lead_unit = match_unit(campaign.roster, campaign.lead_office, campaign.city).unit
    return tuple(
        other
        for other in path_units
        if other != lead_unit and not campaign.roster.may_send_for(other, unit)
    )


def _unit_by_path(
    workbook: str, path: tuple[UnitMention, ...]
) -> tuple[Unit, Place | None] | IdentityDoubt:
    nearest = next(iter(path), None)
    if nearest is not None and nearest.match.unknown:
        return IdentityDoubt(
            doubts.place_not_listed(workbook, nearest.match.unknown),
            _names(nearest.match.candidates),
        )
    units = tuple(dict.fromkeys((*_matched_units(path), *_units_side_by_side(path))))
    if len(units) == 1:
        return units[0], None
    if units:
        return IdentityDoubt(doubts.path_names_several_units(workbook, units), _names(units))
    near = tuple(dict.fromkeys(unit for mention in path for unit in mention.match.candidates))
    return IdentityDoubt(doubts.unit_not_named(workbook, near), _names(near))


def _matched_units(path: tuple[UnitMention, ...]) -> tuple[Unit, ...]:
    return tuple(dict.fromkeys(mention.match.unit for mention in path if mention.match.unit))


def _units_side_by_side(path: tuple[UnitMention, ...]) -> tuple[Unit, ...]:
    """Return the units that the nearest matching name lists together: 东河区西河区报送表.xlsx."""
    nearest = next(iter(path), None)
    return nearest.match.candidates if nearest and nearest.match.explicit else ()


def _names(units: Iterable[Unit]) -> tuple[str, ...]:
    return tuple(unit.full_name for unit in units)
