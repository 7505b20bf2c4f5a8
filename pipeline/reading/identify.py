"""Identify campaign and unit of a workbook, by stamp, title and the witnesses of its unit; or return a doubt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.reading import doubts
from pipeline.reading.labels import index_sheet
from pipeline.reading.naming import mentions_in_cells, sheets_named_after_units
from pipeline.reading.sheets import label_keys
from pipeline.reading.unit_witnesses import (
    all_witnesses,
    lead_unit,
    witnesses_in_cells,
    witnesses_in_path,
)
from pipeline.reading.witnesses import Agreement, WitnessKind, admits, judge
from pipeline.values.text import label_key
from pipeline.workbook.stamp import read_stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.model.campaign import Campaign
    from pipeline.model.finding import Place
    from pipeline.model.grid import Book
    from pipeline.model.unit import Unit
    from pipeline.reading.witnesses import Witness

_TITLE_ROWS: Final = 6
_TITLE_AT_MOST: Final = 400  # characters of a cell in which a title is looked for
_LABEL_SHARE_AT_LEAST: Final = (
    0.6  # of a campaign's labels, where neither stamp nor title identifies it
)


@dataclass(frozen=True, slots=True)
class Claim:
    """Describe whose form of which campaign a workbook is (认领).

    ``unit_place`` is the cell that names the unit; ``kinds`` are those of the witnesses (凭据) that name
    it, empty where a person decided; ``units_in_file_name`` the full names of other units in the file's
    own name, against which a person decided. ``again`` is true where a person decided that a version which
    another one replaced counts again.
    """

    campaign: Campaign
    unit: Unit
    unit_place: Place | None = None
    stamp_version: str = ""
    kinds: frozenset[WitnessKind] = frozenset()
    units_in_file_name: tuple[str, ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class IdentityDoubt:
    """Describe why a workbook could not be placed, and the units it could belong to."""

    reason: str
    candidates: tuple[str, ...] = ()


def identify(book: Book, campaigns: Sequence[Campaign], sender: str = "") -> Claim | IdentityDoubt:
    """Return whose form *book* is, or the doubt about it.

    The book's name is its name in the inbox, with sub-folders; *sender* the address of the mail with it.
    Where the witnesses (凭据) contradict each other, or none names one unit, it is a doubt.
    """
    campaign = campaign_of(book, campaigns)
    if isinstance(campaign, IdentityDoubt):
        return campaign
    cells = witnesses_in_cells(book, campaign)
    several = _several_units_doubt(book, campaign, cells)
    if several is not None:
        return several
    witnesses = all_witnesses(book, campaign, cells, sender)
    found = judge(witnesses, campaign.roster, lead_unit(campaign))
    if not isinstance(found, Agreement):
        return _doubt(book, found.witnesses)
    stamp = read_stamp(book)
    place = next((each.place for each in witnesses if each.place), None)
    return Claim(campaign, found.unit, place, stamp.version if stamp else "", found.kinds)


def claim_for(book: Book, campaign: Campaign, unit: Unit) -> Claim:
    """Return the claim of a workbook whose unit and campaign a person has decided (认领)."""
    stamp = read_stamp(book)
    cell = next(iter(mentions_in_cells(book, campaign)), None)
    others = _others_in_file_name(book, campaign, unit)
    version = stamp.version if stamp else ""
    return Claim(campaign, unit, cell.place if cell else None, version, units_in_file_name=others)


def campaign_of(book: Book, campaigns: Sequence[Campaign]) -> Campaign | IdentityDoubt:
    """Return the campaign of *book*'s form: by its stamp, else its title, else its labels."""
    stamp = read_stamp(book)
    if stamp is not None:
        stamped = [each for each in campaigns if each.code == stamp.campaign]
        if len(stamped) > 1:
            names = [each.name for each in stamped]
            return IdentityDoubt(doubts.shared_stamp(stamp.campaign, names))
        known = [f"{each.name} {each.code}" for each in campaigns]
        return stamped[0] if stamped else IdentityDoubt(doubts.unknown_stamp(stamp.campaign, known))
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


def _several_units_doubt(
    book: Book, campaign: Campaign, cells: Sequence[Witness]
) -> IdentityDoubt | None:
    """Return the doubt about a workbook that holds the forms of several units, if it does."""
    by_cells = [
        (f"「{each.place.sheet}」{each.place.cell} ", unit)
        for each in cells
        if each.place
        for unit in (each.units if len(each.units) == 1 else ())
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


def _doubt(book: Book, witnesses: Sequence[Witness]) -> IdentityDoubt:
    """Return the doubt where no unit is named without a contradiction."""
    cell = next((each for each in witnesses if each.kind is WitnessKind.CELL), None)
    stamped = any(each.kind is WitnessKind.PRINTED for each in witnesses)
    if cell is not None and cell.names_several:
        return IdentityDoubt(doubts.several_units_in_cell(cell), _names(cell.units))
    if cell is not None and not cell.names and not stamped:
        return IdentityDoubt(doubts.unknown_unit_name(cell), _names(cell.units))
    units = tuple(dict.fromkeys(unit for each in witnesses for unit in each.units))
    unknown = next((each.unknown for each in witnesses if each.unknown), "")
    if unknown and not stamped and cell is None:
        return IdentityDoubt(doubts.place_not_listed(book.name, unknown), _names(units))
    if not any(each.names for each in witnesses):
        return IdentityDoubt(doubts.unit_not_named(book.name, units), _names(units))
    return IdentityDoubt(doubts.witnesses_differ(book.name, witnesses), _names(units))


def _others_in_file_name(book: Book, campaign: Campaign, unit: Unit) -> tuple[str, ...]:
    """Return the units in the file's own name where it doesn't name *unit*, nor one that may send for it."""
    lead = lead_unit(campaign)
    return tuple(
        other.full_name
        for each in witnesses_in_path(book.name, campaign)
        if each.kind is WitnessKind.FILE_NAME
        and each.names
        and not admits(each, unit, campaign.roster, lead)
        for other in each.units
    )


def _names(units: Iterable[Unit]) -> tuple[str, ...]:
    return tuple(unit.full_name for unit in units)
