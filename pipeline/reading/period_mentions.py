"""Find the periods (所属期) that a workbook names: in a 统计月份 cell, its titles, its file name, its stamp."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from pipeline.campaign.period_names import period_named, periods_in
from pipeline.campaign.periods import period_of_day
from pipeline.model.campaign import Cycle
from pipeline.model.finding import Place
from pipeline.reading.labels import index_sheet
from pipeline.values.dates import read_date
from pipeline.values.text import label_key, narrow
from pipeline.workbook.stamp import STAMP_SHEET, read_stamp, read_visible_stamp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.grid import Address, Book, CellValue
    from pipeline.reading.labels import IndexedSheet

_PERIOD_LABELS: Final = (
    *("所属期", "所属期间", "所属时期", "所属月份", "统计月份", "统计时间", "统计期", "统计期间", "统计时段"),
    *("统计周期", "报告期", "报告期别", "报告月份", "填报月份", "填报期", "报表月份", "报送月份", "数据月份"),
    *("期别", "月份", "季度", "年度", "年份"),
)  # fmt: skip
_FILLED_LABELS: Final = (
    *(
        "填报日期",
        "填表日期",
        "报送日期",
        "上报日期",
        "制表日期",
        "报出日期",
        "填报时间",
        "报送时间",
    ),
    *("上报时间", "填表时间", "制表时间"),
)
_TITLE_ROWS: Final = 5
_TITLE_AT_MOST: Final = 60  # characters of a title or of a line under it


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """Describe a period as one place names it: the place as people read it, its text, the period's code."""

    place: str
    text: str
    code: str


@dataclass(frozen=True, slots=True)
class PeriodMentions:
    """All that a workbook says about its period (所属期).

    ``stated`` are its 统计月份 cells, ``titled`` its titles, ``named`` its file's and folders' names;
    ``stamped`` is the code in the stamp of our own blank; ``filled_on`` the latest 填报日期.
    """

    stated: tuple[PeriodMention, ...] = ()
    titled: tuple[PeriodMention, ...] = ()
    named: tuple[PeriodMention, ...] = ()
    stamped: str = ""
    filled_on: date | None = None

    @property
    def written(self) -> tuple[PeriodMention, ...]:
        """Return what people wrote: all but the stamp."""
        return (*self.stated, *self.titled, *self.named)


def period_mentions(book: Book, campaign: Campaign, received: date) -> PeriodMentions:
    """Return the periods that *book* names; of a one-time campaign none.

    What the office's own form (表样) prints itself names none: it may be that of an earlier month.
    """
    if campaign.cycle is Cycle.ONCE:
        return PeriodMentions()
    printed = frozenset(_printed(campaign))
    stated: list[PeriodMention] = []
    titled: list[PeriodMention] = []
    filled: list[date] = []
    for grid in book.sheets:
        if not grid.visible or grid.name == STAMP_SHEET:
            continue
        sheet = index_sheet(grid)
        at = _Place(book.name, grid.name)
        own = list(_stated(sheet, campaign, received, at))
        stated += own
        cells = {mention.place for mention in own}
        titled += [
            each
            for each in _titled(sheet, campaign, received, at)
            if each.place not in cells and narrow(each.text) not in printed
        ]
        filled += _filled_on(sheet, received)
    stamp = read_stamp(book)
    return PeriodMentions(
        tuple(stated),
        tuple(titled),
        tuple(_named(book.name, campaign, received)),
        stamp.period if stamp else "",
        max(filled, default=None),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    workbook: str
    sheet: str

    def of(self, at: Address) -> str:
        return str(Place(self.workbook, self.sheet, str(at)))


def _printed(campaign: Campaign) -> Iterator[str]:
    if campaign.form is None:
        return
    for grid in campaign.form.book.sheets:
        for cell in grid.cells.values():
            if isinstance(cell.value, str):
                yield narrow(cell.value)


def _stated(
    sheet: IndexedSheet, campaign: Campaign, received: date, place: _Place
) -> Iterator[PeriodMention]:
    """Yield what the cells right of 统计月份 and its like say, or the same cell behind the label."""
    for label in _PERIOD_LABELS:
        for at in sheet.find(label):
            right = sheet.anchor(sheet.right_of(at))
            cell = sheet.cell(right)
            period = _period_in(cell.value, label, campaign, received) if cell else None
            if cell is not None and period is not None:
                yield PeriodMention(place.of(right), str(cell.value), period.code)
    for at, text in sheet.texts:
        label, colon, rest = narrow(text).partition(":")
        if colon and label_key(label) in _PERIOD_LABELS:
            period = period_named(campaign, rest, received)
            if period is not None:
                yield PeriodMention(place.of(at), text, period.code)


def _period_in(value: CellValue, label: str, campaign: Campaign, received: date) -> Period | None:
    if isinstance(value, date):
        return period_of_day(campaign, _day(value))
    return period_named(campaign, _with_unit(str(value), label), received)


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _with_unit(text: str, label: str) -> str:
    """Return the text of a cell that names the month by its number alone, as 月份 6 does."""
    unit = {"月份": "月", "季度": "季度", "年度": "年", "年份": "年"}.get(label, "")
    return f"{text}{unit}" if unit and narrow(text).strip().isdecimal() else text


def _titled(
    sheet: IndexedSheet, campaign: Campaign, received: date, place: _Place
) -> Iterator[PeriodMention]:
    """Yield the periods in the lines above the table: in the title, or in a cell of their own."""
    for at, text in sheet.texts:
        if at.row > _TITLE_ROWS or len(text) > _TITLE_AT_MOST or read_visible_stamp(text):
            continue
        if _is_of_a_head(sheet, campaign, at, received):
            continue
        for period in periods_in(campaign, text, received):
            yield PeriodMention(place.of(at), text, period.code)


def _is_of_a_head(sheet: IndexedSheet, campaign: Campaign, at: Address, received: date) -> bool:
    """Return whether other cells of the row name a period too: 1月, 2月, 3月 over columns of a table."""
    others = (
        text
        for other, text in sheet.texts
        if other.row == at.row and other.column != at.column and len(text) <= _TITLE_AT_MOST
    )
    return any(periods_in(campaign, text, received) for text in others)


def _named(name: str, campaign: Campaign, received: date) -> Iterator[PeriodMention]:
    """Yield the periods in the names of file, folders and archive; the nearest that names one decides."""
    path = PurePosixPath(name.replace("\\", "/"))
    for part in (path.stem, *(folder.name for folder in path.parents if folder.name)):
        found = periods_in(campaign, part, received)
        for period in found:
            yield PeriodMention(f"文件名“{part}”", part, period.code)
        if found:
            return


def _filled_on(sheet: IndexedSheet, received: date) -> Iterator[date]:
    for label in _FILLED_LABELS:
        for at in sheet.find(label):
            cell = sheet.cell(sheet.anchor(sheet.right_of(at)))
            value = cell.value if cell else None
            if isinstance(value, date):
                yield _day(value)
            elif isinstance(value, str) and (read := read_date(value, received)):
                yield read.value
    for _, text in sheet.texts:
        label, colon, rest = narrow(text).partition(":")
        if colon and label_key(label) in _FILLED_LABELS and (read := read_date(rest, received)):
            yield read.value
