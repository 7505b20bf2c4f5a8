"""Settle and check the pages of papers before their numbers are taken (定稿、印前版面校对): a batch in one run.

Each paper is adjusted to its rendered pages (行距、字距, GB/T 9704-2012, 7.3.5.5), then what its pages show is
judged. Without LibreOffice, with a stand-in for a typeface, or where rendering failed, the pages are unverified
(未核验), which is listed and never refuses a paper.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError
from pipeline.issuing.check_paper import NOTHING_FOUND, PaperCheck, sort_verdicts
from pipeline.model.verdict import Result
from pipeline.official.errors import RenderFailed
from pipeline.official.inspection.inspect import is_in_own_form
from pipeline.official.inspection.rendered import (
    RENDERED_RULES,
    batch_verdicts,
    unrendered_verdicts,
)
from pipeline.official.layout.settle import Settled, is_settling, settle
from pipeline.official.rendering.render import missing_fonts
from pipeline.official.rendering.rendered import render_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pipeline.issuing.issue import PreparedPaper
    from pipeline.model.verdict import Verdict
    from pipeline.official.layout.adjust import Adjustment


@dataclass(frozen=True, slots=True)
class PaperPages:
    """Hold what the rendered pages of papers show, and how each is adjusted to them, by its content key."""

    check: PaperCheck = NOTHING_FOUND
    adjustments: Mapping[str, Adjustment] = field(default_factory=dict)


def settle_pages(
    prepare: Callable[[], Mapping[str, PreparedPaper]], *, finished: bool = False
) -> PaperPages:
    """Render the papers that *prepare* returns by their keys; return how they are adjusted, and what they show.

    The caller doesn't hold the office lock; *prepare* acquires it for as long as it reads. Where it raises
    an error, nothing is found: issuing itself raises the same one. A *finished* document is only checked.
    """
    if not is_settling():
        return PaperPages(sort_verdicts(tuple(unrendered_verdicts("没有渲染，未核验"))))
    try:
        papers = prepare()
    except PipelineError:
        return PaperPages()
    if not papers:
        return PaperPages()
    try:
        contents = [paper.content for paper in papers.values()]
        settled = _as_they_are(contents) if finished else settle(contents)
        rendered = [each.rendered for each in settled if each.rendered is not None]
        names = [paper.name for paper in papers.values()]
        by_paper = batch_verdicts(
            [(paper.content, name) for paper, name in zip(settled, names, strict=True)], rendered
        )
    except RenderFailed as error:
        reason = f"渲染没有成功（{error.reason}），未核验"
        return PaperPages(sort_verdicts(tuple(unrendered_verdicts(reason))))
    adjustments = {key: paper.adjustment for key, paper in zip(papers, settled, strict=True)}
    return PaperPages(_merged(by_paper, papers.values()), adjustments)


def _as_they_are(contents: Sequence[bytes]) -> tuple[Settled, ...]:
    rendered = render_all(contents)
    return tuple(
        Settled(content, rendered=pages) for content, pages in zip(contents, rendered, strict=True)
    )


def _merged(by_paper: Sequence[Sequence[Verdict]], papers: Iterable[PreparedPaper]) -> PaperCheck:
    substitutes = missing_fonts()
    checks = [
        sort_verdicts(
            _judged(found, bool(substitutes)),
            RENDERED_RULES if is_in_own_form(paper.content, paper.name) else (),
        )
        for found, paper in zip(by_paper, papers, strict=True)
    ]
    return PaperCheck(
        tuple(dict.fromkeys(fault for check in checks for fault in check.faults)),
        tuple(dict.fromkeys(remark for check in checks for remark in check.remarks)),
    )


def _judged(verdicts: Sequence[Verdict], substituted: bool) -> tuple[Verdict, ...]:  # noqa: FBT001
    """Return *verdicts*; those that failed with a stand-in typeface (替代字体) are unverified."""
    return tuple(
        replace(
            each,
            result=Result.UNVERIFIED,
            message=f"{each.message.rstrip('。')}（有替代字体，未核验）",
        )
        if substituted and each.result is Result.FAILED
        else each
        for each in verdicts
    )
