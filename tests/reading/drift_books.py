"""How lists (列表项) and whole workbooks drift: rows and columns of a list, sheets, stamp."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Address, Cell, Grid, Merge
from tests.reading.drift_forms import (
    LIST,
    MAIN,
    STAMP,
    Drift,
    Form,
    delete_column,
    delete_row,
    insert_columns,
    insert_rows,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from pipeline.model.grid import CellValue

_LIST_GONE: Final = frozenset({"stacked"})
_STOREYS: Final = frozenset({"stacked", "storeys"})


def _list_row(row: int, *texts: CellValue) -> Callable[[Form], Form]:
    """A row of the unit's own, *row* rows below the header of the list."""

    def drift(form: Form) -> Form:
        at = form.at("column:L01")
        form = insert_rows(form, LIST, at.row + row)
        return form.put(
            LIST, {Address(at.row + row, at.column + n): text for n, text in enumerate(texts)}
        )

    return drift


def _numbers_with_gaps(form: Form) -> Form:
    at = form.at("column:L01")
    rows = range(at.row + 1, at.row + 5)
    return form.put(LIST, {Address(row, at.column - 1): f"{2 * row}" for row in rows})


def _moved_column(form: Form) -> Form:
    """The last column of the list before its first."""
    first, last = form.at("column:L01").column, form.at("column:L04").column

    head = form.at("column:L01").row

    def mover(at: Address) -> Address:
        if at.row < head or not first <= at.column <= last:
            return at
        return Address(at.row, first if at.column == last else at.column + 1)

    return form.moved(LIST, mover)


def _own_list_column(form: Form) -> Form:
    column = form.at("column:L03").column
    form = insert_columns(form, LIST, column)
    head = form.at("column:L03").row
    typed = {Address(head + n, column): text for n, text in enumerate(("责任人", "张", "李", "王"))}
    return form.put(LIST, typed)


def _two_storeys(form: Form) -> Form:
    """A heading over the last three columns; the first label reaches over both rows."""
    head = form.at("column:L01").row
    form = insert_rows(form, LIST, head)
    first, second, last = (form.at(f"column:{code}") for code in ("L01", "L02", "L04"))
    name = form.value(LIST, first)
    up = Address(head, first.column)
    form = form.put(LIST, {first: "", up: name, Address(head, second.column): "创建情况"})
    form = form.merged(LIST, Merge(Address(head, second.column), Address(head, last.column)))
    return form.merged(LIST, Merge(up, first))


def _header_again(form: Form) -> Form:
    head = form.at("column:L01").row
    form = insert_rows(form, LIST, head + 3)
    columns = form.marked("column").values()
    return form.put(LIST, {Address(head + 3, at.column): form.value(LIST, at) for at in columns})


def _foot(form: Form) -> Form:
    row = max(at.row for at in form.grids[LIST].cells) + 1
    return form.put(LIST, {Address(row, 1): "填报人：张三", Address(row, 3): "审核人：李四"})


def _rows_below_foot(form: Form) -> Form:
    form = _foot(form)
    row = max(at.row for at in form.grids[LIST].cells) + 1
    column = form.at("column:L01").column
    return form.put(LIST, {Address(row, column): "东河文化馆", Address(row, column + 1): "市级"})


def _renamed(form: Form) -> Form:
    for number, key in enumerate((MAIN, LIST), start=1):
        if key in form.grids:
            form = form.with_grid(key, replace(form.grids[key], name=f"Sheet{number}"))
    return form


def _reordered(form: Form) -> Form:
    return replace(form, grids=dict(reversed(list(form.grids.items()))))


def _blank_of(grid: Grid, emptied: Collection[Address]) -> Grid:
    return replace(grid, cells={at: c for at, c in grid.cells.items() if at not in emptied})


def _copied(form: Form) -> Form:
    grid = form.grids[MAIN]
    return form.with_grid("copy", replace(grid, name=f"{grid.name} (2)"))


def _blank_beside(form: Form) -> Form:
    grid = form.grids[MAIN]
    kept = form.with_grid(MAIN, replace(grid, name=f"{grid.name} (2)"))
    blank = _blank_of(grid, [*form.marked("answer").values(), *form.marked("explained").values()])
    return replace(kept, grids={"blank": blank, **kept.grids})


def _another(name: str, *, visible: bool = True) -> Callable[[Form], Form]:
    """A second sheet like the first, with another figure on it."""

    def drift(form: Form) -> Form:
        at = form.at("answer:C00")
        cells = {**form.grids[MAIN].cells, at: Cell(Decimal(91))}
        other = replace(form.grids[MAIN], name=name, cells=cells, visible=visible)
        return replace(form, grids={f"other {name}": other, **form.grids})

    return drift


def _notes_sheet(form: Form) -> Form:
    cells = {
        Address(1, 1): Cell("填表说明"),
        Address(2, 1): Cell("开展活动次数按季度累计，如 30 次"),
    }
    return replace(form, grids={"notes": Grid("说明", cells), **form.grids})


def _stacked(first: str, second: str) -> Callable[[Form], Form]:
    """Both tables on one sheet, one under the other."""

    def drift(form: Form) -> Form:
        upper, lower = form.grids[first], form.grids[second]
        down = max(at.row for at in upper.cells) + 2

        def moved(at: Address) -> Address:
            return Address(at.row + down, at.column)

        cells = {**upper.cells, **{moved(at): cell for at, cell in lower.cells.items()}}
        merges = tuple(Merge(moved(m.first), moved(m.last)) for m in lower.merges)
        grids = {key: grid for key, grid in form.grids.items() if key != second}
        grids[first] = replace(upper, cells=cells, merges=(*upper.merges, *merges))
        return replace(form, grids=grids, tags=form.tags | {"torn"})

    return drift


def _pasted(form: Form) -> Form:
    """The cells alone in a new workbook: no merged ranges, no stamp, no printed stamp."""
    kept = {}
    for number, (key, grid) in enumerate(form.grids.items(), start=1):
        cells = {a: c for a, c in grid.cells.items() if not str(c.value).startswith("表号 ")}
        kept[key] = Grid(f"Sheet{number}", cells, visible=grid.visible)
    kept.pop(STAMP, None)
    return replace(form, grids=kept)


def _without_sheet(key: str) -> Callable[[Form], Form]:
    return lambda form: replace(form, grids={k: g for k, g in form.grids.items() if k != key})


def _old_version(form: Form) -> Form:
    return form.put(STAMP, {Address(3, 2): "000000"})


def _without_column(form: Form) -> Form:
    return delete_column(form, LIST, form.at("column:L02").column)


KEPT: Final = (
    Drift("名单的上方插入一行", lambda f: insert_rows(f, LIST, 1), not_after=_LIST_GONE),
    Drift("名单的左边插入一列", lambda f: insert_columns(f, LIST, 1), not_after=_LIST_GONE),
    Drift("名单删去标题行", lambda f: delete_row(f, LIST, 1), tag="bare", not_after=_LIST_GONE | {"bare"}),
    Drift("名单的行之间有空行", _list_row(3), not_after=_LIST_GONE),
    Drift("名单里有小计", _list_row(4, "小计", "", "", "3"), not_after=_LIST_GONE),
    Drift("名单里有分类小计", _list_row(3, "市直小计（2个）"), not_after=_LIST_GONE),
    Drift("名单末尾有合计", _list_row(6, "合　计：4个"), not_after=_LIST_GONE),
    Drift("名单的序号不连续", _numbers_with_gaps, not_after=_LIST_GONE | {"moved"}),
    Drift("名单的列换了次序", _moved_column, tag="moved", not_after=_STOREYS | {"moved"}),
    Drift("名单里自己加了一列", _own_list_column, tag="own", not_after=_STOREYS),
    Drift("名单的表头有两层", _two_storeys, tag="storeys", not_after=_STOREYS),
    Drift("名单表头下有栏次一行", _list_row(1, "1", "2", "3", "4"), not_after=_STOREYS | {"moved", "own"}),
    Drift("名单的表头每页重复", _header_again, not_after=_STOREYS),
    Drift("名单下面有填报人、审核人", _foot, not_after=_LIST_GONE),
    Drift("工作表改了名称", _renamed),
    Drift("工作表换了次序", _reordered),
    Drift("工作表复制了一张，填的一样", _copied, tag="copied", not_after=frozenset({"copied"})),
    Drift("空白表留在旁边，填在复制的一张上", _blank_beside, tag="copied", not_after=frozenset({"copied", "torn"})),
    Drift("多了一张填表说明", _notes_sheet),
    Drift("隐藏的工作表里有上期的数", _another("上期", visible=False)),
    Drift("两张表上下接在一张工作表里", _stacked(MAIN, LIST), tag="stacked", not_after=_LIST_GONE | {"torn"}),
    Drift("名单在上、基本情况在下接在一张工作表里", _stacked(LIST, MAIN), tag="stacked", not_after=_LIST_GONE | {"torn", "copied", "unnumbered"}),
    Drift("按数值粘贴到新工作簿，没有标记", _pasted, not_after=frozenset({"merged"})),
)  # fmt: skip

TOLD: Final = (
    Drift("工作表复制了一张，填的不一样", _another("基本情况 (2)"), ("sheet-twice",)),
    Drift("另有一张相同样式的工作表，填的不一样", _another("上期"), ("sheet-passed-over",), returned=False),
    Drift("删去了名单这张工作表", _without_sheet(LIST), ("sheet-missing",)),
    Drift("名单删去了一列必填的", _without_column, ("field-left-out",)),
    Drift("名单的行写到了表尾下面", _rows_below_foot, ("row-below-foot",)),
    Drift("用了往期版本的表样", _old_version, ("form-outdated",), returned=False),
)  # fmt: skip
