"""Name the characters that stand for tags and braces while a template is compiled and filled.

All are noncharacters of Unicode (23.7), which no text contains; XML can hold them.
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

TOKEN: Final = re.compile(f"{_BEFORE_INDEX}([0-9]{{1,9}}){_AFTER_INDEX}")
RESERVED: Final = re.compile("[\U0001fffe-\U0001ffff\U0002fffe-\U0002ffff\U0003fffe-\U0003ffff\U0004fffe-\U0004ffff\U0005fffe-\U0005ffff]")  # fmt: skip
# What XML can't hold, and the marks above.
_UNWRITABLE: Final = re.compile(
    rf"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]|{RESERVED.pattern}"
)


def writable(text: str) -> str:
    """Return *text* without characters that a document can't hold; a line break becomes a space."""
    text = text.replace("\r\n", "\n").replace("\n", " ").replace("\t", " ")
    return _UNWRITABLE.sub("", text)


def token(index: int) -> str:
    """Return the text that represents the tag *index* in the tree of a part."""
    return f"{_BEFORE_INDEX}{index}{_AFTER_INDEX}"


def hide_braces(text: str) -> str:
    """Return *text* with each brace hidden, so that it can't be taken for a tag's."""
    return text.replace("{", _BRACE)


def show_braces(text: str) -> str:
    """Return *text* with its hidden braces again as braces."""
    return text.replace(_BRACE, "{")
