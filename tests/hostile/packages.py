"""Hostile packages: .xlsx, .xlsb and .ods put together so that reading them would hurt."""

from __future__ import annotations

import io
import struct
import zipfile
from decimal import Decimal
from typing import Final

from pipeline.model.grid import Address, Book, Cell, Grid
from tests.hostile.cases import Case
from tests.workbook.open_document import as_ods
from tests.workbook.packages import FIRST_SHEET, changed, packed, parts_of, plan, with_rows, written
from tests.workbook.written_otherwise import as_xlsb

GOOD: Final = written(plan("甲"))
STRINGS: Final = "xl/sharedStrings.xml"
STYLES: Final = "xl/styles.xml"
WORKBOOK: Final = "xl/workbook.xml"
MB: Final = 1024 * 1024
BOOK: Final = Book("表", (Grid("基本情况", {Address(1, 1): Cell("甲")}),))
LAUGHS: Final = (
    '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(
        f'<!ENTITY {chr(98 + n)} "{"&" + chr(97 + n) + ";"}{("&" + chr(97 + n) + ";") * 9}">'
        for n in range(9)
    )
    + "]>"
).encode()
OUTSIDE: Final = b'<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/hostname">]>'


def _before_root(xml: bytes, inserted: bytes) -> bytes:
    head, mark, rest = xml.partition(b"?>")
    return head + mark + inserted + rest if mark else inserted + xml


def with_doctype(part: str, inserted: bytes) -> bytes:
    return changed(GOOD, part, lambda xml: _before_root(xml, inserted))


def bomb() -> bytes:
    return packed({**parts_of(GOOD), "xl/media/image1.png": bytes(200 * MB)})


def lying_sizes() -> bytes:
    """The list says that the sheet has a thousand bytes; 100 MB come out of it."""
    content = bytearray(packed({**parts_of(GOOD), FIRST_SHEET: b" " * (100 * MB)}))
    for signature, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = content.find(FIRST_SHEET.encode(), content.find(signature) if place == 24 else 0)
        while at >= 0:
            head = at - (46 if place == 24 else 30)
            if content[head : head + 4] == signature:
                struct.pack_into("<I", content, head + place, 1000)
                break
            at = content.find(FIRST_SHEET.encode(), at + 1)
    return bytes(content)


def overlapping() -> bytes:
    """Fifteen hundred entries of the list mean the very same member of 40 MB."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b" " * (40 * MB))
        first = package.filelist[0]
        for number in range(1500):
            twin = zipfile.ZipInfo(f"xl/{number:05}.xml")
            for slot in ("CRC", "compress_size", "file_size", "compress_type", "header_offset"):
                setattr(twin, slot, getattr(first, slot))
            package.filelist.append(twin)
            package.NameToInfo[twin.filename] = twin
    return stream.getvalue()


def styled_rows(count: int = 1_048_576) -> bytes:
    return with_rows("".join(f'<row r="{n}" s="1" customFormat="1"/>' for n in range(2, count + 1)))


def styled_cells() -> bytes:
    rows = (
        f'<row r="{n}">' + "".join(f'<c r="{c}{n}" s="1"/>' for c in "ABCDE") + "</row>"
        for n in range(2, 200_001)
    )
    return with_rows("".join(rows))


def lying_dimension(inserted: bytes = b"A1:XFD1048576") -> bytes:
    return changed(
        GOOD,
        FIRST_SHEET,
        lambda xml: xml.replace(b'<dimension ref="A1"/>', b'<dimension ref="' + inserted + b'"/>'),
    )


def after_data(xml: str) -> bytes:
    return changed(
        GOOD,
        FIRST_SHEET,
        lambda part: part.replace(b"</sheetData>", b"</sheetData>" + xml.encode()),
    )


def merges(count: int, place: str) -> bytes:
    return after_data("<mergeCells>" + f'<mergeCell ref="{place}"/>' * count + "</mergeCells>")


def validations() -> bytes:
    rule = '<dataValidation type="list" sqref="A1:A9"><formula1>"是,否"</formula1></dataValidation>'
    return after_data("<dataValidations>" + rule * 500_000 + "</dataValidations>")


def many_styles() -> bytes:
    end = b"</cellXfs>"
    return changed(
        GOOD, STYLES, lambda xml: xml.replace(end, b'<xf numFmtId="9"/>' * 2_000_000 + end)
    )


def many_strings(count: int = 3_000_000) -> bytes:
    end = b"</sst>"
    return changed(GOOD, STRINGS, lambda xml: xml.replace(end, b"<si><t>a</t></si>" * count + end))


def many_sheets(count: int = 100_000) -> bytes:
    """So many names of sheets, and one part that all of them mean."""
    sheet = b'<sheet name="%d" sheetId="%d" r:id="rId1"/>'
    listed = b"".join(sheet % (n, n) for n in range(2, count))
    return changed(GOOD, WORKBOOK, lambda xml: xml.replace(b"</sheets>", listed + b"</sheets>"))


def far_on_every_sheet(count: int = 60) -> bytes:
    sheets = [plan("甲") for _ in range(count)]
    names = [type(sheet)(f"表{n}", sheet.cells) for n, sheet in enumerate(sheets)]
    parts = parts_of(written(*names))
    end, far = b"</sheetData>", b'<row r="19999"><c r="CV19999"><v>1</v></c></row></sheetData>'
    return packed(
        {p: x.replace(end, far) if "worksheets/sheet" in p else x for p, x in parts.items()}
    )


def cells_on_every_sheet() -> bytes:
    row = b"<row>" + b"<c><v>1</v></c>" * 10 + b"</row>"
    names = [type(plan("甲"))(f"表{n}", plan("甲").cells) for n in range(20)]
    parts = parts_of(written(*names))
    end = b"</sheetData>"
    return packed(
        {
            p: x.replace(end, row * 15_000 + end) if "worksheets/sheet" in p else x
            for p, x in parts.items()
        }
    )


def one_text(size: int) -> bytes:
    return with_rows(f'<row r="2"><c r="A2" t="inlineStr"><is><t>{"长" * size}</t></is></c></row>')


def one_attribute() -> bytes:
    return with_rows(f'<row r="2" x="{"a" * 50 * MB}"><c r="A2"><v>1</v></c></row>')


def deep() -> bytes:
    return with_rows("<a>" * 400_000 + "</a>" * 400_000)


def with_formula(formula: str, result: str) -> bytes:
    return with_rows(f'<row r="2"><c r="A2" t="str"><f>{formula}</f><v>{result}</v></c></row>')


def linked() -> bytes:
    """A formula into another workbook, its cached value, and the link itself."""
    parts = parts_of(with_formula("[1]Sheet1!$A$1", "30"))
    parts["xl/externalLinks/externalLink1.xml"] = (
        b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    )
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        b'Type="x" Target="http://192.0.2.1/x.xlsx" TargetMode="External"/></Relationships>'
    )
    return packed(parts)


def with_macro() -> bytes:
    return packed(
        {**parts_of(GOOD), "xl/vbaProject.bin": b'Sub Auto_Open()\nShell "calc"\nEnd Sub'}
    )


def far_binary() -> bytes:
    return as_xlsb(Book("表", (Grid("表", {Address(1_048_576, 16_384): Cell("远")}),)))


def wrong_string_binary() -> bytes:
    """A cell that means a shared text that isn't there."""
    content = as_xlsb(Book("表", (Grid("表", {Address(1, 1): Cell(Decimal(1))}),)))
    real = b"\x05\x10" + struct.pack("<IId", 0, 0, 1.0)
    shared = b"\x07\x0c" + struct.pack("<III", 0, 0, 99_999)
    parts = {p: x.replace(real, shared) for p, x in parts_of(content).items()}
    return packed(parts)


def open_document(old: bytes, new: bytes) -> bytes:
    return changed(as_ods(BOOK), "content.xml", lambda xml: xml.replace(old, new))


def repeated(*, held: bool) -> bytes:
    """A cell repeated in every column of every row, with something in it or with nothing."""
    row = b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"'
    cell = (
        b' office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
        if held
        else b"/>"
    )
    end = b"</table:table>"
    return open_document(end, row + cell + b"</table:table-row>" + end)


def empty_rows() -> bytes:
    row = b'<table:table-row><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    end = b"</table:table>"
    return open_document(end, row * 100_000 + end)


def encrypted_ods() -> bytes:
    return changed(
        as_ods(BOOK), "META-INF/manifest.xml",
        lambda xml: xml.replace(b"</manifest:manifest>", b"<manifest:encryption-data/></manifest:manifest>"),
    )  # fmt: skip


CASES: Final = (
    Case("传了一半的 .xlsx", lambda: GOOD[: len(GOOD) // 2], "没有传完"),
    Case("解开有 200 MB 的 .xlsx（压缩炸弹）", bomb, "超过 64 MB"),
    Case("目录里写的大小是假的 .xlsx", lying_sizes, "不完整或已损坏"),
    Case("内部文件互相重叠的 .xlsx", overlapping, "超过 64 MB"),
    Case(
        "XML 实体层层展开（billion laughs），在工作表里",
        lambda: with_doctype(FIRST_SHEET, LAUGHS),
        "已损坏",
    ),
    Case("XML 实体层层展开，在共享字符串里", lambda: with_doctype(STRINGS, LAUGHS), "已损坏"),
    Case(
        "XML 实体层层展开，在工作簿里",
        lambda: with_doctype(WORKBOOK, LAUGHS),
        "文档类型声明|已损坏",
    ),
    Case(
        "XML 实体层层展开，在 .ods 里",
        lambda: changed(as_ods(BOOK), "content.xml", lambda x: _before_root(x, LAUGHS)),
        "文档类型声明|已损坏",
    ),
    Case("XML 外部实体指向本机文件", lambda: with_doctype(WORKBOOK, OUTSIDE), "文档类型声明"),
    Case("1,048,576 行都设了格式", styled_rows, "", ("甲",), read=True, long=True),
    Case("一百万个设了格式的空格子", styled_cells, "", ("甲",), read=True, long=True),
    Case("自称用到 A1:XFD1048576，其实只有一格", lying_dimension, "", ("甲",), read=True),
    Case(
        "最后一格 XFD1048576 里有内容",
        lambda: with_rows('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "XFD1048576",
    ),
    Case("每张工作表的远处都有内容", far_on_every_sheet, "离得太远"),
    Case(
        "三百万个有内容的格，分在二十张工作表",
        cells_on_every_sheet,
        "内容过多|超过 200000 个",
        long=True,
    ),
    Case("一百万处合并单元格", lambda: merges(1_000_000, "A1:B1"), "合并单元格太多"),
    Case("互相重叠的合并单元格", lambda: merges(49_000, "A1:A20000"), "互相重叠"),
    Case("一百万条下拉选项", validations, "内容过多", long=True),
    Case("两百万种单元格格式", many_styles, "内容过多", long=True),
    Case("三百万条共享字符串", many_strings, "内容过多", long=True),
    Case("十万张工作表", many_sheets, "工作表太多", long=True),
    Case("一格里有两千万字", lambda: one_text(20_000_000), "文字太多", long=True),
    Case("50 MB 长的一个属性", one_attribute, "文字太多", long=True),
    Case("四十万层嵌套的 XML", deep, "", ("甲",), read=True, long=True),
    Case(
        "DDE 公式（=cmd|…），有计算好的值",
        lambda: with_formula("cmd|&apos; /C calc&apos;!A0", "3"),
        "",
        ("甲", "3"),
        read=True,
    ),
    Case("外部链接的公式，有计算好的值", linked, "", ("甲", "30"), read=True),
    Case("带宏的工作簿", with_macro, "", ("甲",), read=True),
    Case("最后一格里有内容的 .xlsb", far_binary, "超出报送表的范围"),
    Case("引用不存在字符串的 .xlsb", wrong_string_binary, "损坏"),
    Case("每行每列都重复的 .ods 格子，有内容", lambda: repeated(held=True), "超出报送表的范围"),
    Case(
        "每行每列都重复的 .ods 格子，没有内容", lambda: repeated(held=False), "", ("甲",), read=True
    ),
    Case("十万行、每行 16,384 个空格子的 .ods", empty_rows, "", ("甲",), read=True, long=True),
    Case("设了打开密码的 .ods", encrypted_ods, "取消密码"),
)
