"""Find what a careful person would not leave on a rendered page (版面疵病), by the places of its words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.official.layout.data_tables import is_data_table, is_table_note, rows_at_end
from pipeline.official.ooxml.elements import style_of, words_in
from pipeline.official.ooxml.landscape import is_landscape
from pipeline.official.ooxml.style_names import (
    NON_TEXT_STYLES,
    SIGNATURE_STYLES,
    STYLES_BEFORE_TEXT,
    StyleName,
)
from pipeline.official.rendering.flow import Placed, Unit, place
from pipeline.official.standard.measure_words import PARTED_FIGURE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docx.oxml.xmlchemy import BaseOxmlElement as Element

    from pipeline.official.rendering.measure import Measurements

EARLY_LINES: Final = 3  # a page may end so many lines early
_INLINE: Final = qn("wp:inline")
_BELOW_BASELINE: Final = 0.2  # of a line's pitch
_TOLERANCE_MM: Final = 1.0


class Role(Enum):
    """Define what an element of the body is to the rules of a page."""

    TEXT = "正文"
    HEADING = "标题"
    OTHER = "其他要素"
    CLOSING = "落款"
    TABLE = "表格"
    IMPRINT = StyleName.IMPRINT.value


class FaultKind(Enum):
    """Define the faults of a page, in words for a person."""

    SIGNATURE_ALONE = "署名、成文日期单独成页"
    TABLE_END = "表格最后一页不足两行和合计"
    NOTE_PARTED = "表注与表格不在一页"
    ROWS_MOVED = "表格在页中断开"
    ENDS_EARLY = "页末空行过多"
    IMPRINT_ALONE = "版记单独成页"


# What each fault counts when two layouts are compared.
WEIGHTS: Final = {
    FaultKind.SIGNATURE_ALONE: 200,
    FaultKind.TABLE_END: 60,
    FaultKind.NOTE_PARTED: 60,
    FaultKind.ROWS_MOVED: 50,
    FaultKind.ENDS_EARLY: 60,
    FaultKind.IMPRINT_ALONE: 25,
}
# Those that the pitch of the text decides; row heights decide the others.
TEXT_FAULTS: Final = frozenset(
    {FaultKind.SIGNATURE_ALONE, FaultKind.ENDS_EARLY, FaultKind.IMPRINT_ALONE}
)


@dataclass(frozen=True, slots=True)
class PageFault:
    """Hold a fault and the page on which it is; ``lines`` are those left empty where a page ends early."""

    kind: FaultKind
    page: int
    lines: float = 0


@dataclass(frozen=True, slots=True)
class Geometry:
    """Hold the pitch of the body and the lower edge of the type area, in millimetres."""

    pitch_mm: float
    bottom_mm: float


@dataclass(frozen=True, slots=True)
class Part:
    """Hold an element of the body: its role, whether it begins a page, is turned, or holds a picture."""

    role: Role
    begins_page: bool
    landscape: bool
    pictured: bool


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """Hold a rendered document: its parts, where their words are, and the measurements."""

    parts: tuple[Part, ...]
    placed: tuple[Placed, ...]
    measured: Measurements
    geometry: Geometry

    def part_of(self, placed: Placed) -> Part:
        """Return the part that *placed* belongs to."""
        return self.parts[placed.unit.element]


def place_elements(
    elements: Sequence[Element], measured: Measurements, geometry: Geometry
) -> PlacedPage:
    """Find *elements*, the paragraphs and tables of a body, on its rendered pages."""
    parts = []
    ends_section = False
    for element in elements:
        parts.append(_part(element, ends_section=ends_section))
        ends_section = element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None
    return PlacedPage(tuple(parts), place(_units(elements), measured), measured, geometry)


def page_faults(page: PlacedPage) -> tuple[PageFault, ...]:
    """Return every fault of the pages of a document."""
    return (
        *_signature_faults(page),
        *_table_faults(page),
        *_early_ends(page),
        *_imprint_faults(page),
    )


def parted_figures(page: PlacedPage) -> tuple[tuple[Placed, int], ...]:
    """Return each paragraph with the index of a line whose figure goes on in the next line."""
    return tuple(
        (placed, at)
        for placed in page.placed
        if placed.unit.row is None
        for at, (line, following) in enumerate(pairwise(placed.lines))
        if PARTED_FIGURE.search(f"{line.text.strip()}\n{following.text.strip()}")
    )


def _part(element: Element, *, ends_section: bool) -> Part:
    styles = {style_of(each) for each in element.iter(qn("w:p"))}
    style = style_of(element)
    breaks = element.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None
    return Part(
        role=_role(element, style, styles),
        begins_page=breaks or ends_section,
        landscape=is_landscape(element),
        pictured=any(True for _ in element.iter(_INLINE)),
    )


def _role(element: Element, style: str, styles: set[str]) -> Role:
    if styles & {StyleName.IMPRINT, StyleName.IMPRINT_ANCHOR}:
        return Role.IMPRINT
    if styles & {
        *SIGNATURE_STYLES,
        StyleName.DATE,
        StyleName.UNSEALED_DATE,
        StyleName.CLOSING_NOTE,
    }:
        return Role.CLOSING
    if element.tag == qn("w:tbl"):
        return Role.TABLE if is_data_table(element) else Role.OTHER
    if style in STYLES_BEFORE_TEXT:
        return Role.HEADING
    return Role.OTHER if style in NON_TEXT_STYLES or not words_in(element) else Role.TEXT


def _units(elements: Sequence[Element]) -> Iterable[Unit]:
    for number, element in enumerate(elements):
        if element.tag == qn("w:tbl"):
            for row, each in enumerate(element.findall(qn("w:tr"))):
                yield Unit(number, words_in(each), row)
        else:
            yield Unit(number, words_in(element))


def _signature_faults(page: PlacedPage) -> Iterable[PageFault]:
    """Yield where the page with the signature shows no text above it (7.3.5.5)."""
    closing = [
        each for each in page.placed if page.part_of(each).role is Role.CLOSING and each.lines
    ]
    if not closing:
        return
    last = closing[-1].pages[-1]
    before = page.placed[: page.placed.index(closing[0])]
    texts = [each for each in before if page.part_of(each).role is Role.TEXT]
    if texts and not any(last in each.pages for each in texts):
        yield PageFault(FaultKind.SIGNATURE_ALONE, last)


def _table_faults(page: PlacedPage) -> Iterable[PageFault]:
    for element, part in enumerate(page.parts):
        rows = [each for each in page.placed if each.unit.element == element and each.lines]
        if part.role is not Role.TABLE or not rows:
            continue
        last = rows[-1].pages[-1]
        needed = rows_at_end(rows[-1].unit.words)
        on_last = sum(last in row.pages for row in rows)
        if rows[0].pages[0] != last and on_last < needed:
            yield PageFault(FaultKind.TABLE_END, last)
        below = page.placed[page.placed.index(rows[-1]) + 1 :]
        note = next((each for each in below if each.unit.words), None)
        if (
            note is not None
            and is_table_note(note.unit.words)
            and note.lines
            and note.pages != (last,)
        ):
            yield PageFault(FaultKind.NOTE_PARTED, note.pages[0])


def _early_ends(page: PlacedPage) -> Iterable[PageFault]:
    """Yield each page that ends more than three lines early, where nothing forces it."""
    found = [
        each for each in page.placed if each.lines and page.part_of(each).role is not Role.IMPRINT
    ]
    for before, after in pairwise(found):
        ended, begun = before.pages[-1], after.pages[0]
        turned = page.part_of(before).landscape or page.part_of(after).landscape
        if ended == begun or turned or _begins_page(page, before, after):
            continue
        room = page.geometry.bottom_mm - _bottom(page, before)
        if room > max(_needed(page, after), EARLY_LINES * page.geometry.pitch_mm) + _TOLERANCE_MM:
            is_row = page.part_of(after).role is Role.TABLE
            kind = FaultKind.ROWS_MOVED if is_row else FaultKind.ENDS_EARLY
            yield PageFault(kind, ended, room / page.geometry.pitch_mm)


def _begins_page(page: PlacedPage, before: Placed, after: Placed) -> bool:
    between = page.parts[before.unit.element + 1 : after.unit.element + 1]
    # A picture has no words: what its height moves can't be told from them.
    return any(part.begins_page or part.pictured for part in between)


def _needed(page: PlacedPage, after: Placed) -> float:
    """Return the height that *after* needs at least: a row all of it, with the heading above it."""
    part = page.part_of(after)
    if part.role is Role.TABLE:
        return _row_height(page, after)
    following = page.placed[page.placed.index(after) + 1 :]
    if part.role is Role.HEADING and following and page.part_of(following[0]).role is Role.TABLE:
        rows = following[:2]
        return page.geometry.pitch_mm + sum(_row_height(page, row) for row in rows)
    return 0.0


def _row_height(page: PlacedPage, row: Placed) -> float:
    if not row.lines:
        return 0.0
    first, last = row.lines[0], row.lines[-1]
    rules = [rule.y_mm for rule in page.measured.rules_on(first.page)]
    above = max((y for y in rules if y < first.baseline_mm), default=first.baseline_mm)
    below = min((y for y in rules if y > last.baseline_mm), default=last.baseline_mm)
    return below - above


def _bottom(page: PlacedPage, placed: Placed) -> float:
    """Return the lower edge of a unit's last line, or of the rule under a row."""
    last = placed.lines[-1]
    if placed.unit.row is None:
        return last.baseline_mm + _BELOW_BASELINE * page.geometry.pitch_mm
    rules = [rule.y_mm for rule in page.measured.rules_on(last.page)]
    return min((y for y in rules if y > last.baseline_mm), default=last.baseline_mm)


def _imprint_faults(page: PlacedPage) -> Iterable[PageFault]:
    """Yield where the imprint has a page for itself, though nothing begins that page."""
    imprints = [
        each for each in page.placed if page.part_of(each).role is Role.IMPRINT and each.lines
    ]
    others = [each for each in page.placed if page.part_of(each).role is not Role.IMPRINT]
    begins = any(part.role is Role.IMPRINT and part.begins_page for part in page.parts)
    if imprints and not begins:
        own = imprints[0].pages[0]
        if not any(own in each.pages for each in others):
            yield PageFault(FaultKind.IMPRINT_ALONE, own)
