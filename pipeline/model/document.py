"""An official document (公文) as words and figures; not one millimetre is known here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pipeline.model.figure import Figure

Piece = str | Figure


class DocumentForm(Enum):
    """The form (格式) of a document: GB/T 9704 clauses 7 and 10, and the custom of 简报."""

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

    ``landscape`` sets it on pages of its own, lying on their side (横排表格, clause 8).
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Piece, ...], ...]
    caption: str = ""
    landscape: bool = False


Block = Paragraph | Heading | Table


@dataclass(frozen=True, slots=True)
class Header:
    """The red header (版头).

    Several ``organs`` issue together (联合行文), the lead organ (主办机关) first; ``organ_mark`` is
    then the word at their right, as a rule 文件 (7.2.4).
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
    """The masthead of a briefing (简报报头): custom (实务), not GB/T 9704."""

    name: str
    issue_number: str  # 第3期（总第17期）
    organ: str
    dated: str


@dataclass(frozen=True, slots=True)
class Seal:
    """An office's own seal (印章) as a picture: PNG bytes, and how wide it is printed in mm."""

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
    """署名, 成文日期 and 附注; ``sealed`` leaves the room a seal needs (7.3.5.1).

    ``others`` sign after ``organ`` (联合行文). ``seals`` stand for the organs in their order;
    there may be fewer, the rest is stamped by hand. With ``stamps`` the document is signed by
    signature stamps and bears no organ (7.3.5.3).
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
        """All that sign, in their order."""
        return tuple(name for name in (self.organ, *self.others) if name)


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment (附件): its title, word for word as in the attachment note.

    What a document issues or passes on (印发、转发的文件) is ``carried``: it begins on a new page
    under its own title, without 附件 above it, and no note tells of it. One that is sent ``apart``
    is noted, but has no page here. ``noted`` is the note's wording, should it differ.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    carried: bool = False
    apart: bool = False
    noted: str = ""


@dataclass(frozen=True, slots=True)
class Imprint:
    """The imprint (版记); a briefing's foot carries 报/送/发 instead of 抄送."""

    lines: tuple[tuple[str, str], ...]  # ("抄送", "…。"), ("报", "…。")
    printing_organ: str = ""
    printed_on: str = ""
    copies: str = ""


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """A document, complete in words; the typesetting room turns it into a page."""

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


def words_of(pieces: tuple[Piece, ...]) -> str:
    """The text of *pieces* as it will be printed."""
    return "".join(str(piece) for piece in pieces)
