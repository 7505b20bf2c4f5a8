"""Read what a sheet shows beside its cells: comments (批注), text boxes (文本框), headers and footers (页眉页脚).

None of it is an answer; a unit may have written one there.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Final

from pipeline.model.grid import FloatingText
from pipeline.workbook.comments import AUTHOR
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.limits import TREE_AT_MOST
from pipeline.workbook.package import parse_part, relations_of_part

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.model.grid import Grid
    from pipeline.workbook.package import SheetPart

_AT_MOST: Final = 200  # of one sheet
_LONGEST: Final = 200  # characters that are kept of a text
_PRINTED: Final = re.compile(
    rb"<(?:\w+:)?((?:odd|even|first)(?:Header|Footer))>(.{1,4000}?)</(?:\w+:)?\1>", re.DOTALL
)
# &L &C &R, fonts, sizes, colours, and fields such as the page's number (ECMA-376 Part 1, 18.3.1.39).
_CODES: Final = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|[A-Za-z+-])')
_TAGS: Final = re.compile(r"<[^>]*>")
_WORDS: Final = re.compile(r"[^第共页/,，.。:：\s\-—]")


def with_floating_texts(
    grids: Sequence[Grid], parts: Mapping[str, bytes], sheets: Sequence[SheetPart], name: str
) -> tuple[Grid, ...]:
    """Return *grids* with the texts beside the cells of each; *sheets* locate them in the package *parts*."""
    by_title = {sheet.title: sheet.path for sheet in sheets}
    return tuple(
        replace(grid, floating=found)
        if (found := _texts_of(parts, by_title.get(grid.name, ""), name))
        else grid
        for grid in grids
    )


def _texts_of(parts: Mapping[str, bytes], path: str, name: str) -> tuple[FloatingText, ...]:
    found: list[FloatingText] = []
    with suppress(WorkbookUnreadable):  # what isn't read here loses no cell
        for kind, target in relations_of_part(parts, path, name):
            xml = parts.get(target, b"")
            if kind in _READERS and xml.count(b"<") <= TREE_AT_MOST:
                found += _READERS[kind](xml, name)
    found += _headers(parts.get(path, b""))
    return tuple(found[:_AT_MOST])


def _comments(xml: bytes, name: str) -> Iterator[FloatingText]:
    """Yield the comments but those that this program wrote into a marked copy (标记件)."""
    root = parse_part(xml, name)
    authors = [author.text for author in root.iter("{*}author")]
    ours = str(authors.index(AUTHOR)) if AUTHOR in authors else None
    for comment in root.iter("{*}comment"):
        text = "".join(str(part.text or "") for part in comment.iter("{*}t"))
        if text.strip() and comment.get("authorId") != ours:
            yield FloatingText("批注", str(comment.get("ref", "")), text.strip()[:_LONGEST])


def _boxes(xml: bytes, name: str) -> Iterator[FloatingText]:
    for body in parse_part(xml, name).iter("{*}txBody"):
        text = "".join(str(part.text or "") for part in body.iter("{*}t"))
        if text.strip():
            yield FloatingText("文本框", "", text.strip()[:_LONGEST])


_READERS: Final = {"comments": _comments, "drawing": _boxes}


def _headers(xml: bytes) -> Iterator[FloatingText]:
    for match in _PRINTED.finditer(xml):
        text = unescape(_TAGS.sub("", match[2].decode("utf-8", "replace")))
        shown = _CODES.sub("", text).strip()
        if _WORDS.search(shown):
            yield FloatingText("页眉页脚", "", shown[:_LONGEST])
