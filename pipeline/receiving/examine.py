"""Examine a stored original (核对): return its submission, or the reason why it can't be assigned to a unit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.campaign.periods import in_period, is_late
from pipeline.checking.check import check, check_outcome
from pipeline.intake.scan import has_workbook_suffix
from pipeline.ledger.read import find_submission, has_accepted
from pipeline.model.arrival import Container, Origin
from pipeline.model.submission import Submission, SubmissionKey
from pipeline.office.periods import known_periods, period_by_name
from pipeline.office.versions import definition_of
from pipeline.reading.doubts import not_its_form, unit_already_received
from pipeline.reading.earlier_version import items_found, read_as_defined
from pipeline.reading.identify import IdentityDoubt, claim_for, identify
from pipeline.reading.period_mentions import period_mentions
from pipeline.reading.reporting_period import ReportingPeriod, reporting_period
from pipeline.reading.split import split_by_unit
from pipeline.receiving.case import AlreadyRecorded, Unplaced
from pipeline.receiving.known_facts import load_reference_data
from pipeline.receiving.placement import (
    assigned_period,
    assigned_unit,
    is_moved,
    part_of,
    withdrawal_reason,
)
from pipeline.receiving.replacement import is_claimed_again, later_claimed, replacement_doubt
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.limits import FILE_AT_MOST, TOO_LARGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.model.arrival import Original
    from pipeline.model.campaign import Campaign
    from pipeline.model.filling import Filling
    from pipeline.model.grid import Book
    from pipeline.model.unit import Unit
    from pipeline.office.context import Office
    from pipeline.reading.identify import Claim
    from pipeline.receiving.case import Case, Placed

    BookReader = Callable[[bytes, str], Book]


_ITEMS_AT_LEAST: Final = 0.1  # of a campaign's items; what has fewer is no form of it
_NOT_A_WORKBOOK = {
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


def examine_case(case: Case) -> Placed | Unplaced | tuple[Placed, ...]:
    """Read the original of a case, identify its unit, and check it; nothing is written.

    The identity of a submission is its digest in a campaign, a unit and a period: the same bytes of a
    zero report in the next period are a new submission, and a workbook with the sheets of several
    units is one submission of each. A person's claim decides where the workbook leaves a doubt.
    """
    original, office = case.kept, case.office
    decided = case.progress.origin in {Origin.QUARANTINE, Origin.DECISION}
    withdrawn = withdrawal_reason(original.digest, office) if decided else ""
    book = Unplaced(withdrawn) if withdrawn else open_book(original, case.desk.worker.read)
    if isinstance(book, Unplaced):
        return book
    assigned = assigned_unit(original.digest, office)
    claim = identify(book, office.campaigns, original.sender)
    if isinstance(claim, IdentityDoubt):
        several = assigned is None or (not decided and is_moved(original.digest, office))
        examined = _of_several(original, office, book) if several else None
        if assigned is None or examined is not None:
            return examined or Unplaced(claim.reason)
        claim, book = claimed_part(book, *assigned)
    elif assigned is not None and _is_overruled(claim, *assigned, original.digest, office):
        claim, book = claimed_part(book, *assigned)
    return _examine_claimed(claim, original, office, book, is_decided=assigned is not None)


def _examine_claimed(
    claim: Claim, original: Original, office: Office, book: Book, *, is_decided: bool
) -> Placed | Unplaced:
    """Check the form of *claim*; return why it waits for a person where it would replace an accepted version."""
    period = assigned_period(original.digest, office, claim.unit)
    examined = examine_as(claim, original, office, book, period)
    recorded = examined.submission if isinstance(examined, AlreadyRecorded) else None
    if recorded is not None and is_decided and is_claimed_again(recorded, office):
        return examine_as(replace(claim, again=True), original, office, book, period)
    doubt = replacement_doubt(claim, examined, office, is_decided=is_decided)
    return Unplaced(doubt) if doubt else examined


def _is_overruled(
    claim: Claim, campaign: Campaign, unit: Unit, digest: str, office: Office
) -> bool:
    """Return whether a person has assigned the original to another unit than the one that it names itself."""
    named = (claim.campaign.name, claim.unit.code)
    return named != (campaign.name, unit.code) and not is_moved(digest, office)


def claimed_part(book: Book, campaign: Campaign, unit: Unit) -> tuple[Claim, Book]:
    """Return the claim of *unit*, and its sheets where the workbook has those of several units, else all."""
    return part_of(book, unit, campaign) or (claim_for(book, campaign, unit), book)


def _of_several(
    original: Original, office: Office, book: Book
) -> tuple[Placed, ...] | Unplaced | None:
    """Return the submissions of a workbook with the forms of several units, if they can be separated.

    Where a unit has an accepted form already, its sheet may be an old copy left in the workbook: then a
    person decides.
    """
    examined = []
    for claim, part in split_by_unit(book, office.campaigns, original.sender):
        period = assigned_period(original.digest, office, claim.unit)
        examined_part = examine_as(claim, original, office, part, period)
        if isinstance(examined_part, Unplaced):
            return examined_part
        if isinstance(examined_part, Submission) and _unit_has_accepted(examined_part, office):
            return Unplaced(unit_already_received(claim.unit))
        examined.append(examined_part)
    return tuple(examined) or None


def _unit_has_accepted(submission: Submission, office: Office) -> bool:
    return has_accepted(office.ledger, submission.key)


def open_book(original: Original, read: BookReader) -> Book | Unplaced:
    """Read *original* as a workbook, or return why it is none."""
    if original.size > FILE_AT_MOST:
        return Unplaced(TOO_LARGE)
    if not original.container.workbook:
        return Unplaced(_unreadable_reason(original))
    try:
        return read(original.path.read_bytes(), original.name)
    except WorkbookUnreadable as error:
        return Unplaced(error.reason)


def examine_as(
    claim: Claim, original: Original, office: Office, book: Book, period: str = ""
) -> Placed | Unplaced:
    """Check *book* as the form of the campaign and unit in *claim*; nothing is written.

    It is of the period that it names itself (所属期), or of *period* where a person decided that.
    """
    campaign, received = claim.campaign, original.received_at
    definition = definition_of(office, campaign, claim.stamp_version)
    known = known_periods(office, campaign, claim.unit.code, original.digest, received)
    filling = read_as_defined(book, claim, in_period(definition, known.open))
    found, items = items_found(filling, definition, campaign)
    foreign = not_its_form(campaign.name, found, items) if found < items * _ITEMS_AT_LEAST else ""
    if foreign and claim.kinds:  # not for a person's claim, by which it may be sent back
        return Unplaced(foreign)
    if period:
        reported: ReportingPeriod | IdentityDoubt = ReportingPeriod(
            period_by_name(office, campaign, period)
        )
    else:
        mentions = period_mentions(book, definition, received.date())
        zero = filling.is_zero
        reported = reporting_period(campaign, mentions, received, known, is_zero=zero)
    if isinstance(reported, IdentityDoubt):
        return Unplaced(reported.reason)
    key = SubmissionKey(campaign.name, reported.period.code, claim.unit.code)
    recorded = find_submission(office.ledger, original.digest, key)
    later = later_claimed(recorded, office) if recorded and claim.again else None
    if recorded is not None and later is None:
        return AlreadyRecorded(recorded)
    own_claim = replace(claim, campaign=definition)
    submission = _submission(original, office, own_claim, filling, reported)
    if foreign and submission.outcome.counts:
        return Unplaced(foreign)
    return replace(submission, version=later.version + 1) if later else submission


CUT_OFF: Final = "文件不完整或已损坏，可能没有传完。请用 Excel/WPS 打开另存后，再报送一次。"


def _unreadable_reason(original: Original) -> str:
    """Return why an original can't be read; an archive with the suffix of a workbook is a damaged workbook."""
    if original.container is Container.ARCHIVE and has_workbook_suffix(original.name):
        return CUT_OFF
    return _NOT_A_WORKBOOK[original.container]


def _submission(
    original: Original, office: Office, claim: Claim, filling: Filling, reported: ReportingPeriod
) -> Submission:
    definition, period = claim.campaign, reported.period
    reference_data = load_reference_data(office, claim, reported, original.received_at)
    findings = check(filling, definition, reference_data)
    return Submission(
        campaign=definition.name,
        period=period.code,
        unit=claim.unit.code,
        digest=original.digest,
        name=original.name,
        received_at=original.received_at,
        late=is_late(period, original.received_at),
        outcome=check_outcome(filling, findings),
        filling=filling,
        findings=findings,
        unchecked=reference_data.unreported,
    )
