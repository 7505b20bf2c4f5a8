"""Whether anything was altered (留痕核验): chain, records, originals, issued papers; each fault named."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pipeline.files import sha256_of
from pipeline.intake.originals import find_damaged, find_original
from pipeline.ledger.errors import LedgerMissing
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

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.clock import Clock
    from pipeline.ledger.store import Ledger
    from pipeline.model.document_number import Number
    from pipeline.model.event import Event
    from pipeline.workspace import Workspace

_NAMED_AT_MOST: Final = 5


@dataclass(frozen=True, slots=True)
class Audit:
    """What a verification found: faults, what nothing can be said of, how much was looked at.

    ``head`` is the link of the last event (链首); ``doubts`` don't make it fail.
    """

    head: str
    events: int
    submissions: int
    originals: int
    papers: int
    faults: tuple[str, ...]
    doubts: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The document that ``audit verify --json`` prints."""
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
    workspace: Workspace, clock: Clock, heads: Sequence[str] = (), *, again: bool = False
) -> Audit:
    """Verify everything that the office of *workspace* keeps; nothing is written.

    *heads* are chain heads that were noted earlier, outside: the chain must still contain them.
    *again* has every original read once more and compared with what was recorded of it (重读核对).

    Raises:
        LedgerGone: there is no ledger.
        LedgerDamaged: it can't be read as one.
    """
    _refuse_without_ledger(workspace)
    ledger = open_ledger(workspace.ledger)
    try:
        found = verify_ledger(ledger)
        history = list_events(ledger)
        confirmed = _confirmed(ledger)
        faults = [
            *found.faults,
            *_heads(ledger, heads),
            *_unpaired(ledger, history),
            *_originals(workspace, ledger, history),
            *_papers(workspace, confirmed, history),
        ]
    finally:
        close_ledger(ledger)
    reread_faults, reread_doubts = (
        verify_readings(workspace, clock, found.sealed) if again else ((), ())
    )
    return Audit(
        head=found.head,
        events=found.events,
        submissions=found.submissions,
        originals=sum(1 for _ in workspace.originals.glob("*/*")),
        papers=len(confirmed),
        faults=(*faults, *reread_faults),
        doubts=(*_doubts(found.unsealed), *reread_doubts),
    )


def anchor(workspace: Workspace, clock: Clock) -> tuple[str, int]:
    """Cover every record by the chain (封存) and give its head, and the number of records covered anew.

    Who keeps the head elsewhere, on paper or in a mail, can tell later whether the end was cut off
    or the whole written anew.

    Raises:
        LedgerGone, LedgerBusy, LedgerUnwritable: nothing was sealed.
    """
    _refuse_without_ledger(workspace)
    with open_office(workspace, clock) as office:
        sealed = anchor_records(office.ledger, clock.now(), office.actor)
        append_event(
            office.ledger,
            office.event(Action.ANCHORED, LEDGER_SUBJECT, f"新增内容指纹 {sealed} 条"),
        )
        return read_chain_head(office.ledger), sealed


def _refuse_without_ledger(workspace: Workspace) -> None:
    if not workspace.ledger.is_file():
        raise LedgerMissing(workspace.ledger)


def _heads(ledger: Ledger, heads: Sequence[str]) -> Iterator[str]:
    for head in heads:
        if not find_event_by_link(ledger, head):
            yield (
                f"事件链里没有当时记下的链首 {head}："
                "那以后事件被删去过末尾，或者整本台账被换过、重写过。请与那时的备份核对。"
            )


def _unpaired(ledger: Ledger, history: Sequence[Event]) -> Iterator[str]:
    """Each recorded form has its event, and each such event its form, with the decision of then."""
    told: Counter[tuple[str, str, bool]] = Counter()
    names: dict[tuple[str, str, bool], str] = {}
    for event in history:
        if event.action in {Action.RECEIVED, Action.RECEIVED_WITH_ERRORS}:
            campaign = campaign_of_subject(event.subject)
            key = (campaign, event.digest, event.action == Action.RECEIVED)
            told[key] += 1
            names[key] = f"{event.subject} {event.detail}"
    kept: Counter[tuple[str, str, bool]] = Counter()
    for campaign, digest, decision, name in submission_index(ledger):
        key = (campaign, digest, decision != CheckOutcome.RETURNED.value)
        kept[key] += 1
        names.setdefault(key, f"{campaign} {name}")
    for key in told - kept:
        verdict = "收下" if key[2] else "退回"
        yield f"“{names[key]}”有{verdict}的事件，台账里却没有这样一件报送件：被删除，或结果被改过。"
    for key in kept - told:
        yield f"“{names[key]}”在台账里有报送件，却没有收到它的事件：是在程序之外加进去的，或结果被改过。"


def _originals(workspace: Workspace, ledger: Ledger, history: Sequence[Event]) -> Iterator[str]:
    spoken = {digest: name for _, digest, _, name in submission_index(ledger)}
    spoken |= {event.digest: event.subject for event in history if event.action in ORIGINAL_KEPT}
    for digest in find_damaged(workspace):
        yield f"原件 {digest}（{spoken.get(digest, '台账里没有提到')}）的内容与指纹不符，被换过或已损坏。"
    for digest, name in sorted(spoken.items()):
        if digest and find_original(workspace, digest) is None:
            yield f"原件 {digest}（{name}）不见了。"


def _confirmed(ledger: Ledger) -> tuple[Number, ...]:
    try:
        return tuple(each for each in list_numbers(ledger) if each.status is Status.CONFIRMED)
    except ValueError:  # garbled: the evidence of the ledger itself has told it
        return ()


def _papers(
    workspace: Workspace, confirmed: Sequence[Number], history: Sequence[Event]
) -> Iterator[str]:
    """What is wrong with the issued papers and with their lines in the register."""
    issued: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for event in history:
        if event.action == Action.ISSUED:
            issued[event.subject].add((event.detail, event.digest))
    for each in confirmed:
        told = issued.pop(printed_number(each), set())
        title = f"{printed_number(each)}《{each.title}》（{each.path}）"
        if told and (each.path, each.digest) not in told:
            yield f"{title}：发文登记簿这一行与印发时的事件不符，登记簿被改过。"
        fault = _paper(workspace, each)
        if fault:
            yield f"{title}：{fault}"
    for number, papers in issued.items():
        listed = "、".join(sorted(path for path, _ in papers))
        yield f"{number}（{listed}）有印发的事件，发文登记簿里却没有这一行，或不再是已印发。"


def _paper(workspace: Workspace, number: Number) -> str:
    try:
        content = (workspace.root / number.path).read_bytes()
    except FileNotFoundError:
        return "文件不见了，被删除或移走。"
    except OSError as error:
        return f"文件读不出来（{error.strerror}）。"
    return "" if sha256_of(content) == number.digest else "文件内容与印发时不符，印发后被改过。"


def _doubts(unsealed: Sequence[str]) -> Iterator[str]:
    if unsealed:
        listed = "、".join(unsealed[:_NAMED_AT_MOST])
        more = "等" if len(unsealed) > _NAMED_AT_MOST else ""
        yield (
            f"有 {len(unsealed)} 条记录还没有内容指纹，说不准是否改过：{listed}{more}。"
            "请运行 baosong audit anchor，从现在起纳入核验；以前的可加 --reread 重读原件核对。"
        )
