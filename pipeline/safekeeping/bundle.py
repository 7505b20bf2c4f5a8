"""Bundle the whole record of one campaign in one file, for inspection (留痕包).

It can be verified without this program: it contains a list for ``sha256sum``, the chain of events as
lines of JSON with the rule by which each link is computed, and every record as the bytes whose digest
is in that chain.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.files import safe_name, sha256_of
from pipeline.intake.originals import find_original
from pipeline.issuing.errors import NothingToIssue
from pipeline.ledger.decisions import list_decisions
from pipeline.ledger.fingerprints import content_of, decision_content, number_content
from pipeline.ledger.read import list_events, list_periods, list_submissions
from pipeline.ledger.register import list_numbers
from pipeline.ledger.store import append_event
from pipeline.ledger.verify import anchor_records, iter_chain
from pipeline.model.document_number import document_number
from pipeline.model.event import Action, belongs_to
from pipeline.model.submission import CheckOutcome
from pipeline.office.versions import with_present_codes
from pipeline.products.evidence_book import evidence_book
from pipeline.products.replies import reply_folder, reply_stem
from pipeline.safekeeping.archive_reader import Manifest, archive_name
from pipeline.safekeeping.archive_writer import Member, write_archive
from pipeline.version import program_version
from pipeline.workspace import OutboxFolder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
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
_ANSWERS: Final = (
    (OutboxFolder.RECEIPTS, CheckOutcome.ACCEPTED),
    (OutboxFolder.RETURNS, CheckOutcome.RETURNED),
)
_MANUAL: Final = """\
“{campaign}”留痕包

一、里面有什么
  留痕册.xlsx      报送件、每一格的原文和取值、核对结果、发文登记簿摘录、事件记录，一类一张表
  原件/            各单位交来的文件，一个字节也没有动过；第n版是该单位第 n 次报送
  登记内容/        每件报送件、每次处置、每个文号登记时的全部内容，一行一格
  回执/ 退回/      给各单位的回执、退回单和标记件
  印发文件/ 汇总/  印发的公文、简报和汇总表
  任务书.xlsx      打包时的任务书
  事件链.jsonl     全部事件，一行一条，前后相链
  校验.sha256      每个文件的 SHA-256 指纹
  清单.json        给程序看的清单

二、怎样核对文件没有被改过（不需要报送通）
  Windows：在解开的文件夹里打开命令提示符，逐个运行
      certutil -hashfile 留痕册.xlsx SHA256
    显示的指纹应与 校验.sha256 里同一文件那一行相同。
    也可以在 PowerShell 里一次核对全部，没有任何输出就是全部相符：
      Get-Content 校验.sha256 -Encoding UTF8 | % {{ $h, $f = $_ -split '  ', 2; if ((Get-FileHash -LiteralPath $f).Hash -ne $h) {{ "不符：$f" }} }}
  Linux、统信、麒麟：在解开的文件夹里运行
      sha256sum -c 校验.sha256

三、怎样核对事件没有被增删、改动
  事件链.jsonl 每一行的 link，是下面这个 JSON 数组（UTF-8 编码，逗号后空一格）的 SHA-256：
      [上一行的 link, at, actor, action, subject, detail, digest]    第一行之前的 link 是空串 ""
  改动、删去、插入任何一条，从那一条起都对不上。装有 Python 的电脑可以运行：
      import json, hashlib
      last = ""
      for line in open("事件链.jsonl", encoding="utf-8"):
          e = json.loads(line)
          told = [last, e["at"], e["actor"], e["action"], e["subject"], e["detail"], e["digest"]]
          last = hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
          assert last == e["link"], e["number"]
      print(last)
  最后打印的应是链首（共 {events} 条事件）：
      {head}
  动作是“内容指纹”的事件，detail 就是 登记内容/ 里对应文件的 SHA-256；
  动作是“收到”的事件，digest 就是 原件/ 里对应文件的 SHA-256；
  动作是“印发”的事件，digest 就是 印发文件/ 里对应公文的 SHA-256。

四、链首要另外记下
  光凭这个包，看不出事件的末尾有没有被整段截去、整本台账有没有被重写。请把链首抄在纸上、写进会议纪要
  或发给上级留存；以后在原来的工作目录里运行
      baosong audit verify --head {head}
  就能知道那以前的事件是不是都还在、都没有动过。

五、有报送通的电脑
      baosong audit verify 留痕包.zip     一次核对以上全部
"""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A verified bundle (留痕包): its path, its manifest, and notes about what is missing."""

    path: Path
    manifest: Manifest
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """What one bundle is made from: the records of a campaign, loaded from the ledger."""

    campaign: Campaign
    period: str
    submissions: tuple[Submission, ...]
    register: tuple[Number, ...]
    chain: tuple[dict[str, object], ...]

    @property
    def head(self) -> str:
        return str(self.chain[-1]["link"]) if self.chain else ""


@dataclass(frozen=True, slots=True)
class _Contents:
    """Members of a bundle in their order, and the names of files that should be among them."""

    members: tuple[Member, ...] = ()
    missing: tuple[str, ...] = ()

    def __add__(self, other: _Contents) -> _Contents:
        return _Contents(self.members + other.members, self.missing + other.missing)


def bundle(
    office: Office, campaign: Campaign, period: str = "", place: Path | None = None
) -> Bundle:
    """Write the bundle of *campaign* (留痕包), or of one *period* of it, to *place*, a file or a folder.

    Papers and the chain are those of the whole campaign and the whole office: a chain of one period
    only could not be verified.

    Raises:
        NothingToIssue: nothing was received.
        ArchiveUnwritable: the disk refused.
    """
    anchor_records(office.ledger, office.clock.now(), office.actor)
    case = _load_case(office, campaign, period)
    moment = office.clock.now()
    target = _target(office, case, place)
    contents = _contents(office, case)

    def manifest_of(entries: tuple[Entry, ...], left_out: tuple[str, ...]) -> Manifest:
        return Manifest(
            kind=BUNDLE_KIND,
            subject=campaign.name,
            created=moment.isoformat(),
            program=program_version(),
            head=case.head,
            events=len(case.chain),
            left_out=(*contents.missing, *left_out),
            files=entries,
        )

    manifest = write_archive(target, _with_digests(contents.members), manifest_of)
    with target.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    append_event(office.ledger, office.event(Action.BUNDLED, campaign.name, target.name, digest))
    missing = contents.missing
    notes = (f"有 {len(missing)} 样缺少：{'、'.join(missing)}。",) if missing else ()
    return Bundle(target, manifest, notes)


def _target(office: Office, case: _Case, place: Path | None) -> Path:
    moment = f"{office.clock.now():%Y%m%d-%H%M%S}"
    name = "-".join(filter(None, ("留痕包", case.campaign.name, case.period, moment)))
    folder = place or office.workspace.results(case.campaign.name) / OutboxFolder.BUNDLES
    if place is None:
        folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{safe_name(name)}.zip" if folder.is_dir() else folder


def _load_case(office: Office, campaign: Campaign, period: str) -> _Case:
    codes = [code for code, _ in list_periods(office.ledger, campaign.name) if period in {"", code}]
    submissions = tuple(
        item for code in codes for item in list_submissions(office.ledger, campaign.name, code)
    )
    if not submissions:
        reason = f"“{campaign.name}”{period or ''}还没有收到过报送件。"
        raise NothingToIssue("留痕包", reason)
    folder = office.workspace.results(campaign.name).relative_to(office.workspace.root)
    register = tuple(
        item
        for item in list_numbers(office.ledger)
        if item.path.startswith(f"{folder.as_posix()}/")
    )
    return _Case(campaign, period, submissions, register, tuple(iter_chain(office.ledger)))


def _contents(office: Office, case: _Case) -> _Contents:
    contents = _Contents(tuple(_overview(office, case)))
    for submission in case.submissions:
        contents += _submission_contents(office, case, submission)
    for decision in list_decisions(office.ledger, case.campaign.name, case.period):
        path = archive_name((CONTENT_FOLDER, "处置", f"处置{decision.number}.jsonl"))
        contents += _Contents((Member(path, decision_content(decision)),))
    for number in case.register:
        contents += _paper_contents(office, case, number)
    summaries = office.workspace.results(case.campaign.name) / OutboxFolder.SUMMARIES
    return contents + _Contents(
        tuple(
            Member(archive_name((OutboxFolder.SUMMARIES, path.name)), path)
            for path in sorted(summaries.glob("*.xlsx"))
            if not path.name.startswith(("~$", ".~"))
        )
    )


def _overview(office: Office, case: _Case) -> Iterator[Member]:
    """Yield what the bundle has once: its manual, its workbook, the chain, and the campaign book."""
    yield Member("说明.txt", _manual(case))
    issued = {number.digest for number in case.register}
    history = tuple(
        event
        for event in list_events(office.ledger)
        if belongs_to(event, case.campaign.name)
        or (event.action in {Action.ISSUED, Action.VOIDED} and event.digest in issued)
    )
    moment = office.clock.now()
    present = [with_present_codes(office, case.campaign, each) for each in case.submissions]
    book = evidence_book(case.campaign, present, case.register, history, moment)
    yield Member("留痕册.xlsx", book)
    rows = (json.dumps(row, ensure_ascii=False) + "\n" for row in case.chain)
    yield Member(CHAIN_FILE, "".join(rows).encode())
    book_path = office.workspace.campaign_folder(case.campaign.name) / "任务书.xlsx"
    if book_path.is_file():
        yield Member("任务书.xlsx", book_path)


def _submission_contents(office: Office, case: _Case, submission: Submission) -> _Contents:
    name = case.campaign.roster.name_of(submission.unit)
    folder = (submission.period, safe_name(name))
    version = f"第{submission.version}版"
    record = archive_name((CONTENT_FOLDER, *folder, f"{version}.jsonl"))
    contents = _Contents((Member(record, content_of(submission)),))
    original = find_original(office.workspace, submission.digest)
    if original is None:
        contents += _Contents(missing=(f"{name}{version}的原件",))
    else:
        file_name = safe_name(submission.name.rpartition("/")[2])
        path = archive_name((ORIGINALS_FOLDER, *folder, f"{version}_{file_name}"))
        contents += _Contents((Member(path, original),))
    unit = case.campaign.roster.by_code(submission.unit)
    if unit is None:
        return contents
    results = office.workspace.results(case.campaign.name)
    # Both: a person may have decided otherwise than the checks (采用、人工退回).
    members = tuple(
        Member(archive_name((kind, *folder, path.name)), path)
        for kind, outcome in _ANSWERS
        for path in sorted(
            reply_folder(results, unit, replace(submission, outcome=outcome)).glob(
                f"{reply_stem(case.campaign, unit, submission)}*"
            )
        )
    )
    kind = OutboxFolder.RECEIPTS if submission.outcome.counts else OutboxFolder.RETURNS
    return contents + _Contents(members, () if members else (f"{name}{version}的{kind}",))


def _paper_contents(office: Office, case: _Case, number: Number) -> _Contents:
    contents = _Contents()
    if not number.status.is_open:
        name = f"{safe_name(document_number(number))}.jsonl"
        record = archive_name((CONTENT_FOLDER, "发文登记簿", name))
        contents += _Contents((Member(record, number_content(number)),))
    paper = office.workspace.root / number.path
    if not paper.is_file():
        return contents + _Contents(missing=(number.path,))
    results = office.workspace.results(case.campaign.name)
    return contents + _Contents(
        tuple(
            Member(archive_name((PAPERS_FOLDER, *path.relative_to(results).parts)), path)
            for path in (paper, paper.with_suffix(".pdf"))
            if path.is_file()
        )
    )


def _with_digests(members: Iterable[Member]) -> Iterator[Member]:
    """Yield *members*, and last the list of their digests as ``sha256sum -c`` reads it."""
    lines = []
    for member in members:
        source = member.source
        content = source if isinstance(source, bytes) else source.read_bytes()
        lines.append(f"{sha256_of(content)}  {member.name}\n")
        yield Member(member.name, content)
    yield Member(DIGESTS_FILE, "".join(lines).encode())


def _manual(case: _Case) -> bytes:
    """Return 说明.txt of the bundle (核对办法), with a byte-order mark for old versions of Notepad."""
    words = _MANUAL.format(campaign=case.campaign.name, head=case.head, events=len(case.chain))
    return words.replace("\n", "\r\n").encode("utf-8-sig")
