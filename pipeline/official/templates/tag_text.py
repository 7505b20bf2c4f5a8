"""Find the tags in a text (标签), and write what is in them as Jinja reads it.

An office types in Word: quotation marks are curly, punctuation full-width, spaces may be wide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from pipeline.official.templates.marks import hide_braces

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG_AT_MOST: Final = 500  # characters; the longest of a shipped template has 60
_BRACKETS_AT_MOST: Final = 20
_SHOWN: Final = 40

_OPENING: Final = re.compile(r"\{[{%#]|[{｛][{｛%％]")
_CLOSING: Final = re.compile(r"\}\}|%\}|｝｝")
_STRING: Final = r'"[^"]*"|\'[^\']*\'|[“”][^“”]*[“”]|[‘’][^‘’]*[‘’]'
_STEP: Final = re.compile(rf"{_STRING}|\}}\}}|%\}}|[^\"'“”‘’}}%]+|.", re.DOTALL)
_STRINGS: Final = re.compile(rf"({_STRING})")
_LEVEL: Final = re.compile(r"(tr|tc|p|r)(?=\s)")
_WIDE: Final = str.maketrans(
    "（），｜＝＞＜！＋－＊／％：．［］\u3000\xa0\t\r\n", "(),|=><!+-*/%:.[]     "
)
_PAIRS: Final = {"(": ")", "[": "]", "{": "}"}
_ESCAPED: Final = {"{_{": "{{", "{_%": "{%", "}_}": "}}", "%_}": "%}"}  # docxtpl's own spelling


class TagKind(Enum):
    """Name what a tag is for by how it begins."""

    VALUE = "{{"
    STATEMENT = "{%"
    COMMENT = "{#"


_ENDS: Final = {TagKind.VALUE: "}}", TagKind.STATEMENT: "%}", TagKind.COMMENT: "#}"}


class TagFault(Exception):
    """Report what is wrong with a tag, and the remedy; whoever knows the place adds it."""


@dataclass(frozen=True, slots=True)
class Tag:
    """Hold a tag: its kind, the element that it replaces (p, tr, tc, r), its content, and its own text.

    ``joins_before`` and ``joins_after`` tell the ``-`` at its ends, which remove the gap beside it.
    """

    kind: TagKind
    level: str
    body: str
    typed: str
    joins_before: bool = False
    joins_after: bool = False

    @property
    def shown(self) -> str:
        """Return the tag as typed, shortened for a message."""
        return self.typed if len(self.typed) <= _SHOWN else f"{self.typed[:_SHOWN]}…"


@dataclass(frozen=True, slots=True)
class FoundTag:
    """Hold a tag and its place in the text."""

    tag: Tag
    start: int
    end: int


def find_tags(text: str) -> Iterator[FoundTag]:
    """Yield each tag in *text*.

    Raises:
        TagFault: a tag isn't closed, or ends without having begun; it is too long or not balanced.
    """
    position = 0
    while opening := _OPENING.search(text, position):
        _refuse_closing(text[position : opening.start()])
        start = opening.start()
        kind = _kind(text[start:])
        end = _end(text, start, kind)
        yield FoundTag(_tag(kind, text[start:end]), start, end)
        position = end
    _refuse_closing(text[position:])


def without_escapes(text: str) -> str:
    """Return *text* with docxtpl's spelling of braces that are text (``{_{``) as hidden braces."""
    for typed, meant in _ESCAPED.items():
        text = text.replace(typed, hide_braces(meant))
    return text


def _kind(text: str) -> TagKind:
    try:
        return TagKind(text[:2])
    except ValueError:
        raise TagFault(
            f"标签“{text[:_SHOWN]}”的大括号是全角的，请改用半角的 {{{{ }}}} 和 {{% %}}"
        ) from None


def _end(text: str, start: int, kind: TagKind) -> int:
    wanted = _ENDS[kind]
    if kind is TagKind.COMMENT:
        found = text.find(wanted, start + 2)
        if found >= 0:
            return found + 2
    else:
        for step in _STEP.finditer(text, start + 2):
            if step[0] in {"}}", "%}"}:
                if step[0] == wanted:
                    return step.end()
                break
    shown = text[start : start + _SHOWN]
    raise TagFault(f"标签“{shown}”没有写完，请在末尾补上 {wanted}，整个标签要在同一段里")


def _refuse_closing(text: str) -> None:
    if found := _CLOSING.search(text):
        before = text[max(found.start() - 20, 0) : found.end()]
        raise TagFault(
            f"“{before}”里多了“{found[0]}”，前面没有相配的开头。"
            "标签请写成 {{ 名称 }} 或 {% if … %}，左右各两个半角符号"
        )


def _tag(kind: TagKind, typed: str) -> Tag:
    content = typed[2:-2]
    joins_before, joins_after = content.startswith("-"), content.endswith("-")
    content = content[1:] if content[:1] in {"-", "+"} else content
    content = content.removesuffix("-")
    level = _LEVEL.match(content)
    name = level[1] if level else ""
    if kind is TagKind.COMMENT:
        return Tag(kind, name, "", typed)
    if len(content) > _TAG_AT_MOST:
        raise TagFault(
            f"标签“{typed[:_SHOWN]}…”有 {len(content)} 个字，太长了，"
            f"请拆成几个，每个不超过 {_TAG_AT_MOST} 个字"
        )
    body = _as_jinja(content[len(name) :], typed).strip()
    if not body:
        raise TagFault(f"标签“{typed[:_SHOWN]}”里没有写名称，请写成 {{{{ 名称 }}}}，不用的请删去")
    return Tag(kind, name, body, typed, joins_before, joins_after)


def _as_jinja(content: str, typed: str) -> str:
    """Return *content* with straight quotation marks and half-width punctuation outside of them."""
    pieces = _STRINGS.split(content)
    code = [piece.translate(_WIDE) for piece in pieces[0::2]]
    strings = [_straight(piece) for piece in pieces[1::2]] + [""]
    shown = typed[:_SHOWN]
    if any(mark in piece for piece in code for mark in "\"'“”‘’"):
        raise TagFault(f"标签“{shown}”里的引号不成对，请补上另一半引号")
    _check_brackets("".join(code), shown)
    return "".join(part for pair in zip(code, strings, strict=True) for part in pair)


def _straight(quoted: str) -> str:
    words = quoted[1:-1].replace("\n", " ").replace("\r", " ")
    if quoted[0] in "\"'":
        return f"{quoted[0]}{words}{quoted[0]}"
    mark = "'" if '"' in words else '"'
    return f"{mark}{words}{mark}"


def _check_brackets(code: str, shown: str) -> None:
    open_ones: list[str] = []
    for character in code:
        if character in _PAIRS:
            open_ones.append(_PAIRS[character])
        elif character in _PAIRS.values() and (not open_ones or open_ones.pop() != character):
            open_ones.append("")
            break
        if len(open_ones) > _BRACKETS_AT_MOST:
            raise TagFault(
                f"标签“{shown}…”里的括号套了 {_BRACKETS_AT_MOST} 层以上，请删去多余的括号"
            )
    if open_ones:
        raise TagFault(f"标签“{shown}”里的括号不成对，请核对")
