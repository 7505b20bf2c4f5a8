"""The briefing of a round as its shipped template says it, without an office around it."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any, Final, get_type_hints

import docx
from docx.oxml.ns import qn

from pipeline.official.ooxml.elements import style_of, words_in
from pipeline.official.templates.template import fill_traced
from pipeline.products.briefing import briefing_title, masthead_facts
from pipeline.products.briefing_sections import section_facts
from pipeline.products.facts import attendance_facts, campaign_facts
from pipeline.products.tags import SectionFacts
from pipeline.products.template_lookup import shipped_briefing
from tests.offices import MOMENT

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.collection_round import CollectionRound
    from pipeline.official.templates.template import Filled

_TEXT_STYLES: Final = {"公文正文", "一级标题"}


def facts_of(held: CollectionRound) -> dict[str, Any]:
    return {
        **campaign_facts(held.campaign),
        **attendance_facts(held, MOMENT),
        **section_facts(held, MOMENT, get_type_hints(SectionFacts)),
        **masthead_facts(held.campaign, "第1期（总第1期）", date(2026, 10, 13)),
        "标题": briefing_title(held.campaign),
        "补报期限": "2026年10月16日",
    }


def made(held: CollectionRound) -> Filled:
    return fill_traced(shipped_briefing(), facts_of(held))


def lines(held: CollectionRound) -> list[str]:
    """The paragraphs and headings of the text."""
    body = docx.Document(io.BytesIO(made(held).content)).element.body
    return [words_in(p) for p in body.iterchildren(qn("w:p")) if style_of(p) in _TEXT_STYLES]


def table(held: CollectionRound) -> list[list[str]]:
    """The table of units, row by row."""
    rows = docx.Document(io.BytesIO(made(held).content)).tables[0].rows
    return [[cell.text for cell in row.cells] for row in rows]


def words_of(paper: Path, *, headings: bool = False) -> list[str]:
    """The paragraphs of the text of a briefing, or of a paper in no style of ours, outside of its tables."""
    body = docx.Document(str(paper)).element.body
    elements = [p for p in body.iterchildren(qn("w:p")) if words_in(p).strip()]
    styled = any(style_of(p) in _TEXT_STYLES for p in elements)
    wanted = _TEXT_STYLES if headings else _TEXT_STYLES - {"一级标题"}
    kept = [p for p in elements if not styled or style_of(p) in wanted or not style_of(p)]
    return [words_in(p) for p in kept]
