"""Read when a paper is due (步骤): working days from the deadline, such as -2、0 or 截止后3个工作日."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.values.text import narrow

if TYPE_CHECKING:
    from pipeline.campaign.book.tables import BookFaults, Row

_STEP: Final = re.compile(
    r"(?:截止(?:时间|日)?)?(?P<side>[-−－+前后第]*)(?P<days>[0-9]{1,3})个?(?:工作)?[日天]?(?:起|后|前)?"
)
_ON_THE_DAY: Final = re.compile(r"(?:截止)?(?:当[日天]|[日天])")
_MINUS: Final = frozenset("-−－前")
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
    if _ON_THE_DAY.fullmatch(text):
        return 0
    match = _STEP.fullmatch(text)
    if match is None:
        return None
    before = bool(_MINUS & set(match["side"])) or text.endswith("前")
    return -int(match["days"]) if before else int(match["days"])
