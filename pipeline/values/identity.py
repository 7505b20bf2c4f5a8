"""Numbers that identify: telephones, identity cards (GB 11643), credit codes (GB 32100)."""

from __future__ import annotations

import re
from typing import Final

from pipeline.values.text import narrow

_MOBILE: Final = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE: Final = re.compile(r"(?:0\d{2,3}-?)?[2-9]\d{6,7}(?:(?:-|转)\d{1,6})?", re.ASCII)
_ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS: Final = "10X98765432"
_CREDIT_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ID_FORM: Final = re.compile(r"\d{17}[\dX]", re.ASCII)
_CREDIT_FORM: Final = re.compile(rf"[{_CREDIT_ALPHABET}]{{18}}")


def read_phone(typed: str) -> tuple[str, tuple[str, ...]] | None:
    """A telephone number without spaces, and each change made; ``None`` where it is none.

    >>> read_phone("0000-3123456")
    ('0000-3123456', ())
    >>> read_phone("139 1234 5678")
    ('13912345678', ('去空格',))
    >>> read_phone("12345") is None
    True
    """
    narrowed = narrow(typed)
    bare = "".join(narrowed.split()).replace("(", "").replace(")", "-").replace("—", "-")
    if _MOBILE.fullmatch(bare) is None and _LANDLINE.fullmatch(bare) is None:
        return None
    changes = {"全角转半角": narrowed != typed.strip(), "去空格": bare != narrowed}
    return bare, tuple(name for name, made in changes.items() if made)


def id_number_fault(text: str) -> str:
    """What is wrong with a resident identity number (GB 11643-1999), or an empty text."""
    number = narrow(text).upper()
    if _ID_FORM.fullmatch(number) is None:
        return "应为18位，前17位是数字"
    total = sum(int(digit) * weight for digit, weight in zip(number, _ID_WEIGHTS, strict=False))
    return "" if _ID_CHECKS[total % 11] == number[17] else "校验码不对"


def credit_code_fault(text: str) -> str:
    """What is wrong with a unified social credit code (GB 32100-2015), or an empty text."""
    code = narrow(text).upper()
    if _CREDIT_FORM.fullmatch(code) is None:
        return "应为18位数字或大写字母（不含 I、O、S、V、Z）"
    total = sum(
        _CREDIT_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(code[:17])
    )
    return "" if _CREDIT_ALPHABET[(31 - total % 31) % 31] == code[17] else "校验码不对"
