"""回执: proof of what was received, when, and in which version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.checking.catalogue import word
from pipeline.products.facts import campaign_facts
from pipeline.values.numerals import chinese_date

if TYPE_CHECKING:
    from pipeline.model.campaign import Campaign
    from pipeline.model.submission import Submission
    from pipeline.model.unit import Unit


def receipt_facts(campaign: Campaign, unit: Unit, submission: Submission) -> dict[str, Any]:
    """The facts of a receipt; the time is the moment of receipt, to the second."""
    late = "（迟报）" if submission.late else ""
    return {
        **campaign_facts(campaign),
        "单位": {"名称": unit.full_name},
        "收到时间": f"{submission.received_at:%Y-%m-%d %H:%M:%S}",
        "答复日期": chinese_date(submission.received_at.date()),
        "文件名": submission.name.rpartition("/")[2],
        "版本": str(submission.version),
        "结果": f"{submission.outcome.value}{late}",
        "指纹": submission.digest,
        "提醒": [word(finding) for finding in submission.findings],
    }
