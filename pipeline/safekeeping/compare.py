"""Compare originals, ledger and outbox with each other (三方核对); every difference is a sentence with its remedy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from pipeline.files import safe_name, sha256_of
from pipeline.ledger.recorded import has_lost_records, recorded_versions
from pipeline.model.document_number import Status, printed_number
from pipeline.model.event import campaign_of_subject, unit_of_subject
from pipeline.office.lost_originals import lost_originals
from pipeline.office.numbered_papers import numbered_elsewhere, numbered_papers
from pipeline.workspace import OutboxFolder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipeline.ledger.store import Ledger
    from pipeline.model.document_number import Number
    from pipeline.office.numbered_papers import NumberedPaper
    from pipeline.workspace import Workspace

_NAMED_AT_MOST: Final = 20  # of one kind, each in a sentence; the others are counted
_ANSWER: Final = re.compile(r"(?P<unit>.+)第(?P<version>\d+)版(?:回执|退回单|标记件)")


@dataclass(frozen=True, slots=True)
class Differences:
    """Differences between originals, ledger and outbox: faults, and notes that need no repair."""

    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def compare_office(workspace: Workspace, ledger: Ledger, register: Sequence[Number]) -> Differences:
    """Compare the originals with the ledger, and the papers and answers in the outbox with it.

    Changed and missing papers are not in it (:func:`paper_fault`), nor originals that are missing.
    """
    answers = tuple(_bounded(list(_answers_without_submission(workspace, ledger))))
    explained = bool(answers) and has_lost_records(ledger)
    elsewhere = [_relative(workspace, path) for path in numbered_elsewhere(workspace)]
    strangers = (
        f"{path}：名字里有文号，但不在程序印发的位置，不算在登记簿里。是别处来的文件的，不用管。"
        for path in elsewhere
    )
    return Differences(
        faults=(
            *_bounded(list(_originals_without_entry(workspace, ledger))),
            *_bounded(list(_papers_without_entry(workspace, register))),
            *(() if explained else answers),
        ),
        notes=(*_bounded(list(strangers)), *(answers if explained else ())),
    )


def paper_fault(workspace: Workspace, number: Number) -> str:
    """Return in Chinese what is wrong with the issued paper of *number*; empty where it is as issued."""
    try:
        content = (workspace.root / number.path).read_bytes()
    except FileNotFoundError:
        return "文件不见了，被删除或移走。请放回原处，或从备份取回。"
    except OSError as error:
        return f"文件读不出来（{error.strerror}）。请检查磁盘和权限。"
    if sha256_of(content) == number.digest:
        return ""
    return "文件内容与印发时不符，印发后被改过。请从备份取回；要更正的另行印发。"


def _originals_without_entry(workspace: Workspace, ledger: Ledger) -> Iterator[str]:
    for path in lost_originals(workspace, ledger):
        yield (
            f"原件 {_relative(workspace, path)} 台账里没有登记。"
            "请运行 baosong doctor --mend，把它补登到待认领。"
        )


def _papers_without_entry(workspace: Workspace, register: Sequence[Number]) -> Iterator[str]:
    """Yield numbered papers in the outbox that have no entry, or another than theirs."""
    registered = {workspace.root / number.path for number in register if number.path}
    by_printed: dict[str, list[Number]] = {}
    for number in register:
        by_printed.setdefault(printed_number(number), []).append(number)
    for paper in numbered_papers(workspace):
        if paper.path not in registered and not _is_copy(paper.path, registered):
            reason = _reason(paper, by_printed.get(paper.printed, []))
            yield (
                f"{_relative(workspace, paper.path)}：{reason}。新编的号会接在它后面；"
                "请核对是不是印发过：印发过的移到别的文件夹留存并登记在案，没有印发的删去。"
            )


def _reason(paper: NumberedPaper, entries: Sequence[Number]) -> str:
    """Return in Chinese why a paper isn't that of the entries with its number."""
    if not entries:
        return f"发文登记簿里没有“{paper.printed}”"
    if all(number.status is Status.RELEASED for number in entries):
        return f"“{paper.printed}”在发文登记簿里已作废（{entries[-1].reason}）"
    paths = "、".join(number.path or number.title for number in entries)
    return f"“{paper.printed}”在发文登记簿里是另一份（{paths}）"


def _is_copy(path: Path, registered: set[Path]) -> bool:
    """Return whether *path* is a copy that a person made of a registered paper: sealed (用印), corrected (校对)."""
    return any(
        path.parent == other.parent and path.stem.startswith(f"{other.stem}（")
        for other in registered
    )


def _answers_without_submission(workspace: Workspace, ledger: Ledger) -> Iterator[str]:
    """Yield receipts (回执) and return slips (退回单) whose submission isn't in the ledger."""
    units: dict[tuple[str, int], set[str]] = {}
    for subject, version in recorded_versions(ledger):
        key = safe_name(campaign_of_subject(subject)), version
        units.setdefault(key, set()).add(safe_name(unit_of_subject(subject)))
    for path in _answers(workspace):
        match = _ANSWER.fullmatch(path.stem)
        if match is None:
            continue
        campaign = path.relative_to(workspace.outbox).parts[0]
        recorded = units.get((campaign, int(match["version"])), set())
        beginnings = accumulate(match["unit"])  # between unit and version there may be a period
        if recorded.isdisjoint(beginnings):
            yield (
                f"{_relative(workspace, path)}：台账里没有它答复的报送件。"
                "请在待认领里找到这个单位的原件认领，或请该单位重新报送。"
            )


def _answers(workspace: Workspace) -> Iterator[Path]:
    for pattern in (f"*/{OutboxFolder.RECEIPTS}/*.docx", f"*/{OutboxFolder.RETURNS}/*/*.*"):
        yield from sorted(workspace.outbox.glob(pattern))


def _bounded(sentences: Sequence[str]) -> Iterator[str]:
    yield from sentences[:_NAMED_AT_MOST]
    if len(sentences) > _NAMED_AT_MOST:
        yield f"这样的一共 {len(sentences)} 处，这里只列出前 {_NAMED_AT_MOST} 处。"


def _relative(workspace: Workspace, path: Path) -> str:
    return path.relative_to(workspace.root).as_posix()
