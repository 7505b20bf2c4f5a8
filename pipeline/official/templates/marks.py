"""Name the characters that stand for tags and braces while a template is compiled and filled.

All are noncharacters of Unicode (23.7), which no text contains; XML can hold them. Figures and tables
are marked too, until the filled page shows where they are printed.
"""

from __future__ import annotations

import re
from typing import Final

VALUE_START: Final = "\U0003fffe"
VALUE_END: Final = "\U0003ffff"
STATEMENT_START: Final = "\U0004fffe"
STATEMENT_END: Final = "\U0004ffff"
COMMENT_START: Final = "\U0005fffe"
COMMENT_END: Final = "\U0005ffff"
_BEFORE_INDEX: Final = "\U0001fffe"
_AFTER_INDEX: Final = "\U0001ffff"
_BRACE: Final = "\U0002fffe"  # a brace that is text, in a value or as docxtpl's {_{

_FIGURE_START, _FIGURE_TEXT, _FIGURE_END = "\ufdd0", "\ufdd1", "\ufdd2"
_TABLE_START, _TABLE_END = "\ufdd3", "\ufdd4"
# Digits of their own: what a filter does to the text of a figure doesn't reach its number.
_TO_MARK: Final = {ord("0") + digit: 0xFDE0 + digit for digit in range(10)}
_FROM_MARK: Final = {mark: digit for digit, mark in _TO_MARK.items()}
_NUMBER: Final = "([\ufde0-\ufde9]+)"

FIGURE: Final = re.compile(
    f"{_FIGURE_START}{_NUMBER}{_FIGURE_TEXT}([^{_FIGURE_START}{_FIGURE_END}]*){_FIGURE_END}"
)
TABLE: Final = re.compile(f"{_TABLE_START}{_NUMBER}{_TABLE_END}")
PRINTED: Final = "\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4"
ANY_PRINTED: Final = re.compile(f"[{PRINTED}\ufde0-\ufde9]")

TOKEN: Final = re.compile(f"{_BEFORE_INDEX}([0-9]{{1,9}}){_AFTER_INDEX}")
_OF_TAGS: Final = "\U0001fffe-\U0001ffff\U0002fffe-\U0002ffff\U0003fffe-\U0003ffff\U0004fffe-\U0004ffff\U0005fffe-\U0005ffff"  # fmt: skip
RESERVED: Final = re.compile(f"[{PRINTED}\ufde0-\ufde9{_OF_TAGS}]")
_NOT_IN_XML: Final = r"\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff"
_UNWRITABLE: Final = re.compile(f"[{_NOT_IN_XML}{PRINTED}\ufde0-\ufde9{_OF_TAGS}]")
_UNPRINTABLE: Final = re.compile(f"[{_NOT_IN_XML}{_OF_TAGS}]")


def writable(text: str) -> str:
    """Return *text* without characters that a document can't hold; a line break becomes a space."""
    text = text.replace("\r\n", "\n").replace("\n", " ").replace("\t", " ")
    return _UNWRITABLE.sub("", text)


def without_unprintable(text: str) -> str:
    """Return what a tag prints as :func:`writable` does, with the marks of the figures in it."""
    text = text.replace("\r\n", "\n").replace("\n", " ").replace("\t", " ")
    return _UNPRINTABLE.sub("", text)


def token(index: int) -> str:
    """Return the text that represents the tag *index* in the tree of a part."""
    return f"{_BEFORE_INDEX}{index}{_AFTER_INDEX}"


def hide_braces(text: str) -> str:
    """Return *text* with each brace hidden, so that it can't be taken for a tag's."""
    return text.replace("{", _BRACE)


def show_braces(text: str) -> str:
    """Return *text* with its hidden braces again as braces."""
    return text.replace(_BRACE, "{")


def figure_mark(number: int, text: str) -> str:
    """Return *text* as the figure with that number of the present rendering."""
    return f"{_FIGURE_START}{str(number).translate(_TO_MARK)}{_FIGURE_TEXT}{text}{_FIGURE_END}"


def table_mark(number: int) -> str:
    """Return what a table's tag prints until the table is set in its place."""
    return f"{_TABLE_START}{str(number).translate(_TO_MARK)}{_TABLE_END}"


def number_in(mark: str) -> int:
    """Return the number that the digits of a mark spell."""
    return int(mark.translate(_FROM_MARK))


def without_marks(text: str) -> str:
    """Return rendered *text* as it is printed, without the marks of figures and tables."""
    return TABLE.sub("", FIGURE.sub(r"\2", text))
