"""Remember the submissions and events that a campaign's boards (看板) list, and read only those added since."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.ledger.decisions import list_decisions
from pipeline.ledger.read import events_after, submissions_after

if TYPE_CHECKING:
    from pipeline.ledger.store import Ledger
    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.decision import Decision
    from pipeline.model.event import Event
    from pipeline.model.submission import Submission


@dataclass(slots=True)
class BoardMemory:
    """The submissions and decisions of one period, without cells, and all events of the campaign, oldest first."""

    period: str = ""
    submissions: list[Submission] = field(default_factory=list)
    decisions: tuple[Decision, ...] = ()
    events: list[Event] = field(default_factory=list)
    last_event: int = 0

    def read_on(self, ledger: Ledger, campaign: Campaign, period: Period) -> None:
        """Read what was added to the ledger since the last time, or all of a period that is new here."""
        if self.period != period.code:
            self.period = period.code
            self.submissions.clear()
        decisions = list_decisions(ledger, campaign.name, period.code)
        if decisions != self.decisions:  # what is known of a submission may depend on them
            self.decisions = decisions
            self.submissions.clear()
        last = self.submissions[-1].number if self.submissions else 0
        self.submissions += submissions_after(ledger, last, campaign.name, period.code)
        for number, event in events_after(ledger, self.last_event, campaign.name):
            self.last_event = number
            self.events.append(event)
