"""Compose a campaign's briefing (简报) on a round from its template: the request to issue it, and its trail alone."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pipeline.files import safe_name, sha256_of
from pipeline.issuing.issue import IssueRequest, PreparedPaper
from pipeline.issuing.notice_facts import in_full_width, notice_facts, notice_round
from pipeline.issuing.paper_charts import charts_for
from pipeline.model.document_number import printed_number
from pipeline.official.errors import TemplateFaulty
from pipeline.official.ooxml.chart import chart_marks, marks_in
from pipeline.official.templates.body_lines import body_lines
from pipeline.official.templates.repair import template_notes
from pipeline.official.templates.template import (
    check_template,
    fill_traced,
    referenced_names,
    rendered_text,
)
from pipeline.products.briefing import briefing_name, briefing_title, masthead_facts
from pipeline.products.tag_names import known_names
from pipeline.products.tags import BriefingFacts
from pipeline.products.template_lookup import briefing_template_for, shipped_briefing
from pipeline.workspace import OutboxFolder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from pipeline.issuing.issue import IssueOptions
    from pipeline.issuing.notice_facts import NoticeRound
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.document_number import Number
    from pipeline.model.figure import TrailEntry
    from pipeline.office.context import Office

_UNNUMBERED: Final = "第　期（草稿）"


def briefing_trail(
    office: Office, collected: CollectionRound, dated: date
) -> tuple[TrailEntry, ...]:
    """Return the figures that the briefing on *collected* prints, each with its place.

    Raises:
        TemplateFaulty: a tag is wrong, or what it prints has no place.
    """
    template = briefing_template_for(office.workspace, collected.campaign.name)
    names = referenced_names(template)
    of_round = notice_round(office, collected, _needed(names))
    filled = fill_traced(template, _facts(of_round, names, dated))
    charts = charts_for(office, collected, template.name, marks_in(filled.content))
    return (*filled.trail, *charts.trail)


def briefing_request(
    office: Office, collected: CollectionRound, options: IssueOptions, picked: Sequence[str]
) -> tuple[IssueRequest, tuple[str, ...]]:
    """Return the request for the briefing, whose template was filled once: a fault in it takes no number; and its notes.

    Raises:
        TemplateFaulty: a tag is wrong, or what it prints has no place.
    """
    campaign = collected.campaign
    template = briefing_template_for(office.workspace, campaign.name)
    names = referenced_names(template)
    of_round = notice_round(office, collected, _needed(names), picked)
    facts = _facts(of_round, names, options.dated)
    if unknown := check_template(template, known_names(facts, BriefingFacts)):
        raise TemplateFaulty(template.name, "", "；".join(unknown))

    @cache  # the paper that is checked is the one that is published
    def made(issue_number: str) -> PreparedPaper:
        filled = fill_traced(template, {**facts, "期号": issue_number, "发文字号": issue_number})
        name = f"{safe_name(f'{issue_number} {briefing_name(campaign)}')}.docx"
        return charts.drawn_in(PreparedPaper(filled.content, name, filled.trail))

    def make(number: Number | None) -> PreparedPaper:
        return made(printed_number(number) if number else _UNNUMBERED)

    undated = dict.fromkeys(("截至", "截至时", "编印日期", "成文日期", "印发日期", "补报期限"), "")
    words = rendered_text(template, {**facts, **undated})
    charts = charts_for(office, collected, template.name, chart_marks(words))
    make(None)
    request = IssueRequest(
        paper=campaign.paper("简报"),
        title=briefing_title(campaign),
        folder=office.workspace.results(campaign.name) / OutboxFolder.BRIEFINGS,
        key=round_key("简报", collected, words, of_units=(*standing_keys(collected), *charts.key)),
        make=make,
    )
    return request, (*template_notes(template.name, template.package), *charts.notes)


def _needed(names: frozenset[str]) -> frozenset[str]:
    """Return the tags of a template, and of the shipped one where it prints the text (正文) whole."""
    return names | referenced_names(shipped_briefing()) if "正文" in names else names


def _facts(of_round: NoticeRound, names: frozenset[str], dated: date) -> dict[str, Any]:
    """Return the facts of the briefing, with a text (正文) for a template that prints one whole."""
    campaign = of_round.collected.campaign
    facts: dict[str, Any] = {
        **notice_facts(of_round, "简报", dated, ()),
        "标题": briefing_title(campaign),
        **masthead_facts(campaign, _UNNUMBERED, dated),
    }
    printed = _needed(names)
    facts = {name: in_full_width(f) if name in printed else f for name, f in facts.items()}
    if "正文" not in names:
        return facts
    return {**facts, "正文": body_lines(shipped_briefing(), facts)}


def round_key(kind: str, collected: CollectionRound, *more: str, of_units: Sequence[str]) -> str:
    """Return a digest that is equal whenever a paper of *kind* on this round has the same content.

    *of_units* are the :func:`standing_keys` of the round, which all papers of a batch share.
    """
    parts = [kind, collected.campaign.name, collected.period.code, *more, *of_units]
    return sha256_of("\n".join(parts).encode())


def standing_keys(collected: CollectionRound) -> tuple[str, ...]:
    """Return for each unit a text that is equal whenever a paper shows the same of it."""
    return tuple(
        f"{standing.unit}{standing.state.value}{standing.late}"
        f"{standing.current.digest if standing.current else ''}"
        for standing in collected.standings
    )
