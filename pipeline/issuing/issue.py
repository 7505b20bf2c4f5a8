"""Issue a numbered paper (印发): reserve its number, publish it, and confirm the number."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, count
from typing import TYPE_CHECKING, Final

from pipeline.board.register_book import register_workbook
from pipeline.files import digest_of, replace_file, replace_if_changed, sha256_of, sync_folder
from pipeline.issuing.check_paper import check_content, refuse_faults
from pipeline.issuing.errors import IssueRefused, PaperExists
from pipeline.issuing.settle_pages import PaperPages
from pipeline.issuing.used_numbers import highest_used, paper_of_older_version
from pipeline.ledger.held_numbers import take_back_paper
from pipeline.ledger.register import (
    assign_paper,
    confirm,
    find_issued,
    list_numbers,
    next_number,
    release,
    reserve,
    series_of,
)
from pipeline.ledger.store import append_event
from pipeline.ledger.trails import save_trail
from pipeline.model.document_number import Intent, Number, Status, printed_number
from pipeline.model.event import Action
from pipeline.official.layout.adjust import adjust
from pipeline.products.reported import gap_remarks
from pipeline.workspace import OutboxFolder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from pipeline.model.campaign import Campaign, Paper
    from pipeline.model.figure import TrailEntry
    from pipeline.office.context import Office

    HighestUsed = Callable[[Paper, int], tuple[int, int]]

_UNSEEN: Final = PaperPages()
DRAFT: Final = "草稿"  # in place of a number


@dataclass(frozen=True, slots=True)
class IssueOptions:
    """Options of the person who issues a paper.

    With ``confirmed`` and a ``reason`` a paper is issued in spite of what our own inspection refuses;
    ``pages`` is what was found on its rendered pages before, and how it is adjusted to them; None has them
    rendered.
    ``dated`` is the date of the document (成文日期: the day of signing, 条例 第九条); with ``reissue`` an
    unchanged paper is issued again, with ``draft`` a paper without a number is written.
    """

    dated: date
    pdf: bool = False
    reissue: bool = False
    draft: bool = False
    confirmed: bool = False
    reason: str = ""
    pages: PaperPages | None = None


@dataclass(frozen=True, slots=True)
class PreparedPaper:
    """A paper that is not issued yet: its bytes, its file name, and the trail of its numbers."""

    content: bytes
    name: str
    trail: tuple[TrailEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Issued:
    """An issued paper in the outbox; ``unchanged`` where it was issued before with the same content.

    ``remarks`` are what our own inspection found, or could not verify, and what doesn't refuse it.
    """

    path: Path
    number: str
    pdf: Path | None = None
    notes: tuple[str, ...] = ()
    unchanged: bool = False
    remarks: tuple[str, ...] = ()

    @property
    def is_draft(self) -> bool:
        """Return whether it is a draft (草稿), without a number and not in the register."""
        return self.number == DRAFT


@dataclass(frozen=True, slots=True)
class IssueRequest:
    """Request to number and issue one paper; ``key`` is equal whenever its content is the same.

    ``announced`` are action and subject of each further event of its issue: the units it reminds.
    ``held`` is the number that a person has taken for it already (预留); ``contradictions`` are its
    statements that contradict the 任务书, ``carried`` the paragraphs of the documents that it issues,
    ``notes`` what the person should know of how it was composed.
    """

    paper: Paper
    title: str
    folder: Path
    key: str
    make: Callable[[Number | None], PreparedPaper]
    announced: tuple[tuple[str, str], ...] = ()
    held: Number | None = None
    contradictions: tuple[str, ...] = ()
    carried: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


def paper_key(*printed: str) -> str:
    """Return the content key of a paper: equal whenever it prints the same, apart from its number."""
    return sha256_of("\n".join(printed).encode())


def issue(office: Office, request: IssueRequest, options: IssueOptions) -> Issued:
    """Number the paper of *request*, write it, and record it in the register (发文登记簿).

    Raises:
        PipelineError: the paper could not be made or published.
        OSError: the disk refused.
    """
    with register_kept_current(office):
        return issue_paper(office, request, options, partial(highest_used, office))


def issue_paper(
    office: Office, request: IssueRequest, options: IssueOptions, highest: HighestUsed
) -> Issued:
    """Number and write the paper of *request* within :func:`register_kept_current`.

    *highest* returns what :func:`highest_used` does; a batch looks through the outbox once.
    A paper that fails after its number was reserved leaves the number in the register as
    released, with the reason: there is no gap without a reason, and no number is used twice.

    Raises:
        PipelineError: the paper could not be made or published.
        OSError: the disk refused.
    """
    if options.draft:
        return _draft(office, request)
    issued_before = None if options.reissue else find_issued(office.ledger, request.key)
    if issued_before is not None and (office.workspace.root / issued_before.path).is_file():
        return Issued(
            office.workspace.root / issued_before.path,
            printed_number(issued_before),
            unchanged=True,
        )
    year = options.dated.year
    request = _adjusted(request, options)
    request, checked = _check(office, request, options, highest)
    number = _take_number(office, request, year, highest)
    try:
        issued, digest = _publish(office, request, number)
    except Exception as error:
        _give_back(office, number, f"未印发：{error}")
        raise
    _confirm(office, request, number, issued, digest)
    return replace(issued, remarks=checked)


def _confirm(
    office: Office, request: IssueRequest, number: Number, issued: Issued, digest: str
) -> None:
    """Confirm the number of a published paper, and append what a held number could not announce."""
    path = issued.path.relative_to(office.workspace.root).as_posix()
    event = office.event(Action.ISSUED, issued.number, path, digest)
    confirm(office.ledger, number, digest, path, event)
    if request.held is not None:  # what a reserved number announces is in its row
        for action, subject in request.announced:
            append_event(office.ledger, office.event(Action(action), subject, issued.number))


def _check(
    office: Office, request: IssueRequest, options: IssueOptions, highest: HighestUsed
) -> tuple[IssueRequest, tuple[str, ...]]:
    """Check the paper as it would be printed, before its number is taken; return the request and remarks.

    An override of what was found is announced with the paper's issue.

    Raises:
        IssueRefused: our own inspection would send it back, and no person has overridden that.
    """
    paper = request.make(_next_number(office, request, options.dated.year, highest))
    found = check_content(paper.content, paper.name, request.carried)
    pages = options.pages or _UNSEEN
    overridden = refuse_faults(
        request.paper.kind,
        (*request.contradictions, *found.faults, *pages.check.faults),
        confirmed=options.confirmed,
        reason=options.reason,
    )
    remarks = (*found.remarks, *pages.check.remarks, *gap_remarks(paper.trail))
    return replace(request, announced=(*request.announced, *overridden)), remarks


def preview(
    office: Office, requests: Sequence[IssueRequest], options: IssueOptions, highest: HighestUsed
) -> dict[str, PreparedPaper]:
    """Return the papers of *requests* by their keys, as they would be issued now, without those that were; none for a draft.

    Call it with the office lock held. No number is taken.
    """
    new = [
        request
        for request in requests
        if options.reissue or find_issued(office.ledger, request.key) is None
    ]
    if options.draft or not new:
        return {}
    number = _next_number(office, new[0], options.dated.year, highest)
    return {
        request.key: request.make(replace(number, serial=number.serial + at))
        for at, request in enumerate(new)
    }


def _adjusted(request: IssueRequest, options: IssueOptions) -> IssueRequest:
    """Return *request* with its paper adjusted to its pages, as was found for a paper of the same content."""
    adjustment = (options.pages or _UNSEEN).adjustments.get(request.key)
    if adjustment is None:
        return request

    def make(number: Number | None) -> PreparedPaper:
        paper = request.make(number)
        return replace(paper, content=adjust(paper.content, adjustment))

    return replace(request, make=make)


def _next_number(office: Office, request: IssueRequest, year: int, highest: HighestUsed) -> Number:
    """Return the number that the paper will get, without taking it; the office lock is held."""
    if request.held is not None:
        return request.held
    intent = Intent(request.title, request.key, (), *highest(request.paper, year))
    serial, total = next_number(office.ledger, request.paper, intent, year)
    return Number(
        organ_code=series_of(request.paper),
        year=year,
        serial=serial,
        total=total,
        status=Status.RESERVED,
        kind=request.paper.kind,
        title=request.title,
        reason="",
        digest="",
        path="",
        key=request.key,
        at=office.clock.now(),
    )


def _take_number(office: Office, request: IssueRequest, year: int, highest: HighestUsed) -> Number:
    if request.held is not None:
        kind = request.paper.kind
        return replace(request.held, kind=kind, title=request.title, key=request.key)
    used = highest(request.paper, year)
    intent = Intent(request.title, request.key, request.announced, *used)
    return reserve(office.ledger, request.paper, intent, year, office.clock.now())


def _give_back(office: Office, number: Number, reason: str) -> None:
    """Release a reserved number with the reason; a held one (预留) stays held, without a paper."""
    if number.status is Status.HELD:
        take_back_paper(office.ledger, number)
    else:
        release(office.ledger, number, reason, office.clock.now())


@contextmanager
def register_kept_current(office: Office) -> Iterator[None]:
    """Write 发文登记簿.xlsx when the block ends, also when it fails; the same register gives the same bytes.

    So it is updated, too, after a process was killed before the end of its block.
    """
    try:
        yield
    finally:
        show_register(office)


def show_register(office: Office) -> None:
    """Write 发文登记簿.xlsx; the same register gives the same bytes. Call with the office lock held.

    So it is updated, too, after a process was killed before it wrote it.

    Raises:
        FileHeldOpen: it is open in Excel or WPS.
    """
    numbers = list_numbers(office.ledger)
    if numbers:
        content = register_workbook(numbers, max(number.at for number in numbers))
        replace_if_changed(office.workspace.outbox / "发文登记簿.xlsx", content)


def refuse_unfinished(campaign: Campaign, kind: str) -> None:
    """Refuse to issue for a campaign whose organ is still to be filled in (待填).

    Raises:
        IssueRefused: the 任务书 names no issuing organ yet.
    """
    if "待填" in campaign.issuing_organ + campaign.lead_office:
        raise IssueRefused(kind, ["任务书“任务”表的牵头单位、发文机关还没有填，请填好再发"])


def recover_reserved_numbers(office: Office) -> None:
    """Confirm or release the numbers that a killed process left reserved; call with the office lock held.

    Confirmed is only the file of exactly the path and the digest that were recorded before it was published.
    A held number (预留) is looked at only where a paper was being published under it.
    """
    for number in list_numbers(office.ledger):
        if not number.status.is_open or (number.status is Status.HELD and not number.path):
            continue
        published = _published_paper(office, number)
        if published is None:
            _give_back(office, number, "程序中断，未印发")
        else:
            path, digest = published
            event = office.event(Action.ISSUED, printed_number(number), path, digest)
            confirm(office.ledger, number, digest, path, event)


def _published_paper(office: Office, number: Number) -> tuple[str, str] | None:
    """Return path and digest of the paper that a killed process published; None where it published none."""
    root = office.workspace.root
    file = root / number.path if number.path else paper_of_older_version(office, number)
    if file is None or not file.is_file():
        return None
    digest = digest_of(file)
    if number.digest and digest != number.digest:
        return None
    return file.relative_to(root).as_posix(), digest


def _publish(office: Office, request: IssueRequest, number: Number) -> tuple[Issued, str]:
    paper = request.make(number)
    target = request.folder / paper.name
    digest = sha256_of(paper.content)
    save_trail(
        office.ledger, digest, paper.name, paper.trail, office.event(Action.TRAIL_SAVED, paper.name)
    )
    path = target.relative_to(office.workspace.root).as_posix()
    assign_paper(office.ledger, number, digest, path)
    publish(target, paper.content)
    return Issued(target, printed_number(number)), digest


def _draft(office: Office, request: IssueRequest) -> Issued:
    """Write the paper as a draft (草稿); another one of that name, which a person may have edited, is kept."""
    paper = request.make(None)
    target = _free_path(request.folder / OutboxFolder.DRAFTS / paper.name, paper.content)
    paper = replace(paper, name=target.name)
    replace_if_changed(target, paper.content)
    if paper.trail:  # a person may edit the draft and have it numbered
        event = office.event(Action.TRAIL_SAVED, paper.name)
        save_trail(office.ledger, sha256_of(paper.content), paper.name, paper.trail, event)
    return Issued(target, DRAFT)


def _free_path(path: Path, content: bytes) -> Path:
    """Return *path*, or with a running number the first one that is free or has this *content* already."""
    numbered = (path.with_stem(f"{path.stem}（{number}）") for number in count(2))
    return next(
        each
        for each in chain((path,), numbered)
        if not each.exists() or each.read_bytes() == content
    )


def publish(target: Path, content: bytes) -> None:
    """Write *content* to *target*, unless the same paper exists there already.

    Raises:
        PaperExists: another paper exists under that name; it is not changed.
        OSError: the disk refused; there is nothing at *target*.
    """
    if target.exists():
        if target.read_bytes() == content:
            return
        raise PaperExists(target)
    replace_file(target, content)
    sync_folder(target.parent)  # before the register records that the paper is there
