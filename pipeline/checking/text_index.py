"""Index the texts that units have submitted, so that a new one is compared with all of them in one call."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, overload

from rapidfuzz import fuzz, process

from pipeline.values.text import narrow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model.filling import SubmittedText

_COMPARED_AT_LEAST: Final = 30  # characters; shorter texts are alike by chance
_ALIKE: Final = 85  # percent


class TextIndex(Sequence["SubmittedText"]):
    """Sequence of submitted texts in the order of arrival, by field; texts can be added at its end."""

    def __init__(self, texts: Iterable[SubmittedText] = ()) -> None:
        """Index *texts*, which are in the order of arrival."""
        self._texts: list[SubmittedText] = []
        # By field: the keys of those long enough to be compared, and the texts they are the keys of.
        self._by_field: dict[str, tuple[list[str], list[SubmittedText]]] = {}
        self.add(texts)

    def add(self, texts: Iterable[SubmittedText]) -> None:
        """Add *texts*, which arrived after all that are in the index."""
        for each in texts:
            self._texts.append(each)
            key = text_key(each.text)
            if len(key) >= _COMPARED_AT_LEAST:
                keys, kept = self._by_field.setdefault(each.field_code, ([], []))
                keys.append(key)
                kept.append(each)

    def first_alike(self, field_code: str, text: str) -> SubmittedText | None:
        """Return the first text of that field that is almost the same as *text*, if both are long enough."""
        key = text_key(text)
        if len(key) < _COMPARED_AT_LEAST or field_code not in self._by_field:
            return None
        keys, kept = self._by_field[field_code]
        matches = process.extract_iter(key, keys, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        found = next(iter(matches), None)
        return kept[found[2]] if found else None

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
    """Return a text without width, case, spaces and punctuation, for comparison."""
    return re.sub(r"[\W_]", "", narrow(text)).lower()
