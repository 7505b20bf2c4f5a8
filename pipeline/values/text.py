"""Normalise text as offices type it: width, invisible characters, and the words for “none” (无)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Only the full-width twins of ASCII, and every space up to the ideographic one, which is the last.
# Unicode's NFKC would also read “5²” as 52 and “①” as 1.
_NARROW: Final = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {
    code: 0x20 for code in range(0x3001) if unicodedata.category(chr(code)) == "Zs"
}
# What an eye doesn't see: control and format characters, such as the zero-width space that
# comes along when a figure is copied from a chat window.
_UNSEEN: Final = frozenset({"Cc", "Cf"})
# What is longer is a sentence, whatever it begins with; patterns that look for a number or a day in it
# would take seconds over a cell of 32,767 characters.
VALUE_AT_MOST: Final = 100
_LABEL_AT_MOST: Final = 400  # characters, notes included; what is longer is running text
# Other ends of lines: between two figures they are no less than a space.
_LINES: Final = dict.fromkeys(map(ord, "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), "\n")
# After these, what is shown from left to right is another number than what is stored.
_TURNED: Final = frozenset("\u202b\u202e\u2067")
_NOTHING: Final = frozenset(
    {
        *("无", "没有", "零", "暂无", "尚无", "无此项", "没有此项", "无此项工作", "无此类情况"),
        *("无此情况", "无内容"),
    }
)
_ZERO_REPORT: Final = re.compile(
    r"(?:(?:我|本)?(?:单位|镇|乡|街道|县|区|局|办)?(?:本[期月周旬季日年次])?(?:无此项工作|无此类情况|无)[,，、。;]?\s*)?"
    r"(?:(?:我|本)(?:单位|镇|乡|街道|县|区|局|办))?(?:本[期月周旬季日年次])?(?:为|是|系|作|报)?零报告[。.!]?"
)
_STRUCK: Final = frozenset(
    {"/", "//", "\\", "-", "--", "—", "——", "–", "――", "n/a", "不涉及", "不适用"}
)
# “3.5万以上” is no third item, though “3.2026年计划数” is.
_NUMBERING: Final = re.compile(
    r"(?:[(（](?:\d{1,3}(?:\.\d{1,2})*|[一二三四五六七八九十]{1,3})[)）]"
    r"|\d{1,2}(?:\.\d{1,2})+[、.]"
    r"|\d{1,3}(?:[、)]|\.(?!\d(?!\d{3})))"
    r"|[一二三四五六七八九十]{1,3}[、.]"
    r"|[①-⑳])",
    re.ASCII,
)
# “3.1 已创建数” is numbered on two levels; “3.5 万以上” is a measure.
_LEVELS: Final = re.compile(
    r"(?:\d{1,2}(?:\s*\.\s*\d{1,2})+\s+(?![\s万亿%.、])|其中\s*:)+", re.ASCII
)
_TRAILING_NOTE: Final = re.compile(r"(?:\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\]|【[^【】]*】)$")
_LABEL_MARKS: Final = frozenset(":*★☆▲△■□◆◇●※•")


def half_width(text: str) -> str:
    """Convert each full-width twin of an ASCII character to that character (全角转半角).

    Every kind of space becomes a plain one. The length stays the same, so that an index into the
    result is an index into *text*.

    >>> half_width("１，２００　≤（Ａ）")
    '1,200 ≤(A)'
    """
    return text.translate(_NARROW)


def narrow(text: str) -> str:
    r"""Return *text* at half width, trimmed, without invisible characters; line breaks stay.

    >>> narrow("　１，２００　个\u200b")
    '1,200 个'
    """
    lines = half_width(text)
    if lines.isprintable():  # as almost every text is: nothing in it that an eye doesn't see
        return lines.strip()
    lines = lines.replace("\r\n", "\n").translate(_LINES)
    return "".join(
        char for char in lines if char in "\n\t" or unicodedata.category(char) not in _UNSEEN
    ).strip()


def narrowing(text: str) -> tuple[str, ...]:
    r"""Return the names of the changes that :func:`narrow` makes, trimming not counted.

    >>> narrowing("１，２００\u200b"), narrowing("　30 ")
    (('全角转半角', '去不可见字符'), ())
    """
    inner = text.strip()
    changes = {
        "全角转半角": inner.translate(_NARROW) != inner,
        "去不可见字符": any(
            unicodedata.category(char) in _UNSEEN and char not in "\n\t"
            for char in inner.translate(_LINES)
        ),
    }
    return tuple(name for name, was_made in changes.items() if was_made)


def is_turned(text: str) -> bool:
    r"""Return whether invisible characters in *text* reverse its direction, and with it its figures.

    >>> is_turned("12\u202e34"), is_turned("\u202a1234\u202c")
    (True, False)
    """
    return not _TURNED.isdisjoint(text)


@lru_cache(maxsize=4096)  # every unit's form has the same labels
def label_key(text: str) -> str:
    r"""Return the key by which a printed label (标签) and its altered copies are compared.

    Numbering and 其中： before it, brackets after it, colons, stars, spaces and line breaks are
    dropped; a label that is nothing else keeps them. Of a text longer than 400 characters, which is no
    label, only colons, stars, spaces and line breaks are dropped.

    >>> label_key("3.已创建单位数（个）：") == label_key("已创建\n单位数")
    True
    >>> label_key("（一）1、Ａ类")
    'a类'
    """
    label = narrow(text)
    levels = _LEVELS.match(label)
    key = "".join(
        char
        for char in (label[levels.end() :] if levels else label) or label
        if not char.isspace() and char not in _LABEL_MARKS
    ).lower()
    while len(key) <= _LABEL_AT_MOST:
        match = _NUMBERING.match(key)
        shorter = _TRAILING_NOTE.sub("", key[match.end() :] if match else key)
        if shorter in {"", key}:
            return key
        key = shorter
    return key


def means_nothing(text: str) -> bool:
    """Return whether *text* declares that there is none (无); an empty cell or a 0 does not.

    >>> [means_nothing(typed) for typed in ("无。", "0", "", "/")]
    [True, False, False, False]
    """
    word = text.strip()
    if len(word) > VALUE_AT_MOST:
        return False
    return narrow(word).rstrip("。.") in _NOTHING or declares_zero(word)


def declares_zero(text: str) -> bool:
    """Return whether *text* is nothing but a declaration of a zero report (零报告).

    >>> [declares_zero(typed) for typed in ("零报告。", "本周零报告", "实行零报告制度")]
    [True, True, False]
    """
    word = text.strip()
    return len(word) <= VALUE_AT_MOST and _ZERO_REPORT.fullmatch(narrow(word)) is not None


def is_struck(text: str) -> bool:
    """Return whether the cell is struck out (划去), which means that the field does not apply.

    >>> [is_struck(typed) for typed in ("／", "——", "-", "-5", "无")]
    [True, True, True, False, False]
    """
    mark = text.strip()
    return len(mark) <= VALUE_AT_MOST and narrow(mark).lower() in _STRUCK
