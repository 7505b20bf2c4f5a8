"""Write sections (节): portrait pages, landscape pages, and unnumbered pages before an imprint.

A section inherits from the previous one what it doesn't set, so each sets its footers.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from enum import Enum
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.official.ooxml.elements import exact_line, make, paragraph, style_of, words_in
from pipeline.official.ooxml.landscape import is_landscape, landscape_page, landscape_page_number
from pipeline.official.ooxml.style_names import TABLE_TITLE_STYLES, StyleName
from pipeline.official.standard.lengths import pt
from pipeline.official.standard.patterns import TABLE_NOTE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

    from pipeline.official.standard.profile import Profile

_TABLE: Final = qn("w:tbl")


class Orientation(Enum):
    """Define the orientation (纸张方向) of a section's pages; unnumbered ones are portrait."""

    PORTRAIT = "竖排"
    LANDSCAPE = "横排"
    UNNUMBERED = "不编页码"


@dataclass(frozen=True, slots=True)
class SectionContent:
    """Hold the consecutive elements of one section and its orientation."""

    orientation: Orientation
    elements: tuple[Element, ...]


def split_sections(elements: Sequence[Element]) -> list[SectionContent]:
    """Split *elements* into sections; the titles of a landscape table, and its note (注), move with it."""
    landscape = [is_landscape(element) for element in elements]
    for at in range(1, len(elements)):
        landscape[at] |= landscape[at - 1] and bool(TABLE_NOTE.match(words_in(elements[at])))
    for at in range(len(elements) - 1, 0, -1):
        if landscape[at] and style_of(elements[at - 1]) in TABLE_TITLE_STYLES:
            landscape[at - 1] = _belongs_to_table(elements, at - 1)
    parts: list[SectionContent] = []
    for element, turned in zip(elements, landscape, strict=True):
        orientation = Orientation.LANDSCAPE if turned else Orientation.PORTRAIT
        if parts and parts[-1].orientation is orientation:
            parts[-1] = SectionContent(orientation, (*parts[-1].elements, element))
        else:
            parts.append(SectionContent(orientation, (element,)))
    return parts


def ends_landscape(elements: Sequence[Element]) -> bool:
    """Return whether the last of *elements* is on a landscape page."""
    parts = split_sections(elements)
    return bool(parts) and parts[-1].orientation is Orientation.LANDSCAPE


def _belongs_to_table(elements: Sequence[Element], at: int) -> bool:
    """Return whether the line *at* is a title of the next table, not the end of the text."""
    if style_of(elements[at]) != StyleName.BLANK_LINE:
        return True
    previous = next((style_of(p) for p in reversed(elements[:at]) if words_in(p)), "")
    return previous in {StyleName.ATTACHMENT_LABEL, StyleName.ATTACHMENT_TITLE} or _begins_page(
        elements[at]
    )


def _begins_page(element: Element) -> bool:
    return element.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None


def write_sections(
    document: WordDocument, parts: Sequence[SectionContent], profile: Profile
) -> None:
    """Write *parts* into the empty *document*, each as a section; page numbers continue."""
    last = document.element.body.sectPr
    portrait = deepcopy(last)
    for number, part in enumerate(parts):
        properties = _section_properties(document, part.orientation, portrait, profile)
        if number:
            _remove_first_page(properties)
            _remove_page_break(part.elements[0])
        elements = list(separate_tables(part.elements))
        if number + 1 < len(parts):
            elements = _end_section(elements, properties)
        else:
            last.getparent().replace(last, properties)
            last = properties
        for element in elements:
            last.addprevious(element)


def separate_tables(elements: Sequence[Element]) -> Iterator[Element]:
    """Yield *elements* with a paragraph of one point after a table that no paragraph follows.

    Word would join two tables, and needs a paragraph at the end.
    """
    for element, following in zip_longest(elements, elements[1:]):
        yield element
        if element.tag == _TABLE and (following is None or following.tag == _TABLE):
            yield paragraph(StyleName.BLANK_LINE, (), exact_line(pt(1)))


def _end_section(elements: list[Element], properties: Element) -> list[Element]:
    """End a section in its last paragraph: another paragraph might need a page of its own."""
    ending = elements[-1]
    ending.get_or_add_pPr().append(properties)
    for keep_next in ending.pPr.findall(qn("w:keepNext")):
        ending.pPr.remove(keep_next)
    return elements


def _section_properties(
    document: WordDocument, orientation: Orientation, portrait: Element, profile: Profile
) -> Element:
    if orientation is Orientation.PORTRAIT:
        return deepcopy(portrait)
    if orientation is Orientation.UNNUMBERED:
        page = [child for child in portrait if not child.tag.endswith("Reference")]
        empty = [paragraph(StyleName.PAGE_NUMBER, ())], [paragraph(StyleName.PAGE_NUMBER, ())]
        return make("sectPr", *_footers(document, *empty), *map(deepcopy, page))
    odd, even = (
        [landscape_page_number(profile, side, at)] for side, at in (("right", 1), ("left", 2))
    )
    return make("sectPr", *_footers(document, odd, even), *landscape_page(profile))


def _footers(document: WordDocument, odd: list[Element], even: list[Element]) -> list[Element]:
    """Create two footers, for odd and even pages, and return the references to them."""
    references = []
    for content, type_ in ((odd, "default"), (even, "even")):
        part, key = document.part.add_footer_part()  # type: ignore[no-untyped-call]
        part.element[:] = content
        reference = make("footerReference", type=type_)
        reference.set(qn("r:id"), key)
        references.append(reference)
    return references


def _remove_first_page(properties: Element) -> None:
    """Remove the settings of a different first page: only the document's first section has one."""
    for child in list(properties):
        name = child.tag.rpartition("}")[2]
        first = child.get(qn("w:type")) == "first" and name.endswith("Reference")
        if first or name == "titlePg":
            properties.remove(child)


def _remove_page_break(element: Element) -> None:
    """Remove the page break before *element*: a new section begins a page anyway."""
    for paragraph_break in element.iter(qn("w:pageBreakBefore")):
        paragraph_break.getparent().remove(paragraph_break)
        return
