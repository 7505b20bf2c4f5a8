"""The rules of a monthly campaign on two levels, written apart from the program: who, when, which version.

Nothing here is the program's own: months are texts, figures whole numbers, the deadlines a list copied
from the State Council's arrangements.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from typing import Final

COUNTIES: Final = ("青石县", "白水县", "赤土县", "云岭县", "柳河县", "平湖县")
TOWNS: Final = ("城关镇", "石门镇", "龙泉镇", "河口乡")
UNITS: Final = tuple(
    name for county in COUNTIES for name in (county, *(f"{county}{town}" for town in TOWNS))
)
_BEIJING: Final = timezone(timedelta(hours=8))
# 次月5日 18:00，遇节假日顺延: of each month of 2025 and 2026 the day in the month that follows it.
_DUE_DAYS: Final = (
    *(5, 5, 7, 6, 5, 7, 5, 5, 9, 5, 5, 5),  # 国办发明电〔2024〕12号
    *(5, 5, 7, 6, 5, 6, 5, 7, 8, 5, 7, 5),  # 国办发明电〔2025〕7号
)
# Of the same two notices: days off from Monday to Friday, and working days at week-ends (调休).
_DAYS_OFF: Final = frozenset(
    [
        "2025-01-01",
        "2025-01-28",
        "2025-01-29",
        "2025-01-30",
        "2025-01-31",
        "2025-02-03",
        "2025-02-04",
        "2025-04-04",
        "2025-05-01",
        "2025-05-02",
        "2025-05-05",
        "2025-06-02",
        "2025-10-01",
        "2025-10-02",
        "2025-10-03",
        "2025-10-06",
        "2025-10-07",
        "2025-10-08",
        "2026-01-01",
        "2026-01-02",
        "2026-02-16",
        "2026-02-17",
        "2026-02-18",
        "2026-02-19",
        "2026-02-20",
        "2026-02-23",
        "2026-04-06",
        "2026-05-01",
        "2026-05-04",
        "2026-05-05",
        "2026-06-19",
        "2026-09-25",
        "2026-10-01",
        "2026-10-02",
        "2026-10-05",
        "2026-10-06",
        "2026-10-07",
    ]
)
_WORKED_WEEKENDS: Final = frozenset(
    [
        "2025-01-26",
        "2025-02-08",
        "2025-04-27",
        "2025-09-28",
        "2025-10-11",
        "2026-01-04",
        "2026-02-14",
        "2026-02-28",
        "2026-05-09",
        "2026-09-20",
        "2026-10-10",
    ]
)
MONTHS: Final = tuple(f"{year}-{month:02}" for year in (2025, 2026) for month in range(1, 13))


def superior(unit: str) -> str:
    """The county above a town; empty for a county."""
    return next((county for county in COUNTIES if unit != county and unit.startswith(county)), "")


def towns_of(county: str) -> tuple[str, ...]:
    """The towns of a county, in order."""
    return tuple(unit for unit in UNITS if superior(unit) == county)


def following(month: str) -> str:
    """The month after *month*."""
    year, number = map(int, month.split("-"))
    return f"{year + number // 12}-{number % 12 + 1:02}"


def before(month: str, months: int = 1) -> str:
    """The month that is *months* before *month*."""
    year, number = map(int, month.split("-"))
    count = year * 12 + number - 1 - months
    return f"{count // 12}-{count % 12 + 1:02}"


def deadline(month: str) -> datetime:
    """The last moment of *month*'s reports, in Beijing's time."""
    year, number = map(int, following(month).split("-"))
    return datetime(year, number, _DUE_DAYS[MONTHS.index(month)], 18, tzinfo=_BEIJING)


def amended_until(returned: datetime, month: str) -> str:
    """The last day to amend what was sent back: two working days later, or the day of the deadline."""
    day, left = returned, 2
    while left:
        day += timedelta(days=1)
        name = f"{day:%Y-%m-%d}"
        left -= name in _WORKED_WEEKENDS or (day.weekday() < 5 and name not in _DAYS_OFF)
    return max(f"{day:%Y-%m-%d}", f"{deadline(month):%Y-%m-%d}")


def month_of(moment: datetime) -> str:
    return f"{moment.year}-{moment.month:02}"


def open_month(moment: datetime) -> str:
    """The month that is collected: the one before, whose figures can be known."""
    return before(month_of(moment))


@dataclass(frozen=True)
class Figures:
    """本月完成, 本年累计, 应整改, 已整改; a zero report has none."""

    done: int = 0
    so_far: int = 0
    due: int = 0
    mended: int = 0
    zero: bool = False

    @property
    def wrong(self) -> bool:
        """More was set right than there was to set right."""
        return self.mended > self.due


@dataclass(frozen=True)
class Sheet:
    """What is in the workbook: two with the same content are the same bytes.

    ``stamp`` and ``stamped`` are unit and month of the blank that it was made from; ``cell`` and ``stated``
    what its unit cell and its 统计月份 say. An empty text is nothing.
    """

    cell: str
    figures: Figures
    stamp: str = ""
    stamped: str = ""
    stated: str = ""


@dataclass(frozen=True)
class Sent:
    """One file: its content, when it arrived, and which unit, month and folder its name says."""

    sheet: Sheet
    moment: datetime
    unit: str = ""
    month: str = ""
    folder: str = ""
    number: int = 0


@dataclass
class Entry:
    """A version of a unit's report of a month."""

    sheet: Sheet
    moment: datetime


@dataclass
class Office:
    """What an office that follows the rules has in its books."""

    versions: dict[tuple[str, str], list[Entry]] = field(default_factory=dict)

    def receive(self, sent: Sent) -> str:
        """Enter a file; the month to which it was entered, or an empty text where it was not."""
        unit = self._who(sent)
        month = self._when(sent, unit) if unit else ""
        if not month:
            return ""
        entries = self.versions.setdefault((unit, month), [])
        if any(entry.sheet == sent.sheet for entry in entries):
            return ""
        if self.counting(unit, month) and len(self._speaking(sent, unit)) < 2:
            return ""
        entries.append(Entry(sent.sheet, sent.moment))
        return month

    def _who(self, sent: Sent) -> str:
        """The unit that all who speak agree on; who passes on a town's file, its county, doesn't contradict."""
        of_form = {sent.sheet.cell, sent.sheet.stamp} - {""}
        if len(of_form) != 1:
            return ""
        unit = of_form.pop()
        others = {sent.unit, sent.folder} - {"", superior(unit)}
        return unit if others <= {unit} else ""

    def _speaking(self, sent: Sent, unit: str) -> list[str]:
        """The independent witnesses for *unit*: the sheet once, the file's name, the folder."""
        said = (sent.sheet.cell or sent.sheet.stamp, sent.unit, sent.folder)
        return [each for each in said if each == unit]

    def _when(self, sent: Sent, unit: str) -> str:
        """The month for which the file reports; an empty text where a person must say it."""
        current = open_month(sent.moment)
        written = {sent.sheet.stated, sent.month} - {""}
        said = written | ({sent.sheet.stamped} - {""})
        if len(said) > 1:
            return ""
        month = said.pop() if said else current
        if month > month_of(sent.moment) or month < MONTHS[0]:
            return ""
        has = self._months_with(unit, sent.sheet)
        if month in has:
            return month
        if (
            not written
            and self.counting(unit, month)
            and (month < current or not sent.sheet.stamped)
        ):
            return ""
        repeated = has and not sent.sheet.figures.zero
        if repeated and month not in {sent.sheet.stated, sent.sheet.stamped}:
            return ""
        return month

    def _months_with(self, unit: str, sheet: Sheet) -> set[str]:
        return {
            month
            for (name, month), entries in self.versions.items()
            if name == unit and any(entry.sheet == sheet for entry in entries)
        }

    def counting(self, unit: str, month: str) -> Figures | None:
        """The figures that count: those of the last version that wasn't sent back."""
        entries = self.versions.get((unit, month), [])
        good = [entry.sheet.figures for entry in entries if not entry.sheet.figures.wrong]
        return good[-1] if good else None

    def state(self, unit: str, month: str) -> tuple[str, bool]:
        """The unit's state, and whether it is late.

        Who was on time and was sent back is not late, if what is accepted came within the days for it.
        """
        entries = self.versions.get((unit, month), [])
        if not entries:
            return "missing", False
        good = [entry for entry in entries if not entry.sheet.figures.wrong]
        first, until = (good or entries)[0], ""
        for entry in entries:
            late = entry.moment > deadline(month) and f"{entry.moment:%Y-%m-%d}" > until
            if entry is first:
                break
            if not late:  # sent back: all before the first good one are
                until = max(until, amended_until(entry.moment, month))
        if entries[-1].sheet.figures.wrong:
            return ("amending" if good else "returned"), late
        return ("zero" if entries[-1].sheet.figures.zero else "counted"), late

    def so_far(self, unit: str, month: str) -> int | None:
        """The unit's 本年累计; a zero report leaves it where it was, in January at nothing.

        It is not known where the unit has not said it since the year began.
        """
        figures = self.counting(unit, month)
        if figures is None:
            return None
        if not figures.zero:
            return figures.so_far
        if month.endswith("-01"):
            return 0
        earlier = before(month)
        while self.counting(unit, earlier) is None and not earlier.endswith("-01"):
            earlier = before(earlier)
        return self.so_far(unit, earlier)

    def totals(self, units: tuple[str, ...], month: str) -> dict[str, Fraction]:
        """The sums over *units*, and the rate from the sums; nothing where nobody reported."""
        held = {unit: figures for unit in units if (figures := self.counting(unit, month))}
        if not held:
            return {}
        sums = {
            "本月完成": sum(each.done for each in held.values()),
            "应整改": sum(each.due for each in held.values()),
            "已整改": sum(each.mended for each in held.values()),
        }
        found = {name: Fraction(value) for name, value in sums.items()}
        known = [each for unit in held if (each := self.so_far(unit, month)) is not None]
        if known:
            found["本年累计"] = Fraction(sum(known))
        if sums["应整改"]:
            found["整改率"] = Fraction(100 * sums["已整改"], sums["应整改"])
        return found

    def like_for_like(self, units: tuple[str, ...], month: str, months: int = 1) -> tuple[str, ...]:
        """The units that have figures in both months."""
        earlier = before(month, months)
        return tuple(u for u in units if self.counting(u, month) and self.counting(u, earlier))


def a_while_after(month: str) -> datetime:
    """A moment on which *month* is still open and its deadline has passed."""
    return deadline(month) + timedelta(days=12)
