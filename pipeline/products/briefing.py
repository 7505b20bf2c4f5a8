"""Compose the briefing (简报) of a campaign: what the units reported, each number with its trail (溯源)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.consolidation.counting import count_attendance
from pipeline.consolidation.current import counted_units
from pipeline.model.campaign import Aggregation
from pipeline.model.document import (
    DocumentForm,
    Heading,
    Imprint,
    Masthead,
    OfficialDocument,
    Paragraph,
)
from pipeline.model.figure import Figure
from pipeline.products.briefing_overview import overview
from pipeline.products.briefing_sections import (
    choices_paragraph,
    extremes_paragraph,
    sections,
    totals_paragraph,
    unit_texts,
)
from pipeline.products.briefing_table import key_fields, units_table
from pipeline.products.wording import as_sentence, with_full_stop
from pipeline.values.numerals import chinese_date, chinese_numeral

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.document import Block

_TEXTS_AT_MOST = 6
_WITHOUT_NAME = "基本情况"  # of a form whose fields are not in groups


def compose_briefing(
    collected: CollectionRound, issue_number: str, issue_date: date, moment: datetime
) -> OfficialDocument:
    """Return the briefing numbered *issue_number* (第3期（总第17期）), with the figures as of *moment*."""
    campaign = collected.campaign
    paper = campaign.paper("简报")
    return OfficialDocument(
        kind="简报",
        form=DocumentForm.BRIEFING,
        title=campaign.text("简报标题") or f"{campaign.name}工作情况",
        blocks=tuple(_blocks(collected, moment)),
        masthead=Masthead(
            name=briefing_name(campaign),
            issue_number=issue_number,
            organ=campaign.text("简报编印单位") or campaign.lead_office,
            dated=chinese_date(issue_date),
        ),
        imprint=Imprint(
            lines=tuple(
                (name, with_full_stop(campaign.text(f"简报{name}")))
                for name in ("报", "送", "发")
                if campaign.text(f"简报{name}")
            ),
            copies=f"共印{paper.copies}份" if paper.copies else "",
        ),
    )


def briefing_name(campaign: Campaign) -> str:
    """Return the name of the campaign's briefing (简报名称), as in its masthead and its file name."""
    return campaign.paper("简报").organ_mark or f"{campaign.name}工作简报"


def _blocks(collected: CollectionRound, moment: datetime) -> Iterator[Block]:
    campaign = collected.campaign
    current = counted_units(campaign, collected.standings)
    before = counted_units(campaign, collected.previous) if collected.previous else ()
    present = count_attendance(campaign, collected.standings)
    yield from overview(campaign, collected.period, present, moment)
    for number, (title, paragraphs) in enumerate(_sections(campaign, current, before), start=1):
        yield Heading(1, f"{chinese_numeral(number)}、{title}")
        yield from paragraphs
    yield units_table(campaign, collected.standings, current)


def _sections(
    campaign: Campaign, current: Sequence[CountedUnit], before: Sequence[CountedUnit]
) -> Iterator[tuple[str, tuple[Paragraph, ...]]]:
    keys = frozenset(field.code for field in key_fields(campaign))
    for name, fields in sections(campaign):
        compared = [field for field in fields if field.code in keys]
        paragraphs = (
            choices_paragraph(current, fields),
            totals_paragraph(current, before, fields, campaign.conditions),
            extremes_paragraph(current, compared),
        )
        written = tuple(paragraph for paragraph in paragraphs if paragraph is not None)
        if written:
            yield _unnumbered(name) or _WITHOUT_NAME, written
        for field in fields:
            if field.aggregation is Aggregation.STACK:
                texts = tuple(_texts(campaign, current, field))
                if texts:
                    yield field.name, texts


def _texts(campaign: Campaign, current: Sequence[CountedUnit], field: Field) -> Iterator[Paragraph]:
    """Yield the units' own texts up to 简报摘登单位数, then a sentence that counts the rest."""
    texts = unit_texts(current, field)
    allowed = campaign.text("简报摘登单位数")
    limit = int(allowed) if allowed.isdecimal() else _TEXTS_AT_MOST
    for unit, text, _ in texts[:limit]:
        yield Paragraph((as_sentence(text),), lead=f"{unit}：")
    rest = texts[limit:]
    if rest:
        count = Decimal(len(rest))
        figure = Figure(
            count, str(count), f"{field.name}未摘登单位", "计数", tuple(s for _, _, s in rest)
        )
        yield Paragraph(
            ("以上按单位名单顺序摘登，其余", figure, "家单位的材料见汇总表“文字材料”。")
        )


def _unnumbered(section: str) -> str:
    """Return a section's name without its own number; the briefing numbers its sections itself."""
    head, mark, rest = section.partition("、")
    return rest if mark and len(head) <= 2 else section  # noqa: PLR2004 - 十二、 is the longest
