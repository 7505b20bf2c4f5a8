"""Text as offices type it: width, emptiness, and the words that mean “nothing here”."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Only the full-width twins of ASCII. Unicode's NFKC would also read “5²” as 52.
_NARROW: Final = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    0x00A0: " ",
    0x2007: " ",
    0x202F: " ",
}
_NOTHING: Final = frozenset({"无", "没有", "零", "无此项", "无此项工作", "暂无", "无。"})
_STRUCK: Final = frozenset({"/", "\\", "-", "--", "—", "——", "－", "–", "N/A", "n/a"})
_NUMBERING: Final = re.compile(
    r"^(?:[(（][0-9一二三四五六七八九十]{1,3}[)）]|[0-9]{1,3}[.、．)]|[一二三四五六七八九十]{1,3}、|[①-⑳])\s*"
)
_TRAILING_NOTE: Final = re.compile(r"[(（][^()（）]*[)）]$")
_MARKS: Final = " \t\r\n:：*＊※"


def narrow(text: str) -> str:
    r"""Full-width ASCII to half-width, every kind of space to a space, control characters away.

    >>> narrow("１，２００　个\\x0b")
    '1,200 个'
    """
    narrowed = text.translate(_NARROW)
    return "".join(
        char
        for char in narrowed
        if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cf"}
    ).strip()


def label_key(text: str) -> str:
    r"""What a printed label and its drifted copies have in common.

    Numbering before it, brackets after it, colons, stars, spaces and line breaks don't count.

    >>> label_key("3.已创建单位数（个）：") == label_key("已创建\\n单位数")
    True
    """
    key = _bare(narrow(text))
    key = _NUMBERING.sub("", key, count=1)
    while (shorter := _bare(_TRAILING_NOTE.sub("", key))) != key and shorter:
        key = shorter
    return key.lower()


def means_nothing(text: str) -> bool:
    """Whether the unit says that there is none (无); an empty cell or a 0 says something else."""
    return narrow(text) in _NOTHING


def is_struck(text: str) -> bool:
    """Whether the cell is struck out (划去): the unit says the field does not apply."""
    return narrow(text) in _STRUCK


def _bare(text: str) -> str:
    return "".join(char for char in text if char not in _MARKS)
