"""One line of a draft: its words, and what the file said of its place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line (段) of a draft, or a table where ``rows`` are given.

    ``number`` counts the lines that a person sees, from 1. ``level`` is what the file says of a
    heading: 0 for the title, 1 to 4 for the outline, ``None`` where it says nothing.
    """

    number: int
    text: str = ""
    level: int | None = None
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written on it."""
        return not self.text.strip() and not self.rows
