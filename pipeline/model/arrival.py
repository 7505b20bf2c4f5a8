"""A file that has come to rest in the inbox, and the original that is kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

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


class Fate(Enum):
    """What became of one file."""

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

    ``ARRIVED`` seen at rest · ``KEPT`` its original is on the disk · ``READ`` opened in the worker ·
    ``CHECKED`` its findings are known · ``RECORDED`` in the ledger, or in the quarantine ·
    ``PUBLISHED`` its answer stands in the outbox · ``CLEARED`` it has left the inbox, and is done.
    """

    ARRIVED = "arrived"
    KEPT = "kept"
    READ = "read"
    CHECKED = "checked"
    RECORDED = "recorded"
    PUBLISHED = "published"
    CLEARED = "cleared"

    def reached(self, step: Step) -> bool:
        """Whether *step* lies behind."""
        return _ORDER.index(self) >= _ORDER.index(step)


_ORDER: Final = tuple(Step)


class Origin(Enum):
    """Where an arrival is taken from (来处); where it has to be cleared from in the end."""

    INBOX = "inbox"
    QUARANTINE = "quarantine"  # a person has decided, or the campaign book has changed
    BUNDLE = "bundle"  # out of an archive or a mail, which is an arrival itself


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one arrival has come (办理进度), as the ledger keeps it.

    ``received_at`` is the moment it was first seen at rest, whatever interrupted it since;
    ``starts`` how often work on it was begun: more than once means that a run died meanwhile.
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
