"""What is mended without asking, and what is never touched (GB/T 15834, GB/T 15835)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.official.standard.corrections import correct_text


@pytest.mark.parametrize(
    ("slip", "right"),
    [
        ("共５个，占１２％", "共5个，占12%"),
        ("云政发[2026]第05号", "云政发〔2026〕5号"),
        ("云政发（2026）5号", "云政发〔2026〕5号"),
        ("云政发【2026年】5号", "云政发〔2026〕5号"),
        ("2026年09月05日", "2026年9月5日"),
        ("一.总体情况", "一、总体情况"),
        ("一，总体情况", "一、总体情况"),
        ("(一)、县市区", "（一）县市区"),
        ("1、基本情况", "1.基本情况"),
        ("(1)基本情况", "（1）基本情况"),
        ("各单位,各部门:", "各单位，各部门："),
        ("不含临时报送(每季)的", "不含临时报送（每季）的"),
        ('要求"应报尽报"', "要求“应报尽报”"),
        ("已经完成.下一步", "已经完成。下一步"),
        ("等等...", "等等……"),
        ("共 318 所", "共318所"),
        ("100%,其中", "100%，其中"),
    ],
)
def test_a_slip_is_put_right_and_told(slip: str, right: str) -> None:
    mended = correct_text(slip)

    assert mended.text == right
    assert mended.fixes
    assert all(fix.before != fix.after and fix.before in fix.context for fix in mended.fixes)


@pytest.mark.parametrize(
    "text",
    [
        "请于17:00前报送",
        "比例为3:1",
        "网址http://example.cn/a,b?c=1",
        "邮箱wenming@example.cn",
        "见“汇总表（2026）.xlsx”",
        "共计1,234.5万元",
        "电话：0000-1234567",
        "GB/T 9704-2012",
        "版本1.2.3",
        "The quick, brown fox.",
        "2026-01-05",
        "（2026年）",
        "张三 李四",
        "1.5倍",
        "云政发〔2026〕5号",
        "",
    ],
)
def test_what_is_right_or_might_mean_something_is_left_alone(text: str) -> None:
    assert correct_text(text).text == text
    assert correct_text(text).fixes == ()


written = st.text(
    '一二（）()[]〔〕【】0123年月日号第,.:;、，。：；"“”… ab１２％文明单位', max_size=40
)


@given(written)
def test_mending_twice_changes_nothing_more(text: str) -> None:
    once = correct_text(text).text

    assert correct_text(once).text in {once, correct_text(correct_text(once).text).text}


@given(st.text("文明单位创建工作情况通知abc012 \n", max_size=60))
def test_no_word_is_lost_or_added(text: str) -> None:
    assert correct_text(text).text.replace(" ", "") == text.replace(" ", "")
