"""Write 汇总表.xlsx of one round (汇总), and store the trail of each number in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.consolidation.summary import summary_workbook
from pipeline.issuing.summary_files import dated, write_summary
from pipeline.issuing.text_choices import update_choice_book
from pipeline.issuing.unaltered import refuse_altered
from pipeline.office.collection_round import load_round
from pipeline.office.lock import exclusive

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.campaign import Campaign
    from pipeline.model.collection_round import CollectionRound
    from pipeline.office.context import Office


def consolidate(office: Office, campaign: Campaign, period: str = "") -> Path:
    """Write the summary (汇总表) of the accepted forms; the same figures give the same bytes.

    Beside it, the texts that 选编.xlsx doesn't have yet are added there.

    Raises:
        PeriodUnknown: nothing was received in *period*.
        FileHeldOpen: the summary is open in Excel or WPS.
        SubmissionAltered: the ledger no longer has a form as it was recorded.
    """
    with exclusive(office.workspace, f"{campaign.name}汇总表"):
        return _write_summary(office, load_round(office, campaign, period))


def _write_summary(office: Office, collected: CollectionRound) -> Path:
    refuse_altered(office, collected)
    made = summary_workbook(collected, dated(office, collected))
    written = write_summary(office, collected, "汇总表", made)
    update_choice_book(office, collected)
    return written
