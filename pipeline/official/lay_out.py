"""The room's door: a document in words becomes a Word file that measures up to GB/T 9704-2012."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.model.document import DocumentForm
from pipeline.official.body import (
    addressees,
    attachment_note,
    attachments,
    attendance,
    matter,
    title,
)
from pipeline.official.closing import closing
from pipeline.official.elements import blank_lines, paragraph
from pipeline.official.header import exact_line, red_header
from pipeline.official.holding import hold_ends
from pipeline.official.imprint import imprint, letter_imprint
from pipeline.official.lengths import mm, pt
from pipeline.official.package import new_document, to_bytes
from pipeline.official.page import set_up_page
from pipeline.official.seals import Stamping
from pipeline.official.special import letter_head, masthead
from pipeline.official.standard import figure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from docx.oxml.xmlchemy import BaseOxmlElement as Element
    from docx.section import Section

    from pipeline.model.document import OfficialDocument

_TABLE: Final = qn("w:tbl")
_ORDERS: Final = frozenset({"命令", "令", "命令（令）"})


def lay_out(document: OfficialDocument, moment: datetime) -> bytes:
    """Set *document* as a ``.docx`` (排版), dated *moment*; the same words give the same bytes.

    Words may hold Jinja tags (``{{ 标题 }}``, ``{%p for 段 in 正文 %}``): each stays in one run.
    """
    paper = new_document()
    section = set_up_page(paper)
    body = paper.element.body
    stamping = Stamping(paper)
    elements = [*_head(document, section), *_main_part(document, stamping), *_foot(document)]
    hold_ends(elements)
    for element in _parted(elements):
        body.sectPr.addprevious(element)
    return to_bytes(paper, moment, document.title)


def _parted(elements: list[Element]) -> Iterator[Element]:
    """Put a paragraph of one point after a table where none follows: Word would join two tables."""
    for element, following in zip_longest(elements, elements[1:]):
        yield element
        if element.tag == _TABLE and (following is None or following.tag == _TABLE):
            yield paragraph("空行", (), exact_line(pt(1)))


def _head(document: OfficialDocument, section: Section) -> list[Element]:
    """Everything above the title: header, masthead or letter head, and the blank lines after it."""
    if document.form is DocumentForm.BRIEFING and document.masthead:
        return [*masthead(document.masthead), *blank_lines(1)]
    if document.header is None:
        return []
    if document.form is DocumentForm.LETTER:
        return [*letter_head(section, document.header), *blank_lines(2)]
    order = document.form is DocumentForm.ORDER or document.kind in _ORDERS
    mark_top = mm(figure("order-mark-top" if order else "mark-top"))
    header = red_header(document.header, mark_top, ruled=not order)
    return [*header, *blank_lines(int(figure("title-blank-lines")))]


def _main_part(document: OfficialDocument, stamping: Stamping) -> list[Element]:
    """Title, addressees, text, attachment note, closing and attachments (主体, 7.3).

    The text of an order follows its number (10.2); minutes list who attended (10.3).
    """
    opening = [title(document.title), *blank_lines(1)] if document.title else []
    if document.addressees:
        opening.append(addressees(document.addressees))
    return [
        *opening,
        *matter(document.blocks),
        *attachment_note(document.attachments),
        *attendance(document.attendance),
        *(closing(document.closing, stamping) if document.closing else []),
        *attachments(document.attachments),
    ]


def _foot(document: OfficialDocument) -> list[Element]:
    if document.imprint is None:
        return []
    if document.form is DocumentForm.LETTER:
        return letter_imprint(document.imprint)
    return imprint(document.imprint)
