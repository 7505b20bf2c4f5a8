"""What a careful person would object to on a rendered page, measured without the settling's own rules."""

from __future__ import annotations

import io
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.oxml.ns import qn

from pipeline.official.layout.adjust import body_elements, pitch_of, profile_of
from pipeline.official.layout.data_tables import is_data_table
from pipeline.official.layout.page_faults import Geometry, Role, place_elements
from pipeline.official.ooxml.elements import words_in
from pipeline.official.standard.clauses import figure
from pipeline.official.standard.measure_words import MEASURES
from pipeline.official.standard.patterns import PAGE_NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.oxml.xmlchemy import BaseOxmlElement as Element

    from pipeline.official.layout.page_faults import PlacedPage
    from pipeline.official.layout.settle import Settled

_EARLY_LINES: Final = 3.0
_PARTED: Final = re.compile(r"[\d.,:]$")
_GOES_ON: Final = re.compile(rf"^(?:\d|[{MEASURES}%‰℃])")
_SHORT_HEADING: Final = 4
_SHORT_CELL: Final = 6
_NUMBER: Final = re.compile(r"(?<![\w.])\d[\d.,:%-]*\d(?![\w])", re.ASCII)
_TOTALS: Final = ("合计", "总计", "共计")


def objections(content: bytes, page: PlacedPage) -> list[str]:
    """Every objection to the pages of the paper *content*, in words."""
    elements = body_elements(Document(io.BytesIO(content)))
    return [
        *_lost(page),
        *_broken_cells(elements, page),
        *_table_ends(page),
        *_parted(page),
        *_signature(page),
        *(
            f"第{number}页空{lines:.1f}行"
            for number, lines in empty_lines(page).items()
            if lines > _EARLY_LINES + 0.2 and not _is_forced(page, number)
        ),
    ]


def placed_again(paper: Settled) -> PlacedPage:
    """Where the words of a settled paper are, on the rendering that the settling ended with."""
    assert paper.rendered is not None
    document = Document(io.BytesIO(paper.content))
    bottom = figure("margin-top") + figure("type-height") + profile_of(document).bottom_reduction.mm
    geometry = Geometry(float(pitch_of(document).mm), float(bottom))
    return place_elements(body_elements(document), paper.rendered.measured, geometry)


def empty_lines(page: PlacedPage) -> dict[int, float]:
    """How many lines of the body would still fit on each page but the last."""
    found = {}
    for number in range(1, page.measured.pages):
        lines = [
            line.baseline_mm + 0.2 * page.geometry.pitch_mm
            for line in page.measured.lines_on(number)
            if not PAGE_NUMBER.fullmatch(line.text.strip())
        ]
        rules = [
            r.y_mm for r in page.measured.rules_on(number) if r.y_mm < page.geometry.bottom_mm + 1
        ]
        lowest = max([*lines, *rules], default=0)
        found[number] = max(page.geometry.bottom_mm - lowest, 0) / page.geometry.pitch_mm
    return found


def _is_forced(page: PlacedPage, number: int) -> bool:
    """Whether what begins the next page must begin one, or is a row or heading that didn't fit."""
    following = next((each for each in page.placed if each.lines and each.pages[0] > number), None)
    before = [each for each in page.placed if each.lines and each.pages[-1] <= number]
    if following is None or not before:
        return True
    between = page.parts[before[-1].unit.element + 1 : following.unit.element + 1]
    # A landscape page has another lower edge; only rows end one early.
    turned = page.part_of(before[-1]).landscape or page.part_of(following).landscape
    if turned or any(part.begins_page or part.pictured for part in between):
        return True
    if page.part_of(following).role is Role.IMPRINT:
        return True
    if following.unit.row is None:
        return False
    span = following.lines[-1].baseline_mm - following.lines[0].baseline_mm
    height = span + 2 * page.geometry.pitch_mm
    return empty_lines(page)[number] * page.geometry.pitch_mm <= height


def _lost(page: PlacedPage) -> Iterator[str]:
    """What the measuring doesn't find on the pages, and so can't judge."""
    for each in page.placed:
        if each.unit.words.strip() and not each.lines:
            yield f"没有找到“{each.unit.words[:16]}”"


def _broken_cells(elements: list[Element], page: PlacedPage) -> Iterator[str]:
    for each in page.placed:
        if (
            each.unit.row is None
            or not is_data_table(elements[each.unit.element])
            or not each.lines
        ):
            continue
        row = elements[each.unit.element].findall(qn("w:tr"))[each.unit.row]
        printed = ["".join(glyph.text for glyph in line.glyphs) for line in each.lines]
        for cell in row.iterfind(qn("w:tc")):
            words = words_in(cell).strip()
            whole = (
                [words] if len(words) <= (_SHORT_CELL if each.unit.row else _SHORT_HEADING) else []
            )
            for part in (*whole, *(n for n in _NUMBER.findall(words) if len(n) < 16)):
                if not any(_plain(part) in _plain(line) for line in printed):
                    yield f"“{part}”断行"


def _table_ends(page: PlacedPage) -> Iterator[str]:
    for element, part in enumerate(page.parts):
        rows = [each for each in page.placed if each.unit.element == element and each.lines]
        if part.role is not Role.TABLE or not rows:
            continue
        last = rows[-1].pages[-1]
        total = any(name in rows[-1].unit.words for name in _TOTALS)
        on_last = sum(last in row.pages for row in rows)
        if rows[0].pages[0] != last and on_last < 2 + total:
            yield f"表格末页（第{last}页）只有{on_last}行"
        below = [each for each in page.placed[page.placed.index(rows[-1]) + 1 :] if each.lines][:1]
        noted = below and below[0].unit.words.startswith(("注", "计分办法"))
        if noted and below[0].pages != (last,):
            yield f"表注在第{below[0].pages}页，表格止于第{last}页"


def _parted(page: PlacedPage) -> Iterator[str]:
    for each in page.placed:
        if each.unit.row is None:
            for line, following in zip(each.lines, each.lines[1:], strict=False):
                if _PARTED.search(line.text.strip()) and _GOES_ON.search(following.text.strip()):
                    yield f"“{line.text.strip()[-6:]}｜{following.text.strip()[:4]}”拆行"


def _signature(page: PlacedPage) -> Iterator[str]:
    closing = [
        each for each in page.placed if each.lines and page.part_of(each).role is Role.CLOSING
    ]
    texts = [each for each in page.placed if each.lines and page.part_of(each).role is Role.TEXT]
    signed = {each.pages[0] for each in closing}
    if signed and not any(
        signed.issubset(set(each.pages) | signed - {min(signed)}) for each in texts
    ):
        yield f"落款单独在第{sorted(signed)}页"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
