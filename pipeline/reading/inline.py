"""Label and answer in one cell: “填报人：张三　　审核人：李四”."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.values.text import half_width

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from pipeline.model.grid import Address
    from pipeline.reading.labels import IndexedSheet

_LONGEST: Final = 400  # characters of such a cell; what is longer is somebody's report
_NUMBERING: Final = re.compile(r"[\s\d.、()一二三四五六七八九十①-⑳*★☆▲△■□◆◇●※•]{0,12}")
_NEXT_NUMBER: Final = re.compile(
    r"\s+(?:\(?\d{1,2}(?:\.\d{1,2})*[.、)]|\d{1,2}\.\d{1,2}|[①-⑳★☆▲△■□◆◇●※•*]|\s)+$"
)
# “张三　单位负责人：王五”: a label that no field has ends the answer as well.
_NEXT_LABEL: Final = re.compile(r"(?<=\S)[ \t]+[\u4e00-\u9fff]{2,8}\s*:")
_SHORT: Final = 20  # characters of an answer that may stand in a line with others
_BRACKETS: Final = r"(?:[*\s]|\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\])*"


def inline_answers(
    chart: IndexedSheet, names: Collection[str]
) -> Mapping[str, Sequence[tuple[Address, str]]]:
    """The cells that hold one of *names* with a colon behind it, and what follows there.

    What follows reaches to the next label. A cell has to begin with a label: what is deep in a
    text is part of that text.
    """
    found: dict[str, list[tuple[Address, str]]] = defaultdict(list)
    pattern = _labelled(frozenset(names))
    spelled = {_bare(name): name for name in names}
    for at, text in chart.texts:
        if len(text) <= _LONGEST and (":" in text or "：" in text):
            for said, answer in _parts(text, pattern):
                name = spelled[_bare(said)]
                if at not in chart.find(name):  # “已创建：（个）” is but a label
                    found[name].append((at, answer))
    return found


@lru_cache(maxsize=64)  # every unit's form asks for the same
def _labelled(names: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    spelled = "|".join(r"\s*".join(map(re.escape, _bare(name))) for name in longest_first)
    return re.compile(rf"(?P<name>{spelled})(?:{_BRACKETS}:)+", re.IGNORECASE)


def _parts(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Each label in *text* with the words up to the next one, as they were typed."""
    narrow = half_width(text)
    matches = [
        match
        for match in pattern.finditer(narrow)
        if match.start() == 0 or not narrow[match.start() - 1].isalnum()
    ]
    if not matches or not _NUMBERING.fullmatch(narrow, 0, matches[0].start()):
        return
    ends = [*(match.start() for match in matches[1:]), len(text)]
    for match, next_label in zip(matches, ends, strict=True):
        end = next_label
        other = _NEXT_LABEL.search(narrow, match.end(), end)
        if other and other.start() - match.end() <= _SHORT:
            end = other.start()
        answer = text[match.end() : end]
        if end < len(text):
            answer = _NEXT_NUMBER.sub("", answer)
        answer = answer.strip(" \t\r\n\u3000；;，,")
        if answer:
            yield match["name"], answer


def _bare(name: str) -> str:
    return "".join(half_width(name).split()).lower()
