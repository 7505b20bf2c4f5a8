"""Send the answer of a recorded case (答复): write it to the outbox, and record that it is there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.ledger.arrivals import record_publication
from pipeline.ledger.read import submission_by_number
from pipeline.model.event import Action, unit_subject
from pipeline.receiving.reply import reply

if TYPE_CHECKING:
    from pipeline.receiving.case import Case


def send(case: Case) -> Case:
    """Write the receipt (回执), or the return slip with the marked copy (退回单), and record it.

    Raises:
        TemplateMissing, TemplateFaulty: the office's template can't be used; the case stays recorded.
        OSError: the disk refused.
    """
    office, progress = case.office, case.progress
    submission = case.submission or submission_by_number(office.ledger, progress.submission)
    # Under another name its workbook contains other units' forms too, which this unit must not get.
    alone = progress.name == submission.name
    reply(submission, office, case.desk.worker if alone else None)
    action = Action.RECEIPT_SENT if submission.outcome.counts else Action.RETURN_SENT
    subject = unit_subject(submission.campaign, office.unit_name(submission))
    event = office.event(action, subject, f"第{submission.version}版", submission.digest)
    progress = record_publication(office.ledger, progress, event)
    return replace(case, progress=progress, submission=submission)
