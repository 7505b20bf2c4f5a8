"""Hostile compound files: .xls whose chains go in circles, whose sizes lie, whose records break."""

from __future__ import annotations

import struct
from functools import cache
from typing import Final

from pipeline.model.grid import Address, Book, Cell, Grid
from pipeline.workbook.reading.compound import read_stream, single_stream_file
from tests.hostile.cases import Case
from tests.intake.containers import compound_file
from tests.workbook.written_otherwise import as_biff5, as_xls

_BEGIN: Final = 0x0809


@cache
def xls() -> bytes:
    return as_xls(Book("表", (Grid("表", {Address(1, 1): Cell("甲")}),)))


@cache
def biff5() -> bytes:
    return as_biff5(Book("表", (Grid("表", {Address(1, 1): Cell("甲")}),)))


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def patched(content: bytes, at: int, form: str, *values: int) -> bytes:
    spoilt = bytearray(content)
    struct.pack_into(form, spoilt, at, *values)
    return bytes(spoilt)


def looping(content: bytes) -> bytes:
    """Every sector is followed by itself."""
    (table_at,) = struct.unpack_from("<I", content, 76)
    begin = (table_at + 1) * 512
    return patched(content, begin, "<128I", *range(128))


def huge_stream(content: bytes, name: str) -> bytes:
    """The directory says that the stream has four gigabytes."""
    at = content.index(name.encode("utf-16-le"))
    return patched(content, at + 120, "<I", 0xFFFFFFF0)


def with_records(made: bytes) -> bytes:
    """The sheet's records followed by *made*, in a whole container."""
    held = read_stream(xls(), "Workbook")
    end = held.rindex(record(0x000A))
    return single_stream_file("Workbook", held[:end] + made + held[end:])


def encrypted() -> bytes:
    """A workbook that says behind its first record that it has a password [MS-XLS] 2.4.117."""
    held = read_stream(xls(), "Workbook")
    first = 4 + struct.unpack_from("<H", held, 2)[0]
    return single_stream_file(
        "Workbook", held[:first] + record(0x002F, struct.pack("<3H", 0, 1, 2)) + held[first:]
    )


def many_strings() -> bytes:
    """The list of shared texts says that it holds four thousand million."""
    held = read_stream(xls(), "Workbook")
    at = held.index(struct.pack("<H", 0x00FC))
    return single_stream_file("Workbook", patched(held, at + 4, "<2I", 0xFFFFFFFF, 0xFFFFFFFF))


def wrong_start() -> bytes:
    """The first sheet is declared to begin outside the file."""
    held = read_stream(xls(), "Workbook")
    at = held.index(struct.pack("<H", 0x0085))
    return single_stream_file("Workbook", patched(held, at + 4, "<I", 0x7FFFFFFF))


def old_number(row: int, column: int) -> bytes:
    return struct.pack("<HHHd", row, column, 15, 1.0)


def biff5_with(made: bytes) -> bytes:
    content = bytearray(biff5())
    end = bytes(content).index(
        record(0x0204, struct.pack("<HHHH", 0, 0, 15, 2) + "甲".encode("gbk"))
    )
    content[end : end + len(made)] = made
    return bytes(content)


CASES: Final = (
    Case("设了打开密码的 .xlsx", lambda: compound_file("EncryptionInfo", "EncryptedPackage"), "取消密码"),
    Case("设了打开密码的 .xls", encrypted, "取消密码"),
    Case("传了一半的 .xls", lambda: xls()[: len(xls()) // 2], "损坏|没有传完"),
    Case("扇区链首尾相接、没有尽头的 .xls", lambda: looping(xls()), "损坏"),
    Case("扇区链没有尽头的 Excel 5.0/95 表", lambda: looping(biff5()), "读不完整"),
    Case("自称有 4 GB 的 .xls", lambda: huge_stream(xls(), "Workbook"), "损坏"),
    Case("自称有 4 GB 的 Excel 5.0/95 表", lambda: huge_stream(biff5(), "Book"), "读不完整"),
    Case("最远一格有内容的 .xls", lambda: with_records(record(0x0203, old_number(65_535, 65_535))), "超出报送表的范围"),
    Case("一百多万条记录的 .xls", lambda: with_records(record(0x0201, struct.pack("<3H", 1, 1, 15)) * 1_200_000), "内容过多", long=True),
    Case("三百万个数的 .xls", lambda: with_records(record(0x0203, old_number(5, 5)) * 3_000_000), "内容过多|超过 200000", long=True),
    Case("自称有 40 亿条字符串的 .xls", many_strings, "", ("甲",), read=True),
    Case("工作表的位置指向文件之外的 .xls", wrong_start, "损坏"),
    Case("记录长短不对的 Excel 5.0/95 表", lambda: biff5_with(record(0x0204, b"\x00")), "读不完整"),
    Case("最远一格有内容的 Excel 5.0/95 表", lambda: biff5_with(record(0x0203, old_number(65_535, 65_535))), "读不完整|超出"),
    Case("什么都不是的二进制文件", lambda: bytes(range(256)) * 50, "认不出"),
    Case("空文件（0 字节）", lambda: b"", "0 字节"),
)  # fmt: skip
