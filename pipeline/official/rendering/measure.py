"""Measure a rendered page (版面实测): lines of text, rules, and ink.

Positions are in millimetres from the upper left corner of the paper, sizes in points. The text boxes
of a PDF come from the font's metrics; an edge in the standard is an edge of ink, which is measured on
an image of the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from pipeline.official.standard.lengths import MM_PER_POINT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pdfplumber.pdf import PDF

_DPI: Final = 200
_MM_PER_PIXEL: Final = 72 * MM_PER_POINT / _DPI
_DARKEST_PAPER: Final = 160  # of 255; a lighter pixel is paper or the soft edge of a letter
_MAX_RULE_MM: Final = 1.5  # a filled box no thicker than this is a rule
_MIN_RULE_LENGTH_MM: Final = 20.0
_SAME_LINE_PT: Final = 1.0


@dataclass(frozen=True, slots=True)
class Box:
    """Hold the edges of a box on a page, in millimetres from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Glyph:
    """Hold a printed character with its left and right edges, in millimetres."""

    text: str
    left_mm: float
    right_mm: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """Hold a line of text (行) with page (from 1), position, size, typeface, colour and characters."""

    page: int
    left_mm: float
    right_mm: float
    baseline_mm: float
    size_pt: float
    face: str
    text: str
    red: bool = False
    glyphs: tuple[Glyph, ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """Hold a horizontal rule (线): page, ends, middle, thickness and colour."""

    page: int
    left_mm: float
    right_mm: float
    y_mm: float
    thickness_mm: float
    red: bool

    @property
    def width_mm(self) -> float:
        """Return the length of the rule."""
        return self.right_mm - self.left_mm


@dataclass(frozen=True, slots=True)
class Measurements:
    """Hold what was measured in a PDF: number of pages, lines and rules, each page from the top."""

    pages: int
    lines: tuple[TextLine, ...]
    rules: tuple[RuleLine, ...]

    def lines_on(self, page: int) -> tuple[TextLine, ...]:
        """Return the lines of one page."""
        return tuple(line for line in self.lines if line.page == page)

    def rules_on(self, page: int) -> tuple[RuleLine, ...]:
        """Return the rules of one page."""
        return tuple(rule for rule in self.rules if rule.page == page)

    def find_line(self, words: str) -> TextLine:
        """Return the first line that contains *words*.

        Raises:
            LookupError: no line contains them.
        """
        for line in self.lines:
            if words in line.text:
                return line
        raise LookupError(words)


def _open(pdf: Path) -> PDF:
    import pdfplumber  # noqa: PLC0415 - a tenth of a command's start, and few commands measure pages

    return pdfplumber.open(pdf)


def measure(pdf: Path) -> Measurements:
    """Measure each line of text and each horizontal rule of *pdf*."""
    lines: list[TextLine] = []
    rules: list[RuleLine] = []
    with _open(pdf) as document:
        pages = len(document.pages)
        for page in document.pages:
            lines += _lines(page)
            rules += _rules(page)
    return Measurements(pages, tuple(lines), tuple(rules))


def ink_box(pdf: Path, page: int, within: Box, *, red: bool = False) -> Box | None:
    """Return the box of the ink *within* a part of a page, or ``None`` where it is empty.

    With *red* only red ink counts. The precision is a pixel of 1/200 inch, 0.13 mm.
    """
    with _open(pdf) as document:
        picture = document.pages[page - 1].to_image(resolution=_DPI).original.convert("RGB")
    left, top, right, bottom = (
        edge / _MM_PER_PIXEL for edge in (within.left, within.top, within.right, within.bottom)
    )
    part = picture.crop((round(left), round(top), round(right), round(bottom)))
    # Red ink leaves the red channel light and darkens the green one; black darkens both.
    light, dark = (part.getchannel(name) for name in ("R", "G"))
    inked = dark.point(lambda value: 255 * (value < _DARKEST_PAPER))
    if red:
        reddish = light.point(lambda value: 255 * (value >= _DARKEST_PAPER))
        inked = _intersection(inked, reddish)
    pixels = inked.getbbox()
    if pixels is None:
        return None
    left, top, right, bottom = (edge * _MM_PER_PIXEL for edge in pixels)
    return Box(within.left + left, within.top + top, within.left + right, within.top + bottom)


def _intersection(first: Any, second: Any) -> Any:
    blank = first.point(lambda _: 0)
    blank.paste(first, mask=second)
    return blank


def _lines(page: Any) -> Iterator[TextLine]:
    # matrix[5] is the baseline, from the bottom of the page. Turned characters are no part of another line.
    chars = sorted(page.chars, key=lambda char: (not char["upright"], -_baseline(char), char["x0"]))
    for row in _rows(chars):
        inked = [char for char in row if not char["text"].isspace()]
        if inked:
            yield _line(page, sorted(row, key=lambda char: float(char["x0"])), inked)


def _rows(chars: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield rows of characters whose baselines differ by a point at most."""
    row: list[Any] = []
    for char in chars:
        if row and (
            row[0]["upright"] != char["upright"]
            or _baseline(row[0]) - _baseline(char) > _SAME_LINE_PT
        ):
            yield row
            row = []
        row.append(char)
    if row:
        yield row


def _line(page: Any, row: list[Any], inked: list[Any]) -> TextLine:
    largest = max(inked, key=lambda char: float(char["size"]))
    return TextLine(
        page=page.page_number,
        left_mm=min(float(char["x0"]) for char in inked) * MM_PER_POINT,
        right_mm=max(float(char["x1"]) for char in inked) * MM_PER_POINT,
        baseline_mm=(float(page.height) - _baseline(row[0])) * MM_PER_POINT,
        size_pt=float(largest["size"]),
        face=str(largest["fontname"]).rpartition("+")[2],
        text="".join(char["text"] for char in row).strip(),
        red=_is_red(largest["non_stroking_color"]),
        glyphs=tuple(
            Glyph(
                str(char["text"]),
                float(char["x0"]) * MM_PER_POINT,
                float(char["x1"]) * MM_PER_POINT,
            )
            for char in sorted(inked, key=lambda char: float(char["x0"]))
        ),
    )


def _baseline(char: Any) -> float:
    return float(char["matrix"][5])


def _rules(page: Any) -> Iterator[RuleLine]:
    """Yield horizontal rules, drawn as strokes or thin filled boxes, with their segments joined."""
    segments = sorted(_rule_segments(page), key=lambda segment: (segment.y_mm, segment.left_mm))
    for _, level in groupby(segments, key=lambda segment: (round(segment.y_mm, 1), segment.red)):
        joined = list(level)
        yield RuleLine(
            page.page_number,
            min(segment.left_mm for segment in joined),
            max(segment.right_mm for segment in joined),
            joined[0].y_mm,
            joined[0].thickness_mm,
            joined[0].red,
        )


def _rule_segments(page: Any) -> Iterator[RuleLine]:
    for shape in (*page.lines, *page.rects, *page.curves):
        left, right, top, bottom = (
            float(shape[edge]) * MM_PER_POINT for edge in ("x0", "x1", "top", "bottom")
        )
        stroked = bool(shape.get("stroke")) and not shape.get("fill")
        thickness = float(shape["linewidth"] or 0) * MM_PER_POINT if stroked else bottom - top
        colour = shape["stroking_color"] if stroked else shape["non_stroking_color"]
        if right - left >= _MIN_RULE_LENGTH_MM and bottom - top <= _MAX_RULE_MM:
            middle = (top + bottom) / 2
            yield RuleLine(page.page_number, left, right, middle, thickness, _is_red(colour))


def _is_red(colour: Any) -> bool:
    """Return whether a colour of the PDF is red; it is one number (grey) or three."""
    parts = tuple(colour) if isinstance(colour, list | tuple) else ()
    return len(parts) == 3 and parts[0] > 0.75 and max(parts[1:]) < 0.25  # noqa: PLR2004 - RGB
