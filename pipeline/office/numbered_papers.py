"""Find the numbered papers in the outbox (已编号的文件), by the names that issuing gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from pipeline.workspace import OutboxFolder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.workspace import Workspace

_NAME: Final = re.compile(
    r"(?P<printed>第(?P<issue>\d+)期（总第(?P<total>\d+)期）"
    r"|(?P<code>.+?)〔(?P<year>\d{4})〕(?P<serial>\d+)号) .+"
)
_NUMBER_IN_NAME: Final = re.compile(r"〔\d{4}〕\d+号|第\d+期（总第\d+期）")
_OF_OURS: Final = (OutboxFolder.BRIEFINGS, OutboxFolder.NOTICES)


@dataclass(frozen=True, slots=True)
class NumberedPaper:
    """A paper in the outbox whose name begins with its number, as the program writes it.

    ``printed`` is the number as printed; ``organ_code`` and ``year`` are empty and 0 for a briefing (简报),
    whose name doesn't contain them, and ``total`` (总第M期) is 0 for every other kind.
    """

    path: Path
    printed: str
    organ_code: str
    year: int
    serial: int
    total: int


def numbered_papers(workspace: Workspace) -> tuple[NumberedPaper, ...]:
    """Return the papers, of every campaign and of none, that have a number where issuing writes it, in order."""
    found = []
    of_campaigns = (workspace.outbox.glob(f"*/{folder}/*.docx") for folder in _OF_OURS)
    for path in chain(workspace.papers.glob("*.docx"), *of_campaigns):
        match = _NAME.fullmatch(path.stem)
        if match is not None:
            found.append(_paper(path, match))
    return tuple(sorted(found, key=lambda paper: paper.path))


def numbered_elsewhere(workspace: Workspace) -> tuple[Path, ...]:
    """Return the other documents in the outbox with a number in their names: of a person, not of the program."""
    ours = {paper.path for paper in numbered_papers(workspace)}
    return tuple(
        sorted(
            path
            for path in issued_documents(workspace)
            if _NUMBER_IN_NAME.search(path.name) and path not in ours
        )
    )


def has_remains(workspace: Workspace) -> bool:
    """Return whether the office has originals or numbered papers, so that its ledger can't be empty."""
    return any(workspace.originals.glob("*/*")) or bool(numbered_papers(workspace))


def _paper(path: Path, match: re.Match[str]) -> NumberedPaper:
    return NumberedPaper(
        path=path,
        printed=match["printed"],
        organ_code=match["code"] or "",
        year=int(match["year"] or 0),
        serial=int(match["issue"] or match["serial"]),
        total=int(match["total"] or 0),
    )


def issued_documents(workspace: Workspace) -> Iterator[Path]:
    """Yield the documents in the outbox that may bear numbers; drafts, receipts and return slips are left out."""
    without = {folder for folder in OutboxFolder if folder.has_no_numbers}
    yield from workspace.outbox.glob("*.docx")
    for folder in workspace.outbox.glob("*/*"):
        if folder.is_dir():
            if folder.name not in without:
                yield from folder.glob("*.docx")
        elif folder.suffix == ".docx":
            yield folder
