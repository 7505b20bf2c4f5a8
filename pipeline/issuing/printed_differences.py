"""Compare what a paper prints with what it would print now: which printed figures differ (印出的数与现在的数)."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.model.figure import LISTED, QUOTED

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from pipeline.model.figure import Figure, TrailEntry

    Identity = tuple[str, str, str]

_SEPARATOR: Final = "、"
NOT_PRINTED: Final = "（不再列出）"


@dataclass(frozen=True, slots=True)
class Printed:
    """What a paper prints under one label at one place: a number, or the names of a list."""

    at: str
    label: str
    figures: tuple[Figure, ...]

    @property
    def text(self) -> str:
        """Return it as it is printed."""
        return _SEPARATOR.join(dict.fromkeys(figure.text for figure in self.figures))

    @property
    def identity(self) -> Identity:
        """Return what it is, wherever it is printed; a quoted text (原文) is its unit's."""
        first = self.figures[0]
        units = {source.unit for source in first.sources}
        unit = units.pop() if first.basis == QUOTED and len(units) == 1 else ""
        return self.label, first.basis, unit

    def cites(self, digests: frozenset[str]) -> bool:
        """Return whether one of its figures comes from an original of *digests*."""
        return any(source.digest in digests for each in self.figures for source in each.sources)


@dataclass(frozen=True, slots=True)
class Difference:
    """A printed figure that differs now (与现数不符): what was printed, and what would be; None for nothing."""

    printed: Printed
    present: Printed | None

    @property
    def new_text(self) -> str:
        """Return the text that would be printed now."""
        return self.present.text if self.present else NOT_PRINTED

    @property
    def corrected_by(self) -> tuple[str, str]:
        """Return label and text by which a correction (更正) that prints it is recognised."""
        return self.printed.label, (self.present or self.printed).text


def printed_in(trail: Sequence[TrailEntry]) -> tuple[Printed, ...]:
    """Return what *trail* prints, in its order: names of one list and place together."""
    groups: defaultdict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for entry in trail:
        groups[entry.at, entry.figure.label, entry.figure.basis].append(entry.figure)
    return tuple(Printed(at, label, tuple(each)) for (at, label, _), each in groups.items())


def differences(
    then: Sequence[TrailEntry], now: Sequence[TrailEntry]
) -> tuple[tuple[Printed, Printed | None], ...]:
    """Return each figure of *then* with the one that *now* has in its place; None where there is none.

    First the same label at the same place, then what remains of a label, in order: a paragraph that is
    gone moves those below it. A list that is printed somewhere with the same names is the same.
    """
    before, after = printed_in(then), printed_in(now)
    found: dict[int, int] = {}
    for key in (_words, _place, _identity):
        free: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        taken = set(found.values())
        for at, each in enumerate(after):
            if at not in taken:
                free[key(each)].append(at)
        for at, each in enumerate(before):
            if at not in found and free[key(each)]:
                found[at] = free[key(each)].popleft()
    return tuple(
        (each, after[found[at]] if at in found else None) for at, each in enumerate(before)
    )


def _words(each: Printed) -> Hashable:
    anywhere = each.figures[0].basis in {LISTED, QUOTED}
    return each.identity, each.text, "" if anywhere else each.at


def _place(each: Printed) -> Hashable:
    return each.identity, each.at


def _identity(each: Printed) -> Hashable:
    return each.identity


def compare(
    issued: Sequence[TrailEntry], then: Sequence[TrailEntry], now: Sequence[TrailEntry]
) -> Iterator[tuple[Printed, Difference | None]]:
    """Yield what of *issued* was computed again: with its difference, or None where it is the same now.

    *then* is what the paper's round gave when it was issued: what doesn't agree with the paper was
    computed in another way, and isn't yielded.
    """
    known = {
        (before.at, before.identity, before.text): (before, after)
        for before, after in differences(then, now)
    }
    for printed in printed_in(issued):
        pair = known.get((printed.at, printed.identity, printed.text))
        if pair is None:
            continue
        _, present = pair
        same = present is not None and present.text == printed.text
        yield printed, None if same else Difference(printed, present)
