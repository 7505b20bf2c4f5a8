from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.official.standard.title_breaking import break_title
from pipeline.official.standard.typefaces import width_in_chars

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


places = st.sampled_from(["云川市", "秦都区", "云岭县", "南岸新区"])
bodies = st.sampled_from(
    ["人民政府", "人民政府办公室", "教育局", "精神文明建设指导委员会办公室", "发展和改革委员会"]
)
units = st.builds("".join, st.tuples(places, bodies))
figures = st.one_of(
    st.dates().map(lambda day: f"{day.year:04}年{day.month}月{day.day}日"),
    st.integers(2000, 2099).map(lambda year: f"{year}年度"),
    st.integers(2000, 2090).map(lambda year: f"{year}—{year + 4}年"),
    st.integers(1, 120_000).map(lambda count: f"{count}个"),
    st.integers(1, 99).map(lambda part: f"{part}.5%"),
    st.integers(1, 99).map(lambda number: f"云政发〔2026〕{number}号"),
)
named = st.sampled_from(["管理办法", "文明公约（试行）", "工作规则", "考核细则（修订）"]).map(
    "《{}》".format
)


@given(
    st.sampled_from(["关于报送", "关于做好", "关于公布"]),
    figures,
    st.sampled_from(
        ["文明单位创建工作", "有关重点任务进展情况", "志愿服务活动先进集体推荐工作情况"]
    ),
    units,
)
def test_figures_and_dates_are_never_parted(
    about: str, figure: str, matter: str, unit: str
) -> None:
    title = f"{unit}{about}{figure}{matter}的通知"

    assert any(figure in line for line in break_title(title))


@given(units, named, st.sampled_from(["通知", "决定", "请示"]))
def test_names_of_units_and_of_documents_stay_on_one_line(unit: str, name: str, kind: str) -> None:
    lines = break_title(f"{unit}关于印发{name}有关事项的{kind}")

    assert any(unit in line for line in lines)
    assert any(name in line for line in lines)


@given(units, st.sampled_from(["文明单位创建", "安全生产大检查", "公文处理"]))
def test_no_line_of_a_title_is_one_character(unit: str, matter: str) -> None:
    assert all(len(line) > 2 for line in break_title(f"{unit}关于进一步加强{matter}工作的意见"))


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
