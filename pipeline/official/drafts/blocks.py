"""Parse the text of a draft into blocks (正文): headings of the outline, paragraphs, tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.model.document import Block, Column, Heading, Paragraph, Table
from pipeline.official.standard.patterns import outline_level
from pipeline.official.standard.typefaces import width_in_chars

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.official.drafts.lines import DraftLine

_MAX_HEADING_CHARS: Final = 40  # a longer line is a paragraph
_MAX_LEAD_CHARS: Final = 32
_SENTENCE_MARK: Final = re.compile(r"[。；，：]$|。")
_LEAD: Final = re.compile(r"^（[^）]+）[^。]+。")
_CAPTION: Final = re.compile(r"^(?:表\s*\d*[^。；]*|[^。；，]*(?:表|情况))$")
_LANDSCAPE_FROM_COLUMNS: Final = 10  # on a portrait page each would be narrower than 16 mm
_FIGURES: Final = re.compile(r"^[\d.,%‰+-]+$")
_SECOND_LEVEL: Final = 2


def parse_blocks(lines: Sequence[DraftLine]) -> tuple[Block, ...]:
    """Return the blocks of *lines*; blank lines are dropped."""
    blocks: list[Block] = []
    filled = [line for line in lines if not line.is_blank]
    for at, line in enumerate(filled):
        precedes_table = at + 1 < len(filled) and bool(filled[at + 1].rows)
        if line.rows:
            previous = filled[at - 1].text.strip() if at else ""
            blocks.append(parse_table(line.rows, previous if _is_caption(previous) else ""))
        elif not (precedes_table and _is_caption(line.text.strip())):
            blocks.append(parse_block(line))
    return tuple(blocks)


def parse_block(line: DraftLine) -> Block:
    """Return a heading or a paragraph; （一） with a sentence after it becomes a lead in 楷体."""
    text = line.text.strip()
    level = outline_level(text)
    may_be_heading = len(text) <= _MAX_HEADING_CHARS and not _SENTENCE_MARK.search(text)
    if level and may_be_heading and (level <= _SECOND_LEVEL or line.level is not None):
        return Heading(level, text)
    if not level and line.level and may_be_heading:
        return Heading(line.level, text)
    lead = _LEAD.match(text) if level == _SECOND_LEVEL else None
    if lead and len(lead[0]) <= _MAX_LEAD_CHARS:
        return Paragraph((text[lead.end() :],), lead=lead[0])
    return Paragraph((text,))


def parse_table(rows: Sequence[tuple[str, ...]], caption: str = "") -> Table:
    """Return a table whose first row is the header; column widths follow the longest text."""
    head, *body = rows
    columns = []
    for at, title in enumerate(head):
        cells = [row[at] for row in body]
        widest = max(
            (width_in_chars(part) for cell in (title, *cells) for part in cell.split("\n")),
            default=1,
        )
        is_numeric = all(_FIGURES.match(cell) for cell in cells if cell)
        alignment = "center" if is_numeric or widest <= 6 else "left"  # noqa: PLR2004 - a short word
        columns.append(Column(title, min(max(int(widest), 2), 24), alignment))
    return Table(
        tuple(columns), tuple(body), caption, landscape=len(columns) >= _LANDSCAPE_FROM_COLUMNS
    )


def _is_caption(text: str) -> bool:
    return (
        bool(text)
        and len(text) <= _MAX_HEADING_CHARS
        and not outline_level(text)
        and bool(_CAPTION.match(text))
    )
