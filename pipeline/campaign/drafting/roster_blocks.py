"""Locate the lists of units (名单) on a sheet: under titles, side by side, or a bare column of names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Address
from pipeline.values.text import label_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.campaign.drafting.grid import FormSheet

_HEADER_ROWS: Final = 10
_TITLES: Final = {
    "name": ("单位名称", "填报单位", "报送单位", "责任单位", "单位", "名称", "部门"),
    "short": ("简称", "单位简称"),
    "aliases": ("别名", "曾用名", "其他名称"),
    "category": ("类别", "单位类别", "分类", "系统"),
    "superior": (
        "上级单位",
        "主管单位",
        "隶属单位",
        "所属县区",
        "所属县市区",
        "所属县",
        "所属区县",
        "上级主管部门",
    ),
    "salutation": ("主送称谓", "行文称谓"),
    "relation": ("行文关系",),
    "email": ("邮箱", "电子邮箱", "电子邮件", "E-mail", "Email"),
    "contact": ("联系人", "经办人", "联络员", "填报人"),
    "phone": ("电话", "联系电话", "办公电话", "手机", "联系方式"),
}
# 主送单位, 参会单位, 成员单位名称: a list's title by what it is for, and no unit.
_NAME_TITLE: Final = re.compile(
    r"(?:全[市县区省])?各?(?:主送|抄送|报送|填报|上报|责任|参会|参加|成员|发送|印发|下发|受文|接收|牵头|配合|所属|考核)?"
    r"(?:单位|部门|机关)(?:\(?(?:单位|部门|机关)\)?)?(?:名称|全称)?"
)
# Kinds of units, which are titles and headings but never the name of one.
GROUP: Final = re.compile(
    r"各?(?:县|区|县区|区县|县市区|县\(市、?区\)|县市|市县|市辖区|旗县区)"
    r"|(?:中央?、?省|市|区|县|省|州)?直(?:属)?(?:部门|单位|机关)|驻.{1,4}单位"
    r"|各?(?:乡镇|镇街|乡镇街道|乡镇\(街道\)|乡\(镇\)|高校|学校|医院|企业|国有企业)"
)
# What names of units end with; a column of other texts is an explanation.
_ENDS: Final = re.compile(
    r"(?:[省市县区旗州局委办处厅部会院校所站队镇乡村团馆台社厂系科室行署园]|公司|集团|中心|街道|社区|办公室|政府|大学|银行)"
    r"(?:[(（][^()（）]+[)）])?$"
)
_COUNTIES: Final = re.compile(
    r"各?(?:县|区|县区|区县|县市区|县\(市、?区\)|县市|市县|市辖区|旗县区)"
)
_TOWNS: Final = re.compile(r"各?(?:乡镇|镇街|乡镇街道|乡镇\(街道\)|乡\(镇\))")
_MOST: Final = 0.8


@dataclass(frozen=True, slots=True)
class Block:
    """Describe one list: its columns by content, its header's row (0: none), its first and last column.

    ``nested`` is true of a list beside that of its superiors (县区｜乡镇), where each of them is written
    once for several rows, or again in each.
    """

    columns: Mapping[str, int]
    header: int
    first: int
    last: int
    category: str = ""
    nested: bool = False


def find_blocks(sheet: FormSheet) -> tuple[Block, ...]:
    """Return the lists of *sheet* that have a title over their names, from left to right."""
    for row in range(1, min(_HEADER_ROWS, sheet.last_row) + 1):
        blocks = tuple(block for block in _blocks(sheet, row) if block is not None)
        # A kind of units alone in its row is a heading within a list.
        if blocks and (len(blocks) > 1 or not blocks[0].category):
            return _under_superiors(sheet, blocks)
    return ()


def _under_superiors(sheet: FormSheet, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the lists; in a column of counties beside one of towns (县区｜乡镇) are the towns' superiors."""
    found = list(blocks)
    for n, (left, right) in enumerate(pairwise(blocks)):
        beside = _COUNTIES.fullmatch(left.category) and _TOWNS.fullmatch(right.category)
        if beside and _has_groups(sheet, left.columns["name"], right.columns["name"], left.header):
            columns = {**right.columns, "superior": left.columns["name"]}
            found[n] = replace(found[n], nested=True)
            found[n + 1] = replace(right, columns=columns, nested=True)
    return tuple(found)


def _has_groups(sheet: FormSheet, left: int, right: int, header: int) -> bool:
    """Return whether a column says of which group each row of another one is: merged, repeated, or once for several."""
    names: list[str] = []
    blank = False
    for row in range(header + 1, sheet.last_row + 1):
        at = Address(row, left)
        text = sheet.text(at)
        if sheet.end(at).row > row or text in names or (text and blank):
            return True
        blank = blank or (not text and not sheet.empty(Address(row, right)))
        names += [text] if text else []
    return False


def bare_blocks(sheet: FormSheet) -> tuple[Block, ...]:
    """Return the columns of names that have no title: where most texts end as names of units do.

    Where there is no such column, the one with the most texts is returned; it may hold no unit.
    """
    texts: dict[int, list[str]] = {}
    for at in sorted(sheet.grid.cells):
        if not sheet.text(at).isdecimal() and not sheet.empty(at):
            texts.setdefault(at.column, []).append(sheet.text(at))
    found = [column for column, listed in sorted(texts.items()) if _are_names(listed)]
    if not found:
        found = sorted(texts, key=lambda column: (-len(texts[column]), column))[:1]
    return tuple(Block({"name": column}, 0, column, column) for column in found)


def has_names(sheet: FormSheet, block: Block) -> bool:
    """Return whether most texts in the column of names end as names of units do."""
    column = block.columns["name"]
    cells = (at for at in sheet.grid.cells if at.column == column and at.row > block.header)
    return _are_names([sheet.text(at) for at in cells])


def _are_names(texts: list[str]) -> bool:
    names = sum(_ENDS.search(text) is not None for text in texts)
    return bool(texts) and names >= len(texts) * _MOST


def _blocks(sheet: FormSheet, row: int) -> Iterator[Block | None]:
    """Yield a block for each part of the header; a repeated title begins the next."""
    titles = {column: label_key(text) for column, text in sheet.labels(row).items()}
    starts: list[int] = []
    seen: set[str] = set()
    for column, title in titles.items():
        if not starts or title in seen or GROUP.fullmatch(title):
            starts.append(column)
            seen = set()
        seen.add(title)
    ends = [*(start - 1 for start in starts[1:]), sheet.last_column]
    for first, last in zip(starts, ends, strict=True):
        own = {column: title for column, title in titles.items() if first <= column <= last}
        yield _block(own, row, first, last)


def _block(titles: Mapping[int, str], row: int, first: int, last: int) -> Block | None:
    columns = {title: column for column, title in titles.items()}
    found = {
        part: next(columns[title] for title in known if title in columns)
        for part, known in _TITLES.items()
        if any(title in columns for title in known)
    }
    named = next((column for column, title in titles.items() if _NAME_TITLE.fullmatch(title)), 0)
    grouped = next((column for column, title in titles.items() if GROUP.fullmatch(title)), 0)
    if "name" not in found and named:
        found["name"] = named
    if "name" in found:
        beside = grouped < found["name"] and _COUNTIES.fullmatch(titles.get(grouped, ""))
        if beside and "superior" not in found:
            return Block({**found, "superior": grouped}, row, first, last, nested=True)
        return Block(found, row, first, last)
    if grouped and len(titles) <= len(found) + 1:
        return Block({**found, "name": grouped}, row, first, last, titles[grouped])
    return None
