"""Compute again what an issued paper (已印发的文件) prints, on another round, by the same template."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.clock import stopped_clock
from pipeline.issuing.briefing_request import briefing_trail
from pipeline.issuing.notice_facts import (
    in_full_width,
    notice_facts,
    notice_round,
    select_facts,
)
from pipeline.issuing.paper_charts import charts_for
from pipeline.ledger.after_issue import subjects_reminded
from pipeline.model.document_number import is_numbered_by_issue, printed_number
from pipeline.model.event import period_subject, unit_subject
from pipeline.official.ooxml.chart import marks_in
from pipeline.official.templates.template import fill_traced, referenced_names
from pipeline.products.template_lookup import template_for

if TYPE_CHECKING:
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.document_number import Number
    from pipeline.model.figure import TrailEntry
    from pipeline.model.unit import Unit
    from pipeline.office.context import Office


def printed_again(
    office: Office, number: Number, collected: CollectionRound
) -> tuple[TrailEntry, ...]:
    """Return the figures that the paper of *number* would print on *collected*, as of the moment of its issue.

    Raises:
        TemplateMissing, TemplateFaulty: its template is gone, or can't be filled any more.
    """
    then = replace(office, clock=stopped_clock(number.at))
    dated = number.at.date()
    if is_numbered_by_issue(number.kind):
        return briefing_trail(then, collected, dated)
    template = template_for(office.workspace, collected.campaign.name, number.kind)
    names = referenced_names(template)
    of_round = notice_round(then, collected, names)
    facts = notice_facts(of_round, number.kind, dated, _units(office, number, collected))
    facts["发文字号"] = printed_number(number)
    filled = fill_traced(template, in_full_width(select_facts(facts, names)))
    charts = charts_for(then, collected, template.name, marks_in(filled.content))
    return (*filled.trail, *charts.trail)


def _units(office: Office, number: Number, collected: CollectionRound) -> tuple[Unit, ...]:
    """Return the units that the paper reminds, by the events of its issue; none for any other paper."""
    name = collected.campaign.name
    reminded = subjects_reminded(office.ledger, name, printed_number(number))
    campaign, label = collected.campaign, collected.period.label
    return tuple(
        unit
        for unit in (campaign.units() if reminded else ())
        if period_subject(campaign.name, unit.full_name, label) in reminded
        or unit_subject(campaign.name, unit.full_name) in reminded
    )
