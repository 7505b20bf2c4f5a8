"""Verify that nothing was altered (留痕核验): chain, records, originals, issued papers; name each fault."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from pipeline.intake.originals import find_damaged, find_original
from pipeline.ledger.errors import LedgerDamaged, LedgerMissing, LedgerShortened
from pipeline.ledger.proof import proof_fault, read_proof
from pipeline.ledger.read import list_events, submission_index
from pipeline.ledger.register import list_numbers
from pipeline.ledger.store import append_event, close_ledger, open_ledger
from pipeline.ledger.verify import (
    anchor_records,
    find_event_by_link,
    read_chain_head,
    verify_ledger,
)
from pipeline.model.document_number import Status, printed_number
from pipeline.model.event import LEDGER_SUBJECT, ORIGINAL_KEPT, Action, campaign_of_subject
from pipeline.model.submission import CheckOutcome
from pipeline.office.context import open_office
from pipeline.receiving.verify_readings import verify_readings
from pipeline.safekeeping.compare import compare_office, paper_fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.clock import Clock
    from pipeline.ledger.store import Ledger
    from pipeline.model.document_number import Number
    from pipeline.model.event import Event
    from pipeline.workspace import Workspace

_LABELS_AT_MOST: Final = 5


@dataclass(frozen=True, slots=True)
class Audit:
    """Result of a verification (留痕核验): faults, doubts, and how much was verified.

    ``head`` is the link of the last event (链首); ``doubts`` are what can't be verified, and don't make
    it fail.
    """

    head: str
    events: int
    submissions: int
    originals: int
    papers: int
    faults: tuple[str, ...]
    doubts: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the document that ``audit verify --json`` prints."""
        return {
            "ok": not self.faults,
            "head": self.head,
            "events": self.events,
            "submissions": self.submissions,
            "originals": self.originals,
            "papers": self.papers,
            "faults": list(self.faults),
            "doubts": list(self.doubts),
        }


def verify_office(
    workspace: Workspace, clock: Clock, heads: Sequence[str] = (), *, reread: bool = False
) -> Audit:
    """Verify all records of the office of *workspace* (留痕核验); nothing is written.

    *heads* are chain heads that were noted earlier, outside: the chain must still contain them. With
    *reread* every original is read again and compared with what was recorded of it (重读核对).

    Raises:
        LedgerMissing: there is no ledger.
        LedgerDamaged: it can't be read as one.
    """
    _refuse_without_ledger(workspace)
    ledger = open_ledger(workspace.ledger)
    try:
        audit, anchored = _verify_records(workspace, ledger, heads)
    finally:
        close_ledger(ledger)
    if not reread:
        return audit
    faults, doubts = verify_readings(workspace, clock, anchored)
    return replace(audit, faults=(*audit.faults, *faults), doubts=(*audit.doubts, *doubts))


def _verify_records(
    workspace: Workspace, ledger: Ledger, heads: Sequence[str]
) -> tuple[Audit, frozenset[str]]:
    """Return the verification without reading originals again, and the subjects of the records that agree."""
    verification = verify_ledger(ledger)
    register = _register(ledger)
    confirmed = [number for number in register if number.status is Status.CONFIRMED]
    compared = compare_office(workspace, ledger, register)
    audit = Audit(
        head=verification.head,
        events=verification.events,
        submissions=verification.submissions,
        originals=sum(1 for _ in workspace.originals.glob("*/*")),
        papers=len(confirmed),
        faults=(
            *verification.faults,
            *_proof_faults(ledger),
            *_head_faults(ledger, heads),
            *_history_faults(workspace, ledger, confirmed),
            *compared.faults,
        ),
        doubts=(
            *_unanchored_doubts(verification.unanchored),
            *_proof_doubts(workspace),
            *compared.notes,
        ),
    )
    return audit, verification.anchored


def anchor(workspace: Workspace, clock: Clock) -> tuple[str, int]:
    """Anchor every record in the chain (封存); return its head, and how many records were new.

    A head that is noted outside, on paper or in a mail, shows later whether the end of the history
    was cut off or the whole history was rewritten.

    Raises:
        LedgerMissing, LedgerBusy, LedgerUnwritable: nothing was anchored.
    """
    _refuse_without_ledger(workspace)
    with open_office(workspace, clock) as office:
        count = anchor_records(office.ledger, clock.now(), office.actor)
        append_event(
            office.ledger,
            office.event(Action.ANCHORED, LEDGER_SUBJECT, f"新增内容指纹 {count} 条"),
        )
        return read_chain_head(office.ledger), count


def _refuse_without_ledger(workspace: Workspace) -> None:
    if not (workspace.ledger.is_file() and workspace.ledger.stat().st_size):
        raise LedgerMissing(workspace.ledger)


def _head_faults(ledger: Ledger, heads: Sequence[str]) -> Iterator[str]:
    for head in heads:
        if not find_event_by_link(ledger, head):
            yield (
                f"事件链里没有当时记下的链首 {head}："
                "那以后事件被删去过末尾，或者整本台账被换过、重写过。请与那时的备份核对。"
            )


def _pairing_faults(ledger: Ledger, history: Sequence[Event]) -> Iterator[str]:
    """Yield submissions without an event of receipt, and such events without a submission of that decision."""
    reported: Counter[tuple[str, str, bool]] = Counter()
    names: dict[tuple[str, str, bool], str] = {}
    for event in history:
        if event.action in {Action.RECEIVED, Action.RECEIVED_WITH_ERRORS}:
            campaign = campaign_of_subject(event.subject)
            key = (campaign, event.digest, event.action == Action.RECEIVED)
            reported[key] += 1
            names[key] = f"{event.subject} {event.detail}"
    stored: Counter[tuple[str, str, bool]] = Counter()
    for campaign, digest, decision, name in submission_index(ledger):
        key = (campaign, digest, decision != CheckOutcome.RETURNED.value)
        stored[key] += 1
        names.setdefault(key, f"{campaign} {name}")
    for key in reported - stored:
        verdict = "收下" if key[2] else "退回"
        yield f"“{names[key]}”有{verdict}的事件，台账里却没有这样一件报送件：被删除，或结果被改过。"
    for key in stored - reported:
        yield f"“{names[key]}”在台账里有报送件，却没有收到它的事件：是在程序之外加进去的，或结果被改过。"


def _original_faults(
    workspace: Workspace, ledger: Ledger, history: Sequence[Event]
) -> Iterator[str]:
    mentioned = {digest: name for _, digest, _, name in submission_index(ledger)}
    mentioned |= {event.digest: event.subject for event in history if event.action in ORIGINAL_KEPT}
    for digest in find_damaged(workspace):
        yield f"原件 {digest}（{mentioned.get(digest, '台账里没有提到')}）的内容与指纹不符，被换过或已损坏。"
    for digest, name in sorted(mentioned.items()):
        if digest and find_original(workspace, digest) is None:
            yield f"原件 {digest}（{name}）不见了。"


def _register(ledger: Ledger) -> tuple[Number, ...]:
    try:
        return list_numbers(ledger)
    except LedgerDamaged:  # unreadable rows: a fault of verify_ledger already
        return ()


def _history_faults(
    workspace: Workspace, ledger: Ledger, confirmed: Sequence[Number]
) -> Iterator[str]:
    history = list_events(ledger)
    yield from _pairing_faults(ledger, history)
    yield from _original_faults(workspace, ledger, history)
    yield from _paper_faults(workspace, confirmed, history)


def _proof_faults(ledger: Ledger) -> Iterator[str]:
    fault = proof_fault(ledger)
    if fault:
        yield str(LedgerShortened(ledger.path, fault))


def _proof_doubts(workspace: Workspace) -> Iterator[str]:
    if read_proof(workspace.ledger) is None:
        yield (
            f"台账的旁证 {workspace.ledger_proof.name} 没有或读不出来，说不准台账末尾是否少过；下次处理时会重新写一份。"
        )


def _paper_faults(
    workspace: Workspace, confirmed: Sequence[Number], history: Sequence[Event]
) -> Iterator[str]:
    """Yield the faults of the issued papers and of their lines in the register (发文登记簿)."""
    issued: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for event in history:
        if event.action == Action.ISSUED:
            issued[event.subject].add((event.detail, event.digest))
    for number in confirmed:
        reported = issued.pop(printed_number(number), set())
        title = f"{printed_number(number)}《{number.title}》（{number.path}）"
        if reported and (number.path, number.digest) not in reported:
            yield f"{title}：发文登记簿这一行与印发时的事件不符，登记簿被改过。"
        fault = paper_fault(workspace, number)
        if fault:
            yield f"{title}：{fault}"
    for printed, papers in issued.items():
        paths = "、".join(sorted(path for path, _ in papers))
        yield f"{printed}（{paths}）有印发的事件，发文登记簿里却没有这一行，或不再是已印发。"


def _unanchored_doubts(unanchored: Sequence[str]) -> Iterator[str]:
    if unanchored:
        labels = "、".join(unanchored[:_LABELS_AT_MOST])
        more = "等" if len(unanchored) > _LABELS_AT_MOST else ""
        yield (
            f"有 {len(unanchored)} 条记录还没有内容指纹，说不准是否改过：{labels}{more}。"
            "请运行 baosong audit anchor，从现在起纳入核验；以前的可加 --reread 重读原件核对。"
        )
