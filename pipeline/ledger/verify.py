"""Verify the ledger's records against its history (留痕核验), and anchor new records in it (封存).

Compared are: each event with the link that follows from it; each record with its digest in the
history; the database's row counters and guarding triggers with the tables as they are now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from pipeline.files import sha256_of
from pipeline.ledger import schema
from pipeline.ledger.connection import integrity_errors
from pipeline.ledger.decisions import iter_decisions
from pipeline.ledger.fingerprints import (
    content_digest,
    decision_content,
    decision_subject,
    number_content,
    number_subject,
    submission_subject,
    trail_digest,
    trail_subject,
)
from pipeline.ledger.history import append, broken_links, event_of
from pipeline.ledger.read import iter_submissions
from pipeline.ledger.register import select_numbers
from pipeline.ledger.store import read_transaction, write_transaction
from pipeline.ledger.trails import iter_trails
from pipeline.model.document_number import document_number
from pipeline.model.event import Action, Event

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Table

    from pipeline.ledger.store import Ledger
    from pipeline.model.decision import Decision
    from pipeline.model.submission import Submission

_EVENTS: Final = schema.events.c
_SUBJECTS_AT_ONCE: Final = 500  # SQLite bounds the number of parameters
_COUNTED_TABLES: Final = (
    (schema.events, "事件"),
    (schema.submissions, "报送件"),
    (schema.decisions, "处置"),
    (schema.trails, "溯源"),
)


@dataclass(frozen=True, slots=True)
class Record:
    """One record (登记内容) with the digest of its content.

    ``subject`` names it in the history, ``label`` to people; ``content`` is the digest of its content
    as it is now, empty where its rows are unreadable; ``digest`` that of the file it is about.
    """

    subject: str
    label: str
    content: str
    digest: str


@dataclass(frozen=True, slots=True)
class LedgerVerification:
    """Result of :func:`verify_ledger`: how much was verified, the chain's head (链首), and every fault.

    ``unanchored`` are the labels of records without a digest in the history, which can't be verified;
    ``anchored`` the subjects of those whose digests agree.
    """

    events: int
    submissions: int
    numbers: int
    head: str
    faults: tuple[str, ...]
    unanchored: tuple[str, ...]
    anchored: frozenset[str] = frozenset()


def verify_ledger(ledger: Ledger) -> LedgerVerification:
    """Verify every record against the hash chain (留痕核验), in one snapshot while others may write."""
    with read_transaction(ledger) as connection:
        records = tuple(_iter_records(connection))
        fingerprints = _fingerprints(connection)
        faults = [
            *_integrity_faults(connection),
            *_chain_faults(connection),
            *_truncation_faults(connection),
            *_trigger_faults(connection),
            *_record_faults(records, fingerprints),
        ]
        return LedgerVerification(
            events=_count(connection, schema.events),
            submissions=_count(connection, schema.submissions),
            numbers=_count(connection, schema.numbers),
            head=chain_head(connection),
            faults=tuple(faults),
            unanchored=tuple(item.label for item in records if item.subject not in fingerprints),
            anchored=frozenset(item.subject for item in records if _agrees(item, fingerprints)),
        )


def ledger_faults(ledger: Ledger) -> tuple[str, ...]:
    """Return the faults of the database and of the chain, as sentences for the self-examination (自检).

    Reads every page of the database and every link of the history, but no record.
    """
    with read_transaction(ledger) as connection:
        return (*_integrity_faults(connection), *_chain_faults(connection))


def altered_records(ledger: Ledger) -> tuple[str, ...]:
    """Return the records that differ from their digests in the history, as sentences; reads all of them.

    Raises:
        LedgerDamaged: a text in them can't be read.
    """
    with read_transaction(ledger) as connection:
        return tuple(_record_faults(tuple(_iter_records(connection)), _fingerprints(connection)))


def read_chain_head(ledger: Ledger) -> str:
    """Return the link of the last event (链首), by which a later cut of the history's end can be proved."""
    with read_transaction(ledger) as connection:
        return chain_head(connection)


def chain_head(connection: Connection) -> str:
    """Return the link of the last event over an open connection; empty where there is no event."""
    newest_first = select(_EVENTS.link).order_by(_EVENTS.number.desc()).limit(1)
    return connection.scalar(newest_first) or ""


def find_event_by_link(ledger: Ledger, head: str) -> int:
    """Return the number of the event whose link begins with *head*; 0 where the chain has none."""
    with read_transaction(ledger) as connection:
        query = select(_EVENTS.number).where(_EVENTS.link.startswith(head, autoescape=True))
        return connection.scalar(query.limit(1)) or 0


def iter_chain(ledger: Ledger) -> Iterator[dict[str, object]]:
    """Yield every event with its number and its link as plain values, for others to check the chain."""
    with read_transaction(ledger) as connection:
        for row in connection.execute(select(schema.events).order_by(_EVENTS.number)):
            yield row._asdict()


def differing_submissions(
    ledger: Ledger, submissions: Sequence[Submission]
) -> tuple[Submission, ...]:
    """Return those of *submissions* whose content differs from the digest that the chain has of it.

    They must have been loaded with their cells. One of an earlier version of the program that has no
    digest is not returned. Its cost is a SHA-256 over each content, and a lookup by index.
    """
    subjects = [submission_subject(submission.number) for submission in submissions]
    with read_transaction(ledger) as connection:
        by_subject = _digests(connection, subjects)
    return tuple(
        submission
        for submission, subject in zip(submissions, subjects, strict=True)
        if subject in by_subject and by_subject[subject] != {content_digest(submission)}
    )


def differing_decisions(ledger: Ledger, decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Return those of *decisions* (处置) whose content differs from its digest in the chain, or has none."""
    with read_transaction(ledger) as connection:
        recorded = _digests(connection, [decision_subject(each.number) for each in decisions])
    return tuple(
        each
        for each in decisions
        if recorded.get(decision_subject(each.number)) != {sha256_of(decision_content(each))}
    )


def _digests(connection: Connection, subjects: Sequence[str]) -> dict[str, set[str]]:
    """Return the digests that the chain has of the records of those *subjects*, by a lookup by index."""
    by_subject: dict[str, set[str]] = {}
    for start in range(0, len(subjects), _SUBJECTS_AT_ONCE):
        batch = subjects[start : start + _SUBJECTS_AT_ONCE]
        found = select(_EVENTS.subject, _EVENTS.detail).where(
            _EVENTS.action == Action.FINGERPRINTED.value, _EVENTS.subject.in_(batch)
        )
        for subject, detail in connection.execute(found):
            by_subject.setdefault(subject, set()).add(detail)
    return by_subject


def anchor_records(ledger: Ledger, at: datetime, actor: str) -> int:
    """Append the digest of every record without one to the history (封存); return how many there were.

    From then on the chain covers records of an earlier version of the program, and numbers and trails,
    which are inserted without an event of their own.
    """
    with write_transaction(ledger) as connection:
        anchored = _fingerprints(connection)
        records = [item for item in _iter_records(connection, anchored) if item.content]
        for item in records:
            append(
                connection,
                Event(at, actor, Action.FINGERPRINTED, item.subject, item.content, item.digest),
            )
    return len(records)


def _iter_records(connection: Connection, skip: Container[str] = ()) -> Iterator[Record]:
    """Yield every final record; the rows of those whose subjects are in *skip* aren't even read."""
    for number, submission in iter_submissions(connection, _Numbers(skip, submission_subject)):
        if submission is None:
            yield Record(submission_subject(number), f"第{number}号报送件", "", "")
        else:
            label = f"第{number}号报送件（{submission.campaign} {submission.name} 第{submission.version}版）"
            content = content_digest(submission)
            yield Record(submission_subject(number), label, content, submission.digest)
    for number, decision in iter_decisions(connection, _Numbers(skip, decision_subject)):
        content = "" if decision is None else sha256_of(decision_content(decision))
        yield Record(decision_subject(number), f"第{number}号处置", content, "")
    yield from (item for item in _final_numbers(connection) if item.subject not in skip)
    for number, digest, name, entries in iter_trails(connection, _Numbers(skip, trail_subject)):
        content = "" if entries is None else trail_digest(digest, name, entries)
        yield Record(trail_subject(number), f"《{name}》的数字来源", content, digest)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Container of the numbers whose subjects are in *subjects*."""

    subjects: Container[str]
    subject_of: Callable[[int], str]

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and self.subject_of(number) in self.subjects


def _final_numbers(connection: Connection) -> Iterator[Record]:
    try:
        register = select_numbers(connection)
    except ValueError:  # a status or a moment that the program doesn't write
        yield Record("发文登记簿", "发文登记簿", "", "")
        return
    for entry in register:
        if not entry.status.is_open:
            subject = number_subject(entry.organ_code, entry.year, entry.serial)
            content = sha256_of(number_content(entry))
            yield Record(subject, f"登记簿 {document_number(entry)}", content, entry.digest)


def _fingerprints(connection: Connection) -> dict[str, list[Event]]:
    """Return the events with digests of records, by the record's subject, oldest first."""
    by_subject: dict[str, list[Event]] = {}
    for row in connection.execute(
        select(schema.events).where(_EVENTS.action == Action.FINGERPRINTED).order_by(_EVENTS.number)
    ):
        by_subject.setdefault(row.subject, []).append(event_of(row))
    return by_subject


def _agrees(record: Record, fingerprints: dict[str, list[Event]]) -> bool:
    events = fingerprints.get(record.subject, [])
    return bool(events) and all(event.detail == record.content for event in events)


def _record_faults(
    records: Iterable[Record], fingerprints: dict[str, list[Event]]
) -> Iterator[str]:
    present = set()
    for item in records:
        present.add(item.subject)
        events = fingerprints.get(item.subject, [])
        if not item.content:
            yield f"{item.label}的登记内容读不出来，不是本程序写的样子。"
        elif any(event.detail != item.content for event in events):
            yield f"{item.label}现在的内容与{events[0].at:%Y-%m-%d %H:%M} 登记时的指纹不符，登记后被改动过。"
    for subject, events in fingerprints.items():
        if subject not in present:
            yield f"“{subject}”在{events[0].at:%Y-%m-%d %H:%M} 登记过，现在台账里没有了。"


def _integrity_faults(connection: Connection) -> Iterator[str]:
    for message in integrity_errors(connection):
        yield f"台账数据库有损坏：{message}。请从备份恢复。"
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        yield f"台账 {table} 表第 {row} 行所属的 {parent} 记录不见了。"


def _chain_faults(connection: Connection) -> Iterator[str]:
    for number, exists in broken_links(connection):
        if exists:
            row = connection.execute(select(schema.events).where(_EVENTS.number == number)).one()
            yield (
                f"第{number}条事件（{row.at} {row.action} {row.subject}）与链接对不上："
                "它或它前面的事件被改动过，或者是后来插进去的。请与备份核对。"
            )
        else:
            yield f"第{number}条事件不见了，被人删除过。请与备份核对。"


def _truncation_faults(connection: Connection) -> Iterator[str]:
    """Yield tables whose last rows were deleted: sqlite_sequence still counts every row ever inserted."""
    rows = connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence").all()
    highest = {row.name: int(row.seq) for row in rows}
    for table, label in _COUNTED_TABLES:
        last = connection.scalar(select(func.max(table.c.number))) or 0
        missing = highest.get(table.name, 0) - last
        if missing > 0:
            yield f"{label}末尾少了 {missing} 条：数据库计过第{last + missing}号，现在只到第{last}号。"


def _trigger_faults(connection: Connection) -> Iterator[str]:
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    statements = {row.name: str(row.sql) for row in rows}
    for guard in schema.guards():
        name = guard.split()[2]
        if "RAISE(ABORT" not in statements.get(name, ""):
            yield f"台账防改动的保护（触发器 {name}）不见了或被换过，有人在程序之外动过台账。"


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0
