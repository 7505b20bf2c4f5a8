"""Read the 任务 sheet: the campaign's name, its office, and its deadline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.deadlines import ITEMS_SHEET, read_deadline
from pipeline.campaign.book.tables import BookFaults, Row, read_table
from pipeline.model.campaign import Cycle

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from pipeline.model.campaign import DueRule
    from pipeline.model.grid import Book

CODE_ITEM: Final = "编号"
_REQUIRED_ITEMS: Final = ("任务名称", "牵头单位", "发文机关", "截止时间", "周期")
_KNOWN_ITEMS: Final = (
    *_REQUIRED_ITEMS, CODE_ITEM, "表样标题", "发文机关层级", "所在市", "联系人", "电话", "邮箱", "零报告",
    "依据", "必要性", "经何机关同意", "印发机关", "上下级核对",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Items:
    """Hold the items of the 任务 sheet, converted to their types."""

    name: str
    code: str
    form_title: str
    lead_office: str
    issuing_organ: str
    issuer_level: str
    city: str
    deadline: datetime
    cycle: Cycle
    contact: str
    phone: str
    email: str
    zero_report: bool
    basis: str
    necessity: str
    approval: str
    printing: str
    texts: tuple[tuple[str, str], ...]
    due: DueRule | None = None
    checks_levels: bool = False


def read_items(book: Book, faults: BookFaults) -> Items | None:
    """Read the 任务 sheet (项目|内容); unknown items are kept as texts for the templates."""
    before = len(faults.found)
    table = read_table(book, ITEMS_SHEET, ("项目", "内容"), ("项目", "内容"), faults)
    if not table and len(faults.found) > before:
        return None
    rows = _by_name(table, faults)
    _report_missing(rows, faults)
    cycle = _cycle(rows.get("周期"), faults)
    deadline, due = read_deadline(rows.get("截止时间"), cycle, faults)
    phone = rows["电话"].phone("内容", faults) if "电话" in rows else ""
    zero_report, checks_levels = (_is_yes(rows, name, faults) for name in ("零报告", "上下级核对"))
    if len(faults.found) > before or deadline is None or cycle is None:
        return None

    def text(name: str) -> str:
        return rows[name].text("内容") if name in rows else ""

    return Items(
        name=text("任务名称"),
        code=text("编号") or text("任务名称"),
        form_title=text("表样标题") or f"{text('任务名称')}报送表",
        lead_office=text("牵头单位"),
        issuing_organ=text("发文机关"),
        issuer_level=text("发文机关层级"),
        city=text("所在市"),
        deadline=deadline,
        cycle=cycle,
        contact=text("联系人"),
        phone=phone,
        email=text("邮箱"),
        zero_report=zero_report,
        basis=text("依据"),
        necessity=text("必要性"),
        approval=_approval(text("经何机关同意")),
        printing=text("印发机关") or text("发文机关"),
        due=due,
        checks_levels=checks_levels,
        texts=_further_items(rows),
    )


def _approval(stated: str) -> str:
    """Return the consent as a paper states it: 经市委同意, also where only the organ was written."""
    return (
        stated if not stated or stated.startswith("经") else f"经{stated.removesuffix('同意')}同意"
    )


def stated_code(book: Book) -> str:
    """Return the number (编号) that a campaign book states, else its name; also of a book with faults."""
    rows = _by_name(read_table(book, ITEMS_SHEET, ("项目", "内容"), (), BookFaults()), BookFaults())
    stated = (rows[name].text("内容") for name in (CODE_ITEM, "任务名称") if name in rows)
    return next(filter(None, stated), "")


def _is_yes(rows: Mapping[str, Row], name: str, faults: BookFaults) -> bool:
    return name in rows and rows[name].is_yes("内容", faults)


def _further_items(rows: Mapping[str, Row]) -> tuple[tuple[str, str], ...]:
    return tuple((name, row.text("内容")) for name, row in rows.items() if name not in _KNOWN_ITEMS)


def _by_name(table: tuple[Row, ...], faults: BookFaults) -> dict[str, Row]:
    """Return the rows by item; an item written twice is a fault, as one of them would not be read."""
    rows: dict[str, Row] = {}
    for row in table:
        name = row.text("项目")
        if name in rows:
            faults.add(ITEMS_SHEET, row.at("项目"), f"“{name}”写了两行，请只留一行。")
        elif name:
            rows[name] = row
        else:
            faults.add(ITEMS_SHEET, row.at("项目"), "这一行没有填“项目”，请补填或删去整行。")
    return rows


def _report_missing(rows: Mapping[str, Row], faults: BookFaults) -> None:
    for name in _REQUIRED_ITEMS:
        if name not in rows or not rows[name].text("内容"):
            at = rows[name].at("内容") if name in rows else ""
            faults.add(ITEMS_SHEET, at, f"没有填“{name}”，此项必填，请补填。")


def _cycle(row: Row | None, faults: BookFaults) -> Cycle | None:
    if row is None or not row.text("内容"):
        return None
    text = row.text("内容")
    for cycle in Cycle:
        if text in {cycle.value, f"每{cycle.value}", f"{cycle.value}报", f"{cycle.value}度"}:
            return cycle
    known = "、".join(cycle.value for cycle in Cycle)
    faults.add(ITEMS_SHEET, row.at("内容"), f"周期“{text}”不认识，请从 {known} 中选一个。")
    return None
