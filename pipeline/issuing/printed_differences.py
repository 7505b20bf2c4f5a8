"""Compare what a paper prints with what it would print now: which printed figures differ (印出的数与现在的数)."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.model.figure import LISTED, QUOTED

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from pipeline.model.figure import Figure, TrailEntry

    Identity = tuple[str, str, str]

_SEPARATOR: Final = "、"
NOT_PRINTED: Final = "（不再列出）"
NOT_LISTED: Final = "（未列）"


@dataclass(frozen=True, slots=True)
class Printed:
    """What a paper prints under one label at one place: a number, or the names of a list."""

    at: str
    label: str
    figures: tuple[Figure, ...]

    @property
    def text(self) -> str:
        """Return it as it is printed."""
        return _joined(self.figures)

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
    """A printed figure that differs now (与现数不符): what was printed, and what would be; None for nothing.

    Of a list (名单) only the names that differ are ``old`` and ``new``.
    """

    printed: Printed
    present: Printed | None

    @property
    def old(self) -> tuple[Figure, ...]:
        """Return the figures that are no longer right."""
        return _without(self.printed, self.present)

    @property
    def new(self) -> tuple[Figure, ...]:
        """Return the figures that would be printed in their place."""
        return _without(self.present, self.printed) if self.present else ()

    @property
    def old_text(self) -> str:
        """Return the text that is no longer right."""
        return _joined(self.old) or NOT_LISTED

    @property
    def new_text(self) -> str:
        """Return the text that would be printed now."""
        return _joined(self.new) or NOT_PRINTED

    @property
    def corrected_by(self) -> tuple[str, str]:
        """Return label and text by which a correction (更正) that prints it is recognised."""
        return self.printed.label, _joined(self.new or self.old)


def _without(one: Printed, other: Printed | None) -> tuple[Figure, ...]:
    """Return the figures of *one*; of a list, those whose names *other* lacks."""
    if other is None or one.figures[0].basis != LISTED:
        return one.figures
    listed = {name for figure in other.figures for name in figure.text.split(_SEPARATOR)}
    remaining = (_of_names(figure, listed) for figure in one.figures)
    return tuple(figure for figure in remaining if figure.text)


def _of_names(figure: Figure, without: set[str]) -> Figure:
    """Return the list *figure* with the names that are not in *without*, and with their sources."""
    names = [name for name in figure.text.split(_SEPARATOR) if name not in without]
    own = tuple(source for source in figure.sources if source.unit in names)
    return replace(
        figure,
        value=Decimal(len(names)),
        text=_SEPARATOR.join(names),
        sources=own or figure.sources,
    )


def _joined(figures: Sequence[Figure]) -> str:
    return _SEPARATOR.join(dict.fromkeys(figure.text for figure in figures))


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
        found = Difference(printed, pair[1])
        yield printed, None if _is_same(found) else found


def _is_same(found: Difference) -> bool:
    if found.present is None:
        return False
    return found.present.text == found.printed.text or not (found.old or found.new)
