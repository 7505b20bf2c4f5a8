"""Lay out signatures with seals and stamps (盖章、签名章): 7.3.5.1 and 7.3.5.3.

The picture of an office's seal is drawn where there is one; otherwise its space is kept free.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.official.ooxml.borderless_table import borderless_table
from pipeline.official.ooxml.elements import (
    blank_lines,
    exact_line,
    fonts,
    keep_with_next,
    make,
    paragraph,
    run,
)
from pipeline.official.ooxml.page import TYPE_WIDTH
from pipeline.official.ooxml.pictures import seal_size
from pipeline.official.ooxml.style_names import StyleName
from pipeline.official.ooxml.styles import PITCH
from pipeline.official.standard.clauses import figure
from pipeline.official.standard.lengths import Length, chars, mm
from pipeline.official.standard.typefaces import KAITI, body_width

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

    from pipeline.model.document import Closing, Seal, SignerStamp
    from pipeline.official.ooxml.pictures import SealDrawer

_SEAL_ROOM: Final = mm(42)  # for the seal of a county's or a city's organ
_GAP: Final = mm(3)  # joint seals neither touch nor cut each other (7.3.5.1)
_DROP: Final = mm(4)  # organ and date are in the seal's middle and a little lower
JOINT_ROW_HEIGHT: Final = _SEAL_ROOM + _GAP
_MAX_SEALS_PER_ROW: Final = 3
_STAMP_ROOM: Final = mm(30)
_BLANK_LINES_ABOVE_STAMPS: Final = 2  # 7.3.5.3
_POST_GAP_CHARS: Final = 2  # 字, between a post and its stamp


def seal_over(seal: Seal, left: Length, drawer: SealDrawer) -> Element:
    """Return a run with *seal* over the middle of an organ and the date below it (下压).

    Both are centred between *left*, measured from the left edge of the type area, and its right
    edge. Append the run to the organ's paragraph.
    """
    width, height = seal_size(seal)
    across = Length((left.twips + TYPE_WIDTH.twips - width.twips) // 2)
    return drawer.draw_behind_text(seal, across, PITCH - _DROP - height.times("0.5"))


def joint_signatures(words: Closing, drawer: SealDrawer) -> Element:
    """Return the organs in rows, each with its seal, and the date below the last one (7.3.5.1).

    A row is as high as a seal and the gap to the next; the last row is aligned right.
    """
    columns = _seal_columns(words)
    room = max((_SEAL_ROOM, *(seal_size(seal)[1] for seal in words.seals))) + _GAP
    cells = [
        _seal_cell(organ, seal, room, drawer)
        for organ, seal in zip_longest(words.organs, words.seals[: len(words.organs)])
    ]
    cells[-1].append(paragraph(StyleName.DATE, words.dated))
    rows = []
    for at in range(0, len(cells), columns):
        row = cells[at : at + columns]
        row = [[_empty()] for _ in range(columns - len(row))] + row
        height = make("trHeight", val=room, hRule="exact")
        rows.append((make("trPr", make("cantSplit"), height), row))
    table = borderless_table(
        [Length(TYPE_WIDTH.twips // columns)] * columns, rows, vertical_align="top"
    )
    _keep_rows_together(table)
    return table


def signature_stamps(words: Closing, drawer: SealDrawer) -> list[Element]:
    """Return posts with their signature stamps, one per line, and the date a line below (7.3.5.3)."""
    right = chars(figure("sealed-date-right"))
    widest = max(
        (seal_size(each.stamp)[0] for each in words.stamps if each.stamp), default=_STAMP_ROOM
    )
    widths = (
        TYPE_WIDTH - right - widest - chars(_POST_GAP_CHARS),
        chars(_POST_GAP_CHARS),
        widest,
        right,
    )
    rows = [
        (
            make("trPr", make("cantSplit"), make("trHeight", val=PITCH.times(2), hRule="atLeast")),
            [
                [paragraph(StyleName.SIGNATURE_STAMP, each.post)],
                [_empty()],
                [_stamp_paragraph(each, drawer)],
                [_empty()],
            ],
        )
        for each in words.stamps
    ]
    table = borderless_table(widths, rows)
    _keep_rows_together(table)
    date = paragraph(StyleName.DATE, words.dated, make("jc", val="right"), make("ind", right=right))
    return [*blank_lines(_BLANK_LINES_ABOVE_STAMPS), table, *blank_lines(1), date]


def _seal_columns(words: Closing) -> int:
    """Return the number of seals in a row: three fit the type area, if the names do too."""
    longest = max(body_width(organ) for organ in words.organs)
    fitting = TYPE_WIDTH.twips // max((longest + chars(1)).twips, JOINT_ROW_HEIGHT.twips)
    return max(1, min(_MAX_SEALS_PER_ROW, fitting, len(words.organs)))


def _seal_cell(organ: str, seal: Seal | None, room: Length, drawer: SealDrawer) -> list[Element]:
    """Return an organ, a little below the middle of its seal, and the line that holds the seal."""
    lead = room.times("0.5") + _DROP - PITCH
    drawing = (seal_in_cell(seal, room, drawer),) if seal else ()
    return [
        paragraph(StyleName.BLANK_LINE, drawing, exact_line(lead)),
        paragraph(StyleName.SIGNATURE, organ),
    ]


def seal_in_cell(seal: Seal, room: Length, drawer: SealDrawer) -> Element:
    """Return a run with *seal* in the middle of a cell *room* high, for its first line."""
    return drawer.draw_behind_text(seal, None, (room - seal_size(seal)[1]).times("0.5"))


def _stamp_paragraph(signer: SignerStamp, drawer: SealDrawer) -> Element:
    if signer.stamp is None:
        return paragraph(
            StyleName.SIGNATURE_STAMP, (run(signer.name, fonts(KAITI)),), make("jc", val="left")
        )
    # An exact line would crop the picture.
    spacing = make("spacing", before=0, after=0, line=240, lineRule="auto")
    return paragraph(
        StyleName.SIGNATURE_STAMP,
        (drawer.draw_inline(signer.stamp),),
        spacing,
        make("jc", val="left"),
    )


def _empty() -> Element:
    return paragraph(StyleName.BLANK_LINE, ())


def _keep_rows_together(table: Element) -> None:
    for row in table.findall(qn("w:tr"))[:-1]:
        for each in row.iter(qn("w:p")):
            keep_with_next(each)
