"""Recognise the tables of a text (表格), among those that only place words, and what belongs to one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.official.ooxml.elements import style_of
from pipeline.official.ooxml.style_names import StyleName
from pipeline.official.standard.patterns import TABLE_NOTE, TOTAL_ROW

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

_ROWS_AT_END: Final = 2  # on the last page of a table, besides its total


def is_data_table(element: Element) -> bool:
    """Return whether *element* is a table with a header row of ours."""
    if element.tag != qn("w:tbl"):
        return False
    head = element.find(qn("w:tr"))
    return head is not None and any(
        style_of(each) == StyleName.TABLE_HEADER for each in head.iter(qn("w:p"))
    )


def rows_at_end(words_of_last_row: str) -> int:
    """Return how many rows the last page of a table has at least: two, and the total (合计)."""
    return _ROWS_AT_END + bool(TOTAL_ROW.match(words_of_last_row))


def is_table_note(words: str) -> bool:
    """Return whether a paragraph right below a table is a note on it (注)."""
    return bool(TABLE_NOTE.match(words))
