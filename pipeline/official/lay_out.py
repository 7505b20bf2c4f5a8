"""The room's door: a document in words becomes a Word file that measures up to GB/T 9704-2012."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.model.document import DocumentForm
from pipeline.official.body import (
    addressees,
    attachment_note,
    attachments,
    hold_together,
    matter,
    title,
)
from pipeline.official.closing import closing
from pipeline.official.elements import blank_lines
from pipeline.official.header import red_header
from pipeline.official.imprint import imprint, last_paragraph, letter_imprint
from pipeline.official.lengths import mm
from pipeline.official.package import new_document, to_bytes
from pipeline.official.page import set_up_page
from pipeline.official.special import letter_head, masthead
from pipeline.official.standard import figure

if TYPE_CHECKING:
    from datetime import datetime

    from docx.oxml.xmlchemy import BaseOxmlElement as Element
    from docx.section import Section

    from pipeline.model.document import OfficialDocument

_ORDERS: Final = frozenset({"命令", "令", "命令（令）"})


def lay_out(document: OfficialDocument, moment: datetime) -> bytes:
    """Set *document* as a ``.docx`` (排版), dated *moment*; the same words give the same bytes.

    Words may hold Jinja tags (``{{ 标题 }}``, ``{%p for 段 in 正文 %}``): each stays in one run.
    """
    paper = new_document()
    section = set_up_page(paper)
    body = paper.element.body
    matter = [*_head(document, section), *_main_part(document)]
    if matter and matter[-1].tag == qn("w:tbl"):
        # Two tables side by side are one to LibreOffice, which then breaks the first at random.
        matter.append(last_paragraph())
    for element in (*matter, *_foot(document)):
        body.sectPr.addprevious(element)
    return to_bytes(paper, moment, document.title)


def _head(document: OfficialDocument, section: Section) -> list[Element]:
    """Everything above the title: header, masthead or letter head, and the blank lines after it."""
    if document.form is DocumentForm.BRIEFING and document.masthead:
        return [*masthead(document.masthead), *blank_lines(1)]
    if document.header is None:
        return []
    if document.form is DocumentForm.LETTER:
        return [*letter_head(section, document.header), *blank_lines(2)]
    order = document.kind in _ORDERS
    mark_top = mm(figure("order-mark-top" if order else "mark-top"))
    header = red_header(document.header, mark_top, ruled=not order)
    return [*header, *blank_lines(int(figure("title-blank-lines")))]


def _main_part(document: OfficialDocument) -> list[Element]:
    """Title, addressees, text, attachment note, closing and attachments (主体, 7.3)."""
    opening = [title(document.title), *blank_lines(1)] if document.title else []
    if document.addressees:
        opening.append(addressees(document.addressees))
    text = [*matter(document.blocks), *attachment_note(document.attachments)]
    # The first page must show text (7.3.3): its only paragraph is never moved away from there.
    held = len(text) > 1 and hold_together(text)
    end = closing(document.closing) if document.closing else []
    enclosed = attachments(document.attachments)
    if document.imprint and (held or not end or enclosed):
        hold_together([*end, *enclosed])  # or the imprint would stand alone on a page
    return [*opening, *text, *end, *enclosed]


def _foot(document: OfficialDocument) -> list[Element]:
    if document.imprint is None:
        return []
    if document.form is DocumentForm.LETTER:
        return letter_imprint(document.imprint)
    return imprint(document.imprint)
