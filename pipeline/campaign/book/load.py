"""任务书.xlsx → :class:`Campaign`; every fault is told with its sheet and cell."""

from __future__ import annotations

from dataclasses import fields as dataclass_fields
from typing import TYPE_CHECKING

from pipeline.campaign.book.fields import read_conditions, read_fields
from pipeline.campaign.book.items import read_items
from pipeline.campaign.book.papers import read_papers, read_scoring
from pipeline.campaign.book.references import check_references
from pipeline.campaign.book.tables import BookFault, BookFaults
from pipeline.campaign.book.units import read_roster
from pipeline.campaign.errors import CampaignBookFaulty
from pipeline.files import sha256_of
from pipeline.model.campaign import Campaign
from pipeline.workbook.reading.read import read_book

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.model.campaign import Field
    from pipeline.workspace import Workspace

BOOK_NAME = "任务书.xlsx"
_VERSION_DIGITS = 6


def load_book(
    path: Path, others: Sequence[Campaign] | None = None
) -> tuple[Campaign | None, tuple[BookFault, ...]]:
    """Read a campaign book; where it has faults there is no campaign, only all of them.

    Beside the *others* of the workspace it is a fault, too, that a condition could never be
    evaluated. At work nothing is asked of them: one book doesn't stop for another.

    Raises:
        WorkbookUnreadable: the file is no workbook.
        OSError: it can't be read.
    """
    book = read_book(path.read_bytes(), path.name)
    faults = BookFaults()
    items = read_items(book, faults)
    roster = read_roster(book, faults)
    fields = read_fields(book, faults)
    conditions = read_conditions(book, fields, faults)
    scoring = read_scoring(book, faults)
    papers = read_papers(book, faults)
    if others is not None and items is not None:
        faults.found += check_references(book, conditions, items.cycle, others).found
    if faults.found or items is None:
        return None, tuple(faults.found)
    said = {part.name: getattr(items, part.name) for part in dataclass_fields(items)}
    campaign = Campaign(
        **said,
        version=form_version(fields),
        roster=roster,
        fields=fields,
        conditions=conditions,
        scoring=scoring,
        papers=papers,
    )
    return campaign, ()


def load_campaign(path: Path) -> Campaign:
    """The campaign of a campaign book without faults.

    Raises:
        CampaignBookFaulty: it has faults; each is a sentence with its cell.
        WorkbookUnreadable: the file is no workbook.
    """
    campaign, faults = load_book(path)
    if campaign is None:
        raise CampaignBookFaulty(path, [describe_fault(fault) for fault in faults])
    return campaign


def describe_fault(fault: BookFault) -> str:
    """A fault as a sentence that begins with its place, as in 任务书.xlsx「填报项」C7."""
    return f"{BOOK_NAME}「{fault.sheet}」{fault.cell}：{fault.message}"


def list_campaigns(workspace: Workspace) -> tuple[Path, ...]:
    """The campaign books of *workspace*, by the name of their folder."""
    return tuple(sorted(workspace.campaigns.glob(f"*/{BOOK_NAME}")))


def form_version(fields: Sequence[Field]) -> str:
    """The version of a form (表样版本): the same as long as sheets, fields, types and options are."""
    lines = [
        "|".join((f.sheet, f.code, f.name, f.shape.value, f.kind.value, *f.options)) for f in fields
    ]
    return sha256_of("\n".join(lines).encode())[:_VERSION_DIGITS]
