"""Which of the units' own texts a paper prints: the secretary's choice, else what most units say, once."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from pipeline.consolidation.current import counted_units
from pipeline.consolidation.text_groups import UnitText, group_texts, text_words, unit_texts
from pipeline.model.figure import Source
from pipeline.model.unit import Unit
from pipeline.products.choice_book import choice_book, read_choice
from pipeline.products.text_choice import TextChoice, choose_texts
from tests.offices import FIELDS, MOMENT, campaign, collected, reported
from tests.products.briefings import lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model.collection_round import CollectionRound

TEXTS = FIELDS[2]
SAID = {
    "甲县": "基层力量薄弱，兼职人员多，工作连续性不强。",
    "乙县": "窗口单位服务意识有待增强；",
    "丙县": "基层力量薄弱、兼职人员多，工作连续性不够强",
    "丁县": "档案资料不完整。",
}


def held(said: Mapping[str, str] = SAID, limit: str = "") -> CollectionRound:
    texts = (("简报摘登单位数", limit),) if limit else ()
    office = campaign(*SAID, texts=texts)
    answers = {name: {"A1": "是", "B1": 1, "C1": text} for name, text in said.items()}
    return collected(office, reported(office, answers))


def book(of: CollectionRound, before: bytes | None = None) -> bytes | None:
    return choice_book(before, of, counted_units(of.campaign, of.standings), MOMENT)


def marked(content: bytes, marks: Mapping[str, tuple[str, str, str]]) -> bytes:
    """选编.xlsx with 归并, 选用 and 编后文字 typed at the rows of units."""
    edited = openpyxl.load_workbook(io.BytesIO(content))
    for row in edited["选编"].iter_rows(min_row=3):
        if row[3].value in marks:
            row[2].value, row[5].value, row[6].value = marks[str(row[3].value)]
    made = io.BytesIO()
    edited.save(made)
    return made.getvalue()


def printed(of: CollectionRound, choice: TextChoice, at_most: int = 6) -> list[tuple[str, str]]:
    texts = tuple(unit_texts(counted_units(of.campaign, of.standings), TEXTS))
    chosen = choose_texts(TEXTS, texts, choice, at_most)
    return [("、".join(t.unit.full_name for t in g.texts), words) for words, g in chosen.printed]


def test_what_several_units_say_is_told_once_and_first() -> None:
    assert "甲县等2家：基层力量薄弱，兼职人员多，工作连续性不强。" in lines(held())
    assert printed(held(), TextChoice()) == [
        ("甲县、丙县", SAID["甲县"]),
        ("乙县", SAID["乙县"]),
        ("丁县", SAID["丁县"]),
    ]


def test_what_is_left_out_is_counted() -> None:
    said = lines(held(limit="1"))

    assert "以上按反映的单位多少摘登，其余2家单位的材料从略。" in said
    assert not any("窗口单位" in line for line in said)


def test_the_book_holds_every_text_once_with_its_group() -> None:
    content = book(held())
    assert content is not None
    rows = list(openpyxl.load_workbook(io.BytesIO(content))["选编"].values)[2:]

    assert [(row[2], row[3]) for row in rows] == [
        ("1", "甲县"), ("1", "丙县"), ("2", "乙县"), ("3", "丁县"),
    ]  # fmt: skip
    assert book(held(), content) is None


def test_the_secretary_chooses_regroups_and_rewords() -> None:
    content = book(held())
    assert content is not None
    edited = marked(content, {"乙县": ("9", "是", "窗口服务有待改进"), "丁县": ("9", "", "")})
    choice = TextChoice(marks=read_choice(edited, held()))

    assert printed(held(), choice) == [("乙县、丁县", "窗口服务有待改进")]


def test_new_texts_are_added_below_and_marks_stay() -> None:
    content = book(held())
    assert content is not None
    edited = marked(content, {"乙县": ("2", "是", "")})
    changed = held({**SAID, "甲县": "经费不足，影响活动开展。"})
    grown = book(changed, edited)

    assert grown is not None
    rows = list(openpyxl.load_workbook(io.BytesIO(grown))["选编"].values)[2:]
    assert [row[3] for row in rows] == ["甲县", "丙县", "乙县", "丁县", "甲县"]
    choice = TextChoice(marks=read_choice(grown, changed))
    assert printed(changed, choice) == [("乙县", SAID["乙县"])]


def test_a_text_that_begins_like_a_formula_stays_a_text() -> None:
    content = book(held({"甲县": "普通的一条材料，写了几句。"}))
    grown = book(held({"甲县": "=1+1"}), content)
    assert grown is not None
    page = openpyxl.load_workbook(io.BytesIO(grown))["选编"]

    assert (page.cell(4, 5).value, page.cell(4, 5).data_type) == ("=1+1", "s")


def test_units_picked_by_name_come_before_all_marks() -> None:
    of = held()
    code = next(unit.code for unit in of.campaign.units() if unit.full_name == "丁县")

    assert printed(of, TextChoice(units=frozenset({code}))) == [("丁县", SAID["丁县"])]


def unit_texts_of(said: Sequence[str]) -> list[UnitText]:
    unit = Unit("U", "县", "县")
    return [
        UnitText(
            replace(unit, code=f"U{n}"), text, Source("县", "表.xlsx", "表", f"A{n}", "", text)
        )
        for n, text in enumerate(said)
    ]


def grouped_by_comparing_each(texts: Sequence[UnitText]) -> list[list[UnitText]]:
    """The plain rule: each text joins the first group whose first text is alike."""
    groups: list[tuple[str, list[UnitText]]] = []
    for each in texts:
        words = text_words(each.text)
        for first, members in groups:
            short = min(len(first), len(words)) < 8
            if first == words if short else fuzz.ratio(first, words) >= 85:
                members.append(each)
                break
        else:
            groups.append((words, [each]))
    return sorted((members for _, members in groups), key=lambda members: -len(members))


@given(st.lists(st.text("甲乙丙，", min_size=1, max_size=24), max_size=14))
def test_the_groups_are_those_of_a_comparison_of_each_with_each(said: list[str]) -> None:
    texts = unit_texts_of(said)

    groups = group_texts(texts)

    assert [list(group.texts) for group in groups] == grouped_by_comparing_each(texts)


@given(st.lists(st.text("甲乙丙丁戊，。", min_size=1, max_size=20), max_size=12))
def test_every_text_is_in_one_group_and_the_largest_come_first(said: list[str]) -> None:
    texts = unit_texts_of(said)
    groups = group_texts(texts)

    grouped = [text.unit.code for group in groups for text in group.texts]
    assert sorted(grouped) == sorted(text.unit.code for text in texts)
    sizes = [len(group.texts) for group in groups]
    assert sizes == sorted(sizes, reverse=True)
