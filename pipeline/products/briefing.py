"""Compute the masthead and the imprint of a campaign's briefing (简报), and its text for older templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.products.wording import with_full_stop
from pipeline.values.numerals import chinese_date

if TYPE_CHECKING:
    from datetime import date

    from pipeline.model.campaign import Campaign
    from pipeline.products.tags import MastheadFacts


def briefing_name(campaign: Campaign) -> str:
    """Return the name of the campaign's briefing (简报名称), as in its masthead and its file name."""
    return campaign.paper("简报").organ_mark or f"{campaign.name}工作简报"


def briefing_title(campaign: Campaign) -> str:
    """Return the title of the campaign's briefing (简报标题)."""
    return campaign.text("简报标题") or f"{campaign.name}工作情况"


def masthead_facts(campaign: Campaign, issue_number: str, issue_date: date) -> MastheadFacts:
    """Return masthead and imprint of the briefing numbered *issue_number* (第3期（总第17期）); no text yet."""
    copies = campaign.paper("简报").copies
    report, send, distribute = (
        with_full_stop(text) if (text := campaign.text(f"简报{name}")) else ""
        for name in ("报", "送", "发")
    )
    return {
        "简报名称": briefing_name(campaign),
        "期号": issue_number,
        "编印单位": campaign.text("简报编印单位") or campaign.lead_office,
        "编印日期": chinese_date(issue_date),
        "报": report,
        "送": send,
        "发": distribute,
        "份数": f"共印{copies}份" if copies else "",
        "正文": [],
    }
