"""Refuse a text that brings its own head or ending (自带版头、落款) where the office states another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.issuing.errors import IssueRefused
from pipeline.model.document import DocumentForm, Paragraph, words_of
from pipeline.official.standard.addressee_lines import names_organs, same_names
from pipeline.official.standard.kinds import Requirement, requirements_of
from pipeline.official.standard.patterns import ORGAN_NAME
from pipeline.products.text_paper import is_signature

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.document import OfficialDocument
    from pipeline.official.drafts.body_text import BodyText
    from pipeline.products.text_paper import Letterhead

_TYPESET = "已经有版头和文号、只要排版的，请用 baosong typeset {name}"


def refuse_own_elements(body: BodyText, head: Letterhead, dated: str) -> None:
    """Refuse a text with elements of a paper that differ from what the office states for it.

    A mark, addressees, a signature, a date and an imprint that are the same, or for which the office states
    nothing, are accepted, and printed once. A document number never is: it comes from the register.

    Raises:
        IssueRefused: names each element with its line, and the remedy.
    """
    document = body.recognised.document
    found = (*_head_faults(document, head), *_ending_faults(document, head, dated))
    reasons = [f"{_at(body, words)}“{words}”{fault}" for words, fault in found]
    if reasons:
        raise IssueRefused(head.name.kind, [*reasons, _TYPESET.format(name=body.source.name)])


def _at(body: BodyText, words: str) -> str:
    return f"{body.source.name} {body.line_of(words)}"


def _head_faults(document: OfficialDocument, head: Letterhead) -> Iterator[tuple[str, str]]:
    """Yield words and fault of each element above the text."""
    header, masthead = document.header, document.masthead
    mark = header.organ_mark if header else masthead.name if masthead else ""
    number = header.document_number if header else masthead.issue_number if masthead else ""
    if header and header.organs:
        yield header.organs[0], "起是联合行文的版头，notice 只以本机关的名义印发，请删去版头"
    elif mark and not same_names(mark, head.mark):
        yield mark, f"是版头，与{head.source}的“{head.mark}”不同，请删去这一行或改那一格"
    if number:
        yield number, "是文号，文号由登记簿编，请删去这一行"
    signers = "　".join(header.signers) if header else ""
    if signers and not same_names(signers.replace("　", "、"), head.signer):
        yield signers, f"是签发人，与{head.source}的“{head.signer}”不同，请删去或改那一格"
    yield from _addressee_faults(document, head)


def _addressee_faults(document: OfficialDocument, head: Letterhead) -> Iterator[tuple[str, str]]:
    words = document.addressees
    if not words:
        return
    if requirements_of(document.kind).addressees is Requirement.UNUSED:
        if document.form is not DocumentForm.BRIEFING:
            yield words, f"是主送机关，{document.kind}不写主送机关，请删去这一行"
    elif head.addressees and not same_names(words, head.addressees):
        yield (
            words,
            f"是主送机关，与{head.source}的“{head.addressees}”不同，请删去这一行，或用 --to 写明主送机关",
        )


def _ending_faults(
    document: OfficialDocument, head: Letterhead, dated: str
) -> Iterator[tuple[str, str]]:
    """Yield words and fault of each element below the text."""
    closing = document.closing
    names = (head.organ, head.short_name)
    for organ in closing.organs if closing else ():
        if document.form is DocumentForm.MINUTES:
            yield organ, "是落款，纪要不署名、不盖章，请删去这一行"
        elif not any(same_names(organ, name) for name in names):
            yield organ, f"是落款，与本机关“{head.organ}”不同，请删去这一行"
    if closing and closing.dated and closing.dated != dated:
        yield closing.dated, f"是成文日期，与这次的{dated}不同，请删去这一行，或用 --dated 写明"
    yield from _imprint_faults(document, head, dated)
    yield from _last_line_faults(document, head)


def _imprint_faults(
    document: OfficialDocument, head: Letterhead, dated: str
) -> Iterator[tuple[str, str]]:
    imprint = document.imprint
    if imprint is None:
        return
    for name, words in imprint.lines:
        stated = dict(head.recipients).get(name, "")
        if stated and not same_names(words, stated):
            yield (
                words,
                f"是版记里的{name}，与{head.source}的“{stated}”不同，请删去这一行或改那一格",
            )
    if imprint.printed_on and imprint.printed_on != dated:
        yield (
            imprint.printed_on,
            f"是印发日期，与这次的{dated}不同，请删去这一行，或用 --dated 写明",
        )
    printing = imprint.printing_organ
    if printing and not same_names(printing, head.printing_organ):
        yield printing, f"是印发机关，与“{head.printing_organ}”不同，请删去这一行"


def _last_line_faults(document: OfficialDocument, head: Letterhead) -> Iterator[tuple[str, str]]:
    """Yield the last line where it is another organ's name alone: a signature without a date."""
    last = document.blocks[-1]
    words = words_of(last.pieces) if isinstance(last, Paragraph) and not last.lead else ""
    is_name = bool(ORGAN_NAME.fullmatch(words)) and names_organs(words)
    if is_name and not is_signature(last, head) and len(document.blocks) > 1:
        yield words, f"像是落款，与本机关“{head.organ}”不同，请删去这一行"
