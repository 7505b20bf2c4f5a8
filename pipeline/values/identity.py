"""Numbers that identify: telephones, identity cards (GB 11643), credit codes (GB 32100)."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from pipeline.values.text import narrow

_PHONE: Final = re.compile(
    r"(?:\+86-?)?1[3-9]\d{9}"  # a mobile
    r"|[48]00-?\d{3}-?\d{4}"  # a service line
    r"|(?:0\d{2,3}-?)?[2-9]\d{6,7}(?:(?:-|转)\d{1,6})?",  # a landline and its extension
    re.ASCII,
)
_BETWEEN_PHONES: Final = re.compile(r"[、,;/\n]+")
_ID_FORM: Final = re.compile(r"\d{17}[\dX]", re.ASCII)
_ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS: Final = "10X98765432"
_CREDIT_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_FORM: Final = re.compile(rf"[{_CREDIT_ALPHABET}]{{18}}")


def read_phone(typed: str) -> tuple[str, tuple[str, ...]] | None:
    """A telephone number (电话) without spaces, and each change made; ``None`` where it is none.

    Two numbers in one cell are both kept, parted by “、”.

    >>> read_phone("139 1234 5678")
    ('13912345678', ('去空格',))
    >>> read_phone("（0000）3123456/13912345678")
    ('0000-3123456、13912345678', ('全角转半角', '统一电话写法'))
    >>> read_phone("12345") is None
    True
    """
    narrowed = narrow(typed)
    tight = "".join(char for char in narrowed if char == "\n" or not char.isspace())
    parts = [_plain_phone(part) for part in _BETWEEN_PHONES.split(tight)]
    if not all(_PHONE.fullmatch(part) for part in parts):
        return None
    number = "、".join(parts)
    changes = {
        "全角转半角": narrowed != typed.strip(),
        "去空格": tight != narrowed,
        "统一电话写法": number != tight,
    }
    return number, tuple(name for name, made in changes.items() if made)


def _plain_phone(part: str) -> str:
    area = re.sub(r"^\((\d+)\)-?", r"\1-", part)
    return re.sub(r"[—–]+", "-", area)


def id_number_fault(text: str) -> str:
    """What is wrong with a resident identity number (身份证号, GB 11643-1999), or an empty text.

    >>> id_number_fault("11010519491231002X")
    ''
    >>> id_number_fault("110105194912310021")
    '校验码不对'
    """
    number = narrow(text).upper()
    if _ID_FORM.fullmatch(number) is None:
        return "应为18位，前17位是数字，末位是数字或 X"
    if not _is_day(number[6:14]):
        return "第7至14位不是出生日期"
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _ID_WEIGHTS, strict=True))
    return "" if _ID_CHECKS[total % 11] == number[17] else "校验码不对"


def credit_code_fault(text: str) -> str:
    """What is wrong with a unified social credit code (统一社会信用代码, GB 32100-2015).

    The answer is an empty text where nothing is.

    >>> credit_code_fault("91350100M000100Y43")
    ''
    >>> credit_code_fault("91350100M000100I43")
    '应为18位数字或大写字母（不含 I、O、S、V、Z）'
    """
    code = narrow(text).upper()
    if _CREDIT_FORM.fullmatch(code) is None:
        return "应为18位数字或大写字母（不含 I、O、S、V、Z）"
    total = sum(
        _CREDIT_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(code[:17])
    )
    return "" if _CREDIT_ALPHABET[-total % 31] == code[17] else "校验码不对"


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
