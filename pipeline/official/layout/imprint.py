"""Lay out the imprint (版记) at the bottom of the last page: 7.4, and the bottom of a briefing.

A floating table, aligned with the bottom of the type area, anchored in a last paragraph of one
point. LibreOffice puts a table as wide as the type area in line when its horizontal anchor is the
margin, and loses it when no paragraph follows; anchored to the page it stayed at every length tried.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.model.document import Imprint
from pipeline.official.ooxml.elements import make, paragraph, run, tab_stops
from pipeline.official.ooxml.page import LEFT_MARGIN, TYPE_WIDTH
from pipeline.official.ooxml.style_names import StyleName
from pipeline.official.standard.clauses import figure
from pipeline.official.standard.lengths import Length, mm
from pipeline.official.standard.typefaces import SIZE_4

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

THICK_RULE: Final = mm(figure("imprint-thick")).eighth_points
_THIN_RULE: Final = mm(figure("imprint-thin")).eighth_points
_NO_LIFT: Final = Length(0)


def imprint(words: Imprint, lift: Length = _NO_LIFT) -> list[Element]:
    """Return the imprint with its rules, and the paragraph that anchors it.

    *lift* is the distance of its last rule from the lower edge of the text (see the profiles).
    """
    rows = [[_recipient_line(name, text) for name, text in words.lines]] if words.lines else []
    if words.printing_organ or words.printed_on:
        rows.append([_two_edge_line(words.printing_organ, _printing_date(words.printed_on))])
    if words.copies:
        rows.append([_two_edge_line("", words.copies)])
    return _floating_table(rows, ruled=True, lift=lift)


def letter_imprint(words: Imprint) -> list[Element]:
    """Return the imprint of a letter (信函): the copy-to lines only, without rules (10.1)."""
    rows = [[_recipient_line(name, text) for name, text in words.lines]] if words.lines else []
    return _floating_table(rows, ruled=False)


def with_addressees(words: Imprint | None, addressees: str) -> Imprint:
    """Return the imprint with the addressees (主送) above 抄送, without a rule between (7.4.2)."""
    line = ("主送", f"{addressees.rstrip('：:。')}。")
    return Imprint((line,)) if words is None else replace(words, lines=(line, *words.lines))


def start_new_page(elements: list[Element]) -> list[Element]:
    """Return *elements* of the imprint after a page break (版记另面)."""
    return [paragraph(StyleName.IMPRINT_ANCHOR, (), make("pageBreakBefore")), *elements]


def _floating_table(
    rows: list[list[Element]], *, ruled: bool, lift: Length = _NO_LIFT
) -> list[Element]:
    lines = [
        make("tr", make("trPr", make("cantSplit")), _cell(row, number, len(rows), ruled=ruled))
        for number, row in enumerate(rows)
    ]
    if not lines:
        return []
    if lift > _NO_LIFT:
        lines.append(_spacer_row(lift))
    grid = make("tblGrid", make("gridCol", w=TYPE_WIDTH))
    return [make("tbl", _properties(), grid, *lines), paragraph(StyleName.IMPRINT_ANCHOR, ())]


def _spacer_row(lift: Length) -> Element:
    """Return an empty row, *lift* high: the table itself can only be aligned with the bottom."""
    height = make("trPr", make("cantSplit"), make("trHeight", val=lift, hRule="exact"))
    width = make("tcPr", make("tcW", w=TYPE_WIDTH, type="dxa"))
    return make("tr", height, make("tc", width, paragraph(StyleName.IMPRINT_ANCHOR, ())))


def _properties() -> Element:
    position = make(
        "tblpPr",
        leftFromText=0,
        rightFromText=0,
        vertAnchor="margin",
        horzAnchor="page",
        tblpX=LEFT_MARGIN,
        tblpYSpec="bottom",
    )
    return make(
        "tblPr",
        position,
        make("tblOverlap", val="never"),
        make("tblW", w=TYPE_WIDTH, type="dxa"),
        make("tblLayout", type="fixed"),
        make("tblCellMar", make("left", w=0, type="dxa"), make("right", w=0, type="dxa")),
    )


def _cell(lines: list[Element], number: int, count: int, *, ruled: bool) -> Element:
    """Return a cell; the table has thick rules at its top and bottom and thin ones between."""
    top = THICK_RULE if number == 0 else _THIN_RULE
    bottom = THICK_RULE if number == count - 1 else _THIN_RULE
    rules = make(
        "tcBorders",
        make("top", val="single", sz=top, space=0, color="000000"),
        make("bottom", val="single", sz=bottom, space=0, color="000000"),
    )
    width = make("tcW", w=TYPE_WIDTH, type="dxa")
    return make("tc", make("tcPr", width, *([rules] if ruled else [])), *lines)


def _recipient_line(name: str, text: str) -> Element:
    """Return 抄送： with its organs, one character from both edges, wrapped below the first."""
    label = SIZE_4.times(len(name) + 1)
    indent = make("ind", left=SIZE_4 + label, right=SIZE_4, hanging=label)
    return paragraph(StyleName.IMPRINT, f"{name}：{text}", indent)


def _two_edge_line(left: str, right: str) -> Element:
    """Return a line with text one character from the left edge and from the right edge."""
    edge = tab_stops(("right", TYPE_WIDTH - SIZE_4))
    return paragraph(StyleName.IMPRINT, (run(f"{left}\t{right}"),), edge, make("ind", left=SIZE_4))


def _printing_date(day: str) -> str:
    """Return the printing date (印发日期), which ends in 印发 (7.4.3)."""
    return day if not day or day.endswith("印发") else f"{day}印发"
