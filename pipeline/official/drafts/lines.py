"""Read the lines of a text draft (文稿): plain ones, and Markdown's marks by their meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HEADING: Final = re.compile(r"^(#{1,6})\s+(.*)$")
_BULLET: Final = re.compile(r"^\s*[-*+]\s+(?=\S)")
_RULE: Final = re.compile(r"^\s*(?:-{3,}|\*{3,}|_{3,})\s*$")
_EMPHASIS: Final = re.compile(r"(\*\*|__)(?=\S)(.{1,1000}?)(?<=\S)\1")
_SEPARATOR: Final = re.compile(r"^[\s|:]*-[\s|:-]*$")
_MIN_ROWS: Final = 2


@dataclass(frozen=True, slots=True)
class DraftLine:
    """Hold a line (段) of a draft, or a table where ``rows`` are given.

    ``number`` counts the lines that a person sees, from 1. ``level`` is the heading level that the
    file states: 0 for the title, 1 to 4 for the outline, ``None`` for none.
    """

    number: int
    text: str = ""
    level: int | None = None
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def is_blank(self) -> bool:
        """Return whether the line has neither text nor rows."""
        return not self.text.strip() and not self.rows


def plain_lines(texts: Sequence[str]) -> tuple[DraftLine, ...]:
    """Return the lines of a plain text."""
    return tuple(DraftLine(number, text) for number, text in enumerate(texts, start=1))


def markdown_lines(texts: Sequence[str]) -> tuple[tuple[DraftLine, ...], tuple[str, ...]]:
    """Return the lines of a Markdown text without its marks, and notes on the marks removed."""
    lines: list[DraftLine] = []
    emphasised, bullets = 0, 0
    for number, text in enumerate(texts, start=1):
        if _RULE.match(text):
            lines.append(DraftLine(number))
            continue
        heading = _HEADING.match(text)
        words = heading[2].rstrip("#").rstrip() if heading else text
        words, count = _EMPHASIS.subn(r"\2", words)
        emphasised += count
        words, count = _BULLET.subn("", words)
        bullets += count
        lines.append(DraftLine(number, words, len(heading[1]) - 1 if heading else None))
    notes = []
    if emphasised:
        notes.append(f"加粗 {emphasised} 处没有保留：公文按层次用字体，不另加粗。")
    if bullets:
        notes.append(f"{bullets} 条项目符号改为自然段，需要编号的请写成“1.”“（1）”。")
    return tuple(lines), tuple(notes)


def join_tables(lines: Sequence[DraftLine]) -> Iterator[DraftLine]:
    """Yield *lines*, with consecutive lines of cells (tabs or bars) joined to one table."""
    at = 0
    while at < len(lines):
        rows: list[tuple[str, ...]] = []
        while at + len(rows) < len(lines) and (cells := _cells(lines[at + len(rows)].text)):
            rows.append(cells)
        filled = [row for row in rows if not _SEPARATOR.match("|".join(row) or "-")]
        if len(filled) >= _MIN_ROWS:
            width = max(map(len, filled))
            yield DraftLine(
                lines[at].number, rows=tuple(row + ("",) * (width - len(row)) for row in filled)
            )
            at += len(rows)
        else:
            following = at + max(len(rows), 1)
            yield from lines[at:following]
            at = following


def _cells(text: str) -> tuple[str, ...]:
    """Return the cells of a line; none where it is no row of a table."""
    if "|" in text.strip().strip("|"):
        return tuple(cell.strip() for cell in text.strip().strip("|").split("|"))
    parts = text.split("\t")
    return tuple(cell.strip() for cell in parts) if len(parts) > 1 and all(parts[1:]) else ()
