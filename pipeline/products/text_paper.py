"""Put a person's text (文稿) into the office's frame: head, number, addressees, closing, signature, imprint."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.model.document import (
    Closing,
    DocumentForm,
    Header,
    Heading,
    Imprint,
    Masthead,
    Paragraph,
    SignerStamp,
    words_of,
)
from pipeline.official.standard.addressee_lines import same_names
from pipeline.official.standard.kinds import Requirement, requirements_of
from pipeline.official.standard.patterns import RECIPIENTS_LINE
from pipeline.products.wording import with_full_stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.campaign import Paper
    from pipeline.model.document import Attachment, Block, OfficialDocument
    from pipeline.model.own_office import NumberStyle
    from pipeline.official.standard.paper_names import PaperName

_NAMES: Final = re.compile(r"[、 　]+")
_PUNCTUATION: Final = re.compile(r"\W+")
_LAST_BLOCKS: Final = 2  # in which a closing sentence may be
_CUSTOMARY_CLOSING: Final = re.compile(
    r"(?:特此(?:通知|通报|报告|公告|通告|函告|函复|函达|批复|说明)|此复|此令|妥否，?请|当否，?请|可否，?请|以上请示|请予批准|请审议|请予审议|请予函复)"
)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the office states for a kind of paper (发文样式): everything around a text.

    ``paper`` is the row by which it is numbered, ``short_name`` another name that a text may be signed with,
    ``title`` that of a text without one, ``note`` the contact (附注) of a request, ``recipients`` are the lines of the imprint: 抄送, or 报, 送 and
    发 of a briefing. ``source`` names the place of these statements in a message.
    """

    name: PaperName
    paper: Paper
    style: NumberStyle
    organ: str
    level: str
    mark: str
    addressees: str
    signer: str
    closing: str
    printing_organ: str
    source: str
    short_name: str = ""
    title: str = ""
    note: str = ""
    recipients: tuple[tuple[str, str], ...] = ()


def text_paper(
    text: OfficialDocument, head: Letterhead, number: str, dated: str, carried: Sequence[Attachment]
) -> OfficialDocument:
    """Return the document that *text* makes under *head*, numbered *number* and dated *dated*.

    *carried* are the parts of the documents that it issues or forwards (印发、转发的文件).
    """
    form = text.form
    is_briefing = form is DocumentForm.BRIEFING
    return replace(
        text,
        blocks=_with_closing(_without_signature(text.blocks, head), head.closing),
        header=None if is_briefing else _header(text, head, number),
        masthead=Masthead(head.mark, number, head.organ, dated) if is_briefing else None,
        addressees=_addressees(text, head),
        closing=_closing(text, head, dated),
        attachments=(*carried, *text.attachments),
        imprint=_imprint(text, head, dated),
    )


def _header(text: OfficialDocument, head: Letterhead, number: str) -> Header:
    """Return the header; copy number, secrecy and urgency are stated by the text, for each paper."""
    own = text.header
    signers = () if requirements_of(text.kind).signature else _signers(head.signer)
    return Header(
        organ_mark=head.mark,
        document_number=number,
        signers=signers if requirements_of(text.kind).signers is Requirement.REQUIRED else (),
        copy_number=own.copy_number if own else "",
        secrecy=own.secrecy if own else "",
        urgency=own.urgency if own else "",
    )


def _signers(names: str) -> tuple[str, ...]:
    return tuple(name for name in _NAMES.split(names) if name)


def _addressees(text: OfficialDocument, head: Letterhead) -> str:
    if requirements_of(text.kind).addressees is Requirement.UNUSED:
        return ""
    return text.addressees or head.addressees


def _closing(text: OfficialDocument, head: Letterhead, dated: str) -> Closing | None:
    """Return signature, date and note; an order is signed by a person, minutes and briefings by nobody."""
    if text.form in {DocumentForm.MINUTES, DocumentForm.BRIEFING}:
        return None
    note = (text.closing.note if text.closing else "") or head.note
    if requirements_of(text.kind).signature:
        post, _, name = head.signer.replace("　", " ").partition(" ")
        return Closing("", dated, note=note, stamps=(SignerStamp(post, name.strip()),))
    return Closing(head.organ, dated, note=note)


def _imprint(text: OfficialDocument, head: Letterhead, dated: str) -> Imprint | None:
    own = text.imprint.lines if text.imprint else ()
    lines = tuple((name, with_full_stop(words)) for name, words in own or head.recipients)
    if text.form is DocumentForm.LETTER:
        return Imprint(lines) if lines else None
    if text.form is DocumentForm.BRIEFING:
        copies = f"共印{head.paper.copies}份" if head.paper.copies else ""
        return Imprint(lines, copies=copies) if lines or copies else None
    return Imprint(lines, head.printing_organ, dated)


def recipients_of(words: str, default: str) -> tuple[tuple[str, str], ...]:
    """Return the lines of an imprint that a cell states: 报：…；送：…, or names alone for the line *default*.

    >>> recipients_of("报：市委。；发：各区。", "发")
    (('报', '市委'), ('发', '各区'))
    """
    found = []
    for part in re.split(r"[；;\n]", words):
        line = RECIPIENTS_LINE.fullmatch(part.strip())
        if line:
            found.append((line[1], line[2].rstrip("。")))
    if found or not words.strip("。； "):
        return tuple(found)
    return ((default, words.rstrip("。")),)


def _without_signature(blocks: tuple[Block, ...], head: Letterhead) -> tuple[Block, ...]:
    """Return *blocks* without a last line that is the organ's name: the frame has the signature."""
    if len(blocks) > 1 and is_signature(blocks[-1], head):
        return blocks[:-1]
    return blocks


def is_signature(block: Block, head: Letterhead) -> bool:
    """Return whether *block* is the name of the issuing organ and nothing else."""
    words = _words(block)
    names = [name for name in (head.organ, head.short_name) if name]
    return any(same_names(words, name) for name in names)


def _with_closing(blocks: tuple[Block, ...], closing: str) -> tuple[Block, ...]:
    """Return *blocks* with the closing sentence (结语) at their end, unless the text has one."""
    if not closing:
        return blocks
    plain = _PUNCTUATION.sub("", closing)
    for block in blocks[-_LAST_BLOCKS:]:
        words = _words(block)
        if plain in _PUNCTUATION.sub("", words) or _CUSTOMARY_CLOSING.search(words):
            return blocks
    return (*blocks, Paragraph((closing,)))


def _words(block: Block) -> str:
    if isinstance(block, Heading):
        return block.text
    return block.lead + words_of(block.pieces) if isinstance(block, Paragraph) else ""
