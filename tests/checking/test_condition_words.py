"""What a unit reads of a condition is a sentence, not a formula."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checking.condition_words import condition_in_words, quoted_in_words


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
        ("若 召开动员会 = “是” 则 会议日期 不为空", "若召开动员会为“是”，则会议日期应填写"),
        ("已命名 > 0 或 创建中 > 0", "已命名大于0或创建中大于0"),
        ("行数(参会人员) >= 1", "参会人员的行数不小于1"),
        ("合计(项目明细) = 总投资", "各行项目明细之和等于总投资"),
        ("本月数 = 任务(安全生产月报, 事故起数)", "本月数等于《安全生产月报》的事故起数"),
        ("会议日期 <= “2026年9月30日”", "会议日期不晚于“2026年9月30日”"),
        ("对每一列：其中女 <= 总计", "对每一列：其中女不大于总计"),
        ("总数≥0", "总数不小于0"),
    ],
)
def test_a_condition_reads_as_a_sentence(text: str, words: str) -> None:
    assert condition_in_words(text) == words


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("“甲 <= 乙”，请核对后改正", "“甲不大于乙”，请核对后改正"),
        ("“甲 = “是””（注），请核对", "“甲为“是””（注），请核对"),
        ("“甲 <= 乙", "“甲 <= 乙"),
        ("甲 <= 乙", "甲 <= 乙"),
        ("", ""),
    ],
)
def test_only_the_condition_in_a_finding_is_put_in_words(wanted: str, shown: str) -> None:
    assert quoted_in_words(wanted) == shown


NAMES = st.sampled_from(["已命名", "创建中", "总数", "3", "0.5"])
SUMS = st.recursive(
    NAMES,
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(
        lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"
    ),
    max_leaves=5,
)


@given(
    SUMS,
    st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
    SUMS,
)
def test_no_sign_of_a_formula_is_left_and_the_arithmetic_is_kept(
    left: str, operator: str, right: str
) -> None:
    words = condition_in_words(f"{left} {operator} {right}")

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
