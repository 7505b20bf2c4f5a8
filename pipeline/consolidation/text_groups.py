"""Group the units' own texts (文字材料) that say the same, so that a paper prints them once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from pipeline.consolidation.totals import cell_source
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Field
    from pipeline.model.figure import Source
    from pipeline.model.unit import Unit

_ALIKE: Final = 85  # percent
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
    groups: list[tuple[str, list[UnitText]]] = []
    for each in texts:
        key = text_words(each.text)
        found = next((members for words, members in groups if _alike(words, key)), None)
        if found is None:
            groups.append((key, [each]))
        else:
            found.append(each)
    ordered = sorted(groups, key=lambda group: -len(group[1]))
    return tuple(TextGroup(tuple(members)) for _, members in ordered)


def text_words(text: str) -> str:
    """Return the characters by which texts are compared: without punctuation and spaces."""
    return _NO_WORDS.sub("", narrow(text))


def _alike(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _ALIKE_AT_LEAST:
        return one == other
    return fuzz.ratio(one, other, score_cutoff=_ALIKE) >= _ALIKE
