"""Index the texts that units have submitted, so that a new one is compared with few of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, overload

from pipeline.values.alike import AlikeIndex
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model.filling import SubmittedText

_COMPARED_AT_LEAST: Final = 30  # characters; shorter texts are alike by chance
_COMPARED_AT_MOST: Final = 5_000  # of a longer text, its beginning: the time grows with the square


@dataclass(slots=True)
class _FieldTexts:
    """The texts of one field that are long enough to be compared, by the numbers of their keys in the index."""

    texts: list[SubmittedText] = field(default_factory=list)
    keys: AlikeIndex = field(default_factory=AlikeIndex)

    def add(self, text: SubmittedText, key: str) -> None:
        self.keys.add(key)
        self.texts.append(text)

    def first_alike(self, key: str) -> SubmittedText | None:
        number = self.keys.first_alike(key)
        return None if number is None else self.texts[number]


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
