"""Write a gathered part as the source that Jinja compiles (模板源), with a line for each tag.

A block that begins in one element and ends in another gives a document only where both have the same
elements around them, which is checked here, before anything is filled.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from pipeline.official.templates.marks import (
    STATEMENT_END,
    STATEMENT_START,
    TOKEN,
    VALUE_END,
    VALUE_START,
    token,
)
from pipeline.official.templates.tag_text import TagKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.official.templates.gather import PlacedTag

_BLOCKS_AT_MOST: Final = 10
_OPENERS: Final = frozenset({"if", "for"})
_BRANCHES: Final = {"elif": ("if",), "else": ("if", "for")}
_ALONE: Final = frozenset({"set"})
_KEYWORD: Final = re.compile(r"[a-z_]+|\w+")
_MARKUP: Final = re.compile(rf"{TOKEN.pattern}|<(/?)([^\s<>/]+)([^<>]*)>")
_TEXT_START: Final = re.compile(r"<w:t(?: [^<>]*)?>")
_TEXT_END: Final = "</w:t>"
_NOT_TO_LOSE: Final = re.compile(r"<w:(?:drawing|pict|object|sectPr|tbl|fldChar)\b")

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Hold the source of a part, and for each of its lines the tag that begins there."""

    text: str
    tag_of_line: tuple[int, ...]


def build_source(root: Any, tags: Sequence[PlacedTag]) -> Source:
    """Return the source of the part *root* with its gathered *tags*.

    Raises:
        PlacedFault: a block isn't closed, is closed twice, or can't give a document.
    """
    xml = _joined(etree.tostring(root, encoding="unicode"), tags)
    order = [int(found[1]) for found in TOKEN.finditer(xml)]
    _check_blocks(tags, order, _paths(xml, tags))
    pieces, lines = [], [0, *order[:1]]
    for literal, index in zip(TOKEN.split(xml)[0::2], [*order, None], strict=True):
        pieces.append(literal)
        lines += lines[-1:] * literal.count("\n")
        if index is not None and (written := _written(tags[index])):
            pieces.append(written)
            lines.append(index)
    return Source("".join(pieces), tuple(lines))


def _written(placed: PlacedTag) -> str:
    """Return a tag as Jinja reads it; the line break in it makes its line number its own."""
    tag = placed.tag
    if tag.kind is TagKind.COMMENT:
        return ""
    if tag.kind is TagKind.VALUE:
        return f"{VALUE_START}\n{tag.body}{VALUE_END}"
    return f"{STATEMENT_START}\n{tag.body}{STATEMENT_END}"


def _joined(xml: str, tags: Sequence[PlacedTag]) -> str:
    """Return *xml* with the gaps removed that the dashes of tags remove (``{%-``, ``-%}``)."""
    if not any(placed.tag.joins_before or placed.tag.joins_after for placed in tags):
        return xml
    pieces = TOKEN.split(xml)
    for at in range(1, len(pieces), 2):
        placed = tags[int(pieces[at])]
        if placed.tag.joins_before:
            pieces[at - 1] = _without_gap_at_end(pieces[at - 1], placed)
        if placed.tag.joins_after:
            pieces[at + 1] = _without_gap_at_start(pieces[at + 1], placed)
    return "".join(token(int(piece)) if at % 2 else piece for at, piece in enumerate(pieces))


def _without_gap_at_end(literal: str, placed: PlacedTag) -> str:
    """Remove the markup between the last text and the text that the tag is in."""
    before, end, rest = literal.rpartition(_TEXT_END)
    starts = list(_TEXT_START.finditer(rest))
    if not end or not starts:
        return literal.rstrip()
    _refuse_loss(rest[: starts[-1].start()], placed)
    return before + rest[starts[-1].end() :]


def _without_gap_at_start(literal: str, placed: PlacedTag) -> str:
    """Remove the markup between the text that the tag is in and the next one."""
    before, end, rest = literal.partition(_TEXT_END)
    start = _TEXT_START.search(rest)
    if not end or start is None:
        return literal.lstrip()
    _refuse_loss(rest[: start.start()], placed)
    return before + rest[start.end() :]


def _refuse_loss(markup: str, placed: PlacedTag) -> None:
    if _NOT_TO_LOSE.search(markup):
        raise placed.fault(
            f"标签“{placed.tag.shown}”里的“-”会把旁边的图片、表格或分节符一起去掉，请删去“-”"
        )


def _paths(xml: str, tags: Sequence[PlacedTag]) -> dict[int, Path]:
    """Return the elements around each tag, outermost first; within a start tag its attribute counts too."""
    paths: dict[int, Path] = {}
    around: list[str] = []
    last = -1
    for found in _MARKUP.finditer(xml):
        if found[1] is not None:
            last = int(found[1])
            paths[last] = tuple(around)
        elif found[2]:
            if not around or around.pop() != found[3]:
                raise _crossed(tags[max(last, 0)])
        else:
            inner = (*around, f"@{found.start()}")
            paths |= {int(each[1]): inner for each in TOKEN.finditer(found[4])}
            if not found[4].endswith("/"):
                around.append(found[3])
    return paths


def _check_blocks(tags: Sequence[PlacedTag], order: Sequence[int], paths: dict[int, Path]) -> None:
    """Check that each block is closed, and that its tags have the same elements around them."""
    opened: list[list[int]] = []
    for index in order:
        placed = tags[index]
        if placed.tag.kind is TagKind.STATEMENT:
            word = keyword(placed)
            if word in _OPENERS:
                _open_block(placed, opened, index)
            elif word not in _ALONE:
                _continue_block(tags, opened, index)
            if word.startswith("end"):
                _check_paths(tags, opened.pop(), paths)
    if opened:
        placed = tags[opened[-1][0]]
        raise placed.fault(
            f"标签“{placed.tag.shown}”没有结尾，请在后面合适的地方加上 {{% end{keyword(placed)} %}}"
        )


def _open_block(placed: PlacedTag, opened: list[list[int]], index: int) -> None:
    opened.append([index])
    if len(opened) > _BLOCKS_AT_MOST:
        raise placed.fault(
            f"{{% if %}}、{{% for %}} 套了 {_BLOCKS_AT_MOST} 层以上，请拆开或合并条件"
        )


def keyword(placed: PlacedTag) -> str:
    """Return the first word of a statement (if, for, endif …)."""
    found = _KEYWORD.match(placed.tag.body)
    return found[0] if found else placed.tag.body[:1]


def _continue_block(tags: Sequence[PlacedTag], opened: list[list[int]], index: int) -> None:
    placed = tags[index]
    word = keyword(placed)
    wanted = _BRANCHES.get(word, (word[3:] if word.startswith("end") else "",))
    if not set(wanted) <= _OPENERS:
        raise placed.fault(_unknown_statement(placed, word))
    began = keyword(tags[opened[-1][0]]) if opened else ""
    if began in wanted:
        opened[-1].append(index)
        return
    pairs = " 或 ".join(f"{{% {each} %}}" for each in wanted)
    if not began:
        raise placed.fault(
            f"标签“{placed.tag.shown}”前面没有相配的 {pairs}，请补上开头，或删去这个标签"
        )
    shown = tags[opened[-1][0]].tag.shown
    raise placed.fault(
        f"标签“{placed.tag.shown}”和前面的“{shown}”不相配，请先用 {{% end{began} %}} 收尾"
    )


def _check_paths(tags: Sequence[PlacedTag], block: Sequence[int], paths: dict[int, Path]) -> None:
    for first, second in pairwise(block):
        if paths[first] != paths[second]:
            raise _crossed(tags[second], tags[first])


def _crossed(placed: PlacedTag, first: PlacedTag | None = None) -> Exception:
    beside = f"和“{first.tag.shown}”（{first.place}）" if first else ""
    return placed.fault(
        f"标签“{placed.tag.shown}”{beside}跨了段落或表格行，填出来不成文档；"
        "整段的请写成 {%p %}，整行的写成 {%tr %}，开头和结尾各占一段（行），放在同一层"
    )


def _unknown_statement(placed: PlacedTag, word: str) -> str:
    return (
        f"标签“{placed.tag.shown}”里的“{word}”不能用。能用的是 if、elif、else、endif、for、endfor、set，"
        "请改用这些，或删去这个标签；填内容的写成 {{ 名称 }}"
    )
