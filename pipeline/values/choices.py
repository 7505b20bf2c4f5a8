"""Parse answers that are chosen from a list of options (选项)."""

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
    """Return the option that *typed* means and the changes made, or ``None`` where it means none.

    Width, spaces and the case of letters are ignored, unless two options differ in nothing else.
    Where the options are 是 and 否, or 有 and 无, their common signs are accepted; where all options
    are written out, the one that is ticked (勾选).

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
    matches = [option for option in options if key and _key(option) == key]
    if len(matches) == 1:
        return matches[0], _changes(typed, matches[0])
    for yes, no in _EITHER:
        if frozenset(options) == {yes, no} and key in _YES | _NO:
            return (yes if key in _YES else no), ("符号转选项",)
    ticked = ticked_option(typed, options)
    if ticked is not None:
        return ticked, ("勾选读作选项",)
    without_stop = typed.strip().removesuffix("。")
    read = read_choice(without_stop, options) if without_stop != typed.strip() else None
    return read and (read[0], ("去句号", *read[1]))


def _changes(typed: str, option: str) -> tuple[str, ...]:
    narrowed = narrow(typed)
    changes = {
        **dict.fromkeys(narrowing(typed), True),
        "去空格": typed != typed.strip()
        or narrowed.lower().split() != narrow(option).lower().split(),
        "统一大小写": _joined(narrowed) != _joined(narrow(option)),
    }
    names = tuple(name for name, was_made in changes.items() if was_made)
    return names or ("按选项的写法",)  # the option itself is printed at full width


def _joined(text: str) -> str:
    return "".join(text.split())


def _key(text: str) -> str:
    return _joined(narrow(text)).lower()
