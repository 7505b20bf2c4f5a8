"""Read the witnesses (凭据) of a form's unit: its stamp and 填报单位 cells, the names of file and folders, the sender."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from pipeline.campaign.aliases import is_misspelt, match_unit, names_in
from pipeline.reading.naming import match_path_part, mentions_in_cells
from pipeline.reading.witnesses import Witness, WitnessKind
from pipeline.values.text import label_key
from pipeline.workbook.stamp import read_stamp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.campaign.aliases import UnitMatch
    from pipeline.model.campaign import Campaign
    from pipeline.model.finding import Place
    from pipeline.model.grid import Book
    from pipeline.model.unit import Unit

# A folder in which a unit collected or passed on the forms of others: “渭城区转”.
_FORWARDS: Final = re.compile(
    r"(?:转[来报交]?|代[转报收]|[代汇]?收[到集]?|汇总)[\W\d_]*(?:\.\w+)?$"
)


def all_witnesses(
    book: Book, campaign: Campaign, cells: Sequence[Witness], sender: str
) -> tuple[Witness, ...]:
    """Return all witnesses of *book*'s unit, in the order in which a doubt lists them.

    The stamp and the *cells* that still contain the name that was printed with it are one witness. Of the
    cells that a person filled in, one counts: one that names several units, else one that names a unit.
    """
    stamp = read_stamp(book)
    stamped = campaign.roster.by_code(stamp.unit) if stamp else None
    printed = [each for each in cells if stamped and _is_printed(each, stamped)]
    edited = [each for each in cells if each not in printed]
    filled_in = [
        *(each for each in edited if each.names_several),
        *(each for each in edited if each.names),
        *(edited if not printed else ()),
    ]
    return (
        *((_blank(stamped, printed),) if stamped else ()),
        *filled_in[:1],
        *witnesses_in_path(book.name, campaign),
        *witness_of_sender(sender, campaign),
    )


def witnesses_in_cells(book: Book, campaign: Campaign) -> tuple[Witness, ...]:
    """Return each 填报单位 cell of *book* as a witness, as if a person had filled it in."""
    return tuple(
        _witness(WitnessKind.CELL, each.text, each.match, campaign, each.place)
        for each in mentions_in_cells(book, campaign)
    )


def witnesses_in_path(name: str, campaign: Campaign) -> tuple[Witness, ...]:
    """Return the names of file, folders and archive as witnesses, nearest to the file first.

    Names in which no unit is found, and no place that the roster lacks, are left out. Each name is one
    below the folder around it: 石门镇 in the folder of 青石县.
    """
    path = PurePosixPath(name.replace("\\", "/"))
    found: list[Witness] = []
    within: tuple[Unit, ...] = ()
    for folder in reversed([each.name for each in path.parents if each.name]):
        match = match_path_part(folder, campaign, within)
        forwards = bool(_FORWARDS.search(folder))
        found.insert(0, _witness(WitnessKind.FOLDER, folder, match, campaign, forwards=forwards))
        within = (match.unit,) if match.unit else within
    match = match_path_part(path.stem, campaign, within)
    found.insert(0, _witness(WitnessKind.FILE_NAME, path.stem, match, campaign))
    return tuple(each for each in found if each.units or each.unknown)


def witness_of_sender(sender: str, campaign: Campaign) -> tuple[Witness, ...]:
    """Return the units of which *sender* is the address (邮箱) as a witness, if there are any."""
    units = tuple(unit for unit in campaign.units() if sender in unit.email.split("、"))
    return (Witness(WitnessKind.SENDER, sender, (units,)),) if sender and units else ()


def lead_unit(campaign: Campaign) -> Unit | None:
    """Return the unit that collects the forms (牵头单位), if it is on the roster: it forwards many."""
    return match_unit(campaign.roster, campaign.lead_office, campaign.city).unit


def _blank(stamped: Unit, printed: Sequence[Witness]) -> Witness:
    place = printed[0].place if printed else None
    return Witness(WitnessKind.PRINTED, stamped.full_name, ((stamped,),), place=place)


def _is_printed(cell: Witness, stamped: Unit) -> bool:
    return label_key(cell.text) == label_key(stamped.full_name)


def _witness(  # noqa: PLR0913 - the parts of a witness
    kind: WitnessKind,
    text: str,
    match: UnitMatch,
    campaign: Campaign,
    place: Place | None = None,
    *,
    forwards: bool = False,
) -> Witness:
    if match.unknown:
        return Witness(kind, text, place=place, unknown=match.unknown)
    if match.unit and is_misspelt(campaign.roster, text, match.unit, campaign.city):
        return Witness(kind, text, (), (match.unit,), place, forwards=forwards)
    names = _names(match, text, campaign)
    return Witness(kind, text, names, () if names else match.candidates, place, forwards=forwards)


def _names(match: UnitMatch, text: str, campaign: Campaign) -> tuple[tuple[Unit, ...], ...]:
    """Return the units that a text names, name by name; the several of one name together."""
    if match.unit:
        return ((match.unit,),)
    if not match.explicit:
        return ()
    named = (
        tuple(unit for unit in units if unit in match.candidates)
        for units in names_in(campaign.roster, text, campaign.city)
    )
    return tuple(dict.fromkeys(filter(None, named))) or (match.candidates,)
