"""The 任务 sheet: what the campaign is called, who asks, and by when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from pipeline.campaign.tables import Faults, Row, as_moment, read_table
from pipeline.clock import BEIJING
from pipeline.model.campaign import Cycle
from pipeline.values.dates import read_date
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from pipeline.model.grid import Book

SHEET: Final = "任务"
_NEEDED: Final = ("任务名称", "牵头单位", "发文机关", "截止时间", "周期")
_KNOWN: Final = (
    *_NEEDED, "编号", "表样标题", "发文机关层级", "所在市", "联系人", "电话", "邮箱", "零报告",
    "依据", "必要性", "经何机关同意", "印发机关",
)  # fmt: skip
_CLOCK: Final = re.compile(r"\s*(\d{1,2})[:：时点](\d{2})?(?::\d{2}|分)?$")
_END_OF_DAY: Final = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Items:
    """What the 任务 sheet says, typed."""

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


def read_items(book: Book, faults: Faults) -> Items | None:
    """Read the 任务 sheet (项目|内容); items it doesn't know are kept as texts for the templates."""
    table = read_table(book, SHEET, ("项目", "内容"), ("项目", "内容"), faults)
    rows = {row.text("项目"): row for row in table if row.text("项目")}
    before = len(faults.found)
    for name in _NEEDED:
        if not rows.get(name) or not rows[name].text("内容"):
            at = rows[name].at("项目") if name in rows else ""
            faults.add(SHEET, at, f"没有填“{name}”，此项必填，请补填。")
    deadline = _deadline(rows.get("截止时间"), faults)
    cycle = _cycle(rows.get("周期"), faults)
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
        phone=text("电话"),
        email=text("邮箱"),
        zero_report="零报告" in rows and rows["零报告"].yes("内容"),
        basis=text("依据"),
        necessity=text("必要性"),
        approval=text("经何机关同意"),
        printing=text("印发机关") or text("发文机关"),
        texts=tuple((name, row.text("内容")) for name, row in rows.items() if name not in _KNOWN),
    )


def _deadline(row: Row | None, faults: Faults) -> datetime | None:
    if row is None or not row.text("内容"):
        return None
    moment = read_moment(row)
    if moment is None:
        faults.add(
            SHEET,
            row.at("内容"),
            f"截止时间“{row.text('内容')}”看不懂，请改填 2026-10-10 18:00 这样的日期和时间。",
        )
    return moment


def read_moment(row: Row) -> datetime | None:
    """A deadline: a date with a time; a date alone runs to the end of its day, as does 24:00."""
    value = as_moment(row.value("内容"))
    if isinstance(value, datetime):
        return value.replace(tzinfo=BEIJING)
    if isinstance(value, date):
        return datetime.combine(value, _END_OF_DAY, BEIJING)
    text = narrow(row.text("内容"))
    clock = _CLOCK.search(text)
    read = read_date(text[: clock.start()] if clock else text)
    if read is None:
        return None
    if clock is None:
        return datetime.combine(read.value, _END_OF_DAY, BEIJING)
    hour, minute = int(clock[1]), int(clock[2] or 0)
    if hour > 24 or minute > 59:  # noqa: PLR2004 - a day's hours and an hour's minutes
        return None
    return datetime.combine(read.value, time(0), BEIJING) + timedelta(hours=hour, minutes=minute)


def _cycle(row: Row | None, faults: Faults) -> Cycle | None:
    if row is None or not row.text("内容"):
        return None
    text = row.text("内容")
    for cycle in Cycle:
        if text in {cycle.value, f"每{cycle.value}", f"{cycle.value}报", f"{cycle.value}度"}:
            return cycle
    known = "、".join(cycle.value for cycle in Cycle)
    faults.add(SHEET, row.at("内容"), f"周期“{text}”不认识，请从 {known} 中选一个。")
    return None
