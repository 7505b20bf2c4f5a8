"""Define a finding (核对结果) about a form: facts only; its wording is in the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    """Severity of a finding (级别)."""

    ERROR = "错误"
    MUST_EXPLAIN = "须说明"
    WARNING = "提醒"

    @property
    def code(self) -> str:
        """Return the level as scripts read it: ``error``, ``must-explain`` or ``warning``."""
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Place in a workbook: the sheet's name and the cell's address, as the secretary sees them.

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
    """One finding (核对结果) at one place.

    ``found`` is the text exactly as typed; ``wanted`` what the rule requires, in words that the
    catalogue inserts into its sentence; ``explained`` the unit's own text in the 说明 column.
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
