from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.official.breaking import break_title
from pipeline.official.typefaces import width_in_chars

words = st.sampled_from(
    ["关于", "报送", "文明单位", "创建工作", "情况", "的", "通知", "云川市", "2026", "甲", "年度"]
)
titles = st.lists(words, min_size=1, max_size=30).map("".join)


@given(titles)
def test_no_character_is_lost_or_moved(title: str) -> None:
    assert "".join(break_title(title)) == title


@given(titles)
def test_no_line_is_wider_than_the_type_area(title: str) -> None:
    assert all(width_in_chars(line) <= 20 for line in break_title(title))


@given(titles)
def test_a_title_never_narrows_and_widens_again(title: str) -> None:
    widths = [width_in_chars(line) for line in break_title(title)]
    # Half a character is what joints with digits may add.
    narrowed = [number for number, (one, two) in enumerate(pairwise(widths)) if two < one - 1]
    widened = [number for number, (one, two) in enumerate(pairwise(widths)) if two > one + 1]

    assert not narrowed or not widened or max(widened) < min(narrowed)


@given(titles)
def test_a_title_that_fits_is_left_on_one_line(title: str) -> None:
    assert (len(break_title(title)) == 1) == (width_in_chars(title) <= 19)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "云川市精神文明建设指导委员会办公室关于报送2026年度文明单位创建工作进展情况的通知",
            (
                "云川市精神文明建设指导委员会办公室",
                "关于报送2026年度文明单位",
                "创建工作进展情况的通知",
            ),
        ),
        (
            "关于转发《省文明委关于深化新时代文明单位创建工作的实施意见》的通知",
            ("关于转发《省文明委关于深化新时代", "文明单位创建工作的实施意见》的通知"),
        ),
        ("文明单位\n创建工作的通知", ("文明单位", "创建工作的通知")),
        ("{{ 标题 }}" + "的" * 30, ("{{ 标题 }}" + "的" * 30,)),
    ],
)
def test_words_numbers_and_tags_stay_whole(title: str, lines: tuple[str, ...]) -> None:
    assert break_title(title) == lines


@pytest.mark.parametrize("title", ["报送工作情况的通知" * 4, "关于加强公文处理工作的意见，" * 4])
def test_no_line_begins_with_a_particle_or_a_closing_mark(title: str) -> None:
    assert not [
        line for line in break_title(title)[1:] if line[0] in "的和与及，。、；：？！”’）》"
    ]


def test_what_is_no_title_is_left_alone_at_once() -> None:
    assert break_title("关于" * 5000) == ("关于" * 5000,)
