"""Convert an office's own list of units to rows of the 单位 sheet, with remarks on each change.

Every visible sheet is read, and every list on it; what was not taken is listed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.campaign.drafting.grid import FormSheet, form_sheet
from pipeline.campaign.drafting.roster_blocks import (
    GROUP,
    Block,
    bare_blocks,
    find_blocks,
    has_names,
)
from pipeline.model.grid import Address, column_letters
from pipeline.values.identity import read_phone
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.model.grid import Book, Grid

# 一、县（市、区）（13个）: how many there are is no part of the category's name.
_HEADING: Final = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）])"
    r"(?P<category>.+?)(?:[(（]共?\d+[^()（）]*[)）])?$"
)
_COUNTED: Final = re.compile(r"[(（]共?\d+[^()（）]*[)）]$")
_NUMBERED: Final = re.compile(r"^\d{1,3}[.．、]")
_NO_UNIT: Final = re.compile(r"^(?:合计|总计|小计|共计|注[:：]|备注|填表|制表|联系人|说明)")
_ROLL_TITLE: Final = re.compile(r"(?:名单|一览表|通讯录|花名册|目录|情况表)(?:[(（].*[)）])?$")
_USUAL_SHEET: Final = re.compile(r"(?:Sheet|工作表)\d*|\d+", re.IGNORECASE)
_TOWN: Final = re.compile(r"(?:镇|乡|街道|街道办|街道办事处|村|社区)$")
_TOWN_AT_LEAST: Final = 2  # characters of a town's own name
_NAME_AT_MOST: Final = 40
_LISTED_AT_MOST: Final = 12  # cells named one by one in a remark
_SHOWN_AT_MOST: Final = 20  # characters of a cell in a remark


@dataclass(frozen=True, slots=True)
class DraftUnit:
    """Describe one unit as the office's list has it; ``sheet`` and ``cell`` say where its name is."""

    name: str
    sheet: str
    cell: str
    short: str = ""
    aliases: str = ""
    category: str = ""
    contact: str = ""
    phone: str = ""
    superior: str = ""
    email: str = ""
    salutation: str = ""
    relation: str = ""

    def row(self) -> tuple[str, ...]:
        """Return the unit as a row of the 单位 sheet, with a superior, an address and the like where there is one."""
        more: tuple[str, ...] = (self.superior, self.email, self.salutation, self.relation)
        while more and not more[-1]:
            more = more[:-1]
        return (
            self.name, self.short, self.aliases, self.category, self.contact, self.phone, "否", *more,
        )  # fmt: skip


def find_units(book: Book) -> tuple[tuple[DraftUnit, ...], tuple[str, ...]]:
    """Return the units of all lists in *book*, and remarks on changes and on what was not taken."""
    shown = [form_sheet(grid, {}) for grid in book.sheets if grid.visible and grid.cells]
    lists = [(sheet, blocks) for sheet in shown if (blocks := find_blocks(sheet))]
    if not lists:
        lists = _bare_lists(shown)
    found: list[DraftUnit] = []
    remarks: list[str] = []
    for sheet, blocks in lists:
        units = tuple(unit for block in blocks for unit in _units(sheet, block))
        found += _with_sheet_as_category(units, sheet.grid.name) if len(lists) > 1 else units
        remarks += _left_out(sheet, blocks, units)
    read = {sheet.grid.name for sheet, _ in lists}
    remarks += [
        _sheet_left_out(grid) for grid in book.sheets if grid.cells and grid.name not in read
    ]
    units, changes = _normalize_units(found)
    return units, (*changes, *remarks)


def _bare_lists(sheets: Sequence[FormSheet]) -> list[tuple[FormSheet, tuple[Block, ...]]]:
    """Return the lists without titles: on sheets of names, or else on the first with any text."""
    lists = [(sheet, bare_blocks(sheet)) for sheet in sheets]
    named = [
        (sheet, blocks)
        for sheet, blocks in lists
        if any(has_names(sheet, block) for block in blocks)
    ]
    usable = [
        (sheet, blocks)
        for sheet, blocks in lists
        if any(True for block in blocks for _ in _units(sheet, block))
    ]
    return named or usable[:1]


def _with_sheet_as_category(units: Sequence[DraftUnit], sheet: str) -> Iterator[DraftUnit]:
    """Yield the units, the sheet's name as category where the sheet itself gives none."""
    plain = _USUAL_SHEET.fullmatch(sheet) or any(unit.category for unit in units)
    yield from (unit if plain else replace(unit, category=sheet.strip()) for unit in units)


def _units(sheet: FormSheet, block: Block) -> tuple[DraftUnit, ...]:
    """Return the units of a list; where every row looks like a heading, the rows are the units."""
    found = tuple(_rows(sheet, block, headings=True))
    return found or tuple(_rows(sheet, block, headings=False))


def _rows(sheet: FormSheet, block: Block, *, headings: bool) -> Iterator[DraftUnit]:
    category, superior = block.category, ""
    known: set[tuple[str, str]] = set()
    for row in range(block.header + 1, sheet.last_row + 1):
        at = Address(row, block.columns["name"])
        heading = _heading(sheet, block, row) if headings else ""
        category = heading or category
        name = _name(sheet, at, numbered=not headings)
        title = not block.header and row == 1 and _ROLL_TITLE.search(name)
        if heading or title or not _is_unit(name) or sheet.anchor(at).row != row:
            continue
        texts = {
            part: sheet.printed(Address(row, column))
            for part, column in block.columns.items()
            if part != "name"
        }
        if block.nested:
            superior = texts.get("superior") or superior
            texts["superior"] = "" if superior == name else superior
            if (superior, name) in known:
                continue
            known.add((superior, name))
        unit = DraftUnit(name, sheet.grid.name, str(sheet.anchor(at)), **texts)
        yield replace(unit, category=unit.category or category)


def _name(sheet: FormSheet, at: Address, *, numbered: bool) -> str:
    """Return the name at *at* without its number; 一、 is one where it is *numbered* by such."""
    text = "".join(sheet.printed(at).split())
    match = _HEADING.match(text) if numbered else None
    return match["category"] if match else _NUMBERED.sub("", text)


def _heading(sheet: FormSheet, block: Block, row: int) -> str:
    """Return the category of a heading such as “一、县（市、区）（13个）” or “市直部门”, else an empty text."""
    columns = [column for column in sheet.labels(row) if block.first <= column <= block.last]
    text = sheet.printed(Address(row, columns[0])) if len(columns) == 1 else ""
    match = _HEADING.match(text)
    if match:
        return match["category"]
    kind = _COUNTED.sub("", text)
    return kind if GROUP.fullmatch(narrow(kind)) else ""


def _is_unit(name: str) -> bool:
    usable = bool(name) and len(name) <= _NAME_AT_MOST and "。" not in name
    return usable and not name.isdecimal() and not _NO_UNIT.match(name)


def _left_out(
    sheet: FormSheet, blocks: Sequence[Block], units: Sequence[DraftUnit]
) -> Iterator[str]:
    """Yield remarks on what is on the sheet and was not taken: whole columns, and single cells."""
    place = f"单位名单「{sheet.grid.name}」"
    header = blocks[0].header
    used = {column for block in blocks for column in block.columns.values()}
    names = {unit.cell for unit in units}
    again = {unit.name for unit in units}
    nested = {block.columns["name"] for block in blocks if block.nested}
    titles = sheet.labels(header) if header else {}
    listed: list[str] = []
    for column, title in titles.items():
        cells = [at for at in sheet.grid.cells if at.column == column and at.row > header]
        numbers = all(sheet.text(at).isdecimal() for at in cells)
        if column not in used and cells and not numbers:
            yield f"{place}{column_letters(column)}列“{title}”没有带入（{len(cells)} 格）。"
    for at in sorted(sheet.grid.cells):
        known = at.row <= header or str(at) in names or sheet.text(at).isdecimal()
        known = known or (at.column in nested and sheet.printed(at) in again)
        other = at.column in used or at.column in titles
        named = any(block.columns["name"] == at.column for block in blocks)
        if (
            not known
            and not sheet.empty(at)
            and (named or not other)
            and not _explained(sheet, blocks, at)
        ):
            listed.append(f"{at}“{sheet.printed(at)[:_SHOWN_AT_MOST]}”")
    if listed:
        more = f"等 {len(listed)} 格" if len(listed) > _LISTED_AT_MOST else ""
        yield f"{place}{'、'.join(listed[:_LISTED_AT_MOST])}{more}没有作为单位带入，请核对。"


def _explained(sheet: FormSheet, blocks: Sequence[Block], at: Address) -> bool:
    """Return whether the cell is a heading, whose text became a category, or a list's own title."""
    title = not blocks[0].header and at.row == 1 and _ROLL_TITLE.search(sheet.printed(at))
    return bool(title) or any(
        block.first <= at.column <= block.last and _heading(sheet, block, at.row)
        for block in blocks
    )


def _sheet_left_out(grid: Grid) -> str:
    reason = "没有认出单位" if grid.visible else "是隐藏的"
    return f"单位名单「{grid.name}」{reason}，整张没有带入（{len(grid.cells)} 格）。"


def _normalize_units(
    units: Iterable[DraftUnit],
) -> tuple[tuple[DraftUnit, ...], tuple[str, ...]]:
    """Return the units a 任务书 can hold: each name once, categories together, readable telephones."""
    remarks: list[str] = []
    taken: dict[str, DraftUnit] = {}
    kept: list[DraftUnit] = []
    for unit in _with_full_names(list(units), remarks):
        if unit.name in taken:
            first = taken[unit.name]
            where = first.cell if first.sheet == unit.sheet else f"「{first.sheet}」{first.cell}"
            remarks.append(f"{_place(unit)} “{unit.name}”与 {where} 重复，只留一个。")
            continue
        taken[unit.name] = unit
        kept.append(unit)
    remarks += _unread_phones(kept)
    kept = [_with_readable_phone(unit) for unit in kept]
    kept = [_without_taken_names(unit, taken, remarks) for unit in kept]
    kept = _with_superiors_by_name(_with_listed_superiors(kept, remarks), remarks)
    return _group_by_category(kept, remarks), tuple(remarks)


def _with_full_names(units: list[DraftUnit], remarks: list[str]) -> Iterator[DraftUnit]:
    """Yield the units; names that repeat below different superiors (城关镇) get the superior's before them."""
    superiors: dict[str, set[str]] = {}
    for unit in units:
        superiors.setdefault(unit.name, set()).add(unit.superior)
    for unit in units:
        if len(superiors[unit.name]) == 1 or not unit.superior:
            yield unit
            continue
        name = f"{unit.superior}{unit.name}"
        remarks.append(f"{_place(unit)} “{unit.name}”不止一个，已写作“{name}”。")
        yield replace(unit, name=name, short=unit.short or unit.name)


def _with_listed_superiors(units: list[DraftUnit], remarks: list[str]) -> list[DraftUnit]:
    """Return the units without superiors (上级单位) that are not on the list themselves."""
    listed = {name for unit in units for name in (unit.name, unit.short) if name}
    missing = dict.fromkeys(unit.superior for unit in units if unit.superior not in {"", *listed})
    if not missing:
        return units
    names = "、".join(missing)
    remarks.append(f"上级单位“{names}”不在名单里，没有带入；要分级汇总的，请在“单位”表补上它们。")
    return [replace(unit, superior="") if unit.superior in missing else unit for unit in units]


def _with_superiors_by_name(units: list[DraftUnit], remarks: list[str]) -> list[DraftUnit]:
    """Return the units, a town with its county's name before its own (云岭县城北镇) below that county."""
    names = {unit.name for unit in units}
    found: dict[str, str] = {}
    for unit in units:
        place = unit.name if not unit.superior and _TOWN.search(unit.name) else ""
        prefixes = (place[:n] for n in range(len(place) - _TOWN_AT_LEAST, 1, -1))
        above = next((name for name in prefixes if name in names), "")
        if above:
            found[unit.name] = above
    if found:
        listed = "、".join(
            f"{name}（{above}）" for name, above in list(found.items())[:_LISTED_AT_MOST]
        )
        more = f"等 {len(found)} 个" if len(found) > _LISTED_AT_MOST else ""
        remarks.append(f"按名称写了上级单位的有 {listed}{more}，请核对“单位”表的“上级单位”列。")
    return [replace(unit, superior=found.get(unit.name, unit.superior)) for unit in units]


def _place(unit: DraftUnit) -> str:
    return f"单位名单「{unit.sheet}」{unit.cell}"


def _numbers(unit: DraftUnit) -> list[str]:
    return [part.strip() for part in re.split(r"[、,，;；/\n]", unit.phone) if part.strip()]


def _is_readable(unit: DraftUnit) -> bool:
    return all(read_phone(number) is not None for number in _numbers(unit))


def _with_readable_phone(unit: DraftUnit) -> DraftUnit:
    return replace(unit, phone="、".join(_numbers(unit)) if _is_readable(unit) else "")


def _unread_phones(units: Sequence[DraftUnit]) -> Iterator[str]:
    """Yield one remark on all telephone numbers that are none, by cell."""
    unread = [unit for unit in units if not _is_readable(unit)]
    listed = "、".join(
        f"{unit.cell}“{unit.name}”的“{unit.phone}”" for unit in unread[:_LISTED_AT_MOST]
    )
    more = f"等 {len(unread)} 个" if len(unread) > _LISTED_AT_MOST else ""
    if unread:
        yield f"单位名单「{unread[0].sheet}」{listed}{more}不像电话号码，没有带入，请在任务书「单位」补填。"


def _without_taken_names(
    unit: DraftUnit, taken: dict[str, DraftUnit], remarks: list[str]
) -> DraftUnit:
    """Return the unit without a short name or aliases that another unit of its superior has already."""
    own = [unit.short, *re.split(r"[、,，;；\n]", unit.aliases)]
    clashing = [
        name
        for name in dict.fromkeys(part.strip() for part in own if part.strip())
        if any(taken.get(key, unit).name != unit.name for key in (name, f"\n{name}"))
        or taken.setdefault(f"{unit.superior}\n{name}", unit).name != unit.name
    ]
    if not clashing:
        return unit
    remarks.append(
        f"{_place(unit)} “{unit.name}”的名称“{'、'.join(clashing)}”与别的单位相同，没有带入。"
    )
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
