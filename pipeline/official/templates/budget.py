"""Bound what filling a template may take (填写上限): steps, the length of a text, and of the whole."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

STEPS_AT_MOST: Final = 2_000_000  # a table of 3,000 rows and 20 columns takes 400,000
TEXT_AT_MOST: Final = 1_000_000  # characters of one value
OUTPUT_AT_MOST: Final = (
    24 * 1024 * 1024
)  # characters of the XML of a part: more is not opened again


class Unfillable(Exception):
    """Report why a value can't be computed or printed, with the remedy, in Chinese."""


class Budget:
    """Count the steps of one filling, and the characters that it has written."""

    __slots__ = ("remaining", "written")

    def __init__(self) -> None:
        self.remaining = STEPS_AT_MOST
        self.written = 0

    def spend(self, steps: int) -> None:
        """Count *steps*.

        Raises:
            Unfillable: the template has taken more, or written more, than any document needs.
        """
        self.remaining -= steps
        if self.remaining < 0:
            raise Unfillable(
                "循环的次数太多（循环里又套循环，或名单太长），填不完。请减少套着的 {% for %}"
            )
        if self.written > OUTPUT_AT_MOST:
            raise Unfillable("填出来的文件太大（超过 24 MB），请减少循环里的内容")


_CURRENT: Final[ContextVar[Budget]] = ContextVar("budget")


@contextmanager
def budget() -> Iterator[None]:
    """Give what is filled within the context one budget."""
    reset = _CURRENT.set(Budget())
    try:
        yield
    finally:
        _CURRENT.reset(reset)


def spend(steps: int) -> None:
    """Count *steps* of the current filling; without one nothing is counted."""
    current = _CURRENT.get(None)
    if current is not None:
        current.spend(steps)


def count_output(characters: int) -> None:
    """Count *characters* written; the next step that is counted refuses too many.

    That step is within the template, so that the tag can be named.
    """
    current = _CURRENT.get(None)
    if current is not None:
        current.written += characters


def bounded_text(text: str) -> str:
    """Return *text*, unless it is longer than any value of a document.

    Raises:
        Unfillable: it has more than a million characters.
    """
    spend(1 + len(text) // 64)
    if len(text) > TEXT_AT_MOST:
        raise Unfillable("拼出来的文字超过 100 万字，请检查是不是反复拼接了同一项")
    return text
