"""Fit a filled template to its text: mark, title and closing depend on its length.

A template contains tags, so the width of the text isn't known when it is created. What an office
formatted by hand in its own template is kept, unless the text doesn't fit.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.official.layout.closing import sealed_indent, unsealed_indents
from pipeline.official.layout.column_fit import fit_tables
from pipeline.official.layout.header import INK_TOP_GAP, mark_at, mark_size, signer_stops
from pipeline.official.layout.imprint import THICK_RULE
from pipeline.official.layout.keep_together import keep_endings_together, keep_table_ends
from pipeline.official.layout.one_page import fit_one_page
from pipeline.official.layout.special import letter_mark
from pipeline.official.ooxml.elements import make, run, style_of, words_in
from pipeline.official.ooxml.style_names import TITLE_STYLES, StyleName
from pipeline.official.ooxml.styles import MARK_SIZE
from pipeline.official.standard.lengths import Length, half_pt
from pipeline.official.standard.patterns import SIGNER_LABEL
from pipeline.official.standard.title_breaking import break_title

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement as Element
    from docx.section import _BaseHeaderFooter

_EMPTY_LINE: Final = re.compile(r"[：:]|(?:抄送|分送)[：:]\s*。?")
_BLOCKS: Final = frozenset({qn("w:p"), qn("w:tbl")})


def refit(document: WordDocument) -> None:
    """Fit the mark to the type area, break titles into lines, align organ and date.

    A document just filled by docxtpl has to be written and opened again first: docxtpl replaces the
    headers without the library's knowledge.
    """
    for header in first_page_headers(document):
        refit_letter(header._element)  # noqa: SLF001 - the library has no method for it
    refit_body(document.element.body)


def first_page_headers(document: WordDocument) -> list[_BaseHeaderFooter]:
    """Return the headers of a first page of its own, in which a letter has its mark (函)."""
    sections = [each for each in document.sections if each.different_first_page_header_footer]
    return [section.first_page_header for section in sections]


def refit_letter(header: Element) -> None:
    """Fit the mark of a letter (函) to its text; *header* is the root of the header of its first page."""
    marks = [each for each in header.iter(qn("w:p")) if style_of(each) == StyleName.ORGAN_MARK]
    if marks and _needs_refit(marks[0]):
        header[:] = letter_mark(words_in(marks[0]))


def refit_body(body: Element) -> None:
    """Fit the text of the pages: *body* is that of the main part."""
    for paragraph in body.iter(qn("w:p")):
        if style_of(paragraph) in TITLE_STYLES:
            _break_title_lines(paragraph)
    _remove_empty_elements(body)
    _remove_empty_rows(body)
    for before, after in pairwise(list(body.iter(qn("w:p")))):
        _refit_pair(before, after)
    _refit_signers(body)
    blocks = [element for element in body if element.tag in _BLOCKS]
    fit_tables(blocks)
    keep_table_ends(blocks)
    keep_endings_together(blocks)
    fit_one_page(blocks)


def _refit_pair(before: Element, after: Element) -> None:
    """Fit two consecutive paragraphs whose positions depend on each other's text."""
    styles = (style_of(before), style_of(after))
    if styles[1] == StyleName.ORGAN_MARK:
        _refit_mark(before, after)
    elif styles == (StyleName.SIGNATURE, StyleName.DATE):
        indent = sealed_indent(words_in(before), words_in(after))
        _set_indent(before, left=indent)
        _set_indent(after, left=indent)
    elif styles == (StyleName.UNSEALED_SIGNATURE, StyleName.UNSEALED_DATE):
        right, left = unsealed_indents(words_in(before), words_in(after))
        _set_indent(before, right=right)
        _set_indent(after, left=left)


def _refit_mark(lead: Element, mark: Element) -> None:
    """Replace the mark and the lead above it, with the ink at the same position."""
    spacing = lead.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
    if spacing is None or not _needs_refit(mark):
        return
    size, _ = _stated_size(mark)
    ink_top = Length(int(spacing.get(qn("w:line"), "0"))) + size.times(INK_TOP_GAP)
    for old, new in zip((lead, mark), mark_at(words_in(mark), ink_top), strict=True):
        old.getparent().replace(old, new)


def _refit_signers(body: Element) -> None:
    """Replace the tab stops of 签发人: its name ends one character from the right edge (7.2.6)."""
    for each in body.iter(qn("w:p")):
        _, label, name = words_in(each).partition(SIGNER_LABEL)
        stops = each.find(f"{qn('w:pPr')}/{qn('w:tabs')}")
        if (
            style_of(each) == StyleName.DOCUMENT_NUMBER
            and label
            and stops is not None
            and name.strip()
        ):
            stops.getparent().replace(stops, signer_stops((name,)))


def _remove_empty_elements(body: Element) -> None:
    """Remove the line of an element that was filled with nothing: ： of the addressees, 抄送：."""
    for paragraph in list(body.iter(qn("w:p"))):
        if not _EMPTY_LINE.fullmatch(words_in(paragraph).strip()):
            continue
        parent = paragraph.getparent()
        row = next((each for each in paragraph.iterancestors(qn("w:tr"))), None)
        alone = parent.tag == qn("w:tc") and len(parent.findall(qn("w:p"))) == 1
        if not alone or (row is not None and len(list(row.iter(qn("w:p")))) == 1):
            parent.remove(paragraph)


def _remove_empty_rows(body: Element) -> None:
    """Remove rows without any line, and give the first and last rows the thick rule (7.4.1)."""
    for row in [each for each in body.iter(qn("w:tr")) if each.find(f".//{qn('w:p')}") is None]:
        table = row.getparent()
        table.remove(row)
        rows = table.findall(qn("w:tr"))
        if not rows:
            table.getparent().remove(table)
            continue
        for tag, row_at_edge in (("top", rows[0]), ("bottom", rows[-1])):
            for rule in row_at_edge.iterfind(f".//{qn('w:tcBorders')}/{qn(f'w:{tag}')}"):
                rule.set(qn("w:sz"), str(THICK_RULE))


def _needs_refit(mark: Element) -> bool:
    """Return whether the mark has the size of a tag, or is too wide for its text."""
    size, scale = _stated_size(mark)
    fitting, narrowed = mark_size(words_in(mark))
    as_tag = mark_size("{{ }}")
    return (size, scale) == (as_tag[0], int(as_tag[1] * 100)) or size.twips * scale > (
        fitting.twips * int(narrowed * 100)
    )


def _stated_size(mark: Element) -> tuple[Length, int]:
    """Return size and horizontal scale (percent) that the mark's first run states."""
    size = mark.find(f".//{qn('w:r')}/{qn('w:rPr')}/{qn('w:sz')}")
    scale = mark.find(f".//{qn('w:r')}/{qn('w:rPr')}/{qn('w:w')}")
    stated = None if size is None else size.get(qn("w:val"))
    return MARK_SIZE if stated is None else half_pt(int(stated)), 100 if scale is None else int(
        scale.get(qn("w:val"), "100")
    )


def _break_title_lines(title: Element) -> None:
    runs = title.findall(qn("w:r"))
    lines = break_title(words_in(title))
    if len(lines) < 2 or title.find(f".//{qn('w:br')}") is not None:  # noqa: PLR2004 - one line
        return
    replacement = run("\n".join(lines))
    if (properties := runs[0].find(qn("w:rPr"))) is not None:
        replacement.replace(replacement.find(qn("w:rPr")), properties)
    title[:] = [child for child in title if child not in runs] + [replacement]


def _set_indent(paragraph: Element, **sides: Length) -> None:
    properties = paragraph.find(qn("w:pPr"))
    for old in properties.findall(qn("w:ind")):
        properties.replace(old, make("ind", **sides))
