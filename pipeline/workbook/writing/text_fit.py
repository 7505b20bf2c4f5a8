"""Estimate how many lines a text takes in a cell: a spreadsheet's file says how high each row is."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.workbook.writing.plan import Formula, Styled

if TYPE_CHECKING:
    from collections.abc import Sequence

POINTS: Final = 11.0  # the size of the text of a table
LINE: Final = 15.0  # the height of its line, in points
_ALSO_WIDE: Final = frozenset("“”‘’…—·×①②③④⑤⑥⑦⑧⑨")  # in Chinese faces
_PIXELS: Final = 7  # of a character of column width (Calibri 11, the default font of the file)
_POINTS_OF_PIXEL: Final = 0.75
_NARROW: Final = 0.56  # of a Latin letter or a digit, in ems; of the widest faces that stand in
_FIGURE: Final = 5.0  # ems of a number or a day
_SURELY: Final = 2.2  # columns of width, more than a wide character takes
_WIDE: Final = "\u2e80"  # from here on characters are as wide as high
_MARGIN: Final = 0.9  # left and right of the text, in characters
_SLACK: Final = 0.05  # of an em: widths are stored rounded
PADDING: Final = 3.0  # above and below the text, in points


def line_room(width: float, points: float = POINTS) -> float:
    """Return how many ems fit into a line of a column of *width* characters."""
    return max((width - _MARGIN) * _PIXELS * _POINTS_OF_PIXEL / points + _SLACK, 1.0)


def width_of_text(ems: float) -> float:
    """Return the width in characters of a column whose lines hold *ems*."""
    return round(ems * POINTS / (_PIXELS * _POINTS_OF_PIXEL) + _MARGIN, 1)


@lru_cache(maxsize=4096)  # the same units and names stand in many rows
def line_count(text: str, width: float, points: float = POINTS) -> int:
    """Return how many lines *text* takes in a column of *width* characters."""
    room = line_room(width, points)
    if len(text) <= room and "\n" not in text:
        return 1
    return sum(max(-int(-text_ems(line) // room), 1) for line in text.split("\n"))


def text_ems(text: str) -> float:
    """Return how wide *text* is in ems: a Chinese character is one wide."""
    narrow = sum(char < _WIDE and char not in _ALSO_WIDE for char in text)
    return narrow * _NARROW + len(text) - narrow


def fitted(
    columns: Sequence[tuple[str, float]], rows: Sequence[Sequence[object]]
) -> tuple[tuple[str, float], ...]:
    """Return *columns* as narrow as heading and texts allow; the width of each is the most it takes."""
    widths = [text_ems(heading) for heading, _ in columns]
    for row in rows:
        for number, value in enumerate(row[: len(widths)]):
            text = _text_of(value)
            ems = text_ems(text) if isinstance(text, str) else _FIGURE
            widths[number] = max(widths[number], ems)
    return tuple(
        (heading, min(width_of_text(ems), most))
        for (heading, most), ems in zip(columns, widths, strict=True)
    )


def row_heights(rows: Sequence[Sequence[object]], widths: Sequence[float]) -> tuple[float, ...]:
    """Return the height of each row in points, so that no text is cut or runs into the next row."""
    return tuple(_height(row, widths) for row in rows)


def _height(row: Sequence[object], widths: Sequence[float]) -> float:
    most = 1
    for value, width in zip(row, widths, strict=False):
        text = _text_of(value)
        # Most texts surely fit into one line.
        if isinstance(text, str) and (len(text) * _SURELY > width or "\n" in text):
            most = max(most, line_count(text, width))
    return most * LINE + PADDING


def _text_of(value: object) -> object:
    inner = value.value if isinstance(value, Styled) else value
    return inner.result if isinstance(inner, Formula) else inner
