"""Give a collection of documents (汇编) its contents page (目录): a field of Word, with page numbers in it.

The numbers come from the rendered pages where a renderer is installed, else from the lines that each part
fills (推算). Word's own update (F9) finds the same lines again, as each title carries its entry (TC field).
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.oxml.ns import qn

from pipeline.official.layout.adjust import body_elements
from pipeline.official.layout.settle import rendered_pages
from pipeline.official.ooxml.elements import (
    blank_lines,
    fonts,
    make,
    paragraph,
    run,
    style_of,
    words_in,
)
from pipeline.official.ooxml.package import normalise_timestamps
from pipeline.official.ooxml.page import TYPE_WIDTH
from pipeline.official.ooxml.style_names import StyleName
from pipeline.official.standard.clauses import figure
from pipeline.official.standard.typefaces import HEITI, width_in_chars

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

_HEADING: Final = "目　录"
_FIELD: Final = r"TOC \f m \h \z"
_BOOKMARK: Final = "_Toc{number:04}"
_FIRST_BOOKMARK: Final = 1000  # other bookmarks of a document count from 0
_LINES_PER_PAGE: Final = int(figure("lines-per-page"))
_CHARS_PER_LINE: Final = int(figure("chars-per-line"))


def add_contents(content: bytes, entries: Sequence[str]) -> bytes:
    """Return the document *content* with a contents page before its first part.

    *entries* are its lines, one for each part that begins on a new page under a title. The page numbers
    are estimated; :func:`write_page_numbers` replaces them.
    """
    document = Document(io.BytesIO(content))
    elements = body_elements(document)
    first = next(each for each in elements if _begins_page(each))
    titles = _titles(elements)
    above = 2 + sum(_lines_of(entry) for entry in entries)  # with the heading and a blank line
    pages = _estimated_pages(elements, above)
    for number, (title, entry) in enumerate(zip(titles, entries, strict=True), start=1):
        _mark(title, number, entry)
    for each in _contents(entries, pages):
        first.addprevious(each)
    return _saved(document)


def part_pages(content: bytes) -> tuple[int, ...]:
    """Return the page on which the title of each part is, from the rendered pages.

    Raises:
        RendererMissing: LibreOffice isn't installed.
        RenderFailed: it failed.
    """
    elements = body_elements(Document(io.BytesIO(content)))
    titles = {elements.index(each) for each in _titles(elements)}
    (page,) = rendered_pages([content])
    return tuple(
        placed.pages[0] for placed in page.placed if placed.unit.element in titles and placed.pages
    )


def write_page_numbers(content: bytes, pages: Sequence[int]) -> bytes:
    """Return the document *content* with *pages* in its contents page."""
    document = Document(io.BytesIO(content))
    lines = [each for each in body_elements(document) if each.find(qn("w:hyperlink")) is not None]
    for line, page in zip(lines, pages, strict=True):
        *_, number = line.iter(qn("w:t"))
        number.text = str(page)
    return _saved(document)


def _saved(document: WordDocument) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return normalise_timestamps(stream.getvalue())


def _titles(elements: Sequence[Element]) -> list[Element]:
    return [each for each in elements if style_of(each) == StyleName.ATTACHMENT_TITLE]


def _begins_page(element: Element) -> bool:
    return element.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None


def _mark(title: Element, number: int, entry: str) -> None:
    """Set a bookmark around *title*, and a hidden field with its line of the contents page."""
    name = _BOOKMARK.format(number=number)
    start = make("bookmarkStart", id=_FIRST_BOOKMARK + number, name=name)
    end = make("bookmarkEnd", id=_FIRST_BOOKMARK + number)
    title.insert(1, start)  # after its properties
    quoted = entry.replace("\\", "").replace('"', "”")
    title.extend((*_field(f'TC "{quoted}" \\f m \\l 1'), end))


def _field(code: str, *result: Element) -> list[Element]:
    """Return the runs of a field with its last *result*; one that shows nothing has none."""
    instruction = make("instrText")
    instruction.text = f" {code} "
    instruction.set(qn("xml:space"), "preserve")
    parts = [make("r", make("fldChar", fldCharType="begin")), make("r", instruction)]
    if result:
        parts += [make("r", make("fldChar", fldCharType="separate")), *result]
    return [*parts, make("r", make("fldChar", fldCharType="end"))]


def _contents(entries: Sequence[str], pages: Sequence[int]) -> list[Element]:
    centred = make("jc", val="center")
    heading = paragraph(StyleName.BODY_FLUSH, (run(_HEADING, fonts(HEITI)),), centred)
    lines = [
        _line(number, entry, page)
        for number, (entry, page) in enumerate(zip(entries, pages, strict=True), start=1)
    ]
    begin, instruction, end = _field(_FIELD)
    separate = make("r", make("fldChar", fldCharType="separate"))
    for at, each in enumerate((begin, instruction, separate), start=1):
        lines[0].insert(at, each)
    lines[-1].append(end)
    return [heading, *blank_lines(1), *lines]


def _line(number: int, entry: str, page: int) -> Element:
    """Return a line of the contents page: the entry, dots, and the page number at the right edge."""
    name = _BOOKMARK.format(number=number)
    shown = _field(f"PAGEREF {name} \\h", run(str(page)))
    link = make("hyperlink", run(f"{entry}\t"), *shown, anchor=name, history=1)
    stop = make("tabs", make("tab", val="right", leader="dot", pos=TYPE_WIDTH))
    return paragraph(StyleName.BODY_FLUSH, (link,), stop)


def _estimated_pages(elements: Sequence[Element], above: int) -> list[int]:
    """Return the page of each title by the lines before it, *above* of them those of the contents (推算)."""
    pages: list[int] = []
    page, line = 1, above
    for element in elements:
        if _begins_page(element):
            page, line = page + 1, 0
        line += _lines(element)
        if line > _LINES_PER_PAGE:
            page, line = page + (line - 1) // _LINES_PER_PAGE, (line - 1) % _LINES_PER_PAGE + 1
        if style_of(element) == StyleName.ATTACHMENT_TITLE:
            pages.append(page)
    return pages


def _lines(element: Element) -> int:
    """Return the number of lines of a paragraph of the text, with its indent of two characters."""
    breaks = len(list(element.iter(qn("w:br"))))
    return max(_lines_of(words_in(element)), breaks + 1)


def _lines_of(text: str) -> int:
    return -(-(int(width_in_chars(text)) + 2) // _CHARS_PER_LINE)
