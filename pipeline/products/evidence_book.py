"""Write 留痕册.xlsx: submissions, answers, findings, issued papers and events, for an inspection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.checking.message_catalogue import short_message
from pipeline.model.document_number import printed_number
from pipeline.workbook.writing.table import table_sheet
from pipeline.workbook.writing.write import write_book

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipeline.model.campaign import Campaign
    from pipeline.model.document_number import Number
    from pipeline.model.event import Event
    from pipeline.model.submission import Submission

    Rows = list[tuple[str, ...]]

_MOMENT: Final = "%Y-%m-%d %H:%M:%S"


def evidence_book(
    campaign: Campaign,
    submissions: Sequence[Submission],
    register: Sequence[Number],
    events: Sequence[Event],
    moment: datetime,
) -> bytes:
    """Return the workbook of *campaign* (留痕册), a sheet for each kind of record."""
    title = f"{campaign.name}留痕册"
    return write_book(
        [
            table_sheet("报送件", title, _VERSIONS, _versions(campaign, submissions)),
            table_sheet("填报值", "每一格的原文和取值", _ANSWERS, _answers(campaign, submissions)),
            table_sheet("核对结果", "每一条核对结果", _FINDINGS, _findings(campaign, submissions)),
            table_sheet("发文登记簿", "发文登记簿摘录", _REGISTER, _register(register)),
            table_sheet("事件", "事件记录", _EVENTS, _events(events)),
        ],
        moment,
        title,
    )


_VERSIONS: Final = (
    ("单位", 26), ("期", 12), ("版本", 8), ("结果", 10), ("迟报", 8), ("收到时间", 20),
    ("文件", 40), ("原件指纹 SHA-256", 66),
)  # fmt: skip
_ANSWERS: Final = (
    ("单位", 26), ("期", 12), ("版本", 8), ("工作表", 16), ("格", 8), ("填报项", 16), ("情形", 8),
    ("原文", 40), ("取值", 30), ("改动", 30), ("说明", 30),
)  # fmt: skip
_FINDINGS: Final = (
    ("单位", 26), ("期", 12), ("版本", 8), ("级别", 10), ("工作表", 16), ("格", 8), ("名称", 20),
    ("核对结果", 60), ("单位说明", 30), ("规则", 24),
)  # fmt: skip
_REGISTER: Final = (
    ("文号", 26), ("文种", 8), ("标题", 48), ("状态", 8), ("时间", 20), ("文件", 60),
    ("文件指纹 SHA-256", 66), ("作废原因", 36),
)  # fmt: skip
_EVENTS: Final = (
    ("时间", 20), ("经办", 12), ("事件", 12), ("对象", 40), ("内容", 50), ("指纹", 66),
)  # fmt: skip


def _versions(campaign: Campaign, submissions: Sequence[Submission]) -> Rows:
    return [
        (
            campaign.roster.name_of(each.unit), each.period, str(each.version), each.outcome.value,
            "迟报" if each.late else "", f"{each.received_at:{_MOMENT}}", each.name, each.digest,
        )
        for each in submissions
    ]  # fmt: skip


def _answers(campaign: Campaign, submissions: Sequence[Submission]) -> Rows:
    names = {field.code: field.name for field in campaign.fields}
    rows: Rows = []
    for each in submissions:
        filling = each.filling
        zero = (filling.zero,) if filling.zero else ()
        in_rows = (answer for row in filling.rows for answer in row.answers)
        head = (campaign.roster.name_of(each.unit), each.period, str(each.version))
        rows += [
            (
                *head, answer.place.sheet, answer.place.cell,
                names.get(answer.field_code, answer.field_code), answer.state.value, answer.typed,
                "" if answer.value is None else str(answer.value),
                "；".join(answer.changes), answer.explanation,
            )
            for answer in (*filling.singles, *zero, *in_rows)
        ]  # fmt: skip
    return rows


def _findings(campaign: Campaign, submissions: Sequence[Submission]) -> Rows:
    return [
        (
            campaign.roster.name_of(each.unit), each.period, str(each.version), finding.level.value,
            finding.place.sheet, finding.place.cell, finding.label, short_message(finding),
            finding.explained, finding.rule,
        )
        for each in submissions
        for finding in each.findings
    ]  # fmt: skip


def _register(register: Sequence[Number]) -> Rows:
    return [
        (
            printed_number(each), each.kind, each.title, each.word, f"{each.at:{_MOMENT}}",
            each.path, each.digest, each.remark,
        )
        for each in register
    ]  # fmt: skip


def _events(events: Sequence[Event]) -> Rows:
    return [
        (f"{each.at:{_MOMENT}}", each.actor, each.action, each.subject, each.detail, each.digest)
        for each in events
    ]
