"""Find where a filled page prints each figure (印在哪里), and set the tables that its tags stand for."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from io import BytesIO
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.oxml.ns import qn

from pipeline.model.figure import Figure, Phrase, TrailEntry
from pipeline.official.layout.tables import table as laid_out
from pipeline.official.ooxml.elements import style_of, words_in
from pipeline.official.ooxml.sections import separate_tables
from pipeline.official.ooxml.style_names import HEADING_STYLES, NON_TEXT_STYLES, StyleName
from pipeline.official.templates.marks import (
    ANY_PRINTED,
    FIGURE,
    PRINTED,
    TABLE,
    number_in,
    show_braces,
    without_marks,
    writable,
)
from pipeline.official.templates.parts import BODY, name_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from docx.oxml.xmlchemy import BaseOxmlElement as Element

    from pipeline.model.document import Table
    from pipeline.official.templates.traced_values import Printing

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_TEXT: Final = qn("w:t")
_WITH_MARKS: Final = (
    f"//*[translate(text(), '{PRINTED}', '') != text() or @*[translate(., '{PRINTED}', '') != .]]"
)
_IS_HEAD: Final = f"{qn('w:trPr')}/{qn('w:tblHeader')}"
_OPENING_CHARS: Final = 12
_CUT: Final = "数字不能截取或替换其中几位，请照原数印出"
_TABLE_ALONE: Final = "表格的标签要独占正文的一段，不能和文字同段，也不能放在表格里"


class Unplaced(Exception):
    """Report that what a tag prints has no place there, with the words of its paragraph."""

    def __init__(self, reason: str, words: str) -> None:
        super().__init__(reason, words)
        self.reason = reason
        self.words = _opening(ANY_PRINTED.sub("", words))


def place_printed(root: Element, part: str, printing: Printing) -> Iterator[TrailEntry]:
    """Remove the marks of *printing* from the part *root*; yield each figure with its place, in order.

    Raises:
        Unplaced: a table's tag isn't alone in a paragraph of the text, or a number was cut.
    """
    marked = root.xpath(_WITH_MARKS)
    if not marked:
        return
    places = _Places(root, part)
    for element in marked:
        for name, value in element.attrib.items():
            if ANY_PRINTED.search(value):
                yield from _figures(places.of(element), value, printing)
                element.set(name, _unmarked(value))
        text = element.text or ""
        mark = TABLE.search(text)
        if mark and number_in(mark[1]) < len(printing.tables):
            holder = _holder_of_table(element, mark[0])
            yield from _set_table(holder, printing.tables[number_in(mark[1])])
            continue
        yield from _figures(places.of(element), text, printing)
        element.text = _unmarked(text)


def places_of(content: bytes, texts: Collection[str]) -> dict[str, str]:
    """Return the place of each of *texts* that the Word document *content* prints as a paragraph or cell."""
    root = Document(BytesIO(content)).element
    places = _Places(root, "")
    keys = {text: "".join(text.split()) for text in texts}
    found: dict[str, str] = {}
    for element in root.iter(_PARAGRAPH):
        words = "".join(words_in(element).split())
        for text, key in keys.items():
            if text not in found and key and key in words:
                found[text] = places.of(next(element.iter(_TEXT), element))
    return found


def _unmarked(text: str) -> str:
    printed = without_marks(text)
    if ANY_PRINTED.search(printed):
        raise Unplaced(_CUT, printed)
    return printed


def _figures(place: str, text: str, printing: Printing) -> Iterator[TrailEntry]:
    """Yield the figures in *text*; a name is traced as a filter has changed it, a number may not be changed."""
    for found in FIGURE.finditer(text):
        number = number_in(found[1])
        if number >= len(printing.figures):
            raise Unplaced(_CUT, found[2])
        figure = printing.figures[number]
        printed = show_braces(found[2])
        if printed != writable(figure.text):
            if figure.is_number:
                raise Unplaced(_CUT, printed)
            figure = replace(figure, text=printed)
        yield TrailEntry(place, figure)


def _holder_of_table(element: Element, mark: str) -> Element:
    """Return the paragraph of the text that holds nothing but the tag of a table."""
    holder = _nearest(element, _PARAGRAPH)
    words = "" if holder is None else words_in(holder).strip()
    if holder is None or words != mark or _nearest(holder, _CELL) is not None:
        raise Unplaced(_TABLE_ALONE, words)
    return holder


def _set_table(holder: Element, block: Table) -> Iterator[TrailEntry]:
    """Replace the paragraph *holder* by *block*, and yield the figures in it by row and column."""
    following = holder.getnext()
    has_next = following is not None and following.tag in {_PARAGRAPH, _TABLE}
    elements = [*laid_out(block), *([following] if has_next else [])]
    for element in takewhile(lambda each: each is not following, separate_tables(elements)):
        holder.addprevious(element)
    holder.getparent().remove(holder)
    for each in (block, *block.continued):
        yield from _figures_of_table(each)


def _figures_of_table(block: Table) -> Iterator[TrailEntry]:
    name = block.caption or "表"
    for row, cells in enumerate(block.rows, start=1):
        for column, cell in enumerate(cells, start=1):
            pieces = cell.pieces if isinstance(cell, Phrase) else (cell,)
            for piece in pieces:
                if isinstance(piece, Figure):
                    yield TrailEntry(f"{name}第{row}行第{column}格", piece)


class _Places:
    """Name the place of each element of a part as a reader finds it: 正文第3段, 情况表第2行第4格."""

    def __init__(self, root: Element, part: str) -> None:
        self._part = name_of(part)
        self._paragraphs: dict[Element, str] = {}
        self._tables: dict[Element, str] = {}
        self._rows: dict[Element, dict[Element, str]] = {}
        if not self._part:
            self._number(root)

    def of(self, element: Element) -> str:
        """Return the place of *element*."""
        if self._part:
            return self._part
        cell = _nearest(element, _CELL)
        if cell is not None:
            return self._place_in_table(cell)
        holder = _nearest(element, _PARAGRAPH)
        return BODY if holder is None else self._paragraphs.get(holder, BODY)

    def _place_in_table(self, cell: Element) -> str:
        row = next(cell.iterancestors(_ROW))
        table = next(row.iterancestors(_TABLE))
        if any(style_of(each) == StyleName.IMPRINT for each in cell.iter(_PARAGRAPH)):
            return StyleName.IMPRINT.value
        column = list(row.iter(_CELL)).index(cell) + 1
        return f"{self._tables.get(table, '表')}{self._rows_of(table)[row]}第{column}格"

    def _rows_of(self, table: Element) -> dict[Element, str]:
        """Return how each row of *table* is called, found once for all of its cells: 表头, 第2行."""
        if table not in self._rows:
            rows = [each for each in table.iter(_ROW) if _nearest(each, _TABLE) is table]
            heads = [each for each in rows if each.find(_IS_HEAD) is not None]
            named = {row: f"第{at - len(heads) + 1}行" for at, row in enumerate(rows)}
            self._rows[table] = named | dict.fromkeys(heads, StyleName.TABLE_HEADER.value)
        return self._rows[table]

    def _number(self, root: Element) -> None:
        """Number the paragraphs of the text under its title, and the tables by their captions."""
        counts: Counter[str] = Counter()
        section, caption = BODY, ""
        has_title = any(style_of(each) == StyleName.TITLE for each in root.iter(_PARAGRAPH))
        before_title = has_title
        for element in root.iter(_PARAGRAPH, _TABLE):
            if element.tag == _TABLE:
                counts["表"] += 1
                self._tables[element] = caption or f"表{counts['表']}"
                caption = ""
                continue
            words = without_marks(words_in(element)).strip()
            if not words or _nearest(element, _CELL) is not None:
                continue
            style = style_of(element)
            if style == StyleName.ATTACHMENT_TITLE:
                section = f"附件“{words}”"
            caption = (
                words if style in {StyleName.TABLE_CAPTION, StyleName.ATTACHMENT_TITLE} else ""
            )
            self._paragraphs[element] = self._name(
                style, words, section if not before_title else ""
            )
            if self._paragraphs[element] == "":
                counts[section] += 1
                self._paragraphs[element] = f"{section}第{counts[section]}段"
            before_title = before_title and style != StyleName.TITLE

    def _name(self, style: str, words: str, section: str) -> str:
        """Return the name of a paragraph that isn't counted, or an empty text."""
        if style == StyleName.TITLE:
            return "标题"
        if style in HEADING_STYLES or style == StyleName.TABLE_CAPTION:
            return f"“{_opening(words)}”"
        if style in NON_TEXT_STYLES or not section:
            return f"版头“{_opening(words)}”"
        return ""


def _opening(words: str) -> str:
    return words if len(words) <= _OPENING_CHARS else f"{words[:_OPENING_CHARS]}…"


def _nearest(element: Element, tag: str) -> Element | None:
    """Return the nearest element of *tag* that contains *element*."""
    return next(element.iterancestors(tag), None)
