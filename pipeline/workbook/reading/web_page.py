"""Read web pages named .xls (网页表格), which many systems write as their “Excel export”.

Tables are stacked on one sheet with the text between them, as a spreadsheet program opens a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lxml import etree, html

from pipeline.model.grid import Address, Cell, Grid, Merge
from pipeline.workbook.errors import WorkbookUnreadable, raise_if_short_of_memory
from pipeline.workbook.limits import (
    refuse_if_too_large,
    refuse_if_too_many,
    refuse_if_too_many_tags,
)
from pipeline.workbook.reading.cells import number_cell, text_cell
from pipeline.workbook.reading.shown import against_shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_SHEET: Final = "Sheet1"
_INVISIBLE: Final = frozenset({"script", "style", "head", "title", "noscript", "template"})
_INLINE: Final = frozenset(
    {"a", "b", "i", "u", "s", "em", "strong", "font", "span", "sub", "sup", "small", "label", "o:p"}
)
_NO_TABLE: Final = "这是网页，里面没有表格。请用 Excel/WPS 打开后另存为 .xlsx 再报送。"
_FRAMES: Final = "这是“网页”格式的首页，表格在另一个文件夹里，没有一起报来。请用 Excel/WPS 打开原表，另存为 .xlsx 后再报送。"
_BROKEN: Final = "网页结构已损坏。请用 Excel/WPS 打开后另存为 .xlsx 再报送。"
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_NOT_PLAIN_NUMBER: Final = re.compile(r"[%年月日:/]|\d-\d")  # a percentage, a date, a time
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
_SPAN_AT_MOST: Final = 1000
_TAGS_AT_MOST: Final = 600_000  # end tags are counted too


def web_page_grids(text: str, name: str) -> tuple[Grid, ...]:
    """Read a page as one sheet.

    Raises:
        WorkbookUnreadable: no table in it, broken, or too large.
    """
    refuse_if_too_many_tags(text.count("<"), name, _TAGS_AT_MOST)
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    try:
        page = html.document_fromstring(_DECLARATION.sub("", text).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise_if_short_of_memory(error)
        raise WorkbookUnreadable(name, _BROKEN) from error
    if (
        parser.error_log.filter_from_fatals()
    ):  # nested too deep: the library leaves out all the rest
        raise WorkbookUnreadable(name, _BROKEN)
    if next(page.iter("table"), None) is None:
        framed = next(page.iter("frameset"), None) is not None
        raise WorkbookUnreadable(name, _FRAMES if framed else _NO_TABLE)
    sheet = _Sheet(name)
    for block in _blocks(page):
        if isinstance(block, str):
            sheet.add_words(block)
        else:
            sheet.add_table(block)
    if not sheet.cells:
        raise WorkbookUnreadable(name, _NO_TABLE)
    return (Grid(_SHEET, MappingProxyType(sheet.cells), tuple(sheet.merges)),)


@dataclass(slots=True)
class _Sheet:
    """Collect the sheet, block under block."""

    name: str
    cells: dict[Address, Cell] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    _next: int = 1

    def add_words(self, words: str) -> None:
        cell = text_cell(_SPACE.sub(" ", words).strip())
        if cell is not None:
            self.cells[Address(self._next, 1)] = cell
            self._next += 1

    def add_table(self, table: HtmlElement) -> None:
        occupied: set[Address] = set()
        top = row = self._next
        for line in _own_rows(table):
            column = 0
            for element in line.iterchildren("td", "th"):
                column += 1
                while Address(row, column) in occupied:
                    column += 1
                column = self._add_cell(element, Address(row, column), occupied)
            row += 1
        self._next = max(row, top, *(at.row + 1 for at in occupied)) if occupied else row

    def _add_cell(self, element: HtmlElement, at: Address, occupied: set[Address]) -> int:
        """Insert one cell; return the last column that it covers."""
        last = Address(
            at.row + _span(element, "rowspan") - 1, at.column + _span(element, "colspan") - 1
        )
        refuse_if_too_large(last.row, last.column, _SHEET, self.name)
        refuse_if_too_many(
            len(occupied) + (last.row - at.row + 1) * (last.column - at.column + 1), self.name
        )
        covered = [
            Address(row, column)
            for row in range(at.row, last.row + 1)
            for column in range(at.column, last.column + 1)
        ]
        occupied.update(covered)
        if last != at:
            self.merges.append(Merge(at, last))
        cell = _cell(element)
        if cell is not None:
            self.cells[at] = cell
            refuse_if_too_many(len(self.cells), self.name)
        return last.column


def _blocks(page: HtmlElement) -> Iterator[str | HtmlElement]:
    """Yield the page's tables and the text outside them, in their order.

    A table within a table's cell is a block too: it follows that table, nothing is left out.
    """
    words: list[str] = []
    tables = 0  # those that the walk is within
    for event, element in etree.iterwalk(page, events=("start", "end")):
        table = element.tag == "table"
        tables -= table and event == "end"
        if event == "start" and table:
            yield "".join(words)
            words.clear()
            yield element
        elif event == "start" and not tables and _is_visible(element):
            if element.tag not in _INLINE:
                yield "".join(words)
                words.clear()
            words.append(element.text or "")
        if event == "end" and not tables and element.tag not in {"html", "body"}:
            words.append(element.tail or "")
        tables += table and event == "start"
    yield "".join(words)


def _is_visible(element: HtmlElement) -> bool:
    return isinstance(element.tag, str) and element.tag not in _INVISIBLE


def _own_rows(table: HtmlElement) -> Iterator[HtmlElement]:
    for child in table.iterchildren("caption", "tr", "thead", "tbody", "tfoot"):
        if child.tag == "tr":
            yield child
        elif child.tag == "caption":
            line = html.Element("tr")
            cell = html.Element("td")
            cell.text = child.text_content()
            line.append(cell)
            yield line
        else:
            yield from child.iterchildren("tr")


def _span(element: HtmlElement, attribute: str) -> int:
    raw = str(element.get(attribute, "1")).strip()
    return min(max(int(raw), 1), _SPAN_AT_MOST) if re.fullmatch(r"\d{1,6}", raw) else 1


def _cell(element: HtmlElement) -> Cell | None:
    displayed = _visible_text(element)
    stored = element.get("x:num")
    if stored and not _NOT_PLAIN_NUMBER.search(displayed):
        # The exact value that Excel stores with the rounded figure that it shows.
        try:
            return against_shown(number_cell(float(Decimal(stored))), displayed)
        except (InvalidOperation, OverflowError):
            return text_cell(displayed)
    return text_cell(displayed)


def _visible_text(element: HtmlElement) -> str:
    """Return the text of a cell as a person sees it: white space folded, ``<br>`` a new line."""
    parts: list[str] = []
    _collect_text(element, parts, started=False)
    lines = "".join(parts).replace("\u00a0", " ").split("\v")
    return "\n".join(_SPACE.sub(" ", line).strip() for line in lines).strip()


def _collect_text(element: HtmlElement, parts: list[str], *, started: bool) -> bool:
    """Append the text within *element* to *parts*; return whether any was found so far."""
    started = _append_text(element.text, parts) or started
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _INVISIBLE | {"table"}:
            if started and child.tag in {"br", "p", "div", "li"}:
                parts.append("\v")
            started = _collect_text(child, parts, started=started)
        started = _append_text(child.tail, parts) or started
    return started


def _append_text(text: str | None, parts: list[str]) -> bool:
    parts.append(text or "")
    return bool((text or "").strip())
