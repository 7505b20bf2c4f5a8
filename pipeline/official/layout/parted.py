"""Keep a figure with its measure (数字与计量单位不拆行): widen the line before it, so that it moves whole."""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from pipeline.official.layout.adjust import Widened
from pipeline.official.layout.page_faults import PlacedPage, parted_figures
from pipeline.official.standard.lengths import MM_PER_POINT, TWIPS_PER_POINT
from pipeline.official.standard.typefaces import BODY_SPACING, SIZE_3

if TYPE_CHECKING:
    from pipeline.official.rendering.flow import Placed
    from pipeline.official.rendering.measure import Glyph

# With the opening brackets before it, which no program leaves at the end of a line. It is read from the
# end of the line backwards: forwards, each digit of a long line would be tried as its beginning.
_FIGURE_FROM_END: Final = re.compile(r"\A[\d.,:-]*\d[（《〈“‘〔【]*")
_TWIP_MM: Final = MM_PER_POINT / TWIPS_PER_POINT
_SPARE_MM: Final = 0.05  # the line must still hold what stays in it


def unparted(page: PlacedPage) -> tuple[Widened, ...]:
    """Return the stretches to widen so that no figure of *page* is parted; one for each line."""
    found = (_widened(placed, at) for placed, at in parted_figures(page))
    return tuple(each for each in found if each is not None)


def merged(earlier: tuple[Widened, ...], later: tuple[Widened, ...]) -> tuple[Widened, ...]:
    """Return both, without an *earlier* one that shares characters with a *later* one of its paragraph."""
    kept = [
        each
        for each in earlier
        if not any(
            each.element == other.element and each.start < other.end and other.start < each.end
            for other in later
        )
    ]
    return (*kept, *later)


def _widened(placed: Placed, at: int) -> Widened | None:
    line = placed.lines[at]
    text = "".join(glyph.text for glyph in line.glyphs)
    ending = _FIGURE_FROM_END.match(text[::-1])
    start = len(text) - (ending.end() if ending else 0)
    if ending is None or start < len(text) // 2:
        return None
    stays, moves = line.glyphs[:start], line.glyphs[start:]
    span = _span(placed, at, start)
    if span is None:
        return None
    room = moves[-1].right_mm - stays[-1].right_mm - _SPARE_MM
    each = room / len(stays) + _expansion(stays)
    twips = int(each / _TWIP_MM) + BODY_SPACING.twips
    return Widened(placed.unit.element, *span, twips)


def _expansion(glyphs: tuple[Glyph, ...]) -> float:
    """Return by how much justification has widened each character of a line, in millimetres."""
    natural = float((SIZE_3 + BODY_SPACING).mm)
    steps = [
        right.left_mm - left.left_mm
        for left, right in pairwise(glyphs)
        if not left.text.isascii() and not right.text.isascii()
    ]
    return max(median(steps) - natural, 0.0) if steps else 0.0


def _span(placed: Placed, at: int, length: int) -> tuple[int, int] | None:
    """Return where in the paragraph's words the first *length* printed characters of a line are."""
    before = sum(len(line.glyphs) for line in placed.lines[:at])
    places = [number for number, char in enumerate(placed.unit.words) if not char.isspace()]
    if before + length >= len(places):
        return None
    return places[before], places[before + length]
