"""Fill the tags that a person's text (文稿) uses for facts: {{ 参会单位数 }}."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from pipeline.official.errors import DraftUnreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.official.drafts.lines import DraftLine
    from pipeline.official.drafts.source import DraftSource

_TAG: Final = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


@dataclass(frozen=True, slots=True)
class FilledLine:
    """A line in which tags were replaced by their facts: its words, and the names of the tags in their order."""

    words: str
    tags: tuple[str, ...]


def filled_lines(source: DraftSource, filled: DraftSource) -> tuple[FilledLine, ...]:
    """Return the lines and cells of *source* that have tags, as they are in *filled*."""
    pairs = (
        pair
        for before, after in zip(source.lines, filled.lines, strict=True)
        for pair in zip(_texts(before), _texts(after), strict=True)
    )
    return tuple(
        FilledLine(words, tuple(match[1] for match in _TAG.finditer(text)))
        for text, words in pairs
        if text != words
    )


def _texts(line: DraftLine) -> tuple[str, ...]:
    return (line.text, *(cell for row in line.rows for cell in row))


def fill_tags(source: DraftSource, facts: Mapping[str, str]) -> DraftSource:
    """Return *source* with each tag replaced by its fact; without any *facts* it stays as it is.

    Raises:
        DraftUnreadable: a tag is none of them, or says nothing; the line is named.
    """
    if not facts:
        return source
    return replace(source, lines=tuple(_filled(source.name, each, facts) for each in source.lines))


def _filled(name: str, line: DraftLine, facts: Mapping[str, str]) -> DraftLine:
    def fact(match: re.Match[str]) -> str:
        value = facts.get(match[1])
        if value:
            return value
        if value is not None:
            raise DraftUnreadable(
                name,
                f"第{line.number}行的 {match[0]} 没有内容（{match[1]}一个也没有）",
                "请删去这一句，或改成自己的话",
            )
        near = get_close_matches(match[1], facts, n=3, cutoff=0.4) or list(facts)
        raise DraftUnreadable(
            name,
            f"第{line.number}行的 {match[0]} 不是能用的标签",
            f"可以写 {'、'.join('{{ ' + each + ' }}' for each in near)}",
        )

    text = _TAG.sub(fact, line.text)
    rows = tuple(tuple(_TAG.sub(fact, cell) for cell in row) for row in line.rows)
    return replace(line, text=text, rows=rows)
