"""Define an arrival (到件), the original (原件) stored of it, and how far it has come (办理进度)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


class Container(Enum):
    """Kind of a file (文件种类), by its bytes and not by its name."""

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
        """Return whether the reader tries it: a workbook, or what may contain one or a table."""
        return self in _BINARY_WORKBOOKS | _PERHAPS_WORKBOOKS

    @property
    def suffix(self) -> str:
        """Return the suffix by which the system opens it; empty where the file's own suffix is better."""
        return self.value if self in _BINARY_WORKBOOKS | _BUNDLES else ""

    @property
    def bundle(self) -> bool:
        """Return whether it contains other files: an archive or a mail that can be opened."""
        return self in _BUNDLES


_BINARY_WORKBOOKS = frozenset({Container.XLSX, Container.XLS, Container.XLSB, Container.ODS})
# Excel's built-in password opens some encrypted files; a text may hold a table.
_PERHAPS_WORKBOOKS = frozenset({Container.ENCRYPTED, Container.TEXT, Container.HTML, Container.XML})
_BUNDLES = frozenset({Container.ZIP, Container.MAIL})


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file in the inbox that is complete (到件): its path and its name relative to the inbox."""

    path: Path
    name: str  # with sub-folders, separated by “/”


@dataclass(frozen=True, slots=True)
class Original:
    """An original (原件): the bytes as received, stored read-only under their digest."""

    digest: str
    path: Path
    name: str  # its name in the inbox, with sub-folders
    container: Container
    received_at: datetime
    size: int = 0  # bytes
    sender: str = ""  # the address of the mail that it came in, in small letters


class Fate(Enum):
    """Result of one file (去向)."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"
    WAITING = "waiting"
    IGNORED = "ignored"

    @property
    def label(self) -> str:
        """Return the word a secretary reads."""
        return _LABELS[self]


_LABELS: Final = {
    Fate.ACCEPTED: "已收",
    Fate.RETURNED: "退回",
    Fate.DUPLICATE: "重复",
    Fate.QUARANTINED: "待认领",
    Fate.WAITING: "等待",
    Fate.IGNORED: "略过",
}


class Step(Enum):
    """How far an arrival has come (办理进度); each is reached once, in this order.

    ``ARRIVED`` found complete in the inbox · ``KEPT`` its original is stored · ``RECORDED`` examined, and
    in the ledger · ``PUBLISHED`` its answer is in the outbox, or it needs none · ``CLEARED`` it has left
    the inbox, and is done.
    """

    ARRIVED = "arrived"
    KEPT = "kept"
    RECORDED = "recorded"
    PUBLISHED = "published"
    CLEARED = "cleared"

    def reached(self, step: Step) -> bool:
        """Return whether *step* is reached or passed."""
        return _ORDER.index(self) >= _ORDER.index(step)


_ORDER: Final = tuple(Step)


class Origin(Enum):
    """Where an arrival comes from (来处), and from where it is cleared at the end."""

    INBOX = "inbox"
    QUARANTINE = "quarantine"  # a person has decided, or the campaign book has changed
    BUNDLE = "bundle"  # from an archive or a mail, which is an arrival too
    DECISION = "decision"  # a person has decided about what was received before (处置)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one arrival has come (办理进度), as the ledger stores it.

    ``received_at`` is the moment it was first found complete, also after an interruption; ``starts``
    the number of passes that began to work on it: more than one means that a pass was killed.
    ``submission`` and ``bundle`` are numbers in the ledger, 0 where there is none; ``fate`` is
    ``None`` until it is recorded, and for a bundle, of which each file has its own.
    """

    number: int
    name: str
    digest: str
    origin: Origin
    received_at: datetime
    step: Step
    starts: int = 1
    bundle: int = 0
    submission: int = 0
    fate: Fate | None = None
    unit: str = ""
    campaign: str = ""
    reason: str = ""
