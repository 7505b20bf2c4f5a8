from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.text import half_width, is_struck, label_key, means_nothing, narrow


@pytest.mark.parametrize(
    ("typed", "narrowed"),
    [
        ("１２０", "120"),
        ("Ａ（甲）：％", "A(甲):%"),
        ("\u3000市 教\u00a0育\u2003局 ", "市 教 育 局"),
        ("139\u200b1234\ufeff5678", "13912345678"),
        ("一\r\n二\r三\t四", "一\n二\n三\t四"),
        ("5²①㈠", "5²①㈠"),
        ("“引号”、。", "“引号”、。"),
        ("\x00\x07", ""),
    ],
)
def test_only_width_spaces_and_the_unseen_are_changed(typed: str, narrowed: str) -> None:
    assert narrow(typed) == narrowed


@given(st.text())
def test_narrowing_twice_is_narrowing_once(text: str) -> None:
    assert narrow(narrow(text)) == narrow(text)


@given(st.text())
def test_a_place_stays_a_place_at_half_width(text: str) -> None:
    assert len(half_width(text)) == len(text)


@pytest.mark.parametrize(
    "drifted",
    [
        "已创建单位数",
        "3.已创建单位数（个）：",
        "3、已创建单位数",
        "（三）已创建单位数(个)",
        "三、已创建单位数",
        "③ 已创建单位数*",
        "已创建\n单位数",
        "　已 创 建 单 位 数　",
        "已创建单位数［个］",
        "已创建单位数（个）（必填）",
        "（一）1.已创建单位数【个】",
        "1.1\n.已创建单位数",
        "1.1\n\n.已创建单位数",
    ],
)
def test_a_label_keeps_its_key_however_it_drifts(drifted: str) -> None:
    assert label_key(drifted) == "已创建单位数"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("省级已命名数", "市级已命名数"),
        ("3.5万以上人数", "2.5万以上人数"),
        ("2025年计划数", "2026年计划数"),
        ("（个）", "（人）"),
        ("1.", "2."),
        ("第一产业", "第二产业"),
    ],
)
def test_labels_that_differ_keep_different_keys(one: str, other: str) -> None:
    assert label_key(one) != label_key(other)


def test_a_year_behind_a_number_is_no_part_of_the_number() -> None:
    assert label_key("3.2026年计划数") == label_key("2026年计划数")


@given(st.text(alphabet="一二1.、（）()①个数*：: \n", max_size=12))
def test_the_key_of_a_key_is_the_key(label: str) -> None:
    assert label_key(label_key(label)) == label_key(label)


@pytest.mark.parametrize("typed", ["无", " 无 ", "无。", "没有", "零", "暂无", "无此项工作"])
def test_a_unit_may_say_that_there_is_none(typed: str) -> None:
    assert means_nothing(typed)


@pytest.mark.parametrize("typed", ["", "0", "/", "无锡市", "没有完成", "零星"])
def test_no_value_is_read_where_none_is_written(typed: str) -> None:
    assert not means_nothing(typed)


@pytest.mark.parametrize("typed", ["/", "／", "\\", "-", "－", "—", "——", "N/A", "不涉及"])
def test_a_field_may_be_struck_out(typed: str) -> None:
    assert is_struck(typed)


@pytest.mark.parametrize("typed", ["", "无", "0", "-5", "1/2", "。"])
def test_an_answer_is_not_read_as_a_stroke(typed: str) -> None:
    assert not is_struck(typed)


@given(st.text(max_size=6))
def test_nothing_and_struck_never_mean_the_same(typed: str) -> None:
    assert not (means_nothing(typed) and is_struck(typed))
