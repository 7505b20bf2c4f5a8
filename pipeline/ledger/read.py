"""Read the ledger (台账). Campaigns, periods and units are named by text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, func, or_, select

from pipeline.ledger import schema
from pipeline.ledger.connection import driver_of, refuse_unreadable_rows
from pipeline.ledger.decisions import list_decisions, select_decisions
from pipeline.ledger.history import event_of
from pipeline.ledger.load import load, load_readable
from pipeline.ledger.rows import moment_of
from pipeline.ledger.standings import standings_of
from pipeline.ledger.store import SET_ASIDE, read_transaction
from pipeline.model.event import Event, belongs_to, unit_subject
from pipeline.model.standing import unit_standing
from pipeline.model.submission import CheckOutcome, SubmissionKey
from pipeline.model.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from pipeline.ledger.store import Ledger
    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.submission import Standing, Submission

_HEAD = schema.submissions.c
_BATCH = 200
# Fixed texts, for they are asked for each form that arrives.
_OF_PERIOD: Final = "SELECT max(number) FROM submissions WHERE campaign = ? AND period = ?"
_OF_DIGEST: Final = f"{_OF_PERIOD} AND digest = ? AND number NOT IN ({SET_ASIDE})"
_EVENT: Final = "SELECT number, at, actor, action, subject, detail, digest FROM events"
_EVENTS_AFTER: Final = f"{_EVENT} WHERE number > ? ORDER BY number"
_EVENTS_OF_CAMPAIGN: Final = (
    f"{_EVENT} WHERE subject = ? OR (subject >= ? AND subject < ?) ORDER BY number"
)
_COUNT_OF_UNITS: Final = (
    "SELECT subject, count(*) FROM events"
    " WHERE subject >= ? AND subject < ? AND action = ? GROUP BY subject"
)
_FIRST_OF_EACH: Final = (
    "SELECT detail, min(at) FROM events WHERE subject = ? AND action = ? GROUP BY detail"
)
_PERIODS_OF_UNIT: Final = f"""
    SELECT period, max(decision <> ?), max(digest = ?) FROM submissions
    WHERE campaign = ? AND unit = ? AND number NOT IN ({SET_ASIDE}) GROUP BY period
"""  # noqa: S608 - our own words
_ACCEPTED: Final = f"{_OF_PERIOD} AND unit = ? AND decision <> ?"
_REPLACED: Final = """
    SELECT digest FROM submissions AS own WHERE campaign = :campaign AND (
        decision <> :returned AND EXISTS (
            SELECT 1 FROM submissions AS later WHERE later.campaign = own.campaign
            AND later.period = own.period AND later.unit = own.unit
            AND later.number > own.number AND later.decision <> :returned)
        OR EXISTS (
            SELECT 1 FROM decisions WHERE decisions.campaign = own.campaign
            AND decisions.period = own.period AND decisions.unit = own.unit))
"""
_IS_DECIDED: Final = (
    "SELECT 1 FROM decisions WHERE campaign = ? AND period = ? AND unit = ? LIMIT 1"
)
_DECIDED_PERIODS: Final = "SELECT DISTINCT period FROM decisions WHERE campaign = ? AND unit = ?"


def find_submission(ledger: Ledger, digest: str, key: SubmissionKey) -> Submission | None:
    """Return the submission of exactly these bytes in a period; of any unit, or of that in *key* alone.

    One that was withdrawn (撤回) or moved (改期别) isn't returned: its bytes may be received again.
    """
    query = _OF_DIGEST
    values: tuple[str, ...] = (key.campaign, key.period, digest)
    if key.unit:
        query, values = f"{query} AND unit = ?", (*values, key.unit)
    return _latest(ledger, query, values)


def list_submissions(
    ledger: Ledger, campaign: str, period: str, *, cells: bool = True
) -> tuple[Submission, ...]:
    """Return every submission (报送件) of a period, each version, in the order of arrival.

    Without *cells* their fillings are empty: to learn only who reported, that is many times as fast.

    Raises:
        LedgerDamaged: a row isn't as the program writes rows.
    """
    with read_transaction(ledger) as connection, refuse_unreadable_rows(ledger.path):
        return load(connection, _of_period(campaign, period), cells=cells)


def submissions_after(
    ledger: Ledger, number: int, campaign: str, period: str
) -> tuple[Submission, ...]:
    """Return the submissions of a period with higher numbers than *number*, without their cells."""
    condition = and_(_of_period(campaign, period), _HEAD.number > number)
    with read_transaction(ledger) as connection:
        return load(connection, condition, cells=False)


def list_standings(
    ledger: Ledger, campaign: Campaign, period: Period, *, cells: bool = True
) -> tuple[Standing, ...]:
    """Return the standing (报送情况) of each unit in *period*, in roster order; *cells* as for submissions."""
    submissions = list_submissions(ledger, campaign.name, period.code, cells=cells)
    decisions = list_decisions(ledger, campaign.name, period.code)
    return standings_of(campaign, period, submissions, decisions)


def list_versions(ledger: Ledger, key: SubmissionKey) -> tuple[Submission, ...]:
    """Return every version of a unit in a period, in the order of arrival, without its cells."""
    with read_transaction(ledger) as connection:
        return load(connection, _of_key(key), cells=False)


def latest_accepted(ledger: Ledger, key: SubmissionKey) -> Submission | None:
    """Return the version that counts (在用的一版) of a unit in a period, if there is one."""
    with read_transaction(ledger) as connection:
        number = _accepted_number(connection, key)
        return load(connection, _HEAD.number == number)[0] if number else None


def has_accepted(ledger: Ledger, key: SubmissionKey) -> bool:
    """Return whether a unit has a version that counts; none is loaded unless something was decided on it."""
    with read_transaction(ledger) as connection:
        return _accepted_number(connection, key) != 0


def periods_of_unit(
    ledger: Ledger, campaign: str, unit: str, digest: str
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the periods in which a unit has a version that counts, and those with a version of these bytes.

    One that was withdrawn (撤回) or moved (改期别) is in neither.
    """
    values = (CheckOutcome.RETURNED.value, digest, campaign, unit)
    with read_transaction(ledger) as connection:
        driver = driver_of(connection)
        rows = driver.execute(_PERIODS_OF_UNIT, values).fetchall()
        accepted = {period for period, counts, _ in rows if counts}
        for (period,) in driver.execute(_DECIDED_PERIODS, (campaign, unit)).fetchall():
            key = SubmissionKey(campaign, period, unit)
            (accepted.add if _accepted_number(connection, key) else accepted.discard)(period)
    return frozenset(accepted), frozenset(period for period, _, same in rows if same)


def first_moments(ledger: Ledger, subject: str, action: str) -> dict[str, datetime]:
    """Return for each detail of the events of that action about *subject* when it was first recorded."""
    with read_transaction(ledger) as connection:
        rows = driver_of(connection).execute(_FIRST_OF_EACH, (subject, str(action))).fetchall()
    return {detail: moment_of(at) for detail, at in rows}


def submission_by_number(ledger: Ledger, number: int) -> Submission:
    """Return the submission of that number in the ledger."""
    with read_transaction(ledger) as connection:
        (submission,) = load(connection, _HEAD.number == number)
    return submission


def list_periods(ledger: Ledger, campaign: str) -> tuple[tuple[str, datetime], ...]:
    """Return the periods (期) in which something was received, each with the moment of its first receipt."""
    first = func.min(_HEAD.received_at)
    with read_transaction(ledger) as connection:
        rows = connection.execute(
            select(_HEAD.period, first)
            .where(_HEAD.campaign == campaign)
            .group_by(_HEAD.period)
            .order_by(_HEAD.period)
        )
        return tuple((code, moment_of(moment)) for code, moment in rows)


def possibly_replaced(ledger: Ledger, campaign: str) -> frozenset[str]:
    """Return the digests of originals (原件) that may not count any more: a later version does, or a person decided on the unit."""
    values = {"campaign": campaign, "returned": CheckOutcome.RETURNED.value}
    with read_transaction(ledger) as connection:
        rows = driver_of(connection).execute(_REPLACED, values).fetchall()
    return frozenset(digest for (digest,) in rows)


def periods_of_originals(ledger: Ledger, campaign: str, digests: Container[str]) -> tuple[str, ...]:
    """Return the codes of the periods in which one of these originals was received, the last one first."""
    query = "SELECT DISTINCT period, digest FROM submissions WHERE campaign = ?"
    with read_transaction(ledger) as connection:
        rows = driver_of(connection).execute(query, (campaign,)).fetchall()
    return tuple(sorted({period for period, digest in rows if digest in digests}, reverse=True))


def last_recorded(ledger: Ledger, times: Mapping[str, int]) -> frozenset[int]:
    """Return the numbers of the last submissions of each digest in *times*: as many as that says."""
    remaining = dict(times)
    query = "SELECT number, digest FROM submissions ORDER BY number DESC"
    with read_transaction(ledger) as connection:
        rows = driver_of(connection).execute(query).fetchall()
    found = set()
    for number, digest in rows:
        if remaining.get(digest):
            remaining[digest] -= 1
            found.add(number)
    return frozenset(found)


def search_submissions(ledger: Ledger, text: str) -> tuple[Submission, ...]:
    """Return the submissions whose file's name contains *text* or whose digest begins with it, without cells."""
    condition = or_(
        _HEAD.name.contains(text, autoescape=True),
        _HEAD.digest.startswith(text.lower(), autoescape=True),
    )
    with read_transaction(ledger) as connection:
        return load(connection, condition, cells=False)


def original_digests(ledger: Ledger) -> tuple[str, ...]:
    """Return the digest of the original of every submission, each once."""
    with read_transaction(ledger) as connection:
        return tuple(
            connection.scalars(select(_HEAD.digest).distinct().order_by(_HEAD.digest)).all()
        )


def list_events(ledger: Ledger, limit: int | None = None) -> tuple[Event, ...]:
    """Return the history (事件), oldest first; with *limit*, only so many of the latest events.

    Raises:
        LedgerDamaged: an event isn't as the program writes events.
    """
    newest_first = select(schema.events).order_by(schema.events.c.number.desc()).limit(limit)
    with read_transaction(ledger) as connection, refuse_unreadable_rows(ledger.path):
        return tuple(event_of(row) for row in reversed(connection.execute(newest_first).all()))


def last_submission(ledger: Ledger, campaign: str, period: str) -> int:
    """Return the number of the last submission of a period; 0 where there is none."""
    with read_transaction(ledger) as connection:
        (number,) = driver_of(connection).execute(_OF_PERIOD, (campaign, period)).fetchone()
    return number or 0


def events_after(ledger: Ledger, number: int, campaign: str = "") -> tuple[tuple[int, Event], ...]:
    """Return the events with higher numbers than *number*, oldest first, each with its number.

    With *campaign*, only those about it or about a unit in it; the whole history isn't read for them.
    """
    query = _EVENTS_AFTER
    values: tuple[str | int, ...] = (number,)
    if campaign and not number:
        query, values = _EVENTS_OF_CAMPAIGN, (campaign, *_unit_subjects(campaign))
    with read_transaction(ledger) as connection:
        found = [
            (row[0], Event(moment_of(row[1]), *row[2:]))
            for row in driver_of(connection).execute(query, values)
        ]
    return tuple(each for each in found if not campaign or belongs_to(each[1], campaign))


def last_link(ledger: Ledger) -> tuple[int, str]:
    """Return number and link of the last event; 0 and an empty text where there is none."""
    query = "SELECT number, link FROM events ORDER BY number DESC LIMIT 1"
    with read_transaction(ledger) as connection:
        row = driver_of(connection).execute(query).fetchone()
    return row or (0, "")


def link_of(ledger: Ledger, number: int) -> str:
    """Return the link of the event of that number, which identifies the whole history up to it."""
    query = "SELECT link FROM events WHERE number = ?"
    with read_transaction(ledger) as connection:
        row = driver_of(connection).execute(query, (number,)).fetchone()
    return row[0] if row else ""


def count_unit_events(ledger: Ledger, campaign: str, action: str) -> dict[str, int]:
    """Return how many events of that action there are about each unit of *campaign*, by their subjects."""
    with read_transaction(ledger) as connection:
        rows = driver_of(connection).execute(
            _COUNT_OF_UNITS, (*_unit_subjects(campaign), str(action))
        )
        return dict(rows.fetchall())


def has_event(ledger: Ledger, action: str, subject: str) -> bool:
    """Return whether the history has an event of that action about that subject."""
    table = schema.events.c
    found = select(table.number).where(table.subject == subject, table.action == action).limit(1)
    with read_transaction(ledger) as connection:
        return connection.scalar(found) is not None


def last_event(ledger: Ledger, digest: str, *actions: str) -> Event | None:
    """Return the latest event of one of those *actions* about the original of *digest*, if there is one."""
    table = schema.events.c
    newest_first = (
        select(schema.events)
        .where(table.action.in_(actions), table.digest == digest)
        .order_by(table.number.desc())
        .limit(1)
    )
    with read_transaction(ledger) as connection:
        row = connection.execute(newest_first).one_or_none()
    return event_of(row) if row else None


def last_event_number(ledger: Ledger, digest: str, action: str) -> int:
    """Return the number of the latest event of that action about the original of *digest*; 0 where there is none."""
    query = "SELECT max(number) FROM events WHERE digest = ? AND action = ?"
    with read_transaction(ledger) as connection:
        (number,) = driver_of(connection).execute(query, (digest, str(action))).fetchone()
    return number or 0


def count_events(ledger: Ledger, action: str, digest: str, detail: str) -> int:
    """Return the number of events of that action about the original of *digest* whose detail begins with *detail*."""
    table = schema.events.c
    matching = select(func.count()).where(
        table.action == action,
        table.digest == digest,
        table.detail.startswith(detail, autoescape=True),
    )
    with read_transaction(ledger) as connection:
        return connection.scalar(matching) or 0


def submission_index(ledger: Ledger) -> tuple[tuple[str, str, str, str], ...]:
    """Return campaign, digest, decision and file name of every submission, as stored in the table."""
    columns = select(_HEAD.campaign, _HEAD.digest, _HEAD.decision, _HEAD.name).order_by(
        _HEAD.number
    )
    with read_transaction(ledger) as connection:
        return tuple(tuple(row) for row in connection.execute(columns))


def iter_submissions(
    connection: Connection, skip: Container[int] = ()
) -> Iterator[tuple[int, Submission | None]]:
    """Yield every submission by its number, without those in *skip*; ``None`` where its rows are unreadable.

    Some hundreds are in memory at a time.
    """
    numbers = connection.scalars(select(_HEAD.number).order_by(_HEAD.number))
    selected = [number for number in numbers if number not in skip]
    for start in range(0, len(selected), _BATCH):
        yield from load_readable(connection, selected[start : start + _BATCH])


def _unit_subjects(campaign: str) -> tuple[str, str]:
    """Return the first subject about a unit of *campaign*, and the first one after all of them."""
    first = unit_subject(campaign, "")
    return first, first[:-1] + chr(ord(first[-1]) + 1)


def _accepted_number(connection: Connection, key: SubmissionKey) -> int:
    """Return the number of the version that counts; 0 where none does. No other unit's rows are read."""
    driver = driver_of(connection)
    values = (key.campaign, key.period, key.unit)
    if driver.execute(_IS_DECIDED, values).fetchone() is None:
        returned = CheckOutcome.RETURNED.value
        return driver.execute(_ACCEPTED, (*values, returned)).fetchone()[0] or 0
    standing = unit_standing(
        Unit(key.unit, key.unit, key.unit),
        load(connection, _of_key(key), cells=False),
        select_decisions(connection, *values),
    )
    return standing.current.number if standing.current else 0


def _of_key(key: SubmissionKey) -> ColumnElement[bool]:
    return and_(_of_period(key.campaign, key.period), _HEAD.unit == key.unit)


def _of_period(campaign: str, period: str) -> ColumnElement[bool]:
    return and_(_HEAD.campaign == campaign, _HEAD.period == period)


def _latest(ledger: Ledger, query: str, values: tuple[str, ...]) -> Submission | None:
    """Return the submission of the number that *query* returns, if there is one."""
    with read_transaction(ledger) as connection:
        (number,) = driver_of(connection).execute(query, values).fetchone()
        if number is None:
            return None
        (submission,) = load(connection, _HEAD.number == number)
    return submission
