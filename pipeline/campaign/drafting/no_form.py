"""Judge whether a workbook is a form (表样) at all, by what it leaves to be filled in.

Seating plans, rule tables, letters, address lists, timetables and tables that are filled in already have
cells that look like places; what a form asks for is empty, and one can tell what it asks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.campaign.drafting.field_rows import guess_for
from pipeline.campaign.drafting.guess import UNKNOWN_REASON
from pipeline.campaign.form.view import BARRED
from pipeline.model.campaign import Shape
from pipeline.model.grid import Address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.campaign.drafting.field_rows import DraftField
    from pipeline.campaign.drafting.grid import FormSheet
    from pipeline.campaign.drafting.places import Drafted, DraftTable

_MANY_TEXTS: Final = 40  # printed texts; a smaller form may well ask for one thing
_SHARE: Final = 8  # of so many texts at least one belongs to a place to fill in
_NAMELESS_AT_LEAST: Final = 4  # labels that say nothing of their answers
_SENTENCE: Final = 15  # characters of a sentence with its full stop
_LONG_TEXT: Final = 40  # characters of a text without one
_LONG_AT_LEAST: Final = 3  # texts of a letter
_OTHER_THINGS: Final = re.compile(
    r"座次|座位|座席|通讯录|电话表|课程表|课表|日程|议程|值班|排班|名单|分工|制度|办法|规定|守则|通知|公示"
)
_FORM_TITLE: Final = re.compile(r"(?:表|卡|单|书|台账|月报|季报|年报|快报|统计)(?:[(].*[)])?$")
# Labels whose answers are words; a person's name on a seat has none of them.
_LABEL_WORDS: Final = re.compile(
    r"名称|姓名|性别|民族|籍贯|年龄|职务|职称|学历|专业|面貌|单位|部门|地址|地点|住址|类型|类别|等级|级别|编号|"
    r"代码|文号|品种|规格|型号|方式|范围|对象|事项|项目|标题|主题|内容|原因|结果|状态|进度|依据|性质"
)
REMEDY: Final = "请换成空白的填报表，再试一次。"


def why_no_form(sheets: Sequence[FormSheet], drafted: Drafted) -> str:
    """Return why the *sheets* are no form, as a sentence; empty where they are one."""
    if not drafted.fields and not drafted.tables:
        return "没有认出填报项。请让标签右边留出空格，或在表头下面留出空行，再试一次。"
    by_name = {sheet.grid.name: sheet for sheet in sheets}
    tables = [each for each in drafted.tables if _is_open(by_name[each.table.region.sheet], each)]
    heads = {(f.slot.sheet, f.slot.at.row) for f in drafted.fields if f.slot.shape is Shape.LIST}
    lists = [head for head in heads if not _is_last_row(by_name[head[0]], head[1])]
    singles = [field for field in drafted.fields if field.slot.shape is Shape.SINGLE]
    if drafted.tables and not tables and not lists:
        return f"看着不像填报表：表里的数字和文字都已填好，没有留给单位填的格。{REMEDY}"
    if tables or lists:
        return ""
    return _why_no_labels(sheets, singles)


def _why_no_labels(sheets: Sequence[FormSheet], singles: Sequence[DraftField]) -> str:
    """Return why a sheet without a table to fill in is no form of labels and answers."""
    titles = [sheet.text(at) for sheet in sheets if (at := sheet.title())]
    asking = [field for field in singles if _is_clear(sheets, field)]
    if any(map(_OTHER_THINGS.search, titles)) and len(asking) * 2 <= len(singles):
        return f"看着不像填报表，像座次表、名单、课程表一类：“{titles[0]}”。{REMEDY}"
    if not asking and (len(singles) >= _NAMELESS_AT_LEAST or not singles):
        return f"看着不像填报表：空格旁边的文字（如“{_sample(singles)}”）看不出要填什么。{REMEDY}"
    printed = [
        cell.value
        for sheet in sheets
        for cell in sheet.grid.cells.values()
        if isinstance(cell.value, str)
    ]
    long = sum(_is_prose(text) for text in printed)
    titled = any(map(_FORM_TITLE.search, titles))
    if not titled and long >= max(len(singles), _LONG_AT_LEAST):
        return f"看着不像填报表：通篇是文字，要填的只认出 {len(singles)} 处。{REMEDY}"
    if len(printed) >= _MANY_TEXTS and len(singles) * _SHARE < len(printed):
        return (
            f"看着不像填报表：印有 {len(printed)} 处文字，要填的只认出 {len(singles)} 处"
            f"（座次表、制度表、已填好的表不能作表样）。{REMEDY}"
        )
    return ""


def _is_prose(text: str) -> bool:
    return len(text) > _LONG_TEXT or ("。" in text and len(text) >= _SENTENCE)


def _sample(singles: Sequence[DraftField]) -> str:
    return "”“".join(field.slot.label.name for field in singles[:2])


def _is_open(sheet: FormSheet, each: DraftTable) -> bool:
    """Return whether a cross table leaves at least a tenth of its places open, and has places in half of its body."""
    table = each.table
    open_places = [
        at
        for at in table.places
        if at in sheet.computed or sheet.empty(at) or sheet.text(at) == "0"
    ]
    rows = range(table.region.body.row, table.region.last.row + 1)
    columns = range(table.region.body.column, table.region.last.column + 1)
    words = [
        at
        for at in {sheet.anchor(Address(row, column)) for row in rows for column in columns}
        if at not in table.places and not sheet.empty(at) and not BARRED.fullmatch(sheet.text(at))
    ]
    return len(open_places) * 10 > len(table.places) and len(words) * 2 <= len(table.places)


def _is_last_row(sheet: FormSheet, row: int) -> bool:
    """Return whether the head of a list is the last row of a table that is filled in."""
    if row < sheet.last_row or row == 1:
        return False
    own, above = sheet.labels(row), sheet.labels(row - 1)
    narrow_cells = all(sheet.end(Address(row - 1, c)).column == c for c in above)
    return narrow_cells and set(own) <= set(above)


def _is_clear(sheets: Sequence[FormSheet], field: DraftField) -> bool:
    """Return whether a label says what its answer is: a colon, a measure, options, a word such as 日期."""
    slot = field.slot
    sheet = next(sheet for sheet in sheets if sheet.grid.name == slot.sheet)
    inside = slot.place == slot.at and bool(sheet.text(slot.at))
    asks = sheet.text(slot.at).endswith(":") or inside
    label = slot.label
    named = bool(label.measure or slot.options or label.required)
    return asks or named or bool(_LABEL_WORDS.search(label.name)) or _is_known(field)


def _is_known(field: DraftField) -> bool:
    guess = guess_for(field.slot)
    return guess.reason != UNKNOWN_REASON and field.slot.figure is None
