"""Leave out an excerpt (摘录) that a web page puts before a title: the beginning of the text, cut off with dots."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.official.drafts.lines import DraftLine

_CUT_OFF: Final = re.compile(r"(?:\.{3,}|…+)$")
_REPEATED: Final = (
    24  # characters that the text repeats, by which the line is known to be cut from it
)


def without_excerpt(
    lines: Sequence[DraftLine],
) -> tuple[tuple[DraftLine, ...], tuple[str, ...]]:
    """Return *lines* without a first line that repeats the text below it and breaks off, and a note on it."""
    written = [line for line in lines if not line.is_blank]
    first = written[0]
    words = "".join(first.text.split())
    cut = _CUT_OFF.sub("", words)
    below = "".join("".join(line.text.split()) for line in written[1:])
    if cut == words or len(cut) < _REPEATED or cut[-_REPEATED:] not in below:
        return tuple(lines), ()
    note = f"第{first.number}行是下面正文开头的摘录（网页上带来的），没有排进来，请核对。"
    return tuple(line for line in lines if line is not first), (note,)
