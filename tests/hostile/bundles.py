"""Hostile archives and mails: too many, too deep, too large, under names that lead elsewhere."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
from typing import Final

from tests.hostile.cases import Case, by_hand
from tests.hostile.packages import GOOD, MB
from tests.workbook.packages import packed

HEAD: Final = b"From: a@example\r\nMessage-ID: <1@example>\r\nMIME-Version: 1.0\r\n"


def archive(*members: tuple[str, bytes]) -> bytes:
    return packed(dict(members))


def nested(depth: int) -> bytes:
    content = archive(("甲.xlsx", GOOD))
    for number in range(depth):
        content = archive((f"{number}.zip", content))
    return content


def nested_bombs() -> bytes:
    """Forty archives in one, each of which holds 40 MB."""
    inner = archive(("大.csv", b"," * (40 * MB)))
    return by_hand([(b"%d.zip" % n, inner + b" " * n) for n in range(40)])


def lying_member() -> bytes:
    """A member of 300 MB whose entry says that it has a hundred bytes."""
    content = bytearray(archive(("甲.csv", b" " * (300 * MB))))
    at = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 24, 100)
    struct.pack_into("<I", content, 22, 100)
    return bytes(content)


def flagged(flag: int) -> bytes:
    """A member that says it is encrypted (1) or has its sizes behind it (8)."""
    content = bytearray(archive(("甲.xlsx", GOOD)))
    content[6] |= flag
    content[content.rindex(b"PK\x01\x02") + 8] |= flag
    return bytes(content)


def zip64() -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w") as package,
        package.open("甲.xlsx", "w", force_zip64=True) as member,
    ):
        member.write(GOOD)
    return stream.getvalue()


def odd_packing() -> bytes:
    """Packed with LZMA, with a dictionary of four gigabytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as package:
        package.writestr("甲.xlsx", GOOD)
    content = bytearray(stream.getvalue())
    at = content.index(b"\x5d\x00")
    content[at + 1 : at + 5] = b"\xff" * 4
    return bytes(content)


def encrypted_kind() -> bytes:
    """The member that says what a package is says that it is encrypted."""
    content = bytearray(archive(("mimetype", b"application/vnd.oasis"), ("甲.xlsx", GOOD)))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def mail(*parts: bytes, boundary: bytes = b"b") -> bytes:
    body = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    return (
        HEAD
        + b'Content-Type: multipart/mixed; boundary="'
        + boundary
        + b'"\r\n\r\n'
        + body
        + b"--"
        + boundary
        + b"--\r\n"
    )


def attached(name: bytes, content: bytes = GOOD) -> bytes:
    return (
        b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Disposition: attachment; filename="
        + name
        + b"\r\n\r\n"
        + base64.encodebytes(content)
    )


def deep_mail(depth: int = 3_000) -> bytes:
    opened = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
        for n in range(depth)
    )
    return HEAD + opened + b"x"


def long_field() -> bytes:
    parameters = b"".join(b"; p%d*0*=utf-8''%%41;a\"" % n for n in range(60_000))
    return mail(
        b"Content-Type: application/octet-stream\r\nContent-Disposition: attachment"
        + parameters
        + b"\r\n\r\nx"
    )


def web_archive() -> bytes:
    part = b"Content-Location: file:///C:/a.files/sheet001.htm\r\nContent-Type: text/html\r\n\r\n<table><tr><td>x</td></tr></table>"
    return b"X-Document-Type: Workbook\r\n" + mail(part, part).replace(b"mixed", b"related")


CASES: Final = (
    Case("65,535 个文件的压缩包", lambda: by_hand([(b"%05d.csv" % n, b"") for n in range(65_535)]), "超过 500 个", long=True),
    Case("一百万个文件的压缩包", lambda: by_hand([(b"%06d" % n, b"") for n in range(1_000_000)]), "超过 500 个", long=True),
    Case("解开有 300 MB 的压缩包（压缩炸弹）", lambda: archive(("甲.csv", b" " * (300 * MB))), "超过 256 MB", long=True),
    Case("目录里写的大小是假的压缩包", lying_member, "已损坏", long=True),
    Case("压缩包套压缩包，里面都是炸弹", nested_bombs, "超过 256 MB", long=True),
    Case("套了三层的压缩包", lambda: nested(2), "又套了几层"),
    Case("套了两层的压缩包", lambda: nested(1), "", ("甲",), read=True),
    Case("套了两百层的压缩包", lambda: nested(200), "又套了几层"),
    Case("设了密码的压缩包", lambda: flagged(1), "设了密码"),
    Case("有文件设了密码、自称文档包的压缩包", encrypted_kind, "设了密码", ("甲",), read=True),
    Case("大小写在数据后面的压缩包", lambda: flagged(8), "", ("甲",), read=True),
    Case("zip64 格式的压缩包", zip64, "", ("甲",), read=True),
    Case("用 LZMA 压缩、要 4 GB 字典的压缩包", odd_packing, "不常用的压缩方法"),
    Case("传了一半的压缩包", lambda: archive(("甲.xlsx", GOOD))[:-60], "没有传完"),
    Case("里面有同名文件的压缩包", lambda: by_hand([(b"a.xlsx", GOOD), (b"a.xlsx", GOOD)]), "", ("甲", "甲"), read=True),
    Case("文件名指向上级目录、根目录、盘符的压缩包", lambda: by_hand([(n, GOOD) for n in (b"../../../etc/a.xlsx", b"/etc/b.xlsx", b"C:\\c.xlsx", b"..\\d.xlsx")]), "", ("甲",) * 4, read=True),
    Case("文件名里有控制字符、文字反向符的压缩包", lambda: by_hand([(b"a\x00b\x1b[31m.xlsx", GOOD), ("\u202exslx.甲\u200b.xlsx".encode(), GOOD)], flags=0x800), "", ("甲",) * 2, read=True),
    Case("文件名有六万字节的压缩包", lambda: by_hand([(b"a" * 60_000 + b".xlsx", GOOD)]), "", ("甲",), read=True),
    Case("一万个部分的邮件", lambda: mail(*[b"Content-Type: text/plain\r\n\r\nx"] * 10_000), "太多部分"),
    Case("三千层嵌套的邮件", deep_mail, "层数太多"),
    Case("600 个附件的邮件", lambda: mail(*[attached(b"%d.txt" % n, b"x" * (n + 1)) for n in range(600)]), "超过 500 个", long=True),
    Case("附件字段有几十万字、参数成千上万的邮件", long_field, "认不出|没有表格"),
    Case("附件有 60 MB 的邮件", lambda: mail(attached(b"a.csv", b"," * (44 * MB))), "邮件超过 32 MB", long=True),
    Case("附件名指向上级目录的邮件", lambda: mail(attached(b'"../../../etc/\xb6\xab\xba\xd3.xlsx"')), "", ("甲",), read=True),
    Case("附件名的编码不存在、带空字符的邮件", lambda: mail(attached(b"utf\x00-8''%41.xlsx"), attached(b"=?x-none?Q?=41?="), attached(b'"=?utf-8?B?5Lic5rKz5Yy6?=.xlsx"')), "", ("甲",) * 3, read=True),
    Case("单个文件网页（.mht）", web_archive, "另存为 .xlsx"),
    Case("没有名字的附件", lambda: mail(b"Content-Type: application/vnd.ms-excel\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(GOOD)), "", ("甲",), read=True),
)  # fmt: skip
