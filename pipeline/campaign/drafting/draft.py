"""Draft a first campaign book (任务书) from an office's own form and roster, with remarks on every guess.

The drafted book loads as it is. What only the secretary can decide — the issuing office, the
deadline, the document numbers — is filled with a clearly marked placeholder and listed in the
remarks.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.crossings import CELLS_AT_MOST
from pipeline.campaign.book.fields import ZERO_FIELD
from pipeline.campaign.book.placeholders import UNDECIDED, UNFILLED
from pipeline.campaign.book.write import BookRows, book_workbook
from pipeline.campaign.drafting.cycle import cycle_advice
from pipeline.campaign.drafting.field_rows import guess_remarks
from pipeline.campaign.drafting.formula_rules import formula_rules
from pipeline.campaign.drafting.grid import form_sheet
from pipeline.campaign.drafting.no_form import why_no_form
from pipeline.campaign.drafting.part_rules import part_rules, single_part_rules
from pipeline.campaign.drafting.places import draft_places, table_remarks
from pipeline.campaign.drafting.roster import find_units
from pipeline.campaign.drafting.total_rules import total_rules
from pipeline.campaign.form.unmerged import with_inferred_merges
from pipeline.model.campaign import Cycle, Shape
from pipeline.values.text import label_key
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.reading.dropdowns import read_dropdowns
from pipeline.workbook.reading.read import read_book
from pipeline.workbook.stamp import STAMP_SHEET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from pipeline.campaign.drafting.grid import FormSheet, Slot
    from pipeline.campaign.drafting.places import Drafted
    from pipeline.campaign.drafting.roster import DraftUnit
    from pipeline.campaign.form.formulas import Formulas

_DEFAULT_DAYS: Final = 14  # until the placeholder deadline
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


def draft_book(
    form: tuple[str, bytes],
    units: tuple[str, bytes],
    name: str,
    moment: datetime,
    formulas: Formulas | None = None,
) -> tuple[bytes, tuple[str, ...]]:
    """Draft the 任务书 of campaign *name* as :func:`draft_rows` does; return its bytes and the remarks.

    Raises:
        WorkbookUnreadable: as there.
    """
    rows, remarks = draft_rows(form, units, name, moment, formulas)
    return book_workbook(rows, moment), remarks


def draft_rows(
    form: tuple[str, bytes],
    units: tuple[str, bytes],
    name: str,
    moment: datetime,
    formulas: Formulas | None = None,
) -> tuple[BookRows, tuple[str, ...]]:
    """Draft the 任务书 of campaign *name* from a form (表样) and a roster, each a file's name and bytes.

    Return its rows and remarks: each guess, by cell, and what the secretary has yet to decide. The
    *formulas* of the form become conditions (核对).

    Raises:
        WorkbookUnreadable: a file is no workbook, the form has no field, or the list names no unit.
    """
    sheets = _form_sheets(*form, formulas or {})
    drafted = draft_places(sheets, _is_printed_by_program)
    refused = why_no_form(sheets, drafted)
    if refused or (refused := _why_too_large(drafted)):
        raise WorkbookUnreadable(form[0], refused)
    roster, roster_remarks = _find_roster(*units)
    zero = any(slot.label.name == ZERO_FIELD.name for slot in drafted.printed)
    title = next((sheet.printed(at) for sheet in sheets if (at := sheet.title())), "")
    levels = any(unit.superior for unit in roster)
    rows = BookRows(
        items=_items(name, title or f"{name}报送表", moment, zero=zero, levels=levels),
        units=tuple(unit.row() for unit in roster),
        fields=drafted.rows(),
        conditions=_conditions(drafted, formulas or {}),
        scoring=_SCORING,
        papers=_papers(name),
    )
    remarks = (
        *_decisions(len(roster)),
        *roster_remarks,
        *_printed(drafted.printed),
        *table_remarks(drafted.tables),
        *guess_remarks(drafted.fields),
    )
    return rows, remarks


def _conditions(drafted: Drafted, formulas: Formulas) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the 核对 sheet that follow from the form, else an example that is not enabled."""
    rules = (
        *formula_rules(drafted.names(), formulas),
        *part_rules(drafted.tables),
        *total_rules(drafted.tables, formulas),
        *single_part_rules(drafted.fields),
    )
    return rules or _CONDITION_EXAMPLE


def _why_too_large(drafted: Drafted) -> str:
    """Return why a form has more places than can be handled, with its largest table; empty where it doesn't."""
    cells = sum(len(each.table.places) for each in drafted.tables)
    if cells <= CELLS_AT_MOST:
        return ""
    region = max(drafted.tables, key=lambda each: len(each.table.places)).table.region
    return (
        f"要填的格有 {cells} 个，最多 {CELLS_AT_MOST} 个；最大的一张表在「{region.sheet}」{region.first}:{region.last}。"
        "请把表样分成几份，各起草一项任务；一行一条的名册请只留表头和空行。"
    )


def _find_roster(name: str, content: bytes) -> tuple[tuple[DraftUnit, ...], tuple[str, ...]]:
    roster, remarks = find_units(read_book(content, name))
    if not roster:
        raise WorkbookUnreadable(
            name, "没有认出单位。请在表里设“单位名称”一列，每行一个单位，再试一次。"
        )
    return roster, remarks


def _form_sheets(name: str, content: bytes, formulas: Formulas) -> tuple[FormSheet, ...]:
    dropdowns = read_dropdowns(content, name)
    return tuple(
        form_sheet(grid, dropdowns, formulas)
        for grid in with_inferred_merges(read_book(content, name)).sheets
        if grid.visible and grid.name != STAMP_SHEET
    )


def _items(
    name: str, title: str, moment: datetime, *, zero: bool, levels: bool
) -> tuple[tuple[str, ...], ...]:
    due = (moment + timedelta(days=_DEFAULT_DAYS)).date()
    decide = f"{UNDECIDED}程序暂填，请改为实际内容。"
    return (
        ("任务名称", name),
        ("编号", f"RW-{moment:%Y%m%d}", decide),
        ("表样标题", "".join(title.split())),
        ("牵头单位", UNFILLED, decide),
        (
            "发文机关",
            UNFILLED,
            f"{decide}写全称或规范化简称，不写“县防汛办”一类的略称：落款照此署名。",
        ),
        ("发文机关层级", "市级部门", decide),
        ("所在市", "", "如 云川市；来件在单位名称前加写市名时也认得出。"),
        (
            "截止时间",
            f"{due.isoformat()} 18:00",
            f"{UNDECIDED}程序暂填为起草后{_DEFAULT_DAYS}天，请改为实际截止时间。",
        ),
        ("周期", Cycle.ONCE.value, f"{UNDECIDED}程序暂填；{cycle_advice(name, title)}"),
        ("联系人", ""),
        ("电话", ""),
        ("邮箱", ""),
        ("零报告", "是" if zero else "否"),
        *((("上下级核对", "否"),) if levels else ()),
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


_PERIODIC: Final = re.compile(r"[日周旬月季年]?(?:报|报表|表)$")


def _papers(name: str) -> tuple[tuple[str, ...], ...]:
    # 防汛周报 is what is sent in itself; of 文明单位创建 it is 情况.
    periodic = name.endswith(("报", "表"))
    sent = name if periodic or name.endswith("情况") else f"{name}情况"
    work = _PERIODIC.sub("", name) if periodic else name.removesuffix("工作")
    return (
        ("通知", f"关于报送{sent}的通知", UNFILLED, "1", "", "各有关单位", "", f"{UNFILLED}文件"),
        ("催报", f"关于催报{sent}的通知", UNFILLED, "1", "", "", "", UNFILLED, "", "", "-2、0"),
        ("督办", f"关于督办{sent}报送工作的通知", UNFILLED, "1", "", "", "", UNFILLED, "", "", "+3"),
        ("函", f"关于商请报送{sent}的函", UNFILLED, "1", "", "", "", UNFILLED),
        ("通报", f"关于{sent}报送工作的通报", UNFILLED, "1", "", "各有关单位", "", f"{UNFILLED}文件", "", "", "+7"),
        ("简报", "", f"{work}工作简报", "1", "1", "", "", f"{work}工作简报"),
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
