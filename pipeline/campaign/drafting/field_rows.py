"""Turn the answer places of a form into rows of the 任务书: codes, unique names, types, remarks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, count
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.fields import SHEET_NAME_AT_MOST, SHEET_NAME_FORBIDDEN
from pipeline.campaign.drafting.guess import guess_aggregation, guess_bounds, guess_kind
from pipeline.campaign.drafting.wording import guess_wording
from pipeline.campaign.form.names import PATH_MARK
from pipeline.model.campaign import Shape
from pipeline.model.grid import column_letters
from pipeline.values.text import label_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.campaign.drafting.grid import Slot
    from pipeline.campaign.drafting.guess import Guess

_LIST_LETTER: Final = "L"
TABLE_LETTER: Final = "T"


@dataclass(frozen=True, slots=True)
class DraftField:
    """Hold a field before it becomes a row: its code, its sheet, and its final name."""

    slot: Slot
    code: str
    sheet: str
    name: str


def draft_fields(slots: Sequence[Slot]) -> Iterator[DraftField]:
    """Yield the slots with codes (A01… by group, L01… for lists) and unique names."""
    lists = _list_sheets(slots)
    groups: dict[tuple[str, str], str] = {}
    counts: dict[str, int] = {}
    taken: set[tuple[str, str]] = set()
    letters = (column_letters(n) for n in range(1, len(slots) + 4))
    free = (letter for letter in letters if letter not in {_LIST_LETTER, TABLE_LETTER})
    for slot in slots:
        listed = slot.shape is Shape.LIST
        sheet = lists[slot.sheet, slot.at.row] if listed else valid_sheet_name(slot.sheet)
        group = (sheet, slot.section)
        letter = _LIST_LETTER if listed else groups.get(group) or next(free)
        groups.setdefault(group, letter)
        counts[letter] = counts.get(letter, 0) + 1
        name = _unique_name(slot, sheet, taken)
        yield DraftField(slot, f"{letter}{counts[letter]:02}", sheet, name)


def _list_sheets(slots: Sequence[Slot]) -> dict[tuple[str, int], str]:
    """Return the sheet of each list, by its old sheet and its header's row.

    A list keeps its sheet where it is alone there; else it gets a new one: 基本情况明细, 基本情况明细2.
    """
    taken = {valid_sheet_name(slot.sheet) for slot in slots if slot.shape is Shape.SINGLE}
    found: dict[tuple[str, int], str] = {}
    for slot in slots:
        key = (slot.sheet, slot.at.row)
        if slot.shape is Shape.LIST and key not in found:
            own_name = valid_sheet_name(slot.sheet)
            details = f"{own_name[: SHEET_NAME_AT_MOST - 5]}明细"
            names = chain((own_name, details), (f"{details}{n}" for n in count(2)))
            found[key] = next(name for name in names if name not in taken)
            taken.add(found[key])
    return found


def valid_sheet_name(sheet: str) -> str:
    """Return a sheet's name as the 任务书 can hold it."""
    return "".join(c for c in sheet if c not in SHEET_NAME_FORBIDDEN)[:SHEET_NAME_AT_MOST]


def _unique_name(slot: Slot, sheet: str, taken: set[tuple[str, str]]) -> str:
    """Return the label's name; where the sheet has it already, with its heading or place."""
    bare = slot.label.name
    heading = re.sub(r"^[一二三四五六七八九十]{1,3}、", "", slot.section)
    placed = (f"第{slot.at.row}行{bare}", f"{slot.at}{bare}")
    own = [f"{slot.block}{PATH_MARK}{bare}"] if slot.block else [bare, f"{heading}{bare}"]
    for name in [*own, *placed]:
        if (sheet, label_key(name)) not in taken:
            taken.add((sheet, label_key(name)))
            return name
    return bare


def field_row(field: DraftField) -> tuple[str, ...]:
    """Return the row of a field on the 填报项 sheet."""
    label = field.slot.label
    guess = guess_for(field.slot)
    listed = field.slot.shape is Shape.LIST
    return (
        field.code,
        field.name,
        field.slot.section,
        field.sheet,
        field.slot.shape.value,
        guess.kind.value,
        "是" if label.required else "否",
        *guess_bounds(label.name, guess.kind),
        "、".join(guess.options),
        label.measure,
        "",
        guess_aggregation(guess.kind, listed=listed, label=label).value,
        ""
        if listed and not guess.kind.numeric
        else guess_wording(field.name, label.measure, guess),
        "",
        label.note,
        _place_text(field),
    )


def _place_text(field: DraftField) -> str:
    place = field.slot.place or field.slot.at
    return str(place) if field.sheet == field.slot.sheet else f"{field.slot.sheet}!{place}"


def guess_for(slot: Slot) -> Guess:
    """Return the guessed type of an answer place, with its reason."""
    return guess_kind(
        slot.label, _distinct_options(slot.options), tall=slot.tall, figure=slot.figure
    )


def _distinct_options(options: tuple[str, ...]) -> tuple[str, ...]:
    """Return a drop-down's options as the 任务书 can hold them; a single one leaves no choice."""
    parted = tuple(
        dict.fromkeys(re.sub(r"[、,，;；\n]", " ", option).strip() for option in options)
    )
    return parted if len(parted) > 1 else ()


def guess_remarks(fields: Iterable[DraftField]) -> Iterator[str]:
    """Yield a remark on every guess, by the cell of the form."""
    for field in fields:
        slot = field.slot
        guess = guess_for(slot)
        kind = (
            f"{guess.kind.value}（{'、'.join(guess.options)}）"
            if guess.options
            else guess.kind.value
        )
        moved = f"，放到工作表“{field.sheet}”" if field.sheet != slot.sheet else ""
        renamed = f"，改名“{field.name}”以免重名" if field.name != slot.label.name else ""
        yield (
            f"表样「{slot.sheet}」{slot.at} “{slot.label.name}”：{field.code}，{slot.shape.value}，"
            f"类型{kind}（{guess.reason}）{moved}{renamed}。"
        )
