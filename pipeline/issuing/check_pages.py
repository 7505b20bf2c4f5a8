"""Check the pages of papers before their numbers are taken (印前版面校对): all of a batch in one call of the renderer.

Without LibreOffice, with a stand-in for a typeface, or where rendering failed, the pages are unverified
(未核验), which is listed and never refuses a paper.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.errors import PipelineError
from pipeline.issuing.check_paper import PaperCheck, sort_verdicts
from pipeline.model.verdict import Result
from pipeline.official.errors import RenderFailed
from pipeline.official.inspection.inspect import is_in_own_form
from pipeline.official.inspection.rendered import (
    RENDERED_RULES,
    render_batch,
    unrendered_verdicts,
)
from pipeline.official.rendering.render import find_renderer, missing_fonts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.issuing.issue import PreparedPaper
    from pipeline.model.verdict import Verdict

SWITCH: Final = "BAOSONG_RENDER"  # 0: papers are issued without rendering


def pages_are_checked() -> bool:
    """Return whether there is a renderer, and the check of pages isn't switched off."""
    return os.environ.get(SWITCH) != "0" and find_renderer() is not None


def check_pages(prepare: Callable[[], Sequence[PreparedPaper]]) -> PaperCheck:
    """Render the papers that *prepare* returns in one call, and return what their pages show.

    The caller doesn't hold the office lock; *prepare* acquires it for as long as it reads. Where it raises
    an error, nothing is found: issuing itself raises the same one.
    """
    if not pages_are_checked():
        return sort_verdicts(tuple(unrendered_verdicts("没有渲染，未核验")))
    try:
        papers = prepare()
    except PipelineError:
        return PaperCheck()
    if not papers:
        return PaperCheck()
    try:
        by_paper = render_batch([(paper.content, paper.name) for paper in papers])
    except RenderFailed as error:
        return sort_verdicts(tuple(unrendered_verdicts(f"渲染没有成功（{error.reason}），未核验")))
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
