"""Read what a finished document prints (印出的内容): kind, title, date, number, and its words apart from the number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.official.inspection.elements import read_finished
from pipeline.official.inspection.number_line import (
    briefing_name_of,
    number_line_of,
    words_apart_from_number,
)
from pipeline.official.ooxml.word_file import open_word
from pipeline.official.standard.kinds import BRIEFING_KIND
from pipeline.official.standard.patterns import FULL_DATE

if TYPE_CHECKING:
    from pipeline.official.inspection.number_line import NumberLine


@dataclass(frozen=True, slots=True)
class PrintedPaper:
    """What a finished document prints.

    ``kind`` is empty where neither title nor head names one; ``briefing`` is the name in a briefing's
    masthead; ``dated`` the date of signing (成文日期), of a briefing that of its masthead, as printed;
    ``number`` is ``None`` where the page has no place for a number.
    """

    kind: str
    title: str
    briefing: str
    dated: str
    number: NumberLine | None
    words: tuple[str, ...]


def read_printed_paper(content: bytes, name: str) -> PrintedPaper:
    """Return what the Word document *content* prints; *name* is its file name.

    Raises:
        DocumentUnreadable: it is no Word document (.docx).
        DocumentTooLarge: it is beyond the limits of a document.
    """
    document = open_word(name, content)
    finished = read_finished(name, document)
    words = words_apart_from_number(document)
    line = number_line_of(document)
    kind = finished.kind or (BRIEFING_KIND if line is not None and line.by_issue else "")
    closing = finished.elements.closing if finished.elements else None
    dated = (closing.dated if closing else "") or _first_date(words)
    briefing = briefing_name_of(document) if kind == BRIEFING_KIND else ""
    return PrintedPaper(kind, finished.title, briefing, dated, line, words)


def _first_date(words: tuple[str, ...]) -> str:
    found = (FULL_DATE.search(text) for text in words)
    return next((match[0] for match in found if match), "")
