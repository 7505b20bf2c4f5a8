"""What is noticed about a form (核对结果): facts only; the wording lives in the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    """How much a finding weighs."""

    ERROR = "错误"
    MUST_EXPLAIN = "须说明"
    WARNING = "提醒"

    @property
    def code(self) -> str:
        """The level as scripts read it: ``error``, ``must-explain`` or ``warning``."""
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a workbook: the sheet's name and the cell's address, as the secretary sees them.

    ``cell`` is empty where a whole sheet is meant, ``sheet`` too where the workbook is.
    """

    workbook: str
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        sheet = f"「{self.sheet}」" if self.sheet else ""
        return f"{self.workbook}{sheet}{self.cell}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed at one place.

    ``found`` is exactly what was typed; ``wanted`` what the rule asks, in words the catalogue puts
    into its sentence; ``explained`` is the unit's own word in the 说明 column.
    """

    place: Place
    label: str
    rule: str
    level: Level
    found: str = ""
    wanted: str = ""
    explained: str = ""
    field_code: str = ""

    @property
    def sends_back(self) -> bool:
        """Return whether this finding alone sends the form back (退回).

        An error (错误) does, and so does what must be explained (须说明) and is not.
        """
        unexplained = self.level is Level.MUST_EXPLAIN and not self.explained
        return self.level is Level.ERROR or unexplained
