"""Find where a workbook names its unit (报送单位): 填报单位 cells, file, folder and sheet names, the mail's sender."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from pipeline.campaign.aliases import (
    NAME_AT_MOST,
    match_unit,
    names_in,
    shortened_name,
    units_named,
)
from pipeline.campaign.name_index import names_of
from pipeline.model.finding import Place
from pipeline.reading.labels import index_sheet
from pipeline.reading.witnesses import Witness, WitnessKind
from pipeline.values.text import label_key, narrow
from pipeline.workbook.stamp import STAMP_SHEET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.campaign.aliases import UnitMatch
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
# A folder in which a unit collected or passed on the forms of others: “渭城区转”.
_FORWARDS: Final = re.compile(
    r"(?:转[来报交]?|代[转报收]|[代汇]?收[到集]?|汇总)[\W\d_]*(?:\.\w+)?$"
)
# A town's name, but not 各乡镇, 城乡, 下乡.
_TOWN: Final = re.compile(
    r"[\u4e00-\u9fff](?:(?<![乡城村各])镇|(?<![城各下返家老])乡(?![镇村])|(?<![各镇])街道)"
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
    """Return the units in the 填报单位 cells of *book*, sheet by sheet; empty cells are left out."""
    found = []
    for grid in book.sheets:
        if not grid.visible or grid.name == STAMP_SHEET:
            continue
        for at, text in _unit_texts(index_sheet(grid), _non_unit_labels(campaign)):
            place = Place(book.name, grid.name, str(at))
            found.append(UnitMention(text, match_unit(campaign.roster, text, campaign.city), place))
    return tuple(found)


def witness_of_cell(mention: UnitMention, campaign: Campaign) -> Witness:
    """Return what a 填报单位 cell says as a witness (凭据), as if a person had filled it in."""
    text = mention.text
    names = _without_unknown_places(names_in(campaign.roster, text, campaign.city), text, campaign)
    similar = () if names or mention.match.unit else mention.match.candidates
    return Witness(WitnessKind.CELL, text, names, similar, mention.place)


def witnesses_in_path(name: str, campaign: Campaign) -> tuple[Witness, ...]:
    """Return what the names of file, folders and archive say (凭据), nearest to the file first.

    Names in which no unit is found are left out.
    """
    path = PurePosixPath(name.replace("\\", "/"))
    folders = (
        replace(found, forwards=bool(_FORWARDS.search(folder.name)))
        for folder in path.parents
        for found in _witness_of_name(WitnessKind.FOLDER, folder.name, campaign)
    )
    return (*_witness_of_name(WitnessKind.FILE_NAME, path.stem, campaign), *folders)


def witness_of_sender(sender: str, campaign: Campaign) -> tuple[Witness, ...]:
    """Return the units of which *sender* is the address (邮箱) as a witness (凭据), if there are any."""
    units = tuple(unit for unit in campaign.units() if sender in unit.email.split("、"))
    return (Witness(WitnessKind.SENDER, sender, (units,)),) if sender and units else ()


def sheets_named_after_units(book: Book, campaign: Campaign) -> tuple[tuple[str, Unit], ...]:
    """Return the visible sheets named like a unit, except the form's, and the unit of each."""
    own = {label_key(field.sheet) for field in campaign.fields}
    return tuple(
        (grid.name, units[0])
        for grid in book.sheets
        if grid.visible and label_key(grid.name) not in own
        for units in [units_named(campaign.roster, grid.name, campaign.city)]
        if len(units) == 1
    )


def _witness_of_name(kind: WitnessKind, part: str, campaign: Campaign) -> tuple[Witness, ...]:
    """Return what the name of a file or folder says, by all of it or by what remains without the noise."""
    roster, city = campaign.roster, campaign.city
    remainder = part
    for title in (campaign.form_title, campaign.name):
        remainder = remainder.replace(title, "")
    remainder = _NOISE.sub("", remainder.lower())
    whole = units_named(roster, part, city) or units_named(roster, remainder, city)
    names = (whole,) if whole else names_in(roster, part, city) or names_in(roster, remainder, city)
    short = () if names else shortened_name(roster, remainder, city)
    names = _without_unknown_places((short,) if short else names, remainder, campaign)
    similar = () if names else match_unit(roster, remainder, city).candidates
    unknown = not names and not similar and _is_unknown_place(remainder, campaign)
    found = Witness(kind, part, names, similar)
    return (found,) if unknown or found.units else ()


def _without_unknown_places(
    names: tuple[tuple[Unit, ...], ...], text: str, campaign: Campaign
) -> tuple[tuple[Unit, ...], ...]:
    """Return *names*; none where they are of a unit with others below it, and *text* goes on to an unknown one.

    青石县清水镇 is not 青石县, though the roster lacks 清水镇.
    """
    units = {unit for units in names for unit in units}
    if len(units) != 1:
        return names
    (unit,) = units
    rest = narrow(text)
    for name in sorted(names_of(unit), key=len, reverse=True):
        rest = rest.replace(narrow(name), "")
    beyond = campaign.roster.below(unit) and _is_unknown_place(rest, campaign)
    return () if beyond else names


def _is_unknown_place(text: str, campaign: Campaign) -> bool:
    """Return whether *text* names a town; the roster, which has units below others, lacks it."""
    return bool(_TOWN.search(text)) and any(unit.superior for unit in campaign.units())


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
