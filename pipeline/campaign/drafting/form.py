"""Find the fields of an office's own form (表样): lists, tables of indicators, single labels.

The most certain are parsed first, so that a table's cells are not read as separate labels.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.campaign.drafting.grid import (
    INLINE,
    SECTION,
    SPACED,
    FormSheet,
    ParseState,
    Slot,
    is_label,
)
from pipeline.campaign.drafting.guess import parse_label
from pipeline.campaign.drafting.tables import left_group, list_slots, table_slots
from pipeline.campaign.form.measures import is_measure, measure_line
from pipeline.model.campaign import Shape
from pipeline.model.grid import Address
from pipeline.values.text import label_key, narrow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.campaign.drafting.guess import ParsedLabel
    from pipeline.model.form import Region

# A label with its colon, and no cell of its own for the answer: it follows in the same cell.
_ASKS_INSIDE: Final = re.compile(
    r"(?![一二三四五六七八九十]{1,3}、)[^，,。；;、:\s]{2,12}(?:\([^()]*\))?:"
)
_ORDINALS: Final = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
_NO_QUESTIONS: Final = frozenset({"备注", "说明", "填表说明", "填报说明", "其中", "附件"})


def find_slots(sheet: FormSheet, regions: Sequence[Region] = ()) -> tuple[Slot, ...]:
    """Return every answer place of *sheet* outside the cross tables in *regions*, in reading order."""
    state = ParseState()
    for region in regions:
        state.used |= set(_cells_of(region))
    title = sheet.title()
    if title is not None:
        state.used.add(title)
    state.sections = dict(_sections(sheet, state))
    slots: list[Slot] = []
    for row in range(1, sheet.last_row + 1):
        slots += list_slots(sheet, row, state)
    for row in range(1, sheet.last_row + 1):
        slots += table_slots(sheet, row, state)
    state.blocks = dict(_blocks(sheet, state))
    for row in range(1, sheet.last_row + 1):
        slots += _single_slots(sheet, row, state)
    return tuple(sorted(slots, key=lambda slot: slot.at))


def _cells_of(region: Region) -> Iterator[Address]:
    for row in range(region.first.row, region.last.row + 1):
        for column in range(region.first.column, region.last.column + 1):
            yield Address(row, column)


def _sections(sheet: FormSheet, state: ParseState) -> Iterator[tuple[int, str]]:
    """Yield headings such as 一、贯彻部署 that are alone in their row, by row."""
    for row in range(1, sheet.last_row + 1):
        labels = sheet.labels(row)
        if len(labels) != 1:
            continue
        at = Address(row, next(iter(labels)))
        text = "".join(sheet.text(at).split())
        wide = sheet.end(at).column > at.column
        followed = any(
            SECTION.match("".join(below.split())) for below in sheet.labels(row + 1).values()
        )
        if SECTION.match(text) and not sheet.options(sheet.right_of(at)) and (wide or not followed):
            state.used.add(at)
            yield row, text


def _blocks(sheet: FormSheet, state: ParseState) -> Iterator[tuple[int, str]]:
    """Yield the rows of blocks that the form repeats (附表), each with its block's title: 企业一, 企业二.

    Blocks without a title of their own are counted: 第一份, 第二份.
    """
    rows = {
        row: tuple(t for c, t in sheet.labels(row).items() if Address(row, c) not in state.used)
        for row in range(1, sheet.last_row + 1)
    }
    counts = Counter(texts for texts in rows.values() if len(texts) > 1)
    repeated = [row for row, texts in rows.items() if counts[texts] > 1]
    title, number = "", 0
    for row in repeated:
        if rows[row] == rows[repeated[0]]:
            title, number = _block_title(sheet, row, state) or _ordinal(number), number + 1
        yield row, title


def _block_title(sheet: FormSheet, row: int, state: ParseState) -> str:
    """Return the text alone in the row above a block; it is no label then."""
    above = sheet.labels(row - 1) if row > 1 else {}
    at = Address(row - 1, next(iter(above), 1))
    text = "".join(sheet.text(at).split())
    if len(above) != 1 or at in state.used or not is_label(text) or text.endswith(":"):
        return ""
    state.used.add(at)
    return text


def _ordinal(number: int) -> str:
    return f"第{_ORDINALS[number]}份" if number < len(_ORDINALS) else f"第{number + 1}份"


def _single_slots(sheet: FormSheet, row: int, state: ParseState) -> Iterator[Slot]:
    """Yield labels of *row* with a cell to fill in: right of it, below it, or in their own cell."""
    for column in range(1, sheet.last_column + 1):
        at = Address(row, column)
        if sheet.anchor(at) != at or at in state.used or sheet.empty(at):
            continue
        section = left_group(sheet, at, {}) or state.section(row)
        block = state.blocks.get(row, "")
        inline = _inline_labels(sheet, at)
        for name in inline:
            label = parse_label(name)
            yield Slot(label, sheet.grid.name, at, Shape.SINGLE, section, place=at, block=block)
        if not inline and _asks(sheet.text(at)):
            yield from (replace(slot, block=block) for slot in _slot_at(sheet, at, section, state))


def _inline_labels(sheet: FormSheet, at: Address) -> list[str]:
    """Return the labels with an answer in their own cell: 填报人：____, or several with only spaces."""
    underlined = [match["label"] for match in INLINE.finditer(narrow(sheet.text(at)))]
    spaced = [match["label"] for match in SPACED.finditer(narrow(sheet.text(at)))]
    return underlined or (spaced if len(spaced) > 1 else [])


def _asks(text: str) -> bool:
    return is_label(text) and not is_measure(text) and measure_line(text) is None


def _slot_at(sheet: FormSheet, at: Address, section: str, state: ParseState) -> Iterator[Slot]:
    text, right = sheet.text(at), sheet.right_of(at)
    measure = sheet.text(right) if is_measure(sheet.text(right)) else ""
    if measure:  # 宣传专栏 | 个 | (empty): the cell to fill in follows the measure
        right = sheet.right_of(right)
    label = _with_measure(parse_label(text), measure)
    if right not in state.used and _is_answer_cell(sheet, at, right, sure=bool(measure)):
        # 存在问题：(and the text in the same wide cell); beside a narrow one there is another cell.
        own = right.column > sheet.last_column > 1 and sheet.end(at).column > at.column
        yield Slot(
            label,
            sheet.grid.name,
            at,
            Shape.SINGLE,
            section,
            sheet.options(right),
            tall=sheet.tall(right),
            place=at if own else right,
        )
        return
    below = Address(sheet.end(at).row + 1, at.column)
    if below not in state.used and _is_box_below(sheet, at, below):
        yield Slot(label, sheet.grid.name, at, Shape.SINGLE, section, tall=True, place=below)
    elif _asks_inside(sheet, at, right):
        yield Slot(label, sheet.grid.name, at, Shape.SINGLE, section, place=at)


def _asks_inside(sheet: FormSheet, at: Address, right: Address) -> bool:
    """Return whether a label's answer follows in its own cell.

    That is wide, or nothing is right of it, or another label is; else what is there is the answer.
    """
    text, beside = sheet.text(at), sheet.text(right)
    asks = _ASKS_INSIDE.fullmatch(text) and label_key(text) not in _NO_QUESTIONS
    wide = sheet.end(at).column > at.column
    return bool(asks) and (wide or not beside or beside.endswith(":"))


def _is_box_below(sheet: FormSheet, label: Address, below: Address) -> bool:
    """Return whether a wide empty cell under a label of the same width takes its text."""
    wide = sheet.end(label).column > label.column
    return (
        wide
        and sheet.empty(below)
        and sheet.anchor(below) == below
        and sheet.end(below).column == sheet.end(label).column
    )


def _with_measure(label: ParsedLabel, measure: str) -> ParsedLabel:
    return replace(label, measure=label.measure or measure)


def _is_answer_cell(sheet: FormSheet, label: Address, right: Address, *, sure: bool) -> bool:
    """Return whether *right* can take an answer.

    Right of everything printed, only a colon marks one, or a measure, which makes it *sure*.
    """
    if sure or not sheet.empty(right):
        return sheet.empty(right)
    inside = right.column <= sheet.last_column or sheet.last_column == 1
    return inside or sheet.text(label).endswith(":")
