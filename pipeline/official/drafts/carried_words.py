"""Compare a draft with the finished document: which of its words are not in it (没有排进去的字)."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.oxml.ns import qn

from pipeline.official.drafts.excerpt import without_excerpt
from pipeline.official.drafts.front import without_label
from pipeline.official.drafts.recognise import correct_lines
from pipeline.official.ooxml.elements import printable, words_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.official.drafts.source import DraftSource

_MARGINS: Final = frozenset({RELATION.HEADER, RELATION.FOOTER})
_MARK_ENDING: Final = "文件"
_BLANKS: Final = re.compile(r"\s+")
_BETWEEN_WORDS: Final = re.compile(r"[\W_]+")
_NAMED_AT_MOST: Final = 20
_QUOTED: Final = 40


def lost_words(sources: Sequence[DraftSource], document: bytes) -> tuple[str, ...]:
    """Return a reminder for each place of *sources* whose words are not in the Word file *document*.

    Compared are the corrected lines and cells, without blanks: a title may be broken elsewhere, a list
    may have got tabs. What occurs twice in the drafts must occur twice in the document.
    """
    printed = _printed(document)
    wanted = Counter(unit for source in sources for _, unit in _units(source))
    notes = []
    for source in sources:
        for number, unit in _units(source):
            missing = _missing(unit, wanted[unit], printed)
            if missing:
                notes.append(
                    f"{source.name} 第{number}行的“{missing[:_QUOTED]}”没有排进文件，请核对后手工补上。"
                )
    return tuple(dict.fromkeys(notes))[:_NAMED_AT_MOST]


def _missing(unit: str, times: int, printed: str) -> str:
    """Return those words of *unit* that are not in *printed*, or all of them where it is there too seldom."""
    if unit in printed:
        return "" if times == 1 or printed.count(unit) >= times else unit
    words = [word for word in _BETWEEN_WORDS.split(unit) if word]
    # The word 文件 is at the right of several organs, and not directly after the last one (7.2.4).
    return "、".join(
        word
        for word in words
        if word not in printed and word.removesuffix(_MARK_ENDING) not in printed
    )


def _units(source: DraftSource) -> Iterator[tuple[int, str]]:
    """Yield the number of each line, and its words or those of a cell, without blanks."""
    lines, _ = correct_lines(without_excerpt(source.lines)[0])
    for line in lines:
        for text in (without_label(line.text), *(cell for row in line.rows for cell in row)):
            if unit := _plain(text):
                yield line.number, unit


def _plain(text: str) -> str:
    return _BLANKS.sub("", printable(text))


def _printed(document: bytes) -> str:
    """Return all words of a Word file without blanks: the paragraphs in order, then headers and footers."""
    paper = Document(io.BytesIO(document))
    margins = [
        relation.target_part.element
        for relation in paper.part.rels.values()
        if relation.reltype in _MARGINS
    ]
    paragraphs = (
        words_in(each) for part in (paper.element.body, *margins) for each in part.iter(qn("w:p"))
    )
    return _BLANKS.sub("", "".join(paragraphs))
