"""The room's door: a document in words becomes a Word file that measures up to GB/T 9704-2012."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, Final

from pipeline.model.document import DocumentForm
from pipeline.official.layout.body import (
    addressees,
    attachment_note,
    attachment_pages,
    attendance_lists,
    body_text,
    title,
)
from pipeline.official.layout.closing import closing
from pipeline.official.layout.first_page import addressees_fill_page
from pipeline.official.layout.header import red_header
from pipeline.official.layout.imprint import (
    imprint,
    letter_imprint,
    start_new_page,
    with_addressees,
)
from pipeline.official.layout.keep_together import keep_endings_together
from pipeline.official.layout.special import letter_head, masthead
from pipeline.official.ooxml.elements import blank_lines, paragraph
from pipeline.official.ooxml.landscape import is_landscape
from pipeline.official.ooxml.package import new_document, to_bytes, write_profile_name
from pipeline.official.ooxml.page import apply_profile, set_up_page
from pipeline.official.ooxml.pictures import SealDrawer
from pipeline.official.ooxml.sections import (
    Orientation,
    SectionContent,
    split_sections,
    write_sections,
)
from pipeline.official.ooxml.style_names import StyleName
from pipeline.official.standard.figures import figure
from pipeline.official.standard.lengths import mm
from pipeline.official.standard.profile import STANDARD, Profile

if TYPE_CHECKING:
    from datetime import datetime

    from docx.oxml.xmlchemy import BaseOxmlElement as Element
    from docx.section import Section

    from pipeline.model.document import OfficialDocument

_ORDERS: Final = frozenset({"命令", "令", "命令（令）"})


class ImprintPlacement(Enum):
    """Where the imprint stands (版记位置); which it is, only a rendered page can tell."""

    LAST_PAGE = "最后一面"
    NEXT_PAGE = "另面"
    AFTER_BLANK_PAGE = "空白页之后"  # and neither page is numbered (7.5)


def lay_out(
    document: OfficialDocument,
    moment: datetime,
    profile: Profile = STANDARD,
    ending: ImprintPlacement = ImprintPlacement.LAST_PAGE,
) -> bytes:
    """Set *document* as a ``.docx`` (排版), dated *moment*; the same words give the same bytes.

    Words may hold Jinja tags (``{{ 标题 }}``, ``{%p for 段 in 正文 %}``): each stays in one run.
    """
    paper = new_document(profile)
    section = set_up_page(paper, profile)
    drawer = SealDrawer(paper)
    head = _head(document, section)
    main = _main_text(document, drawer)
    if document.addressees and addressees_fill_page([*head, *main], document.form, profile.pitch):
        moved = with_addressees(document.imprint, document.addressees)
        document = replace(document, addressees="", imprint=moved)
        main = _main_text(document, drawer)
    foot = _foot(document, profile)
    text = [*head, *main]
    keep_endings_together([*text, *foot] if ending is ImprintPlacement.LAST_PAGE else text)
    apply_profile([*text, *foot], profile)
    write_profile_name(paper, profile)
    write_sections(paper, _sections(text, foot, ending), profile)
    return to_bytes(paper, moment, document.title)


def _sections(
    text: list[Element], foot: list[Element], ending: ImprintPlacement
) -> list[SectionContent]:
    """The sections: a blank page and the imprint's are one without numbers (7.5)."""
    lying = bool(text) and is_landscape(
        text[-1]
    )  # the imprint stands upright, on a page of its own
    if not foot or (ending is ImprintPlacement.LAST_PAGE and not lying):
        return split_sections([*text, *foot])
    if ending is not ImprintPlacement.AFTER_BLANK_PAGE:
        return split_sections([*text, *start_new_page(foot)])
    blank = paragraph(StyleName.IMPRINT_ANCHOR, ())
    return [
        *split_sections(text),
        SectionContent(Orientation.UNNUMBERED, (blank, *start_new_page(foot))),
    ]


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


def _main_text(document: OfficialDocument, drawer: SealDrawer) -> list[Element]:
    """Title, addressees, text, attachment note, closing and attachments (主体, 7.3).

    The text of an order follows its number (10.2); minutes list who attended (10.3).
    """
    opening = [title(document.title), *blank_lines(1)] if document.title else []
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
