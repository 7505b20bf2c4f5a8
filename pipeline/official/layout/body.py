"""Title, addressees, text and attachment note (标题、主送机关、正文、附件说明): 7.3.1 to 7.3.4."""

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
from pipeline.official.standard.title_breaking import break_title
from pipeline.official.standard.typefaces import BODY_SPACING, HEITI, KAITI, SIZE_3

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docx.oxml.xmlchemy import BaseOxmlElement as Element

    from pipeline.model.document import Attachment, Block

_CHAR: Final = SIZE_3 + BODY_SPACING


def title(text: str) -> Element:
    """The title (标题), broken into lines without parting a word."""
    return paragraph(StyleName.TITLE, title_lines(text))


def title_lines(text: str) -> str:
    """A title with its line breaks; a space at the end of a line would pull it off the middle."""
    return "\n".join(line.strip() for line in break_title(text))


def addressees(text: str) -> Element:
    """The addressees (主送机关), flush, closed by a full-width colon."""
    closed = text if text.endswith("：") else f"{text.rstrip(':')}："
    return paragraph(StyleName.ADDRESSEES, closed)


def body_text(blocks: Iterable[Block]) -> list[Element]:
    """The text (正文): paragraphs, headings of the outline, tables."""
    return [element for block in blocks for element in _block(block)]


def _block(block: Block) -> list[Element]:
    if isinstance(block, Heading):
        return [paragraph(HEADING_STYLES[min(block.level, len(HEADING_STYLES)) - 1], block.text)]
    if isinstance(block, Paragraph):
        return _paragraphs(block)
    return table(block)


def _paragraphs(block: Paragraph) -> list[Element]:
    """One paragraph for each line of the block: what a unit typed may hold line breaks."""
    style = StyleName.BODY if block.aligned == "both" and not block.flush else StyleName.BODY_FLUSH
    aligned = () if block.aligned == "both" else (make("jc", val=block.aligned),)
    first, *rest = lines_of(words_of(block.pieces))
    lead = (run(block.lead, fonts(KAITI)),) if block.lead else ()
    opening = (*lead, run(first)) if first or not lead else lead
    return [
        paragraph(style, opening, *aligned),
        *(paragraph(style, line, *aligned) for line in rest if line.strip()),
    ]


def attachment_note(attachment_pages: Sequence[Attachment]) -> list[Element]:
    """The attachment note (附件说明): a blank line, then the titles, turned lines under the name."""
    noted = [each.noted or each.title for each in attachment_pages if not each.carried]
    if not noted:
        return []
    if len(noted) == 1:
        return [*blank_lines(1), _note_line(f"附件：{noted[0]}", start=0, name=3)]
    titles = [f"{number}.\t{title}" for number, title in enumerate(noted, start=1)]
    lines = [
        _note_line(f"附件：{titles[0]}", start=0, name=5),
        *(_note_line(title, start=3, name=5) for title in titles[1:]),
    ]
    for line in lines[:-1]:
        keep_with_next(line)
    return [*blank_lines(1), *lines]


def _note_line(text: str, start: int, name: int) -> Element:
    """A line of the note that begins *start*, and whose name stands *name* characters further in."""
    left = _CHAR.times(2 + name)
    return paragraph(
        StyleName.ATTACHMENT_NOTE, text, make("ind", left=left, hanging=_CHAR.times(name - start))
    )


def attendance_lists(lists: Sequence[tuple[str, str]]) -> list[Element]:
    """出席, 请假 and 列席 of a meeting, a blank line below the text; turned lines under the names.

    GB/T 9704-2012, 10.3: the word in 黑体, the names in 仿宋.
    """
    lines = []
    for name, people in lists:
        label = f"{name}："
        under = _CHAR.times(len(label))
        indent = make("ind", left=_CHAR.times(2) + under, hanging=under)
        lines.append(
            paragraph(StyleName.ATTENDANCE, (run(label, fonts(HEITI)), run(people)), indent)
        )
    return [*blank_lines(1), *lines] if lines else []


def attachment_pages(items: Sequence[Attachment]) -> list[Element]:
    """The attachments (附件), each on a new page: its name on line 1, its title on line 3."""
    noted = [item for item in items if not item.carried]
    elements = []
    for item in items:
        if item.apart:
            continue
        number = noted.index(item) + 1 if len(noted) > 1 and not item.carried else ""
        elements += _carried_document(item) if item.carried else _attachment(item, f"附件{number}")
    return elements


def _attachment(item: Attachment, name: str) -> list[Element]:
    return [
        paragraph(StyleName.ATTACHMENT_LABEL, name, make("pageBreakBefore")),
        *blank_lines(1),
        _attachment_title(item),
        *blank_lines(1),
        *body_text(item.blocks),
    ]


def _carried_document(item: Attachment) -> list[Element]:
    """What is issued or passed on: its title alone begins the page, on the third line too."""
    first, second = blank_lines(2)
    first.get_or_add_pPr().append(make("pageBreakBefore"))
    return [first, second, _attachment_title(item), *blank_lines(1), *body_text(item.blocks)]


def _attachment_title(item: Attachment) -> Element:
    return paragraph(StyleName.ATTACHMENT_TITLE, title_lines(item.title))
