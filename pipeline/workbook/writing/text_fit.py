"""Estimate how many lines a text takes in a cell: a spreadsheet's file says how high each row is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.workbook.writing.plan import Formula, Styled

if TYPE_CHECKING:
    from collections.abc import Sequence

POINTS: Final = 11.0  # the size of the text of a table
LINE: Final = 15.0  # the height of its line, in points
_PIXELS: Final = 7  # of a character of column width (Calibri 11, the default font of the file)
_POINTS_OF_PIXEL: Final = 0.75
_NARROW: Final = 0.56  # of a Latin letter or a digit, in ems; of the widest faces that stand in
_FIGURE: Final = "2026-10-10"  # as wide as most numbers and days
_MARGIN: Final = 0.9  # left and right of the text, in characters
_SLACK: Final = 0.05  # of an em: widths are stored rounded
PADDING: Final = 3.0  # above and below the text, in points


def line_room(width: float, points: float = POINTS) -> float:
    """Return how many ems fit into a line of a column of *width* characters."""
    return max((width - _MARGIN) * _PIXELS * _POINTS_OF_PIXEL / points + _SLACK, 1.0)


def width_of_text(ems: float) -> float:
    """Return the width in characters of a column whose lines hold *ems*."""
    return round(ems * POINTS / (_PIXELS * _POINTS_OF_PIXEL) + _MARGIN, 1)


def line_count(text: str, width: float, points: float = POINTS) -> int:
    """Return how many lines *text* takes in a column of *width* characters."""
    room = line_room(width, points)
    if len(text) <= room and "\n" not in text:
        return 1
    return sum(max(-int(-text_ems(line) // room), 1) for line in text.split("\n"))


def text_ems(text: str) -> float:
    """Return how wide *text* is in ems: a Chinese character is one wide, a Latin letter about half.

    In UTF-8, what is set as wide as high takes three bytes, and a Latin letter or a digit one.
    """
    wide = (len(text.encode("utf-8", "replace")) - len(text)) / 2
    return wide + (len(text) - wide) * _NARROW


def fitted(
    columns: Sequence[tuple[str, float]], rows: Sequence[Sequence[object]]
) -> tuple[tuple[str, float], ...]:
    """Return *columns* as narrow as heading and texts allow; the width of each is the most it takes."""
    return tuple(
        (heading, min(width_of_text(max(text_ems(heading), _widest(rows, number))), most))
        for number, (heading, most) in enumerate(columns)
    )


def _widest(rows: Sequence[Sequence[object]], number: int) -> float:
    """Return how wide the widest text of a column is, in ems."""
    widest = 0.0
    for row in rows:
        value = row[number]
        text = value if isinstance(value, str) else _text_of(value) or _FIGURE
        if len(text) > widest:  # no text is wider than its number of characters
            widest = max(widest, text_ems(text))
    return widest


def row_heights(rows: Sequence[Sequence[object]], widths: Sequence[float]) -> tuple[float, ...]:
    """Return the height of each row in points, so that no text is cut or runs into the next row."""
    lines = [1] * len(rows)
    for number, width in enumerate(widths):
        room = line_room(width)
        for at, row in enumerate(rows):
            value = row[number] if number < len(row) else ""
            text = value if isinstance(value, str) else _text_of(value)
            # Most texts surely fit into one line.
            if (len(text) > room and text_ems(text) > room) or "\n" in text:
                lines[at] = max(lines[at], line_count(text, width))
    return tuple(count * LINE + PADDING for count in lines)


def _text_of(value: object) -> str:
    """Return the text that a cell shows; empty where it is a number or a day, which is not wrapped."""
    inner = value.value if isinstance(value, Styled) else value
    shown = inner.result if isinstance(inner, Formula) else inner
    return shown if isinstance(shown, str) else ""
