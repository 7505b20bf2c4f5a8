"""Lay out title, addressees, text and attachments (标题、主送机关、正文、附件): 7.3.1 to 7.3.4, 7.3.7."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.model.document import Heading, Paragraph, words_of
from pipeline.official.layout.tables import table
from pipeline.official.ooxml.elements import (
    blank_lines,
    fonts,
    keep_with_next,
    lines_of,
    make,
    paragraph,
    run,
)
from pipeline.official.ooxml.style_names import HEADING_STYLES, StyleName
from pipeline.official.standard.clauses import figure
from pipeline.official.standard.patterns import ATTACHMENT_LABEL
from pipeline.official.standard.title_breaking import break_title
from pipeline.official.standard.typefaces import BODY_CHAR, HEITI, KAITI

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docx.oxml.xmlchemy import BaseOxmlElement as Element

    from pipeline.model.document import Attachment, Block

_LINES_ABOVE_TITLE: Final = int(figure("attachment-title-line")) - 1


def title(text: str) -> Element:
    """Return the title (标题), broken into lines between words."""
    return paragraph(StyleName.TITLE, title_lines(text))


def byline(lines: Sequence[str]) -> list[Element]:
    """Return day and speaker below a title, centred in 楷体 (custom, 实务)."""
    return [
        paragraph(StyleName.BODY_FLUSH, (run(line, fonts(KAITI)),), make("jc", val="center"))
        for line in lines
    ]


def title_lines(text: str) -> str:
    """Return a title with line breaks; a space at the end of a line would shift it off centre."""
    return "\n".join(line.strip() for line in break_title(text))


def addressees(text: str) -> Element:
    """Return the addressees (主送机关), flush left, with a full-width colon at the end."""
    with_colon = text if text.endswith("：") else f"{text.rstrip(':')}："
    return paragraph(StyleName.ADDRESSEES, with_colon)


def body_text(blocks: Iterable[Block]) -> list[Element]:
    """Return the text (正文): paragraphs, headings of the outline, tables."""
    return [element for block in blocks for element in _block(block)]


def _block(block: Block) -> list[Element]:
    if isinstance(block, Heading):
        return [paragraph(HEADING_STYLES[min(block.level, len(HEADING_STYLES)) - 1], block.text)]
    if isinstance(block, Paragraph):
        return _paragraphs(block)
    return table(block)


def _paragraphs(block: Paragraph) -> list[Element]:
    """Return a paragraph for each line of the block: typed text may contain line breaks."""
    style = StyleName.BODY if block.aligned == "both" and not block.flush else StyleName.BODY_FLUSH
    alignment = () if block.aligned == "both" else (make("jc", val=block.aligned),)
    first, *rest = lines_of(words_of(block.pieces))
    lead = (run(block.lead, fonts(KAITI)),) if block.lead else ()
    opening = (*lead, run(first)) if first or not lead else lead
    return [
        paragraph(style, opening, *alignment),
        *(paragraph(style, line, *alignment) for line in rest if line.strip()),
    ]


def attachment_note(attachments: Sequence[Attachment]) -> list[Element]:
    """Return the attachment note (附件说明): a blank line, then the titles with hanging indents."""
    titles = [each.noted or each.title for each in attachments if not each.carried]
    if not titles:
        return []
    if len(titles) == 1:
        return [*blank_lines(1), _note_line(f"附件：{titles[0]}", start=0, name=3)]
    first, *others = (f"{number}.\t{title}" for number, title in enumerate(titles, start=1))
    lines = [
        _note_line(f"附件：{first}", start=0, name=5),
        *(_note_line(title, start=3, name=5) for title in others),
    ]
    for line in lines[:-1]:
        keep_with_next(line)
    return [*blank_lines(1), *lines]


def _note_line(text: str, start: int, name: int) -> Element:
    """Return a line of the note, indented *start* 字, its wrapped lines *name* 字."""
    left = BODY_CHAR.times(2 + name)
    hanging = BODY_CHAR.times(name - start)
    return paragraph(StyleName.ATTACHMENT_NOTE, text, make("ind", left=left, hanging=hanging))


def attendance_lists(lists: Sequence[tuple[str, str]]) -> list[Element]:
    """Return 出席, 请假 and 列席 of a meeting, a blank line below the text (GB/T 9704-2012, 10.3).

    The word is in 黑体, the names in 仿宋, wrapped lines below the names.
    """
    lines = []
    for name, people in lists:
        label = f"{name}："
        hanging = BODY_CHAR.times(len(label))
        indent = make("ind", left=BODY_CHAR.times(2) + hanging, hanging=hanging)
        lines.append(
            paragraph(StyleName.ATTENDANCE, (run(label, fonts(HEITI)), run(people)), indent)
        )
    return [*blank_lines(1), *lines] if lines else []


def attachment_pages(attachments: Sequence[Attachment]) -> list[Element]:
    """Return the attachments (附件), each on a new page: its name on line 1, its title on line 3."""
    numbered = [item for item in attachments if not item.carried]
    elements = []
    for item in attachments:
        if item.apart:
            continue
        number = numbered.index(item) + 1 if len(numbered) > 1 and not item.carried else ""
        elements += _carried_document(item) if item.carried else _attachment(item, f"附件{number}")
    return elements


def _attachment(item: Attachment, name: str) -> list[Element]:
    return [
        paragraph(StyleName.ATTACHMENT_LABEL, name, make("pageBreakBefore")),
        *blank_lines(_LINES_ABOVE_TITLE - 1),
        _attachment_title(item),
        *blank_lines(1),
        *body_text(item.blocks),
    ]


def _carried_document(item: Attachment) -> list[Element]:
    """Return an issued or forwarded document (印发、转发的文件): its title alone, on line 3 too."""
    blank = max(_LINES_ABOVE_TITLE - len(item.above), 1)
    first, *others = [*map(_line_above_title, item.above), *blank_lines(blank)]
    first.get_or_add_pPr().insert(1, make("pageBreakBefore"))  # after the style
    return [
        first,
        *others,
        *([_attachment_title(item)] if item.title else ()),
        *blank_lines(1),
        *body_text(item.blocks),
    ]


def _line_above_title(text: str) -> Element:
    """Return a line above the title of a carried document: its mark or number, or 附件1 of its own."""
    if ATTACHMENT_LABEL.fullmatch(text):
        return paragraph(StyleName.ATTACHMENT_LABEL, text)
    return paragraph(StyleName.BODY_FLUSH, text, make("jc", val="center"))


def _attachment_title(item: Attachment) -> Element:
    return paragraph(StyleName.ATTACHMENT_TITLE, title_lines(item.title))
