"""The index finds the first text that a comparison with each text finds, on whatever texts there are."""

from __future__ import annotations

from random import Random
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from pipeline.values.alike import AlikeIndex

CHANGES: Final = ("", "新", "甲乙", "甲甲")


def first_alike(text: str, earlier: list[str]) -> int | None:
    """The plain comparison with each text, in order."""
    return next((n for n, each in enumerate(earlier) if fuzz.ratio(each, text) >= 85), None)


def texts(seed: int, count: int, letters: str) -> list[str]:
    """Texts of *letters*, most of them others with about as many changes as two that are alike may have."""
    chance = Random(seed)  # noqa: S311 - the same texts in every run
    made: list[str] = []
    for _ in range(count):
        text = chance.choices(letters, k=chance.randrange(3, 80))
        if made and chance.random() < 0.7:
            text = list(chance.choice(made))
            spread = chance.choice((1, 2, 3))
            changed = range(chance.randrange(spread), len(text), spread)
            for at in list(changed)[: round(len(text) * chance.choice((0.1, 0.15, 0.25, 0.3)))]:
                text[at] = chance.choice(CHANGES)
        made.append("".join(text).ljust(3, "末"))
    return made


@pytest.mark.parametrize(
    "letters", ["甲", "甲乙", "甲乙丙丁戊", "".join(map(chr, range(0x4E00, 0x5200)))]
)
def test_the_first_is_that_of_a_comparison_with_each(letters: str) -> None:
    index = AlikeIndex()
    found = 0
    for number, text in enumerate(made := texts(7, 250, letters)):
        expected = first_alike(text, made[:number])
        assert index.first_alike(text) == expected
        assert index.add(text) == number
        found += expected is not None
    assert 20 < found < 250


@settings(max_examples=60)
@given(st.lists(st.text("甲乙丙", min_size=3, max_size=30), max_size=10))
def test_the_first_is_that_of_a_comparison_with_each_of_any_texts(said: list[str]) -> None:
    index = AlikeIndex()
    for number, text in enumerate(said):
        assert index.first_alike(text) == first_alike(text, said[:number])
        index.add(text)


@pytest.mark.parametrize("kept", range(3, 120))
def test_a_text_that_lost_as_much_as_one_alike_may_is_found(kept: int) -> None:
    """What is left out destroys the most pairs where no two characters that follow each other are left out."""
    whole = "".join(map(chr, range(0x4E00, 0x4E00 + kept)))
    for missing in range(kept // 2):
        left = "".join(
            letter for at, letter in enumerate(whole) if at % 2 == 0 or at >= 2 * missing
        )
        index = AlikeIndex()
        index.add(left)
        assert index.first_alike(whole) == first_alike(whole, [left])
