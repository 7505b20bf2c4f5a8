"""Keep the signature with text and the imprint with both across a page break (与下段同页).

7.3.5.5 requires the first; an imprint alone on a page is no fault, but looks like one.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.official.layout.data_tables import is_data_table, is_table_note, rows_at_end
from pipeline.official.ooxml.elements import keep_with_next, style_of, words_in
from pipeline.official.ooxml.style_names import (
    NON_TEXT_STYLES,
    SIGNATURE_STYLES,
    StyleName,
)
from pipeline.official.standard.clauses import figure
from pipeline.official.standard.typefaces import width_in_chars

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.oxml.xmlchemy import BaseOxmlElement as Element

_MAX_KEPT_CHARS: Final = 8 * int(figure("chars-per-line"))  # eight lines


def keep_endings_together(elements: Sequence[Element]) -> None:
    """Keep the last text with the signature, and the last elements with the imprint.

    A template is not changed: its last paragraph is a tag that repeats for every paragraph.
    """
    if any("{%" in words_in(element) for element in elements):
        return
    styles = [style_of(element) for element in elements]
    signature = next((at for at, element in enumerate(elements) if _has_signature(element)), None)
    has_attachment = StyleName.ATTACHMENT_TITLE in styles
    is_kept = (
        signature is not None
        and _has_text_before(elements[:signature])
        and _keep_last_text(elements[:signature])
    )
    may_move = is_kept or has_attachment or signature is None
    if styles and styles[-1] == StyleName.IMPRINT_ANCHOR and may_move:
        _keep_last_text(elements[:-2])  # the imprint's table and its anchor are the last two


def is_template(elements: Sequence[Element]) -> bool:
    """Return whether *elements* are those of a template, with tags that are still to be filled."""
    return any(mark in words_in(element) for element in elements for mark in ("{%", "{{"))


def keep_table_ends(elements: Sequence[Element]) -> None:
    """Keep the last rows of each table together, and with the note (注) below it."""
    for element, following in zip_longest(elements, elements[1:]):
        rows = element.findall(qn("w:tr")) if is_data_table(element) else []
        if not rows or is_template((element,)):
            continue
        count = rows_at_end(words_in(rows[-1]))
        has_note = following is not None and is_table_note(words_in(following))
        if len(rows) > count + 1:
            for row in rows[-count:] if has_note else rows[-count:-1]:
                keep_with_next(row)


def _has_signature(element: Element) -> bool:
    """Return whether *element* contains a signature: joint ones are in a table."""
    return any(style_of(each) in SIGNATURE_STYLES for each in element.iter(qn("w:p")))


def _has_text_before(elements: Sequence[Element]) -> bool:
    """Return whether there is text besides the last block: the first page must show some (7.3.3).

    A heading moves with the text below it, and doesn't count.
    """
    blocks = [
        each for each in elements if words_in(each) and _styles_in(each).isdisjoint(NON_TEXT_STYLES)
    ]
    return len(blocks) > 1


def _styles_in(element: Element) -> set[str]:
    """Return the styles of a paragraph, or of every paragraph in a table (联合行文的标志)."""
    return {style_of(each) for each in element.iter(qn("w:p"))}


def _keep_last_text(elements: Sequence[Element]) -> bool:
    """Keep the last text, and the note and blank lines below it, with the next element.

    Return whether the text is kept. A long last paragraph is not: Word would move its last line, but
    LibreOffice moves the entire paragraph and leaves its lines empty on the page before.
    """
    for element in reversed(elements):
        words = words_in(element)
        if element.tag == qn("w:p") and width_in_chars(words) > _MAX_KEPT_CHARS:
            return False
        keep_with_next(element)
        if words and style_of(element) != StyleName.ATTACHMENT_NOTE:
            return True
    return False
