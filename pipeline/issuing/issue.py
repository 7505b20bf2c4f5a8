"""A paper that bears a number: reserved first, confirmed when it is published, never lost between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.board.register_book import register_workbook
from pipeline.files import replace_file, replace_if_changed, sha256_of
from pipeline.issuing.errors import IssueRefused, PaperExists
from pipeline.ledger.register import confirm, find_issued, list_numbers, release, reserve
from pipeline.ledger.trails import save_trail
from pipeline.model.document_number import Intent, Status, printed_number
from pipeline.model.event import Action

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from pipeline.model.campaign import Campaign, Paper
    from pipeline.model.document_number import Number
    from pipeline.model.figure import TrailEntry
    from pipeline.office.context import Office


@dataclass(frozen=True, slots=True)
class IssueOptions:
    """What the person at the keyboard asked for when a paper was to be issued.

    ``dated`` is the date of the document (成文日期: the day of signing, 条例 第九条), ``again`` issues
    the same paper anew, ``draft`` makes one that bears no number.
    """

    dated: date
    pdf: bool = False
    again: bool = False
    draft: bool = False


@dataclass(frozen=True, slots=True)
class PreparedPaper:
    """A paper made but not yet issued: its bytes, its file name, and the trail of its numbers."""

    content: bytes
    name: str
    trail: tuple[TrailEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Issued:
    """A paper in the outbox. ``standing`` says that it was there before, with the same content."""

    path: Path
    number: str
    pdf: Path | None = None
    notes: tuple[str, ...] = ()
    standing: bool = False


@dataclass(frozen=True, slots=True)
class IssueRequest:
    """One paper to number and issue: ``key`` is the same whenever it would say the same.

    ``announced`` are action and subject of each further event of its issue: who is reminded by it.
    """

    paper: Paper
    title: str
    folder: Path
    key: str
    make: Callable[[Number | None], PreparedPaper]
    announced: tuple[tuple[str, str], ...] = ()


def issue(office: Office, job: IssueRequest, order: IssueOptions) -> Issued:
    """Number the paper of *job*, make it, publish it, and enter it in the register (发文登记簿).

    A paper that fails after its number was reserved leaves the number in the register as
    released, with the reason: there is no silent gap, and no number is used twice.

    Raises:
        PipelineError: the paper could not be made or published.
        OSError: the disk refused.
    """
    if order.draft:
        return _draft(job)
    earlier = None if order.again else find_issued(office.ledger, job.key)
    if earlier is not None and (office.workspace.root / earlier.path).is_file():
        return Issued(office.workspace.root / earlier.path, printed_number(earlier), standing=True)
    intent = Intent(job.title, job.key, job.announced)
    number = reserve(office.ledger, job.paper, intent, order.dated.year, office.clock.now())
    try:
        issued, digest = _publish(office, job, number)
    except Exception as error:
        release(office.ledger, number, f"未印发：{error}", office.clock.now())
        _show_register(office)
        raise
    path = issued.path.relative_to(office.workspace.root).as_posix()
    confirm(
        office.ledger,
        number,
        digest,
        path,
        office.event(Action.ISSUED, issued.number, path, digest),
    )
    _show_register(office)
    return issued


def refuse_unfinished(campaign: Campaign, kind: str) -> None:
    """Refuse to issue for a campaign whose organ is still to be filled in (待填).

    Raises:
        IssueRefused: the 任务书 names no issuing organ yet.
    """
    if "待填" in campaign.issuing_organ + campaign.lead_office:
        raise IssueRefused(kind, ["任务书“任务”表的牵头单位、发文机关还没有填，请填好再发"])


def recover_reserved_numbers(office: Office) -> None:
    """Confirm or release what a run that was killed left reserved; call while alone in the office."""
    for number in list_numbers(office.ledger):
        if number.status is not Status.RESERVED:
            continue
        found = sorted(office.workspace.outbox.glob(f"*/*/{printed_number(number)} *.docx"))
        if found:
            digest = sha256_of(found[0].read_bytes())
            path = found[0].relative_to(office.workspace.root).as_posix()
            event = office.event(Action.ISSUED, printed_number(number), path, digest)
            confirm(office.ledger, number, digest, path, event)
        else:
            release(office.ledger, number, "程序中断，未印发", office.clock.now())


def _publish(office: Office, job: IssueRequest, number: Number) -> tuple[Issued, str]:
    made = job.make(number)
    target = job.folder / made.name
    digest = sha256_of(made.content)
    save_trail(
        office.ledger, digest, made.name, made.trail, office.event(Action.TRAIL_SAVED, made.name)
    )
    publish(target, made.content)
    return Issued(target, printed_number(number)), digest


def _draft(job: IssueRequest) -> Issued:
    made = job.make(None)
    target = job.folder / "草稿" / made.name
    replace_if_changed(target, made.content)
    return Issued(target, "草稿")


def _show_register(office: Office) -> None:
    content = register_workbook(list_numbers(office.ledger), office.clock.now())
    replace_if_changed(office.workspace.outbox / "发文登记簿.xlsx", content)


def publish(target: Path, content: bytes) -> None:
    """Put *content* at *target*, unless the very same paper stands there already.

    Raises:
        PaperStands: another paper stands under that name; it is left as it is.
        OSError: the disk refused; nothing stands at *target*.
    """
    if target.exists():
        if target.read_bytes() == content:
            return
        raise PaperExists(target)
    replace_file(target, content)
