"""Write the proof of the ledger (旁证): how far it had come, in a separate file, and check the ledger by it.

The proof names the last event, its link, and how many numbers the register has. It is written after
each commit that it covers, whole or not at all: so the ledger may be ahead of its proof, never behind.
A ledger that was emptied, replaced by an older copy, or opened without its write-ahead log is behind.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from pipeline.errors import FileHeldOpen, disk_fault
from pipeline.files import replace_file, unfinished_writes
from pipeline.ledger.connection import driver_of, transaction
from pipeline.ledger.errors import LedgerShortened, LedgerUnwritable
from pipeline.ledger.schema import arrivals, events
from pipeline.workspace import proof_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection

    from pipeline.ledger.store import Ledger

_LOG: Final = logging.getLogger(__name__)
_FORMAT: Final = 1
_LAST_EVENT: Final = "SELECT number, link FROM events ORDER BY number DESC LIMIT 1"
_COUNT_OF_NUMBERS: Final = "SELECT count(*) FROM numbers"


@dataclass(frozen=True, slots=True)
class Proof:
    """How far a ledger has come (旁证): its last event, that event's link, and the count of its numbers.

    With ``recount`` the originals are compared with the ledger at the next pass (补登); ``restored`` is
    the detail of an event about a restoration (恢复台账) that is still to be appended.
    """

    event: int = 0
    link: str = ""
    numbers: int = 0
    recount: bool = False
    restored: str = ""

    @property
    def empty(self) -> bool:
        """Return whether there was neither an event nor a number."""
        return not (self.event or self.numbers)


def state_of(connection: Connection) -> Proof:
    """Return how far the ledger has come at this moment; two lookups by index."""
    execute = driver_of(connection).execute
    last = execute(_LAST_EVENT).fetchone()
    (count,) = execute(_COUNT_OF_NUMBERS).fetchone()
    number, link = last or (0, "")
    return Proof(number, link, count)


def read_proof(ledger_path: Path) -> Proof | None:
    """Return the proof of the ledger at *ledger_path*; None where there is none, or none that can be parsed."""
    try:
        content = proof_path(ledger_path).read_bytes()
    except OSError:
        return None
    try:
        return Proof(**_checked(json.loads(content)))
    except (ValueError, KeyError, TypeError, AttributeError):
        _LOG.warning("台账的旁证 %s 读不出来，重新写一份", proof_path(ledger_path))
        return None


def save_proof(ledger_path: Path, state: Proof) -> None:
    """Write *state* as the proof of the ledger, unless the proof is ahead of it already.

    Raises:
        LedgerUnwritable: the disk refused; the ledger has what was committed.
    """
    stored = read_proof(ledger_path) or Proof()
    if (stored.event, stored.numbers) <= (state.event, state.numbers):
        _write(
            ledger_path, replace(stored, event=state.event, link=state.link, numbers=state.numbers)
        )


def reset_proof(ledger: Ledger, *, recount: bool) -> None:
    """Write the present state of the ledger as its proof, in place of any earlier one.

    Raises:
        LedgerUnwritable: the disk refused.
    """
    _write(ledger.path, replace(_present(ledger), recount=recount))


def write_first_proof(ledger: Ledger, restored: str) -> None:
    """Write the proof of a ledger from a backup; *restored* becomes an event when its office is opened.

    Raises:
        LedgerUnwritable: the disk refused.
    """
    _write(ledger.path, replace(_present(ledger), recount=True, restored=restored))


def require_proven(ledger: Ledger, has_remains: Callable[[], bool]) -> Proof:
    """Return the proof of *ledger* after checking the ledger by it; one of an older version gets it now.

    *has_remains* returns whether the office has originals or numbered papers; a ledger in which nothing
    is recorded must have none. It gets its proof with its first event or number.

    Raises:
        LedgerShortened: the ledger lacks what it had, or has other events in its place.
    """
    stored = read_proof(ledger.path)  # before the ledger: another process may write meanwhile
    fault = _fault(ledger, stored)
    if fault:
        raise LedgerShortened(ledger.path, fault)
    return _first_proof(ledger, has_remains) if stored is None else stored


def proof_fault(ledger: Ledger) -> str:
    """Return in Chinese what the ledger lacks by its proof; empty where they agree, or there is no proof."""
    return _fault(ledger, read_proof(ledger.path))


def end_recount(ledger: Ledger) -> None:
    """Record in the proof that the originals were compared with the ledger."""
    stored = read_proof(ledger.path)
    if stored is not None and stored.recount:
        _write(ledger.path, replace(stored, recount=False))


def _first_proof(ledger: Ledger, has_remains: Callable[[], bool]) -> Proof:
    present = _present(ledger)
    if present.empty:
        if not _has_arrivals(ledger) and has_remains():
            raise LedgerShortened(ledger.path, "台账里什么也没有，而原件或已编号的文件还在")
        return present
    proof = replace(present, recount=True)
    try:
        for leftover in unfinished_writes(proof_path(ledger.path).parent):
            leftover.unlink(missing_ok=True)
        _write(ledger.path, proof)
    except (LedgerUnwritable, OSError) as error:  # reading must go on; the next write reports it
        _LOG.warning("台账的旁证没有写成：%s", error)
    return proof


def _fault(ledger: Ledger, proof: Proof | None) -> str:
    if proof is None or proof.empty:
        return ""
    with transaction(ledger.engine, ledger.path) as connection:
        link = connection.scalar(select(events.c.link).where(events.c.number == proof.event))
        present = state_of(connection)
    if present.event < proof.event or present.numbers < proof.numbers:
        return (
            f"原来记到第{proof.event}条事件、{proof.numbers} 个文号，"
            f"现在只有 {present.event} 条、{present.numbers} 个"
        )
    if proof.event and link != proof.link:
        return f"第{proof.event}条事件已不是原来那一条"
    return ""


def _present(ledger: Ledger) -> Proof:
    with transaction(ledger.engine, ledger.path) as connection:
        return state_of(connection)


def _has_arrivals(ledger: Ledger) -> bool:
    """Return whether an arrival is recorded: the first one is, before there is any event."""
    with transaction(ledger.engine, ledger.path) as connection:
        return connection.scalar(select(arrivals.c.number).limit(1)) is not None


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    kinds = {"event": int, "link": str, "numbers": int, "recount": bool, "restored": str}
    known = {name: values[name] for name in kinds if name in values}
    if values["format"] != _FORMAT or "link" not in known:
        raise ValueError(values)
    if any(type(value) is not kinds[name] for name, value in known.items()):
        raise TypeError(values)
    return known


def _write(ledger_path: Path, proof: Proof) -> None:
    content = json.dumps({"format": _FORMAT, **asdict(proof)}, ensure_ascii=False, indent=1)
    try:
        replace_file(proof_path(ledger_path), content.encode())
    except FileHeldOpen as error:
        raise LedgerUnwritable(proof_path(ledger_path), "正被别的程序打开") from error
    except OSError as error:
        raise LedgerUnwritable(proof_path(ledger_path), disk_fault(error).reason) from error
