"""Write the unit's answer (回执 or 退回单) to the outbox; writing it twice gives the same files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.files import replace_if_changed, sync_folder
from pipeline.intake.originals import find_original
from pipeline.ledger.decisions import list_decisions
from pipeline.ledger.read import has_accepted
from pipeline.model.standing import ruling
from pipeline.official.templates.template import fill
from pipeline.products.replies import (
    Returned,
    receipt,
    reply_folder,
    reply_stem,
    return_slip_facts,
)
from pipeline.products.template_lookup import template_for
from pipeline.receiving.marked_copy import mark_copy

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.campaign import Campaign
    from pipeline.model.submission import Submission
    from pipeline.model.unit import Unit
    from pipeline.office.context import Office
    from pipeline.workbook.worker import Worker


def reply(submission: Submission, office: Office, worker: Worker | None) -> None:
    """Write the receipt (回执), or the return slip and the marked copy (退回单、标记件), of *submission*.

    Its outcome is that by the decisions on it (:func:`~pipeline.receiving.as_decided.as_decided`).
    Everything in them comes from the submission itself, times too, so that a pass repeated after a
    crash writes the same bytes to the same names. The *worker* marks the unit's workbook; it is None
    where the workbook contains other units' sheets too, which this unit must not get.

    Raises:
        TemplateMissing: the office has no such template.
        TemplateFaulty: it has one with a broken or unknown tag.
    """
    campaign = office.campaign(submission.campaign)
    unit = campaign.roster.by_code(submission.unit)
    if unit is None:  # removed from the roster since; the ledger still has the submission
        return
    if submission.outcome.counts:
        path, content = receipt(office.workspace, campaign, unit, submission)
        replace_if_changed(path, content)
        folder = path.parent
    else:
        folder = _write_return(office, campaign, unit, submission, worker)
    sync_folder(folder)  # before the ledger says that the reply is there


def _write_return(
    office: Office, campaign: Campaign, unit: Unit, submission: Submission, worker: Worker | None
) -> Path:
    folder = reply_folder(office.workspace.results(campaign.name), unit, submission)
    original = find_original(office.workspace, submission.digest)
    marked_copy = (
        mark_copy(original.read_bytes(), submission, worker) if original and worker else None
    )
    stem = reply_stem(campaign, unit, submission)
    marked_name = f"{stem}{marked_copy.name}" if marked_copy else ""
    key = submission.key
    decisions = list_decisions(office.ledger, key.campaign, key.period, key.unit)
    ruled = ruling(unit.code, decisions)
    returned = Returned(
        at=ruled.returned_at(submission),
        until=ruled.until,
        marked_name=marked_name,
        earlier_counts=has_accepted(office.ledger, key),
    )
    template = template_for(office.workspace, campaign.name, "退回单")
    facts = return_slip_facts(campaign, unit, submission, returned)
    if marked_copy is not None:
        replace_if_changed(folder / marked_name, marked_copy.content)
    replace_if_changed(folder / f"{stem}退回单.docx", fill(template, facts))
    return folder
