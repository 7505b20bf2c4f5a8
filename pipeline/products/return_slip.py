"""退回单: what is wrong, cell by cell, and how to mend it; and the marked-up workbook beside it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pipeline.checking.catalogue import short
from pipeline.checking.outcome import sends_back
from pipeline.products.facts import campaign_facts
from pipeline.values.numerals import chinese_date, chinese_moment
from pipeline.workbook.markup import Mark

if TYPE_CHECKING:
    from pipeline.model.campaign import Campaign
    from pipeline.model.finding import Finding
    from pipeline.model.submission import Submission
    from pipeline.model.unit import Unit

_DAYS_TO_MEND = 2


def return_slip_facts(
    campaign: Campaign, unit: Unit, submission: Submission, marked_name: str, *, stands: bool
) -> dict[str, Any]:
    """The facts of a return slip; *stands* says that an earlier version goes on counting."""
    faults = [finding for finding in submission.findings if sends_back(finding)]
    others = len(submission.findings) - len(faults)
    limit = submission.received_at.date() + timedelta(days=_DAYS_TO_MEND)
    ordered = [*faults, *(f for f in submission.findings if not sends_back(f))]
    return {
        **campaign_facts(campaign),
        "单位": {"名称": unit.full_name},
        "收到时间": chinese_moment(submission.received_at),
        "答复日期": chinese_date(submission.received_at.date()),
        "补正期限": chinese_date(max(limit, campaign.deadline.date())),
        "文件名": submission.name.rpartition("/")[2],
        "版本": str(submission.version),
        "退回问题数": str(len(faults)),
        "另有提醒": f"，另有{others}处请留意" if others else "",
        "标记件": marked_name,
        "原版说明": "在此之前，仍以你单位此前通过核对的版本为准。" if stands else "",
        "问题": [_row(number, finding) for number, finding in enumerate(ordered, start=1)],
    }


def _row(number: int, finding: Finding) -> dict[str, str]:
    place = finding.place
    where = f"{place.sheet} {place.cell}".strip() or "整份文件"
    return {
        "序号": str(number),
        "位置": where,
        "填报项": finding.label or "—",
        "内容": finding.found or "（空）",
        "改法": f"【{finding.level.value}】{short(finding)}",
        "级别": finding.level.value,
    }


def marks_of(submission: Submission) -> tuple[Mark, ...]:
    """The marks that the unit's own workbook is to bear (标记件), one for each fault that has a cell."""
    return tuple(
        Mark(finding.place.sheet, finding.place.cell, short(finding), finding.level)
        for finding in submission.findings
        if finding.place.cell
    )
