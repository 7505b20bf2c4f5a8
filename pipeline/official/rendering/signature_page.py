"""Check that a signature shares its page with text (署名与正文同页): GB/T 9704-2012, 7.3.5.5.

The one definition of the clause: layout chooses a line pitch by it, inspection gives a verdict by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.official.standard.corrections import correct_text
from pipeline.official.standard.typefaces import SIZE_3

if TYPE_CHECKING:
    from pipeline.model.document import OfficialDocument
    from pipeline.official.rendering.measure import Measurements, TextLine

_SIZE_TOLERANCE_PT: Final = 0.5


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """Hold the words around a signature as they are printed.

    ``date`` is 成文日期, ``signatures`` are 署名 or the posts and names of 签名章, and
    ``attachment_titles`` the titles in the 附件说明 above them, which is no text.
    """

    date: str
    signatures: tuple[str, ...] = ()
    attachment_titles: tuple[str, ...] = ()


def signature_block(document: OfficialDocument) -> SignatureBlock | None:
    """Return the words around the signature of *document*; ``None`` where it has no date."""
    closing = document.closing
    if closing is None or not closing.dated:
        return None
    stamps = (word for stamp in closing.stamps for word in (stamp.post, stamp.name))
    titles = tuple(each.noted or each.title for each in document.attachments)
    return SignatureBlock(closing.dated, (*closing.organs, *stamps), titles)


def date_line(measured: Measurements, block: SignatureBlock) -> TextLine | None:
    """Return the first line of the body's size that is the date (成文日期), if there is one.

    A date with mechanical slips, such as a padded month, is the same date.
    """
    lines = _body(measured)
    return next((line for line in lines if correct_text(line.text).text == block.date), None)


def is_signature_alone(measured: Measurements, block: SignatureBlock | None) -> bool:
    """Return whether the page with the date shows no line of text above it.

    Signatures and the attachment note (附件说明) are no text. Without a date the answer is no.
    """
    dated = None if block is None else date_line(measured, block)
    if block is None or dated is None:
        return False
    return not any(
        line.page == dated.page and line.baseline_mm < dated.baseline_mm
        for line in _body(measured)
        if not _is_signature(line.text, block) and not _is_attachment_title(line.text, block)
    )


def _body(measured: Measurements) -> list[TextLine]:
    size = float(SIZE_3.pt)
    return [line for line in measured.lines if abs(line.size_pt - size) < _SIZE_TOLERANCE_PT]


def _is_signature(text: str, block: SignatureBlock) -> bool:
    """Return whether a line consists of signatures only: joint organs share a line."""
    for words in sorted((block.date, *block.signatures), key=len, reverse=True):
        text = text.replace(words, "") if words else text
    return not text.strip()


def _is_attachment_title(text: str, block: SignatureBlock) -> bool:
    title = text.removeprefix("附件：").lstrip("0123456789. ")
    return any(title in each for each in block.attachment_titles)
