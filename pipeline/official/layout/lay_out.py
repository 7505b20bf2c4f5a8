"""Lay a document out as a Word file (排版) by GB/T 9704-2012: the entry point of layout."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from pipeline.model.document import DocumentForm
from pipeline.official.layout.body import (
    addressees,
    attachment_note,
    attachment_pages,
    attendance_lists,
    body_text,
    byline,
    title,
)
from pipeline.official.layout.closing import closing
from pipeline.official.layout.column_fit import fit_tables
from pipeline.official.layout.first_page import addressees_fill_page
from pipeline.official.layout.header import red_header
from pipeline.official.layout.imprint import (
    imprint,
    letter_imprint,
    start_new_page,
    with_addressees,
)
from pipeline.official.layout.keep_together import (
    is_template,
    keep_endings_together,
    keep_table_ends,
)
from pipeline.official.layout.special import letter_head, masthead
from pipeline.official.ooxml.elements import blank_lines, paragraph
from pipeline.official.ooxml.line_breaks import keep_measures_in_line
from pipeline.official.ooxml.package import new_document, to_bytes, write_profile_name
from pipeline.official.ooxml.page import apply_profile, set_up_page
from pipeline.official.ooxml.pictures import SealDrawer
from pipeline.official.ooxml.sections import (
    Orientation,
    SectionContent,
    ends_landscape,
    split_sections,
    write_sections,
)
from pipeline.official.ooxml.style_names import StyleName
from pipeline.official.standard.clauses import figure
from pipeline.official.standard.kinds import is_order
from pipeline.official.standard.lengths import mm
from pipeline.official.standard.profile import STANDARD, Profile

if TYPE_CHECKING:
    from datetime import datetime

    from docx.oxml.xmlchemy import BaseOxmlElement as Element
    from docx.section import Section

    from pipeline.model.document import OfficialDocument


class ImprintPlacement(Enum):
    """Define the page of the imprint (版记位置); the rendered pages decide which one is right."""

    LAST_PAGE = "最后一面"
    NEXT_PAGE = "另面"
    AFTER_BLANK_PAGE = "空白页之后"  # and neither page is numbered (7.5)


def lay_out(
    document: OfficialDocument,
    moment: datetime,
    profile: Profile = STANDARD,
    placement: ImprintPlacement = ImprintPlacement.LAST_PAGE,
) -> bytes:
    """Return *document* as ``.docx`` bytes, dated *moment*; equal documents give equal bytes.

    Text may contain Jinja tags (``{{ 标题 }}``, ``{%p for 段 in 正文 %}``): each stays in one run.
    """
    paper = new_document(profile)
    section = set_up_page(paper, profile)
    drawer = SealDrawer(paper)
    head = _head(document, section)
    main = _main_text(document, drawer)
    if document.addressees and addressees_fill_page([*head, *main], document.form, profile.pitch):
        extended = with_addressees(document.imprint, document.addressees)
        document = replace(document, addressees="", imprint=extended)
        main = _main_text(document, drawer)
    foot = _foot(document, profile)
    text = [*head, *main]
    fit_tables(text)
    keep_table_ends(text)
    keep_endings_together([*text, *foot] if placement is ImprintPlacement.LAST_PAGE else text)
    apply_profile([*text, *foot], profile)
    write_profile_name(paper, profile)
    if not is_template(text):
        keep_measures_in_line(paper)
    write_sections(paper, _sections(text, foot, placement), profile)
    return to_bytes(paper, moment, document.title)


def _sections(
    text: list[Element], foot: list[Element], placement: ImprintPlacement
) -> list[SectionContent]:
    """Return the sections; a blank page and the imprint's are one without numbers (7.5)."""
    # After a landscape page the imprint needs a portrait page of its own.
    after_landscape = ends_landscape(text)
    if not foot or (placement is ImprintPlacement.LAST_PAGE and not after_landscape):
        return split_sections([*text, *foot])
    if placement is not ImprintPlacement.AFTER_BLANK_PAGE:
        return split_sections([*text, *start_new_page(foot)])
    blank = paragraph(StyleName.IMPRINT_ANCHOR, ())
    return [
        *split_sections(text),
        SectionContent(Orientation.UNNUMBERED, (blank, *start_new_page(foot))),
    ]


def _head(document: OfficialDocument, section: Section) -> list[Element]:
    """Return everything above the title: header, masthead or letter head, and blank lines."""
    if document.masthead:
        top = "briefing-mark-top" if document.form is DocumentForm.BRIEFING else "mark-top"
        return [*masthead(document.masthead, mm(figure(top))), *blank_lines(1)]
    if document.header is None:
        return []
    if document.form is DocumentForm.LETTER:
        return [*letter_head(section, document.header), *blank_lines(2)]
    order = document.form is DocumentForm.ORDER or is_order(document.kind)
    mark_top = mm(figure("order-mark-top" if order else "mark-top"))
    header = red_header(document.header, mark_top, ruled=not order)
    return [*header, *blank_lines(int(figure("title-blank-lines")))]


def _main_text(document: OfficialDocument, drawer: SealDrawer) -> list[Element]:
    """Return title, addressees, text, attachment note, closing and attachments (主体, 7.3).

    The text of an order follows its number (10.2); minutes list the attendance (10.3).
    """
    opening = [title(document.title)] if document.title else []
    opening += [*byline(document.byline), *(blank_lines(1) if opening else ())]
    if document.addressees:
        opening.append(addressees(document.addressees))
    return [
        *opening,
        *body_text(document.blocks),
        *attachment_note(document.attachments),
        *attendance_lists(document.attendance),
        *(closing(document.closing, drawer) if document.closing else []),
        *attachment_pages(document.attachments),
    ]


def _foot(document: OfficialDocument, profile: Profile) -> list[Element]:
    if document.imprint is None:
        return []
    if document.form is DocumentForm.LETTER:
        return letter_imprint(document.imprint)
    return imprint(document.imprint, profile.bottom_reduction)
