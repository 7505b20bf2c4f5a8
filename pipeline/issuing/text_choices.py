"""Store the secretary's choice of the units' own texts (选编.xlsx) beside the summary, and read it for a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.consolidation.current import counted_units
from pipeline.files import replace_file
from pipeline.issuing.summary_files import dated
from pipeline.products.choice_book import CHOICE_BOOK_NAME, choice_book, read_choice, text_fields
from pipeline.products.text_choice import TextChoice
from pipeline.workspace import OutboxFolder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.model.campaign import Campaign
    from pipeline.model.collection_round import CollectionRound
    from pipeline.office.context import Office


def choice_path(office: Office, campaign: Campaign) -> Path:
    """Return where the campaign's 选编.xlsx is."""
    return office.workspace.results(campaign.name) / OutboxFolder.SUMMARIES / CHOICE_BOOK_NAME


def update_choice_book(office: Office, collected: CollectionRound) -> Path | None:
    """Add the texts of the round that 选编.xlsx doesn't have; return its path, or ``None`` without text fields.

    Raises:
        WorkbookUnreadable: the file there is no workbook; it is not changed.
        FileHeldOpen: it is open in Excel or WPS.
    """
    campaign = collected.campaign
    if not text_fields(campaign):
        return None
    path = choice_path(office, campaign)
    before = path.read_bytes() if path.is_file() else None
    counted = counted_units(campaign, collected.standings)
    content = choice_book(before, collected, counted, dated(office, collected))
    if content is not None:
        replace_file(path, content)
    return path if path.is_file() else None


def text_choice(
    office: Office, collected: CollectionRound, picked: Sequence[str] = ()
) -> TextChoice:
    """Return whose texts a paper prints: the units *picked* by name, else what 选编.xlsx marks.

    Raises:
        UnitUnknown: a picked unit is not on the roster.
        WorkbookUnreadable: 选编.xlsx is no workbook.
    """
    campaign = collected.campaign
    if picked:
        return TextChoice(frozenset(office.unit(campaign, name).code for name in picked))
    path = choice_path(office, campaign)
    if not path.is_file():
        return TextChoice()
    return TextChoice(marks=read_choice(path.read_bytes(), collected))
