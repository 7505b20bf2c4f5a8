"""Read what a campaign book (任务书) states about a meeting (会议): its name, time, place and agenda (议程)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.deadlines import ITEMS_SHEET
from pipeline.campaign.book.meeting_time import (
    meeting_days,
    printed_moment,
    printed_time,
    time_faults,
)
from pipeline.campaign.book.placeholders import UNFILLED
from pipeline.campaign.book.tables import BookFaults, as_moment, read_table
from pipeline.campaign.errors import MeetingFaulty
from pipeline.values.numerals import chinese_date, chinese_moment
from pipeline.workbook.reading.read import read_book

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from pipeline.campaign.book.meeting_time import MeetingDays
    from pipeline.campaign.book.tables import Row
    from pipeline.model.campaign import Campaign
    from pipeline.model.unit import Unit

# The items of the 任务 sheet that describe a meeting.
TITLE_ITEM: Final = "会议名称"
TIME_ITEM: Final = "会议时间"
PLACE_ITEM: Final = "会议地点"
SCOPE_ITEM: Final = "参会范围"
HOST_ITEM: Final = "主持人"
BRANCHES_ITEM: Final = "分会场"
CONTENT_ITEM: Final = "会议内容"
PREPARE_ITEM: Final = "会前准备"
AGENDA_ITEM: Final = "会议议程"
MISSING_ITEM: Final = "缺席单位"
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
_MATTER: Final = re.compile("内容|议题|议程|事项")
_UNNUMBERED: Final = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、])"
)
_TIME_EXAMPLE: Final = "2026年9月25日（星期五）9:00"


@dataclass(frozen=True, slots=True)
class Agenda:
    """The agenda (议程): the titles of its columns, empty where each row is one sentence, and its rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """What is stated about a meeting, empty where an item is not; ``agenda`` is None without one.

    ``time`` is printed as it is stated, ``days`` are those in it. ``content`` and ``prepare`` have a line for
    each matter; without 会议内容 it is the 内容 of the agenda. ``missing`` are the units that said they would
    come and did not (缺席). ``cells`` are the places of the items.
    """

    title: str
    time: str
    days: MeetingDays
    place: str
    branches: str
    scope: str
    host: str
    content: tuple[str, ...]
    prepare: tuple[str, ...]
    agenda: Agenda | None
    missing: tuple[str, ...]
    book: Path
    cells: Mapping[str, str]

    def at(self, item: str) -> str:
        """Return the sheet and cell of an item, or the sheet alone where it has no row."""
        return self.cells.get(item, f"「{ITEMS_SHEET}」")

    def require(self, **wanted: str) -> None:
        """Refuse a paper that needs the items named by *wanted*, each with an example of what to fill in.

        Raises:
            MeetingFaulty: one of them is not stated; its cell is named.
        """
        stated = {SCOPE_ITEM: self.scope, HOST_ITEM: self.host, CONTENT_ITEM: self.content}
        faults = [
            f"{self.at(item)} 没有填“{item}”{'' if item in self.cells else '这一行'}，请补填{words}"
            for item, words in wanted.items()
            if not stated[item]
        ]
        if faults:
            raise MeetingFaulty(self.book, faults)


def is_meeting(campaign: Campaign) -> bool:
    """Return whether the units are to say if they come (是否参会)."""
    return any(field.name == COMES for field in campaign.fields)


def read_meeting(path: Path, campaign: Campaign) -> Meeting:
    """Read the meeting of *campaign* from its campaign book at *path*.

    Raises:
        MeetingFaulty: it is no meeting, has no date or place, or an item of it can't be read; the cell is named.
        WorkbookUnreadable: the file is no workbook.
    """
    if not is_meeting(campaign):
        raise MeetingFaulty(path, (_no_meeting(campaign),))
    faults = BookFaults()
    columns = ("项目", "内容")
    rows = read_table(
        read_book(path.read_bytes(), path.name), ITEMS_SHEET, columns, columns, faults
    )
    items = {row.text("项目"): row for row in rows}
    near = campaign.deadline.date()
    found = tuple(_faults(items, campaign))
    time = _text(items, TIME_ITEM)
    days = meeting_days(time, near)
    if found or days is None:
        raise MeetingFaulty(path, found)
    agenda = _agenda(items.get(AGENDA_ITEM))
    return Meeting(
        title=_text(items, TITLE_ITEM) or campaign.name,
        time=printed_time(time, near),
        days=days,
        place=_text(items, PLACE_ITEM),
        branches=_text(items, BRANCHES_ITEM),
        scope=_text(items, SCOPE_ITEM),
        host=_text(items, HOST_ITEM),
        content=_lines(items, CONTENT_ITEM) or _matters(agenda),
        prepare=_lines(items, PREPARE_ITEM),
        agenda=agenda,
        missing=tuple(unit.full_name for unit in _missing(items, campaign) if unit is not None),
        book=path,
        cells={name: _place(items, name) for name in items},
    )


def _faults(items: Mapping[str, Row], campaign: Campaign) -> Iterator[str]:
    """Yield what is wrong with the items of a meeting; a time without a day is a fault."""
    if TITLE_ITEM in items:
        yield from _lacking(items, TITLE_ITEM, "会议的全称")
    yield from _time_faults(items, campaign.deadline.date())
    yield from _lacking(items, PLACE_ITEM, "开会的地点，如 市政府二楼会议室")
    yield from _agenda_faults(items.get(AGENDA_ITEM))
    yield from _missing_faults(items, campaign)


def _no_meeting(campaign: Campaign) -> str:
    """Return why a campaign is no meeting: it never was one, or its question was given another name."""
    if campaign.text(TIME_ITEM):
        return f"「填报项」没有“{COMES}”这一项，不知道谁来。请把问是否参会的一项改回这个名称，别的列可以改名"
    return (
        f"「填报项」没有“{COMES}”，任务“{campaign.name}”不是会议。"
        "请用 baosong campaign new 会议名 --like 会议 另起草一项"
    )


def _text(items: Mapping[str, Row], name: str) -> str:
    """Return an item as it is printed, empty where it is a placeholder; a cell with a date in Chinese."""
    row = items.get(name)
    if row is None:
        return ""
    moment = as_moment(row.value("内容"))
    if moment is not None and name == TIME_ITEM:
        return printed_moment(moment)
    if isinstance(moment, datetime) and (moment.hour, moment.minute) != (0, 0):
        return chinese_moment(moment)
    if moment is not None:
        return chinese_date(moment)
    text = row.text("内容")
    return "" if UNFILLED in text else text


def _lines(items: Mapping[str, Row], name: str) -> tuple[str, ...]:
    """Return the lines of an item without marks at their ends, by which a paper joins or numbers them."""
    lines = (line.strip().rstrip("。；;") for line in _text(items, name).splitlines())
    return tuple(line for line in lines if line)


def _matters(agenda: Agenda | None) -> tuple[str, ...]:
    """Return the matters of the agenda: its column 内容, or its lines."""
    if agenda is None:
        return ()
    if not agenda.columns:
        return tuple(_UNNUMBERED.sub("", row[0]) for row in agenda.rows)
    at = next((at for at, title in enumerate(agenda.columns) if _MATTER.search(title)), None)
    return () if at is None else tuple(row[at] for row in agenda.rows if row[at])


def _missing(items: Mapping[str, Row], campaign: Campaign) -> tuple[Unit | None, ...]:
    """Return each unit that is stated as missing (缺席), None for one that isn't on the roster."""
    row = items.get(MISSING_ITEM)
    known = {
        name: unit
        for unit in campaign.units()
        for name in (unit.full_name, unit.short_name, *unit.aliases)
    }
    return tuple(known.get(name) for name in row.names("内容")) if row else ()


def _missing_faults(items: Mapping[str, Row], campaign: Campaign) -> Iterator[str]:
    row = items.get(MISSING_ITEM)
    names = row.names("内容") if row else ()
    for name, unit in zip(names, _missing(items, campaign), strict=True):
        if unit is None:
            place = _place(items, MISSING_ITEM)
            yield f"{place} “{name}”不在「单位」表里，请改为那里的单位名称"


def _place(items: Mapping[str, Row], name: str) -> str:
    row = items.get(name)
    return f"「{ITEMS_SHEET}」{row.at('内容')}" if row else f"「{ITEMS_SHEET}」"


def _lacking(items: Mapping[str, Row], name: str, wanted: str) -> Iterator[str]:
    if not _text(items, name):
        row = "" if name in items else "这一行"
        yield f"{_place(items, name)} 没有填“{name}”{row}，请补填{wanted}"


def _time_faults(items: Mapping[str, Row], near: date) -> Iterator[str]:
    """Yield what is wrong with the time (会议时间): none, no day in it, or another day of the week."""
    text = _text(items, TIME_ITEM)
    if not text:
        yield from _lacking(items, TIME_ITEM, f"开会的日期和时间，如 {_TIME_EXAMPLE}")
        return
    place = _place(items, TIME_ITEM)
    yield from (f"{place} {fault}" for fault in time_faults(text, near))


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
