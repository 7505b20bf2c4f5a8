"""Define an official document (公文) as words and figures; this room has no layout."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pipeline.model.figure import Figure, Phrase

Piece = str | Figure | Phrase


class DocumentForm(Enum):
    """Form (格式) of a document: GB/T 9704 clauses 7 and 10, and the customary form of 简报."""

    GENERAL = "通用"
    LETTER = "信函"
    ORDER = "命令"
    MINUTES = "纪要"
    BRIEFING = "简报"
    PLAIN = "白头"  # an office paper without a red header: 退回单, 回执


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body (正文段落), indented two characters."""

    pieces: tuple[Piece, ...]
    lead: str = ""  # a run-in opening set in 楷体, e.g. （一）县市区。
    flush: bool = False  # 顶格
    aligned: str = "both"  # both, center, right


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the outline; level 1 is 一、 (黑体), 2 is （一） (楷体), 3 is 1. (仿宋)."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its title, its share of the width, and how it is aligned."""

    title: str
    share: int
    aligned: str = "center"  # left, center, right


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose header row repeats on every page and whose rows don't break.

    With ``landscape`` it is set on separate landscape pages (横排表格, clause 8). Its rows are at least
    ``row_mm`` high, where people write in them by hand. ``continued`` are tables of the further columns
    (续表) of one that is wider than a page.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Piece, ...], ...]
    caption: str = ""
    landscape: bool = False
    row_mm: int = 0
    continued: tuple[Table, ...] = ()


Block = Paragraph | Heading | Table


@dataclass(frozen=True, slots=True)
class Header:
    """The red header (版头).

    Several ``organs`` issue jointly (联合行文), the lead organ (主办机关) first; ``organ_mark`` is
    then the word to their right, as a rule 文件 (7.2.4).
    """

    organ_mark: str  # 发文机关标志, with “文件” where the form has it
    document_number: str = ""
    signers: tuple[str, ...] = ()
    copy_number: str = ""
    secrecy: str = ""
    urgency: str = ""
    organs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Masthead:
    """Masthead of a briefing (简报报头): custom (实务), not GB/T 9704."""

    name: str
    issue_number: str  # 第3期（总第17期）
    organ: str
    dated: str


@dataclass(frozen=True, slots=True)
class Seal:
    """An office's seal (印章) as a picture: PNG bytes, and its printed width in millimetres."""

    picture: bytes
    width_mm: int = 42


@dataclass(frozen=True, slots=True)
class SignerStamp:
    """A signature stamp (签名章): the post (职务), and the stamp's picture or the name (7.3.5.3)."""

    post: str
    name: str = ""
    stamp: Seal | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """Closing of a document: 署名, 成文日期 and 附注; ``sealed`` reserves space for a seal (7.3.5.1).

    ``others`` sign after ``organ`` (联合行文). ``seals`` belong to the organs in their order; organs
    without one are stamped by hand. With ``stamps`` the document is signed by signature stamps and
    has no organ (7.3.5.3).
    """

    organ: str
    dated: str
    sealed: bool = True
    note: str = ""
    others: tuple[str, ...] = ()
    seals: tuple[Seal, ...] = ()
    stamps: tuple[SignerStamp, ...] = ()

    @property
    def organs(self) -> tuple[str, ...]:
        """Return all signing organs, in their order."""
        return tuple(name for name in (self.organ, *self.others) if name)


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment (附件): its title, word for word as in the attachment note.

    What a document issues or forwards (印发、转发的文件) is ``carried``: it begins on a new page
    under its own title, without 附件 above it, and is not in the attachment note. One that is sent
    ``apart`` is in the note, but has no page here. ``noted`` is the note's wording where it differs.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    carried: bool = False
    apart: bool = False
    noted: str = ""
    above: tuple[
        str, ...
    ] = ()  # of what is carried: lines above its title, as 附件1 or its own number


@dataclass(frozen=True, slots=True)
class Imprint:
    """Imprint (版记); the foot of a briefing has 报/送/发 instead of 抄送."""

    lines: tuple[tuple[str, str], ...]  # ("抄送", "…。"), ("报", "…。")
    printing_organ: str = ""
    printed_on: str = ""
    copies: str = ""


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """A complete official document (公文) without layout; the typesetting room renders it."""

    kind: str
    form: DocumentForm
    title: str
    blocks: tuple[Block, ...]
    header: Header | None = None
    masthead: Masthead | None = None
    addressees: str = ""
    attendance: tuple[
        tuple[str, str], ...
    ] = ()  # 纪要: ("出席", "…"), ("请假", "…"), ("列席", "…")
    closing: Closing | None = None
    attachments: tuple[Attachment, ...] = ()
    imprint: Imprint | None = None
    byline: tuple[str, ...] = ()  # 讲话: day and speaker, below the title


def words_of(pieces: tuple[Piece, ...]) -> str:
    """Return the text of *pieces* as it will be printed."""
    return "".join(str(piece) for piece in pieces)
