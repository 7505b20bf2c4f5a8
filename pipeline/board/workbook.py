"""Write 报送台账.xlsx: the status, every version, every finding, and the history of a campaign."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Final

from pipeline.board.decision_lines import decision_lines
from pipeline.campaign.periods import amend_by
from pipeline.checking.message_catalogue import short_message
from pipeline.model.standing import decisions_in_force, late_versions, ruling
from pipeline.model.submission import LATE, State
from pipeline.workbook.writing.plan import Style, Styled
from pipeline.workbook.writing.table import table_sheet
from pipeline.workbook.writing.text_fit import fitted
from pipeline.workbook.writing.write import write_book

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipeline.board.facts import BoardFacts
    from pipeline.model.grid import CellValue
    from pipeline.model.submission import Submission
    from pipeline.model.unit import Unit
    from pipeline.workbook.writing.plan import SheetPlan

_STATE_STYLES: Final = {
    State.ACCEPTED: Style.GREEN,
    State.ZERO: Style.GREEN,
    State.WARNED: Style.AMBER,
    State.AMENDING: Style.AMBER,
    State.RETURNED: Style.RED,
    State.MISSING: Style.RED,
    State.EXEMPT: Style.GREY,
}


_STATUS: Final = (
    ("序号", 6), ("单位", 26), ("类别", 12), ("状态", 10), ("迟报", 8), ("版本", 8), ("收到时间", 20),
    ("退回次数", 10), ("联系人", 16), ("电话", 18), ("文件", 40), ("原件指纹 SHA-256", 80),
)  # fmt: skip
_STATE_COLUMN: Final = 4
_QUARANTINED: Final = (
    ("指纹前 8 位", 12), ("文件", 40), ("收到时间", 20), ("原因和改法", 90), ("认领", 34), ("不收", 34),
)  # fmt: skip
_VERSIONS: Final = (
    ("单位", 26), ("版本", 8), ("结果", 10), ("迟报", 8), ("收到时间", 24), ("文件", 40),
    ("原件指纹 SHA-256", 80),
)  # fmt: skip
_FINDINGS: Final = (
    ("单位", 24), ("版本", 6), ("级别", 9), ("工作表", 16), ("单元格", 9), ("填报项", 22),
    ("填报内容", 32), ("问题和改法", 70), ("规则", 26),
)  # fmt: skip
_DECISIONS: Final = (
    ("编号", 6), ("种类", 12), ("单位", 26), ("对象", 44), ("至何时", 20), ("理由", 50), ("经办人", 12),
    ("时间", 24), ("是否有效", 16),
)  # fmt: skip
_EVENTS: Final = (("时间", 24), ("操作人", 12), ("动作", 12), ("对象", 40), ("说明", 60))


def board_workbook(facts: BoardFacts, moment: datetime) -> bytes:
    """Return the board workbook (报送台账) of one campaign and period, with six sheets."""
    return write_book(
        [
            _status(facts),
            _quarantined(facts),
            _versions(facts),
            _findings(facts),
            _decisions(facts),
            _events(facts),
        ],
        moment,
        f"{facts.campaign.name}报送台账",
    )


def _status(facts: BoardFacts) -> SheetPlan:
    rows = []
    for number, (unit, standing) in enumerate(facts.pairs(), start=1):
        latest = standing.latest
        rows.append(
            (
                str(number), _indented(unit, facts), unit.category, _light(standing.state),
                LATE if standing.late else standing.timing, str(latest.version) if latest else "",
                f"{latest.received_at:%Y-%m-%d %H:%M}" if latest else "",
                str(standing.returns or ""), unit.contact, unit.phone,
                latest.name if latest else "", latest.digest if latest else "",
            )
        )  # fmt: skip
    title = f"{facts.campaign.name}{facts.period.label}报送台账（截止 {facts.period.deadline:%Y-%m-%d %H:%M}）"
    if facts.quarantined:
        title += f"　另有 {len(facts.quarantined)} 件待认领，要人处理，见“待认领”表"
    return _sheet("报送情况", title, _STATUS, rows, aside=1)


def _quarantined(facts: BoardFacts) -> SheetPlan:
    rows = [
        (
            item.short_digest, item.name, f"{item.received_at:%Y-%m-%d %H:%M}", item.reason,
            f"baosong assign {item.short_digest} 单位名称", f"baosong dismiss {item.short_digest} 理由",
        )
        for item in facts.quarantined
    ]  # fmt: skip
    title = "待认领的文件（各项任务合在一起；弄清以前不登记，也不答复任何单位）"
    return _sheet("待认领", title, _QUARANTINED, rows)


def _indented(unit: Unit, facts: BoardFacts) -> str:
    """Return the unit's name, moved in by its level (层级)."""
    return "　" * (facts.campaign.roster.level_of(unit) - 1) + unit.full_name


def _light(state: State) -> Styled:
    """Return the state in its colour (亮灯); the word remains, for black-and-white print."""
    return Styled(state.word, _STATE_STYLES[state])


def _versions(facts: BoardFacts) -> SheetPlan:
    decided = {
        each.submission: f"（已{each.kind.value}）"
        for each in decisions_in_force(facts.decisions)
        if each.submission
    }
    late = _late_numbers(facts)
    rows = [
        (
            facts.campaign.roster.name_of(submission.unit), str(submission.version),
            submission.outcome.value + decided.get(submission.number, ""),
            LATE if submission.number in late else "",
            f"{submission.received_at:%Y-%m-%d %H:%M:%S}",
            submission.name, submission.digest,
        )
        for submission in facts.submissions
    ]  # fmt: skip
    return _sheet("版本记录", "报送件版本记录", _VERSIONS, rows, aside=1)


def _late_numbers(facts: BoardFacts) -> frozenset[int]:
    """Return the numbers of the versions that are late: not those that amend in time, or before an extension."""
    late = set()
    by_unit: defaultdict[str, list[Submission]] = defaultdict(list)
    for submission in facts.submissions:
        by_unit[submission.unit].append(submission)
    for unit, versions in by_unit.items():
        if any(version.late for version in versions):
            ruled = ruling(unit, facts.decisions)
            found = late_versions(versions, ruled, partial(amend_by, facts.period))
            late |= {each.number for each in versions if each.version in found}
    return frozenset(late)


def _findings(facts: BoardFacts) -> SheetPlan:
    rows = [
        (
            facts.campaign.roster.name_of(submission.unit), str(submission.version), finding.level.value,
            finding.place.sheet, finding.place.cell, finding.label, finding.found,
            short_message(finding), finding.rule,
        )
        for submission in facts.submissions
        for finding in submission.findings
    ]  # fmt: skip
    return _sheet("核对结果", "核对结果", _FINDINGS, rows, aside=1)


def _decisions(facts: BoardFacts) -> SheetPlan:
    rows = [
        (
            line["number"], line["kind"], line["unit"], line["subject"], line["until"], line["reason"],
            line["actor"], line["at"], line["revoked_by"] and f"已撤销（处置{line['revoked_by']}）",
        )
        for line in decision_lines(facts.campaign, facts.decisions, facts.submissions)
    ]  # fmt: skip
    return _sheet("处置", "经办人的处置", _DECISIONS, rows)


def _events(facts: BoardFacts) -> SheetPlan:
    rows = [
        (f"{event.at:%Y-%m-%d %H:%M:%S}", event.actor, event.action, event.subject, event.detail)
        for event in facts.events
    ]
    return _sheet("事件", "事件记录（最近的在前）", _EVENTS, rows)


def _sheet(
    name: str,
    title: str,
    columns: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[CellValue | Styled]],
    *,
    aside: int = 0,
) -> SheetPlan:
    """Return a sheet of the board; its last *aside* columns, for programs and searches, are not printed."""
    narrowed = fitted(columns, rows)
    return table_sheet(name, title, narrowed, rows, printed=len(columns) - aside)
