"""Name the sheets of a summary after units: valid, at most 31 characters, each once."""

from __future__ import annotations

import re
from itertools import count
from typing import Final

_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_UNNAMED: Final = re.compile(r"\W")
_LONGEST: Final = 31
_PART: Final = 12  # of the form's sheet in the name
_RESERVED: Final = "history"  # a spreadsheet keeps this name for itself


class SheetNames:
    """Names of sheets that are taken; upper and lower case are one."""

    def __init__(self, taken: tuple[str, ...]) -> None:
        self._taken = {name.casefold() for name in (*taken, _RESERVED)}

    def free(self, name: str, sheet: str = "") -> str:
        """Return a free name such as 东河区 or 东河区_附表2, and take it.

        An area over sheets can be written where their names need no quotes: hence no hyphen.
        """
        part = _UNNAMED.sub("", sheet)[:_PART]
        end = f"_{part}" if part else ""
        bare = _valid(name) or "单位"
        for number in count(1):
            tail = end if number == 1 else f"{end}_{number}"
            found = f"{bare[: _LONGEST - len(tail)]}{tail}"
            if found.casefold() not in self._taken:
                self._taken.add(found.casefold())
                return found
        raise AssertionError


def _valid(name: str) -> str:
    return _FORBIDDEN.sub("", name).strip("' ")
