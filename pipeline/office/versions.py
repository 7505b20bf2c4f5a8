"""Keep each version of a form that this office sends out, and find the one of which a blank is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.campaign.book.load import BOOK_NAME, book_digest
from pipeline.campaign.book.versions import as_version, keep_version, version_folder
from pipeline.errors import describe
from pipeline.model.campaign import Campaign

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.office.context import Office


def keep_versions(office: Office, campaigns: Iterable[Campaign]) -> tuple[str, ...]:
    """Store the definition (任务书、表样) of each of *campaigns* under its version, once; the office is locked.

    Return a note for each that could not be stored: its blanks will be read by a later version.
    """
    notes = []
    for campaign in campaigns:
        book = office.memory.book_path(campaign)
        if book is None:
            continue
        try:
            keep_version(office.workspace.versions, campaign, book)
        except OSError as error:
            notes.append(f"任务“{campaign.name}”现行的表样没有留存：{describe(error)}")
    return tuple(notes)


def definition_of(office: Office, campaign: Campaign, version: str) -> Campaign:
    """Return *campaign* as it was defined in *version* of its form (表样版本), in its present codes.

    Where *version* is the present one, empty, not kept or damaged, it is *campaign* itself.
    """
    if not version or version == campaign.version:
        return campaign
    folder = version_folder(office.workspace.versions, campaign.code, version)
    book = folder / BOOK_NAME
    try:
        older = office.memory.load_campaign(book, book_digest(book), ())
    except OSError:
        return campaign
    if not isinstance(older, Campaign) or older.version != version:
        return campaign
    return as_version(campaign, older)
