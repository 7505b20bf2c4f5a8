"""Whether the ledger's records are what was recorded (留痕核验), and the sealing of those that are new.

What is compared: each event with the link that follows from it; each record with the digest of it
that the history holds; the tables' own counters and guards with what stands in them now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from pipeline.files import sha256_of
from pipeline.ledger import schema
from pipeline.ledger.fingerprints import (
    content_digest,
    number_content,
    number_subject,
    submission_subject,
    trail_content,
    trail_subject,
)
from pipeline.ledger.history import append, broken_links, event_of
from pipeline.ledger.read import iter_submissions
from pipeline.ledger.register import select_numbers
from pipeline.ledger.store import read_transaction, write_transaction
from pipeline.ledger.trails import iter_trails
from pipeline.model.document_number import Status, document_number
from pipeline.model.event import Action, Event

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator
    from datetime import datetime

    from sqlalchemy import Connection, Table

    from pipeline.ledger.store import Ledger

_EVENTS: Final = schema.events.c
_COUNTED: Final = (
    (schema.events, "事件"),
    (schema.submissions, "报送件"),
    (schema.trails, "溯源"),
)


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it stands now (登记内容).

    ``subject`` names it in the history, ``said`` to people; ``content`` is the digest of what it
    says now, empty where its rows can't be read; ``digest`` that of the file it speaks of.
    """

    subject: str
    said: str
    content: str
    digest: str


@dataclass(frozen=True, slots=True)
class LedgerVerification:
    """What the ledger itself shows: its size, its chain's head (链首), and what doesn't agree.

    ``unsealed`` names records of which the history holds no digest yet: nothing can be said of them;
    ``sealed`` are the subjects of those whose digests agree.
    """

    events: int
    submissions: int
    numbers: int
    head: str
    faults: tuple[str, ...]
    unsealed: tuple[str, ...]
    sealed: frozenset[str] = frozenset()


def verify_ledger(ledger: Ledger) -> LedgerVerification:
    """Compare everything in the ledger with its history; one steady view, whoever writes meanwhile."""
    with read_transaction(ledger) as connection:
        records = tuple(_records(connection))
        seals = _seals(connection)
        faults = [
            *_damage(connection),
            *_chain(connection),
            *_cut_off(connection),
            *_unguarded(connection),
            *_altered(records, seals),
        ]
        return LedgerVerification(
            events=_count(connection, schema.events),
            submissions=_count(connection, schema.submissions),
            numbers=_count(connection, schema.numbers),
            head=chain_head(connection),
            faults=tuple(faults),
            unsealed=tuple(each.said for each in records if each.subject not in seals),
            sealed=frozenset(each.subject for each in records if _agrees(each, seals)),
        )


def read_chain_head(ledger: Ledger) -> str:
    """The link of the last event (链首): whoever knows it can tell later that nothing was cut off."""
    with read_transaction(ledger) as connection:
        return chain_head(connection)


def chain_head(connection: Connection) -> str:
    """The same over an open connection; empty where nothing has happened yet."""
    newest_first = select(_EVENTS.link).order_by(_EVENTS.number.desc()).limit(1)
    return connection.scalar(newest_first) or ""


def find_event_by_link(ledger: Ledger, head: str) -> int:
    """The number of the event whose link begins with *head*; 0 where the chain holds none."""
    with read_transaction(ledger) as connection:
        wanted = select(_EVENTS.number).where(_EVENTS.link.startswith(head, autoescape=True))
        return connection.scalar(wanted.limit(1)) or 0


def iter_chain(ledger: Ledger) -> Iterator[dict[str, object]]:
    """Every event with its number and its link, as plain values: the chain as others can check it."""
    with read_transaction(ledger) as connection:
        for row in connection.execute(select(schema.events).order_by(_EVENTS.number)):
            yield row._asdict()


def anchor_records(ledger: Ledger, at: datetime, actor: str) -> int:
    """Put the digest of every record that has none into the history (封存); how many there were.

    Records of an earlier version of the program, and numbers and trails, which are entered without
    an event of their own, are covered from here on.
    """
    with write_transaction(ledger) as connection:
        sealed = _seals(connection)
        unsealed = [each for each in _records(connection, sealed) if each.content]
        for each in unsealed:
            append(
                connection,
                Event(at, actor, Action.FINGERPRINTED, each.subject, each.content, each.digest),
            )
    return len(unsealed)


def _records(connection: Connection, but: Container[str] = ()) -> Iterator[Record]:
    """Every record that is settled, except those whose subjects are given; those aren't even read."""
    for number, submission in iter_submissions(connection, _Numbers(but, submission_subject)):
        if submission is None:
            yield Record(submission_subject(number), f"第{number}号报送件", "", "")
        else:
            said = f"第{number}号报送件（{submission.campaign} {submission.name} 第{submission.version}版）"
            content = content_digest(submission)
            yield Record(submission_subject(number), said, content, submission.digest)
    yield from (each for each in _settled(connection) if each.subject not in but)
    for number, digest, name, entries in iter_trails(connection, _Numbers(but, trail_subject)):
        content = "" if entries is None else sha256_of(trail_content(digest, name, entries))
        yield Record(trail_subject(number), f"《{name}》的数字来源", content, digest)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The numbers whose subjects are among some."""

    subjects: Container[str]
    subject_of: Callable[[int], str]

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and self.subject_of(number) in self.subjects


def _settled(connection: Connection) -> Iterator[Record]:
    try:
        register = select_numbers(connection)
    except ValueError:  # a status or a moment that the program doesn't write
        yield Record("发文登记簿", "发文登记簿", "", "")
        return
    for entry in register:
        if entry.status is not Status.RESERVED:
            subject = number_subject(entry.organ_code, entry.year, entry.serial)
            content = sha256_of(number_content(entry))
            yield Record(subject, f"登记簿 {document_number(entry)}", content, entry.digest)


def _seals(connection: Connection) -> dict[str, list[Event]]:
    """The digests that the history holds, by the subject of the record, oldest first."""
    found: dict[str, list[Event]] = {}
    for row in connection.execute(
        select(schema.events).where(_EVENTS.action == Action.FINGERPRINTED).order_by(_EVENTS.number)
    ):
        found.setdefault(row.subject, []).append(event_of(row))
    return found


def _agrees(record: Record, seals: dict[str, list[Event]]) -> bool:
    told = seals.get(record.subject, [])
    return bool(told) and all(seal.detail == record.content for seal in told)


def _altered(records: Iterable[Record], seals: dict[str, list[Event]]) -> Iterator[str]:
    there = set()
    for each in records:
        there.add(each.subject)
        told = seals.get(each.subject, [])
        if not each.content:
            yield f"{each.said}的登记内容读不出来，不是本程序写的样子。"
        elif any(seal.detail != each.content for seal in told):
            yield f"{each.said}现在的内容与{told[0].at:%Y-%m-%d %H:%M} 登记时的指纹不符，登记后被改动过。"
    for subject, told in seals.items():
        if subject not in there:
            yield f"“{subject}”在{told[0].at:%Y-%m-%d %H:%M} 登记过，现在台账里没有了。"


def _damage(connection: Connection) -> Iterator[str]:
    for said in connection.exec_driver_sql("PRAGMA integrity_check").scalars().all():
        if said != "ok":
            yield f"台账数据库有损坏：{said}。"
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        yield f"台账 {table} 表第 {row} 行所属的 {parent} 记录不见了。"


def _chain(connection: Connection) -> Iterator[str]:
    for number, there in broken_links(connection):
        if there:
            row = connection.execute(select(schema.events).where(_EVENTS.number == number)).one()
            yield (
                f"第{number}条事件（{row.at} {row.action} {row.subject}）与链接对不上："
                "它或它前面的事件被改动过，或者是后来插进去的。"
            )
        else:
            yield f"第{number}条事件不见了，被人删除过。"


def _cut_off(connection: Connection) -> Iterator[str]:
    """SQLite counts rows that were once there, also those that are gone (sqlite_sequence)."""
    rows = connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence").all()
    counted = {row.name: int(row.seq) for row in rows}
    for table, said in _COUNTED:
        last = connection.scalar(select(func.max(table.c.number))) or 0
        missing = counted.get(table.name, 0) - last
        if missing > 0:
            yield f"{said}末尾少了 {missing} 条：数据库计过第{last + missing}号，现在只到第{last}号。"


def _unguarded(connection: Connection) -> Iterator[str]:
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    there = {row.name: str(row.sql) for row in rows}
    for guard in schema.guards():
        name = guard.split()[2]
        if "RAISE(ABORT" not in there.get(name, ""):
            yield f"台账防改动的保护（触发器 {name}）不见了或被换过，有人在程序之外动过台账。"


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0
