"""One filled form in every kind of file that counties send, and the page with the outcome of each."""

from __future__ import annotations

import base64
import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from msoffcrypto.format.ooxml import OOXMLFile

from tests.reading.drift_forms import MAIN, as_xlsx
from tests.workbook.odd_packages import Way, package, rows_of
from tests.workbook.open_document import as_ods
from tests.workbook.packages import packed, parts_of
from tests.workbook.written_otherwise import (
    as_biff5,
    as_delimited,
    as_jxl,
    as_spreadsheetml,
    as_web_page,
    as_xls,
    as_xls_in_capitals,
    as_xlsb,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.reading.drift_forms import Form


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its case in words, and how a form is put into it.

    ``whole`` says that all sheets are in it; a text or a page has only the first, and the form is
    returned for the rest.
    """

    case: str
    make: Callable[[Form], bytes]
    whole: bool = True


def as_xlsm(form: Form) -> bytes:
    macro = b'Sub Auto_Open()\r\nShell "calc"\r\nEnd Sub'
    return packed({**parts_of(as_xlsx(form.book())), "xl/vbaProject.bin": macro})


def as_windows_paths(form: Form) -> bytes:
    """As some exporters pack it: folders parted by the backslash of Windows."""
    return packed(
        {path.replace("/", "\\"): part for path, part in parts_of(as_xlsx(form.book())).items()}
    )


def as_package(
    *,
    addresses: str = "all",
    encoding: str = "utf-8",
    workbook: str = "xl/workbook.xml",
    foreign: bool = False,
) -> Callable[[Form], bytes]:
    """As exporters write it that keep to the standard and not to the custom."""

    def make(form: Form) -> bytes:
        book = form.book()
        hidden = frozenset(grid.name for grid in book.sheets if not grid.visible)
        way = Way(addresses, encoding, workbook, foreign=foreign, hidden=hidden)
        return package({grid.name: rows_of(grid) for grid in book.sheets}, way)

    return make


def as_protected(form: Form) -> bytes:
    """As Excel encrypts it where only the structure is protected: with a password of its own."""
    stream = io.BytesIO()
    OOXMLFile(io.BytesIO(as_xlsx(form.book()))).encrypt("VelvetSweatshop", stream)
    return stream.getvalue()


def zipped(encoding: str, depth: int = 1) -> Callable[[Form], bytes]:
    def make(form: Form) -> bytes:
        content, name = as_xlsx(form.book()), "各区/东河区报送表.xlsx"
        for _ in range(depth):
            stream = io.BytesIO()
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
                info = zipfile.ZipInfo("".join("x" if ord(c) > 127 else c for c in name))
                package.writestr(info, content)
            raw = name.encode(encoding)
            content, name = _renamed(stream.getvalue(), raw, utf8=encoding == "utf-8"), "东河区.zip"
        return content

    return make


def _renamed(content: bytes, raw: bytes, *, utf8: bool) -> bytes:
    """The archive's one member under the bytes *raw*."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        (info,) = package.infolist()
        held = package.read(info)
    from tests.hostile.cases import by_hand  # noqa: PLC0415 - the cases of that room import this one's neighbours

    return by_hand([(raw, held)], flags=0x800 if utf8 else 0)


def mailed(name: bytes) -> Callable[[Form], bytes]:
    def make(form: Form) -> bytes:
        return (
            b"From: a@example\r\nMIME-Version: 1.0\r\nMessage-ID: <1@example>\r\n"
            b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b\r\n"
            b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
            b"Content-Disposition: attachment; filename=" + name + b"\r\n\r\n"
            + base64.encodebytes(as_xls(form.book())) + b"\r\n--b--\r\n"
        )  # fmt: skip

    return make


def text(encoding: str, parted_by: str) -> Callable[[Form], bytes]:
    return lambda form: as_delimited(form.book(), encoding, parted_by)


KINDS: Final = (
    Kind(".xlsx", lambda form: as_xlsx(form.book())),
    Kind(".xlsx，内部路径用反斜杠（有的业务系统导出）", as_windows_paths),
    Kind(".xlsx，单元格不写地址（有的业务系统导出）", as_package(addresses="none")),
    Kind(".xlsx，内部文件是 UTF-16", as_package(encoding="utf-16")),
    Kind(".xlsx，工作簿不在常用的位置", as_package(workbook="Book/workbook2.xml")),
    Kind(".xlsx，只保护了结构（用 Excel 自带的密码加密）", as_protected),
    Kind(".xlsm，宏不运行", as_xlsm),
    Kind(".xlsm，夹有隐藏的宏表、对话框、图表工作表", as_package(foreign=True)),
    Kind(".xls（Excel 97–2003）", lambda form: as_xls(form.book())),
    Kind(".xls，代码页写成 1252（JExcelApi 等组件导出）", lambda form: as_jxl(form.book())),
    Kind(".xls，内部名称全是大写", lambda form: as_xls_in_capitals(form.book())),
    Kind(".xls（Excel 5.0/95）", lambda form: as_biff5(form.book())),
    Kind(".xlsb", lambda form: as_xlsb(form.book())),
    Kind(".ods", lambda form: as_ods(form.book())),
    Kind(".et（WPS，与 .xls 同一结构）", lambda form: as_xls(form.book())),
    Kind(".et（WPS，与 .xlsx 同一结构）", lambda form: as_xlsx(form.book())),
    Kind("XML 表格（Excel 2003），名为 .xls", lambda form: as_spreadsheetml(form.book())),
    Kind("压缩包 .zip，文件名是 UTF-8", zipped("utf-8")),
    Kind("压缩包 .zip，文件名是 GBK", zipped("gbk")),
    Kind("压缩包里再套一层压缩包", zipped("gbk", 2)),
    Kind("邮件 .eml 的附件，附件名是 GBK", mailed("东河区.xls".encode("gbk"))),
    Kind("邮件 .eml 的附件，附件名按 RFC 2231 编码", mailed(b"x.xls; filename*=gb18030''%B6%AB%BA%D3%C7%F8.xls")),
    Kind("网页，名为 .xls", lambda form: as_web_page(form.book()), whole=False),
    Kind(".csv，GB18030", text("gb18030", ","), whole=False),
    Kind(".csv，UTF-8", text("utf-8-sig", ","), whole=False),
    Kind(".csv，UTF-16", text("utf-16", ","), whole=False),
    Kind(".tsv（“Unicode 文本”），UTF-16", text("utf-16", "\t"), whole=False),
)  # fmt: skip
ONE_SHEET: Final = MAIN


def section() -> Iterator[tuple[str, str]]:
    """Case and behaviour of each kind, for docs/来件情形.md."""
    for kind in KINDS:
        yield (
            kind.case,
            "照常读取，内容不变"
            if kind.whole
            else "读出所带的一张工作表，其余的退回：`sheet-missing`",
        )
    yield "扩展名与内容不符", "按内容认，不看扩展名"
    yield "公式出错（.ods 里各种写法的 #DIV/0!、Err:508 等）", "退回：`error-value`"
    yield "显示的和存的不是一个数、不是一天（.ods、网页）", "退回：`shown-otherwise`"
    yield "时长超过 24 小时", "按看到的读：48:30:00"
    yield "设了打开密码", "不收，说明：请取消密码后再报送"
    yield "工作表名称里有控制字符，或两张工作表同名", "不收，说明：请给工作表改名"
    yield "只有图表、宏表，没有普通的工作表", "不收，说明：请把内容放进普通的工作表"
    yield ".rar、.7z、.tar.gz", "不收，说明：请解开，把里面的表放进收件箱，或改压成 .zip"
    yield "Outlook 邮件 .msg", "不收，说明：请打开邮件，把附件另存到收件箱"
    yield "单个文件网页 .mht", "不收，说明：请用 Excel/WPS 打开，另存为 .xlsx"
    yield "PDF、图片、Word 文档", "不收，说明是什么，请按下发的表样填报"
