"""Answers chosen from a list (选项), recognised however they are spelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.values.text import narrow, narrowing
from pipeline.values.ticks import ticked_option

if TYPE_CHECKING:
    from collections.abc import Sequence

# ○ is a yes on one form and an empty box on the next; 1 and 0 may be numbers of options. None is read.
_YES: Final = frozenset({"是", "√", "✓", "✔", "☑", "对", "有", "y", "yes", "true"})
_NO: Final = frozenset({"否", "×", "✗", "✘", "x", "没有", "无", "n", "no", "false"})
_EITHER: Final = (("是", "否"), ("有", "无"), ("有", "没有"))


def read_choice(typed: str, options: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
    """The option that *typed* means and each change made, or ``None``.

    Width, spaces and the case of letters don't count, unless two options differ in nothing else;
    where the options are 是 and 否, or 有 and 无, their common signs are read; where the options are
    written out, the one that is plainly ticked.

    >>> read_choice("√", ["是", "否"])
    ('是', ('符号转选项',))
    >>> read_choice("市 级", ["省级", "市级"])
    ('市级', ('去空格',))
    >>> read_choice("■是 □否", ["是", "否"])
    ('是', ('勾选读作选项',))
    >>> read_choice("正在筹备", ["是", "否"]) is None
    True
    """
    if typed in options:
        return typed, ()
    key = _key(typed)
    alike = [option for option in options if key and _key(option) == key]
    if len(alike) == 1:
        return alike[0], _changes(typed, alike[0])
    for yes, no in _EITHER:
        if frozenset(options) == {yes, no} and key in _YES | _NO:
            return (yes if key in _YES else no), ("符号转选项",)
    ticked = ticked_option(typed, options)
    if ticked is not None:
        return ticked, ("勾选读作选项",)
    unstopped = typed.strip().removesuffix("。")
    read = read_choice(unstopped, options) if unstopped != typed.strip() else None
    return read and (read[0], ("去句号", *read[1]))


def _changes(typed: str, option: str) -> tuple[str, ...]:
    narrowed = narrow(typed)
    changes = {
        **dict.fromkeys(narrowing(typed), True),
        "去空格": typed != typed.strip()
        or narrowed.lower().split() != narrow(option).lower().split(),
        "统一大小写": _joined(narrowed) != _joined(narrow(option)),
    }
    made = tuple(name for name, was_made in changes.items() if was_made)
    return made or ("按选项的写法",)  # the option itself is printed at full width


def _joined(text: str) -> str:
    return "".join(text.split())


def _key(text: str) -> str:
    return _joined(narrow(text)).lower()
