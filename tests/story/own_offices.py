"""An office that has filled in 本机关.xlsx, and texts and enclosures of made-up words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import docx
import openpyxl
from docx.oxml.ns import qn

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace import Workspace

ORGAN: Final = "云川市水利局"
_NAMES: Final = {"〇〇市〇〇局": ORGAN, "〇〇发": "云水发", "〇〇函": "云水函"}
_CELLS: Final = (
    ("请示", "签发人", "〇〇〇"),
    ("报告", "签发人", "〇〇〇"),
    ("请示", "主送", "云川市人民政府"),
    ("报告", "主送", "云川市人民政府"),
    ("命令", "签发人", "局长 〇〇〇"),
    ("会议简报", "抄送", "报：市委办公室。；发：各县（市、区）水利局。"),
)


def fill_in(workspace: Workspace) -> None:
    """Replace the placeholders of 本机关.xlsx, as an office does."""
    book = openpyxl.load_workbook(workspace.own_office)
    for sheet in book:
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                for old, new in _NAMES.items():
                    if isinstance(cell.value, str):
                        cell.value = cell.value.replace(old, new)
    for name, text in (("联系人", "办公室"), ("电话", "0000-3210123")):
        next(row for row in book["机关"].iter_rows() if row[0].value == name)[1].value = text
    book.save(workspace.own_office)
    for kind, column, text in _CELLS:
        set_cell(workspace, kind, column, text)


def set_cell(workspace: Workspace, kind: str, column: str, text: str) -> str:
    """Write *text* into the row of *kind* of the 发文 sheet; return the cell's address."""
    book = openpyxl.load_workbook(workspace.own_office)
    sheet = book["发文"]
    titles = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == kind)
    cell = row[titles.index(column)]
    cell.value = text
    book.save(workspace.own_office)
    return str(cell.coordinate)


def word_file(path: Path, lines: list[str], rows: list[list[str]] | None = None) -> Path:
    """Write a Word document with a paragraph for each of *lines*, and a table."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    for number, cells in enumerate(rows or []):
        table = document.tables[0] if number else document.add_table(0, len(cells))
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def words_of_file(path: Path) -> str:
    """Return the words of a Word file, a paragraph a line, those of its headers first, tables included."""
    document = docx.Document(str(path))
    heads = [p.text for p in document.sections[0].first_page_header.paragraphs]
    body = [
        "".join(t.text or "" for t in p.iter(qn("w:t")))
        for p in document.element.body.iter(qn("w:p"))
    ]
    return "\n".join((*heads, *body))
