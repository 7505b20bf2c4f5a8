"""Load 任务书.xlsx into a :class:`Campaign`; every fault is reported with its sheet and cell."""

from __future__ import annotations

from dataclasses import fields as dataclass_fields
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.campaign.book.computed import formula_conditions, with_formulas
from pipeline.campaign.book.fields import (
    FIELDS_SHEET,
    PLACE_COLUMN,
    read_conditions,
    read_fields,
)
from pipeline.campaign.book.figure_kinds import with_figure_kinds
from pipeline.campaign.book.items import read_items
from pipeline.campaign.book.own_form import form_file, load_form
from pipeline.campaign.book.papers import read_papers, read_scoring
from pipeline.campaign.book.placeholders import find_placeholders
from pipeline.campaign.book.references import check_code, check_references
from pipeline.campaign.book.tables import BookFault, BookFaults
from pipeline.campaign.book.units import read_roster
from pipeline.campaign.errors import CampaignBookFaulty
from pipeline.files import digest_of, sha256_of
from pipeline.model.campaign import Campaign
from pipeline.model.finding import Place
from pipeline.workbook.reading.read import read_book

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.model.campaign import Condition, Field
    from pipeline.model.form import CrossTable, Form
    from pipeline.model.grid import Book
    from pipeline.workspace import Workspace

BOOK_NAME = "任务书.xlsx"
_VERSION_DIGITS = 6


def load_book(
    path: Path, others: Sequence[Campaign] | None = None
) -> tuple[Campaign | None, tuple[BookFault, ...]]:
    """Read a campaign book; return the campaign, or ``None`` and all of its faults.

    With the *others* of the workspace, a condition that could never be evaluated is a fault, too.
    During a pass they are not checked: one book doesn't stop for another.

    Raises:
        WorkbookUnreadable: the file is no workbook.
        OSError: it can't be read.
    """
    book = read_book(path.read_bytes(), path.name)
    faults = BookFaults()
    items = read_items(book, faults)
    roster = read_roster(book, faults)
    form = load_form(path.parent, faults) if _states_places(book) else None
    fields, tables, conditions = _read_questions(book, form, faults)
    scoring = read_scoring(book, faults)
    papers = read_papers(book, faults)
    if others is not None and items is not None:
        faults.found += check_references(book, conditions, items.cycle, others).found
        faults.found += check_code(book, items.code, items.name, others).found
    if faults.found or items is None:
        return None, tuple(faults.found)
    campaign = Campaign(
        **{each.name: getattr(items, each.name) for each in dataclass_fields(items)},
        version=form_version(fields, form),
        roster=roster,
        fields=fields,
        conditions=conditions,
        scoring=scoring,
        papers=papers,
        form=replace(form, tables=tables) if form else None,
        placeholders=tuple(Place(BOOK_NAME, p.sheet, p.cell) for p in find_placeholders(book)),
    )
    return campaign, ()


def _read_questions(
    book: Book, form: Form | None, faults: BookFaults
) -> tuple[tuple[Field, ...], tuple[CrossTable, ...], tuple[Condition, ...]]:
    """Read the fields, the cross tables that some of them are cells of, and the conditions on them."""
    fields, tables = read_fields(book, faults, form)
    fields = with_formulas(fields, form) if form else fields
    by_form = frozenset(field.code for field in fields if field.formula is not None)
    fields = with_figure_kinds(book, fields, faults, tables)
    conditions = read_conditions(book, fields, faults, tables)
    conditions += formula_conditions(book, fields, conditions, by_form)
    return fields, tables, conditions


def _states_places(book: Book) -> bool:
    """Return whether the 填报项 sheet has the column 位置: then the campaign has a form of the office's own."""
    grid = book.sheet(FIELDS_SHEET)
    return grid is not None and any(cell.value == PLACE_COLUMN for cell in grid.cells.values())


def load_campaign(path: Path) -> Campaign:
    """Load the campaign of a campaign book without faults.

    Raises:
        CampaignBookFaulty: it has faults; each is a sentence with its cell.
        WorkbookUnreadable: the file is no workbook.
    """
    campaign, faults = load_book(path)
    if campaign is None:
        raise CampaignBookFaulty(path, tuple(describe_fault(fault) for fault in faults))
    return campaign


def describe_fault(fault: BookFault) -> str:
    """Return a fault as a sentence that begins with its place, as in 任务书.xlsx「填报项」C7."""
    return f"{BOOK_NAME}「{fault.sheet}」{fault.cell}：{fault.message}"


def list_campaigns(workspace: Workspace) -> tuple[Path, ...]:
    """Return the campaign books of *workspace*, by the name of their folder."""
    return tuple(sorted(workspace.campaigns.glob(f"*/{BOOK_NAME}")))


def book_digest(path: Path) -> str:
    """Return the digest of a campaign book together with the office's own form (表样) in its folder.

    Raises:
        OSError: one of them can't be read.
    """
    own = form_file(path.parent)
    digest = digest_of(path)
    return sha256_of(f"{digest}{digest_of(own)}".encode()) if own else digest


def form_version(fields: Sequence[Field], form: Form | None = None) -> str:
    """Compute the version of a form (表样版本) from its sheets, fields, types and options.

    Where the campaign has a form of the office's own (表样), its digest is a part of the version.
    """
    lines = [
        "|".join((f.sheet, f.code, f.name, f.shape.value, f.kind.value, *f.options)) for f in fields
    ]
    if form is not None:
        lines.append(f"表样|{form.digest}")
    return sha256_of("\n".join(lines).encode())[:_VERSION_DIGITS]
