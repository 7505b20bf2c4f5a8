"""Draft a first campaign book (任务书) from an office's own form and roster, with remarks on every guess.

The drafted book loads as it is. What only the secretary can decide — the issuing office, the
deadline, the document numbers — is filled with a clearly marked placeholder and listed in the
remarks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain, count
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.fields import SHEET_NAME_AT_MOST, SHEET_NAME_FORBIDDEN, ZERO_FIELD
from pipeline.campaign.book.write import BookRows, book_workbook
from pipeline.campaign.drafting.form import find_slots
from pipeline.campaign.drafting.grid import form_sheet
from pipeline.campaign.drafting.guess import guess_aggregation, guess_kind
from pipeline.campaign.drafting.roster import find_units
from pipeline.model.campaign import Shape
from pipeline.model.grid import column_letters
from pipeline.values.text import label_key
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.reading.dropdowns import read_dropdowns
from pipeline.workbook.reading.read import read_book
from pipeline.workbook.stamp import STAMP_SHEET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from pipeline.campaign.drafting.grid import FormSheet, Slot
    from pipeline.campaign.drafting.guess import Guess

_DEFAULT_DAYS: Final = 14  # until the placeholder deadline
_PLACEHOLDER: Final = "（待填）"
_LIST_LETTER: Final = "L"
# The program prints these on every blank; no unit has to answer them.
_PRINTED_LABELS: Final = frozenset(
    {
        "填报单位",
        "报送单位",
        "填表单位",
        "单位名称",
        "单位",
        "报送截止",
        "截止时间",
        "报送截止时间",
        ZERO_FIELD.name,
    }
)


@dataclass(frozen=True, slots=True)
class _DraftField:
    """Hold a field before it becomes a row: its code, its sheet, and its final name."""

    slot: Slot
    code: str
    sheet: str
    name: str


def draft_book(
    form: tuple[str, bytes], units: tuple[str, bytes], name: str, moment: datetime
) -> tuple[bytes, tuple[str, ...]]:
    """Draft the 任务书 of campaign *name* from a form (表样) and a roster, each a file's name and bytes.

    Return its bytes and remarks: each guess, by cell, and what the secretary has yet to decide.

    Raises:
        WorkbookUnreadable: a file is no workbook, the form has no field, or the list names no unit.
    """
    sheets = _form_sheets(*form)
    slots = tuple(slot for sheet in sheets for slot in find_slots(sheet))
    wanted = tuple(slot for slot in slots if not _is_printed_by_program(slot))
    if not wanted:
        raise WorkbookUnreadable(
            form[0], "没有认出填报项。请让标签右边留出空格，或在表头下面留出空行，再试一次。"
        )
    roster, roster_remarks = find_units(read_book(units[1], units[0]))
    if not roster:
        raise WorkbookUnreadable(
            units[0], "没有认出单位。请在表里设“单位名称”一列，每行一个单位，再试一次。"
        )
    fields = tuple(_draft_fields(wanted))
    zero = any(slot.label.name == ZERO_FIELD.name for slot in slots)
    title = next((sheet.printed(at) for sheet in sheets if (at := sheet.title())), "")
    rows = BookRows(
        items=_items(name, title or f"{name}报送表", moment, zero=zero),
        units=tuple(unit.row() for unit in roster),
        fields=tuple(_field_row(field) for field in fields),
        conditions=_CONDITION_EXAMPLE,
        scoring=_SCORING,
        papers=_papers(name),
    )
    remarks = (
        *_decisions(len(roster)),
        *roster_remarks,
        *_printed(slots),
        *_guesses(fields),
    )
    return book_workbook(rows, moment), remarks


def _form_sheets(name: str, content: bytes) -> tuple[FormSheet, ...]:
    dropdowns = read_dropdowns(content, name)
    return tuple(
        form_sheet(grid, dropdowns)
        for grid in read_book(content, name).sheets
        if grid.visible and grid.name != STAMP_SHEET
    )


def _draft_fields(slots: Sequence[Slot]) -> Iterator[_DraftField]:
    """Yield the slots with codes (A01… by group, L01… for lists) and unique names."""
    lists = _list_sheets(slots)
    groups: dict[tuple[str, str], str] = {}
    counts: dict[str, int] = {}
    taken: set[tuple[str, str]] = set()
    letters = (column_letters(n) for n in range(1, len(slots) + 3))
    free = (letter for letter in letters if letter != _LIST_LETTER)
    for slot in slots:
        listed = slot.shape is Shape.LIST
        sheet = lists[slot.sheet, slot.at.row] if listed else _valid_sheet_name(slot.sheet)
        group = (sheet, slot.section)
        letter = _LIST_LETTER if listed else groups.get(group) or next(free)
        groups.setdefault(group, letter)
        counts[letter] = counts.get(letter, 0) + 1
        name = _unique_name(slot, sheet, taken)
        yield _DraftField(slot, f"{letter}{counts[letter]:02}", sheet, name)


def _list_sheets(slots: Sequence[Slot]) -> dict[tuple[str, int], str]:
    """Return the sheet of each list, by its old sheet and its header's row.

    A list keeps its sheet where it is alone there; else it gets a new one: 基本情况明细, 基本情况明细2.
    """
    taken = {_valid_sheet_name(slot.sheet) for slot in slots if slot.shape is Shape.SINGLE}
    found: dict[tuple[str, int], str] = {}
    for slot in slots:
        key = (slot.sheet, slot.at.row)
        if slot.shape is Shape.LIST and key not in found:
            own_name = _valid_sheet_name(slot.sheet)
            details = f"{own_name[: SHEET_NAME_AT_MOST - 5]}明细"
            names = chain((own_name, details), (f"{details}{n}" for n in count(2)))
            found[key] = next(name for name in names if name not in taken)
            taken.add(found[key])
    return found


def _valid_sheet_name(sheet: str) -> str:
    return "".join(c for c in sheet if c not in SHEET_NAME_FORBIDDEN)[:SHEET_NAME_AT_MOST]


def _unique_name(slot: Slot, sheet: str, taken: set[tuple[str, str]]) -> str:
    """Return the label's name; where the sheet has it already, with its heading or a number."""
    bare = slot.label.name
    heading = re.sub(r"^[一二三四五六七八九十]{1,3}、", "", slot.section)
    numbered = (f"{bare}{number}" for number in range(2, len(taken) + 3))
    for name in (bare, f"{heading}{bare}", *numbered):
        if (sheet, label_key(name)) not in taken:
            taken.add((sheet, label_key(name)))
            return name
    return bare


def _field_row(field: _DraftField) -> tuple[str, ...]:
    label = field.slot.label
    guess = _guess_for(field.slot)
    listed = field.slot.shape is Shape.LIST
    return (
        field.code,
        field.name,
        field.slot.section,
        field.sheet,
        field.slot.shape.value,
        guess.kind.value,
        "是" if label.required else "否",
        "0" if guess.kind.numeric else "",
        "",
        "、".join(guess.options),
        label.measure,
        guess_aggregation(guess.kind, listed=listed).value,
        "",
        label.note,
    )


def _guess_for(slot: Slot) -> Guess:
    return guess_kind(
        slot.label, _distinct_options(slot.options), tall=slot.tall, figure=slot.figure
    )


def _distinct_options(options: tuple[str, ...]) -> tuple[str, ...]:
    """Return a drop-down's options as the 任务书 can hold them; a single one leaves no choice."""
    parted = tuple(
        dict.fromkeys(re.sub(r"[、,，;；\n]", " ", option).strip() for option in options)
    )
    return parted if len(parted) > 1 else ()


def _items(name: str, title: str, moment: datetime, *, zero: bool) -> tuple[tuple[str, ...], ...]:
    due = (moment + timedelta(days=_DEFAULT_DAYS)).date()
    decide = "【待定】程序暂填，请改为实际内容。"
    return (
        ("任务名称", name),
        ("编号", f"RW-{moment:%Y%m%d}", decide),
        ("表样标题", "".join(title.split())),
        ("牵头单位", _PLACEHOLDER, decide),
        ("发文机关", _PLACEHOLDER, decide),
        ("发文机关层级", "市级部门", decide),
        ("所在市", "", "如 云川市；来件在单位名称前加写市名时也认得出。"),
        (
            "截止时间",
            f"{due.isoformat()} 18:00",
            f"【待定】程序暂填为起草后{_DEFAULT_DAYS}天，请改为实际截止时间。",
        ),
        ("周期", "一次性", "【待定】程序暂填；按月、按季等报送的请改。"),
        ("联系人", ""),
        ("电话", ""),
        ("邮箱", ""),
        ("零报告", "是" if zero else "否"),
        ("依据", ""),
        ("必要性", ""),
        ("经何机关同意", ""),
        ("印发机关", ""),
    )


_CONDITION_EXAMPLE: Final = (
    ("K01", "错误", "分项一 + 分项二 = 合计", "示例，未启用：改成本表的填报项名称，再把“启用”改为“是”", "否"),
)  # fmt: skip
_SCORING: Final = (
    ("及时", "40", ""), ("完整", "30", ""), ("准确", "20", ""), ("规范", "10", ""),
    ("每次退回扣分", "2", ""), ("退回扣分上限", "10", ""),
)  # fmt: skip


def _papers(name: str) -> tuple[tuple[str, ...], ...]:
    return (
        ("通知", f"关于报送{name}情况的通知", _PLACEHOLDER, "1", "", "各报送单位", "", f"{_PLACEHOLDER}文件"),
        ("催报", f"关于催报{name}情况的通知", _PLACEHOLDER, "1", "", "", "", _PLACEHOLDER),
        ("简报", "", f"{name}简报", "1", "1", "", "", f"{name}简报"),
    )  # fmt: skip


def _decisions(units: int) -> Iterator[str]:
    yield (
        "任务书「任务」牵头单位、发文机关、编号、截止时间是程序暂填的，“说明”列标有【待定】，请改为实际内容。"
    )
    yield "任务书「发文」文号代字、版头标着“（待填）”，发文前请改。"
    yield f"任务书「单位」认出 {units} 个单位，请核对顺序、类别和别名。"
    yield "任务书「填报项」必填只认原表上的“*”和“必填”字样，请逐项核对；汇总方式按类型推定。"


def _is_printed_by_program(slot: Slot) -> bool:
    """Return whether every blank has it already; a list's 单位名称 is another unit's name."""
    return slot.shape is Shape.SINGLE and label_key(slot.label.name) in _PRINTED_LABELS


def _printed(slots: Iterable[Slot]) -> Iterator[str]:
    for slot in slots:
        if _is_printed_by_program(slot):
            place = f"表样「{slot.sheet}」{slot.at}"
            yield f"{place} “{slot.label.name}”由程序印在空白表上，不作填报项。"


def _guesses(fields: Iterable[_DraftField]) -> Iterator[str]:
    for field in fields:
        slot = field.slot
        guess = _guess_for(slot)
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
