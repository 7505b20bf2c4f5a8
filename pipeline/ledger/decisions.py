"""Store decisions (处置) of persons about what was submitted, in one table that is only appended to.

A decision, its event, the digest of its content and the arrival by which it is carried out are one
transaction: a process that is killed afterwards leaves the arrival, from which the next pass continues.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from pipeline.files import sha256_of
from pipeline.ledger.connection import driver_of, refuse_unreadable_rows
from pipeline.ledger.fingerprints import decision_content, decision_subject
from pipeline.ledger.history import append
from pipeline.ledger.rows import decision_of, decision_row, moment_text
from pipeline.ledger.schema import decisions, insert_statement, submissions
from pipeline.ledger.store import proven_transaction, read_transaction
from pipeline.model.arrival import Fate, Origin, Step
from pipeline.model.decision import DecisionKind
from pipeline.model.event import Action, Event

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from sqlalchemy import Connection, Select

    from pipeline.ledger.store import Ledger
    from pipeline.model.decision import Decision
    from pipeline.model.submission import Submission

_INSERT: Final = insert_statement(decisions, without=("number",))
_IN_ORDER: Final = select(decisions).order_by(decisions.c.number)
_INSERT_ARRIVAL: Final = f"""
    INSERT INTO arrivals
        (name, digest, origin, received_at, step, starts, submission, fate, unit, campaign, reason)
    VALUES (:name, :digest, '{Origin.DECISION.value}', :received_at, :step, 1, :submission, :fate, '',
        :campaign, :reason)
"""  # noqa: S608 - our own names


@dataclass(frozen=True, slots=True)
class DecidedCase:
    """The submission whose case is advanced again by a decision, and from which step.

    ``KEPT`` has its original examined again; ``RECORDED`` has it answered again, with that *fate*;
    ``PUBLISHED`` removes it from the quarantine where *reason* is that a withdrawal was revoked.
    """

    submission: Submission
    step: Step
    fate: Fate | None = None
    reason: str = ""


def record_decision(
    ledger: Ledger, decision: Decision, event: Event, case: DecidedCase | None = None
) -> tuple[Decision, int]:
    """Insert a decision, its event, its digest and the arrival that carries it out; return it and the arrival's number.

    Raises:
        LedgerBusy: another process is writing and doesn't finish.
        LedgerUnwritable: the disk refused; nothing was recorded.
    """
    with proven_transaction(ledger) as connection:
        driver = driver_of(connection)
        number = int(driver.execute(_INSERT, decision_row(decision)).lastrowid or 0)
        recorded = replace(decision, number=number)
        append(connection, event)
        append(
            connection,
            Event(
                event.at,
                event.actor,
                Action.FINGERPRINTED,
                decision_subject(number),
                sha256_of(decision_content(recorded)),
                event.digest,
            ),
        )
        arrival = 0
        if case is not None:
            arrival = int(driver.execute(_INSERT_ARRIVAL, _arrival(case)).lastrowid or 0)
    return recorded, arrival


def list_decisions(
    ledger: Ledger, campaign: str = "", period: str = "", unit: str = ""
) -> tuple[Decision, ...]:
    """Return the decisions (处置), oldest first: all, or those of a campaign, of its period, on a unit.

    Those on a unit include those for all units.

    Raises:
        LedgerDamaged: one isn't as the program writes decisions.
    """
    query = _of(campaign, period, unit)
    with read_transaction(ledger) as connection, refuse_unreadable_rows(ledger.path):
        return tuple(decision_of(row) for row in connection.execute(query))


def select_decisions(
    connection: Connection, campaign: str, period: str = "", unit: str = ""
) -> tuple[Decision, ...]:
    """Return the decisions over an open connection, likewise."""
    return tuple(decision_of(row) for row in connection.execute(_of(campaign, period, unit)))


def withdrawals_of(ledger: Ledger, digest: str) -> tuple[Decision, ...]:
    """Return the withdrawals (撤回) in force of submissions of these bytes, oldest first."""
    of_bytes = select(submissions.c.number).where(submissions.c.digest == digest)
    revoking = decisions.alias()
    query = _IN_ORDER.where(
        decisions.c.submission.in_(of_bytes),
        decisions.c.kind == DecisionKind.WITHDRAW.value,
        ~select(revoking.c.number).where(revoking.c.revokes == decisions.c.number).exists(),
    )
    with read_transaction(ledger) as connection, refuse_unreadable_rows(ledger.path):
        return tuple(decision_of(row) for row in connection.execute(query))


def last_decision(ledger: Ledger) -> int:
    """Return the number of the last decision; 0 where there is none."""
    with read_transaction(ledger) as connection:
        query = "SELECT max(number) FROM decisions"
        return driver_of(connection).execute(query).fetchone()[0] or 0


def iter_decisions(
    connection: Connection, skip: Container[int] = ()
) -> Iterator[tuple[int, Decision | None]]:
    """Yield every decision by its number, without those in *skip*; ``None`` where its row is unreadable."""
    for row in connection.execute(_IN_ORDER).all():
        if row.number in skip:
            continue
        decision: Decision | None
        try:
            decision = decision_of(row)
        except (ValueError, TypeError):  # not as the program writes rows
            decision = None
        yield row.number, decision


def _of(campaign: str, period: str, unit: str) -> Select[Any]:
    query = _IN_ORDER
    if campaign:
        query = query.where(decisions.c.campaign == campaign)
    if period:
        query = query.where(decisions.c.period == period)
    if unit:
        query = query.where(decisions.c.unit.in_((unit, "")))
    return query


def _arrival(case: DecidedCase) -> dict[str, Any]:
    submission = case.submission
    answered = case.step is not Step.KEPT
    return {
        "name": submission.name,
        "digest": submission.digest,
        "received_at": moment_text(submission.received_at),
        "step": case.step.value,
        "submission": submission.number if answered else None,
        "fate": case.fate.value if case.fate else None,
        "campaign": submission.campaign if answered else "",
        "reason": case.reason,
    }
