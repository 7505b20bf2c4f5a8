"""Break a title into lines (标题回行): whole words, lines in steps (梯形 or 菱形), 7.3.1.

Lines first grow, then shrink, and never the other way: a trapezium or a rhombus, no hourglass. Words
and numbers are never broken; text in 《》 and the name of an organ only where it exceeds a line.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.official.standard.clauses import figure
from pipeline.official.standard.lengths import mm
from pipeline.official.standard.title_words import (
    enclosed_spans,
    figure_spans,
    organ_name_spans,
)
from pipeline.official.standard.typefaces import SIZE_2, width_in_chars
from pipeline.values.words import word_edges

if TYPE_CHECKING:
    from collections.abc import Sequence

# One character less than the type area holds: a full line would touch both edges.
_LINE_CHARS: Final = mm(figure("type-width")).twips // SIZE_2.twips - 1

_NOT_FIRST: Final = frozenset("的和与及或等之，。、；：？！”’）》〉】〕%％年月日号期")
_NOT_LAST: Final = frozenset("“‘（《〈【〔第对向在从为")

_LONGEST_TITLE: Final = 160  # characters; computing every break of a longer one takes seconds
_PARTS: Final = 10  # of a character

# Costs of a break or of a line; only their order matters.
_BEFORE_SUBJECT: Final = 0  # between the organ and 关于
_AT_WORD_EDGE: Final = 8
_INSIDE_NAME: Final = 400  # of an organ, or between 《 and 》, where a line could hold it whole
_FORBIDDEN: Final = (
    5_000  # inside a word or a number, or at a mark that may not begin or end a line
)
_HOURGLASS: Final = 200
_RECTANGLE: Final = 17
_UNEVEN: Final = 40
_SHORT_LINE: Final = 300  # a line of one or two characters
_SHORT_LINE_CHARS: Final = 2
_EXTRA_LINE: Final = 30


@lru_cache(maxsize=64)  # the papers of a batch have one title, and few titles are in use at a time
def break_title(text: str, line_chars: int = _LINE_CHARS) -> tuple[str, ...]:
    """Return the lines of a title, none wider than *line_chars* 字; existing line breaks are kept.

    A template's tag, and text far too long for a title, is returned as one line.

    >>> break_title("云川市精神文明办公室关于报送文明单位创建工作进展情况的通知")
    ('云川市精神文明办公室', '关于报送文明单位创建工作进展情况的通知')
    """
    if "{{" in text or "{%" in text:
        return (text,)
    if "\n" in text:
        return tuple(line for line in text.split("\n") if line)
    if width_in_chars(text) <= line_chars or len(text) > _LONGEST_TITLE:
        return (text,)
    return _cheapest_lines(text, line_chars * _PARTS)


def _cheapest_lines(text: str, room: int) -> tuple[str, ...]:
    """Return the lines with the least cost; widths are in tenths of a 字.

    One line more than needed is used where it keeps a name whole or improves the shape.
    """
    edges = [int(width_in_chars(text[:at]) * _PARTS) for at in range(len(text) + 1)]
    costs = break_costs(text, room // _PARTS)
    fewest = -(-edges[-1] // room)
    best: tuple[float, tuple[int, ...]] = (float("inf"), ())
    for count in range(max(fewest, 2), len(text) + 1):
        if best[1] and count > fewest + 2:
            break
        cost, cuts = _cheapest_cuts(edges, costs, room, count)
        if cuts and cost + _EXTRA_LINE * count < best[0]:
            best = (cost + _EXTRA_LINE * count, cuts)
    cuts = best[1]
    return tuple(
        text[left:right] for left, right in zip((0, *cuts), (*cuts, len(text)), strict=True)
    )


def _cheapest_cuts(
    edges: Sequence[int], costs: Sequence[int], room: int, count: int
) -> tuple[float, tuple[int, ...]]:
    """Return the least cost of *count* lines with its cuts; no cuts where none fit."""
    end = len(edges) - 1
    even = edges[-1] / count

    @cache
    def rest(start: int, left: int, before: int, shrinking: bool) -> tuple[float, tuple[int, ...]]:  # noqa: FBT001 - a state
        best: tuple[float, tuple[int, ...]] = (float("inf"), ())
        for cut in (end,) if left == 1 else range(start + 1, end):
            width = edges[cut] - edges[start]
            if width > room:
                continue
            cost = _UNEVEN * ((width - even) / even) ** 2 + (costs[cut] if left > 1 else 0)
            cost += _SHORT_LINE * (width <= _SHORT_LINE_CHARS * _PARTS)
            cost += _HOURGLASS * (shrinking and width > before) + _RECTANGLE * (width == before)
            after = (
                (0.0, ()) if left == 1 else rest(cut, left - 1, width, shrinking or width < before)
            )
            total = cost + after[0]
            if total < best[0]:
                best = (total, (cut, *after[1]) if left > 1 else ())
        return best

    return rest(0, count, 0, False)  # noqa: FBT003 - a state


def break_costs(text: str, line_chars: int = _LINE_CHARS) -> list[int]:
    """Return the cost of a break before each character: low between words, high inside them."""
    edges = word_edges(text)
    costs = [_AT_WORD_EDGE if at in edges else _FORBIDDEN for at in range(len(text))]
    for start, end in (*enclosed_spans(text), *organ_name_spans(text)):
        if width_in_chars(text[start:end]) <= line_chars:
            costs[start + 1 : end] = [max(cost, _INSIDE_NAME) for cost in costs[start + 1 : end]]
    for start, end in figure_spans(text):
        costs[start + 1 : end] = [_FORBIDDEN] * (end - start - 1)
    return [_break_cost(text, at, cost) for at, cost in enumerate(costs)]


def _break_cost(text: str, at: int, between: int) -> int:
    """Return the cost of a break before index *at*; *between* is the cost by words alone."""
    if at == 0:
        return _BEFORE_SUBJECT
    before, after = text[at - 1], text[at]
    if after in _NOT_FIRST or before in _NOT_LAST or (before.isascii() and after.isascii()):
        return _FORBIDDEN
    if text.startswith("关于", at):
        return min(between, _BEFORE_SUBJECT) if between < _INSIDE_NAME else between
    return between
