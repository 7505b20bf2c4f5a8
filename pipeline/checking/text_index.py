"""Index the texts that units have submitted, so that a new one is compared with few of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Final, overload

from rapidfuzz import fuzz, process

from pipeline.values.text import narrow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model.filling import SubmittedText

_COMPARED_AT_LEAST: Final = 30  # characters; shorter texts are alike by chance
_COMPARED_AT_MOST: Final = 5_000  # of a longer text, its beginning: the time grows with the square
_ALIKE: Final = 85  # percent
_MORE_PAIRS: Final = (
    4  # a quarter of the pairs that remain: more would be common ones, in many texts
)


@dataclass(slots=True)
class _FieldTexts:
    """The texts of one field that are long enough to be compared, their keys, and where each pair of characters is.

    At 85 percent, x characters of a key of n may be missing in the other and y added, where
    x + y <= 0.15 (n + n - x + y). A missing one destroys two pairs at most, an added one does one: together
    12/23 n at most, with y = 0. So of the rarest pairs, some more than that are looked up, and what has
    that many of them is compared.
    """

    texts: list[SubmittedText] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    pairs: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, text: SubmittedText, key: str) -> None:
        number = len(self.keys)
        self.texts.append(text)
        self.keys.append(key)
        for pair in set(_pairs(key)):
            self.pairs[pair].append(number)

    def first_alike(self, key: str) -> SubmittedText | None:
        places = sorted((self.pairs.get(pair, ()) for pair in _pairs(key)), key=len)
        destroyed = 12 * len(key) // 23 + 1  # one more for the rounding of the other library
        least = (len(places) - destroyed) // _MORE_PAIRS
        counts = Counter(chain.from_iterable(places[: destroyed + least]))
        numbers = sorted(number for number, count in counts.items() if count >= least)
        candidates = {number: self.keys[number] for number in numbers}
        matches = process.extract_iter(key, candidates, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        match = next(iter(matches), None)
        return self.texts[match[2]] if match else None


class TextIndex(Sequence["SubmittedText"]):
    """Sequence of submitted texts in the order of arrival, by field; texts can be added at its end."""

    def __init__(self, texts: Iterable[SubmittedText] = ()) -> None:
        """Index *texts*, which are in the order of arrival."""
        self._texts: list[SubmittedText] = []
        self._by_field: defaultdict[str, _FieldTexts] = defaultdict(_FieldTexts)
        self.add(texts)

    def add(self, texts: Iterable[SubmittedText]) -> None:
        """Add *texts*, which arrived after all that are in the index."""
        for each in texts:
            self._texts.append(each)
            key = text_key(each.text)
            if len(key) >= _COMPARED_AT_LEAST:
                self._by_field[each.field_code].add(each, key)

    def first_alike(self, field_code: str, text: str) -> SubmittedText | None:
        """Return the first text of that field that is almost the same as *text*, if both are long enough."""
        key = text_key(text)
        if len(key) < _COMPARED_AT_LEAST or field_code not in self._by_field:
            return None
        return self._by_field[field_code].first_alike(key)

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self._texts)

    @overload
    def __getitem__(self, at: int) -> SubmittedText: ...
    @overload
    def __getitem__(self, at: slice) -> list[SubmittedText]: ...
    def __getitem__(self, at: int | slice) -> SubmittedText | list[SubmittedText]:
        """Return the text of that number, or a slice of them."""
        return self._texts[at]


def text_key(text: str) -> str:
    """Return a text without width, case, spaces and punctuation, for comparison: its first 5,000 characters."""
    return re.sub(r"[\W_]", "", narrow(text)).lower()[:_COMPARED_AT_MOST]


def _pairs(key: str) -> list[str]:
    """Return every two characters of *key* that follow each other."""
    return [key[at : at + 2] for at in range(len(key) - 1)]
