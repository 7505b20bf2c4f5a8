"""What an office's form asks for, place by place, and what of a sheet is accounted for already."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.campaign.drafting.guess import ParsedLabel
    from pipeline.model.campaign import Shape
    from pipeline.model.grid import Address


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing the form asks: its label, where that stands, and where its answer goes."""

    label: ParsedLabel
    sheet: str
    at: Address
    shape: Shape
    section: str = ""
    options: tuple[str, ...] = ()
    tall: bool = False
    figure: bool = False  # stands in a table of figures, where a bare name means a number


@dataclass(slots=True)
class ParseState:
    """What of a sheet is already accounted for, and the heading under which we are."""

    used: set[Address] = field(default_factory=set)
    sections: dict[int, str] = field(default_factory=dict)

    def section(self, row: int) -> str:
        """The heading above *row*."""
        above = [number for number in self.sections if number < row]
        return self.sections[max(above)] if above else ""
