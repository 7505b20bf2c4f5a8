"""The end of a draft (落款): signature, date, closing note, attachment note, imprint lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.official.standard.patterns import FULL_DATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.official.drafts.lines import DraftLine

_PRINTING: Final = re.compile(rf"^(.*?)[\s　]*({FULL_DATE.pattern})印发$")
_RECIPIENTS: Final = re.compile(r"^(抄送|分送|主送|报|送|发)[:：]\s*(.+)$")
_CLOSING_NOTE: Final = re.compile(r"^[（(].+[）)]$")
_ORGAN: Final = re.compile(r"^[\u4e00-\u9fff（）·]{3,30}$")
_NOTE_START: Final = re.compile(r"^附件[:：]\s*(.+)$")
_NUMBERED_TITLE: Final = re.compile(r"^\d{1,2}[.．、]\s*(.+)$")
_MAX_ORGANS: Final = 8


@dataclass(slots=True)
class DraftEnding:
    """What was taken from the end of a draft, and where the text ends."""

    text_end: int
    organs: list[str] = field(default_factory=list)
    date: str = ""
    note: str = ""
    attachment_titles: list[str] = field(default_factory=list)
    recipients: list[tuple[str, str]] = field(default_factory=list)
    printing_organ: str = ""
    printing_date: str = ""
    copies: str = ""


def read_ending(lines: Sequence[DraftLine], start: int) -> DraftEnding:
    """Read *lines* from their end upwards, down to *start*; what isn't an ending stays text."""
    ending = DraftEnding(len(lines))
    _read_imprint(lines, start, ending)
    at = _last_written(lines, ending.text_end, start)
    note = at if at >= start and _CLOSING_NOTE.match(lines[at].text.strip()) else None
    date_at = _last_written(lines, note, start) if note is not None else at
    if date_at < start or not FULL_DATE.fullmatch(lines[date_at].text.strip()):
        if note is not None and "联系" in lines[note].text:
            ending.note, ending.text_end = lines[note].text.strip(), note
        _read_attachment_note(lines, start, ending)
        return ending
    ending.date = lines[date_at].text.strip()
    ending.note = lines[note].text.strip() if note is not None else ""
    ending.text_end = date_at
    _read_organs(lines, start, ending)
    _read_attachment_note(lines, start, ending)
    return ending


def _last_written(lines: Sequence[DraftLine], end: int, start: int) -> int:
    """The last line that isn't blank before *end*."""
    at = end - 1
    while at >= start and lines[at].is_blank:
        at -= 1
    return at


def _read_imprint(lines: Sequence[DraftLine], start: int, ending: DraftEnding) -> None:
    at = _last_written(lines, ending.text_end, start)
    while at >= start:
        text = lines[at].text.strip()
        printed, listed = _PRINTING.match(text), _RECIPIENTS.match(text)
        if printed:
            ending.printing_organ, ending.printing_date = printed[1].strip(), printed[2]
        elif listed:
            ending.recipients.insert(0, (listed[1], listed[2].strip()))
        elif re.fullmatch(r"[（(]?共印\s*\d+\s*份[）)]?", text):
            ending.copies = text
        else:
            return
        ending.text_end = at
        at = _last_written(lines, at, start)


def _read_organs(lines: Sequence[DraftLine], start: int, ending: DraftEnding) -> None:
    at = _last_written(lines, ending.text_end, start)
    while at >= start and len(ending.organs) < _MAX_ORGANS:
        text = re.sub(r"[\s　]+", " ", lines[at].text.strip())
        if lines[at].level is not None or not _ORGAN.match(text.replace(" ", "")):
            break
        ending.organs[:0] = text.split(" ") if _is_joint_line(text) else [text]
        ending.text_end = at
        if at - 1 < start or lines[at - 1].is_blank:
            break
        at -= 1


def _is_joint_line(text: str) -> bool:
    """Whether organs stand beside each other on one line: each long enough to be a name."""
    return all(len(part) >= 4 for part in text.split(" "))  # noqa: PLR2004 - 市教育局


def _read_attachment_note(lines: Sequence[DraftLine], start: int, ending: DraftEnding) -> None:
    """The attachment note (附件说明): 附件：1.… and the numbered lines right under it."""
    block: list[str] = []
    at = _last_written(lines, ending.text_end, start)
    while at >= start and not lines[at].is_blank and not lines[at].rows:
        text = lines[at].text.strip()
        first = _NOTE_START.match(text)
        if first:
            titles = [first[1], *block]
            ending.attachment_titles = [
                match[1] if (match := _NUMBERED_TITLE.match(title)) else title for title in titles
            ]
            ending.text_end = at
            return
        block.insert(0, text)
        at -= 1
