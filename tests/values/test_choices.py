from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.choices import read_choice

YES_NO = ("是", "否")
GRADES = ("全国", "省级", "市级", "县级")


@pytest.mark.parametrize(
    ("typed", "options", "option", "changes"),
    [
        ("市级", GRADES, "市级", ()),
        (" 市级 ", GRADES, "市级", ("去空格",)),
        ("市　级", GRADES, "市级", ("全角转半角", "去空格")),
        ("Ａ类", ("A类", "B类"), "A类", ("全角转半角",)),
        ("a类", ("A类", "B类"), "A类", ("统一大小写",)),
        ("A类", ("Ａ类", "Ｂ类"), "Ａ类", ("按选项的写法",)),
        ("√", YES_NO, "是", ("符号转选项",)),
        ("✓", YES_NO, "是", ("符号转选项",)),
        ("对", YES_NO, "是", ("符号转选项",)),
        ("有", YES_NO, "是", ("符号转选项",)),
        ("Ｙ", YES_NO, "是", ("符号转选项",)),
        ("×", YES_NO, "否", ("符号转选项",)),
        ("没有", YES_NO, "否", ("符号转选项",)),
        ("n", ("否", "是"), "否", ("符号转选项",)),
        ("有", ("有", "无"), "有", ()),
    ],
)
def test_an_option_is_recognised_and_each_change_is_named(
    typed: str, options: tuple[str, ...], option: str, changes: tuple[str, ...]
) -> None:
    assert read_choice(typed, options) == (option, changes)


@pytest.mark.parametrize(
    ("typed", "options"),
    [
        ("正在筹备", YES_NO),
        ("是、否", YES_NO),
        ("是吧", YES_NO),
        ("", YES_NO),
        ("　", YES_NO),
        ("√", GRADES),
        ("有", (*YES_NO, "部分")),
        ("市", GRADES),
        ("a类", ("A类", "A 类")),
    ],
)
def test_a_guess_is_refused(typed: str, options: tuple[str, ...]) -> None:
    assert read_choice(typed, options) is None


@given(st.sampled_from(GRADES), st.integers(0, 2), st.sampled_from(" \u3000\u00a0\n"))
def test_every_spelling_reads_as_the_same_option(option: str, at: int, space: str) -> None:
    read = read_choice(option[:at] + space + option[at:], GRADES)

    assert read is not None
    assert read[0] == option
    assert read[1]


@given(st.text())
def test_any_text_is_read_or_refused_but_never_breaks(typed: str) -> None:
    read = read_choice(typed, YES_NO)

    assert read is None or read[0] in YES_NO
