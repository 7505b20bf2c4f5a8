"""Organ signature, date, and closing note (署名、成文日期、附注): 7.3.5 and 7.3.6."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Final

from pipeline.official.layout.seals import joint_signatures, seal_over, signature_stamps
from pipeline.official.ooxml.elements import blank_lines, keep_with_next, make, paragraph, run
from pipeline.official.ooxml.page import TYPE_WIDTH
from pipeline.official.ooxml.style_names import StyleName
from pipeline.official.standard.figures import figure
from pipeline.official.standard.lengths import Length, chars
from pipeline.official.standard.typefaces import body_width

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

    from pipeline.model.document import Closing
    from pipeline.official.ooxml.pictures import SealDrawer

# A seal is about 42 mm, four lines. Under two blank lines its upper edge keeps within one line of
# the text, and signature and date stand in its middle and a little lower, as 7.3.5.1 asks.
_LINES_FOR_A_SEAL: Final = 2
_TYPICAL_DATE: Final = "2026年10月10日"  # what a template's tag is taken for until it is filled
_TYPICAL_ORGAN: Final = "云川市精神文明办公室"


def closing(words: Closing, drawer: SealDrawer) -> list[Element]:
    """The end of the text: under signature stamps, under seals, or without a seal."""
    if words.stamps:
        lines = signature_stamps(words, drawer)
    elif words.sealed and len(words.organs) > 1:
        lines = [joint_signatures(words, drawer)]
    elif words.sealed:
        lines = [*blank_lines(_LINES_FOR_A_SEAL), *_sealed_closing(words, drawer)]
    else:
        lines = [*blank_lines(int(figure("unsealed-blank-lines"))), *_unsealed_closing(words)]
    if words.note:
        lines.append(paragraph(StyleName.CLOSING_NOTE, _add_brackets(words.note)))
    for line in lines[:-1]:
        keep_with_next(line)
    return lines


def _sealed_closing(words: Closing, drawer: SealDrawer) -> list[Element]:
    """The date four characters from the right; the organ centred on it (7.3.5.1).

    Both are centred in one block, so that they stay so whatever the digits' width. An organ too
    long for that would leave the type area; then its half decides where the middle is.
    """
    indent = sealed_indent(words.organ, words.dated)
    seal = tuple(seal_over(each, indent, drawer) for each in words.seals[:1])
    signed = (run(words.organ), *seal) if words.organ else seal
    return [
        paragraph(StyleName.SIGNATURE, signed, make("ind", left=indent)),
        paragraph(StyleName.DATE, words.dated, make("ind", left=indent)),
    ]


def sealed_indent(organ: str, dated: str) -> Length:
    """The left edge of the block in which *organ* and *dated* are centred on each other."""
    half_date = _width(dated, _TYPICAL_DATE).times("0.5")
    # A little more than the half, or rounding would turn the organ's last character over.
    half_organ = _width(organ, _TYPICAL_ORGAN).times("0.5") + chars("0.3")
    middle = max(chars(figure("sealed-date-right")) + half_date, half_organ)
    return max(TYPE_WIDTH - middle.times(2), Length(0))


def _unsealed_closing(words: Closing) -> list[Element]:
    """The organ two characters from the right, the date two to the right of its beginning (7.3.5.2).

    Joint organs follow the lead organ downwards, all beginning where the longest does.
    """
    longest = max(words.organs, key=body_width, default="")
    right, left = unsealed_indents(longest, words.dated)
    if len(words.organs) > 1:
        begin = make("ind", left=left - chars(figure("unsealed-date-shift")))
        signed = [
            paragraph(StyleName.UNSEALED_SIGNATURE, organ, make("jc", val="left"), deepcopy(begin))
            for organ in words.organs
        ]
    else:
        signed = [paragraph(StyleName.UNSEALED_SIGNATURE, words.organ, make("ind", right=right))]
    return [
        *signed,
        paragraph(StyleName.UNSEALED_DATE, words.dated, make("ind", left=left)),
    ]


def unsealed_indents(organ: str, dated: str) -> tuple[Length, Length]:
    """The organ's distance from the right edge, and the date's from the left one.

    A date longer than the organ keeps the two characters, and the organ moves further in.
    """
    organ_width = _width(organ, _TYPICAL_ORGAN)
    date_width = _width(dated, _TYPICAL_DATE)
    least = chars(figure("unsealed-organ-right"))
    shift = chars(figure("unsealed-date-shift"))
    longer = date_width > organ_width
    right = least + shift + date_width - organ_width if longer else least
    return right, TYPE_WIDTH - right - organ_width + shift


def _width(text: str, typical: str) -> Length:
    return body_width(typical if "{{" in text else text)


def _add_brackets(note: str) -> str:
    return note if note.startswith("（") else f"（{note}）"
