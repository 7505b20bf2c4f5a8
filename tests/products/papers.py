"""The papers on a round as their shipped templates say them, without an office around them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final, get_type_hints

import docx
from docx.oxml.ns import qn

from pipeline.issuing.notice_facts import NoticeRound, in_full_width, notice_facts
from pipeline.official.ooxml.elements import style_of, words_in
from pipeline.official.templates.starters import starter_templates
from pipeline.official.templates.template import TemplateFile, fill_traced, template_in
from pipeline.products.briefing import briefing_title, masthead_facts
from pipeline.products.briefing_sections import section_facts
from pipeline.products.facts import (
    attendance_facts,
    campaign_facts,
    form_facts,
    score_rows,
    scoring_method,
    totals_facts,
)
from pipeline.products.tags import SectionFacts
from pipeline.supervision.overdue import overdue
from tests.offices import MOMENT

if TYPE_CHECKING:
    from pipeline.model.collection_round import CollectionRound

DATED: Final = date(2026, 10, 13)
_HEADINGS: Final = {"一级标题": 1, "二级标题": 2}
_TEXT: Final = "公文正文"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a paper's text; ``level`` is 1 for a heading and 0 for text."""

    level: int
    words: str


def facts_of(held: CollectionRound) -> dict[str, Any]:
    """The facts of every paper on a round, as the issuing prepares them."""
    campaign = held.campaign
    owing = overdue(campaign, held.period, held.standings, MOMENT)
    shared: Any = {
        **campaign_facts(campaign),
        **form_facts(campaign),
        **attendance_facts(held, MOMENT),
        **totals_facts(held),
        **section_facts(held, MOMENT, get_type_hints(SectionFacts)),
        "各单位": score_rows(held),
        "计分办法": scoring_method(campaign),
    }
    of_round = NoticeRound(held, shared, {item.unit.code: item for item in owing}, {}, MOMENT)
    facts = {
        **notice_facts(of_round, "通报", DATED, ()),
        **masthead_facts(campaign, "第1期（总第1期）", DATED),
        "标题": briefing_title(campaign),
    }
    return dict(in_full_width(facts))


@cache
def template(kind: str) -> TemplateFile:
    """The shipped template of *kind*, compiled once."""
    return template_in(f"{kind}.docx", starter_templates()[f"{kind}.docx"])


def text_of(kind: str, facts: dict[str, Any]) -> tuple[Line, ...]:
    """The text of the paper of *kind*, from the first line below its title to its last."""
    body = docx.Document(io.BytesIO(fill_traced(template(kind), facts).content)).element.body
    found = [
        (style_of(paragraph), words_in(paragraph)) for paragraph in body.iterchildren(qn("w:p"))
    ]
    return tuple(
        Line(_HEADINGS.get(style, 0), words)
        for style, words in found
        if style == _TEXT or style in _HEADINGS
    )
