"""Workbooks that Excel opens, of kinds that only some exporters write, and what they must read as."""

from __future__ import annotations

import io
import os
import struct
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import msoffcrypto.format.ooxml
import pytest
import xlwt
from msoffcrypto.method.rc4 import DocumentRC4, _makekey

from pipeline.intake.sniff import sniff
from pipeline.model.arrival import Container
from pipeline.model.grid import Address, Book, Cell, Grid
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.reading.compound import read_stream, single_stream_file
from pipeline.workbook.reading.read import read_book
from pipeline.workbook.worker import reading_worker
from tests.workbook.odd_packages import DURATION, MOMENT, PERCENT, Typed, Way, package
from tests.workbook.packages import changed, packed, parts_of
from tests.workbook.written_otherwise import (
    _biff,
    _binary_sheet,
    _record,
    _wide,
    as_biff5,
    as_spreadsheetml,
    as_xls,
    as_xls_in_capitals,
    as_xlsb,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.workbook.odd_packages import Rows

FORM: Final = Grid("基本情况", {Address(1, 1): Cell("东河区"), Address(1, 2): Cell(Decimal(30))})
BOOK: Final = Book("表", (FORM,))
BUILT_IN: Final = "VelvetSweatshop"


def values(content: bytes, sheet: int = 0) -> dict[str, object]:
    grid = read_book(content, "表").sheets[sheet]
    return {str(at): cell.fault or cell.value for at, cell in grid.cells.items()}


def reason(content: bytes) -> str:
    with pytest.raises(WorkbookUnreadable) as refused:
        read_book(content, "表")
    return refused.value.reason


def place_of(kind: int, book: bytes | bytearray) -> int:
    """Where the first record of *kind* begins in the stream of an .xls."""
    at = 0
    while struct.unpack_from("<H", book, at) != (kind,):
        at += 4 + struct.unpack_from("<H", book, at + 2)[0]
    return at


@pytest.mark.parametrize("workbook", ["workbook.xml", "Excel/Book2.xml", "xl/workbook2.xml"])
def test_a_workbook_anywhere_in_its_package_is_recognized_and_read(workbook: str) -> None:
    content = package({"表": [[Typed("s", "甲")]]}, Way(workbook=workbook))

    assert sniff(content) is Container.XLSX
    assert values(content) == {"A1": "甲"}


def test_a_stream_named_in_capitals_is_recognized_and_read() -> None:
    content = as_xls_in_capitals(BOOK)

    assert sniff(content) is Container.XLS
    assert values(content) == {"A1": "东河区", "B1": Decimal(30)}


def test_a_workbook_of_macro_sheets_alone_is_refused_in_words() -> None:
    content = changed(
        package({"表": [[Typed("s", "甲")]]}),
        "xl/_rels/workbook.xml.rels",
        lambda xml: xml.replace(b"/worksheet", b"/xlMacrosheet"),
    )

    assert "里面没有普通的工作表" in reason(content)


@pytest.mark.parametrize("name", ["基本\x01情况", "基本\n情况", "\x7f"])
def test_a_control_character_in_the_name_of_a_sheet_is_refused_in_words(name: str) -> None:
    grid = Grid(name, FORM.cells)

    assert "名称里有看不见的控制字符" in reason(as_xlsb(Book("表", (FORM, grid))))


def test_two_sheets_of_one_name_are_refused_in_words() -> None:
    assert "两张工作表同名" in reason(as_xlsb(Book("表", (FORM, FORM))))


def test_a_text_of_a_formula_that_fills_several_records_is_whole() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    sheet.write(0, 0, xlwt.Formula("A2"))
    sheet.write(1, 1, 5)
    stream = io.BytesIO()
    book.save(stream)
    text = "贯彻落实" * 3000
    raw = text.encode("utf-16-le")

    data = bytearray(read_stream(stream.getvalue(), "Workbook"))
    at = place_of(0x0006, data)
    (length,) = struct.unpack_from("<H", data, at + 2)
    data[at + 10 : at + 18] = bytes([0, 0, 0, 0, 0, 0, 0xFF, 0xFF])  # its result is a text
    end = at + 4 + length
    records = _biff(0x0207, struct.pack("<HB", len(text), 1) + raw[:8000])
    records += _biff(0x003C, b"\x01" + raw[8000:16000]) + _biff(0x003C, b"\x01" + raw[16000:])
    long = bytes(data[:end]) + records + bytes(data[end:])

    assert values(single_stream_file("Workbook", long)) == {"A1": text, "B2": Decimal(5)}


def test_a_formula_under_the_number_of_an_older_version_has_its_result() -> None:
    book = xlwt.Workbook()
    book.add_sheet("表").write(0, 0, xlwt.Formula("1+1"))
    stream = io.BytesIO()
    book.save(stream)
    data = bytearray(read_stream(stream.getvalue(), "Workbook"))
    at = place_of(0x0006, data)
    struct.pack_into("<H", data, at, 0x0406)
    struct.pack_into("<d", data, at + 10, 7.0)

    assert values(single_stream_file("Workbook", bytes(data))) == {"A1": Decimal(7)}


@pytest.mark.parametrize("code_page", [1252, 367, 32769])
def test_gbk_under_a_western_code_page_is_told_from_the_bytes(code_page: int) -> None:
    stated = struct.pack("<HHH", 0x42, 2, 936)
    content = as_biff5(BOOK).replace(stated, struct.pack("<HHH", 0x42, 2, code_page), 1)

    assert values(content) == {"A1": "东河区", "B1": Decimal(30)}


def test_western_letters_stay_what_their_code_page_makes_of_them() -> None:
    content = as_biff5(
        Book("表", (Grid("Sheet1", {Address(1, 1): Cell("Xaf"), Address(2, 1): Cell("p,re")}),))
    )
    stated = struct.pack("<HHH", 0x42, 2, 936)
    western = content.replace(stated, struct.pack("<HHH", 0x42, 2, 1252), 1)
    western = western.replace(b"Xaf", b"caf\xe9"[1:]).replace(b"p,re", b"p\xe8re")

    assert values(western) == {"A1": "afé", "A2": "père"}


def test_percentages_and_durations_of_an_old_workbook_are_what_is_seen() -> None:
    content = as_biff5(
        Book(
            "表",
            (
                Grid(
                    "表",
                    {Address(1, 1): Cell(Decimal("0.85")), Address(2, 1): Cell(Decimal("2.5"))},
                ),
            ),
        )
    )
    data = bytearray(read_stream(content, "Book"))
    looks = [at for at in range(len(data) - 4) if data[at : at + 4] == struct.pack("<HH", 0xE0, 16)]
    for look, number in zip(looks[-2:], (46, 10), strict=True):
        struct.pack_into("<H", data, look + 6, number)
    second = data.index(struct.pack("<HHHHH", 0x0203, 14, 1, 0, 15))
    struct.pack_into("<H", data, second + 8, 14)  # the second cell has the last look but one

    assert values(single_stream_file("Book", bytes(data))) == {"A1": "85%", "A2": "60:00:00"}


def test_durations_are_what_is_seen_in_every_container() -> None:
    rows: Rows = [
        [
            Typed("n", "2.0208333333333335", DURATION),
            Typed("n", "-0.5", DURATION),
            Typed("n", "-2.25", MOMENT),
        ]
    ]
    xml = as_spreadsheetml(BOOK).decode().replace(
        "<Worksheet", '<Styles><Style ss:ID="s1"><NumberFormat ss:Format="[h]:mm:ss"/></Style></Styles><Worksheet', 1
    ).replace(
        '<Row ss:Index="1">', '<Row ss:Index="1"><Cell ss:StyleID="s1"><Data ss:Type="DateTime">1900-01-02T00:30:00.000</Data></Cell>'
    ).replace(' ss:Index="1"><Data', ' ss:Index="2"><Data').replace(' ss:Index="2"><Data ss:Type="Number"', ' ss:Index="3"><Data ss:Type="Number"')  # fmt: skip

    assert values(package({"表": rows})) == {
        "A1": "48:30:00", "B1": "-12:00:00", "C1": Decimal("-2.25"),
    }  # fmt: skip
    assert values(xml.encode())["A1"] == "48:30:00"
    rows = [
        [
            Typed("d", "PT48H30M0.000S"),
            Typed("d", "P2DT30M"),
            Typed("d", "2026-09-30"),
            Typed("s", "PT1H"),
        ]
    ]
    strict = values(package({"表": rows}, Way(strict=True)))
    assert str(strict.pop("C1")) == "2026-09-30"
    assert strict == {"A1": "48:30:00", "B1": "48:30:00", "D1": "PT1H"}


def xlsb(cells: bytes, looks: bytes = b"", extra: Mapping[str, bytes] | None = None) -> bytes:
    """An .xlsb of one row whose *cells* are records; *looks* are the records of its cell formats."""
    parts = parts_of(as_xlsb(BOOK))
    sheet = (
        _record(129)
        + _record(148, bytes(16))
        + _record(145)
        + _record(0, struct.pack("<I", 0) + bytes(13))
        + cells
    )
    parts["xl/worksheets/sheet1.bin"] = sheet + _record(146) + _record(130)
    count = struct.pack("<I", looks.count(b"\x2f\x10"))
    parts["xl/styles.bin"] = (
        _record(278) + _record(617, count) + looks + _record(618) + _record(279)
    )
    return packed({**parts, **(extra or {})})


def test_days_negative_numbers_and_rich_texts_of_an_xlsb_are_read() -> None:
    looks = b"".join(_record(47, struct.pack("<HH", 0, code) + bytes(12)) for code in (0, 14))
    cells = _record(2, struct.pack("<III", 0, 1, 46295 << 2 | 2))
    cells += _record(2, struct.pack("<IIi", 1, 1, -(5 << 2) & ~3 | 2))
    cells += _record(
        62, struct.pack("<IIB", 2, 0, 1) + _wide("甲乙") + struct.pack("<IHH", 1, 0, 0)
    )
    cells += _record(2, struct.pack("<III", 3, 0, 1250 << 2 | 3))

    read = values(xlsb(cells, looks))

    assert str(read.pop("A1")) == "2026-09-30"
    assert read == {"B1": Decimal(-5), "C1": "甲乙", "D1": Decimal("12.5")}


def test_a_macro_sheet_and_a_module_of_an_xlsb_are_passed_over() -> None:
    parts = parts_of(as_xlsb(BOOK))
    sheet = struct.pack("<II", 2, 9)
    macros = _record(156, sheet + _wide("rId9") + _wide("宏"))
    module = _record(156, struct.pack("<III", 2, 8, 0xFFFFFFFF) + _wide("模块"))
    lost = _record(156, sheet + _wide("rId8") + _wide("空"))
    head = _record(131) + _record(143)
    book = parts.pop("xl/workbook.bin")
    assert book.startswith(head)
    parts["book/workbook9.bin"] = head + macros + module + lost + book[len(head) :]
    links = parts.pop("xl/_rels/workbook.bin.rels").decode()
    links = links.replace('Target="', 'Target="/xl/')
    parts["book/_rels/workbook9.bin.rels"] = links.replace(
        "</Relationships>",
        '<Relationship Id="rId9" Type="x/xlMacrosheet" Target="/xl/macrosheets/sheet1.bin"/></Relationships>',
    ).encode()
    parts["xl/macrosheets/sheet1.bin"] = _binary_sheet(FORM)
    parts["_rels/.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Type="x/officeDocument" Target="book/workbook9.bin"/></Relationships>'
    )
    parts["[Content_Types].xml"] = (
        b"<Types>application/vnd.ms-excel.sheet.binary.macroEnabled.main</Types>"
    )
    content = packed(parts)

    assert sniff(content) is Container.XLSB
    assert values(content) == {"A1": "东河区", "B1": Decimal(30)}


def encrypted_package(password: str) -> bytes:
    plain = package({"表": [[Typed("s", "甲"), Typed("n", "0.5", PERCENT)]]})
    # Above the size of 4,096 bytes below which the library that encrypts it here writes no whole stream.
    plain = packed({**parts_of(plain), "xl/media/image1.png": os.urandom(9000)})
    stream = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(plain)).encrypt(password, stream)
    return stream.getvalue()


def encrypted_xls(password: str) -> bytes:
    """RC4 as Excel 97 to 2003 encrypts [MS-XLS] 2.2.10, with a salt of zeros."""
    plain = read_stream(as_xls(BOOK), "Workbook")
    salt, verifier = bytes(16), b"0123456789abcdef"
    checked = DocumentRC4.decrypt(
        password, salt, io.BytesIO(verifier + _md5(verifier)), 1024
    ).read()
    head = 4 + struct.unpack_from("<H", plain, 2)[0]
    lock = _biff(0x002F, struct.pack("<HHH", 1, 1, 1) + salt + checked)
    book = bytearray(plain[:head] + lock + plain[head:])
    kept = []
    at = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        if kind == 0x0085:
            (place,) = struct.unpack_from("<I", book, at + 4)
            struct.pack_into("<I", book, at + 4, place + len(lock))
        kept.append((at, at + 4 + (length if kind in {0x0809, 0x002F} else 4 * (kind == 0x0085))))
        at += 4 + length
    hidden = bytearray(DocumentRC4.decrypt(password, salt, io.BytesIO(bytes(book)), 1024).read())
    for start, end in kept:
        hidden[start:end] = book[start:end]
    return single_stream_file("Workbook", bytes(hidden))


def _md5(data: bytes) -> bytes:
    import hashlib  # noqa: PLC0415 - what [MS-OFFCRYPTO] 2.3.6 prescribes, and nothing else here

    return hashlib.md5(data, usedforsecurity=False).digest()


def test_the_built_in_password_opens_what_excel_opens_without_a_question() -> None:
    assert len(_makekey(BUILT_IN, bytes(16), 0)) == 16

    assert values(encrypted_package(BUILT_IN)) == {"A1": "甲", "B1": "50%"}
    assert values(encrypted_xls(BUILT_IN)) == {"A1": "东河区", "B1": Decimal(30)}


@pytest.mark.parametrize("encrypted", [encrypted_package, encrypted_xls])
def test_a_password_of_a_person_is_asked_to_be_taken_off(encrypted: object) -> None:
    assert "取消密码" in reason(encrypted("a person's"))  # type: ignore[operator]


def test_a_key_that_takes_minutes_to_compute_is_not_computed() -> None:
    content = encrypted_package(BUILT_IN)
    assert b'spinCount="100000"' in content

    assert "取消密码" in reason(content.replace(b'spinCount="100000"', b'spinCount="999999"'))


def test_a_shortage_of_memory_is_no_damage() -> None:
    looks = b"<fonts>" + b"<font><b/></font>" * 300_000 + b"</fonts>"
    content = changed(
        package({"表": [[Typed("s", "甲")]]}),
        "xl/styles.xml",
        lambda xml: xml.replace(b"<fonts", looks + b"<fonts", 1),
    )

    with reading_worker(memory_mb=90) as read:
        assert read(package({"表": [[Typed("s", "甲")]]}), "表").sheets
        with pytest.raises(WorkbookUnreadable) as refused:
            read(content, "表")

    assert "内存不够" in refused.value.reason
