"""An office's own form (表样) → what it asks for: lists, tables of indicators, single labels.

The surest is looked for first, so that a table's cells are not taken for labels on their own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.campaign.drafting.grid import INLINE, SECTION, FormSheet, is_label
from pipeline.campaign.drafting.guess import is_measure, parse_label
from pipeline.campaign.drafting.slot import ParseState, Slot
from pipeline.campaign.drafting.tables import left_group, list_slots, table_slots
from pipeline.model.campaign import Shape
from pipeline.model.grid import Address
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.campaign.drafting.guess import ParsedLabel


def find_slots(sheet: FormSheet) -> tuple[Slot, ...]:
    """Everything *sheet* asks for, from top to bottom and from left to right."""
    seen = ParseState()
    title = sheet.title()
    if title is not None:
        seen.used.add(title)
    seen.sections = dict(_sections(sheet, seen))
    slots: list[Slot] = []
    for row in range(1, sheet.last_row + 1):
        slots += list_slots(sheet, row, seen)
    for row in range(1, sheet.last_row + 1):
        slots += table_slots(sheet, row, seen)
    for row in range(1, sheet.last_row + 1):
        slots += _single_slots(sheet, row, seen)
    return tuple(sorted(slots, key=lambda slot: slot.at))


def _sections(sheet: FormSheet, seen: ParseState) -> Iterator[tuple[int, str]]:
    """Headings such as 一、贯彻部署 that stand alone in their row, by row."""
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
            seen.used.add(at)
            yield row, text


def _single_slots(sheet: FormSheet, row: int, seen: ParseState) -> Iterator[Slot]:
    """Labels of *row* with an empty place to their right, or an underline of their own."""
    for column in range(1, sheet.last_column + 1):
        at = Address(row, column)
        if sheet.first(at) != at or at in seen.used or sheet.empty(at):
            continue
        text, beside = sheet.text(at), sheet.right_of(at)
        measure = sheet.text(beside) if is_measure(sheet.text(beside)) else ""
        if measure:  # 宣传专栏 | 个 | (empty): the place to fill in stands behind the measure
            beside = sheet.right_of(beside)
        section = left_group(sheet, at, {}) or seen.section(row)
        inline = [match["label"] for match in INLINE.finditer(narrow(text))]
        for name in inline:
            yield Slot(parse_label(name), sheet.grid.name, at, Shape.SINGLE, section)
        asking = is_label(text) and not is_measure(text)
        if not inline and asking and _is_place(sheet, at, beside, sure=bool(measure)):
            yield Slot(
                _measured(parse_label(text), measure),
                sheet.grid.name,
                at,
                Shape.SINGLE,
                section,
                sheet.options(beside),
                tall=sheet.tall(beside),
            )


def _measured(label: ParsedLabel, measure: str) -> ParsedLabel:
    return replace(label, measure=label.measure or measure)


def _is_place(sheet: FormSheet, label: Address, beside: Address, *, sure: bool) -> bool:
    """Whether *beside* can take an answer.

    Right of everything printed only a colon asks for one, or a measure, which makes it *sure*.
    """
    if sure or not sheet.empty(beside):
        return sheet.empty(beside)
    inside = beside.column <= sheet.last_column or sheet.last_column == 1
    return inside or sheet.text(label).endswith(":")
