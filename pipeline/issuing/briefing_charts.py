"""Draw the charts that a briefing's template has marks for (〖图：各类单位报送率〗), their figures in the trail."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.consolidation.counting import count_attendance
from pipeline.model.figure import TrailEntry
from pipeline.official.errors import TemplateFaulty
from pipeline.official.ooxml.chart import chart_mark, chart_names, place_charts
from pipeline.products.completion_chart import COMPLETION, completion_chart

if TYPE_CHECKING:
    from pipeline.issuing.issue import PreparedPaper
    from pipeline.model.collection_round import CollectionRound


def check_chart_names(template: str, words: str) -> None:
    """Check the marks of charts in the *words* of a filled template.

    Raises:
        TemplateFaulty: there is no such chart; the charts that there are are named.
    """
    unknown = [name for name in chart_names(words) if name != COMPLETION]
    if unknown:
        reason = f"没有叫“{unknown[0]}”的图，能用的是 {chart_mark(COMPLETION)}，独占一段"
        raise TemplateFaulty(template, f"“{chart_mark(unknown[0])}”", reason)


def with_charts(paper: PreparedPaper, words: str, collected: CollectionRound) -> PreparedPaper:
    """Return *paper* with its charts in place of their marks; *words* are those of the filled template."""
    if COMPLETION not in chart_names(words):
        return paper
    chart, figures = completion_chart(count_attendance(collected.campaign, collected.standings))
    entries = tuple(TrailEntry(f"图 {name}", figure) for name, figure in figures)
    content = place_charts(paper.content, {COMPLETION: chart})
    return replace(paper, content=content, trail=(*paper.trail, *entries))
