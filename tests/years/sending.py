"""What thirty units send in two years: punctual, late, early, corrected, repeated, misnamed, or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from tests.years.rules import (
    MONTHS,
    UNITS,
    Figures,
    Office,
    Sent,
    Sheet,
    before,
    deadline,
    following,
    open_month,
    superior,
)

if TYPE_CHECKING:
    from random import Random

_KINDS: Final = (
    *("punctual",) * 10,
    *("late", "early", "corrected", "corrected", "wrong", "wrong", "zero", "zero"),
    *("repeated", "last month's", "other's name", "other's cell", "two months", "future"),
    *("unnamed month", "no name", "old blank", "generic correction", "folder"),
)


def batches(random: Random, month: str, books: Office, sent: list[Sent]) -> list[list[Sent]]:
    """The files that arrive while *month* is open, in passes, those of a pass in any order.

    What a unit sends depends on what it has sent before; *books* are only looked into.
    """
    units = [unit for unit in UNITS if random.random() > 0.1]  # noqa: PLR2004 - some are missing
    random.shuffle(units)
    passes: list[list[Sent]] = [[] for _ in range(8)]
    for number, unit in enumerate(units):
        place = random.randrange(len(passes))
        file = _file(random, unit, month, _moment(month, place), number)
        changed = _changed(random, file, books, sent)
        passes[_pass_of(month, changed.moment)].append(changed)
    return [_distinct(batch) for batch in passes if batch]


def _moment(month: str, place: int) -> datetime:
    """The moment of a pass: every other day from the 2nd, so that some are after the deadline."""
    year, number = map(int, following(month).split("-"))
    return datetime(year, number, 2 + 2 * place, 10)


def _pass_of(month: str, moment: datetime) -> int:
    return min(range(8), key=lambda place: abs(_moment(month, place) - moment))


def _distinct(batch: list[Sent]) -> list[Sent]:
    """The files of a pass; of two with the same name the first."""
    named: dict[tuple[str, ...], Sent] = {}
    for each in batch:
        key = (each.folder, each.unit, each.month)
        named.setdefault(key if each.unit or each.month else (str(each.number),), each)
    return list(named.values())


def _figures(random: Random) -> Figures:
    due = random.randrange(1, 40)
    return Figures(random.randrange(1, 90), random.randrange(90, 900), due, random.randrange(due))


def _file(random: Random, unit: str, month: str, moment: datetime, number: int) -> Sent:
    """A punctual file, named as offices name theirs, on the month's blank or on the unit's own sheet."""
    figures = _figures(random)
    stamped = random.random() < 0.6  # noqa: PLR2004
    sheet = Sheet(unit, figures, unit, month) if stamped else Sheet(unit, figures, stated=month)
    return Sent(sheet, moment, unit=unit, month=random.choice(("", month)), number=number)


def _changed(random: Random, file: Sent, books: Office, sent: list[Sent]) -> Sent:
    """The file, or what the unit sends instead."""
    kind = random.choice(_KINDS)
    unit, month = file.sheet.cell, open_month(file.moment)
    sheet = file.sheet
    other = random.choice([name for name in UNITS if name != unit])
    earlier = [each for each in sent if each.sheet.cell == unit]
    if kind == "late":
        return replace(file, moment=_moment(month, 7))
    if kind == "early":
        return replace(file, sheet=replace(sheet, stamp="", stamped="", stated=following(month)), month="")
    if kind in {"corrected", "generic correction"}:
        return _correction(random, file, books, named=kind == "corrected")
    if kind == "wrong":
        return replace(file, sheet=replace(sheet, figures=Figures(3, 9, 4, 5 + random.randrange(9))))
    if kind == "zero":
        return replace(file, sheet=replace(sheet, figures=Figures(zero=True)))
    if kind in {"repeated", "last month's"} and earlier:
        again = [e for e in earlier if kind == "repeated" or open_month(e.moment) == before(month)]
        return replace(random.choice(again or earlier), moment=file.moment, number=file.number)
    if kind == "other's name":
        return replace(file, unit=other)
    if kind == "other's cell":
        return replace(file, sheet=replace(sheet, cell=other), unit=random.choice(("", unit)))
    if kind == "two months":
        return replace(file, month=before(month))
    if kind == "future":
        return replace(file, month=following(following(month)))
    if kind == "unnamed month":
        return replace(file, sheet=Sheet(unit, sheet.figures), month="")
    if kind == "no name":
        return replace(file, unit="", month="")
    if kind == "old blank":
        return replace(file, sheet=Sheet(unit, sheet.figures, unit, before(month)), month="")
    if kind == "folder":
        return replace(file, folder=superior(unit) or unit)
    return file


def _correction(random: Random, file: Sent, books: Office, *, named: bool) -> Sent:
    """A correction of a month that the unit has reported; from its own sheet, or named for nobody."""
    unit = file.sheet.cell
    reported = [m for name, m in books.versions if name == unit and books.counting(unit, m)]
    if not reported:
        return file
    of = random.choice(reported[-3:])
    sheet = Sheet(unit, file.sheet.figures, stated=of)
    return replace(file, sheet=sheet, unit=unit if named else "", month=of if named else "")


def all_months() -> tuple[str, ...]:
    """The months of the two years, in order."""
    return tuple(month for month in MONTHS if deadline(month))
