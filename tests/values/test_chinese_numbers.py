from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.chinese_numbers import chinese_number, read_chinese_number

CHEQUE = str.maketrans("一二三四五六七八九十百千零", "壹贰叁肆伍陆柒捌玖拾佰仟零")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "零"),
        (10, "十"),
        (15, "十五"),
        (105, "一百零五"),
        (110, "一百一十"),
        (2300, "二千三百"),
        (10_000, "一万"),
        (100_010, "十万零一十"),
        (203_000, "二十万三千"),
        (10_010_010, "一千零一万零一十"),
        (100_000_000, "一亿"),
        (100_000_001, "一亿零一"),
        (120_030_000, "一亿二千零三万"),
        (10**12, "一万亿"),
    ],
)
def test_a_number_is_written_as_people_write_it(number: int, text: str) -> None:
    assert chinese_number(number) == text
    assert read_chinese_number(text) == number


@pytest.mark.parametrize("number", [-1, 10**16])
def test_beyond_what_has_words_nothing_is_written(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        chinese_number(number)


@given(st.one_of(st.integers(0, 10**5), st.integers(0, 10**8), st.integers(0, 10**16 - 1)))
def test_a_number_goes_there_and_back_however_its_characters_are_drawn(number: int) -> None:
    written = chinese_number(number)
    spellings = {
        written,
        written.translate(CHEQUE),
        written.replace("零", "〇"),
        written.replace("二千", "两千").replace("二万", "两万").replace("二百", "两百"),
    }

    assert {read_chinese_number(spelling) for spelling in spellings} == {Decimal(number)}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一十二", 12),
        ("二十万零三千", 203_000),
        ("两", 2),
        ("二〇", 20),
        ("一○五", 105),
        ("二零二六", 2026),
        ("叁拾贰", 32),
        ("三点一四", Decimal("3.14")),
        ("三点五万", 35_000),
    ],
)
def test_other_ways_that_leave_no_doubt_are_read(text: str, number: int | Decimal) -> None:
    assert read_chinese_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        *(
            "三百五",
            "一万二",
            "一百十",
            "两千三",
            "三二",
            "一二三",
            "三四十",
            "十几",
            "两十",
            "十两",
        ),
        *(
            "十十",
            "一千百",
            "一百零零五",
            "一百五十零",
            "零五",
            "万",
            "百",
            "亿万",
            "一万万",
            "廿五",
        ),
        *("三点", "点五", "三点五点六", "", "30", "三十2", "三分之一", "半"),
    ],
)
def test_what_leaves_a_doubt_is_not_read(text: str) -> None:
    assert read_chinese_number(text) is None


@given(st.text(alphabet="零〇一二三四五六七八九十百千万亿两", max_size=12))
def test_what_is_read_is_what_its_characters_say(text: str) -> None:
    """Written out again, what was read has the same characters but for zeros and the 一 of 一十."""
    number = read_chinese_number(text)
    if number is not None:
        plain = text.replace("〇", "零").replace("两", "二")
        by_digits = len(plain) > 1 and not any(char in plain for char in "十百千万亿")
        assert by_digits or _bare(plain) == _bare(chinese_number(int(number)))
        assert not by_digits or plain == "".join(
            "零一二三四五六七八九"[int(d)] for d in str(number)
        )


def _bare(text: str) -> str:
    return text.replace("一十", "十").replace("零", "")
