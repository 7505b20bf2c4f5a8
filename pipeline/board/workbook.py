"""报送台账.xlsx: the status, every version, every finding, and the history, for whoever asks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.checking.catalogue import short
from pipeline.model.grid import Address
from pipeline.model.submission import State
from pipeline.workbook.writing.plan import PlannedCell, SheetPlan, Style
from pipeline.workbook.writing.write import write_book

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipeline.board.facts import BoardFacts
    from pipeline.model.submission import Standing

LIGHTS: Final = {
    State.ACCEPTED: Style.GREEN,
    State.ZERO: Style.GREEN,
    State.WARNED: Style.AMBER,
    State.AMENDING: Style.AMBER,
    State.RETURNED: Style.RED,
    State.MISSING: Style.RED,
    State.EXEMPT: Style.GREY,
}


def ledger_workbook(facts: BoardFacts, moment: datetime) -> bytes:
    """The ledger (台账) of one campaign and period as a workbook of four sheets."""
    return write_book(
        [_status(facts), _versions(facts), _findings(facts), _events(facts)],
        moment,
        f"{facts.campaign.name}报送台账",
    )


def _status(facts: BoardFacts) -> SheetPlan:
    rows = []
    for number, (unit, standing) in enumerate(facts.pairs(), start=1):
        latest = standing.latest
        rows.append(
            (
                str(number), unit.full_name, unit.category, standing.state.word,
                "迟报" if standing.late else "", str(latest.version) if latest else "",
                f"{latest.received_at:%Y-%m-%d %H:%M}" if latest else "",
                str(standing.returns or ""), unit.contact, unit.phone,
                latest.name if latest else "", latest.digest if latest else "",
            )
        )  # fmt: skip
    titles = (
        "序号",
        "单位",
        "类别",
        "状态",
        "迟报",
        "版本",
        "收到时间",
        "退回次数",
        "联系人",
        "电话",
        "文件",
        "原件指纹 SHA-256",
    )
    title = f"{facts.campaign.name}{facts.period.label}报送台账（截止 {facts.period.deadline:%Y-%m-%d %H:%M}）"
    plan = _table("报送情况", title, titles, rows, (6, 26, 12, 10, 8, 8, 18, 10, 12, 16, 36, 66))
    return _lit(plan, [standing for _, standing in facts.pairs()])


def _lit(plan: SheetPlan, standings: Sequence[Standing]) -> SheetPlan:
    """The state's cell in its light; the word stands in it too, for black-and-white print."""
    lights = {Address(row, 4): LIGHTS[s.state] for row, s in enumerate(standings, start=3)}
    cells = tuple(replace(cell, style=lights.get(cell.at, cell.style)) for cell in plan.cells)
    return replace(plan, cells=cells)


def _versions(facts: BoardFacts) -> SheetPlan:
    rows = [
        (
            facts.campaign.roster.name_of(submission.unit), str(submission.version), submission.decision.value,
            "迟报" if submission.late else "", f"{submission.received_at:%Y-%m-%d %H:%M:%S}",
            submission.name, submission.digest,
        )
        for submission in facts.submissions
    ]  # fmt: skip
    titles = ("单位", "版本", "结果", "迟报", "收到时间", "文件", "原件指纹 SHA-256")
    return _table("版本记录", "报送件版本记录", titles, rows, (26, 8, 10, 8, 20, 40, 66))


def _findings(facts: BoardFacts) -> SheetPlan:
    rows = [
        (
            facts.campaign.roster.name_of(submission.unit), str(submission.version), finding.level.value,
            finding.place.sheet, finding.place.cell, finding.label, finding.found,
            short(finding), finding.rule,
        )
        for submission in facts.submissions
        for finding in submission.findings
    ]  # fmt: skip
    titles = (
        "单位",
        "版本",
        "级别",
        "工作表",
        "单元格",
        "填报项",
        "填报内容",
        "问题和改法",
        "规则",
    )
    return _table("核对结果", "核对结果", titles, rows, (26, 8, 10, 14, 10, 24, 24, 60, 22))


def _events(facts: BoardFacts) -> SheetPlan:
    rows = [
        (f"{event.at:%Y-%m-%d %H:%M:%S}", event.actor, event.action, event.subject, event.detail)
        for event in facts.events
    ]
    titles = ("时间", "操作人", "动作", "对象", "说明")
    return _table("事件", "事件记录（最近的在前）", titles, rows, (20, 12, 12, 40, 60))


def _table(
    name: str,
    title: str,
    titles: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
) -> SheetPlan:
    cells = [PlannedCell(Address(1, 1), title, Style.TITLE, Address(1, len(titles)))]
    cells += [PlannedCell(Address(2, n), text, Style.HEADER) for n, text in enumerate(titles, 1)]
    for number, row in enumerate(rows, start=3):
        cells += [
            PlannedCell(Address(number, n), text, Style.TEXT) for n, text in enumerate(row, 1)
        ]
    return SheetPlan(
        name=name,
        cells=tuple(cells),
        widths=tuple(float(width) for width in widths),
        heights=((1, 32.0),),
        freeze=Address(3, 1),
        repeat_rows=(2, 2),
        landscape=True,
    )
