"""A file that has come to rest in the inbox, and the original that is kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


class Container(Enum):
    """What a file really is, by its bytes and not by its name."""

    XLSX = "xlsx"
    XLS = "xls"
    XLSB = "xlsb"
    ODS = "ods"
    ENCRYPTED = "加密文件"
    EMPTY = "空文件"
    ZIP = "zip"
    MAIL = "eml"
    OUTLOOK = "msg"
    ARCHIVE = "压缩包"  # RAR, 7z and the like
    PDF = "PDF"
    WORD = "Word 文档"
    IMAGE = "图片"
    TEXT = "文本"
    HTML = "网页"
    XML = "XML 表格"
    OTHER = "其他文件"

    @property
    def workbook(self) -> bool:
        """Whether the reader takes it: a workbook, or a text that may hold a table."""
        return self in _BINARY_WORKBOOKS | {Container.TEXT, Container.HTML, Container.XML}

    @property
    def suffix(self) -> str:
        """The suffix by which a double click opens it; empty where its own name knows better."""
        return self.value if self in _BINARY_WORKBOOKS | _BUNDLES else ""

    @property
    def bundle(self) -> bool:
        """Whether it holds other files: an archive or a mail that can be opened."""
        return self in _BUNDLES


_BINARY_WORKBOOKS = frozenset({Container.XLSX, Container.XLS, Container.XLSB, Container.ODS})
_BUNDLES = frozenset({Container.ZIP, Container.MAIL})


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file at rest (到件): its path and its name relative to the inbox."""

    path: Path
    name: str  # with sub-folders, parted by “/”


@dataclass(frozen=True, slots=True)
class Original:
    """An original (原件): the bytes as received, kept read-only under their digest."""

    digest: str
    path: Path
    name: str  # as it was called in the inbox, with sub-folders
    container: Container
    received_at: datetime
