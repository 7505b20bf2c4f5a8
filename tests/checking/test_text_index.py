"""The index of submitted texts finds the copies that a plain comparison with each text finds."""

from __future__ import annotations

import re
from random import Random

import pytest
from rapidfuzz import fuzz

from pipeline.checking.check import check
from pipeline.checking.text_index import TextIndex
from pipeline.model.campaign import Kind
from pipeline.model.filling import ReferenceData, SubmittedText
from pipeline.model.finding import Place
from pipeline.values.text import narrow
from tests.sheets import ask, campaign, fill

FIELDS = ("典型经验", "存在问题")
WORDS = (
    "推行一窗受理限时办结在服务大厅设立文明引导岗，群众平均等候时间明显缩短；满意度Ａ提高（１２３）"
)


def corpus(seed: int, count: int) -> list[SubmittedText]:
    """Texts of every length, many of which are others with some characters changed, dropped or doubled."""
    chance = Random(seed)  # noqa: S311 - the same texts in every run
    texts: list[SubmittedText] = []
    for number in range(count):
        if texts and chance.random() < 0.6:
            letters = list(chance.choice(texts).text)
            kinds = chance.choice(((""), ("", "两字"), ("两字", "Ａ"), (" ", "", "x")))
            for at in chance.sample(
                range(len(letters)), chance.randrange(1, len(letters) // 3 + 1)
            ):
                letters[at] = chance.choice(kinds) if kinds else ""
        else:
            letters = chance.choices(WORDS, k=chance.randrange(20, 90))
        text = "".join(letters).ljust(4, "无")
        place = Place(f"{number}.xlsx", "表", f"C{number}")
        texts.append(SubmittedText(f"U{number % 7}", chance.choice(FIELDS), text, place))
    return texts


def first_alike(text: str, field: str, earlier: list[SubmittedText]) -> SubmittedText | None:
    """The plain comparison: with each text, in the order of arrival."""
    for each in earlier:
        keys = [re.sub(r"[\W_]", "", narrow(one)).lower() for one in (text, each.text)]
        if (
            each.field_code == field
            and min(map(len, keys)) >= 30
            and fuzz.ratio(keys[0], keys[1]) >= 85
        ):
            return each
    return None


@pytest.mark.parametrize("seed", range(4))
def test_the_first_copy_is_that_of_a_comparison_with_each_text(seed: int) -> None:
    texts = corpus(seed, 150)
    index = TextIndex()
    found = 0
    for number, each in enumerate(texts):
        expected = first_alike(each.text, each.field_code, texts[:number])
        assert index.first_alike(each.field_code, each.text) == expected
        found += expected is not None
        index.add([each])
    assert 10 < found < 140
    assert list(index) == texts
    assert index[3:5] == texts[3:5]


def test_the_findings_are_the_same_from_an_index_and_from_a_list() -> None:
    texts = corpus(9, 80)
    form = campaign(*(ask(name, Kind.LONG_TEXT) for name in FIELDS))
    counts = set()
    for each in texts:
        filling = fill(form, f"| {each.field_code} | {each.text} |")
        listed = check(filling, form, ReferenceData(submitted_texts=tuple(texts)))
        indexed = check(filling, form, ReferenceData(submitted_texts=TextIndex(texts)))
        assert indexed == listed
        counts.add(sum(finding.rule == "text-copied" for finding in listed))
    assert counts == {0, 1}
