"""Dates, percentages and errors are what a person sees, in every kind of file and epoch."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import zipfile
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final

import pytest
import xlsxwriter
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from pipeline.workbook.reading.binary_flags import xls_flags, xlsb_flags
from pipeline.workbook.reading.compound import read_stream
from pipeline.workbook.reading.read import read_book
from tests.conftest import require
from tests.workbook.written_otherwise import _record, _wide

if TYPE_CHECKING:
    from pathlib import Path

_DAY: Final = date(2026, 9, 30)
_MOMENT: Final = datetime(2026, 9, 30, 14, 30)  # noqa: DTZ001 - a cell knows no zone
_SERIAL: Final = 46295
_EPOCHS_APART: Final = 1462


def seen(content: bytes) -> dict[str, object]:
    """Each cell's value, or its fault."""
    (grid,) = read_book(content, "表").sheets
    return {str(at): cell.fault or cell.value for at, cell in grid.cells.items()}


def as_xlsx(*, from_1904: bool) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"date_1904": from_1904, "in_memory": True})
    sheet = book.add_worksheet()
    day, moment, share = (
        book.add_format({"num_format": code}) for code in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm", "0.0%")
    )
    sheet.write_datetime(0, 0, datetime(2026, 9, 30), day)  # noqa: DTZ001
    sheet.write_datetime(1, 0, _MOMENT, moment)
    sheet.write_number(2, 0, 1.2, share)
    sheet.write_formula(3, 0, "=1/0", None, "#DIV/0!")
    sheet.write_formula(4, 0, "=0.1+0.2", None, 0.1 + 0.2)
    sheet.write_number(5, 0, 1.2)
    book.close()
    return stream.getvalue()


def as_xls(*, from_1904: bool) -> bytes:
    book = xlwt.Workbook()
    book.dates_1904 = from_1904
    sheet = book.add_sheet("表")
    styles = [
        xlwt.easyxf(num_format_str=code) for code in ("YYYY-MM-DD", "YYYY-MM-DD HH:MM", "0.0%")
    ]
    for row, (value, style) in enumerate(zip((_DAY, _MOMENT, 1.2), styles, strict=True)):
        sheet.write(row, 0, value, style)
    sheet.row(3).set_cell_error(0, "#DIV/0!")
    sheet.write(4, 0, 0.1 + 0.2)
    sheet.write(5, 0, 1.2)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_xlsb(*, from_1904: bool) -> bytes:
    """Drawn by hand, records after [MS-XLSB] 2.4: there is no free writer."""
    serial = _SERIAL - (_EPOCHS_APART if from_1904 else 0)
    cells = [
        (5, 1, struct.pack("<d", serial)),
        (5, 2, struct.pack("<d", serial + 14.5 / 24)),
        (5, 3, struct.pack("<d", 1.2)),
        (11, 0, b"\x07" + bytes(6)),
        (9, 0, struct.pack("<d", 0.1 + 0.2) + bytes(10)),
        (5, 0, struct.pack("<d", 1.2)),
    ]
    body = _record(129) + _record(148, struct.pack("<4I", 0, len(cells) - 1, 0, 0)) + _record(145)
    for row, (kind, look, value) in enumerate(cells):
        body += _record(0, struct.pack("<I", row) + bytes(13))
        body += _record(kind, struct.pack("<II", 0, look) + value)
    codes = _record(44, struct.pack("<H", 176) + _wide("0.0%"))
    looks = b"".join(
        _record(47, struct.pack("<HH", 0, code) + bytes(12)) for code in (0, 14, 22, 176)
    )
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "xl/_rels/workbook.bin.rels": (
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="rId1" Target="worksheets/sheet1.bin"/></Relationships>'
        ),
        "xl/workbook.bin": _record(131)
        + _record(153, struct.pack("<II", int(from_1904), 0) + _wide(""))
        + _record(143)
        + _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("表"))
        + _record(144)
        + _record(132),
        "xl/styles.bin": _record(278) + codes + _record(617, struct.pack("<I", 4)) + looks
        + _record(618) + _record(279),
        "xl/worksheets/sheet1.bin": body + _record(146) + _record(130),
    }  # fmt: skip
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for path, part in parts.items():
            package.writestr(path, part)
    return stream.getvalue()


SEEN: Final = {
    "A1": _DAY,
    "A2": _MOMENT,
    "A3": "120%",
    "A4": "#DIV/0!",
    "A5": Decimal("0.3"),  # 0.30000000000000004 is binary noise: a spreadsheet shows 15 digits
    "A6": Decimal("1.2"),
}


@pytest.mark.parametrize("from_1904", [False, True], ids=["1900", "1904"])
@pytest.mark.parametrize("write", [as_xlsx, as_xls, as_xlsb])
def test_every_kind_of_file_reads_the_same_in_both_epochs(
    write: object, *, from_1904: bool
) -> None:
    assert seen(write(from_1904=from_1904)) == SEEN  # type: ignore[operator]


@pytest.mark.render
@pytest.mark.parametrize("from_1904", [False, True], ids=["1900", "1904"])
@pytest.mark.parametrize("kind", ["xls", "xlsx", "ods"])
def test_what_an_office_program_saved_again_reads_the_same(
    kind: str, tmp_path: Path, *, from_1904: bool
) -> None:
    office = shutil.which("soffice")
    require(office, "LibreOffice")
    path = tmp_path / "原件.xlsx"
    path.write_bytes(as_xlsx(from_1904=from_1904))

    subprocess.run(
        [
            str(office), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
            "--convert-to", kind, "--outdir", str(tmp_path / "另存"), str(path),
        ],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip

    saved = seen((tmp_path / "另存" / f"原件.{kind}").read_bytes())
    assert {at: saved.get(at) for at in ("A1", "A2", "A5", "A6")} == {
        at: SEEN[at] for at in ("A1", "A2", "A5", "A6")
    }
    assert (saved["A3"], saved["A4"]) == (SEEN["A3"], SEEN["A4"])


def test_an_error_in_a_formula_of_an_old_workbook_is_reported() -> None:
    content = as_xls(from_1904=False)
    # xlwt writes no formula with an error for its result: the number's record is made one.
    number = struct.pack("<HHHH", 0x0203, 14, 4, 0)
    at = content.index(number)
    look = content[at + 8 : at + 10]
    formula = (
        struct.pack("<HHHH", 0x0006, 14, 4, 0) + look + bytes([2, 0, 0x17, 0, 0, 0, 0xFF, 0xFF])
    )

    flags = xls_flags(
        read_stream(content[:at] + formula + content[at + len(formula) :], "Workbook")
    )["表"]

    assert {str(place): fault for place, fault in flags.faults.items()}["A5"] == "#REF!"


@cache
def _written() -> tuple[bytes, dict[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(as_xlsb(from_1904=False))) as package:
        book = read_stream(as_xls(from_1904=False), "Workbook")
        return book, {path: package.read(path) for path in package.namelist()}


@given(st.binary(max_size=64), st.integers(0, 40_000))
def test_marks_of_altered_workbooks_are_found_or_not_but_never_break(junk: bytes, at: int) -> None:
    content, parts = _written()
    at %= len(content)

    xls_flags(content[:at] + junk + content[at + len(junk) :])
    for path in ("xl/workbook.bin", "xl/styles.bin", "xl/worksheets/sheet1.bin"):
        place = at % len(parts[path])
        spoilt = parts[path][:place] + junk + parts[path][place + len(junk) :]
        xlsb_flags({**parts, path: spoilt}, "表")
