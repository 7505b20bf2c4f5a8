"""One workbook written in every kind of file that counties send: the same cells, other bytes."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import date
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING

import xlwt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipeline.model.grid import Book, CellValue, Grid

    Writer = Callable[[Book], bytes]

_EPOCH = date(1899, 12, 30)


def as_xls(book: Book) -> bytes:
    """BIFF8 in a compound file: Excel 97–2003, and WPS's .et."""
    workbook = xlwt.Workbook(encoding="utf-8")
    for grid in book.sheets:
        sheet = workbook.add_sheet(grid.name)
        sheet.visibility = 0 if grid.visible else 1
        for at, cell in grid.cells.items():
            style = xlwt.easyxf(num_format_str="YYYY-MM-DD" if _is_date(cell.value) else "General")
            value = float(cell.value) if isinstance(cell.value, Decimal) else cell.value
            sheet.write(at.row - 1, at.column - 1, value, style)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def as_jxl(book: Book) -> bytes:
    """As JExcelApi writes it: the texts as everybody writes them, and the code page 1252."""
    content, stated = as_xls(book), struct.pack("<HHH", 0x42, 2, 1200)
    assert stated in content
    return content.replace(stated, struct.pack("<HHH", 0x42, 2, 1252), 1)


def as_xls_in_capitals(book: Book) -> bytes:
    """With its stream's name in capitals."""
    return as_xls(book).replace("Workbook".encode("utf-16-le"), "WORKBOOK".encode("utf-16-le"), 1)


def as_biff5(book: Book) -> bytes:
    """BIFF5 in a compound file, drawn by hand: Excel 95, texts in the code page of GBK."""
    bodies = [_biff5_sheet(grid) for grid in book.sheets]
    names = [grid.name.encode("gbk") for grid in book.sheets]
    head = _biff(0x0809, struct.pack("<HHHH", 0x0500, 5, 0, 0)) + _biff(
        0x42, struct.pack("<H", 936)
    )
    head += _biff(0xE0, bytes(16)) * 16  # cell formats; the last is the one that cells have
    at = len(head) + sum(4 + 7 + len(name) for name in names) + 4
    for grid, name, body in zip(book.sheets, names, bodies, strict=True):
        hidden = 0 if grid.visible else 1
        head += _biff(0x85, struct.pack("<IHB", at, hidden, len(name)) + name)
        at += len(body)
    return _compound("Book", head + _biff(0x0A) + b"".join(bodies))


def _biff5_sheet(grid: Grid) -> bytes:
    records = [_biff(0x0809, struct.pack("<HHHH", 0x0500, 0x10, 0, 0))]
    for row, cells in _rows(grid).items():
        for column, value in cells.items():
            at = struct.pack("<HHH", row - 1, column - 1, 15)
            if isinstance(value, Decimal):
                records.append(_biff(0x0203, at + struct.pack("<d", float(value))))
            else:
                raw = str(value).encode("gbk")
                records.append(_biff(0x0204, at + struct.pack("<H", len(raw)) + raw))
    return b"".join([*records, _biff(0x0A)])


def _biff(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _compound(stream: str, content: bytes) -> bytes:
    """A compound file [MS-CFB] of one stream, above the 4,096 bytes below which it would be shared."""
    content = content.ljust(4096, b"\x00")
    sectors = -(-len(content) // 512)
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    header = bytearray(512)
    header[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    struct.pack_into("<5H", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<6I", header, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0)
    struct.pack_into("<2I", header, 68, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    directory = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry(
        stream, 2, 0xFFFFFFFF, 2, len(content)
    )
    fat = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    return (
        bytes(header) + fat + directory.ljust(512, b"\x00") + content.ljust(sectors * 512, b"\x00")
    )


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    head = raw.ljust(64, b"\x00") + struct.pack("<HBB", len(raw) + 2, kind, 1)
    head += struct.pack("<3I", 0xFFFFFFFF, 0xFFFFFFFF, child)
    return (head.ljust(116, b"\x00") + struct.pack("<IQ", start, size)).ljust(128, b"\x00")


def as_spreadsheetml(book: Book) -> bytes:
    """XML tables of Excel 2003."""
    sheets = "".join(_xml_sheet(grid) for grid in book.sheets)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
        f' xmlns:x="urn:schemas-microsoft-com:office:excel">{sheets}</Workbook>'
    ).encode()


def _xml_sheet(grid: Grid) -> str:
    rows = ""
    for row, cells in _rows(grid).items():
        row_cells = "".join(
            f'<Cell ss:Index="{column}"><Data ss:Type="{_xml_type(value)}">{_xml_text(value)}</Data></Cell>'
            for column, value in cells.items()
        )
        rows += f'<Row ss:Index="{row}">{row_cells}</Row>'
    hidden = "" if grid.visible else "<x:Visible>SheetHidden</x:Visible>"
    return (
        f'<Worksheet ss:Name="{escape(grid.name)}"><Table>{rows}</Table>'
        f"<x:WorksheetOptions>{hidden}</x:WorksheetOptions></Worksheet>"
    )


def _xml_type(value: CellValue) -> str:
    if isinstance(value, Decimal):
        return "Number"
    return "DateTime" if _is_date(value) else "String"


def _xml_text(value: CellValue) -> str:
    return f"{value}T00:00:00.000" if _is_date(value) else escape(str(value))


def as_web_page(book: Book, encoding: str = "gbk") -> bytes:
    """A page with the first sheet's table, as business systems export it under .xls."""
    rows = _rows(book.sheets[0])
    width = max(column for cells in rows.values() for column in cells)
    lines = "".join(
        "<tr>"
        + "".join(
            f"<td>{escape(str(rows.get(row, {}).get(column, '')))}</td>"
            for column in range(1, width + 1)
        )
        + "</tr>"
        for row in range(1, max(rows) + 1)
    )
    return (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}">'
        f"<style>td{{mso-number-format:General}}</style></head><body><table border=1>{lines}</table></body></html>"
    ).encode(encoding)


def as_delimited(book: Book, encoding: str = "gb18030", parted_by: str = ",") -> bytes:
    """The first sheet as text; values with a comma or a new line in quotes."""
    rows = _rows(book.sheets[0])
    width = max(column for cells in rows.values() for column in cells)
    lines = [
        parted_by.join(
            _quoted(str(rows.get(row, {}).get(column, "")), parted_by)
            for column in range(1, width + 1)
        )
        for row in range(1, max(rows) + 1)
    ]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def _quoted(text: str, parted_by: str) -> str:
    needs = parted_by in text or "\n" in text or '"' in text
    return '"' + text.replace('"', '""') + '"' if needs else text


def as_xlsb(book: Book) -> bytes:
    """Excel's binary workbook [MS-XLSB], drawn by hand: bundle, rows, texts and numbers in line."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        links = "".join(
            f'<Relationship Id="rId{n}" Type="worksheet" Target="worksheets/sheet{n}.bin"/>'
            for n, _ in enumerate(book.sheets, start=1)
        )
        package.writestr(
            "xl/_rels/workbook.bin.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f"{links}</Relationships>",
        )
        bundle = b"".join(
            _record(156, struct.pack("<II", 0 if grid.visible else 1, n) + _wide(f"rId{n}") + _wide(grid.name))
            for n, grid in enumerate(book.sheets, start=1)
        )  # fmt: skip
        head = _record(131) + _record(143) + bundle + _record(144) + _record(132)
        package.writestr("xl/workbook.bin", head)
        for n, grid in enumerate(book.sheets, start=1):
            package.writestr(f"xl/worksheets/sheet{n}.bin", _binary_sheet(grid))
    return stream.getvalue()


def _binary_sheet(grid: Grid) -> bytes:
    rows = _rows(grid)
    width = max((column for cells in rows.values() for column in cells), default=1)
    body = [
        _record(129),
        _record(148, struct.pack("<4I", 0, max(rows, default=1) - 1, 0, width - 1)),
    ]
    body.append(_record(145))
    for row, cells in rows.items():
        body.append(_record(0, struct.pack("<I", row - 1) + bytes(13)))
        for column, value in cells.items():
            at = struct.pack("<II", column - 1, 0)
            if isinstance(value, Decimal):
                body.append(_record(5, at + struct.pack("<d", float(value))))
            elif isinstance(value, date):
                body.append(_record(6, at + _wide(value.isoformat())))
            else:
                body.append(_record(6, at + _wide(str(value))))
    return b"".join([*body, _record(146), _record(130)])


def _record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, count = b"", len(data)
    while True:
        count, low = count >> 7, count & 0x7F
        size += bytes([low | (0x80 if count else 0)])
        if not count:
            return head + size + data


def _wide(text: str) -> bytes:
    raw = text.encode("utf-16-le")
    return struct.pack("<I", len(raw) // 2) + raw


def _rows(grid: Grid) -> Mapping[int, Mapping[int, CellValue]]:
    rows: dict[int, dict[int, CellValue]] = {}
    for at in sorted(grid.cells):
        rows.setdefault(at.row, {})[at.column] = grid.cells[at].value
    return rows


def _is_date(value: CellValue) -> bool:
    return isinstance(value, date)
