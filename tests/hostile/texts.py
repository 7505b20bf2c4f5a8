"""Hostile texts: .txt, .csv, web pages and XML tables, long, deep or entangled."""

from __future__ import annotations

from typing import Final

from tests.hostile.cases import Case
from tests.hostile.packages import LAUGHS

MB: Final = 1024 * 1024
ROWS: Final = "<tr><td>甲</td></tr>"


def page(inside: str) -> bytes:
    return f"<html><body>{inside}</body></html>".encode()


def xml_table(inside: str, before: bytes = b"") -> bytes:
    """An XML table (Excel 2003) with *inside* in its one sheet."""
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        b'<?xml version="1.0"?>' + before
        + f'<Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="表"><Table>{inside}'
        f"</Table></Worksheet></Workbook>".encode()
    )  # fmt: skip


def injected() -> bytes:
    return "单位,数\n=cmd|' /C calc'!A0,@SUM(1)\n".encode()


def odd_encoding() -> bytes:
    return b"<html><meta charset=idna><table><tr><td>\xff\xfe\xff" + b"a" * MB


def long(head: str, line: str, size: int) -> bytes:
    raw = line.encode()
    return head.encode() + raw * (size // len(raw))


CELL: Final = '<Row><Cell><Data ss:Type="String">甲</Data></Cell></Row>'

CASES: Final = (
    Case("200 MB 的 .txt", lambda: long("", "情况说明\n", 200 * MB), "超过 64 MB"),
    Case("200 MB 的 .csv", lambda: long("", "甲,1\n", 200 * MB), "超过 64 MB"),
    Case("200 MB 的网页", lambda: long("<html><table>", ROWS, 200 * MB), "超过 64 MB", long=True),
    Case("200 MB 的 XML 表格", lambda: xml_table(CELL * (200 * MB // len(CELL.encode()))), "超过 64 MB", long=True),
    Case("20 MB 的 .csv", lambda: long("", "甲,1\n", 20 * MB), "超过 16 MB"),
    Case("15 MB 的 .csv，行行有内容", lambda: long("", "甲,1\n", 15 * MB), "超出报送表的范围", long=True),
    Case("15 MB 全是逗号", lambda: b"," * (15 * MB), "超出报送表的范围", long=True),
    Case("15 MB 全是引号", lambda: b'a,b\n"' + b'""' * (7 * MB), "引号或分隔符", long=True),
    Case("15 MB 全是换行", lambda: b"a,b\n" + b"\n" * (15 * MB), "超出报送表的范围|没有表格", long=True),
    Case("只有一个引号、再不关上的 .csv", lambda: b'a,b\n"' + b"x,y\n" * (3 * MB), "引号或分隔符|超出"),
    Case("一行 15 MB 的文字", lambda: b"a,b\n" + b"x" * (15 * MB), "引号或分隔符|没有表格"),
    Case("公式样子的文字（=cmd|…），在 .csv 里", injected, "",
         ("单位", "数", "=cmd|' /C calc'!A0", "@SUM(1)"), read=True),
    Case("40 万层嵌套的网页", lambda: page("<table><tr><td>甲" + "<b>" * 400_000 + "</td></tr></table>"), "网页"),
    Case("几百万个标签的网页", lambda: page(f"<table>{ROWS}</table>" + "<b>" * (5 * MB)), "内容过多", long=True),
    Case("一格里换行 29 万次的网页", lambda: page("<table><tr><td>" + "甲<br>" * 290_000 + "</td></tr></table>"), "",
         ("\n".join(["甲"] * 290_000),), read=True, long=True),
    Case("跨 1000 行、1000 列的格子堆起来的网页", lambda: page("<table>" + "<tr><td rowspan=1000 colspan=390>甲</td></tr>" * 9000 + "</table>"), "超出报送表的范围|超过 200000 个"),
    Case("10 MB 长的一个网页属性", lambda: page(f'<table><tr><td title="{"a" * 9 * MB}">甲</td></tr></table>'), "", ("甲",), read=True),
    Case("几十万处标签不配对的网页", lambda: page(f"<table>{ROWS}</table>" + "</x>" * 590_000), "", ("甲",), read=True),
    Case("几千层表格套表格的网页", lambda: page("<table><tr><td>" * 5000), "网页|损坏"),
    Case("声明了古怪编码的网页", odd_encoding, "不是 Excel 表"),
    Case("XML 实体层层展开，在 XML 表格里", lambda: xml_table(CELL, LAUGHS), "文档类型声明|已损坏"),
    Case("XML 外部实体，在 XML 表格里", lambda: xml_table(CELL, b'<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/hostname">]>'), "文档类型声明"),
    Case("40 万层嵌套的 XML 表格", lambda: xml_table("<a>" * 400_000 + "</a>" * 400_000), "已损坏"),
    Case("几百万个标签的 XML 表格", lambda: xml_table("<Row/>" * 2_000_000), "内容过多"),
    Case("最后一格有内容的 XML 表格", lambda: xml_table('<Row ss:Index="1048576"><Cell ss:Index="16384"><Data>甲</Data></Cell></Row>'), "超出报送表的范围"),
    Case("合并 1,048,576 行 16,384 列的 XML 表格", lambda: xml_table('<Row><Cell ss:MergeDown="1048575" ss:MergeAcross="16383"><Data>甲</Data></Cell></Row>'), "超出报送表的范围"),
)  # fmt: skip
