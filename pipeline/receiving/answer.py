"""The unit's answer (回执 or 退回单), put in the outbox; doing it twice leaves one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.files import replace_if_changed
from pipeline.intake.originals import find_original
from pipeline.ledger.read import list_submissions
from pipeline.official.templates.template import fill
from pipeline.products.answers import (
    answer_folder,
    answer_stem,
    marks_of,
    receipt_facts,
    return_slip_facts,
)
from pipeline.products.template_lookup import template_for
from pipeline.workbook.errors import MarkupImpossible

if TYPE_CHECKING:
    from pipeline.model.campaign import Campaign
    from pipeline.model.submission import Submission
    from pipeline.model.unit import Unit
    from pipeline.office.context import Office
    from pipeline.workbook.worker import Worker


def answer(submission: Submission, office: Office, worker: Worker | None) -> None:
    """Write the receipt, or the return slip and the marked-up copy, of *submission*.

    Everything in them comes from the submission itself, times too, so that a run repeated after
    a crash writes the same bytes over the same names. The unit's workbook is marked up by the *worker*;
    without one it isn't: it holds other units' sheets too, which are none of this unit's business.

    Raises:
        TemplateMissing: the office has no such template.
        TemplateFaulty: it has one with a broken or unknown tag.
    """
    campaign = office.campaign(submission.campaign)
    unit = campaign.roster.by_code(submission.unit)
    if unit is None:  # taken off the roster since; the ledger keeps the submission
        return
    folder = answer_folder(office.workspace.results(campaign.name), unit, submission)
    if submission.outcome.counts:
        template = template_for(office.workspace, campaign.name, "回执")
        content = fill(template, receipt_facts(campaign, unit, submission))
        replace_if_changed(folder / f"{answer_stem(campaign, unit, submission)}回执.docx", content)
    else:
        _return(office, campaign, unit, submission, worker)


def _return(
    office: Office, campaign: Campaign, unit: Unit, submission: Submission, worker: Worker | None
) -> None:
    folder = answer_folder(office.workspace.results(campaign.name), unit, submission)
    original = find_original(office.workspace, submission.digest)
    marked = (
        _marked_copy(original.read_bytes(), submission, worker) if original and worker else None
    )
    stem = answer_stem(campaign, unit, submission)
    marked_name = f"{stem}标记件.xlsx" if marked else ""
    earlier_counts = any(
        earlier.unit == unit.code and earlier.outcome.counts
        for earlier in list_submissions(
            office.ledger, campaign.name, submission.period, cells=False
        )
    )
    template = template_for(office.workspace, campaign.name, "退回单")
    facts = return_slip_facts(
        campaign, unit, submission, marked_name, earlier_counts=earlier_counts
    )
    if marked is not None:
        replace_if_changed(folder / marked_name, marked)
    replace_if_changed(folder / f"{stem}退回单.docx", fill(template, facts))


def _marked_copy(content: bytes, submission: Submission, worker: Worker) -> bytes | None:
    """The unit's own workbook with its faults marked, or ``None`` where it can't be marked."""
    marks = marks_of(submission)
    if not marks:
        return None
    try:
        return worker.mark_up(content, submission.name, marks)
    except MarkupImpossible:
        return None
