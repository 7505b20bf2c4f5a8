"""Complete a person's outline (提纲) with lines that the program drafts, where the outline doesn't state them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.official.drafts.lines import DraftLine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.official.drafts.source import DraftSource


@dataclass(frozen=True, slots=True)
class DraftedLine:
    """A line to add to an outline; ``name`` is what it is called in a note.

    It isn't added where the outline has one of the words ``stated_by``. With ``at_end`` it follows the
    outline, else it is below the title.
    """

    name: str
    text: str
    stated_by: tuple[str, ...] = ()
    at_end: bool = False


@dataclass(frozen=True, slots=True)
class OutlineFrame:
    """What the program knows for an outline: its ``facts`` for tags, the ``drafted`` lines, and its title.

    ``title`` is the one that a person stated, ``default_title`` that of an outline without one.
    """

    facts: Mapping[str, str]
    drafted: tuple[DraftedLine, ...]
    title: str
    default_title: str


def complete_outline(
    source: DraftSource, start: int, drafted: Sequence[DraftedLine]
) -> tuple[DraftSource, tuple[str, ...]]:
    """Return *source* with the *drafted* lines that it doesn't state, the first below its title; and their names.

    *start* is the index after the title's last line, 0 without a title.
    """
    words = "".join(
        "".join((line.text, *(cell for row in line.rows for cell in row)))
        for line in source.lines[start:]
    )
    plain = "".join(words.split())
    added = [each for each in drafted if not any(mark in plain for mark in each.stated_by)]
    opening = tuple(DraftLine(0, each.text) for each in added if not each.at_end)
    ending = tuple(DraftLine(0, each.text) for each in added if each.at_end)
    lines = (*source.lines[:start], *opening, *source.lines[start:], *ending)
    return replace(source, lines=lines), tuple(each.name for each in added)
