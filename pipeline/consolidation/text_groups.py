"""Group the units' own texts (文字材料) that say the same, so that a paper prints them once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.totals import cell_source
from pipeline.values.alike import AlikeIndex
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Field
    from pipeline.model.figure import Source
    from pipeline.model.unit import Unit

_ALIKE_AT_LEAST: Final = 8  # characters; shorter texts are the same only where they are equal
_NO_WORDS: Final = re.compile(r"[\s，。、；：！？,.;:!?“”\"'（）()]+")


@dataclass(frozen=True, slots=True)
class UnitText:
    """A unit's own text on a field, with its cell."""

    unit: Unit
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class TextGroup:
    """Texts of one field that say the same, in roster order; the first one is printed."""

    texts: tuple[UnitText, ...]

    @property
    def words(self) -> str:
        """Return the text that is printed for all of them."""
        return self.texts[0].text


def unit_texts(reported: Sequence[CountedUnit], field: Field) -> Iterator[UnitText]:
    """Yield each unit's own text on *field*, in roster order; empty ones and “无” left out."""
    for item in reported:
        answer = item.answers.get(field.code)
        if answer is not None and isinstance(answer.value, str) and answer.value.strip():
            yield UnitText(item.unit, answer.value, cell_source(item, answer))


def group_texts(texts: Iterable[UnitText]) -> tuple[TextGroup, ...]:
    """Return the texts grouped by what they say; of each group all are alike its first one.

    What most units say comes first; of equal ones, what the roster has first. Two texts are alike where
    85 percent of their characters are the same, punctuation and spaces aside.
    """
    groups: dict[str, list[UnitText]] = {}
    firsts: dict[str, str] = {}
    index = AlikeIndex()
    for each in texts:
        words = text_words(each.text)
        if words not in firsts:
            firsts[words] = _first_alike(index, words)
        groups.setdefault(firsts[words], []).append(each)
    ordered = sorted(groups.values(), key=len, reverse=True)
    return tuple(TextGroup(tuple(members)) for members in ordered)


def _first_alike(index: AlikeIndex, words: str) -> str:
    """Return the first text of *index* that is alike; where there is none, *words*, which is added."""
    if len(words) < _ALIKE_AT_LEAST:
        return words
    number = index.first_alike(words)
    return index.texts[index.add(words) if number is None else number]


def text_words(text: str) -> str:
    """Return the characters by which texts are compared: without punctuation and spaces."""
    return _NO_WORDS.sub("", narrow(text))
