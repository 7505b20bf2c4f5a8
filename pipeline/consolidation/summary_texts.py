"""Lay out the further sheets of the summary workbook: lists, texts (文字材料), and missing units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.checking.message_catalogue import short_message
from pipeline.consolidation.current import uncounted_units
from pipeline.consolidation.level_sums import level_differences
from pipeline.consolidation.list_table import list_table
from pipeline.model.campaign import Aggregation, Shape
from pipeline.model.submission import State
from pipeline.workbook.writing.table import table_sheet
from pipeline.workbook.writing.text_fit import fitted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Campaign
    from pipeline.model.figure import TrailEntry
    from pipeline.model.submission import Standing
    from pipeline.workbook.writing.plan import SheetPlan

_REASONS: Final = {
    State.MISSING: "截至汇总时没有收到",
    State.RETURNED: "报来的表有错误，已退回，尚未补正",
}
_UNIT_WIDTH: Final = 30.0
_LIST_WIDTH: Final = 40.0
_TEXTS: Final = (("填报项", 16), ("单位", 30), ("内容", 80), ("来源文件", 34), ("来源格", 20))
_ABSENT: Final = (
    ("单位", 26), ("类别", 12), ("状态", 10), ("原因", 40), ("联系人", 14), ("电话", 16),
)  # fmt: skip

_DIFFERENCES: Final = (("填报项", 24), ("上级单位所报的格", 40), ("原文", 14), ("问题和改法", 80))


def list_sheets(
    campaign: Campaign, counted: Sequence[CountedUnit]
) -> tuple[tuple[SheetPlan, tuple[TrailEntry, ...]], ...]:
    """Return a sheet for each list of the form: the rows of all units (罗列), their sums, and the trail of these."""
    listed = [field for field in campaign.fields if field.shape is Shape.LIST]
    made = []
    for sheet in dict.fromkeys(field.sheet for field in listed):
        fields = [field for field in listed if field.sheet == sheet]
        rows, trail = list_table(sheet, fields, counted)
        titles = (*(field.name for field in fields), "来源工作表", "来源行")
        columns = (("报送单位", _UNIT_WIDTH), *((title, _LIST_WIDTH) for title in titles))
        made.append(
            (table_sheet(sheet, f"{sheet}（各单位汇总）", fitted(columns, rows), rows), trail)
        )
    return tuple(made)


def text_sheet(campaign: Campaign, counted: Sequence[CountedUnit]) -> SheetPlan:
    """Return the sheet of texts (罗列): field, unit, text, and the cell it was read from."""
    rows = []
    for field in campaign.fields:
        if field.shape is Shape.SINGLE and field.aggregation is Aggregation.STACK:
            for item in counted:
                answer = item.answers.get(field.code)
                if answer is not None and answer.typed:
                    place = f"{answer.place.sheet}!{answer.place.cell}"
                    rows.append(
                        (field.name, item.unit.full_name, answer.typed, item.submission.name, place)
                    )
    return table_sheet("文字材料", "各单位文字材料", fitted(_TEXTS, rows), rows)


def difference_sheets(campaign: Campaign, standings: Sequence[Standing]) -> tuple[SheetPlan, ...]:
    """Return the sheet of figures of superiors that aren't the sums of their subordinates' (上下级核对), if any."""
    rows = [
        (finding.label, f"{finding.place}", finding.found, short_message(finding))
        for finding in level_differences(campaign, standings)
    ]
    title = "上级单位自己报的数与所属单位合计不一致的"
    return (table_sheet("上下级核对", title, fitted(_DIFFERENCES, rows), rows),) if rows else ()


def absent_sheet(campaign: Campaign, standings: Sequence[Standing]) -> SheetPlan:
    """Return the sheet of units that are not in the figures, with the reason; exempt ones last."""
    rows = [
        (
            unit.full_name,
            unit.category,
            standing.state.word,
            _REASONS[standing.state],
            unit.contact,
            unit.phone,
        )
        for unit, standing in uncounted_units(campaign, standings)
    ]
    rows += [
        (
            unit.full_name,
            unit.category,
            standing.state.word,
            f"{'按任务书' if unit.exempt else '经办人批准'}免报，不计入应报数",
            "",
            "",
        )
        for unit, standing in zip(campaign.units(), standings, strict=True)
        if standing.state is State.EXEMPT
    ]
    if not rows:
        rows = [("（无，各单位均已计入）", "", "", "", "", "")]
    return table_sheet("未报单位", "未计入汇总的单位", fitted(_ABSENT, rows), rows)
