"""What a unit reads of a condition is a sentence, not a formula."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.campaign.conditions.parse import parse_condition
from pipeline.checking.condition_words import condition_in_words
from pipeline.model.campaign import Kind
from tests.sheets import ask

FIELDS = (
    ask("已命名"),
    ask("创建中"),
    ask("总数"),
    ask("召开动员会", Kind.CHOICE),
    ask("会议日期", Kind.DATE),
)
BY_CODE = {field.code: field for field in FIELDS}


def in_words(text: str) -> str:
    expression, _ = parse_condition(text, FIELDS)
    return condition_in_words(expression, BY_CODE)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("已命名 + 创建中 <= 总数", "已命名＋创建中不大于总数"),
        ("总数 = 已命名 + 创建中", "总数等于已命名＋创建中"),
        ("总数 >= 上期(总数)", "总数不小于上期总数"),
        ("(已命名 + 创建中) * 2 != 总数", "（已命名＋创建中）×2不等于总数"),
        ("总数 - (已命名 - 创建中) > 0", "总数－（已命名－创建中）大于0"),
        ("召开动员会 = “是”", "召开动员会为“是”"),
        ("会议日期 <= 2026-09-30", "会议日期不晚于2026-09-30"),
        ("若 召开动员会 = “是” 则 会议日期 不为空", "召开动员会为“是”的，会议日期应填写"),
        ("已命名 > 0 或 创建中 > 0", "已命名大于0，或者创建中大于0"),
        ("非 已命名 > 总数", "不是“已命名大于总数”"),
    ],
)
def test_a_condition_reads_as_a_sentence(text: str, words: str) -> None:
    assert in_words(text) == words


NAMES = st.sampled_from(["已命名", "创建中", "总数", "3", "0.5"])
SUMS = st.recursive(
    NAMES,
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(
        lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"
    ),
    max_leaves=5,
)


@given(
    SUMS.filter(lambda text: any(field.name in text for field in FIELDS)),
    st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
    SUMS,
)
def test_no_sign_of_a_formula_is_left_and_the_arithmetic_is_kept(
    left: str, operator: str, right: str
) -> None:
    words = in_words(f"{left} {operator} {right}")

    assert not re.search(r"[=<>!*/+()]", words)
    sides = re.split("不大于|不小于|不等于|大于|小于|等于", words)
    assert len(sides) == 2
    for side, written in zip(sides, (left, right), strict=True):
        assert _value(_python(side)) == _value(written)


def _python(words: str) -> str:
    return words.translate(str.maketrans("＋－×÷（）", "+-*/()"))


def _value(text: str) -> float | None:
    """The value of an expression with fixed numbers in place of the fields."""
    for name, number in (("已命名", "7"), ("创建中", "11"), ("总数", "13")):
        text = text.replace(name, number)
    try:
        return round(float(eval(text)), 6)  # noqa: S307 - of digits and signs that this test drew
    except ZeroDivisionError:
        return None
