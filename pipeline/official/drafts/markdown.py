"""Markdown's marks taken for what they mean: headings, emphasis, lists, rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.official.drafts.lines import DraftLine

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADING: Final = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_BULLET: Final = re.compile(r"^\s*[-*+]\s+(?=\S)")
_RULE: Final = re.compile(r"^\s*(?:-{3,}|\*{3,}|_{3,})\s*$")
_EMPHASIS: Final = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")


def markdown_lines(texts: Sequence[str]) -> tuple[tuple[DraftLine, ...], tuple[str, ...]]:
    """The lines of a Markdown text without its marks, and notes of what the marks had meant."""
    lines: list[DraftLine] = []
    emphasised, bullets = 0, 0
    for number, text in enumerate(texts, start=1):
        if _RULE.match(text):
            lines.append(DraftLine(number))
            continue
        heading = _HEADING.match(text)
        words = heading[2] if heading else text
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
