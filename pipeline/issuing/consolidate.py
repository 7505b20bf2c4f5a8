"""Write 汇总表.xlsx of one round (汇总), and store the trail of each number in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.consolidation.summary import summary_workbook
from pipeline.files import replace_if_changed, safe_name, sha256_of
from pipeline.issuing.unaltered import refuse_altered
from pipeline.ledger.store import append_event
from pipeline.ledger.trails import save_trail
from pipeline.model.event import Action
from pipeline.office.boards import refresh_boards
from pipeline.office.collection_round import load_round
from pipeline.office.lock import exclusive
from pipeline.workspace import OutboxFolder

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.campaign import Campaign
    from pipeline.model.collection_round import CollectionRound
    from pipeline.office.context import Office


def consolidate(office: Office, campaign: Campaign, period: str = "") -> Path:
    """Write the summary (汇总表) of the accepted forms; the same figures give the same bytes.

    Raises:
        PeriodUnknown: nothing was received in *period*.
        FileHeldOpen: the summary is open in Excel or WPS.
        SubmissionAltered: the ledger no longer has a form as it was recorded.
    """
    with exclusive(office.workspace, f"{campaign.name}汇总表"):
        return _write_summary(office, load_round(office, campaign, period))


def _write_summary(office: Office, collected: CollectionRound) -> Path:
    refuse_altered(office, collected)
    campaign = collected.campaign
    # Dated by the latest form in it, not by this run, so that unchanged figures give the same bytes.
    received = [item.latest.received_at for item in collected.standings if item.latest]
    moment = max(received, default=office.clock.now())
    content, trail = summary_workbook(
        campaign, collected.period, collected.standings, moment, collected.previous
    )
    name = safe_name(f"{campaign.name}{collected.period.label}汇总表") + ".xlsx"
    target = office.workspace.results(campaign.name) / OutboxFolder.SUMMARIES / name
    digest = sha256_of(content)
    event = office.event(Action.CONSOLIDATED, campaign.name, name, digest)
    save_trail(office.ledger, digest, name, trail, event)
    if replace_if_changed(target, content):
        append_event(office.ledger, event)
        refresh_boards(office)
    return target
