"""Write the guessed kinds of figures (指标种类) into the rows of a draft: flows of cumulative ones, parts of ratios."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.fields import FIELD_COLUMNS, KIND_COLUMN
from pipeline.campaign.book.kind_guess import (
    Described,
    flow_of,
    flow_of_year,
    guess_figure_kind,
    parts_of,
)
from pipeline.model.campaign import Aggregation, Kind, Shape
from pipeline.model.figure_kind import FigureKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.campaign.book.kind_guess import KindGuess

_NAME, _SHEET, _SHAPE, _KIND, _MEASURE, _FIGURE, _WAY = map(
    FIELD_COLUMNS.index,
    ("名称", "工作表", "形式", "类型", "计量单位", KIND_COLUMN, "汇总方式"),
)
_KINDS: Final = {kind.value: kind for kind in Kind}


def with_kinds(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Return the rows of single fields and lists with their kind and what follows from it; tables have it already."""
    guesses = {number: _guess(row) for number, row in enumerate(rows)}
    named: dict[str, dict[str, KindGuess]] = defaultdict(dict)
    for number, guess in guesses.items():
        if guess is not None:
            named[rows[number][_SHEET]][rows[number][_NAME]] = guess
    return tuple(
        row if (guess := guesses[n]) is None else _written(row, guess, named[row[_SHEET]])
        for n, row in enumerate(rows)
    )


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
