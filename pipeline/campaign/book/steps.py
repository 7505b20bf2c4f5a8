"""Read when a paper is due (步骤): working days from the deadline, such as -2、0 or 截止后3个工作日."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.values.numerals import read_chinese_numeral
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from pipeline.campaign.book.tables import BookFaults, Row

_STEP: Final = re.compile(
    r"(?:截止(?:时间|日期|日)?)?(?P<sign>[-−－+]?)(?P<side>[前后]?)第?"
    r"(?P<days>[0-9]{1,3}|[一二三四五六七八九十]{1,3}|两)个?(?:工作)?[日天]?起?(?P<end>[前后]?)",
    re.ASCII,
)
_NEIGHBOURS: Final = {
    0: re.compile(r"(?:截止)?(?:当[日天]|[日天])"),
    1: re.compile(r"(?:截止)?[次翌][日天]"),
}
# Which side of the deadline a sign or a word is on; several of them must agree.
_SIDES: Final = {"-": -1, "−": -1, "－": -1, "+": 1, "前": -1, "后": 1}
_TWO: Final = "两"  # a numeral before a measure word only
_DAYS_AT_MOST: Final = 250  # working days of a year


def read_steps(row: Row, column: str, faults: BookFaults) -> tuple[int, ...]:
    """Return the working days in the cell, in order, negative before the deadline; report what is none."""
    steps: set[int] = set()
    for part in row.names(column):
        step = _step("".join(narrow(part).split()))
        if step is None or abs(step) > _DAYS_AT_MOST:
            faults.add(
                row.sheet,
                row.at(column),
                f"步骤“{part}”算不出是哪一天，请写截止时间前后的工作日数，如 -2、0 或 +3；随时可发的留空。",
            )
        else:
            steps.add(step)
    return tuple(sorted(steps))


def _step(text: str) -> int | None:
    for step, pattern in _NEIGHBOURS.items():
        if pattern.fullmatch(text):
            return step
    match = _STEP.fullmatch(text)
    if match is None:
        return None
    sides = {_SIDES[match[name]] for name in ("sign", "side", "end") if match[name]}
    days = _days(match["days"])
    if days is None or len(sides) > 1:
        return None
    return days * (sides.pop() if sides else 1)


def _days(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    return 2 if text == _TWO else read_chinese_numeral(text)
