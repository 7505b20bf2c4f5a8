"""Give verdicts on the elements (要素) of a finished document, recognised by their words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.model.document import Closing, SignerStamp
from pipeline.model.verdict import Result, Strength, Verdict
from pipeline.official.drafts.recognise import draft_ending, identify_kind, recognise
from pipeline.official.drafts.source import word_source
from pipeline.official.errors import DraftUnreadable
from pipeline.official.ooxml.elements import style_of, words_in
from pipeline.official.ooxml.style_names import StyleName
from pipeline.official.rendering.signature_page import SignatureBlock, signature_block
from pipeline.official.standard.kinds import requirements_of
from pipeline.official.standard.mandatory import shortcomings
from pipeline.official.standard.patterns import COPIES_LINE, POST_AND_SIGNER, PRINTING_LINE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document

    from pipeline.model.document import OfficialDocument
    from pipeline.official.drafts.source import DraftSource

ELEMENTS_RULE: Final = "elements"
_CLAUSE: Final = "条例第九条"
# A letter's mark is in the page header, another one may be in a frame: the text doesn't show it.
_UNREADABLE_RULES: Final = frozenset({"K-mark", "K-number"})
_LINES_OF_SIGNATURE: Final = 4
_LINES_BELOW_IMPRINT: Final = 3


@dataclass(frozen=True, slots=True)
class FinishedDocument:
    """Hold what the text of a finished document says; ``elements`` is ``None`` without a kind.

    ``reason`` words why the elements were not recognised, ``signature`` is the ending as printed.
    """

    kind: str
    title: str
    elements: OfficialDocument | None = None
    reason: str = ""
    signature: SignatureBlock | None = None


def read_finished(name: str, document: Document) -> FinishedDocument:
    """Recognise kind, elements and ending of the opened *document*; *name* is its file name."""
    try:
        source = _down_to_imprint(word_source(name, document))
    except DraftUnreadable:
        return FinishedDocument("", "", reason="里面没有文字")
    kind, title = identify_kind(source)
    if not kind:
        ending = draft_ending(source)
        block = SignatureBlock(ending.date, tuple(ending.organs), tuple(ending.attachment_titles))
        reason = "标题和版头看不出文种"
        return FinishedDocument("", "", reason=reason, signature=block if ending.date else None)
    elements = _with_stamps(recognise(source, kind).document, document, source)
    return FinishedDocument(kind, title, elements, signature=signature_block(elements))


def _down_to_imprint(source: DraftSource) -> DraftSource:
    """Return *source* without the few lines that an office prints below its imprint (印制单位、校对人)."""
    imprint = (COPIES_LINE, PRINTING_LINE)
    ends = [
        at
        for at, line in enumerate(source.lines, start=1)
        if any(pattern.fullmatch(line.text.strip()) for pattern in imprint)
    ]
    below = [line for line in source.lines[ends[-1] :] if not line.is_blank] if ends else []
    if not 0 < len(below) <= _LINES_BELOW_IMPRINT:
        return source
    return replace(source, lines=source.lines[: ends[-1]])


def element_verdicts(finished: FinishedDocument) -> Iterator[Verdict]:
    """Yield a failed verdict for each element missing or out of place, or one that passed.

    Where the kind isn't recognised, the only verdict is that the elements are unverified (未核验).
    """
    if finished.elements is None:
        message = f"{finished.reason}，应有的要素未核验"
        yield _elements_verdict(Result.UNVERIFIED, message)
        return
    found = [
        shortcoming
        for shortcoming in shortcomings(finished.elements)
        if shortcoming.rule not in _UNREADABLE_RULES
    ]
    for shortcoming in found:
        yield Verdict(
            shortcoming.clause,
            shortcoming.rule,
            Result.FAILED,
            shortcoming.strength,
            "",
            "",
            shortcoming.message,
        )
    if not found:
        yield _elements_verdict(Result.PASSED, f"{finished.kind}应有的要素没有发现问题")


def _elements_verdict(result: Result, message: str) -> Verdict:
    return Verdict(_CLAUSE, ELEMENTS_RULE, result, Strength.REQUIRED, "", "", message)


def _with_stamps(
    elements: OfficialDocument, document: Document, source: DraftSource
) -> OfficialDocument:
    """Return *elements* with the posts and names of its signature stamps (签名章)."""
    closing = elements.closing or Closing("", "")
    styled = [
        words_in(each)
        for each in document.element.body.iter(qn("w:p"))
        if style_of(each) == StyleName.SIGNATURE_STAMP and words_in(each)
    ]
    if not styled and requirements_of(elements.kind).signature:
        styled = _signature_lines(source, closing.dated)
    if not styled:
        return elements
    stamps = tuple(map(SignerStamp, styled))
    return replace(elements, closing=replace(closing, stamps=stamps))


def _signature_lines(source: DraftSource, date: str) -> list[str]:
    """Return the lines with a post and a name right above the date, in a document of any style."""
    written = [line.text.strip() for line in source.lines if not line.is_blank]
    end = written.index(date) if date in written else len(written)
    last_lines = written[max(end - _LINES_OF_SIGNATURE, 0) : end]
    return [text for text in last_lines if POST_AND_SIGNER.fullmatch(text)]
