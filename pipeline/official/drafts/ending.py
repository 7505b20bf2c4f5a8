"""Read the end of a draft (落款): signature, date, closing note, attachment note, imprint."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.official.standard.patterns import (
    CLOSING_NOTE,
    COPIES_LINE,
    FULL_DATE,
    NOTE_ITEM,
    NOTE_LINE,
    ORGAN_NAME,
    PRINTING_LINE,
    RECIPIENTS_LINE,
    SPACE,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.official.drafts.lines import DraftLine

_MAX_ORGANS: Final = 8
_MAX_NOTE_ITEMS: Final = 500
_SPACES: Final = re.compile(f"{SPACE}+")


@dataclass(slots=True)
class DraftEnding:
    """Hold what was read from the end of a draft; ``text_end`` is the index where the text ends."""

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
    """Read *lines* from their end up to the index *start*; what is no ending stays text."""
    ending = DraftEnding(len(lines))
    _read_imprint(lines, start, ending)
    at = _last_written(lines, ending.text_end, start)
    note = at if at >= start and CLOSING_NOTE.fullmatch(lines[at].text.strip()) else None
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
    """Return the index of the last line before *end* that isn't blank."""
    at = end - 1
    while at >= start and lines[at].is_blank:
        at -= 1
    return at


def _read_imprint(lines: Sequence[DraftLine], start: int, ending: DraftEnding) -> None:
    at = _last_written(lines, ending.text_end, start)
    while at >= start:
        text = lines[at].text.strip()
        printing, recipients = PRINTING_LINE.fullmatch(text), RECIPIENTS_LINE.fullmatch(text)
        if printing:
            ending.printing_organ, ending.printing_date = printing[1].strip(), printing[2]
        elif recipients:
            ending.recipients.insert(0, (recipients[1], recipients[2].strip()))
        elif COPIES_LINE.fullmatch(text):
            ending.copies = text
        else:
            return
        ending.text_end = at
        at = _last_written(lines, at, start)


def _read_organs(lines: Sequence[DraftLine], start: int, ending: DraftEnding) -> None:
    at = _last_written(lines, ending.text_end, start)
    while at >= start and len(ending.organs) < _MAX_ORGANS:
        text = _SPACES.sub(" ", lines[at].text.strip())
        if lines[at].level is not None or not ORGAN_NAME.fullmatch(text.replace(" ", "")):
            break
        ending.organs[:0] = text.split(" ") if _is_joint_line(text) else [text]
        ending.text_end = at
        if at - 1 < start or lines[at - 1].is_blank:
            break
        at -= 1


def _is_joint_line(text: str) -> bool:
    """Return whether a line lists several organs: each part is long enough to be a name."""
    return all(len(part) >= 4 for part in text.split(" "))  # noqa: PLR2004 - 市教育局


def _read_attachment_note(lines: Sequence[DraftLine], start: int, ending: DraftEnding) -> None:
    """Read the attachment note (附件说明): 附件：1.… and the numbered lines below it."""
    items: list[str] = []
    at = _last_written(lines, ending.text_end, start)
    while at >= start and not lines[at].is_blank and len(items) < _MAX_NOTE_ITEMS:
        if lines[at].rows:
            return
        text = lines[at].text.strip()
        first = NOTE_LINE.fullmatch(text)
        if first:
            ending.attachment_titles = [
                match[1] if (match := NOTE_ITEM.fullmatch(item)) else item
                for item in (*_split_items(first[1]), *items)
            ]
            ending.text_end = at
            return
        items.insert(0, text)
        at -= 1


def _split_items(text: str) -> list[str]:
    """Return the items of an attachment note written in one line: 1.清单2.名单 are two.

    >>> _split_items("1.检查清单2.联系人名单"), _split_items("2026年1.5倍计划")
    (['1.检查清单', '2.联系人名单'], ['2026年1.5倍计划'])
    """
    items: list[str] = []
    while mark := re.search(rf"(?<!\d){len(items) + 2}[.．、](?!\d)", text):
        if not NOTE_ITEM.fullmatch(text[: mark.start()]):
            break
        items.append(text[: mark.start()].rstrip("；;， 　"))
        text = text[mark.start() :]
    return [*items, text]
