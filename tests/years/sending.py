"""What thirty units send in two years: punctual, late, early, corrected, repeated, misnamed, or nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from pipeline.clock import BEIJING
from tests.years.rules import (
    MONTHS,
    UNITS,
    Figures,
    Office,
    Sent,
    Sheet,
    before,
    following,
    open_month,
    superior,
)

if TYPE_CHECKING:
    from random import Random


def batches(random: Random, month: str, books: Office, sent: list[Sent]) -> list[list[Sent]]:
    """The files that arrive while *month* is open, in passes, those of a pass in any order.

    What a unit sends depends on what it has sent before; *books* are only looked into.
    """
    units = [unit for unit in UNITS if random.random() > 0.1]
    random.shuffle(units)
    passes: list[list[Sent]] = [[] for _ in range(8)]
    for number, unit in enumerate(units):
        place = random.randrange(len(passes))
        file = _file(random, unit, month, _moment(month, place), number)
        changed = _changed(random, file, books, sent)
        sent_at = _pass_of(month, changed.moment)
        passes[sent_at].append(changed)
        again = sent_at + random.randrange(1, 4)
        if changed.sheet.figures.wrong and again < len(passes):
            passes[again].append(_amended(random, changed, _moment(month, again)))
    return [_distinct(batch) for batch in passes if batch]


def _moment(month: str, place: int) -> datetime:
    """The moment of a pass: every other day from the 2nd, so that some are after the deadline."""
    year, number = map(int, following(month).split("-"))
    return datetime(year, number, 2 + 2 * place, 10, tzinfo=BEIJING)


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
    stamped = random.random() < 0.6
    sheet = Sheet(unit, figures, unit, month) if stamped else Sheet(unit, figures, stated=month)
    return Sent(sheet, moment, unit=unit, month=random.choice(("", month)), number=number)


def _amended(random: Random, file: Sent, moment: datetime) -> Sent:
    """The file with right figures, some days after it was sent back."""
    return replace(file, sheet=replace(file.sheet, figures=_figures(random)), moment=moment)


@dataclass(frozen=True)
class _Hand:
    """What a change may use: chance, what the unit has sent before, and the books to look into."""

    random: Random
    books: Office
    sent: tuple[Sent, ...]


def _changed(random: Random, file: Sent, books: Office, sent: list[Sent]) -> Sent:
    """The file, or what the unit sends instead."""
    own = tuple(each for each in sent if each.sheet.cell == file.sheet.cell)
    return random.choice(_CHANGES)(file, _Hand(random, books, own))


def _late(file: Sent, hand: _Hand) -> Sent:
    del hand
    return replace(file, moment=_moment(open_month(file.moment), 7))


def _early(file: Sent, hand: _Hand) -> Sent:
    """The next month's report, before that month is over."""
    del hand
    stated = following(open_month(file.moment))
    return replace(file, sheet=replace(file.sheet, stamp="", stamped="", stated=stated), month="")


def _corrected(file: Sent, hand: _Hand) -> Sent:
    return _correction(file, hand, named=True)


def _corrected_without_name(file: Sent, hand: _Hand) -> Sent:
    return _correction(file, hand, named=False)


def _correction(file: Sent, hand: _Hand, *, named: bool) -> Sent:
    """A correction of a month that the unit has reported; from its own sheet, or named for nobody."""
    unit, books = file.sheet.cell, hand.books
    reported = [m for name, m in books.versions if name == unit and books.counting(unit, m)]
    if not reported:
        return file
    of = hand.random.choice(reported[-3:])
    sheet = Sheet(unit, file.sheet.figures, stated=of)
    return replace(file, sheet=sheet, unit=unit if named else "", month=of if named else "")


def _wrong(file: Sent, hand: _Hand) -> Sent:
    figures = Figures(3, 9, 4, 5 + hand.random.randrange(9))
    return replace(file, sheet=replace(file.sheet, figures=figures))


def _zero(file: Sent, hand: _Hand) -> Sent:
    del hand
    return replace(file, sheet=replace(file.sheet, figures=Figures(zero=True)))


def _repeated(file: Sent, hand: _Hand) -> Sent:
    """A file that the unit has sent before, byte for byte."""
    if not hand.sent:
        return file
    again = hand.random.choice(hand.sent)
    return replace(again, moment=file.moment, number=file.number)


def _last_months(file: Sent, hand: _Hand) -> Sent:
    """The file of the month before, byte for byte."""
    last = before(open_month(file.moment))
    of_last = tuple(each for each in hand.sent if open_month(each.moment) == last)
    return _repeated(file, replace(hand, sent=of_last or hand.sent))


def _named_for_another(file: Sent, hand: _Hand) -> Sent:
    return replace(file, unit=_another(file, hand))


def _with_anothers_name(file: Sent, hand: _Hand) -> Sent:
    """Another unit's name in the unit cell."""
    unit = hand.random.choice(("", file.sheet.cell))
    return replace(file, sheet=replace(file.sheet, cell=_another(file, hand)), unit=unit)


def _another(file: Sent, hand: _Hand) -> str:
    return hand.random.choice([name for name in UNITS if name != file.sheet.cell])


def _of_two_months(file: Sent, hand: _Hand) -> Sent:
    del hand
    last = before(open_month(file.moment))
    return replace(file, month=last) if last in MONTHS else file


def _of_the_future(file: Sent, hand: _Hand) -> Sent:
    del hand
    return replace(file, month=following(following(open_month(file.moment))))


def _of_no_month(file: Sent, hand: _Hand) -> Sent:
    del hand
    return replace(file, sheet=Sheet(file.sheet.cell, file.sheet.figures), month="")


def _without_name(file: Sent, hand: _Hand) -> Sent:
    del hand
    return replace(file, unit="", month="")


def _on_an_old_blank(file: Sent, hand: _Hand) -> Sent:
    """On the blank of the month before, with this month's figures."""
    del hand
    unit, last = file.sheet.cell, before(open_month(file.moment))
    old = Sheet(unit, file.sheet.figures, unit, last)
    return replace(file, sheet=old, month="") if last in MONTHS else file


def _in_a_folder(file: Sent, hand: _Hand) -> Sent:
    del hand
    unit = file.sheet.cell
    return replace(file, folder=superior(unit) or unit)


def _as_it_is(file: Sent, hand: _Hand) -> Sent:
    del hand
    return file


_CHANGES: Final = (
    *(_as_it_is,) * 10,
    *(_late, _early, _corrected, _corrected, _wrong, _wrong, _zero, _zero),
    *(_repeated, _last_months, _named_for_another, _with_anothers_name, _of_two_months),
    *(_of_the_future, _of_no_month, _without_name, _on_an_old_blank),
    *(_corrected_without_name, _in_a_folder),
)
