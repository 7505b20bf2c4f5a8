"""Count the cells of a recorded submission again (读取率), where an earlier pass had read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.intake.originals import find_original
from pipeline.office.versions import definition_of
from pipeline.reading.fill import read_form
from pipeline.reading.identify import IdentityDoubt, claim_for, identify
from pipeline.reading.split import split_by_unit
from pipeline.workbook.errors import WorkbookUnreadable

if TYPE_CHECKING:
    from pipeline.model.filling import Coverage
    from pipeline.model.grid import Book
    from pipeline.model.submission import Submission
    from pipeline.office.context import Office
    from pipeline.receiving.case import Desk


def coverage_of(submission: Submission, desk: Desk) -> Coverage | None:
    """Return the account of a submission's cells, from its original where the ledger has recorded it.

    The ledger keeps the counts in the words of its event alone. ``None`` where the campaign has no form of
    the office's own, or the original can't be read any more.
    """
    office, filling = desk.office, submission.filling
    if filling.coverage is not None:
        return filling.coverage
    campaign = office.campaign(submission.campaign)
    unit = campaign.roster.by_code(submission.unit)
    definition = definition_of(office, campaign, filling.stamp_version)
    path = find_original(office.workspace, submission.digest)
    if definition.form is None or unit is None or path is None:
        return None
    try:
        book = desk.worker.read(path.read_bytes(), submission.name)
    except WorkbookUnreadable:
        return None
    own = _sheets_of_unit(book, submission.unit, office)
    return read_form(own, definition, claim_for(own, definition, unit)).coverage


def _sheets_of_unit(book: Book, unit: str, office: Office) -> Book:
    """Return the sheets of a unit where the workbook holds the forms of several, else all of them."""
    if not isinstance(identify(book, office.campaigns), IdentityDoubt):
        return book
    parts = split_by_unit(book, office.campaigns)
    return next((part for claim, part in parts if claim.unit.code == unit), book)
