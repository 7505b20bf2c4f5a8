"""Lay out signature, date and closing note (署名、成文日期、附注): 7.3.5 and 7.3.6."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Final

from pipeline.official.layout.seals import joint_signatures, seal_over, signature_stamps
from pipeline.official.ooxml.elements import blank_lines, keep_with_next, make, paragraph, run
from pipeline.official.ooxml.page import TYPE_WIDTH
from pipeline.official.ooxml.style_names import StyleName
from pipeline.official.standard.clauses import figure
from pipeline.official.standard.lengths import Length, chars
from pipeline.official.standard.typefaces import body_width

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

    from pipeline.model.document import Closing
    from pipeline.official.ooxml.pictures import SealDrawer

# A seal is about 42 mm, four lines. Under two blank lines its upper edge is within one line of the
# text, and signature and date are in its middle and a little lower, as 7.3.5.1 requires.
_LINES_FOR_A_SEAL: Final = 2
_TYPICAL_DATE: Final = "2026年10月10日"  # assumed for a template's tag until it is filled
_TYPICAL_ORGAN: Final = "云川市精神文明办公室"


def closing(words: Closing, drawer: SealDrawer) -> list[Element]:
    """Return the end of the text: with signature stamps, with seals, or without a seal."""
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
    """Return the date four characters from the right, and the organ centred on it (7.3.5.1).

    Both are centred in one block, so that the width of the digits doesn't matter. For an organ that
    would exceed the type area, half of its width determines the middle.
    """
    indent = sealed_indent(words.organ, words.dated)
    seal = tuple(seal_over(each, indent, drawer) for each in words.seals[:1])
    signature = (run(words.organ), *seal) if words.organ else seal
    return [
        paragraph(StyleName.SIGNATURE, signature, make("ind", left=indent)),
        paragraph(StyleName.DATE, words.dated, make("ind", left=indent)),
    ]


def sealed_indent(organ: str, dated: str) -> Length:
    """Return the left indent of the block in which *organ* and *dated* are centred."""
    half_date = _width(dated, _TYPICAL_DATE).times("0.5")
    # A little more than half, or rounding would wrap the organ's last character.
    half_organ = _width(organ, _TYPICAL_ORGAN).times("0.5") + chars("0.3")
    middle = max(chars(figure("sealed-date-right")) + half_date, half_organ)
    return max(TYPE_WIDTH - middle.times(2), Length(0))


def _unsealed_closing(words: Closing) -> list[Element]:
    """Return the organ two characters from the right, the date two right of its start (7.3.5.2).

    Joint organs are listed below the lead organ, all starting where the longest one starts.
    """
    longest = max(words.organs, key=body_width, default="")
    right, left = unsealed_indents(longest, words.dated)
    if len(words.organs) > 1:
        indent = make("ind", left=left - chars(figure("unsealed-date-shift")))
        signatures = [
            paragraph(StyleName.UNSEALED_SIGNATURE, organ, make("jc", val="left"), deepcopy(indent))
            for organ in words.organs
        ]
    else:
        signatures = [
            paragraph(StyleName.UNSEALED_SIGNATURE, words.organ, make("ind", right=right))
        ]
    return [
        *signatures,
        paragraph(StyleName.UNSEALED_DATE, words.dated, make("ind", left=left)),
    ]


def unsealed_indents(organ: str, dated: str) -> tuple[Length, Length]:
    """Return the organ's right indent and the date's left indent.

    A date longer than the organ keeps two characters at its right, and the organ is indented more.
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
