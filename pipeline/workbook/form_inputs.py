"""Open the cells of a form that a unit fills in, and lock the rest, by patching a sheet's XML.

What the office itself set stays: its protection, its drop-downs and rules, its page footer.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from pipeline.model.grid import Address, area_of
from pipeline.workbook.form_rules import add_rules
from pipeline.workbook.package import MAIN
from pipeline.workbook.sheet_cells import cell_element, row_element
from pipeline.workbook.sheet_order import insert_child

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from pipeline.workbook.writing.plan import InputRule

_SECTIONS: Final = ("&L", "&R", "&C")  # of a page footer (ECMA-376 18.3.1.58)


@dataclass(frozen=True, slots=True)
class SheetInputs:
    """Describe what a unit may fill in on one sheet.

    ``cells`` are unlocked; ``rules`` are entered where the office has set none; ``extensible``
    allows inserting and deleting rows, for a list; ``footer`` is printed at the foot of each page.
    """

    sheet: str
    cells: frozenset[Address]
    rules: tuple[InputRule, ...] = ()
    extensible: bool = False
    footer: str = ""


def open_inputs(sheet: etree._Element, styles: etree._Element | None, inputs: SheetInputs) -> None:
    """Unlock the cells of *inputs* in *sheet*, protect the rest without a password, add rules and footer.

    Formats for unlocked cells are appended to *styles*; without styles nothing is locked.
    """
    data = sheet.find(f"{{{MAIN}}}sheetData")
    formats = styles.find(f"{{{MAIN}}}cellXfs") if styles is not None else None
    if data is None:
        return
    if formats is not None and len(formats):
        _unlock(sheet, data, formats, inputs.cells)
        _protect(sheet, extensible=inputs.extensible)
    add_rules(sheet, inputs.rules)
    if inputs.footer:
        _add_footer(sheet, inputs.footer)


def _unlock(
    sheet: etree._Element,
    data: etree._Element,
    formats: etree._Element,
    cells: Collection[Address],
) -> None:
    of_columns = list(_column_formats(sheet))
    unlocked: dict[str, str] = {}
    for row_number, row_cells in _by_row(_with_merged(sheet, cells)):
        row = row_element(data, row_number)
        for at in row_cells:
            element = cell_element(row, at)
            if element.find(f"{{{MAIN}}}f") is not None:
                continue
            style = element.get("s") or _inherited(row, at.column, of_columns)
            if style not in unlocked:
                unlocked[style] = _unlocked_format(formats, style)
            element.set("s", unlocked[style])


def _with_merged(sheet: etree._Element, cells: Collection[Address]) -> set[Address]:
    """Return *cells* with all others of the merged ranges that they begin: a range is locked as a whole."""
    found = set(cells)
    for merge in sheet.iter(f"{{{MAIN}}}mergeCell"):
        area = area_of(merge.get("ref", ""))
        if area is not None and area[0] in found:
            first, last = area
            found |= {
                Address(row, column)
                for row in range(first.row, last.row + 1)
                for column in range(first.column, last.column + 1)
            }
    return found


def _by_row(cells: Iterable[Address]) -> Iterator[tuple[int, list[Address]]]:
    rows: dict[int, list[Address]] = {}
    for at in sorted(cells):
        rows.setdefault(at.row, []).append(at)
    yield from rows.items()


def _column_formats(sheet: etree._Element) -> Iterator[tuple[int, int, str]]:
    for column in sheet.iterfind(f"{{{MAIN}}}cols/{{{MAIN}}}col"):
        yield int(column.get("min", "0")), int(column.get("max", "0")), column.get("style", "0")


def _inherited(row: etree._Element, column: int, of_columns: Sequence[tuple[int, int, str]]) -> str:
    """Return the format that an empty cell takes from its row, else from its column."""
    if row.get("customFormat") in {"1", "true"}:
        return str(row.get("s", "0"))
    return next((style for first, last, style in of_columns if first <= column <= last), "0")


def _unlocked_format(formats: etree._Element, style: str) -> str:
    """Return the number of a cell format like *style* but unlocked; append it where there is none."""
    number = int(style) if int(style) < len(formats) else 0
    made = deepcopy(formats[number])
    protection = made.find(f"{{{MAIN}}}protection")
    if protection is None:
        protection = etree.Element(f"{{{MAIN}}}protection")
        alignment = made.find(f"{{{MAIN}}}alignment")
        if alignment is None:
            made.insert(0, protection)
        else:
            alignment.addnext(protection)
    protection.set("locked", "0")
    made.set("applyProtection", "1")
    wanted = etree.tostring(made)
    for known, each in enumerate(formats):
        if etree.tostring(each) == wanted:
            return str(known)
    formats.append(made)
    formats.set("count", str(len(formats)))
    return str(len(formats) - 1)


def _protect(sheet: etree._Element, *, extensible: bool) -> None:
    """Protect the sheet without a password, unless the office has protected it already.

    An attribute that is 0 leaves the action open (ECMA-376 18.3.1.85).
    """
    known = sheet.find(f"{{{MAIN}}}sheetProtection")
    if known is not None and known.get("sheet") in {"1", "true"}:
        return
    if known is not None:
        sheet.remove(known)
    allowed = dict.fromkeys(("formatCells", "formatColumns", "formatRows"), "0")
    if extensible:
        allowed |= dict.fromkeys(("insertRows", "deleteRows"), "0")
    insert_child(sheet, etree.Element(f"{{{MAIN}}}sheetProtection", sheet="1", **allowed))


def _add_footer(sheet: etree._Element, text: str) -> None:
    """Print *text* at the foot of each page, in the first section that the office left free."""
    shown = text.replace("&", "&&")
    holder = sheet.find(f"{{{MAIN}}}headerFooter")
    if holder is None:
        holder = insert_child(sheet, etree.Element(f"{{{MAIN}}}headerFooter"))
    footers = [
        each
        for each in holder
        if etree.QName(each).localname in {"oddFooter", "evenFooter", "firstFooter"}
    ]
    if not any(etree.QName(each).localname == "oddFooter" for each in footers):
        added = etree.Element(f"{{{MAIN}}}oddFooter")
        header = holder.find(f"{{{MAIN}}}oddHeader")
        if header is None:
            holder.insert(0, added)
        else:
            header.addnext(added)
        footers.append(added)
    for footer in footers:
        footer.text = _with_section(footer.text or "", shown)


def _with_section(footer: str, text: str) -> str:
    if footer and not footer.startswith(_SECTIONS):
        footer = f"&C{footer}"  # what names no section is printed in the middle
    free = next((section for section in _SECTIONS if section not in footer), None)
    if free is None:
        return footer.replace("&L", f"&L{text}　", 1)
    return f"{footer}{free}{text}" if free != "&L" else f"&L{text}{footer}"
