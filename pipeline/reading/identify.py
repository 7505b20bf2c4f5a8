"""Which campaign, which unit: stamp, title, 填报单位 cell, file name; doubt is an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.campaign.aliases import match_unit
from pipeline.model.finding import Place
from pipeline.model.grid import Address
from pipeline.reading.labels import labels_of
from pipeline.values.text import label_key, narrow
from pipeline.workbook.stamp import STAMP_SHEET, Stamp, read_stamp

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.campaign import Campaign
    from pipeline.model.grid import Book, Grid
    from pipeline.model.unit import Unit

_UNIT_LABELS: Final = ("填报单位", "报送单位", "填表单位", "上报单位")
_TITLE_ROWS: Final = 3
_SHARE: Final = 0.6  # of a campaign's labels that a workbook without stamp or title must hold


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose form of which campaign a workbook is, and where that is written."""

    campaign: Campaign
    unit: Unit
    unit_place: Place | None = None
    stamp_version: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a workbook could not be placed, in a clerk's words with the remedy."""

    reason: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Named:
    """A unit's name as it stands in a cell of the form."""

    text: str
    place: Place


def identify(book: Book, campaigns: Sequence[Campaign]) -> Claim | Doubt:
    """Say whose form *book* is; *book.name* is its name in the inbox, with the folders."""
    stamp = read_stamp(book)
    campaign = _campaign(book, campaigns, stamp)
    if isinstance(campaign, Doubt):
        return campaign
    stamped = campaign.roster.by_code(stamp.unit) if stamp else None
    named = _named_unit(book)
    written = match_unit(campaign.roster, named.text, campaign.city) if named else None
    if stamped is not None and named is not None and (written is None or written.unit != stamped):
        return Doubt(
            f"{named.place} 填报单位写的是“{named.text}”，但这份表是发给“{stamped.full_name}”的空白表。"
            "请核实是哪个单位报的：用错了表的，请换用本单位的空白表；写错了的，请改正后重新报送。",
            (stamped.full_name,),
        )
    unit = stamped or (written.unit if written else None)
    if unit is None and named is not None:
        near = [candidate.full_name for candidate in (written.candidates if written else ())]
        return _unknown_unit(named, near)
    if unit is None:
        found = match_unit(campaign.roster, narrow(book.name), campaign.city)
        if found.unit is None:
            return _nameless(book, [candidate.full_name for candidate in found.candidates])
        unit = found.unit
    version = stamp.version if stamp else ""
    return Claim(campaign, unit, named.place if named else None, version)


def _campaign(book: Book, campaigns: Sequence[Campaign], stamp: Stamp | None) -> Campaign | Doubt:
    if stamp is not None:
        for campaign in campaigns:
            if campaign.code == stamp.campaign:
                return campaign
        return Doubt(
            f"表上的表号是“{stamp.campaign}”，本目录没有这个报送任务。请核对任务书里的“编号”，或确认表没有发错。"
        )
    titled = [campaign for campaign in campaigns if _bears_title(book, campaign)]
    if len(titled) == 1:
        return titled[0]
    likely = [campaign for campaign in (titled or campaigns) if _share(book, campaign) >= _SHARE]
    if len(likely) == 1:
        return likely[0]
    if likely:
        names = "、".join(campaign.name for campaign in likely)
        return Doubt(f"这份表可能属于 {names}，分不清是哪个任务。请改用下发的空白表填报。")
    return Doubt(
        "认不出这是哪个任务的报送表：没有表号，标题和填报项也对不上。请改用下发的空白表填报。"
    )


def _bears_title(book: Book, campaign: Campaign) -> bool:
    wanted = label_key(campaign.form_title)
    return any(
        wanted in label_key(str(cell.value))
        for grid in book.sheets
        for at, cell in grid.cells.items()
        if at.row <= _TITLE_ROWS and isinstance(cell.value, str)
    )


def _share(book: Book, campaign: Campaign) -> float:
    wanted = {label_key(field.name) for field in campaign.fields}
    held = {key for grid in book.sheets if grid.visible for key in labels_of(grid).places}
    return len(wanted & held) / max(len(wanted), 1)


def _named_unit(book: Book) -> _Named | None:
    """What is written as 填报单位: in the cell beside the label, or behind the colon in its own."""
    for grid in book.sheets:
        if grid.visible and grid.name != STAMP_SHEET:
            found = next(_named_on(grid, book.name), None)
            if found is not None:
                return found
    return None


def _named_on(grid: Grid, workbook: str) -> Iterator[_Named]:
    labels = labels_of(grid)
    for label in _UNIT_LABELS:
        at = labels.find(label)
        if at is not None:
            last = labels.merged.get(at, at)
            place = Address(at.row, last.column + 1)
            cell = grid.cells.get(place)
            if cell is not None and narrow(str(cell.value)):
                yield _Named(narrow(str(cell.value)), Place(workbook, grid.name, str(place)))
        for place in sorted(grid.cells):
            text = narrow(str(grid.cells[place].value))
            head, colon, tail = text.partition(":")
            if colon and head.replace(" ", "") == label and tail.strip():
                yield _Named(tail.strip(), Place(workbook, grid.name, str(place)))


def _unknown_unit(named: _Named, near: list[str]) -> Doubt:
    guess = f"，是不是“{'”或“'.join(near)}”" if near else ""
    return Doubt(
        f"{named.place} 填报单位写的是“{named.text}”，单位名单里没有{guess}。"
        "请改成名单里的名称；如是其别名，请加到任务书“单位”表的“别名”列，会自动重新认领。",
        tuple(near),
    )


def _nameless(book: Book, near: list[str]) -> Doubt:
    guess = f"（可能是 {'、'.join(near)}）" if near else ""
    return Doubt(
        f"{book.name} 里没有填报单位，文件名也看不出是哪个单位{guess}。"
        "请在“填报单位”格填上单位名称，或把文件名改成“单位名称+报送表”后重新报送。",
        tuple(near),
    )
