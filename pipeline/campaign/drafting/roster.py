"""Convert an office's own list of units to rows of the 单位 sheet, with remarks on each change."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.campaign.drafting.grid import FormSheet, form_sheet
from pipeline.model.grid import Address
from pipeline.values.identity import read_phone
from pipeline.values.text import label_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pipeline.model.grid import Book

_HEADER_ROWS: Final = 10
_TITLES: Final = {
    "name": ("单位名称", "填报单位", "报送单位", "责任单位", "单位", "名称", "部门"),
    "short": ("简称", "单位简称"),
    "aliases": ("别名", "曾用名", "其他名称"),
    "category": ("类别", "单位类别", "分类", "系统"),
    "contact": ("联系人", "经办人", "联络员", "填报人"),
    "phone": ("电话", "联系电话", "办公电话", "手机", "联系方式"),
}
# 一、县（市、区）（13个）: how many there are is no part of the category's name.
_HEADING: Final = re.compile(
    r"^[一二三四五六七八九十]{1,3}、(?P<category>.+?)(?:[(（]共?\d+[^()（）]*[)）])?$"
)
_NUMBERED: Final = re.compile(r"^\d{1,3}[.．、]")
_NO_UNIT: Final = re.compile(r"^(?:合计|总计|小计|共计|注[:：]|备注|填表|制表|联系人|说明)")
_ROLL_TITLE: Final = re.compile(r"(?:名单|一览表|通讯录|花名册|目录|情况表)(?:[(（].*[)）])?$")
_NAME_AT_MOST: Final = 40


@dataclass(frozen=True, slots=True)
class DraftUnit:
    """Describe one unit as the office's list has it; ``cell`` is the address of its name."""

    name: str
    cell: str
    short: str = ""
    aliases: str = ""
    category: str = ""
    contact: str = ""
    phone: str = ""

    def row(self) -> tuple[str, ...]:
        """Return the unit as a row of the 单位 sheet."""
        return (
            self.name, self.short, self.aliases, self.category, self.contact, self.phone, "否",
        )  # fmt: skip


def find_units(book: Book) -> tuple[tuple[DraftUnit, ...], tuple[str, ...]]:
    """Return the units of the first visible sheet that lists any, and remarks on changes."""
    for grid in book.sheets:
        sheet = form_sheet(grid, {})
        if not grid.visible or not sheet.last_row:
            continue
        columns, header = _header(sheet)
        units = tuple(_units(sheet, columns, header))
        if units:
            return _normalize_units(units, grid.name)
    return (), ()


def _header(sheet: FormSheet) -> tuple[dict[str, int], int]:
    """Return the columns by content and the header's row; a bare column of names has no header."""
    for row in range(1, min(_HEADER_ROWS, sheet.last_row) + 1):
        keys = {label_key(text): column for column, text in sheet.labels(row).items()}
        found = {
            part: next(keys[title] for title in titles if title in keys)
            for part, titles in _TITLES.items()
            if any(title in keys for title in titles)
        }
        if "name" in found:
            return found, row
    return {"name": _fullest_column(sheet)}, 0


def _fullest_column(sheet: FormSheet) -> int:
    """Return the column with the most texts; 序号 is numbers and doesn't count."""
    texts = [
        at.column
        for at in sheet.grid.cells
        if not sheet.text(at).isdecimal() and not sheet.empty(at)
    ]
    return max(sorted(set(texts)), key=texts.count, default=1)


def _units(sheet: FormSheet, columns: Mapping[str, int], header: int) -> Iterator[DraftUnit]:
    category = ""
    for row in range(header + 1, sheet.last_row + 1):
        at = Address(row, columns["name"])
        name = _NUMBERED.sub("", "".join(sheet.printed(at).split()))
        heading = _heading(sheet, row)
        if heading:
            category = heading
        if heading or not _is_unit(name) or (not header and row == 1 and _ROLL_TITLE.search(name)):
            continue
        texts = {
            part: sheet.printed(Address(row, column))
            for part, column in columns.items()
            if part != "name"
        }
        unit = DraftUnit(name, str(sheet.first(at)), **texts)
        yield replace(unit, category=unit.category or category)


def _heading(sheet: FormSheet, row: int) -> str:
    """Return the category of a heading such as “一、县（市、区）（13个）”, else an empty text."""
    columns = list(sheet.labels(row))
    text = sheet.printed(Address(row, columns[0])) if len(columns) == 1 else ""
    match = _HEADING.match(text)
    return match["category"] if match else ""


def _is_unit(name: str) -> bool:
    usable = bool(name) and len(name) <= _NAME_AT_MOST and "。" not in name
    return usable and not name.isdecimal() and not _NO_UNIT.match(name)


def _normalize_units(
    units: Iterable[DraftUnit], sheet: str
) -> tuple[tuple[DraftUnit, ...], tuple[str, ...]]:
    """Return the units a 任务书 can hold: each name once, categories together, readable telephones."""
    remarks: list[str] = []
    taken: dict[str, str] = {}
    kept: list[DraftUnit] = []
    for unit in units:
        place = f"单位名单「{sheet}」{unit.cell}"
        if unit.name in taken:
            remarks.append(f"{place} “{unit.name}”与 {taken[unit.name]} 重复，只留一个。")
            continue
        taken[unit.name] = unit.cell
        kept.append(_with_readable_phone(unit, place, remarks))
    kept = [
        _without_taken_names(unit, taken, f"单位名单「{sheet}」{unit.cell}", remarks)
        for unit in kept
    ]
    return _group_by_category(kept, remarks), tuple(remarks)


def _with_readable_phone(unit: DraftUnit, place: str, remarks: list[str]) -> DraftUnit:
    numbers = [part for part in re.split(r"[、,，;；/\n]", unit.phone) if part.strip()]
    unread = [number for number in numbers if read_phone(number) is None]
    if not unread:
        return replace(unit, phone="、".join(number.strip() for number in numbers))
    remarks.append(f"{place} “{unit.name}”的电话“{unit.phone}”看不懂，没有带入，请补填。")
    return replace(unit, phone="")


def _without_taken_names(
    unit: DraftUnit, taken: dict[str, str], place: str, remarks: list[str]
) -> DraftUnit:
    """Return the unit without a short name or aliases that another unit has already."""
    own = [unit.short, *re.split(r"[、,，;；\n]", unit.aliases)]
    clashing = [
        name
        for name in dict.fromkeys(part.strip() for part in own if part.strip())
        if taken.setdefault(name, unit.cell) != unit.cell
    ]
    if not clashing:
        return unit
    remarks.append(f"{place} “{unit.name}”的名称“{'、'.join(clashing)}”与别的单位相同，没有带入。")
    aliases = "、".join(name for name in own[1:] if name.strip() and name.strip() not in clashing)
    return replace(unit, short="" if unit.short in clashing else unit.short, aliases=aliases)


def _group_by_category(units: list[DraftUnit], remarks: list[str]) -> tuple[DraftUnit, ...]:
    """Return the units ordered by category, in the order in which categories first appear."""
    named = {unit.category for unit in units} - {""}
    if named and any(not unit.category for unit in units):
        remarks.append("单位名单里有的单位没有类别，先归入“其他”，请核对“单位”表的类别列。")
        units = [replace(unit, category=unit.category or "其他") for unit in units]
    order = list(dict.fromkeys(unit.category for unit in units))
    together = tuple(sorted(units, key=lambda unit: order.index(unit.category)))
    if together != tuple(units):
        remarks.append("单位名单里同一类别的单位没有排在一起，已按类别归拢，请核对“单位”表的顺序。")
    return together
