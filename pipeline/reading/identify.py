"""Which campaign, which unit: stamp, title, 填报单位 cell, file name; doubt is an answer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from pipeline.campaign.aliases import match_unit
from pipeline.reading import doubts
from pipeline.reading.labels import index_sheet
from pipeline.reading.naming import mentions_in_cells, mentions_in_path, sheets_named_after_units
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
_LABELS_HELD: Final = 0.6  # of a campaign's labels, where neither stamp nor title tells


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose form of which campaign a workbook is; ``unit_place`` is the cell that says so.

    ``units_in_file_name`` are other units of which the file's own name speaks.
    """

    campaign: Campaign
    unit: Unit
    unit_place: Place | None = None
    stamp_version: str = ""
    units_in_file_name: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IdentityDoubt:
    """Why a workbook could not be placed, in a clerk's words; the units it could be."""

    reason: str
    candidates: tuple[str, ...] = ()


def identify(book: Book, campaigns: Sequence[Campaign]) -> Claim | IdentityDoubt:
    """Say whose form *book* is; its name is the name in the inbox, with sub-folders.

    Stamp and 填报单位 cell must agree where both speak. Without a stamp, a file's or folder's name that
    speaks of another unit than the cell is a doubt; where the cell is silent, it decides. A name that
    is only close to a unit's decides where another source agrees.
    """
    stamp = read_stamp(book)
    campaign = campaign_of(book, campaigns)
    if isinstance(campaign, IdentityDoubt):
        return campaign
    found = _unit(book, campaign, stamp)
    if isinstance(found, IdentityDoubt):
        return found
    unit, place = found
    # Folders are often the office's own; the file's name is the sender's.
    path = mentions_in_path(PurePosixPath(book.name.replace("\\", "/")).name, campaign)
    others = _against(unit, _units_of(path), campaign)
    return Claim(campaign, unit, place, stamp.version if stamp else "", _names(others))


def claim_for(book: Book, campaign: Campaign, unit: Unit) -> Claim:
    """The claim of a workbook of which a person said whose it is (认领)."""
    stamp = read_stamp(book)
    cell = next(iter(mentions_in_cells(book, campaign)), None)
    return Claim(campaign, unit, cell.place if cell else None, stamp.version if stamp else "")


def campaign_of(book: Book, campaigns: Sequence[Campaign]) -> Campaign | IdentityDoubt:
    """Say of which campaign *book* is a form: by its stamp, else its title, else its labels."""
    stamp = read_stamp(book)
    if stamp is not None:
        stamped = next((each for each in campaigns if each.code == stamp.campaign), None)
        known = [f"{each.name} {each.code}" for each in campaigns]
        return stamped or IdentityDoubt(doubts.unknown_stamp(stamp.campaign, known))
    titled = _best(campaigns, {each.name: _title_length(book, each) for each in campaigns})
    if len(titled) == 1:
        return titled[0]
    keys = {key for grid in book.sheets if grid.visible for key in index_sheet(grid).labels}
    shares = {each.name: _share_held(each, keys) for each in titled or campaigns}
    likely = _best(
        [each for each in titled or campaigns if shares[each.name] >= _LABELS_HELD], shares
    )
    if len(likely) > 1:
        return IdentityDoubt(doubts.several_campaigns([each.name for each in likely]))
    return likely[0] if likely else IdentityDoubt(doubts.no_campaign())


def _best(campaigns: Iterable[Campaign], scores: dict[str, float]) -> list[Campaign]:
    """Those that score highest, and more than nothing."""
    top = max((scores[each.name] for each in campaigns), default=0)
    return [each for each in campaigns if scores[each.name] == top > 0]


def _title_length(book: Book, campaign: Campaign) -> int:
    """How many characters of title the top rows of a sheet share with *campaign*'s form.

    The longest wins: “…报送表” of one campaign may be contained in “…报送表（二）” of another.
    """
    wanted = {key for key in (label_key(campaign.form_title), label_key(campaign.name)) if key}
    texts = [
        label_key(cell.value)
        for grid in book.sheets
        if grid.visible
        for at, cell in grid.cells.items()
        if at.row <= _TITLE_ROWS and isinstance(cell.value, str)
    ]
    return max((len(key) for key in wanted if any(key in text for text in texts)), default=0)


def _share_held(campaign: Campaign, keys: set[str]) -> float:
    wanted = {label_key(field.name) for field in campaign.fields}
    return len(wanted & keys) / len(wanted) if wanted else 0


def _unit(
    book: Book, campaign: Campaign, stamp: Stamp | None
) -> tuple[Unit, Place | None] | IdentityDoubt:
    cells = mentions_in_cells(book, campaign)
    several = _several(book, campaign, cells)
    if several is not None:
        return several
    cell = next((each for each in cells if each.match.unit), next(iter(cells), None))
    stamped = campaign.roster.by_code(stamp.unit) if stamp else None
    if stamped is not None:
        return _by_stamp(stamped, cell)
    path = mentions_in_path(book.name, campaign)
    if cell is not None:
        return _by_cell(cell, path, campaign, book.name)
    return _by_path(book.name, path)


def _several(book: Book, campaign: Campaign, cells: Sequence[UnitMention]) -> IdentityDoubt | None:
    """The doubt about a workbook that holds the forms of several units, if it does."""
    by_cells = [
        (f"「{each.place.sheet}」{each.place.cell} ", unit)
        for each in cells
        if each.place
        for unit in _meant(each)
    ]
    by_names = [
        (f"工作表「{sheet}」", unit) for sheet, unit in sheets_named_after_units(book, campaign)
    ]
    for said in (by_cells, by_names):
        if len({unit.code for _, unit in said}) > 1:
            listed = dict.fromkeys((where, unit.full_name) for where, unit in said)
            return IdentityDoubt(
                doubts.several_units(tuple(listed)),
                tuple(dict.fromkeys(name for _, name in listed)),
            )
    return None


def _meant(cell: UnitMention) -> tuple[Unit, ...]:
    """The unit that a cell names; one that it only comes close to counts where it is the only one."""
    if cell.match.unit is not None:
        return (cell.match.unit,)
    return cell.match.candidates if len(cell.match.candidates) == 1 else ()


def _by_stamp(stamped: Unit, cell: UnitMention | None) -> tuple[Unit, Place | None] | IdentityDoubt:
    if cell is None:
        return stamped, None
    # “市交通局” on the blank of 市交通运输局 is close enough: the stamp says the rest.
    near = cell.match.unit is None and stamped in cell.match.candidates
    if cell.match.unit == stamped or near:
        return stamped, cell.place
    others = [cell.match.unit] if cell.match.unit else cell.match.candidates
    return IdentityDoubt(doubts.stamp_against_cell(stamped, cell), _names((stamped, *others)))


def _by_cell(
    cell: UnitMention, path: tuple[UnitMention, ...], campaign: Campaign, workbook: str
) -> tuple[Unit, Place | None] | IdentityDoubt:
    unit = cell.match.unit
    meant = _units_of(path)
    if unit is not None:
        others = _against(unit, meant, campaign)
        if not others:
            return unit, cell.place
        reason = doubts.cell_against_path(workbook, unit, cell, others)
        return IdentityDoubt(reason, _names((unit, *others)))
    if cell.match.named:
        return IdentityDoubt(doubts.several_in_cell(cell), _names(cell.match.candidates))
    if len(meant) == 1 and meant[0] in cell.match.candidates:
        return meant[0], cell.place
    return IdentityDoubt(doubts.unknown_name(cell), _names(cell.match.candidates))


def _against(unit: Unit, meant: tuple[Unit, ...], campaign: Campaign) -> tuple[Unit, ...]:
    """The other units that file and folders name, where none of them names *unit*.

    A folder called after the office that collects the forms says nothing of who sent them.
    """
    if unit in meant:
        return ()
    collects = match_unit(campaign.roster, campaign.lead_office, campaign.city).unit
    return tuple(other for other in meant if other != collects)


def _by_path(
    workbook: str, path: tuple[UnitMention, ...]
) -> tuple[Unit, Place | None] | IdentityDoubt:
    units = tuple(dict.fromkeys((*_units_of(path), *_named_together(path))))
    if len(units) == 1:
        return units[0], None
    if units:
        return IdentityDoubt(doubts.path_disagrees(workbook, units), _names(units))
    near = tuple(dict.fromkeys(unit for named in path for unit in named.match.candidates))
    return IdentityDoubt(doubts.nameless(workbook, near), _names(near))


def _units_of(path: tuple[UnitMention, ...]) -> tuple[Unit, ...]:
    return tuple(dict.fromkeys(named.match.unit for named in path if named.match.unit))


def _named_together(path: tuple[UnitMention, ...]) -> tuple[Unit, ...]:
    """The units that the nearest telling name names side by side: 东河区西河区报送表.xlsx."""
    nearest = next(iter(path), None)
    return nearest.match.candidates if nearest and nearest.match.named else ()


def _names(units: Iterable[Unit]) -> tuple[str, ...]:
    return tuple(unit.full_name for unit in units)
