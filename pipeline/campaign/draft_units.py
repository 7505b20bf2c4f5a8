"""An office's list of units → rows of the 单位 sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.campaign.tables import Faults, read_table
from pipeline.values.text import label_key, narrow

if TYPE_CHECKING:
    from pipeline.model.grid import Book

_NAMES: Final = ("单位名称", "单位", "填报单位", "报送单位", "名称", "责任单位")
_MORE: Final = ("简称", "别名", "类别", "联系人", "电话", "联系电话")


def draft_units(book: Book) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """The rows of 单位, in the order of the list, and what had to be left out."""
    for grid in book.sheets:
        if not grid.visible:
            continue
        rows = read_table(book, grid.name, (*_NAMES, *_MORE), (), Faults())
        column = next((name for name in _NAMES if any(row.text(name) for row in rows)), "")
        if column:
            named = [(row.text(column), row) for row in rows if row.text(column)]
            found: list[tuple[str, ...]] = [
                (
                    name, row.text("简称"), row.text("别名"), row.text("类别"), row.text("联系人"),
                    row.text("电话") or row.text("联系电话"), "否",
                )
                for name, row in named
            ]  # fmt: skip
            return _once(found)
        texts = [
            narrow(str(grid.cells[at].value))
            for at in sorted(grid.cells)
            if at.column == min(cell.column for cell in grid.cells)
        ]
        titled = {label_key(name) for name in _NAMES}
        names = [text for text in texts if text and label_key(text) not in titled]
        if names:
            return _once([(name, "", "", "", "", "", "否") for name in names])
    return (), ("单位名单里没有找到单位名称：请让一列的表头是“单位名称”，或只留一列名称。",)


def _once(
    rows: list[tuple[str, ...]],
) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """Each name once; a name that is repeated is told."""
    kept: dict[str, tuple[str, ...]] = {}
    told = []
    for row in rows:
        if row[0] in kept:
            told.append(f"单位“{row[0]}”在名单里出现多次，只取第一次。")
        kept.setdefault(row[0], row)
    told.append(f"共取到 {len(kept)} 个单位，简称、别名和类别请补充。")
    return tuple(kept.values()), tuple(told)
