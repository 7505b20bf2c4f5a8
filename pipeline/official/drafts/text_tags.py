"""Fill the tags that a person's text (文稿) uses for facts: {{ 参会单位数 }}."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from pipeline.official.errors import DraftUnreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.official.drafts.lines import DraftLine
    from pipeline.official.drafts.source import DraftSource

_TAG: Final = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


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
