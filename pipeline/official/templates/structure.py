"""Carry out the tags that replace or change the elements around them: paragraphs, rows, cells, runs.

``{%p %}`` replaces its paragraph, ``{%tr %}`` its table row, ``{%tc %}`` its cell and ``{%r %}`` its
run; ``colspan``, ``cellbg``, ``vm`` and ``hm`` set the properties of their cell. The syntax is docxtpl's.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from docx.oxml.ns import qn

from pipeline.official.ooxml.elements import make, words_in
from pipeline.official.templates.marks import TOKEN, token
from pipeline.official.templates.tag_text import Tag, TagKind

if TYPE_CHECKING:
    from pipeline.official.templates.gather import PlacedTag

_LEVELS: Final = MappingProxyType(
    {
        "p": (qn("w:p"), "段落"),
        "tr": (qn("w:tr"), "表格行"),
        "tc": (qn("w:tc"), "单元格"),
        "r": (qn("w:r"), "文字"),
    }
)
_CELL: Final = qn("w:tc")
_RUN: Final = qn("w:r")
_CELL_TAG: Final = re.compile(r"(colspan|cellbg)\s+(\S.*)|(vm|hm)", re.DOTALL)
_NOT_WORDS: Final = tuple(
    qn(name) for name in ("w:drawing", "w:pict", "w:object", "w:sectPr", "m:oMath", "w:fldChar")
)
_BEFORE_SPAN: Final = (qn("w:cnfStyle"), qn("w:tcW"))
_BEFORE_MERGE: Final = (*_BEFORE_SPAN, qn("w:gridSpan"), qn("w:hMerge"))
_BEFORE_SHADING: Final = (*_BEFORE_MERGE, qn("w:vMerge"), qn("w:tcBorders"))


def carry_out(tags: list[PlacedTag]) -> None:
    """Replace the elements of the tags with a level, and set the properties of the cells.

    New tags that this takes (for an attribute of a cell) are appended to *tags*.

    Raises:
        PlacedFault: a tag isn't in such an element, or would remove words with it.
    """
    for index, placed in enumerate(list(tags)):
        if placed.tag.kind is TagKind.STATEMENT and not placed.tag.level:
            matched = _CELL_TAG.fullmatch(placed.tag.body)
            if matched:
                _set_cell(tags, index, matched)
    for index, placed in reversed(_of_level(tags, "r")):  # what follows a split is in a new run
        _container(placed)
        _split_run(placed.carrier, index)
    for level in ("p", "tc", "tr"):
        for container, group in groupby(_of_level(tags, level), lambda each: _container(each[1])):
            _replace(container, list(group))


def _of_level(tags: list[PlacedTag], level: str) -> list[tuple[int, PlacedTag]]:
    """Return the tags that replace an element; a value with a level is printed where it is."""
    return [
        (index, placed)
        for index, placed in enumerate(tags)
        if placed.tag.level == level and placed.tag.kind is not TagKind.VALUE
    ]


def _container(placed: PlacedTag) -> Any:
    tag, name = _LEVELS[placed.tag.level]
    found = None if placed.carrier is None else next(placed.carrier.iterancestors(tag), None)
    if found is None:
        raise placed.fault(
            f"标签“{placed.tag.shown}”不在{name}里，请去掉 {placed.tag.level}，或移到{name}里"
        )
    return found


def _replace(container: Any, members: list[tuple[int, PlacedTag]]) -> None:
    """Replace *container* by its tags; nothing else may be in it that would be lost with it."""
    tokens = "".join(token(index) for index, _ in members)
    first = members[0][1]
    others = "".join(container.itertext())
    for index, _ in members:
        others = others.replace(token(index), "")
    name = _LEVELS[first.tag.level][1]
    if first.tag.kind is TagKind.COMMENT:
        others = TOKEN.sub("", others) if TOKEN.search(others) else ""
    if others.strip() or next(container.iter(*_NOT_WORDS), None) is not None:
        beside = TOKEN.sub("…", others).strip()[:20] or "图片、公式、分节符或域"
        raise first.fault(
            f"标签“{first.tag.shown}”所在的{name}填好后整个去掉，里面还有“{beside}”会跟着丢掉，"
            f"请让这个标签独占一个{name}，别的内容另放"
        )
    _put_text_before(container, tokens)
    container.getparent().remove(container)


def _put_text_before(element: Any, text: str) -> None:
    before = element.getprevious()
    added = text + (element.tail or "")
    if before is None:
        element.getparent().text = (element.getparent().text or "") + added
    else:
        before.tail = (before.tail or "") + added
    element.tail = None


def _split_run(carrier: Any, index: int) -> None:
    """Put the tag *index* between two runs, of which each has the text on its side."""
    run = next(carrier.iterancestors(_RUN))
    before, after = (carrier.text or "").split(token(index))
    rest = deepcopy(run)
    at = list(run).index(carrier)
    for child in list(run)[at + 1 :]:
        run.remove(child)
    properties = run.find(qn("w:rPr"))
    skip = 0 if properties is None else 1
    for child in list(rest)[skip:at]:
        rest.remove(child)
    carrier.text = before
    rest[skip].text = after
    run.addnext(rest)
    run.tail = token(index)


@dataclass(frozen=True, slots=True)
class _CellTag:
    """Hold a tag that sets a property of its cell, and the list that new tags are appended to."""

    placed: PlacedTag
    cell: Any
    tags: list[PlacedTag]

    def value(self, body: str) -> str:
        """Return the token of a new tag that prints *body*."""
        return self._new(TagKind.VALUE, body)

    def statement(self, body: str) -> str:
        """Return the token of a new statement."""
        return self._new(TagKind.STATEMENT, body)

    def _new(self, kind: TagKind, body: str) -> str:
        tag = Tag(kind, "", body, self.placed.tag.typed)
        self.tags.append(replace(self.placed, tag=tag))
        return token(len(self.tags) - 1)

    def set(self, name: str, before: tuple[str, ...], **attributes: str) -> None:
        """Set a property of the cell at its place in the schema's order, after those of *before*."""
        properties = self.cell.find(qn("w:tcPr"))
        if properties is None:
            properties = make("tcPr")
            self.cell.insert(0, properties)
        element = make(name, **attributes)
        old = properties.find(element.tag)
        if old is not None:
            properties.remove(old)
        properties.insert(sum(child.tag in before for child in properties), element)


def _set_cell(tags: list[PlacedTag], index: int, matched: re.Match[str]) -> None:
    """Set the property that a tag of a cell names, and remove the tag from the text."""
    placed = tags[index]
    carrier = placed.carrier
    cell = None if carrier is None else next(carrier.iterancestors(_CELL), None)
    if cell is None:
        raise placed.fault(f"标签“{placed.tag.shown}”不在表格的单元格里，请移到单元格里，或删去")
    carrier.text = (carrier.text or "").replace(token(index), "")
    of_cell = _CellTag(placed, cell, tags)
    name = matched[1] or matched[3]
    if name == "colspan":
        of_cell.set("gridSpan", _BEFORE_SPAN, val=of_cell.value(f"({matched[2]})|格数"))
    elif name == "cellbg":
        fill = of_cell.value(f"({matched[2]})|颜色")
        of_cell.set("shd", _BEFORE_SHADING, val="clear", color="auto", fill=fill)
    elif name == "vm":
        merge = of_cell.value("'restart' if loop.first else 'continue'")
        of_cell.set("vMerge", _BEFORE_MERGE, val=merge)
        first, last = of_cell.statement("if loop.first"), of_cell.statement("endif")
        carrier.text = f"{first}{carrier.text}{last}"
    else:
        _merge_across(of_cell)
    run = carrier.getparent()
    if not carrier.text and words_in(run) == "":
        run.remove(carrier)


def _merge_across(of_cell: _CellTag) -> None:
    """Keep the cell in the first round of its loop alone, as wide as those of all rounds."""
    cell = of_cell.cell
    spanned = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    stated = "1" if spanned is None else spanned.get(qn("w:val"), "1")
    columns = stated if stated.isdecimal() else "1"
    of_cell.set("gridSpan", _BEFORE_SPAN, val=of_cell.value(f"({columns} * loop.length)|格数"))
    _put_text_before(cell, of_cell.statement("if loop.first"))
    cell.tail = of_cell.statement("endif") + (cell.tail or "")
