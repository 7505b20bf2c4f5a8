"""Guess type, measure and consolidation of the cells of a cross table from its row and column headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.kind_guess import (
    RATE_MEASURES,
    Described,
    KindGuess,
    guess_figure_kind,
    may_relate,
)
from pipeline.campaign.drafting.guess import guess_aggregation, guess_kind, parse_label
from pipeline.campaign.drafting.kind_rows import kind_text
from pipeline.campaign.form.measures import COUNT_MEASURES, PERCENT
from pipeline.campaign.form.names import PATH_MARK, bare_heading
from pipeline.model.campaign import Aggregation, Kind
from pipeline.values.text import label_key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from pipeline.campaign.form.view import SheetView
    from pipeline.model.form import CrossTable, Heading
    from pipeline.model.grid import Address

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


# Columns that are records (企业一, 第2户, 3): the field names are down the left side.
_RECORD: Final = re.compile(
    r"(?:第|序号|no\.?)?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:号|个|家|户|名|件)?"
    r"|(?:企业|单位|项目|机构|学校|工程|产品|家庭|户|人员|案件|样本|对象)"
    r"[(]?(?:[一二三四五六七八九十甲乙丙丁]{1,3}|\d{1,2}|[A-Za-z])[)]?"
)
_MONTH: Final = re.compile(r"(?:1[0-2]|[1-9])月(?:份)?|(?:十[一二]?|[一二三四五六七八九])月(?:份)?")
_MONTHS_AT_LEAST: Final = 3
_PRINTED: Final = "表样这一列已印有数字，照原样交回的按印的读取，不算未填写。"
_MONTHS: Final = "各月只填到所属月份，还没到的月份空着，不算未填写。"


def is_record(column: Heading) -> bool:
    """Return whether a column is one record of a transposed list (转置表): 企业一, 企业二."""
    return _RECORD.fullmatch("".join(column.texts[-1:]).lower()) is not None


def record_setting(row: Heading) -> Setting:
    """Return the setting of a row of a transposed list, whose heading is the name of a field."""
    label = parse_label("".join(row.texts[-1:]))
    guess = guess_kind(label)
    measure = label.measure or row.measure
    kind = Kind.TEXT if guess.options else guess.kind
    return Setting(kind, measure, guess_aggregation(kind, listed=True))


def figure_text(
    setting: Setting, name: tuple[str, str], lines: tuple[Sequence[str], Sequence[str]]
) -> str:
    """Return the kind (指标种类) of a cell, by the *name* of its row and of its column; empty of what is no number.

    *lines* are the names of all rows and columns: what it adds up or divides is in one of them.
    """
    guess = _line_guess(PATH_MARK.join(name), setting)
    if guess is None:
        return ""
    text = kind_text(PATH_MARK.join(name), guess, {})
    axes = zip(reversed(name), reversed(lines), strict=True)
    for own, others in axes if may_relate(PATH_MARK.join(name), guess) else ():
        known = {
            other: each
            for other in others
            if other != own and (each := _line_guess(other, setting)) is not None
        }
        text = kind_text(own, guess, known)
        if "：" in text:  # what it adds up or divides was found
            break
    return text


def _line_guess(name: str, setting: Setting) -> KindGuess | None:
    measure = "" if setting.measure in RATE_MEASURES else setting.measure
    own = setting.measure if PATH_MARK in name else measure
    return guess_figure_kind(Described(name, setting.kind, own))


def months_note(table: CrossTable) -> str:
    """Return the 说明 of a table with a column or a row for each month; empty for others."""
    for headings in (table.columns, table.rows):
        months = [each for each in headings if _MONTH.fullmatch("".join(each.texts[-1:]))]
        if len(months) >= _MONTHS_AT_LEAST:
            return _MONTHS
    return ""


def column_notes(
    view: SheetView, table: CrossTable, computed: Collection[Address]
) -> Mapping[int, str]:
    """Return the 说明 of each column in which the form prints numbers already (上期数); *computed* are formulas."""
    printed: dict[int, list[bool]] = {}
    for at in table.places:
        if at not in computed:
            printed.setdefault(at.column, []).append(view.cell(at) is not None)
    return {column: _PRINTED for column, cells in printed.items() if sum(cells) * 2 > len(cells)}


def cell_setting(row: Heading, column: Heading, common: str) -> Setting:
    """Return the setting of the cell in *row* and *column*; *common* is the measure of the whole table."""
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
