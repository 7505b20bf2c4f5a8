"""Describe a cross table (交叉表) in rows of the 任务书: one for the table, one for each line that differs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.crossings import CrossPart, region_text
from pipeline.campaign.form.headings import cross_table
from pipeline.campaign.form.measures import COUNT_MEASURES, PERCENT, measure_line
from pipeline.campaign.form.names import PATH_MARK, bare_heading
from pipeline.model.campaign import Aggregation, Kind
from pipeline.model.grid import Address, column_letters
from pipeline.values.text import label_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pipeline.campaign.form.view import SheetView
    from pipeline.model.form import CrossTable, Heading, Region

# What follows a rate is no total: it can be neither added up over units nor over rows.
_RATE: Final = re.compile(
    r"[%‰]|同比|环比|增幅|增速|增长率|占比|比重|比例|百分比|率$|(?<!平)均(?:$|\()|人均|户均|平均|排名|位次|名次"
)
_DATE: Final = re.compile(r"日期$")
_WORDS: Final = re.compile(
    r"备注|说明|责任|负责|联系|姓名|电话|单位名称|名称$|地点|地址|时限|期限|时间|问题|措施|情况$|原因|内容|进展|"
    r"建议|打算|做法|依据|级别|类型|职务|人员姓名|牵头|配合|签名|签字"
)
# Rows between rows of figures that ask for words.
_TEXT_ROW: Final = re.compile(
    r"(?:名称|地址|姓名|职务|电话|邮箱|信用代码|标识码|负责人|联系人|经办人)(?:\([^()]*\))?[:*]?$"
)
_LONG: Final = re.compile(r"问题|措施|情况$|原因|内容|进展|建议|打算|做法")


@dataclass(frozen=True, slots=True)
class Setting:
    """Type, measure and consolidation (类型、计量单位、汇总方式) of a cell."""

    kind: Kind
    measure: str
    aggregation: Aggregation


def draft_table(
    view: SheetView,
    region: Region,
    code: str,
    name: str,
    options: Mapping[Address, tuple[str, ...]],
) -> tuple[CrossTable, list[tuple[str, ...]]]:
    """Return the cross table in *region* and its rows in the 任务书; *options* are the form's drop-downs."""
    table = cross_table(view, region, code)
    common = _common_measure(view, region)
    cells = {
        (row.number, column.number): _setting(row, column, common)
        for row in table.rows
        for column in table.columns
        if Address(row.number, column.number) in table.places
    }
    default = _most_common(cells.values())
    columns = {c.number: _uniform(cells, 1, c.number) for c in table.columns}
    columns = {n: setting for n, setting in columns.items() if setting and setting != default}
    left = {key: setting for key, setting in cells.items() if key[1] not in columns}
    rows = {r.number: _most_common(_along(left, 0, r.number)) for r in table.rows}
    lines = [_row((code, name, CrossPart.TABLE, region_text(region)), region.sheet, default, ())]
    for head in table.rows:
        setting = rows[head.number]
        if setting is not None and setting != default:
            part = (f"{code}行{head.number}", _shown(head), CrossPart.ROW, "")
            lines.append(_row(part, region.sheet, setting, ()))
    for column in table.columns:
        listed = _options_of(table, column.number, options)
        setting = columns.get(column.number)
        if setting is not None or listed:
            part = (
                f"{code}列{column_letters(column.number)}",
                _shown(column),
                CrossPart.COLUMN,
                "",
            )
            lines.append(_row(part, region.sheet, setting or default, listed))
    return table, lines


def _row(
    part: tuple[str, str, CrossPart, str],
    sheet: str,
    setting: Setting | None,
    options: tuple[str, ...],
) -> tuple[str, ...]:
    code, name, shape, place = part
    known = setting or Setting(Kind.DECIMAL, "", Aggregation.SUM)
    kind = Kind.CHOICE if options else known.kind
    way = Aggregation.TALLY if options else known.aggregation
    required = "否" if shape is CrossPart.TABLE else ""
    return (
        code, name, "", sheet, shape.value, kind.value, required, "", "", "、".join(options),
        known.measure, way.value, "", "", place,
    )  # fmt: skip


def _setting(row: Heading, column: Heading, common: str) -> Setting:
    texts = [*row.texts[-1:], *column.texts]
    head = "".join(column.texts[-1:])
    if _DATE.search(label_key(head)):
        return Setting(Kind.DATE, "", Aggregation.NONE)
    if _TEXT_ROW.search("".join(row.texts[-1:])) and not row.measure and not column.measure:
        return Setting(Kind.TEXT, "", Aggregation.STACK)
    if _WORDS.search(label_key(head)) and not column.measure:
        long = _LONG.search(label_key(head))
        return Setting(Kind.LONG_TEXT if long else Kind.TEXT, "", Aggregation.STACK)
    rate = any(_RATE.search(bare_heading(text)) or PERCENT in text for text in texts)
    measure = column.measure or row.measure or ("" if rate else common)
    if rate:
        percent = PERCENT if any(PERCENT in text for text in texts) or measure == PERCENT else ""
        return Setting(Kind.DECIMAL, percent, Aggregation.NONE)
    kind = Kind.INTEGER if measure in COUNT_MEASURES else Kind.DECIMAL
    return Setting(kind, measure, Aggregation.SUM)


def _common_measure(view: SheetView, region: Region) -> str:
    """Return the measure of a line “单位：万元” above a table, where it names one."""
    for row in range(region.body.row - 1, 0, -1):
        for column in range(1, view.last_column + 1):
            at = Address(row, column)
            measures = measure_line(view.shown(at)) if view.anchor(at) == at else None
            if measures is not None:
                return measures[0] if len(measures) == 1 else ""
    return ""


def _uniform(cells: Mapping[tuple[int, int], Setting], axis: int, number: int) -> Setting | None:
    along = set(_along(cells, axis, number))
    return along.pop() if len(along) == 1 else None


def _along(cells: Mapping[tuple[int, int], Setting], axis: int, number: int) -> Iterator[Setting]:
    return (setting for key, setting in cells.items() if key[axis] == number)


def _most_common(settings: Iterable[Setting]) -> Setting | None:
    counted = Counter(settings)
    return counted.most_common(1)[0][0] if counted else None


def _options_of(
    table: CrossTable, column: int, options: Mapping[Address, tuple[str, ...]]
) -> tuple[str, ...]:
    """Return the drop-down that all cells of a column share."""
    found = {options.get(at, ()) for at in table.places if at.column == column}
    listed = found.pop() if len(found) == 1 else ()
    return listed if len(listed) > 1 else ()


def _shown(heading: Heading) -> str:
    return PATH_MARK.join(map(bare_heading, heading.texts))
