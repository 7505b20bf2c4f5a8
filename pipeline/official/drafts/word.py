"""Read a Word draft as lines: automatic numbers become text, deletions are dropped, omissions noted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.official.drafts.lines import DraftLine
from pipeline.official.drafts.numbering import Numbering
from pipeline.official.drafts.omissions import omission_notes
from pipeline.official.drafts.visible import blocks_of, cells_of, rows_of, text_of
from pipeline.official.ooxml.elements import style_of
from pipeline.official.ooxml.style_names import PLACEMENT_STYLES, StyleName

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

_COLUMNS_AT_MOST: Final = 63  # that Word gives a table


def word_lines(document: WordDocument) -> tuple[tuple[DraftLine, ...], tuple[str, ...]]:
    """Return lines and tables of a Word document in order, and notes on what is not carried over."""
    return tuple(_lines(document)), tuple(omission_notes(document))


def _lines(document: WordDocument) -> Iterator[DraftLine]:
    numbering = Numbering(document)
    number = 0
    for block in blocks_of(document.element.body):
        if block.tag == qn("w:tbl"):
            for line in _table(block, number, numbering):
                number += 1
                yield line
            continue
        prefix = numbering.number_of(block)
        level = _level(document, block)
        for at, text in enumerate(text_of(block).split("\n")):
            number += 1
            yield DraftLine(number, (prefix if at == 0 else "") + text, level)


def _table(table: Element, number: int, numbering: Numbering) -> Iterator[DraftLine]:
    """Yield a table as one line, or the lines of one used for placement (版记, 联合署名, 联合标志)."""
    texts = {each: numbering.number_of(each) + text_of(each) for each in _paragraphs(table)}
    rows = _rows(table, texts)
    paragraphs = [each for each, text in texts.items() if text.strip()]
    styles = {style_of(each) for each in paragraphs}
    if StyleName.ORGAN_MARK in styles:
        names = [texts[each].strip() for each in paragraphs]
        *names, word = sorted(names, key=lambda name: name == "文件")
        yield DraftLine(number + 1, f"发文机关标志：{'、'.join(names)}{word}")
    elif styles & PLACEMENT_STYLES or (rows and len(rows[0]) == 1):
        for at, each in enumerate(paragraphs, start=1):
            yield DraftLine(number + at, texts[each])
    else:
        yield DraftLine(number + 1, rows=rows)


def _paragraphs(table: Element) -> Iterator[Element]:
    """Yield the paragraphs of *table*, with those of tables in its cells."""
    for row in rows_of(table):
        for cell in cells_of(row):
            for block in blocks_of(cell):
                if block.tag == qn("w:tbl"):
                    yield from _paragraphs(block)
                else:
                    yield block


def _rows(table: Element, texts: Mapping[Element, str]) -> tuple[tuple[str, ...], ...]:
    """Return the cells of a table; one that spans columns is followed by empty cells."""
    rows = []
    for row in rows_of(table):
        cells = [""] * _count(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"), 0)
        for cell in cells_of(row):
            span = _count(cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}"), 1)
            cells += ["\n".join(_cell_lines(cell, texts)), *[""] * (span - 1)]
        rows.append(tuple(cells))
    width = max((len(row) for row in rows), default=0)
    return tuple(row + ("",) * (width - len(row)) for row in rows)


def _cell_lines(cell: Element, texts: Mapping[Element, str]) -> Iterator[str]:
    """Yield the lines of a cell; a table in it has a line for each row."""
    for block in blocks_of(cell):
        if block.tag == qn("w:tbl"):
            for row in _rows(block, texts):
                yield "　".join(" ".join(text.split("\n")) for text in row if text)
        else:
            yield texts[block]


def _count(element: Element | None, default: int) -> int:
    """Return the columns that *element* states, at most those of a table."""
    stated = "" if element is None else element.get(qn("w:val"), "")
    return min(int(stated), _COLUMNS_AT_MOST) if stated.isdecimal() else default


def _level(document: WordDocument, paragraph: Element) -> int | None:
    """Return the outline level that the paragraph or its style states; 0 is the title."""
    style = document.styles.element.find(
        f"{qn('w:style')}[@{qn('w:styleId')}='{paragraph.style or ''}']"
    )
    name = style.find(qn("w:name")).get(qn("w:val"), "") if style is not None else ""
    if name.lower() == "title" or name in {StyleName.TITLE, "标题"}:
        return 0
    for holder in (paragraph, style):
        stated = None if holder is None else holder.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if stated is not None:
            level = int(stated.get(qn("w:val"), "9"))
            return level + 1 if level < 4 else None  # noqa: PLR2004 - the outline has four levels
    return None
