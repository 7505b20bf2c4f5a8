"""Write a marked-up copy (批注件) of a submitted workbook, by patching its XML.

openpyxl would drop the submitter's cross-sheet drop-downs and text boxes on saving. Here only
what has to change is changed: the cells' style, and the sheet's comments.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from pipeline.model.finding import Level
from pipeline.model.grid import address_of
from pipeline.workbook.comments import add_comments
from pipeline.workbook.errors import MarkupImpossible, WorkbookUnreadable
from pipeline.workbook.package import MAIN, parse_part, read_package, sheet_parts, write_package
from pipeline.workbook.sheet_cells import cell_element, row_element

if TYPE_CHECKING:
    from collections.abc import Sequence

_FILLS: Final = {Level.ERROR: "FFFF9999", Level.MUST_EXPLAIN: "FFFFD966", Level.WARNING: "FFFFF2CC"}
_STYLES: Final = "xl/styles.xml"


@dataclass(frozen=True, slots=True)
class Mark:
    """Describe one cell to highlight, and the text of its comment."""

    sheet: str
    cell: str
    text: str
    level: Level


def mark_up(content: bytes, name: str, marks: Sequence[Mark]) -> bytes:
    """Return a copy of the .xlsx *content* in which *marks* are highlighted and commented.

    Every part that holds neither a marked cell, a style nor a comment is copied as it is.

    Raises:
        MarkupImpossible: it is no .xlsx package of the usual (transitional) kind.
    """
    try:
        parts = read_package(content, name)
        paths = dict(sheet_parts(parts, name))
        styles = parse_part(parts[_STYLES], name)
        for sheet, path in paths.items():
            own = [mark for mark in marks if mark.sheet == sheet and address_of(mark.cell)]
            if own:
                parts[path] = _highlight(parse_part(parts[path], name), own, styles)
                add_comments(parts, path, [(mark.cell, mark.text) for mark in _merge_by_cell(own)])
        parts[_STYLES] = _bytes(styles)
    except (WorkbookUnreadable, KeyError, etree.LxmlError) as error:
        raise MarkupImpossible(name) from error
    return write_package(parts, content)


def _merge_by_cell(marks: Sequence[Mark]) -> list[Mark]:
    """Return one mark for each cell: a cell has one comment, so several findings share it."""
    texts: dict[str, list[str]] = {}
    for mark in marks:
        texts.setdefault(mark.cell, []).append(mark.text)
    return [Mark("", cell, "\n".join(lines), Level.ERROR) for cell, lines in texts.items()]


def _highlight(sheet: etree._Element, marks: Sequence[Mark], styles: etree._Element) -> bytes:
    data = sheet.find(f"{{{MAIN}}}sheetData")
    if data is None:
        raise KeyError("sheetData")
    worst: dict[str, Level] = {}
    for mark in sorted(marks, key=lambda mark: list(Level).index(mark.level), reverse=True):
        worst[mark.cell] = mark.level
    for cell, level in worst.items():
        at = address_of(cell)
        if at is not None:
            element = cell_element(row_element(data, at.row), at)
            element.set("s", str(_add_filled_style(styles, int(element.get("s", "0")), level)))
    return _bytes(sheet)


def _add_filled_style(styles: etree._Element, style: int, level: Level) -> int:
    """Return the number of a cell format like *style* but filled; append one if needed."""
    formats = styles.find(f"{{{MAIN}}}cellXfs")
    fills = styles.find(f"{{{MAIN}}}fills")
    if formats is None or fills is None or style >= len(formats):
        raise KeyError("cellXfs")
    fill = _fill(fills, _FILLS[level])
    made = deepcopy(formats[style])
    made.set("fillId", str(fill))
    made.set("applyFill", "1")
    wanted = etree.tostring(made)
    for number, known in enumerate(formats):
        if etree.tostring(known) == wanted:
            return number
    formats.append(made)
    formats.set("count", str(len(formats)))
    return len(formats) - 1


def _fill(fills: etree._Element, colour: str) -> int:
    for number, known in enumerate(fills):
        front = known.find(f"{{{MAIN}}}patternFill/{{{MAIN}}}fgColor")
        if front is not None and front.get("rgb") == colour:
            return number
    fill = etree.SubElement(fills, f"{{{MAIN}}}fill")
    pattern = etree.SubElement(fill, f"{{{MAIN}}}patternFill", patternType="solid")
    etree.SubElement(pattern, f"{{{MAIN}}}fgColor", rgb=colour)
    etree.SubElement(pattern, f"{{{MAIN}}}bgColor", indexed="64")
    fills.set("count", str(len(fills)))
    return len(fills) - 1


def _bytes(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
