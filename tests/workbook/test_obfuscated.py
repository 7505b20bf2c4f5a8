"""Workbooks under the XOR obfuscation of old Excel [MS-OFFCRYPTO] 2.3.7: with Excel's own password, and a person's."""

from __future__ import annotations

import shutil
import struct
import subprocess
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pytest
from msoffcrypto.method.xor_obfuscation import DocumentXOR
from xlwt.CompoundDoc import XlsDoc

from pipeline.model.grid import Address, Book, Cell, Grid
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.reading.compound import read_stream, single_stream_file
from pipeline.workbook.reading.read import read_book
from tests.workbook.written_otherwise import as_biff5, as_xls

if TYPE_CHECKING:
    from pathlib import Path

FORM: Final = Grid(
    "基本情况",
    {
        Address(1, 1): Cell("东河区"),
        Address(1, 2): Cell(Decimal(30)),
        Address(2, 1): Cell("一段比较长的文字，" * 40),
        Address(3, 2): Cell(Decimal("12.5")),
    },
)
OTHER: Final = Grid("名单", {Address(1, 1): Cell("甲"), Address(2, 1): Cell("乙")})
BOOK: Final = Book("表", (FORM, OTHER))
BUILT_IN: Final = "VelvetSweatshop"
PLAIN: Final = frozenset({0x0809, 0x002F, 0x0194, 0x0195, 0x00E1, 0x0196, 0x0138})
SHEET: Final = 0x0085


def verifier(password: str) -> int:
    """The password verifier of 2.3.7.1, found by trying: the library only compares."""
    return next(n for n in range(0x10000) if DocumentXOR.verifypw(password, n))


def obfuscated(stream: bytes, password: str) -> bytes:
    """The *stream* of a workbook with a FilePass after its first record, each record's data hidden."""
    old = struct.unpack_from("<H", stream, 4)[0] < 0x0600
    key = DocumentXOR.create_xor_key_method1(password)
    pair = struct.pack("<HH", key, verifier(password))
    data = pair if old else bytes(2) + pair
    lock = struct.pack("<HH", 0x002F, len(data)) + data
    head = 4 + struct.unpack_from("<H", stream, 2)[0]
    book = bytearray(stream[:head] + lock + stream[head:])
    array = DocumentXOR.create_xor_array_method1(password)
    at = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        start = at + 4
        if kind == SHEET:
            (place,) = struct.unpack_from("<I", book, start)
            struct.pack_into("<I", book, start, place + len(lock))
        if kind not in PLAIN:
            for n in range(4 if kind == SHEET else 0, length):
                turned = (book[start + n] << 5 | book[start + n] >> 3) & 0xFF
                book[start + n] = turned ^ array[(start + length + n) % 16]
        at = start + length
    return bytes(book)


def xls(password: str) -> bytes:
    return single_stream_file(
        "Workbook", obfuscated(read_stream(as_xls(BOOK), "Workbook"), password)
    )


def excel_95(password: str) -> bytes:
    return single_stream_file("Book", obfuscated(read_stream(as_biff5(BOOK), "Book"), password))


@pytest.mark.parametrize("written", [xls, excel_95])
def test_what_excel_opens_without_a_question_is_read(written: object) -> None:
    read = read_book(written(BUILT_IN), "表")  # type: ignore[operator]

    assert [grid.name for grid in read.sheets] == ["基本情况", "名单"]
    assert [grid.cells for grid in read.sheets] == [FORM.cells, OTHER.cells]


@pytest.mark.parametrize("written", [xls, excel_95])
@pytest.mark.parametrize("password", ["abc", "123456789012345"])
def test_a_password_of_a_person_is_asked_to_be_taken_off(written: object, password: str) -> None:
    with pytest.raises(WorkbookUnreadable, match="取消密码"):
        read_book(written(password), "表")  # type: ignore[operator]


@pytest.mark.render
def test_another_program_opens_the_same_workbook(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    with (tmp_path / "表.xls").open("wb") as container:
        XlsDoc().save(container, obfuscated(read_stream(as_xls(BOOK), "Workbook"), BUILT_IN))

    subprocess.run(
        [program, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to",
         "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", str(tmp_path), str(tmp_path / "表.xls")],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip

    assert (tmp_path / "表.csv").read_text("utf-8").startswith("东河区,30")
