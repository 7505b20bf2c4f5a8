"""Lay out the red header (版头): copy number, secrecy, urgency, mark, number, signers, red rule.

GB/T 9704-2012, 7.2. The position of the mark is that of its ink, not of its line.
"""

from __future__ import annotations

from copy import deepcopy
from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING, Final

from pipeline.official.ooxml.borderless_table import borderless_table
from pipeline.official.ooxml.elements import (
    RED,
    blank_lines,
    exact_line,
    fonts,
    make,
    paragraph,
    run,
    tab_stops,
)
from pipeline.official.ooxml.page import TYPE_WIDTH
from pipeline.official.ooxml.style_names import StyleName
from pipeline.official.ooxml.styles import MARK_SIZE, PITCH
from pipeline.official.standard.clauses import figure
from pipeline.official.standard.lengths import Length, chars, mm, pt
from pipeline.official.standard.patterns import SIGNER_LABEL
from pipeline.official.standard.typefaces import KAITI, body_width, width_in_chars

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

    from pipeline.model.document import Header

# Of joint names: with a higher stack the first page would show no text (7.3.3).
_MAX_STACK_HEIGHT: Final = mm(75)
_MARK_WORD_GAP: Final = pt(8)  # between joint names and 文件
_MIN_UNSCALED_SIZE: Final = pt(36)  # a mark that would be smaller is narrowed first
_MIN_SCALE: Final = Decimal("0.66")
_TAG_WIDTH: Final = Decimal(14)  # 字, assumed for a template's tag until it is filled
# 0.8 of an exact line is above the baseline. Ink reaches 0.85 em above it in a typeface such as 宋体
# and 0.78 em in a substitute such as Fandol: a value between keeps both within the tolerance.
MARK_LINE_HEIGHT: Final = Decimal("1.27")
MARK_BASELINE: Final = MARK_LINE_HEIGHT * Decimal("0.8")
INK_ASCENT: Final = Decimal("0.82")
INK_DESCENT: Final = Decimal("0.14")
INK_TOP_GAP: Final = MARK_BASELINE - INK_ASCENT
_RULE_SPACE: Final = 10  # pt under a line of 405 twips: measured 3.9 mm under its ink
_RULE_SPACE_BODY: Final = 8  # the same under a line of the body's pitch
_SIGNERS_PER_LINE: Final = 2
_RED_RULE_WEIGHT: Final = mm(figure("red-rule-weight")).eighth_points


def red_header(header: Header, mark_top: Length, *, ruled: bool = True) -> list[Element]:
    """Return the header down to its rule; *mark_top* is from the type area to the mark's ink."""
    lines_above = [
        paragraph(style, text)
        for style, text in (
            (StyleName.COPY_NUMBER, header.copy_number),
            (StyleName.SECRECY_AND_URGENCY, header.secrecy),
            (StyleName.SECRECY_AND_URGENCY, header.urgency),
        )
        if text
    ]
    if not header.organ_mark and not header.organs:  # 白头: text only, nothing red
        numbered = header.document_number or header.signers
        return [*lines_above, *(_number_lines(header, ruled=False) if numbered else ())]
    ink_top = mark_top - PITCH.times(len(lines_above))
    joint = len(header.organs) > 1
    return [
        *lines_above,
        *(joint_mark(header, ink_top) if joint else mark_at(header.organ_mark, ink_top)),
        *blank_lines(int(figure("number-blank-lines"))),
        *_number_lines(header, ruled=ruled),
    ]


def mark_at(text: str, ink_top: Length) -> list[Element]:
    """Return the organ mark (发文机关标志), its ink *ink_top* below the previous line."""
    size, _ = mark_size(text)
    lead = max(ink_top - size.times(INK_TOP_GAP), pt(1))
    return [paragraph(StyleName.BLANK_LINE, (), exact_line(lead)), mark_paragraph(text)]


def joint_mark(header: Header, ink_top: Length) -> list[Element]:
    """Return the mark of a joint document (联合行文): the organs listed, the lead organ first (7.2.4).

    All are as wide as the longest; the word 文件 is at their right, vertically centred.
    """
    longest = max(header.organs, key=width_in_chars)
    width = width_in_chars(longest) + width_in_chars(header.organ_mark)
    size, scale = mark_size(longest + header.organ_mark, TYPE_WIDTH - _MARK_WORD_GAP)
    size = min(size, pt(_MAX_STACK_HEIGHT.pt / (len(header.organs) * MARK_LINE_HEIGHT) // 1))
    total = min(size.times(scale * width) + _MARK_WORD_GAP, TYPE_WIDTH)
    suffix = size.times(scale * width_in_chars(header.organ_mark)) + _MARK_WORD_GAP
    widths = (total - suffix, suffix) if header.organ_mark else (total,)
    line = make("trPr", make("trHeight", val=size.times(MARK_LINE_HEIGHT), hRule="exact"))
    rows = []
    for number, name in enumerate(header.organs):
        cells = [[mark_of_size(name, size, scale, make("jc", val="distribute"))]]
        if header.organ_mark:
            word = header.organ_mark if number == 0 else ""
            cells.append([mark_of_size(word, size, scale, make("jc", val="right"))])
        rows.append((deepcopy(line), cells))
    lead = max(ink_top - size.times(INK_TOP_GAP), pt(1))
    return [
        paragraph(StyleName.BLANK_LINE, (), exact_line(lead)),
        borderless_table(widths, rows, merged_column=1),
    ]


def mark_paragraph(text: str) -> Element:
    """Return the paragraph of a mark, as large as its length allows."""
    return mark_of_size(text, *mark_size(text))


def mark_of_size(text: str, size: Length, scale: Decimal, *properties: Element) -> Element:
    """Return a mark, or a part of it, in *size* with the horizontal scale *scale*."""
    mark = run(
        text,
        make("w", val=int(scale * 100)),
        make("sz", val=size.half_points),
        make("szCs", val=size.half_points),
    )
    return paragraph(
        StyleName.ORGAN_MARK, (mark,), exact_line(size.times(MARK_LINE_HEIGHT)), *properties
    )


def mark_size(text: str, width: Length = TYPE_WIDTH) -> tuple[Length, Decimal]:
    """Return size and horizontal scale of a mark that fits into *width*.

    The standard leaves both to the organ. Long names are narrowed first, as in printed marks.

    >>> size, scale = mark_size("云川市人民政府文件")
    >>> size.pt, scale
    (Decimal('49'), Decimal('1'))
    """
    count = _TAG_WIDTH if "{{" in text else max(width_in_chars(text), Decimal(1))
    room = width.pt / count
    if room >= _MIN_UNSCALED_SIZE.pt:
        return pt(min(MARK_SIZE.pt, room // 1)), Decimal(1)
    scale = (room / _MIN_UNSCALED_SIZE.pt).quantize(Decimal("0.01"), ROUND_DOWN)
    scale = max(scale, _MIN_SCALE)
    return pt(min(_MIN_UNSCALED_SIZE.pt, room / scale // 1)), scale


def red_rule(weight: int, space: int = _RULE_SPACE) -> Element:
    """Return a red rule below a paragraph, from indent to indent.

    *weight* is in eighths of a point, *space* is the distance from the line in points.
    """
    return make("pBdr", make("bottom", val="single", sz=weight, space=space, color=RED))


def _number_lines(header: Header, *, ruled: bool) -> list[Element]:
    """Return the document number, centred, or left on the last line of the signers (7.2.5)."""
    if not header.signers:
        rule = (red_rule(_RED_RULE_WEIGHT),) if ruled else ()
        return [paragraph(StyleName.DOCUMENT_NUMBER, header.document_number, *rule)]
    rows = [
        header.signers[at : at + _SIGNERS_PER_LINE]
        for at in range(0, len(header.signers), _SIGNERS_PER_LINE)
    ]
    # Several lines of signers have the body's pitch; the distance of the rule is the same.
    several = len(rows) > 1
    space = _RULE_SPACE_BODY if several else _RULE_SPACE
    lines = []
    for number, names in enumerate(rows, start=1):
        last = number == len(rows)
        content = _signer_runs(header.document_number if last else "", names, first=number == 1)
        # Created for each line: an element has one parent only.
        ending = [exact_line(PITCH)] if several else []
        ending += [red_rule(_RED_RULE_WEIGHT, space)] if last and ruled else []
        lines.append(_signer_line(content, signer_stops(header.signers), ending))
    return lines


def _signer_runs(document_number: str, names: tuple[str, ...], *, first: bool) -> list[Element]:
    lead = f"\t{SIGNER_LABEL}" if first else "\t\t"
    return [run(document_number + lead), run("\t".join(names), fonts(KAITI))]


def _signer_line(content: list[Element], stops: Element, ending: list[Element]) -> Element:
    # A first-line indent, not a left one: a left indent would shorten the red rule.
    indent = make("ind", firstLine=chars(figure("number-left")))
    return paragraph(
        StyleName.DOCUMENT_NUMBER, content, make("jc", val="left"), indent, stops, *ending
    )


def signer_stops(names: tuple[str, ...]) -> Element:
    """Return tab stops for 签发人： and its names, one character from the right edge (7.2.6)."""
    columns = min(len(names), _SIGNERS_PER_LINE)
    width = max(body_width(name) for name in names)
    right = TYPE_WIDTH - chars(figure("signer-right"))
    positions = [right - width.times(count) - chars(count - 1) for count in range(columns, 0, -1)]
    label = positions[0] - body_width(SIGNER_LABEL)
    return tab_stops(("left", label), *(("left", position) for position in positions))
