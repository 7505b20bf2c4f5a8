"""Open an office (工作目录) for one command: its folders, ledger, campaigns and clock."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.campaign.aliases import match_unit
from pipeline.campaign.book.load import book_digest, list_campaigns, load_campaign
from pipeline.campaign.book.references import same_code, shared_code_message
from pipeline.campaign.learned_aliases import read_learned_aliases
from pipeline.files import sha256_of
from pipeline.ledger.errors import LedgerMissing
from pipeline.ledger.proof import read_proof, require_proven, reset_proof
from pipeline.ledger.store import Ledger, append_event, close_ledger, open_ledger
from pipeline.model.event import LEDGER_SUBJECT, Action, Event
from pipeline.office.errors import CampaignUnknown, CodeShared, UnitUnknown
from pipeline.office.memory import Memory, memory_of
from pipeline.office.numbered_papers import has_remains
from pipeline.office.person import acting_person
from pipeline.version import program_version
from pipeline.workbook.errors import WorkbookUnreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipeline.campaign.learned_aliases import LearnedAlias
    from pipeline.clock import Clock
    from pipeline.model.campaign import Campaign
    from pipeline.model.submission import Submission
    from pipeline.model.unit import Unit
    from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Office:
    """An open office (工作目录), the argument of every workflow; it has handles, never results.

    ``book_faults`` are sentences about campaign books that can't be used; ``examination_key``
    changes whenever a campaign book or the program does, so that quarantined files are examined again.
    ``memory`` is what this process has read of it already.
    """

    workspace: Workspace
    ledger: Ledger
    clock: Clock
    actor: str
    campaigns: tuple[Campaign, ...]
    book_faults: tuple[str, ...]
    examination_key: str
    memory: Memory

    def campaign(self, name: str) -> Campaign:
        """Return the campaign of that name or code.

        Raises:
            CampaignUnknown: the workspace has no such campaign.
            CampaignBookFaulty, WorkbookUnreadable: it has, but its campaign book can't be used.
        """
        for campaign in self.campaigns:
            if name in {campaign.name, campaign.code}:
                return campaign
        _refuse_faulty_book(self.workspace.campaign_folder(name) / "任务书.xlsx")
        raise CampaignUnknown(name, [campaign.name for campaign in self.campaigns])

    def unit(self, campaign: Campaign, name: str) -> Unit:
        """Return the unit that *name* identifies: its code or any of its names.

        Raises:
            UnitUnknown: the roster has none, or more than one matches.
        """
        by_code = campaign.roster.by_code(name)
        if by_code is not None:
            return by_code
        match = match_unit(campaign.roster, name, campaign.city)
        if match.unit is None:
            raise UnitUnknown(name, [unit.full_name for unit in match.candidates])
        return match.unit

    def unit_name(self, submission: Submission) -> str:
        """Return the full name of the unit of *submission*.

        Raises:
            CampaignUnknown: the workspace has no such campaign any more.
        """
        return self.campaign(submission.campaign).roster.name_of(submission.unit)

    def event(self, action: Action, subject: str, detail: str = "", digest: str = "") -> Event:
        """Create an event of this moment, by the person who acts (经办人)."""
        return Event(self.clock.now(), self.actor, action, subject, detail, digest)


@contextmanager
def open_office(workspace: Workspace, clock: Clock) -> Iterator[Office]:
    """Open the office of *workspace*; a faulty campaign book is reported in it and stops nothing else.

    Raises:
        LedgerMissing: the office has worked, but has no ledger; a new one would number from the start.
        LedgerShortened: the ledger lacks what it had recorded, by its proof (旁证).
    """
    require_ledger(workspace)
    memory = memory_of(workspace.root)
    book_faults: list[str] = []
    aliases, aliases_key = _load_learned_aliases(workspace, book_faults)
    loaded, key = _load_books(workspace, memory, aliases, f"{program_version()}{aliases_key}")
    campaigns = tuple(each for each in loaded if not isinstance(each, str))
    book_faults += [each for each in loaded if isinstance(each, str)]
    book_faults += _shared_codes(campaigns)
    ledger = open_ledger(workspace.ledger)
    try:
        _check_ledger(ledger, workspace, clock)
        memory.recall(ledger)
        person = acting_person(workspace)
        key = f"{program_version()}:{key}"  # by its beginning an upgrade is recognised
        yield Office(workspace, ledger, clock, person, campaigns, tuple(book_faults), key, memory)
        memory.note_history(ledger)
    finally:
        close_ledger(ledger)


def require_ledger(workspace: Workspace) -> None:
    """Refuse an office that has worked, but whose ledger's file is missing or empty.

    Raises:
        LedgerMissing: opening it would create a new ledger over the remains of the old.
    """
    if workspace.ledger.is_file() and workspace.ledger.stat().st_size:
        return
    proof = read_proof(workspace.ledger)
    if has_remains(workspace) or not (proof is None or proof.empty):
        raise LedgerMissing(workspace.ledger)


def _check_ledger(ledger: Ledger, workspace: Workspace, clock: Clock) -> None:
    """Check the ledger by its proof (旁证), and append the event of its restoration where that is due."""
    proof = require_proven(ledger, lambda: has_remains(workspace))
    if proof.restored:
        event = Event(
            clock.now(),
            acting_person(workspace),
            Action.LEDGER_RESTORED,
            LEDGER_SUBJECT,
            proof.restored,
        )
        append_event(ledger, event)
        reset_proof(ledger, recount=proof.recount)


def _load_books(
    workspace: Workspace, memory: Memory, aliases: tuple[LearnedAlias, ...], key: str
) -> tuple[list[Campaign | str], str]:
    """Return each campaign, or why its book can't be used, and the key with the digests of all books."""
    loaded = []
    aliases_key = key
    for path in list_campaigns(workspace):
        digest = book_digest(path)
        key = sha256_of(f"{key}{path.name}{digest}".encode())
        loaded.append(memory.load_campaign(path, f"{aliases_key}{digest}", aliases))
    return loaded, key


def _shared_codes(campaigns: Sequence[Campaign]) -> Iterator[str]:
    """Yield a sentence for each number (编号) that several campaigns have, once."""
    for at, campaign in enumerate(campaigns):
        if not same_code(campaign.code, campaigns[:at]):
            sharing = same_code(campaign.code, campaigns[at + 1 :])
            if sharing:
                yield shared_code_message(campaign.code, campaign.name, sharing)


def require_own_code(office: Office, campaign: Campaign) -> None:
    """Refuse to stamp blanks of a campaign whose number (编号) another one has, too.

    Raises:
        CodeShared: names both, and the remedy.
    """
    others = [each for each in office.campaigns if each.name != campaign.name]
    sharing = same_code(campaign.code, others)
    if sharing:
        raise CodeShared(campaign.code, campaign.name, sharing)


def _refuse_faulty_book(book: Path) -> None:
    """Raise the error of a campaign book that exists but was not loaded with the others.

    Raises:
        CampaignBookFaulty, WorkbookUnreadable: as :func:`load_campaign` raises it.
    """
    if book.is_file():
        load_campaign(book)


def _load_learned_aliases(
    workspace: Workspace, book_faults: list[str]
) -> tuple[tuple[LearnedAlias, ...], str]:
    """Return the learned aliases (认领别名), and a digest that changes whenever they do."""
    if not workspace.learnt_aliases.is_file():
        return (), ""
    content = workspace.learnt_aliases.read_bytes()
    try:
        return read_learned_aliases(content), sha256_of(content)
    except WorkbookUnreadable:
        book_faults.append(
            "templates/任务/认领别名.xlsx 打不开，记下的别名暂不起作用。请用 Excel/WPS 打开它另存一次，"
            "或把它移走重新记。"
        )
        return (), sha256_of(content)
