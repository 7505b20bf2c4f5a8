"""Write the guessed kinds of figures (指标种类) into the rows of a draft: flows of cumulative ones, parts of ratios."""

from __future__ import annotations

import re
from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.fields import FIELD_COLUMNS, KIND_COLUMN
from pipeline.campaign.book.kind_guess import (
    Described,
    flow_of,
    flow_of_year,
    guess_figure_kind,
    numerator_of,
    parts_of,
)
from pipeline.model.campaign import Aggregation, Kind, Shape
from pipeline.model.figure_kind import FigureKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.campaign.book.kind_guess import KindGuess

_CODE, _NAME, _SHEET, _SHAPE, _KIND, _MEASURE, _FIGURE, _WAY = map(
    FIELD_COLUMNS.index,
    ("代码", "名称", "工作表", "形式", "类型", "计量单位", KIND_COLUMN, "汇总方式"),
)
_TOTAL: Final = re.compile(r"总(?:数|量|计|额|人数|户数|件数|户)$")
_KINDS: Final = {kind.value: kind for kind in Kind}


def with_kinds(
    rows: Sequence[tuple[str, ...]], wholes: Mapping[str, str] = MappingProxyType({})
) -> tuple[tuple[str, ...], ...]:
    """Return the rows of single fields and lists with their kind and what follows from it; tables have it already.

    *wholes* states for the code of each part (其中) that of its whole: a part is of its whole's kind.
    """
    numbers = {row[_CODE]: number for number, row in enumerate(rows)}
    guesses = {number: _guess(row) for number, row in enumerate(rows)}
    for part, whole in wholes.items():
        own, of_whole = guesses[numbers[part]], guesses[numbers[whole]]
        if own is not None and not own.kind.accumulates:
            guesses[numbers[part]] = of_whole
    named: dict[str, dict[str, KindGuess]] = defaultdict(dict)
    for number, guess in guesses.items():
        if guess is not None:
            named[rows[number][_SHEET]][rows[number][_NAME]] = guess
    written = [
        row if (guess := guesses[n]) is None else _written(row, guess, named[row[_SHEET]])
        for n, row in enumerate(rows)
    ]
    return tuple(_with_parts(row, written, wholes) for row in written)


def _with_parts(
    row: tuple[str, ...], rows: Sequence[tuple[str, ...]], wholes: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the row of a ratio without parts with those that the form's own order shows.

    What it counts (已整改) is divided by what that is part of (其中), else by the one total (总数) of the
    same measure on the sheet.
    """
    if row[_FIGURE] != FigureKind.RATIO.value or row[_SHAPE] != Shape.SINGLE.value:
        return row
    beside = {
        each[_NAME]: each
        for each in rows
        if each[_SHEET] == row[_SHEET] and each[_WAY] == Aggregation.SUM.value
    }
    numerator = numerator_of(row[_NAME], list(beside))
    if not numerator:
        return row
    counted = beside[numerator]
    of_part = [name for name, each in beside.items() if each[_CODE] == wholes.get(counted[_CODE])]
    totals = [
        name
        for name, each in beside.items()
        if _TOTAL.search(name) and each[_MEASURE] == counted[_MEASURE] and name != numerator
    ]
    of = of_part or totals
    if len(of) != 1:
        return row
    cells = list(row)
    cells[_FIGURE] = f"{FigureKind.RATIO.value}：{numerator}/{of[0]}"
    cells[_WAY] = aggregation_of(Aggregation(row[_WAY]), cells[_FIGURE]).value
    return tuple(cells)


def _guess(row: Sequence[str]) -> KindGuess | None:
    kind = _KINDS[row[_KIND]]
    if row[_SHAPE] not in {Shape.SINGLE.value, Shape.LIST.value} or not kind.numeric:
        return None
    return guess_figure_kind(Described(row[_NAME], kind, row[_MEASURE]))


def _written(
    row: tuple[str, ...], guess: KindGuess, named: Mapping[str, KindGuess]
) -> tuple[str, ...]:
    # The columns of a list have no flow of a period before; its rates have parts like any other.
    plain = row[_SHAPE] == Shape.LIST.value and guess.kind is not FigureKind.RATIO
    text = guess.kind.value if plain else kind_text(row[_NAME], guess, named)
    way = aggregation_of(Aggregation(row[_WAY]), text)
    cells = list(row)
    cells[_FIGURE], cells[_WAY] = text, way.value
    return tuple(cells)


def kind_text(name: str, guess: KindGuess, others: Mapping[str, KindGuess]) -> str:
    """Return the 指标种类 of a figure as the 任务书 states it: 本年累计：本月受理件数, 比率：已整改数/应整改数."""
    kind: str = guess.kind.value
    if guess.kind.accumulates:
        flow = flow_of(name, [n for n, each in others.items() if each.kind is FigureKind.FLOW])
        return f"{kind}：{flow}" if flow else kind
    if guess.kind is FigureKind.FLOW:
        flow = flow_of_year(name, [n for n, each in others.items() if each.kind is FigureKind.FLOW])
        # 企业数, 职工人数: most often what there is; the draft points them out.
        own = kind if guess.sure else FigureKind.STOCK.value
        return f"{FigureKind.YEAR_TO_DATE.value}：{flow}" if flow else own
    if guess.kind is FigureKind.RATIO:
        parts = parts_of(name, [n for n, each in others.items() if each.kind.adds_up])
        return f"{kind}：{'/'.join(parts)}" if parts else kind
    return kind


def aggregation_of(usual: Aggregation, text: str) -> Aggregation:
    """Return the 汇总方式 that goes with a 指标种类: codes none, ratios with parts a new computation."""
    if text == FigureKind.CODE.value:
        return Aggregation.NONE
    if text.startswith(FigureKind.RATIO.value):
        if "/" in text:
            return Aggregation.RATIO
        return Aggregation.NONE if usual is Aggregation.SUM else usual
    return usual
