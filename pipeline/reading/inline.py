"""Parse label and answer in one cell: “填报人：张三　　审核人：李四”."""

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

_CHARS_AT_MOST: Final = 400  # characters of such a cell; what is longer is a report
_NUMBERING: Final = re.compile(r"[\s\d.、()一二三四五六七八九十①-⑳*★☆▲△■□◆◇●※•]{0,12}")
_NEXT_NUMBER: Final = re.compile(
    r"\s+(?:\(?\d{1,2}(?:\.\d{1,2})*[.、)]|\d{1,2}\.\d{1,2}|[①-⑳★☆▲△■□◆◇●※•*]|\s)+$"
)
# “张三　单位负责人：王五”: a label that no field has ends the answer as well.
_NEXT_LABEL: Final = re.compile(r"(?<=\S)[ \t]+[\u4e00-\u9fff]{2,8}\s*:")
_ANSWER_CHARS_AT_MOST: Final = 20  # characters of an answer that may share a line with others
_BRACKETS: Final = r"(?:[*\s]|\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\])*"


def inline_answers(
    sheet: IndexedSheet, names: Collection[str]
) -> Mapping[str, Sequence[tuple[Address, str]]]:
    """Return by name the cells with one of *names* and a colon, and the answer after it.

    The answer reaches to the next label. The cell must begin with a label: a label deep in a text is
    part of that text.
    """
    found: dict[str, list[tuple[Address, str]]] = defaultdict(list)
    pattern = _label_pattern(frozenset(names))
    spellings = {_normalize(name): name for name in names}
    for at, text in sheet.texts:
        if len(text) <= _CHARS_AT_MOST and (":" in text or "：" in text):
            for label, answer in _split_labels(text, pattern):
                name = spellings[_normalize(label)]
                if at not in sheet.find(name):  # “已创建：（个）” is but a label
                    found[name].append((at, answer))
    return found


@lru_cache(maxsize=64)  # every unit's form has the same names
def _label_pattern(names: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    spellings = "|".join(r"\s*".join(map(re.escape, _normalize(name))) for name in longest_first)
    return re.compile(rf"(?P<name>{spellings})(?:{_BRACKETS}:)+", re.IGNORECASE)


def _split_labels(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Yield each label in *text* with the characters up to the next one, as they were typed."""
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
        if other and other.start() - match.end() <= _ANSWER_CHARS_AT_MOST:
            end = other.start()
        answer = text[match.end() : end]
        if end < len(text):
            answer = _NEXT_NUMBER.sub("", answer)
        answer = answer.strip(" \t\r\n\u3000；;，,")
        if answer:
            yield match["name"], answer


def _normalize(name: str) -> str:
    return "".join(half_width(name).split()).lower()
