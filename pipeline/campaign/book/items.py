"""Read the 任务 sheet: the campaign's name, its office, and its deadline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.tables import BookFaults, Row, as_moment, read_table
from pipeline.clock import BEIJING
from pipeline.model.campaign import Cycle
from pipeline.values.dates import read_date
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model.grid import Book

ITEMS_SHEET: Final = "任务"
_REQUIRED_ITEMS: Final = ("任务名称", "牵头单位", "发文机关", "截止时间", "周期")
_KNOWN_ITEMS: Final = (
    *_REQUIRED_ITEMS, "编号", "表样标题", "发文机关层级", "所在市", "联系人", "电话", "邮箱", "零报告",
    "依据", "必要性", "经何机关同意", "印发机关",
)  # fmt: skip
_CLOCK: Final = re.compile(
    r"(?P<noon>上午|下午|晚上?)?\s*(?P<hour>\d{1,2})[:时点](?P<minute>\d{1,2}|半)?(?::\d{2}|分)?$",
    re.ASCII,
)
_BEFORE_SUFFIX: Final = re.compile(r"(?:之前|以前|前)$")
# 24:00 is the end of its own day: as a moment of the next day, papers would print the wrong date.
_END_OF_DAY: Final = time(23, 59, 59)
_HALF_DAY: Final = 12
_HALF_HOUR: Final = 30


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


def read_items(book: Book, faults: BookFaults) -> Items | None:
    """Read the 任务 sheet (项目|内容); unknown items are kept as texts for the templates."""
    before = len(faults.found)
    table = read_table(book, ITEMS_SHEET, ("项目", "内容"), ("项目", "内容"), faults)
    if not table and len(faults.found) > before:
        return None
    rows = _by_name(table, faults)
    _report_missing(rows, faults)
    deadline = _deadline(rows.get("截止时间"), faults)
    cycle = _cycle(rows.get("周期"), faults)
    phone = rows["电话"].phone("内容", faults) if "电话" in rows else ""
    zero_report = "零报告" in rows and rows["零报告"].is_yes("内容", faults)
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
        approval=text("经何机关同意"),
        printing=text("印发机关") or text("发文机关"),
        texts=tuple(
            (name, row.text("内容")) for name, row in rows.items() if name not in _KNOWN_ITEMS
        ),
    )


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


def _deadline(row: Row | None, faults: BookFaults) -> datetime | None:
    if row is None or not row.text("内容"):
        return None
    moment = read_moment(row)
    if moment is None:
        faults.add(
            ITEMS_SHEET,
            row.at("内容"),
            f"截止时间“{row.text('内容')}”看不懂，请改填 2026-10-10 18:00 这样的日期和时间。",
        )
    return moment


def read_moment(row: Row) -> datetime | None:
    """Read a deadline: a date with a time; a date alone ends with its day, as does 24:00."""
    value = as_moment(row.value("内容"))
    if isinstance(value, datetime):
        return value.replace(tzinfo=BEIJING)
    if isinstance(value, date):
        return datetime.combine(value, _END_OF_DAY, BEIJING)
    text = _BEFORE_SUFFIX.sub("", narrow(row.text("内容")))
    clock = _CLOCK.search(text)
    read = read_date(text[: clock.start()] if clock else text)
    due = _time(clock) if clock else _END_OF_DAY
    if read is None or due is None:
        return None
    return datetime.combine(read.value, due, BEIJING)


def _time(clock: re.Match[str]) -> time | None:
    hour = int(clock["hour"])
    minute = _HALF_HOUR if clock["minute"] == "半" else int(clock["minute"] or 0)
    # 下午12时 is noon, but 晚上12时 the end of the day.
    last = {"下午": _HALF_DAY - 1, "晚": _HALF_DAY, "晚上": _HALF_DAY}.get(clock["noon"], -1)
    if hour <= last:
        hour += _HALF_DAY
    if (hour, minute) == (24, 0):
        return _END_OF_DAY
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004 - a clock's ends


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
