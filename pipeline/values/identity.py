"""Parse and validate telephones, identity numbers (GB 11643) and credit codes (GB 32100)."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from pipeline.values.text import narrow, narrowing

_PHONE: Final = re.compile(
    r"(?:\+86-?)?1[3-9]\d{9}"  # a mobile
    r"|[48]00-?\d{3}-?\d{4}"  # a service line
    r"|(?:0\d{2,3}-?)?[2-9]\d{6,7}(?:(?:-|转)\d{1,6})?",  # a landline and its extension
    re.ASCII,
)
_BETWEEN_PHONES: Final = re.compile(r"[、,;/\n]+")
_CHINA: Final = re.compile(r"^(?:\+86|0086|86)[\s-]*(?=1[3-9][\d-]{9,})", re.ASCII)
_MOBILE: Final = re.compile(r"(1[3-9]\d)-(\d{4})-(\d{4})", re.ASCII)
_EXTENSION: Final = re.compile(
    r"(?:\(?转?分机|\(?转|ext\.?|[*#x])[:\s]*(\d{1,6})\)?$", re.ASCII | re.IGNORECASE
)
_IDENTIFIER_LENGTH: Final = 18
_OLD_ID: Final = re.compile(r"\d{15}", re.ASCII)  # issued until 1999, void since 2013
_FIRST_YEAR: Final = 1900
# The first two digits of GB/T 2260, and 83 of the residence permits for Taiwan's inhabitants.
_PROVINCES: Final = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]", re.ASCII)
_ID_LIKE: Final = re.compile(r"[0-9０-９](?:[ \u3000\u00a0-]?[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]){14,}")
_ID_FORM: Final = re.compile(r"\d{17}[\dX]", re.ASCII)
_ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS: Final = "10X98765432"
_CREDIT_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_FORM: Final = re.compile(rf"[{_CREDIT_ALPHABET}]{{18}}")


def read_phone(typed: str) -> tuple[str, tuple[str, ...]] | None:
    """Parse a telephone number (电话): return it without spaces and the changes made, or ``None``.

    Two numbers in one cell are both returned, joined by “、”.

    >>> read_phone("139 1234 5678")
    ('13912345678', ('去空格',))
    >>> read_phone("（0000）3123456/13912345678")
    ('0000-3123456、13912345678', ('全角转半角', '统一电话写法'))
    >>> read_phone("12345") is None
    True
    """
    narrowed = narrow(typed)
    tight = "".join(char for char in narrowed if char == "\n" or not char.isspace())
    parts = _phones_in(tight) or _phones_in("\n".join(narrowed.split()))
    if not parts:
        return None
    number = "、".join(parts)
    changes = {
        **dict.fromkeys(narrowing(typed), True),
        "去空格": tight != narrowed,
        "统一电话写法": number != tight,
    }
    return number, tuple(name for name, was_made in changes.items() if was_made)


def phone_digits(typed: str) -> int:
    """Return the number of digits in *typed*, signs not counted; 0 where it holds anything else.

    >>> phone_digits("1381234567"), phone_digits("138-1234-567"), phone_digits("见附件1")
    (10, 10, 0)
    """
    digits = re.sub(r"[\s()+-]", "", _plain_phone(narrow(typed)))
    return len(digits) if digits.isascii() and digits.isdecimal() else 0


def _phones_in(text: str) -> list[str]:
    """Return the telephone numbers in *text*; an empty list where any part is not one."""
    parts = [_plain_phone(part) for part in _BETWEEN_PHONES.split(text)]
    return parts if all(_PHONE.fullmatch(part) for part in parts) else []


def _plain_phone(part: str) -> str:
    area = re.sub(r"^\((\d+)\)-?", r"\1-", part)
    dashed = _EXTENSION.sub(r"转\1", re.sub(r"[—–−]+", "-", area))
    return _MOBILE.sub(r"\1\2\3", _CHINA.sub("+86", dashed))


def read_identifier(typed: str) -> tuple[str, tuple[str, ...]]:
    """Return an identity number or credit code in its written form and the changes made; unvalidated.

    >>> read_identifier(" 110105 19491231 002x")
    ('11010519491231002X', ('去空格', '小写转大写'))
    """
    narrowed = narrow(typed)
    bare = re.sub(r"^['‘’](?=.)", "", narrowed)
    tight = "".join(bare.split())
    changes = {
        **dict.fromkeys(narrowing(typed), True),
        "去单引号": bare != narrowed,
        "去空格": tight != bare or typed != typed.strip(),
        "小写转大写": tight != tight.upper(),
    }
    return tight.upper(), tuple(name for name, was_made in changes.items() if was_made)


def mask_id_numbers(text: str) -> str:
    """Return *text* with the middle of each identity number in it masked, spaced or misspelt ones too.

    The six digits of the place and the last four remain: enough for the unit to find the person, too
    little for others to use it.

    >>> mask_id_numbers("C5“11010519491231002X”"), mask_id_numbers("3210123")
    ('C5“110105********002X”', '3210123')
    """
    return _ID_LIKE.sub(lambda match: _mask(match[0]), text)


def _mask(number: str) -> str:
    tight = re.sub(r"[\s-]", "", number)
    return f"{tight[:6]}{'*' * (len(tight) - 10)}{tight[-4:]}"


def id_number_fault(text: str) -> str:
    """Validate a resident identity number (身份证号, GB 11643-1999): return its fault, or an empty text.

    The fault never repeats the number, which is personal data.

    >>> id_number_fault("11010519491231002X")
    ''
    >>> id_number_fault("110105194912310021")
    '校验码（末位）不对'
    >>> id_number_fault("110105491231002")
    '是15位的旧号码'
    """
    number = read_identifier(text)[0]
    if _OLD_ID.fullmatch(number):
        return "是15位的旧号码"
    if len(number) != _IDENTIFIER_LENGTH:
        return f"有{len(number)}位，不是18位"
    if _ID_FORM.fullmatch(number) is None:
        return "前17位应都是数字，末位应是数字或 X"
    if _PROVINCES.match(number) is None:
        return "前两位不是省级行政区划代码"
    if not _is_day(number[6:14]):
        return "第7至14位不是出生日期"
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _ID_WEIGHTS, strict=True))
    return "" if _ID_CHECKS[total % 11] == number[17] else "校验码（末位）不对"


def credit_code_fault(text: str) -> str:
    """Validate a unified social credit code (统一社会信用代码, GB 32100-2015).

    Return its fault, or an empty text where it has none.

    >>> credit_code_fault("91350100M000100Y43")
    ''
    >>> credit_code_fault("91350100M000100I43")
    '应全是数字或大写字母（不含 I、O、S、V、Z）'
    """
    code = read_identifier(text)[0]
    if len(code) != _IDENTIFIER_LENGTH:
        return f"有{len(code)}位，不是18位"
    if _CREDIT_FORM.fullmatch(code) is None:
        return "应全是数字或大写字母（不含 I、O、S、V、Z）"
    total = sum(
        _CREDIT_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(code[:17])
    )
    return "" if _CREDIT_ALPHABET[-total % 31] == code[17] else "校验码（末位）不对"


def _is_day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= _FIRST_YEAR
    except ValueError:
        return False
