"""The red header (版头): copy number, secrecy, urgency, organ mark, number, signers, red rule.

GB/T 9704-2012, 7.2. The mark's place is told by its ink, not by its line.
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
from pipeline.official.ooxml.styles import PITCH
from pipeline.official.standard.figures import figure
from pipeline.official.standard.lengths import Length, chars, mm, pt
from pipeline.official.standard.typefaces import KAITI, body_width, width_in_chars

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

    from pipeline.model.document import Header

_MAX_MARK_SIZE: Final = pt(62)
_MAX_STACK_HEIGHT: Final = mm(
    75
)  # of joint names: with more the first page would show no text (7.3.3)
_MARK_WORD_GAP: Final = pt(8)  # between joint names and 文件
_MIN_UNSCALED_SIZE: Final = pt(36)  # below this a mark is narrowed before it is made smaller
_MIN_SCALE: Final = Decimal("0.66")
_TAG_WIDTH: Final = Decimal(14)  # what a template's tag is taken for until it is filled
# Of an exact line 0.8 stands above the baseline. Ink reaches 0.85 em above it in a face such as
# 宋体 and 0.78 em in a stand-in such as Fandol: between the two, either keeps within the tolerance.
MARK_LINE_HEIGHT: Final = Decimal("1.27")
MARK_BASELINE: Final = MARK_LINE_HEIGHT * Decimal("0.8")
INK_ASCENT: Final = Decimal("0.82")
INK_DESCENT: Final = Decimal("0.14")
INK_TOP_GAP: Final = MARK_BASELINE - INK_ASCENT
_RULE_SPACE: Final = 10  # pt under a line of 405 twips: measured 3.9 mm under its ink
_RULE_SPACE_BODY: Final = 8  # the same under a line of the body's pitch
_SIGNERS_PER_LINE: Final = 2
_RED_RULE_WEIGHT: Final = 12  # eighths of a point; the standard leaves it open


def red_header(header: Header, mark_top: Length, *, ruled: bool = True) -> list[Element]:
    """The header down to its rule; *mark_top* is from the type area's edge to the mark's ink."""
    above = [
        paragraph(style, text)
        for style, text in (
            (StyleName.COPY_NUMBER, header.copy_number),
            (StyleName.SECRECY_AND_URGENCY, header.secrecy),
            (StyleName.SECRECY_AND_URGENCY, header.urgency),
        )
        if text
    ]
    if not header.organ_mark and not header.organs:  # 白头: what words there are, and nothing red
        numbered = header.document_number or header.signers
        return [*above, *(_number_lines(header, ruled=False) if numbered else ())]
    ink_top = mark_top - PITCH.times(len(above))
    joint = len(header.organs) > 1
    return [
        *above,
        *(joint_mark(header, ink_top) if joint else mark_at(header.organ_mark, ink_top)),
        *blank_lines(int(figure("number-blank-lines"))),
        *_number_lines(header, ruled=ruled),
    ]


def mark_at(text: str, ink_top: Length) -> list[Element]:
    """The organ mark (发文机关标志) with the upper edge of its ink *ink_top* below this place."""
    size, _ = mark_size(text)
    lead = max(ink_top - size.times(INK_TOP_GAP), pt(1))
    return [paragraph(StyleName.BLANK_LINE, (), exact_line(lead)), mark_paragraph(text)]


def joint_mark(header: Header, ink_top: Length) -> list[Element]:
    """The organs of a joint document (联合行文), one below the other, the lead organ first (7.2.4).

    All are set as wide as the longest; the word 文件 stands at their right, half-way down.
    """
    longest = max(header.organs, key=width_in_chars)
    words = width_in_chars(longest) + width_in_chars(header.organ_mark)
    size, scale = mark_size(longest + header.organ_mark, TYPE_WIDTH - _MARK_WORD_GAP)
    size = min(size, pt(_MAX_STACK_HEIGHT.pt / (len(header.organs) * MARK_LINE_HEIGHT) // 1))
    whole = min(size.times(scale * words) + _MARK_WORD_GAP, TYPE_WIDTH)
    beside = size.times(scale * width_in_chars(header.organ_mark)) + _MARK_WORD_GAP
    widths = (whole - beside, beside) if header.organ_mark else (whole,)
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
    """The mark alone, as large as its length allows."""
    return mark_of_size(text, *mark_size(text))


def mark_of_size(text: str, size: Length, scale: Decimal, *properties: Element) -> Element:
    """The mark, or a part of it, in a given size and narrowing."""
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
    """The size of a mark and how far it is narrowed, so that it never exceeds *width*.

    The standard leaves both to the organ. Long names are narrowed first, as printed marks are.

    >>> size, scale = mark_size("云川市人民政府文件")
    >>> size.pt, scale
    (Decimal('49'), Decimal('1'))
    """
    count = _TAG_WIDTH if "{{" in text else max(width_in_chars(text), Decimal(1))
    room = width.pt / count
    if room >= _MIN_UNSCALED_SIZE.pt:
        return pt(min(_MAX_MARK_SIZE.pt, room // 1)), Decimal(1)
    scale = (room / _MIN_UNSCALED_SIZE.pt).quantize(Decimal("0.01"), ROUND_DOWN)
    scale = max(scale, _MIN_SCALE)
    return pt(min(_MIN_UNSCALED_SIZE.pt, room / scale // 1)), scale


def red_rule(weight: int, space: int = _RULE_SPACE) -> Element:
    """A red rule under a paragraph, from indent to indent.

    *weight* is in eighths of a point, *space* in points from the line's lower edge.
    """
    return make("pBdr", make("bottom", val="single", sz=weight, space=space, color=RED))


def _number_lines(header: Header, *, ruled: bool) -> list[Element]:
    """The document number, centred; with signers it stands left on their last line (7.2.5)."""
    if not header.signers:
        rule = (red_rule(_RED_RULE_WEIGHT),) if ruled else ()
        return [paragraph(StyleName.DOCUMENT_NUMBER, header.document_number, *rule)]
    rows = [
        header.signers[at : at + _SIGNERS_PER_LINE]
        for at in range(0, len(header.signers), _SIGNERS_PER_LINE)
    ]
    # Where signers take several lines, these stand a body line apart, the rule as far as ever.
    several = len(rows) > 1
    space = _RULE_SPACE_BODY if several else _RULE_SPACE
    lines = []
    for number, names in enumerate(rows, start=1):
        last = number == len(rows)
        content = _signer_runs(header.document_number if last else "", names, first=number == 1)
        # Made anew for each line: an element can stand in one place only.
        ending = [exact_line(PITCH)] if several else []
        ending += [red_rule(_RED_RULE_WEIGHT, space)] if last and ruled else []
        lines.append(_signer_line(content, signer_stops(header.signers), ending))
    return lines


def _signer_runs(document_number: str, names: tuple[str, ...], *, first: bool) -> list[Element]:
    lead = "\t签发人：" if first else "\t\t"
    return [run(document_number + lead), run("\t".join(names), fonts(KAITI))]


def _signer_line(content: list[Element], stops: Element, ending: list[Element]) -> Element:
    # A first-line indent, not a left one: a left indent would shorten the red rule.
    indent = make("ind", firstLine=chars(figure("number-left")))
    return paragraph(
        StyleName.DOCUMENT_NUMBER, content, make("jc", val="left"), indent, stops, *ending
    )


def signer_stops(names: tuple[str, ...]) -> Element:
    """Stops for 签发人： and for each column of names, one character from the right edge (7.2.6)."""
    columns = min(len(names), _SIGNERS_PER_LINE)
    width = max(body_width(name) for name in names)
    right = TYPE_WIDTH - chars(figure("signer-right"))
    places = [right - width.times(count) - chars(count - 1) for count in range(columns, 0, -1)]
    label = places[0] - body_width("签发人：")
    return tab_stops(("left", label), *(("left", place) for place in places))
