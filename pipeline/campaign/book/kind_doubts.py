"""List which kinds of figures (指标种类) are doubtful: guessed ones, ratios without parts, cumulative ones without a flow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.fields import FIELDS_SHEET, KIND_COLUMN
from pipeline.campaign.book.kind_guess import Described, guess_figure_kind
from pipeline.campaign.book.tables import BookFaults, read_table
from pipeline.model.campaign import Aggregation, Cycle
from pipeline.model.figure_kind import FigureKind
from pipeline.model.grid import column_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.grid import Book

_SHARE: Final = re.compile(r"(?<!增长)率$|占比|比重|比例$")  # of figures of the same form
_LISTED_AT_MOST: Final = 6  # cells and names in one sentence
_ADVICE: Final = {
    "ratio": "是比率，没有写分子、分母，合计取各单位的简单平均，与按总数算的不同；请在“指标种类”填 比率：分子/分母 这样的内容（汇总方式改为“重算”），确要平均的不用改",
    "parts": "是比率，没有认出分子、分母，合计里没有数；要有的，请在“指标种类”填 比率：分子/分母 这样的内容，汇总方式改为“重算”",
    "stock": "看不出是时期数还是时点数，先按时期数（零报告按 0 计）；是期末现有的数的，请在“指标种类”填“时点”",
    "flow or stock": "看不出是时期数还是时点数，先按时点数（零报告沿用上一次收下的数）；是这一期发生的数的，请在“指标种类”填“时期”",
    "restart": "没有写明是不是每年重新起算，先按不重新起算；每年 1 月重新起算的，请在“指标种类”填“本年累计”",
    "flow": "没有认出对应的本期数，不核对“累计 = 上期累计 + 本期”；有的请在“指标种类”填 本年累计：本期数的名称",
    "code": "像是代码、名次，却写了“合计”；不该相加的，请在“指标种类”填“代码”",
}


def kind_doubts(book: Book, campaign: Campaign, *, drafted: bool = False) -> tuple[str, ...]:
    """Return a sentence for each kind of doubt, with the cells of the 填报项 sheet that it is about.

    Of a *drafted* 任务书 what is written is a guess itself, and the cycle isn't decided yet.
    """
    rows = {
        row.text("代码").upper(): row
        for row in read_table(book, FIELDS_SHEET, ("代码", "名称", KIND_COLUMN), (), BookFaults())
    }
    found: dict[str, dict[str, str]] = {}
    for field in campaign.fields:
        row = next((rows[code] for code in kind_row_codes(field) if code in rows), None)
        if row is None:
            continue
        decided = bool(row.text(KIND_COLUMN)) and not drafted
        recurring = drafted or campaign.cycle is not Cycle.ONCE
        doubt = _doubt(field, decided=decided, recurring=recurring)
        if doubt:
            cell = str(row.at(KIND_COLUMN) or row.at("名称"))
            found.setdefault(doubt, {}).setdefault(cell, row.text("名称"))
    return tuple(_sentence(doubt, cells) for doubt, cells in found.items())


def kind_row_codes(field: Field) -> tuple[str, ...]:
    """Return the codes of the rows of the 填报项 sheet that describe a field, the nearest first."""
    if field.crossing is None or field.place is None:
        return (field.code.upper(),)
    table, at = field.crossing.table.upper(), field.place.at
    return (f"{table}列{column_letters(at.column)}", f"{table}行{at.row}", table)


def _doubt(field: Field, *, decided: bool, recurring: bool) -> str:
    if field.figure_kind is FigureKind.RATIO and not field.is_ratio:
        unshown = not decided and _SHARE.search(field.name) is not None
        return "ratio" if field.aggregation is Aggregation.AVERAGE else "parts" if unshown else ""
    named = guess_figure_kind(Described(field.name, field.kind, field.measure))
    if decided or named is None:
        return ""
    if named.kind is FigureKind.CODE and field.adds_up:
        return "code" if field.aggregation is Aggregation.SUM else ""
    return _recurring_doubt(field, sure=named.sure) if recurring else ""


def _recurring_doubt(field: Field, *, sure: bool) -> str:
    """Return the doubt that matters only where there is a period before."""
    if field.figure_kind is FigureKind.CUMULATIVE and field.restarts is None:
        return "restart"
    accumulates = field.figure_kind is not None and field.figure_kind.accumulates
    if accumulates and not field.accumulates and field.formula is None:
        return "flow"
    if sure:
        return ""
    return "flow or stock" if field.figure_kind is FigureKind.STOCK else "stock"


def _sentence(doubt: str, cells: Mapping[str, str]) -> str:
    def listed(texts: Sequence[str], mark: Callable[[str], str]) -> str:
        more = f"等 {len(texts)} 项" if len(texts) > _LISTED_AT_MOST else ""
        return "、".join(map(mark, texts[:_LISTED_AT_MOST])) + more

    names = tuple(dict.fromkeys(cells.values()))
    return (
        f"任务书「{FIELDS_SHEET}」{listed(tuple(cells), str)}："
        f"{listed(names, lambda name: f'“{name}”')}{_ADVICE[doubt]}。"
    )
