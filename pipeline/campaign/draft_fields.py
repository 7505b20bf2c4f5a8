"""Labels of an office's own form → rows of the 填报项 sheet."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Address
from pipeline.values.text import label_key, narrow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.model.grid import Book, Grid

    Dropdowns = Mapping[tuple[str, Address], tuple[str, ...]]

_LONGEST_LABEL: Final = 30
_LIST_ROOM: Final = 3  # empty rows below a row of titles that make it a list
_LIST_TITLES: Final = 2
_ABOUT_THE_FORM: Final = frozenset(
    {
        "填报单位",
        "报送单位",
        "填表单位",
        "序号",
        "填报项",
        "填报内容",
        "计量单位",
        "填报说明",
        "情况说明",
        "备注",
    }
)
_BRACKETED: Final = re.compile(r"[(（]([^()（）]{1,6})[)）]\s*[:：*＊]?\s*$")
_WHOLE: Final = re.compile(r"(?:数|次|人数|个数|户数|件数|人次|条数|篇数|合计|总计)$")
_AMOUNT: Final = re.compile(r"(?:金额|经费|资金|投入|收入|支出|面积|里程)")
_AMOUNT_MEASURES: Final = frozenset({"万元", "元", "亩", "公里", "平方米"})
_DAY: Final = re.compile(r"(?:日期|时间)$")
_LONG: Final = re.compile(r"(?:问题|打算|措施|经验|做法|情况|建议|成效|安排)$")


def draft_fields(
    book: Book, dropdowns: Dropdowns
) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """The rows of 填报项, and what was guessed about each."""
    rows: list[tuple[str, ...]] = []
    remarks: list[str] = []
    for grid in book.sheets:
        if not grid.visible:
            continue
        found = list(_list_titles(grid))
        listed = bool(found)
        for at, label in found or list(_labels(grid)):
            below = Address(at.row + 1, at.column) if listed else Address(at.row, at.column + 1)
            options = dropdowns.get((grid.name, below), ())
            row = _row(f"F{len(rows) + 1:02}", label, grid.name, options, listed=listed)
            rows.append(row)
            remarks.append(
                f"「{grid.name}」{at} “{label}” → {row[1]}：{row[4]}、{row[5]}"
                f"{'（' + row[9] + '）' if row[9] else ''}，类型和是否必填请核对。"
            )
    if not rows:
        remarks.append(
            "表样里没有找到填报项：标签右边或表头下面要有空格子。请在“填报项”表自行填写。"
        )
    return tuple(rows), tuple(remarks)


def _list_titles(grid: Grid) -> Iterator[tuple[Address, str]]:
    """The titles of a list: a row of texts side by side with room below it."""
    for number in sorted({at.row for at in grid.cells}):
        texts = [(at, str(grid.cells[at].value)) for at in sorted(grid.cells) if at.row == number]
        named = [(at, text) for at, text in texts if label_key(text) not in _ABOUT_THE_FORM]
        beside = any(one[0].column + 1 == two[0].column for one, two in itertools.pairwise(texts))
        if len(named) >= _LIST_TITLES and beside and all(_room_below(grid, at) for at, _ in named):
            yield from ((at, text) for at, text in named if len(text) <= _LONGEST_LABEL)
            return


def _room_below(grid: Grid, at: Address) -> bool:
    """Whether the cells below are empty: at least three, and to the end of what is used."""
    last = max(cell.row for cell in grid.cells)
    depth = max(_LIST_ROOM, min(last - at.row, 10))
    return all(Address(at.row + n, at.column) not in grid.cells for n in range(1, depth + 1))


def _labels(grid: Grid) -> Iterator[tuple[Address, str]]:
    """Labels of single fields: a short text with an empty cell to its right."""
    merged = {merge.first: merge.last for merge in grid.merges}
    first = min(grid.cells, default=None)
    for at in sorted(grid.cells):
        value = grid.cells[at].value
        if not isinstance(value, str) or at == first or len(narrow(value)) > _LONGEST_LABEL:
            continue
        key = label_key(value)
        right = Address(at.row, merged.get(at, at).column + 1)
        wide = merged.get(at, at).column - at.column >= 2  # noqa: PLR2004 - a heading over columns
        if key and key not in _ABOUT_THE_FORM and right not in grid.cells and not wide:
            yield at, value


def _row(
    code: str, label: str, sheet: str, options: tuple[str, ...], *, listed: bool
) -> tuple[str, ...]:
    measure = _BRACKETED.search(label)
    name = _BRACKETED.sub("", narrow(label)).strip(" :*＊\n")
    name = re.sub(r"^(?:[(（]?[0-9一二三四五六七八九十]{1,3}[)）.、．]|[①-⑳])\s*", "", name)
    unit = measure[1] if measure else ""
    kind = _kind(name, unit, options)
    if kind == "选项" and not options:
        options = ("是", "否")
    way = {"整数": "合计", "数值": "合计", "选项": "计数", "长文本": "罗列"}.get(kind, "不汇总")
    if listed:
        way = "罗列"
    return (
        code, name, "", sheet, "列表" if listed else "单项", kind, "否", "", "", "、".join(options),
        unit, way, "", "",
    )  # fmt: skip


def _kind(name: str, measure: str, options: tuple[str, ...]) -> str:
    """The type a label suggests; a text where nothing does."""
    if options or name.startswith("是否"):
        return "选项"
    suggested = (
        (bool(_DAY.search(name)), "日期"),
        ("电话" in name or "手机" in name, "电话"),
        (name.endswith("率") or measure in {"%", "％"}, "百分比"),
        (bool(_AMOUNT.search(name)) or measure in _AMOUNT_MEASURES, "数值"),
        (bool(_WHOLE.search(name)) or bool(measure), "整数"),
        (bool(_LONG.search(name)), "长文本"),
    )
    return next((kind for fits, kind in suggested if fits), "文本")
