"""Remember what was read of an office (工作目录) as long as the process works in it; nothing here is a record.

A pass of the watcher opens the office again. What it would read again unchanged is taken from here: the
campaigns of campaign books whose bytes are the same; texts, submissions and events of the ledger, of
which only new ones are read. Those are read again where the ledger has another history.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.load import load_campaign
from pipeline.campaign.errors import CampaignBookFaulty
from pipeline.campaign.learned_aliases import with_learned_aliases
from pipeline.checking.text_index import TextIndex
from pipeline.errors import PipelineError
from pipeline.ledger.decisions import last_decision
from pipeline.ledger.read import last_link, link_of
from pipeline.ledger.texts import texts_after
from pipeline.model.campaign import Kind
from pipeline.workbook.errors import WorkbookUnreadable

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.campaign.learned_aliases import LearnedAlias
    from pipeline.ledger.store import Ledger
    from pipeline.model.campaign import Campaign, Period
    from pipeline.office.board_memory import BoardMemory

_UNKNOWN: Final = (0, "?")  # the link of no event
_UNREADABLE: Final = (
    "任务书.xlsx 打不开，这个任务暂不处理。请用 Excel/WPS 打开它另存一次，或从备份恢复。"
)


@dataclass(slots=True)
class PeriodTexts:
    """Texts submitted in one period of a campaign, up to the submission of that number."""

    # The period's code, the codes of the fields, and the last decision, which may have withdrawn some.
    key: tuple[str, tuple[str, ...], int]
    last: int = 0
    index: TextIndex = field(default_factory=TextIndex)


@dataclass(slots=True)
class Memory:
    """What was read of one office: campaigns by path and key of their books; texts and boards by campaign."""

    root: Path
    books: dict[Path, tuple[str, Campaign | str]] = field(default_factory=dict)
    texts: dict[str, PeriodTexts] = field(default_factory=dict)
    boards: dict[str, BoardMemory] = field(default_factory=dict)
    # Number and link of the last event when the office was closed.
    history: tuple[int, str] = (0, "")

    def load_campaign(
        self, path: Path, key: str, aliases: tuple[LearnedAlias, ...]
    ) -> Campaign | str:
        """Return the campaign of the book at *path*, or a sentence why it can't be used.

        It is read where *key*, which names its bytes and the learned aliases, is not the last one.
        """
        known = self.books.get(path)
        if known is None or known[0] != key:
            known = self.books[path] = (key, _load(path, aliases))
        return known[1]

    def submitted_texts(self, ledger: Ledger, campaign: Campaign, period: Period) -> TextIndex:
        """Return the long texts that all units have submitted in *period*, in the order of arrival."""
        long = tuple(each.code for each in campaign.fields if each.kind is Kind.LONG_TEXT)
        key = period.code, long, last_decision(ledger)
        known = self.texts.get(campaign.name)
        if known is None or known.key != key:
            known = self.texts[campaign.name] = PeriodTexts(key)
        if long:
            arguments = (campaign.name, period.code, long)
            known.last, texts = texts_after(ledger, known.last, *arguments)
            known.index.add(texts)
        return known.index

    def book_key(self, campaign: Campaign) -> str:
        """Return the key of the campaign's book; it changes with the bytes, the aliases and the program."""
        return next((key for key, loaded in self.books.values() if loaded is campaign), "")

    def book_path(self, campaign: Campaign) -> Path | None:
        """Return the path of the campaign's book, or ``None`` where it was not loaded here."""
        return next((path for path, (_, known) in self.books.items() if known is campaign), None)

    def recall(self, ledger: Ledger) -> None:
        """Forget what is of the ledger where the ledger's history is not a continuation of the one it is from."""
        number, link = self.history
        if (self.texts or self.boards) and link_of(ledger, number) != link:
            self.texts.clear()
            self.boards.clear()
        self.history = _UNKNOWN  # until it is noted again

    def note_history(self, ledger: Ledger) -> None:
        """Note up to which event the ledger is known; where it can't be read any more, all is forgotten."""
        with suppress(PipelineError):
            self.history = last_link(ledger)


# Of the one office in which this process works.
_MEMORIES: Final[dict[Path, Memory]] = {}


def memory_of(root: Path) -> Memory:
    """Return the memory of the office at *root*; that of another office is dropped."""
    if root not in _MEMORIES:
        _MEMORIES.clear()
        _MEMORIES[root] = Memory(root)
    return _MEMORIES[root]


def _load(path: Path, aliases: tuple[LearnedAlias, ...]) -> Campaign | str:
    try:
        return with_learned_aliases(load_campaign(path), aliases)
    except CampaignBookFaulty as error:
        return f"{path.parent.name}：{error}"
    except WorkbookUnreadable:
        return f"{path.parent.name}：{_UNREADABLE}"
