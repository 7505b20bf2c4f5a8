"""Create the elements of WordprocessingML that our pages consist of.

The schema fixes the order of the children of ``pPr`` and ``rPr``; Word rejects a file with another
order, so they are sorted here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from pipeline.official.ooxml.style_names import StyleName
from pipeline.official.standard.lengths import Length

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docx.oxml.xmlchemy import BaseOxmlElement as Element

    from pipeline.official.standard.typefaces import Face

RED: Final = "FF0000"
FONT_SLOTS: Final = ("ascii", "hAnsi", "eastAsia", "cs")
THEME_ATTRIBUTES: Final = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")

_PARAGRAPH_ORDER: Final = [
    "pStyle",
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "widowControl",
    "pBdr",
    "tabs",
    "kinsoku",
    "overflowPunct",
    "autoSpaceDE",
    "autoSpaceDN",
    "snapToGrid",
    "spacing",
    "ind",
    "jc",
    "outlineLvl",
]
# Characters that XML can't hold, and marks that change the direction of a line.
_UNPRINTABLE: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def make(tag: str, *children: Element, **attributes: str | int | Length) -> Element:
    """Create an element ``w:tag`` with attributes of the same namespace; lengths are in twips."""
    element: Element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        plain = value.twips if isinstance(value, Length) else value
        element.set(qn(f"w:{name.rstrip('_')}"), str(plain))
    element.extend(children)
    return element


def fonts(face: Face) -> Element:
    """Return ``rFonts`` with the typeface in all four slots, for digits and Latin letters too."""
    slots = dict.fromkeys(FONT_SLOTS, face.name)
    return make("rFonts", **slots, hint="eastAsia")


def run(text: str, *properties: Element) -> Element:
    """Return a single run of text (文字), so that a template tag inside it is not split.

    Every run has the East Asian hint, or Word sets “”, … and — in the Latin typeface. Tabs and line
    breaks of *text* become their elements.
    """
    tags = {child.tag for child in properties}
    hint = () if qn("w:rFonts") in tags else (make("rFonts", hint="eastAsia"),)
    element = make("r", make("rPr", *hint, *properties))
    for part in re.split(r"([\t\n])", printable(text)):
        if part == "\t":
            element.append(make("tab"))
        elif part == "\n":
            element.append(make("br"))
        elif part:
            element.append(_text(part))
    return element


def unprintable(text: str) -> list[str]:
    """Return every character of *text* that :func:`printable` removes."""
    return _UNPRINTABLE.findall(text)


def printable(text: str) -> str:
    """Return *text* without characters that a page can't show or a Word file can't hold."""
    return _UNPRINTABLE.sub("", text)


def lines_of(text: str) -> list[str]:
    """Return the lines of *text*, split at the line breaks of any system."""
    return [printable(line) for line in re.split(r"\r\n|\r|\n", text)]


def _text(text: str) -> Element:
    element = make("t")
    element.text = text
    element.set(qn("xml:space"), "preserve")
    return element


def paragraph_properties(properties: Iterable[Element]) -> Element:
    """Return ``pPr`` with *properties* in the schema's order."""
    names = [qn(f"w:{name}") for name in _PARAGRAPH_ORDER]
    return make("pPr", *sorted(properties, key=lambda child: names.index(child.tag)))


def paragraph(style: str, content: str | Iterable[Element], *properties: Element) -> Element:
    """Return a paragraph of the style *style* with a text or runs."""
    runs = (run(content),) if isinstance(content, str) else tuple(content)
    return make("p", paragraph_properties((make("pStyle", val=style), *properties)), *runs)


def blank_lines(count: int) -> list[Element]:
    """Return *count* empty paragraphs (空行): not every program keeps space before a paragraph."""
    return [
        make("p", paragraph_properties((make("pStyle", val=StyleName.BLANK_LINE),)))
        for _ in range(count)
    ]


def style_of(element: Element) -> str:
    """Return the style id of a paragraph, for our styles their name; empty for a table."""
    style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if style is None else str(style.get(qn("w:val")))


def words_in(element: Element) -> str:
    """Return the text of a paragraph, or of a whole table."""
    return "".join(text.text or "" for text in element.iter(qn("w:t")))


def keep_with_next(element: Element) -> None:
    """Keep a paragraph, or the last row of a table, on one page with the next one (与下段同页)."""
    rows = element.findall(qn("w:tr"))
    scope = rows[-1] if rows else element
    for properties in scope.iter(qn("w:pPr")):
        if properties.find(qn("w:keepNext")) is None:
            at = 1 if properties.find(qn("w:pStyle")) is not None else 0
            properties.insert(at, make("keepNext"))


def tab_stops(*stops: tuple[str, Length]) -> Element:
    """Return tab stops, each an alignment and a distance from the left of the type area."""
    return make(
        "tabs", *(make("tab", val=alignment, pos=position) for alignment, position in stops)
    )


def exact_line(pitch: Length) -> Element:
    """Return the spacing of a paragraph whose lines are exactly *pitch* high."""
    return make("spacing", before=0, after=0, line=pitch, lineRule="exact")
