"""One campaign's whole record in one file, for inspection (留痕包).

Whoever gets it needs nothing of ours to check it: a list for ``sha256sum``, the chain of events as
lines of JSON with the rule by which each link is made, and every record as the very bytes whose
digest stands in that chain.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.files import safe_name, sha256_of
from pipeline.intake.originals import find_original
from pipeline.issuing.errors import NothingToIssue
from pipeline.ledger.fingerprints import content_of, number_content
from pipeline.ledger.read import list_events, list_periods, list_submissions
from pipeline.ledger.register import list_numbers
from pipeline.ledger.store import append_event
from pipeline.ledger.verify import anchor_records, iter_chain
from pipeline.model.document_number import Status, document_number
from pipeline.model.event import Action, belongs_to
from pipeline.products.answers import answer_folder, answer_stem
from pipeline.products.evidence_book import evidence_book
from pipeline.safekeeping.archive_reader import Manifest, archive_name
from pipeline.safekeeping.archive_writer import Member, write_archive
from pipeline.safekeeping.bundle_manual import verification_manual
from pipeline.version import program_version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.model.campaign import Campaign
    from pipeline.model.document_number import Number
    from pipeline.model.submission import Submission
    from pipeline.office.context import Office
    from pipeline.safekeeping.archive_reader import Entry

BUNDLE_KIND: Final = "bundle"
CHAIN_FILE: Final = "事件链.jsonl"
CONTENT_FOLDER: Final = "登记内容"
ORIGINALS_FOLDER: Final = "原件"
PAPERS_FOLDER: Final = "印发文件"
DIGESTS_FILE: Final = "校验.sha256"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that stands and was read back, and what it had to leave out."""

    path: Path
    manifest: Manifest
    notes: tuple[str, ...]


@dataclass(slots=True)
class _Case:
    """What goes into one bundle, gathered from one state of the ledger."""

    campaign: Campaign
    period: str
    held: tuple[Submission, ...]
    register: tuple[Number, ...]
    chain: tuple[dict[str, object], ...]
    missing: list[str] = field(default_factory=list)

    @property
    def head(self) -> str:
        return str(self.chain[-1]["link"]) if self.chain else ""


def bundle(
    office: Office, campaign: Campaign, period: str = "", place: Path | None = None
) -> Bundle:
    """Bundle everything of *campaign*, or of one *period* of it, into *place* (a file or a folder).

    Papers and the chain are those of the whole campaign and the whole office: a chain that was cut
    to one period could not be checked.

    Raises:
        NothingToIssue: nothing has come in.
        ArchiveUnwritable: the disk refused.
    """
    anchor_records(office.ledger, office.clock.now(), office.actor)
    case = _case(office, campaign, period)
    now = office.clock.now()
    name = "-".join(filter(None, ("留痕包", campaign.name, period, f"{now:%Y%m%d-%H%M%S}")))
    folder = place or office.workspace.results(campaign.name) / "留痕"
    if place is None:
        folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{safe_name(name)}.zip" if folder.is_dir() else folder

    def manifest_of(entries: tuple[Entry, ...], left_out: tuple[str, ...]) -> Manifest:
        return Manifest(
            kind=BUNDLE_KIND,
            subject=campaign.name,
            created=now.isoformat(),
            program=program_version(),
            head=case.head,
            events=len(case.chain),
            left_out=(*case.missing, *left_out),
            files=entries,
        )

    manifest = write_archive(target, _listed(_members(office, case)), manifest_of)
    with target.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    append_event(office.ledger, office.event(Action.BUNDLED, campaign.name, target.name, digest))
    notes = (f"有 {len(case.missing)} 样缺少：{'、'.join(case.missing)}。",) if case.missing else ()
    return Bundle(target, manifest, notes)


def _case(office: Office, campaign: Campaign, period: str) -> _Case:
    codes = [code for code, _ in list_periods(office.ledger, campaign.name) if period in {"", code}]
    held = tuple(
        each for code in codes for each in list_submissions(office.ledger, campaign.name, code)
    )
    if not held:
        said = f"“{campaign.name}”{period or ''}还没有收到过报送件。"
        raise NothingToIssue("留痕包", said)
    folder = office.workspace.results(campaign.name).relative_to(office.workspace.root)
    register = tuple(
        each
        for each in list_numbers(office.ledger)
        if each.path.startswith(f"{folder.as_posix()}/")
    )
    return _Case(campaign, period, held, register, tuple(iter_chain(office.ledger)))


def _members(office: Office, case: _Case) -> Iterator[Member]:
    moment = office.clock.now()
    yield Member("说明.txt", verification_manual(case.campaign.name, case.head, len(case.chain)))
    history = tuple(
        event
        for event in list_events(office.ledger)
        if belongs_to(event, case.campaign.name)
        or (
            event.action == Action.ISSUED
            and event.digest in {each.digest for each in case.register}
        )
    )
    book = evidence_book(case.campaign, case.held, case.register, history, moment)
    yield Member("留痕册.xlsx", book)
    rows = (json.dumps(row, ensure_ascii=False) + "\n" for row in case.chain)
    yield Member(CHAIN_FILE, "".join(rows).encode())
    task = office.workspace.campaign_folder(case.campaign.name) / "任务书.xlsx"
    if task.is_file():
        yield Member("任务书.xlsx", task)
    for submission in case.held:
        yield from _of_submission(office, case, submission)
    yield from _papers(office, case)


def _of_submission(office: Office, case: _Case, submission: Submission) -> Iterator[Member]:
    unit = case.campaign.roster.name_of(submission.unit)
    where = (submission.period, safe_name(unit))
    version = f"第{submission.version}版"
    yield Member(archive_name((CONTENT_FOLDER, *where, f"{version}.jsonl")), content_of(submission))
    original = find_original(office.workspace, submission.digest)
    name = safe_name(submission.name.rpartition("/")[2])
    if original is None:
        case.missing.append(f"{unit}{version}的原件")
    else:
        yield Member(archive_name((ORIGINALS_FOLDER, *where, f"{version}_{name}")), original)
    listed = case.campaign.roster.by_code(submission.unit)
    if listed is None:
        return
    folder = answer_folder(office.workspace.results(case.campaign.name), listed, submission)
    stem = answer_stem(case.campaign, listed, submission)
    answers = sorted(folder.glob(f"{stem}*"))
    kind = "回执" if submission.outcome.counts else "退回"
    if not answers:
        case.missing.append(f"{unit}{version}的{kind}")
    for path in answers:
        yield Member(archive_name((kind, *where, path.name)), path)


def _papers(office: Office, case: _Case) -> Iterator[Member]:
    results = office.workspace.results(case.campaign.name)
    for number in case.register:
        if number.status is not Status.RESERVED:
            name = f"{safe_name(document_number(number))}.jsonl"
            yield Member(archive_name((CONTENT_FOLDER, "发文登记簿", name)), number_content(number))
        path = office.workspace.root / number.path
        if not path.is_file():
            case.missing.append(number.path)
            continue
        for each in (path, path.with_suffix(".pdf")):
            if each.is_file():
                yield Member(archive_name((PAPERS_FOLDER, *each.relative_to(results).parts)), each)
    for path in sorted((results / "汇总").glob("*.xlsx")):
        if not path.name.startswith(("~$", ".~")):
            yield Member(archive_name(("汇总", path.name)), path)


def _listed(members: Iterator[Member]) -> Iterator[Member]:
    """The members, and last the list of their digests as ``sha256sum -c`` reads it."""
    lines = []
    for member in members:
        source = member.source
        content = source if isinstance(source, bytes) else source.read_bytes()
        lines.append(f"{sha256_of(content)}  {member.name}\n")
        yield Member(member.name, content)
    yield Member(DIGESTS_FILE, "".join(lines).encode())
