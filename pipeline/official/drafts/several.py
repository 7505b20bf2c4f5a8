"""Find where a second document begins in a draft (一个文件里的第二件公文)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.official.drafts.front import without_label
from pipeline.official.drafts.recognise import correct_lines
from pipeline.official.errors import DraftUnreadable
from pipeline.official.standard.kinds import kind_of_title
from pipeline.official.standard.patterns import (
    ATTACHMENT_LABEL,
    DOCUMENT_NUMBER,
    FULL_DATE,
    ORGAN_MARK,
    ORGAN_NAME,
    PRINTING_LINE,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.official.drafts.lines import DraftLine
    from pipeline.official.drafts.source import DraftSource

_TITLE_LINES: Final = 3
_NO_TITLE: Final = re.compile(r"[。；：]|〔\d{4}〕\d+号$|印发$|^附件")
_FIRST_OF_TITLE: Final = re.compile(rf"关于|^{ORGAN_NAME.pattern}$")
_QUOTED: Final = 20
_CARRIES_ANOTHER: Final = ("印发", "转发", "批转")


@dataclass(slots=True)
class _Seen:
    """Hold what was seen above a line: a signature, an imprint (版记), an attachment, the organ code."""

    signed: bool = False
    imprint: bool = False
    attachment: bool = False
    carries: bool = False
    organ_code: str = ""


def refuse_second_document(source: DraftSource) -> None:
    """Refuse a draft in which a document ends and another one begins.

    A document ends with its signature and date, or with its imprint. What a notice issues or forwards
    (印发、转发的文件) follows its signature and is no second document; attachments are none either.

    Raises:
        DraftUnreadable: names the line where the second one begins.
    """
    lines, _ = correct_lines(source.lines)
    line = _second_document([line for line in lines if not line.is_blank])
    if line is not None:
        raise DraftUnreadable(
            source.name,
            f"第{line.number}行“{line.text[:_QUOTED]}”起像是另一件公文，一个文件只排一件",
            "请把这一行以下剪到另一个文件，两个文件各排一次",
        )


def _second_document(lines: Sequence[DraftLine]) -> DraftLine | None:
    seen = _Seen()
    for at, line in enumerate(lines):
        if _begins_document(lines, at, seen):
            return line
        _note(lines, at, seen)
    return None


def _begins_document(lines: Sequence[DraftLine], at: int, seen: _Seen) -> bool:
    """Return whether another document begins: by its mark or number, or by a title where one has ended."""
    text = lines[at].text.strip()
    number = DOCUMENT_NUMBER.fullmatch(text)
    if number and seen.signed and text.split("〔")[0] == seen.organ_code:
        return True  # of the same organ code: nothing that was received
    ended = seen.imprint or (seen.signed and not seen.carries)
    if not ended:
        return False
    if number or ORGAN_MARK.fullmatch(without_label(text)):
        return True
    return not seen.attachment and is_title(lines, at)


def _note(lines: Sequence[DraftLine], at: int, seen: _Seen) -> None:
    text = lines[at].text.strip()
    if DOCUMENT_NUMBER.fullmatch(text):
        seen.organ_code = seen.organ_code or text.split("〔")[0]
    elif ATTACHMENT_LABEL.fullmatch(text):
        seen.attachment = True
    elif PRINTING_LINE.fullmatch(text):
        seen.imprint = True
    elif not seen.signed and is_title(lines, at):
        title = "".join(line.text for line in lines[at : at + _TITLE_LINES])
        seen.carries = seen.carries or any(word in title for word in _CARRIES_ANOTHER)
    elif FULL_DATE.fullmatch(text) and at and not seen.attachment:
        seen.signed = seen.signed or bool(ORGAN_NAME.fullmatch("".join(lines[at - 1].text.split())))


def is_title(lines: Sequence[DraftLine], at: int) -> bool:
    """Return whether a title (关于……的 with its kind) begins at a line and ends within three lines."""
    words = ""
    for line in lines[at : at + _TITLE_LINES]:
        text = line.text.strip()
        if line.rows or _NO_TITLE.search(text) or not (words or _FIRST_OF_TITLE.search(text)):
            return False
        words += text
        if kind_of_title(words):
            return "关于" in words
    return False
