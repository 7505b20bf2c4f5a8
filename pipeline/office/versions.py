"""Keep each version of a form that this office sends out, and find the one of which a blank is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.campaign.book.load import BOOK_NAME, book_digest
from pipeline.campaign.book.versions import as_version, in_codes_of, keep_version, version_folder
from pipeline.errors import describe
from pipeline.model.campaign import Campaign

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model.filling import Filling
    from pipeline.model.submission import Submission
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
    """Return *campaign* as it was defined in *version* of its form (表样版本).

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


def with_present_codes(office: Office, campaign: Campaign, submission: Submission) -> Submission:
    """Return a recorded *submission* with the codes that its fields have in *campaign*, and as it was recorded."""
    if submission.filling.stamp_version in {"", campaign.version}:
        return submission
    filling = in_present_codes(office, campaign, submission.filling)
    recorded = None if filling is submission.filling else submission.filling
    return replace(submission, filling=filling, recorded=recorded)


def in_present_codes(office: Office, campaign: Campaign, filling: Filling) -> Filling:
    """Return a recorded *filling* with the codes that its fields have in *campaign*.

    It was recorded in those of the version by which it was read; where that is not kept, it is unchanged.
    """
    older = definition_of(office, campaign, filling.stamp_version)
    return filling if older is campaign else in_codes_of(campaign, older, filling)
