"""Read workbooks that are text: web pages or XML named .xls, comma- or tab-separated tables."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final

from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.reading.delimited import delimited_grids
from pipeline.workbook.reading.spreadsheetml import NAMESPACE, spreadsheetml_grids
from pipeline.workbook.reading.web_page import web_page_grids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.grid import Grid

_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
# No other that is declared is believed: of some, decoding a few megabytes takes minutes.
_OTHER_ENCODINGS: Final = frozenset({"big5", "big5-hkscs", "windows-1252", "iso-8859-1"})
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
_TAG: Final = re.compile(r"<(!doctype html|html|head|meta|table|body|frameset)\b", re.IGNORECASE)
_HEAD: Final = 4096


def plain_grids(content: bytes, name: str) -> Sequence[Grid]:
    """Read the tables of a text file.

    Raises:
        WorkbookUnreadable: it is no text, no table, too large, or broken.
    """
    if NAMESPACE.encode() in content[:_HEAD] or NAMESPACE.encode("utf-16-le") in content[:_HEAD]:
        return spreadsheetml_grids(content, name)
    text = decode_text(content, name)
    if _TAG.search(text[:_HEAD]):
        return web_page_grids(text, name)
    return delimited_grids(text, name)


def decode_text(content: bytes, name: str) -> str:
    """Decode *content*: UTF-16 by its mark, UTF-8, GB 18030, or what the page declares.

    Raises:
        WorkbookUnreadable: it is none of them.
    """
    marked = next(
        (encoding for mark, encoding in _BYTE_ORDER_MARKS if content.startswith(mark)), ""
    )
    for encoding in (marked,) if marked else _candidate_encodings(content[:_HEAD]):
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if not _CONTROL.search(text):
            return text
    raise WorkbookUnreadable(name, "不是 Excel 表。请按下发的表样填报，另存为 .xlsx 后再报送。")


def _candidate_encodings(head: bytes) -> tuple[str, ...]:
    # UTF-8 first, regardless of the declaration: Chinese GBK text is hardly ever valid UTF-8.
    match = _DECLARED.search(head)
    declared = match[1].decode("ascii").lower() if match else ""
    named = (declared,) if declared in _OTHER_ENCODINGS else ()
    return ("utf-8", "gb18030", *named)
