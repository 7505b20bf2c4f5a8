"""Fill the office's own form (表样) and copies of its sheets, by patching its package.

Styles, drop-downs, pictures and print set-up stay; parts that are not filled are copied byte for byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Address
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.filling.cells import SheetRows, write_cell
from pipeline.workbook.filling.charts import retarget_charts
from pipeline.workbook.filling.copy_sheet import (
    CONTENT,
    copy_sheet,
    register,
    relate,
    unrelate,
    xml_bytes,
)
from pipeline.workbook.filling.heights import merged_ends, raise_row, widen_column
from pipeline.workbook.filling.insert_rows import (
    insert_rows,
    move_anchors,
    move_comments,
    move_notes,
)
from pipeline.workbook.filling.note_sheets import note_part
from pipeline.workbook.filling.styles import Styles
from pipeline.workbook.filling.workbook_part import (
    REL,
    add_sheet,
    calculate_on_load,
    leave_unprinted,
    name_areas,
)
from pipeline.workbook.package import (
    MAIN,
    parse_part,
    read_package,
    relations_by_kind,
    workbook_parts,
    workbook_path,
    write_package,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from pipeline.workbook.filling.plan import FilledSheet, NoteSheet

_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_BOOK_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_TYPES: Final = "[Content_Types].xml"
_MOVES: Final = {"drawing": move_anchors, "comments": move_comments, "vmlDrawing": move_notes}
_STALE: Final = frozenset({"calcChain", "vbaProject"})  # an order of formulas that changed; macros


def fill_form(
    content: bytes, name: str, sheets: Sequence[FilledSheet], notes: Sequence[NoteSheet] = ()
) -> bytes:
    """Return the form with its own *sheets* filled, the copies of them after it, the *notes* last.

    A sheet whose name is that of its origin is filled where it is. The same values give the same bytes.

    Raises:
        WorkbookUnreadable: it is no .xlsx package, or one that can't be patched.
    """
    parts = dict(read_package(content, name))
    found = workbook_parts(parts, name)
    own = {sheet.title: sheet.path for sheet in found.sheets}
    copied = [sheet for sheet in sheets if sheet.name not in own]
    # Copied before the form's own sheets are filled.
    paths = own | {sheet.name: copy_sheet(parts, own[sheet.origin], name) for sheet in copied}
    styles = Styles(parse_part(parts[found.styles], name))
    for sheet in sheets:
        _fill(parts, paths[sheet.name], sheet, (styles, name))
    book_path = workbook_path(parts, name)
    added = [(sheet.name, paths[sheet.name]) for sheet in copied]
    heading = styles.heading() if notes else "0"
    for number, note in enumerate(notes, start=1):
        path = f"xl/worksheets/baosong{number}.xml"
        parts[path] = note_part(note, heading, styles.wrapping("0"))
        register(parts, path, _SHEET_TYPE, name)
        added.append((note.name, path))
    parts[found.styles] = xml_bytes(styles.root)
    _enter(parts, added, (sheets, notes), name)
    unrelate(parts, book_path, _STALE, name)
    _without_macros(parts, book_path, name)
    return write_package(parts, content)


def _fill(
    parts: dict[str, bytes], path: str, sheet: FilledSheet, context: tuple[Styles, str]
) -> None:
    styles, name = context
    root = parse_part(parts[path], name)
    data = root.find(f"{{{MAIN}}}sheetData")
    if data is None:
        raise WorkbookUnreadable(
            name, "表样的格式少见，程序填不进去。请用 Excel/WPS 另存为普通的 .xlsx 再试。"
        )
    insert_rows(root, sheet.insertions)
    rows = SheetRows(data, {int(row.get("r", "0")): row for row in data if row.get("r")})
    ends = merged_ends(root)
    for filled in sheet.cells:
        cell = write_cell(rows, filled)
        if filled.wrap and isinstance(filled.value, str):
            cell.set("s", styles.wrapping(cell.get("s", "0"), lines="\n" in filled.value))
            raise_row(root, rows, filled.at, ends.get(filled.at, filled.at), filled.value)
    _correct_dimension(root, sheet)
    if sheet.widened:
        widen_column(root, sheet.widened)
    parts[path] = xml_bytes(root)
    if sheet.insertions:
        _move_drawings(parts, path, sheet, name)
    if sheet.insertions or sheet.name != sheet.origin:
        retarget_charts(parts, path, sheet, name)


def _correct_dimension(root: etree._Element, sheet: FilledSheet) -> None:
    """Remove the stated size of a sheet that has grown; a program computes it where it is missing."""
    dimension = root.find(f"{{{MAIN}}}dimension")
    if dimension is not None and (sheet.insertions or sheet.widened):
        root.remove(dimension)


def _move_drawings(parts: dict[str, bytes], path: str, sheet: FilledSheet, name: str) -> None:
    """Move the pictures, text boxes and comments that are below the inserted rows."""
    found, _ = relations_by_kind(parts, path, name)
    for target, kind in found.values():
        move = _MOVES.get(kind)
        if move is not None and target in parts:
            drawing = parse_part(parts[target], name)
            move(drawing, sheet.insertions)
            parts[target] = xml_bytes(drawing)


def _enter(
    parts: dict[str, bytes],
    added: Sequence[tuple[str, str]],
    planned: tuple[Sequence[FilledSheet], Sequence[NoteSheet]],
    name: str,
) -> None:
    """Enter the sheets *added*, by title and part, in the workbook, with the printed areas of all."""
    path = workbook_path(parts, name)
    sheets, notes = planned
    book = parse_part(parts[path], name)
    for title, part in added:
        add_sheet(book, title, relate(parts, path, part, f"{REL}/worksheet", name))
    name_areas(book, sheets)
    for note in notes:
        if not note.printed:
            leave_unprinted(book, note.name, Address(1, len(note.widths) + 2))
    calculate_on_load(book)
    parts[path] = xml_bytes(book)


def _without_macros(parts: dict[str, bytes], path: str, name: str) -> None:
    """State that the workbook is one without macros: they would run on sheets that have changed."""
    types = parse_part(parts[_TYPES], name)
    for entry in types.findall(f"{{{CONTENT}}}Override"):
        if str(entry.get("PartName")) == f"/{path}" and "macroEnabled" in str(
            entry.get("ContentType")
        ):
            entry.set("ContentType", _BOOK_TYPE)
            parts[_TYPES] = xml_bytes(types)
