from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.identity import (
    credit_code_fault,
    id_number_fault,
    mask_id_numbers,
    phone_digits,
    read_phone,
)

# The specimen that the descriptions of GB 11643 print; nobody's.
ID_NUMBER = "11010519491231002X"
CREDIT_CODE = "91350100M000100Y43"


@pytest.mark.parametrize(
    ("typed", "number", "changes"),
    [
        ("13912345678", "13912345678", ()),
        ("139 1234 5678", "13912345678", ("去空格",)),
        ("１３９１２３４５６７８", "13912345678", ("全角转半角",)),
        ("+8613912345678", "+8613912345678", ()),
        ("3123456", "3123456", ()),
        ("0000-3123456", "0000-3123456", ()),
        ("00003123456", "00003123456", ()),
        ("(0000)3123456", "0000-3123456", ("统一电话写法",)),
        ("(0000)-3123456", "0000-3123456", ("统一电话写法",)),
        ("0000—3123456", "0000-3123456", ("统一电话写法",)),
        ("0000-31234567转802", "0000-31234567转802", ()),
        ("400-123-4567", "400-123-4567", ()),
        ("3123456，13912345678", "3123456、13912345678", ("全角转半角", "统一电话写法")),
        ("138-0000-0000", "13800000000", ("统一电话写法",)),
        ("13800000000 13900000000", "13800000000、13900000000", ("去空格", "统一电话写法")),
        ("0000-3123456分机802", "0000-3123456转802", ("统一电话写法",)),
        ("0000-3123456（转802）", "0000-3123456转802", ("全角转半角", "统一电话写法")),
        ("0086-13912345678", "+8613912345678", ("统一电话写法",)),
        ("3123456\n13912345678", "3123456、13912345678", ("统一电话写法",)),
    ],
)
def test_a_telephone_number_is_read(typed: str, number: str, changes: tuple[str, ...]) -> None:
    assert read_phone(typed) == (number, changes)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "12345",
        "1391234567",
        "139123456789",
        "12912345678",
        "办公室",
        "见附件",
        "3123456、",
        "139-1234",
        "无",
    ],
)
def test_what_is_no_telephone_number_is_refused(typed: str) -> None:
    assert read_phone(typed) is None


@given(st.text(alphabet="0123456789-+()转、 ／（）", max_size=24))
def test_reading_what_we_read_changes_nothing(typed: str) -> None:
    read = read_phone(typed)

    assert read is None or read_phone(read[0]) == (read[0], ())


@pytest.mark.parametrize(
    "typed",
    [ID_NUMBER, ID_NUMBER.lower(), f" {ID_NUMBER} ", "１１０１０５１９４９１２３１００２Ｘ"],
)
def test_a_right_identity_number_has_no_fault(typed: str) -> None:
    assert id_number_fault(typed) == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "18位"),
        (ID_NUMBER[:-1], "有17位，不是18位"),
        ("110105491231002", "15位的旧号码"),
        ("1101051949123100XX", "前17位应都是数字"),
        ("990105194912310020", "行政区划"),
        ("110105184912310020", "出生日期"),
        ("110105194913310020", "出生日期"),
        ("110105194902300020", "出生日期"),
        ("110105194912310020", "校验码"),
    ],
)
def test_a_wrong_identity_number_states_what_is_wrong(typed: str, said: str) -> None:
    assert said in id_number_fault(typed)


@given(st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_of_an_identity_number_never_passes(at: int, by: int) -> None:
    digit = "X" if ID_NUMBER[at] != "X" and at == 17 else ID_NUMBER[at]
    wrong = str((int(digit) + by) % 10) if digit != "X" else str(by)

    assert id_number_fault(ID_NUMBER[:at] + wrong + ID_NUMBER[at + 1 :])


@pytest.mark.parametrize("typed", [CREDIT_CODE, CREDIT_CODE.lower(), f"{CREDIT_CODE}\u200b"])
def test_a_right_credit_code_has_no_fault(typed: str) -> None:
    assert credit_code_fault(typed) == ""


@given(st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_one_wrong_character_of_a_credit_code_never_passes(at: int, char: str) -> None:
    wrong = CREDIT_CODE[:at] + char + CREDIT_CODE[at + 1 :]

    assert bool(credit_code_fault(wrong)) == (wrong != CREDIT_CODE)


@pytest.mark.parametrize("typed", ["", CREDIT_CODE[:-1], f"{CREDIT_CODE}0"])
def test_a_credit_code_of_another_length_states_how_long_it_is(typed: str) -> None:
    assert credit_code_fault(typed) == f"有{len(typed)}位，不是18位"


def test_a_letter_that_credit_codes_never_have_is_reported() -> None:
    assert "不含 I、O、S、V、Z" in credit_code_fault("9135010OM000100Y43")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (ID_NUMBER, "110105********002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "１１０１０５********００２Ｘ"),
        ("110105 19491231 002x", "110105********002x"),
        (
            f"C5“{ID_NUMBER}”、C7“{ID_NUMBER[:-1]}1”",
            "C5“110105********002X”、C7“110105********0021”",
        ),
        ("1101051949123l002X", "110105********002X"),
        ("110105491231002", "110105*****1002"),
        ("13800000000", "13800000000"),
        ("0000-3210123转8001", "0000-3210123转8001"),
    ],
)
def test_an_identity_number_is_shown_in_part(typed: str, shown: str) -> None:
    assert mask_id_numbers(typed) == shown


@given(st.text())
def test_what_is_shown_in_part_hides_more_and_never_adds(text: str) -> None:
    assert mask_id_numbers(mask_id_numbers(text)) == mask_id_numbers(text)
    assert len(mask_id_numbers(text)) <= len(text)


@pytest.mark.parametrize(
    ("typed", "count"),
    [("1380000000", 10), ("（0000）321012", 10), ("138-0000-000", 10), ("见附件", 0), ("", 0)],
)
def test_digits_are_counted_where_there_is_nothing_else(typed: str, count: int) -> None:
    assert phone_digits(typed) == count


@pytest.mark.parametrize(
    ("born", "fault"), [("19000101", ""), ("18991231", "第7至14位不是出生日期")]
)
def test_a_person_may_be_born_in_1900_and_not_before(born: str, fault: str) -> None:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    digits = f"110105{born}002"
    check = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11

    assert id_number_fault(digits + "10X98765432"[check]) == fault
