"""Builders of the ledger's tests: a campaign, a small submission, an event, at handed-in moments."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from pipeline.clock import BEIJING
from pipeline.ledger import arrivals
from pipeline.model.campaign import Campaign, Period
from pipeline.model.event import Event
from pipeline.model.filling import Answer, AnswerState, Filling
from pipeline.model.finding import Place
from pipeline.model.submission import CheckOutcome, Submission
from pipeline.model.unit import Roster, Unit
from tests.campaigns import DEADLINE, usual_campaign

if TYPE_CHECKING:
    from pipeline.ledger.store import Ledger
    from pipeline.model.arrival import Progress

NOON: Final = datetime(2026, 10, 9, 12, 0, tzinfo=BEIJING)
PERIOD: Final = Period("一次性", "", DEADLINE)
UNITS: Final = (
    Unit("U01", "东河区", "东河"),
    Unit("U02", "西河区", "西河"),
    Unit("U03", "云川火车站", "火车站", exempt=True),
)


def campaign() -> Campaign:
    return usual_campaign(roster=Roster(UNITS))


def event(action: str = "收到", detail: str = "") -> Event:
    return Event(NOON, "文秘", action, "文明单位创建／东河区", detail)


def submission(
    content: str = "第一次报送",
    unit: str = "U01",
    outcome: CheckOutcome = CheckOutcome.ACCEPTED,
    *,
    late: bool = False,
) -> Submission:
    name = f"{unit} 报送表.xlsx"
    cell = Answer(
        "C01", Place(name, "基本情况", "C7"), AnswerState.VALUE, "１２", Decimal(12), ("全角",)
    )
    return Submission(
        campaign="文明单位创建",
        period=PERIOD.code,
        unit=unit,
        digest=sha256(content.encode()).hexdigest(),
        name=name,
        received_at=NOON + timedelta(days=2 if late else 0),
        late=late,
        outcome=outcome,
        filling=Filling("文明单位创建", unit, name, (cell,)),
        findings=(),
    )


def arrive(ledger: Ledger, handed: Submission) -> Progress:
    """Begin, or continue, the arrival of *handed*."""
    return arrivals.begin_arrival(ledger, handed.name, handed.digest, handed.received_at)


def record(ledger: Ledger, handed: Submission, told: Event) -> Submission:
    """Record *handed* as it arrives."""
    _, entered = arrivals.record_submission(ledger, arrive(ledger, handed), handed, told)
    return entered
