"""From a kept original to a submission, or to the reason why nobody could place it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.campaign.calendar import is_late, period_at
from pipeline.checking.check import check, check_outcome
from pipeline.intake.scan import has_workbook_suffix
from pipeline.ledger.read import find_submission, last_event, latest_accepted
from pipeline.model.arrival import Container
from pipeline.model.event import Action, unit_subject
from pipeline.model.submission import Submission
from pipeline.reading.doubts import unit_already_received
from pipeline.reading.fill import read_form
from pipeline.reading.identify import IdentityDoubt, claim_for, identify
from pipeline.reading.split import split_by_unit
from pipeline.receiving.known_facts import load_reference_data, missing_references
from pipeline.workbook.errors import WorkbookUnreadable

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.model.arrival import Original
    from pipeline.model.campaign import Campaign
    from pipeline.model.grid import Book
    from pipeline.model.unit import Unit
    from pipeline.office.context import Office
    from pipeline.reading.identify import Claim

    BookReader = Callable[[bytes, str], Book]


_NOT_A_WORKBOOK = {
    Container.ENCRYPTED: "文件设了打开密码，读不出来。请取消密码（另存为时清空“打开权限密码”）后重新报送。",
    Container.EMPTY: "文件是空的（0 字节），可能没有传完。请重新下载或请报送单位重发。",
    Container.ARCHIVE: "这是 RAR、7z 一类的压缩包，程序解不开。请用解压软件解开，把里面的 Excel 表放进收件箱，或改压成 .zip。",
    Container.ZIP: "压缩包里又套了几层压缩包。请解压后把里面的 Excel 表放进收件箱。",
    Container.MAIL: "附件里又是邮件。请打开邮件，把附件另存到收件箱。",
    Container.OUTLOOK: "这是 Outlook 邮件（.msg）。请打开邮件，把附件另存到收件箱。",
    Container.PDF: "这是 PDF，读不出填报内容。请按下发的 Excel 表样填报。",
    Container.WORD: "这是 Word 文档，不是报送表。请按下发的 Excel 表样填报。",
    Container.IMAGE: "这是图片，读不出填报内容。请按下发的 Excel 表样填报。",
    Container.OTHER: "认不出这是什么文件。请按下发的 Excel 表样填报，另存为 .xlsx 后报送。",
}


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An original that could not be placed (待认领), and the reason in a clerk's words."""

    reason: str


@dataclass(frozen=True, slots=True)
class AlreadyRecorded:
    """An original that the ledger holds already for this unit and period."""

    submission: Submission


def examine(
    original: Original, office: Office, read: BookReader
) -> tuple[Submission | AlreadyRecorded, ...] | Unplaced:
    """Read *original*, find whose it is, and check it; nothing is written."""
    book = open_book(original, read)
    return book if isinstance(book, Unplaced) else examine_book(book, original, office)


def examine_book(
    book: Book, original: Original, office: Office
) -> tuple[Submission | AlreadyRecorded, ...] | Unplaced:
    """Find whose *book* is, and check it; nothing is written.

    The identity of a submission is its digest in a campaign, a unit and a period: the very same
    zero report in the next period is a new submission, and a workbook with the sheets of several
    units is one of each.
    """
    claim = identify(book, office.campaigns)
    if isinstance(claim, IdentityDoubt):
        decided = assigned_unit(original.digest, office)
        if decided is None:
            return _of_several(original, office, book) or Unplaced(claim.reason)
        claim = claim_for(book, *decided)
    return (examine_as(claim, original, office, book),)


def _of_several(
    original: Original, office: Office, book: Book
) -> tuple[Submission | AlreadyRecorded, ...] | Unplaced | None:
    """The submissions of a workbook that holds those of several units, if they can be told apart.

    Where a unit has an accepted form already, its sheet may as well be an old copy that somebody
    left in: then a person decides.
    """
    examined = []
    for claim, part in split_by_unit(book, office.campaigns):
        each = examine_as(claim, original, office, part)
        if isinstance(each, Submission) and _has_one(each, office):
            return Unplaced(unit_already_received(claim.unit))
        examined.append(each)
    return tuple(examined) or None


def _has_one(submission: Submission, office: Office) -> bool:
    wanted = (submission.campaign, submission.period, submission.unit)
    return latest_accepted(office.ledger, *wanted) is not None


def open_book(original: Original, read: BookReader) -> Book | Unplaced:
    """Open *original* as a workbook, or say why it is none."""
    if not original.container.workbook:
        return Unplaced(_why_not(original))
    try:
        return read(original.path.read_bytes(), original.name)
    except WorkbookUnreadable as error:
        return Unplaced(error.reason)


def assigned_unit(digest: str, office: Office) -> tuple[Campaign, Unit] | None:
    """Whose the original of *digest* is by the word of a person (经办人认领), if one has decided."""
    event = last_event(office.ledger, Action.ASSIGNED, digest)
    if event is None:
        return None
    placed = ((campaign, unit) for campaign in office.campaigns for unit in campaign.units())
    return next(
        (
            (campaign, unit)
            for campaign, unit in placed
            if unit_subject(campaign.name, unit.full_name) == event.subject
        ),
        None,
    )


def examine_as(
    claim: Claim, original: Original, office: Office, book: Book
) -> Submission | AlreadyRecorded:
    """Check *book* as the form that *claim* says it is; nothing is written."""
    period = period_at(claim.campaign, original.received_at)
    known = find_submission(
        office.ledger, original.digest, claim.campaign.name, period.code, claim.unit.code
    )
    if known is not None:
        return AlreadyRecorded(known)
    return _submission(original, office, claim, book)


CUT_OFF = "文件不完整或已损坏，可能没有传完。请用 Excel/WPS 打开另存后，再报送一次。"


def _why_not(original: Original) -> str:
    """Why an original that is no workbook can't be read; what calls itself one is a broken one."""
    if original.container is Container.ARCHIVE and has_workbook_suffix(original.name):
        return CUT_OFF
    return _NOT_A_WORKBOOK[original.container]


def _submission(original: Original, office: Office, claim: Claim, book: Book) -> Submission:
    campaign = claim.campaign
    period = period_at(campaign, original.received_at)
    filling = read_form(book, campaign, claim)
    beside = load_reference_data(office, claim, original.received_at)
    findings = check(filling, campaign, beside)
    return Submission(
        campaign=campaign.name,
        period=period.code,
        unit=claim.unit.code,
        digest=original.digest,
        name=original.name,
        received_at=original.received_at,
        late=is_late(period, original.received_at),
        outcome=check_outcome(filling, findings),
        filling=filling,
        findings=findings,
        unchecked=missing_references(campaign, beside),
    )
