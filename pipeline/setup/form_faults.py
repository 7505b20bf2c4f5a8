"""Find what is wrong with the office's own form (表样) itself, by sheet and cell, before it is sent out.

Faults keep the reader from reading a form whole; doubts are headings that it distinguishes by order only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pipeline.campaign.drafting.cross import find_regions
from pipeline.campaign.form.headings import heading_key
from pipeline.campaign.form.names import PATH_MARK
from pipeline.campaign.form.storeys import is_place
from pipeline.model.campaign import Shape
from pipeline.model.grid import Address, column_letters
from pipeline.reading.own_form.keys import keyed
from pipeline.reading.own_form.singles import Way, form_label
from pipeline.values.text import label_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.campaign.form.view import SheetView
    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.form import CrossTable, Form
    from pipeline.reading.own_form.keys import KeyedSheet

_NAMES: Final = re.compile(r"(?:企业|单位|项目|机构|学校)?名称$|姓名$")
_LISTED_AT_MOST: Final = 6  # cells that are named in one sentence


def form_faults(campaign: Campaign, unlocked: Mapping[str, frozenset[Address]]) -> tuple[str, ...]:
    """Return a sentence for each fault of the form; *unlocked* are the open cells of protected sheets."""
    form = campaign.form
    if form is None:
        return ()
    sheets = {grid.name: keyed(grid) for grid in form.book.sheets}
    return (
        *_same_columns(form),
        *_same_tables(form),
        *_merged_over(form, sheets),
        *_shared_merges(campaign, sheets),
        *_moved_places(campaign, sheets),
        *_grown_tables(form, sheets),
        *_locked(campaign, sheets, unlocked),
    )


def form_doubts(campaign: Campaign) -> tuple[str, ...]:
    """Return a sentence for each label and row that the form prints twice; only order distinguishes them."""
    form = campaign.form
    if form is None:
        return ()
    sheets = {grid.name: keyed(grid) for grid in form.book.sheets}
    return (
        *_same_rows(form),
        *_same_labels(campaign, sheets),
        *_columns_without_heads(campaign, sheets),
    )


def _at(sheet: str, cells: Sequence[str]) -> str:
    more = f"等 {len(cells)} 处" if len(cells) > _LISTED_AT_MOST else ""
    return f"表样「{sheet}」{'、'.join(cells[:_LISTED_AT_MOST])}{more}"


def _same_columns(form: Form) -> Iterator[str]:
    for table in form.tables:
        columns: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for column in table.columns:
            at = Address(table.region.body.row - 1, column.number)
            columns[tuple(map(heading_key, column.texts))].append(str(at))
        for texts, cells in columns.items():
            if len(cells) > 1:
                yield (
                    f"{_at(table.region.sheet, cells)}：几列的标题都是“{PATH_MARK.join(texts)}”，"
                    "单位挪动、增删列以后分不清，请改成不同的标题，再重新起草。"
                )


def _same_rows(form: Form) -> Iterator[str]:
    for table in form.tables:
        rows: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for row in table.rows:
            key = (heading_key(row.parent), *map(heading_key, row.texts))
            rows[key].append(f"第{row.number}行")
        for texts, cells in rows.items():
            if len(cells) > 1:
                yield (
                    f"{_at(table.region.sheet, cells)}：行标题都是“{texts[-1]}”，按先后认；"
                    "单位增删、调换这些行以后会认错，请改成不同的行标题。"
                )


def _same_tables(form: Form) -> Iterator[str]:
    known: dict[tuple[str, frozenset[object]], CrossTable] = {}
    for table in form.tables:
        texts = frozenset(
            tuple(map(heading_key, line.texts)) for line in (*table.rows, *table.columns)
        )
        first = known.setdefault((table.region.sheet, texts), table)
        if first is not table:
            yield (
                f"表样「{table.region.sheet}」{first.region.first} 和 {table.region.first} 的两张表行、列标题完全相同，"
                "按先后认；请在行标题或列标题里写明各是什么，再重新起草。"
            )


def _merged_over(form: Form, sheets: Mapping[str, KeyedSheet]) -> Iterator[str]:
    """Yield the empty cells of tables that are merged over several rows or columns: one of two answers."""
    for table in form.tables:
        view = sheets[table.region.sheet].view
        heads = range(table.region.first.row, table.region.body.row)
        merged = {
            merge.first: merge.last
            for row in table.rows
            for column in table.columns
            if (merge := view.merge_at(at := Address(row.number, column.number))) is not None
            and view.to_fill(at)
            and not is_place(view, heads, merge.first)
        }
        for first, last in sorted(merged.items()):
            yield (
                f"表样「{table.region.sheet}」{first}:{last}：一个合并格跨了几个填报处，填的数算哪一行、哪一列分不清，"
                "请取消合并，再重新起草。"
            )


def _shared_merges(campaign: Campaign, sheets: Mapping[str, KeyedSheet]) -> Iterator[str]:
    """Yield the merged cells that two fields of the 任务书 have their place in."""
    found: dict[tuple[str, Address], list[Field]] = defaultdict(list)
    for field, view, at in _single_places(campaign, sheets):
        if not view.is_text(at):
            found[field.place.sheet if field.place else "", view.anchor(at)].append(field)
    for (sheet, at), fields in found.items():
        if len(fields) > 1:
            codes = "、".join(field.code for field in fields[:_LISTED_AT_MOST])
            yield (
                f"表样「{sheet}」{at}：任务书「填报项」{codes} 的位置是同一个格，一格只能答一项，请改正位置或取消合并。"
            )


def _single_places(
    campaign: Campaign, sheets: Mapping[str, KeyedSheet]
) -> Iterator[tuple[Field, SheetView, Address]]:
    for field in campaign.fields:
        if field.place and field.place.sheet in sheets and field.shape is Shape.SINGLE:
            yield field, sheets[field.place.sheet].view, field.place.at


def _moved_places(campaign: Campaign, sheets: Mapping[str, KeyedSheet]) -> Iterator[str]:
    """Yield the places at which the form no longer has what the 任务书 has: it was edited since."""
    edited = "表样改过的，请重新起草，或在任务书里改正位置和名称。"
    for field in campaign.fields:
        if field.place is None or field.crossing is not None:
            continue
        sheet, at = field.place.sheet, field.place.at
        own = sheets.get(sheet)
        if own is None:
            yield f"任务书「填报项」{field.code}：表样里没有工作表“{sheet}”。{edited}"
            continue
        printed = _label_text(own, field)
        if not printed:
            yield f"表样「{sheet}」{at}：任务书「填报项」{field.code}“{field.name}”在这里，旁边却没有标题。{edited}"
        elif not _alike(printed, field.name):
            yield (
                f"表样「{sheet}」{at}：任务书「填报项」{field.code} 是“{field.name}”，表样里印的是“{printed}”。{edited}"
            )


def _label_text(sheet: KeyedSheet, field: Field) -> str:
    """Return the text that the form prints for a field: of a list its heading, else its label."""
    if field.place is None:
        return ""
    if field.shape is Shape.LIST:
        return sheet.view.shown(field.place.at)
    label = form_label(sheet, field)
    return f"{sheet.view.shown(label.at)}{label.heading}" if label else ""


def _alike(printed: str, name: str) -> bool:
    """Return whether two characters side by side of the printed text are in the name of the field."""
    own = label_key(printed) or printed
    key = label_key(name) or name
    pairs = {own[n : n + 2] for n in range(max(len(own) - 1, 1))}
    return any(pair in key for pair in pairs)


def _grown_tables(form: Form, sheets: Mapping[str, KeyedSheet]) -> Iterator[str]:
    """Yield the tables of the form that reach beyond the area in the 任务书, with places to fill in."""
    for table in form.tables:
        region = table.region
        for found in find_regions(sheets[region.sheet].view):
            same = found.body.column == region.body.column and (
                found.first.row <= region.last.row and region.first.row <= found.last.row
            )
            if same and (
                found.last.row > region.last.row or found.last.column > region.last.column
            ):
                yield (
                    f"表样「{region.sheet}」{found.first}:{found.last}：任务书「填报项」{table.code} 只写到 {region.last}，"
                    "其余的格读不进来。表样改过的，请把位置改到表的最后一格，或重新起草。"
                )


def _same_labels(campaign: Campaign, sheets: Mapping[str, KeyedSheet]) -> Iterator[str]:
    found: dict[tuple[str, str, str], dict[Address, Field]] = defaultdict(dict)
    for field, _, _ in _single_places(campaign, sheets):
        if field.place is None or field.crossing or PATH_MARK in field.name:
            continue
        label = form_label(sheets[field.place.sheet], field)
        if label is not None and label.way is not Way.INSIDE:
            found[field.place.sheet, label.key, label.heading][label.at] = field
    for (sheet, key, _), labels in found.items():
        if len(labels) > 1:
            yield (
                f"{_at(sheet, [str(at) for at in sorted(labels)])}：标题都是“{key}”，按先后认；"
                "请改成不同的标题（如“负责人电话”“联系人电话”），再重新起草。"
            )


def _columns_without_heads(campaign: Campaign, sheets: Mapping[str, KeyedSheet]) -> Iterator[str]:
    """Yield the empty columns right of a run of answers that begins with a name: records without a heading."""
    found: dict[tuple[str, int], dict[int, Field]] = defaultdict(dict)
    for field, view, at in _single_places(campaign, sheets):
        sheet = field.place.sheet if field.place else ""
        width = max((merge.last.column for merge in view.grid.merges), default=view.last_column)
        right = [Address(at.row, column) for column in range(at.column + 1, width + 1)]
        free = all(view.cell(cell) is None and view.merge_at(cell) is None for cell in right)
        if right and free and field.crossing is None and view.merge_at(at) is None:
            found[sheet, at.column][at.row] = field
    for (sheet, column), rows in found.items():
        first = next((row for row, field in rows.items() if _NAMES.search(field.name)), 0)
        if first and {first, first + 1, first + 2} <= set(rows):
            yield (
                f"表样「{sheet}」{Address(first, column + 1)}起右边的空列没有标题，没有认作填报处；"
                "一户一列、一个项目一列的，请在上面加一行标题（如“企业一”“企业二”），再重新起草。"
            )


def _locked(
    campaign: Campaign,
    sheets: Mapping[str, KeyedSheet],
    unlocked: Mapping[str, frozenset[Address]],
) -> Iterator[str]:
    locked: dict[str, list[str]] = defaultdict(list)
    for field, view, at in _single_places(campaign, sheets):
        sheet = field.place.sheet if field.place else ""
        if sheet in unlocked and view.anchor(at) not in unlocked[sheet]:
            locked[sheet].append(column_letters(at.column) + str(at.row))
    for sheet, cells in locked.items():
        yield (
            f"{_at(sheet, cells)}：工作表设了保护，这些填报处锁着，单位填不进去。"
            "请在 Excel/WPS 里撤销工作表保护，或把填报处的“锁定”去掉，再重新起草。"
        )
