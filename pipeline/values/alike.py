"""Find the first of many texts that is almost the same as a new one (内容相近), without comparing each."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from rapidfuzz import fuzz, process

_ALIKE: Final = 85  # percent
_BUCKETS: Final = 1 << 16
_MORE_PAIRS: Final = (
    4  # a quarter of the pairs that remain: more would be common ones, in many texts
)


@dataclass(slots=True)
class AlikeIndex:
    """Texts in the order they were added, and where each pair of characters is.

    Two are alike where 85 percent of their characters are the same, in the same order. Then x characters of
    a text of n may be missing in the other and y added, where x + y <= 0.15 (n + n - x + y). A missing one
    destroys two pairs at most, an added one does one: together 12/23 n at most, with y = 0. So of the rarest
    pairs, some more than that are looked up, and what has that many of them is compared. Pairs share
    65,536 buckets, which bounds the memory; a pair that another one is taken for only adds a comparison.
    """

    texts: list[str] = field(default_factory=list)
    pairs: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, text: str) -> int:
        """Add *text*, and return its number."""
        number = len(self.texts)
        self.texts.append(text)
        for pair in set(_pairs(text)):
            self.pairs[pair].append(number)
        return number

    def first_alike(self, text: str) -> int | None:
        """Return the number of the first text that is almost the same as *text*, of at least three characters."""
        places = sorted((self.pairs.get(pair, ()) for pair in _pairs(text)), key=len)
        destroyed = 12 * len(text) // 23 + 1  # one more for the rounding of the other library
        least = (len(places) - destroyed) // _MORE_PAIRS
        counts = Counter(chain.from_iterable(places[: destroyed + least]))
        numbers = sorted(number for number, count in counts.items() if count >= least)
        candidates = {number: self.texts[number] for number in numbers}
        matches = process.extract_iter(text, candidates, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        match = next(iter(matches), None)
        return match[2] if match else None


def _pairs(text: str) -> list[int]:
    """Return the bucket of every two characters of *text* that follow each other."""
    return [hash(text[at : at + 2]) % _BUCKETS for at in range(len(text) - 1)]
