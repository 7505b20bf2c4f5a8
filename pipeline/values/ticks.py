"""Parse options ticked in a row (勾选): ``☑是 □否``, ``是√ 否``, ``是（√） 否（ ）``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.values.text import VALUE_AT_MOST, narrow

if TYPE_CHECKING:
    from collections.abc import Sequence

_TICKS: Final = frozenset("√✓✔☑■●")
# A circle or a cross next to a tick means “not this one”; alone it is ambiguous, and not parsed.
_OPEN: Final = frozenset("□☐○〇◯×✗✘")
_BRACKETED: Final = re.compile(r"[(\[]\s*([^\s()\[\]]?)\s*[)\]]")
_SPACE: Final = " "
_BETWEEN: Final = re.compile(r"[\s、,;/]+")


def ticked_option(typed: str, options: Sequence[str]) -> str | None:
    """Return the one of *options* that is ticked in *typed*, or ``None`` where that is not clear.

    >>> [ticked_option(typed, ["是", "否"]) for typed in ("☑是 □否", "是√ 否", "是（ ）否（√）", "√是")]
    ['是', '是', '否', '是']
    >>> [ticked_option(typed, ["是", "否"]) for typed in ("是√否", "□是 □否", "√是 √否", "×否", "√")]
    [None, None, None, None, None]
    """
    if len(typed) > VALUE_AT_MOST + len("".join(options)):
        return None
    tokens = _tokens(typed, options)
    marks = [at for at, token in enumerate(tokens) if token in _TICKS | _OPEN]
    if not any(token in _TICKS for token in tokens):
        return None
    chosen = _by_turns([token for token in tokens if token != _SPACE], len(marks))
    chosen = _in_chunks(tokens) if chosen is None else chosen
    named = [option for option, _ in chosen]
    ticked = [option for option, mark in chosen if mark in _TICKS]
    return ticked[0] if len(ticked) == 1 and len(set(named)) == len(named) else None


def _tokens(typed: str, options: Sequence[str]) -> list[str]:
    """Return options, marks and separators in order; an empty list where *typed* holds anything else."""
    text = _BRACKETED.sub(lambda match: match[1] or "□", narrow(typed))
    spelled = sorted((narrow(option) for option in options), key=len, reverse=True)
    token = re.compile(
        "|".join(map(re.escape, [*spelled, *_TICKS, *_OPEN])) + f"|{_BETWEEN.pattern}"
    )
    tokens, at = [], 0
    while at < len(text):
        match = token.match(text, at)
        if match is None or not match[0]:
            return []
        tokens.append(_SPACE if _BETWEEN.fullmatch(match[0]) else match[0])
        at = match.end()
    by_spelling = {narrow(option): option for option in options}
    return [by_spelling.get(token, token) for token in tokens]


def _by_turns(tokens: list[str], marks: int) -> list[tuple[str, str]] | None:
    """Return option and mark where each option has one, always before it or always behind it."""
    if marks * 2 != len(tokens):
        return None
    pairs = list(zip(tokens[::2], tokens[1::2], strict=True))
    known = _TICKS | _OPEN
    if all(mark in known and option not in known for mark, option in pairs):
        return [(option, mark) for mark, option in pairs]
    if all(option not in known and mark in known for option, mark in pairs):
        return pairs
    return None


def _in_chunks(tokens: list[str]) -> list[tuple[str, str]]:
    """Return option and mark where spaces separate the options; an empty list where that is ambiguous."""
    chunks: list[list[str]] = [[]]
    for token in tokens:
        if token == _SPACE:
            chunks.append([])
        else:
            chunks[-1].append(token)
    chosen = []
    for chunk in filter(None, chunks):
        options = [token for token in chunk if token not in _TICKS | _OPEN]
        if len(options) != 1 or len(chunk) > 2:  # noqa: PLR2004 - an option and its mark
            return []
        chosen.append((options[0], "".join(token for token in chunk if token != options[0])))
    return chosen
