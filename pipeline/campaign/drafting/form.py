"""Find the fields of an office's own form (表样): lists, tables of indicators, single labels.

The most certain are parsed first, so that a table's cells are not read as separate labels.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.campaign.drafting.grid import INLINE, SECTION, FormSheet, ParseState, Slot, is_label
from pipeline.campaign.drafting.guess import is_measure, parse_label
from pipeline.campaign.drafting.tables import left_group, list_slots, table_slots
from pipeline.model.campaign import Shape
from pipeline.model.grid import Address
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.campaign.drafting.guess import ParsedLabel


def find_slots(sheet: FormSheet) -> tuple[Slot, ...]:
    """Return every answer place of *sheet*, from top to bottom and from left to right."""
    state = ParseState()
    title = sheet.title()
    if title is not None:
        state.used.add(title)
    state.sections = dict(_sections(sheet, state))
    slots: list[Slot] = []
    for row in range(1, sheet.last_row + 1):
        slots += list_slots(sheet, row, state)
    for row in range(1, sheet.last_row + 1):
        slots += table_slots(sheet, row, state)
    for row in range(1, sheet.last_row + 1):
        slots += _single_slots(sheet, row, state)
    return tuple(sorted(slots, key=lambda slot: slot.at))


def _sections(sheet: FormSheet, state: ParseState) -> Iterator[tuple[int, str]]:
    """Yield headings such as 一、贯彻部署 that are alone in their row, by row."""
    for row in range(1, sheet.last_row + 1):
        labels = sheet.labels(row)
        if len(labels) != 1:
            continue
        at = Address(row, next(iter(labels)))
        text = "".join(sheet.text(at).split())
        wide = sheet.last(at).column > at.column
        followed = any(
            SECTION.match("".join(below.split())) for below in sheet.labels(row + 1).values()
        )
        if SECTION.match(text) and not sheet.options(sheet.right_of(at)) and (wide or not followed):
            state.used.add(at)
            yield row, text


def _single_slots(sheet: FormSheet, row: int, state: ParseState) -> Iterator[Slot]:
    """Yield labels of *row* with an empty cell to their right, or an underline in their own cell."""
    for column in range(1, sheet.last_column + 1):
        at = Address(row, column)
        if sheet.first(at) != at or at in state.used or sheet.empty(at):
            continue
        text, right = sheet.text(at), sheet.right_of(at)
        measure = sheet.text(right) if is_measure(sheet.text(right)) else ""
        if measure:  # 宣传专栏 | 个 | (empty): the cell to fill in follows the measure
            right = sheet.right_of(right)
        section = left_group(sheet, at, {}) or state.section(row)
        inline = [match["label"] for match in INLINE.finditer(narrow(text))]
        for name in inline:
            yield Slot(parse_label(name), sheet.grid.name, at, Shape.SINGLE, section)
        asking = is_label(text) and not is_measure(text)
        if not inline and asking and _is_answer_cell(sheet, at, right, sure=bool(measure)):
            yield Slot(
                _with_measure(parse_label(text), measure),
                sheet.grid.name,
                at,
                Shape.SINGLE,
                section,
                sheet.options(right),
                tall=sheet.tall(right),
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
