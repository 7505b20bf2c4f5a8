"""Find where a workbook names its unit (报送单位): 填报单位 cells, file, folder and sheet names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from pipeline.campaign.aliases import (
    NAME_AT_MOST,
    UnitMatch,
    is_misspelt,
    match_unit,
    shortened_name,
    units_named,
)
from pipeline.campaign.local_names import local_names_of
from pipeline.model.finding import Place
from pipeline.reading.labels import index_sheet
from pipeline.values.text import label_key, narrow
from pipeline.workbook.stamp import STAMP_SHEET

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.campaign import Campaign
    from pipeline.model.grid import Address, Book
    from pipeline.model.unit import Unit
    from pipeline.reading.labels import IndexedSheet

_UNIT_LABELS: Final = (
    *("填报单位名称", "填报单位全称", "填报单位"),
    *("报送单位名称", "报送单位", "填表单位", "上报单位", "编报单位"),
)
_LABEL_WITH_NAME: Final = re.compile(
    rf"(?:{'|'.join(_UNIT_LABELS)})\s*+(?:\([^()]*\)\s*+)?:\s*(?P<name>[^\n]+)"
)
_LINE_AT_MOST: Final = 2 * NAME_AT_MOST  # characters of a cell with a label, a name and a seal
# “东河区（盖章）   填报日期：…”: the name ends where two blanks or a bracketed seal follow.
_NAME_ENDS: Final = re.compile(r"\s{2,}|\t|\((?:盖章|公章|章|签章|加盖公章)\)")
# What people write into a file's name around their own: “附件2：…报送表(终稿3)(1).xlsx”.
_NOISE: Final = re.compile(
    r"附件|附表|附|报送|上报|填报|报表|情况|统计|汇总|登记|资料|材料|数据"
    r"|最终版?|终稿|定稿|初稿|修改版?|修订版?|更正版?|盖章版?|扫描件|副本|复件|新建|工作[簿表]|表格|表|稿|版"
    r"|microsoft|excel|sheet|book|final|copy|v(?=\d)|[年月日号第]|[^\u4e00-\u9fff]"
)
_NEIGHBOUR_LABELS: Final = frozenset(
    {"报送截止", "截止时间", "填报日期", "填表日期", "填报人", "审核人"}
)


@dataclass(frozen=True, slots=True)
class UnitMention:
    """Describe a unit as one place names it: text, matching unit, and the cell (if any)."""

    text: str
    match: UnitMatch
    place: Place | None = None


def mentions_in_cells(book: Book, campaign: Campaign) -> tuple[UnitMention, ...]:
    """Return the units in the 填报单位 cells of *book*, sheet by sheet; empty cells are left out.

    A short name is that of a unit below those that file and folders name: 城关镇 in the folder of 青石县.
    """
    found = []
    within = units_in_path(book.name, campaign)
    for grid in book.sheets:
        if not grid.visible or grid.name == STAMP_SHEET:
            continue
        for at, text in _unit_texts(index_sheet(grid), _non_unit_labels(campaign)):
            place = Place(book.name, grid.name, str(at))
            match = match_unit(campaign.roster, text, campaign.city, within)
            found.append(UnitMention(text, match, place))
    return tuple(found)


def units_in_path(name: str, campaign: Campaign) -> tuple[Unit, ...]:
    """Return the units that file and folders name, the nearest to the file first."""
    mentions = mentions_in_path(name, campaign)
    return tuple(each.match.unit for each in mentions if each.match.unit)


def mentions_in_path(name: str, campaign: Campaign) -> tuple[UnitMention, ...]:
    """Return the units in the names of file, folders and archive, nearest to the file first.

    Names in which no unit is found are left out. Each name is one below the folder around it: 石门镇 in
    the folder of 青石县. That folder is left out then: it says where the unit is, and who sends.
    """
    path = PurePosixPath(name.replace("\\", "/"))
    parts = [path.stem, *(folder.name for folder in path.parents if folder.name)]
    mentions: list[UnitMention] = []
    within: tuple[Unit, ...] = ()
    for part in reversed(parts):
        match = match_path_part(part, campaign, within)
        if match.unit or match.candidates or match.unknown:
            mentions.insert(0, UnitMention(part, match))
        within = (match.unit,) if match.unit else within
    return tuple(each for each in mentions if not _is_around(each, mentions, campaign))


def sheets_named_after_units(book: Book, campaign: Campaign) -> tuple[tuple[str, Unit], ...]:
    """Return the visible sheets named like a unit, except the form's, and the unit of each."""
    own = {label_key(field.sheet) for field in campaign.fields}
    within = units_in_path(book.name, campaign)
    return tuple(
        (grid.name, units[0])
        for grid in book.sheets
        if grid.visible and label_key(grid.name) not in own
        for units in [units_named(campaign.roster, grid.name, campaign.city, within)]
        if len(units) == 1
    )


def _is_around(folder: UnitMention, mentions: Sequence[UnitMention], campaign: Campaign) -> bool:
    """Return whether a folder is that of a unit above one that a name nearer to the file names."""
    unit = folder.match.unit
    nearer = (each.match.unit for each in mentions[: mentions.index(folder)])
    local = local_names_of(campaign.roster, campaign.city)
    return unit is not None and any(each and local.is_below(each, (unit,)) for each in nearer)


def match_path_part(part: str, campaign: Campaign, within: Sequence[Unit]) -> UnitMatch:
    """Match a file's or folder's name; else match what remains of it without the noise."""
    roster, city = campaign.roster, campaign.city
    remainder = part
    for title in (campaign.form_title, campaign.name):
        remainder = remainder.replace(title, "")
    remainder = _NOISE.sub("", remainder.lower())
    match = match_unit(roster, part, city, within)
    if not (match.unit or match.explicit or _is_unknown(match, campaign)):
        match = match_unit(roster, remainder, city, within)
    if match.unit and is_misspelt(roster, remainder, match.unit, city):
        return UnitMatch(None, (match.unit,))
    if match.unit or match.explicit or _is_unknown(match, campaign):
        return match
    short = shortened_name(roster, remainder, city)
    return short if short.unit or short.explicit else replace(match, unknown="")


def _is_unknown(match: UnitMatch, campaign: Campaign) -> bool:
    """Return whether a place is named that the roster doesn't have; what the form's title says is none."""
    titles = (campaign.form_title, campaign.name)
    return bool(match.unknown) and not any(match.unknown in title for title in titles)


def _unit_texts(sheet: IndexedSheet, others: frozenset[str]) -> Iterator[tuple[Address, str]]:
    for label in _UNIT_LABELS:
        for at in sheet.find(label):
            right = sheet.anchor(sheet.right_of(at))
            text = _trim_name(narrow(sheet.text(right)[:_LINE_AT_MOST]))
            # The column title 报送单位 of a list has another title next to it, and no name.
            if text and label_key(text) not in others and not text.endswith(":"):
                yield right, text
    for at, text in sheet.texts:
        match = _LABEL_WITH_NAME.match(narrow(text[:_LINE_AT_MOST]))
        name = _trim_name(match["name"]) if match else ""
        if name:
            yield at, name


def _trim_name(text: str) -> str:
    return _NAME_ENDS.split(text[:NAME_AT_MOST], maxsplit=1)[0].strip(" _")


def _non_unit_labels(campaign: Campaign) -> frozenset[str]:
    return frozenset(label_key(field.name) for field in campaign.fields) | _NEIGHBOUR_LABELS
