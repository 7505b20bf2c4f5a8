"""Settle finished papers on their rendered pages (定稿): few lines left empty, nothing alone or parted.

All papers of a batch are rendered in one run of LibreOffice; those whose pages have a fault are rendered
again in several adjustments, and the best of each is taken. Where no renderer is installed a paper
stays as it was laid out.
"""

from __future__ import annotations

import io
import os
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from docx import Document

from pipeline.official.layout.adjust import (
    AS_LAID_OUT,
    Adjustment,
    adjust,
    body_elements,
    pitch_of,
    profile_of,
)
from pipeline.official.layout.page_faults import (
    TEXT_FAULTS,
    WEIGHTS,
    FaultKind,
    Geometry,
    PageFault,
    PlacedPage,
    page_faults,
    place_elements,
)
from pipeline.official.layout.parted import merged, unparted
from pipeline.official.rendering.render import find_renderer
from pipeline.official.rendering.rendered import Rendered, render_all
from pipeline.official.standard.clauses import figure
from pipeline.official.standard.profile import ADJUSTED_LINES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Sequence

    Candidates = Callable[["_Trial"], list[Adjustment]]

_ROW_SCALES: Final = tuple(map(Decimal, ("0.94", "1.06", "0.88", "1.12", "0.82", "1.2", "1.3")))
_NEAREST: Final = 2  # adjustments of the pitch that are tried first
_ROUNDS_OF_FIGURES: Final = 4
_PAGE_WEIGHT: Final = 3
_STANDARD_LINES: Final = int(figure("lines-per-page"))
SWITCH: Final = "BAOSONG_RENDER"  # 0: papers are issued without rendering


@dataclass(frozen=True, slots=True)
class Settled:
    """Hold a paper as it is to leave, how it was adjusted, and which faults its pages still have.

    ``rendered`` is ``None`` where it was not.
    """

    content: bytes
    adjustment: Adjustment = AS_LAID_OUT
    rendered: Rendered | None = None
    faults: tuple[PageFault, ...] = ()

    @property
    def pages(self) -> int | None:
        """Return the number of its pages, ``None`` where it was not rendered."""
        return None if self.rendered is None else self.rendered.measured.pages


@dataclass(frozen=True, slots=True)
class _Trial:
    """Hold one adjustment of a paper with its rendered pages."""

    original: bytes
    content: bytes
    adjustment: Adjustment
    page: PlacedPage
    pdf: bytes
    faults: tuple[PageFault, ...]

    def cost(self, kinds: Collection[FaultKind]) -> float:
        """Return what is wrong with the pages by *kinds* of faults, and how far they are from the usual."""
        lines = self.adjustment.lines or _STANDARD_LINES
        return (
            sum(WEIGHTS[each.kind] + each.lines for each in self.faults if each.kind in kinds)
            + _PAGE_WEIGHT * self.page.measured.pages
            + 2 * (lines - _STANDARD_LINES) ** 2
            + float(abs(self.adjustment.rows - 1)) * 20
            + (not self.adjustment.kept)
        )

    @property
    def likeness(self) -> Hashable:
        """Return what is equal for papers whose pages have the same faults."""
        faults = tuple((fault.kind, fault.page, round(fault.lines)) for fault in self.faults)
        return self.page.measured.pages, len(self.page.placed), self.adjustment.lines, faults


def is_settling() -> bool:
    """Return whether papers are rendered before they are issued: a renderer is there, ``BAOSONG_RENDER`` not 0."""
    return os.environ.get(SWITCH) != "0" and find_renderer() is not None


def settle(papers: Sequence[bytes]) -> tuple[Settled, ...]:
    """Return the *papers*, finished Word documents, adjusted to their rendered pages.

    Raises:
        RenderFailed: the renderer is installed and failed.
    """
    if find_renderer() is None or not papers:
        return tuple(Settled(paper) for paper in papers)
    trials = _render([(paper, AS_LAID_OUT) for paper in papers])
    for candidates, kinds in ((_nearest, TEXT_FAULTS), (_others, TEXT_FAULTS), (_rows, FaultKind)):
        trials = _improve(trials, candidates, frozenset(kinds))
    for _ in range(_ROUNDS_OF_FIGURES):
        trials, changed = _unpart(trials)
        if not changed:
            break
    return tuple(
        Settled(each.content, each.adjustment, Rendered(each.pdf, each.page.measured), each.faults)
        for each in trials
    )


def _nearest(trial: _Trial) -> list[Adjustment]:
    """Return the smallest changes of the text for a paper whose text ends a page badly."""
    if not _has(trial, TEXT_FAULTS):
        return []
    lines = (0, *ADJUSTED_LINES[:_NEAREST])
    return _variants(trial, lines)


def _others(trial: _Trial) -> list[Adjustment]:
    return _variants(trial, ADJUSTED_LINES[_NEAREST:]) if _has(trial, TEXT_FAULTS) else []


def _rows(trial: _Trial) -> list[Adjustment]:
    """Return other heights of table rows for a paper with any fault left, if it has a table."""
    if not trial.faults:
        return []
    return [replace(trial.adjustment, rows=scale) for scale in _ROW_SCALES]


def _variants(trial: _Trial, lines: Sequence[int]) -> list[Adjustment]:
    return [
        replace(trial.adjustment, lines=each, kept=kept)
        for each in lines
        for kept in (True, False)
        if (each, kept) != (trial.adjustment.lines, trial.adjustment.kept)
    ]


def _has(trial: _Trial, kinds: frozenset[FaultKind]) -> bool:
    return any(fault.kind in kinds for fault in trial.faults)


def _improve(
    trials: Sequence[_Trial], candidates: Candidates, kinds: frozenset[FaultKind]
) -> list[_Trial]:
    """Return the best of each trial and its *candidates*, rendered in one call.

    Papers whose pages have the same faults, as those of a batch do, are first adjusted alike: only one
    of them is tried in every adjustment.
    """
    alike: dict[Hashable, list[int]] = {}
    for at, trial in enumerate(trials):
        if candidates(trial):
            alike.setdefault(trial.likeness, []).append(at)
    best = list(trials)
    firsts = [group[0] for group in alike.values()]
    _take_best(best, [(at, each) for at in firsts for each in candidates(best[at])], kinds)
    others = [(at, best[group[0]].adjustment) for group in alike.values() for at in group[1:]]
    _take_best(best, others, kinds)
    remaining = [at for at, _ in others if candidates(best[at])]
    _take_best(best, [(at, each) for at in remaining for each in candidates(best[at])], kinds)
    return best


def _take_best(
    best: list[_Trial], wanted: Sequence[tuple[int, Adjustment]], kinds: frozenset[FaultKind]
) -> None:
    """Render the *wanted* adjustments, and put those in place that are better by *kinds* of faults."""
    if not wanted:
        return
    rendered = _render([(best[at].original, each) for at, each in wanted])
    for (at, _), trial in zip(wanted, rendered, strict=True):
        if trial.cost(kinds) < best[at].cost(kinds):
            best[at] = trial


def _unpart(trials: Sequence[_Trial]) -> tuple[list[_Trial], bool]:
    """Widen the lines that end within a figure, and render the papers that have any."""
    widened = {at: unparted(trial.page) for at, trial in enumerate(trials)}
    todo = [at for at, found in widened.items() if found]
    if not todo:
        return list(trials), False
    rendered = _render(
        [
            (
                trials[at].original,
                replace(
                    trials[at].adjustment,
                    widened=merged(trials[at].adjustment.widened, widened[at]),
                ),
            )
            for at in todo
        ]
    )
    best = list(trials)
    for at, trial in zip(todo, rendered, strict=True):
        best[at] = trial
    return best, True


def rendered_pages(papers: Sequence[bytes]) -> tuple[PlacedPage, ...]:
    """Render the *papers* in one call; return where their words are.

    Raises:
        RendererMissing: LibreOffice isn't installed.
        RenderFailed: it failed.
    """
    return tuple(
        _placed(content, rendered)
        for content, rendered in zip(papers, render_all(papers), strict=True)
    )


def _render(wanted: Sequence[tuple[bytes, Adjustment]]) -> list[_Trial]:
    """Render papers with their adjustments in one call, and find the faults of their pages."""
    contents = [adjust(paper, adjustment) for paper, adjustment in wanted]
    trials = []
    for (paper, adjustment), content, rendered in zip(
        wanted, contents, render_all(contents), strict=True
    ):
        page = _placed(content, rendered)
        trials.append(_Trial(paper, content, adjustment, page, rendered.pdf, page_faults(page)))
    return trials


def _placed(content: bytes, rendered: Rendered) -> PlacedPage:
    document = Document(io.BytesIO(content))
    profile, pitch = profile_of(document), pitch_of(document)
    bottom = figure("margin-top") + figure("type-height") + profile.bottom_reduction.mm
    return place_elements(
        body_elements(document), rendered.measured, Geometry(float(pitch.mm), float(bottom))
    )
