"""Compose the answer to a unit: receipt (回执), facts of a return slip (退回单), marks, file names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.campaign.period_names import period_named
from pipeline.campaign.periods import amend_by, in_period, period_of_day
from pipeline.checking.message_catalogue import full_message, short_message
from pipeline.files import safe_name
from pipeline.official.templates.template import fill
from pipeline.products.facts import campaign_facts
from pipeline.products.template_lookup import template_for
from pipeline.values.numerals import chinese_date, chinese_moment
from pipeline.workbook.markup import Mark
from pipeline.workspace import OutboxFolder

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.finding import Finding
    from pipeline.model.submission import Submission
    from pipeline.model.unit import Unit
    from pipeline.products.tags import FaultRow, ReceiptFacts, ReplyFacts, ReturnSlipFacts
    from pipeline.workspace import Workspace

_QUOTED_ONCE_FROM: Final = 20  # characters


@dataclass(frozen=True, slots=True)
class Returned:
    """How a form was sent back (退回): when, with which marked copy (标记件), and what counts meanwhile.

    ``until`` is the deadline to which the unit's was extended (延期); ``marked_name`` is the file name of the marked copy, empty where there is none; ``earlier_counts`` is
    whether an earlier version of the unit remains in force.
    """

    at: datetime
    until: datetime | None = None
    marked_name: str = ""
    earlier_counts: bool = False


def reply_folder(results: Path, unit: Unit, submission: Submission) -> Path:
    """Return the folder of the answer under *results*: 回执 for all, 退回 with one for each unit."""
    if submission.outcome.counts:
        return results / OutboxFolder.RECEIPTS
    return results / OutboxFolder.RETURNS / safe_name(unit.full_name)


def reply_stem(campaign: Campaign, unit: Unit, submission: Submission) -> str:
    """Return how the names of a version's answers begin: unit, period if there are several, 第n版.

    Versions count from 1 in each period; without it, the answers of a new period would replace the old.
    """
    named = _period(campaign, submission)
    period = named.label if named else ""
    return (
        f"{safe_name(unit.full_name)}{safe_name(period) if period else ''}第{submission.version}版"
    )


def _period(campaign: Campaign, submission: Submission) -> Period | None:
    return period_named(campaign, submission.period, submission.received_at.date())


def receipt(
    workspace: Workspace, campaign: Campaign, unit: Unit, submission: Submission
) -> tuple[Path, bytes]:
    """Return path and content of the receipt (回执) of *submission*.

    Raises:
        TemplateMissing: the office has no such template.
        TemplateFaulty: it has one with a broken or unknown tag.
    """
    folder = reply_folder(workspace.results(campaign.name), unit, submission)
    path = folder / f"{reply_stem(campaign, unit, submission)}回执.docx"
    template = template_for(workspace, campaign.name, "回执")
    return path, fill(template, _receipt_facts(campaign, unit, submission))


def _receipt_facts(campaign: Campaign, unit: Unit, submission: Submission) -> ReceiptFacts:
    """Return the facts of a receipt (回执); the time is the moment of receipt, to the second."""
    late = "（迟报）" if submission.late else ""
    return {
        **_answer_facts(campaign, unit, submission),
        "收到时间": f"{submission.received_at:%Y-%m-%d %H:%M:%S}",
        "结果": f"{submission.outcome.value}{late}",
        "指纹": submission.digest,
        "提醒": [full_message(finding) for finding in submission.findings],
    }


def return_slip_facts(
    campaign: Campaign, unit: Unit, submission: Submission, returned: Returned
) -> ReturnSlipFacts:
    """Return the facts of a return slip (退回单): what is wrong, cell by cell, and until when to mend it."""
    faults = [finding for finding in submission.findings if finding.sends_back]
    others = [finding for finding in submission.findings if not finding.sends_back]
    return {
        **_answer_facts(campaign, unit, submission),
        "答复日期": chinese_date(returned.at.date()),
        "补正期限": chinese_date(_amend_by(campaign, submission, returned)),
        "退回问题数": str(len(faults)),
        "另有提醒": f"，另有{len(others)}处请留意" if others else "",
        "标记件": returned.marked_name,
        "原版说明": "在此之前，仍以你单位此前通过核对的版本为准。"
        if returned.earlier_counts
        else "",
        "问题": [_row(number, each) for number, each in enumerate([*faults, *others], start=1)],
    }


def _amend_by(campaign: Campaign, submission: Submission, returned: Returned) -> date:
    """Return the last day to amend what was returned (补正期限), by the period that it reports for."""
    period = _period(campaign, submission) or period_of_day(campaign, returned.at.date())
    limit = amend_by(period, returned.at)
    return max(limit, returned.until.date()) if returned.until else limit


def _in_its_period(campaign: Campaign, submission: Submission) -> Campaign:
    """Return *campaign* with the deadline of the period that *submission* reports for."""
    period = _period(campaign, submission)
    return in_period(campaign, period) if period else campaign


def _answer_facts(campaign: Campaign, unit: Unit, submission: Submission) -> ReplyFacts:
    return {
        **campaign_facts(_in_its_period(campaign, submission)),
        "单位": {"名称": unit.full_name},
        "收到时间": chinese_moment(submission.received_at),
        "答复日期": chinese_date(submission.received_at.date()),
        "文件名": submission.name.rpartition("/")[2],
        "版本": str(submission.version),
    }


def _row(number: int, finding: Finding) -> FaultRow:
    place = finding.place
    where = f"{place.sheet} {place.cell}".strip() or "整份文件"
    return {
        "序号": str(number),
        "位置": where,
        "填报项": finding.label or "—",
        "内容": _content(finding),
        "改法": f"【{finding.level.value}】{short_message(finding)}",
        "级别": finding.level.value,
    }


def _content(finding: Finding) -> str:
    """Return what was filled in; several values of a condition are quoted once, in its message."""
    if len(finding.found) > _QUOTED_ONCE_FROM and finding.found in short_message(finding):
        return "（见右列）"
    return finding.found or "（空）"


def marks_of(submission: Submission) -> tuple[Mark, ...]:
    """Return the marks for the unit's own workbook (标记件), one for each finding that has a cell."""
    return tuple(
        Mark(finding.place.sheet, finding.place.cell, short_message(finding), finding.level)
        for finding in submission.findings
        if finding.place.cell
    )
