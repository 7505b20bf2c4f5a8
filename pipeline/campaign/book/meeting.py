"""Read what a campaign book (任务书) states about a meeting (会议): its name, time, place and agenda (议程)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.deadlines import ITEMS_SHEET
from pipeline.campaign.book.placeholders import UNFILLED
from pipeline.campaign.book.tables import BookFaults, as_moment, read_table
from pipeline.campaign.errors import MeetingFaulty
from pipeline.values.dates import read_date, weekday_differs
from pipeline.values.numerals import chinese_date, chinese_moment
from pipeline.values.text import narrow
from pipeline.workbook.reading.read import read_book

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pipeline.campaign.book.tables import Row
    from pipeline.model.campaign import Campaign

# The items of the 任务 sheet that describe a meeting.
TITLE_ITEM: Final = "会议名称"
TIME_ITEM: Final = "会议时间"
PLACE_ITEM: Final = "会议地点"
SCOPE_ITEM: Final = "参会范围"
HOST_ITEM: Final = "主持人"
AGENDA_ITEM: Final = "会议议程"
# The fields of the reply (回执), by which a campaign is recognised as a meeting.
COMES: Final = "是否参会"
WHY_NOT: Final = "请假原因"
GIVES_MATERIAL: Final = "是否提交交流材料"
MATERIAL_TITLE: Final = "交流材料题目"
MATERIAL: Final = "交流材料"
PERSON: Final = "姓名"
POST: Final = "职务"
SPEAKS: Final = "是否发言"

_CELLS: Final = re.compile(r"[|｜]")
_NUMERALS: Final = "一二三四五六七八九十"
_DAY: Final = re.compile(
    r"(?:\d{2,4}\s*[-./]\s*\d{1,2}\s*[-./]\s*\d{1,2}"
    r"|(?:\d{2,4}\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*[日号]"
    rf"|(?:[一二][〇零○一二三四五六七八九]{{3}}年)?[{_NUMERALS}]{{1,2}}月[{_NUMERALS}]{{1,3}}[日号])"
    r"(?:\s*[(（]?(?:星期|周)[一二三四五六日天][)）]?)?"
)


@dataclass(frozen=True, slots=True)
class Agenda:
    """The agenda (议程): the titles of its columns, empty where each row is one sentence, and its rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """What is stated about a meeting; ``agenda`` is None, and ``no_agenda`` says where, if none is stated."""

    title: str
    time: str
    place: str
    scope: str
    host: str
    agenda: Agenda | None
    no_agenda: str = ""


def is_meeting(campaign: Campaign) -> bool:
    """Return whether the units are to say if they come (是否参会)."""
    return any(field.name == COMES for field in campaign.fields)


def read_meeting(path: Path, campaign: Campaign) -> Meeting:
    """Read the meeting of *campaign* from its campaign book at *path*.

    Raises:
        MeetingFaulty: it is no meeting, has no date or place, or its agenda can't be read; the cell is named.
        WorkbookUnreadable: the file is no workbook.
    """
    if not is_meeting(campaign):
        fault = (
            f"「填报项」没有“{COMES}”，任务“{campaign.name}”不是会议。"
            "请用 baosong campaign new 会议名 --like 会议 另起草一项"
        )
        raise MeetingFaulty(path, (fault,))
    faults = BookFaults()
    columns = ("项目", "内容")
    rows = read_table(
        read_book(path.read_bytes(), path.name), ITEMS_SHEET, columns, columns, faults
    )
    items = {row.text("项目"): row for row in rows}
    near = campaign.deadline.date()
    found = (
        *(_lacking(items, TITLE_ITEM, "会议的全称") if TITLE_ITEM in items else ()),
        *_time_faults(items, near),
        *_lacking(items, PLACE_ITEM, "开会的地点，如 市政府二楼会议室"),
        *_agenda_faults(items.get(AGENDA_ITEM)),
    )
    if found:
        raise MeetingFaulty(path, found)
    return Meeting(
        title=_text(items, TITLE_ITEM) or campaign.name,
        time=_text(items, TIME_ITEM),
        place=_text(items, PLACE_ITEM),
        scope=_text(items, SCOPE_ITEM),
        host=_text(items, HOST_ITEM),
        agenda=_agenda(items.get(AGENDA_ITEM)),
        no_agenda=_place(items, AGENDA_ITEM),
    )


def _text(items: Mapping[str, Row], name: str) -> str:
    """Return an item as it is printed, empty where it is a placeholder; a cell with a date in Chinese."""
    row = items.get(name)
    if row is None:
        return ""
    moment = as_moment(row.value("内容"))
    if isinstance(moment, datetime) and (moment.hour, moment.minute) != (0, 0):
        return chinese_moment(moment)
    if moment is not None:
        return chinese_date(moment)
    text = row.text("内容")
    return "" if UNFILLED in text else text


def _place(items: Mapping[str, Row], name: str) -> str:
    row = items.get(name)
    return f"「{ITEMS_SHEET}」{row.at('内容')}" if row else f"「{ITEMS_SHEET}」"


def _lacking(items: Mapping[str, Row], name: str, wanted: str) -> Iterator[str]:
    if not _text(items, name):
        row = "" if name in items else "这一行"
        yield f"{_place(items, name)} 没有填“{name}”{row}，请补填{wanted}"


def _time_faults(items: Mapping[str, Row], near: date) -> Iterator[str]:
    """Yield what is wrong with the time (会议时间): none, no day in it, or another day of the week."""
    example = "2026年9月25日（星期五）9:00"
    text = _text(items, TIME_ITEM)
    if not text:
        yield from _lacking(items, TIME_ITEM, f"开会的日期和时间，如 {example}")
        return
    days = [match[0] for match in _DAY.finditer(narrow(text))]
    place = _place(items, TIME_ITEM)
    wrong = next((day for day in days if weekday_differs(day, near)), "")
    if wrong:
        yield f"{place} 会议时间“{wrong}”的星期与日期对不上，请改正"
    elif not any(read_date(day, near) for day in days):
        yield f"{place} 会议时间“{text}”里没有写明哪一天，请改填 {example} 这样的日期和时间"


def _agenda_lines(row: Row | None) -> list[tuple[str, ...]]:
    text = row.text("内容") if row else ""
    lines = () if UNFILLED in text else text.splitlines()
    return [tuple(cell.strip() for cell in _CELLS.split(line)) for line in lines if line.strip()]


def _agenda(row: Row | None) -> Agenda | None:
    """Return the agenda: the first line has the titles of the columns where lines are divided into cells."""
    lines = _agenda_lines(row)
    if not lines:
        return None
    if len(lines[0]) == 1:
        return Agenda((), tuple(lines))
    head, *rows = lines
    return Agenda(head, tuple(line + ("",) * (len(head) - len(line)) for line in rows))


def _agenda_faults(row: Row | None) -> Iterator[str]:
    """Yield why the agenda can't be read: no titles of columns, nothing below them, or a cell too many."""
    lines = _agenda_lines(row)
    if row is None or not lines:
        return
    place = f"「{ITEMS_SHEET}」{row.at('内容')} {AGENDA_ITEM}"
    columns = len(lines[0])
    longer = next((at for at, line in enumerate(lines, start=1) if len(line) > columns), 0)
    figures = columns > 1 and any(char.isdigit() for cell in lines[0] for char in cell)
    if figures or (columns == 1 and longer):
        yield f"{place}第1行应写各列的名称，如 时间|内容|主持，请在最上面加一行"
    elif columns > 1 and len(lines) == 1:
        yield f"{place}只有各列的名称，请从第2行起写议程，一行一项"
    elif longer:
        cells = len(lines[longer - 1])
        yield f"{place}第{longer}行有{cells}格，第1行只有{columns}列，请改成一样多"
