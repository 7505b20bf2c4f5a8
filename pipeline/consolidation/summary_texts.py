"""Lay out the further sheets of the summary workbook: lists, texts (文字材料), and missing units."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.current import uncounted_units
from pipeline.model.campaign import Aggregation, Shape
from pipeline.model.submission import State
from pipeline.workbook.writing.table import table_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.filling import Answer, ListRow
    from pipeline.model.grid import CellValue
    from pipeline.model.submission import Standing
    from pipeline.workbook.writing.plan import SheetPlan

_REASONS: Final = {
    State.MISSING: "截至汇总时没有收到",
    State.RETURNED: "报来的表有错误，已退回，尚未补正",
}
_UNIT_WIDTH: Final = 24.0
_LIST_WIDTH: Final = 18.0
_TEXTS: Final = (("填报项", 16), ("单位", 22), ("内容", 80), ("来源文件", 34), ("来源格", 16))
_ABSENT: Final = (
    ("单位", 26), ("类别", 12), ("状态", 10), ("原因", 40), ("联系人", 14), ("电话", 16),
)  # fmt: skip


def list_sheets(campaign: Campaign, counted: Sequence[CountedUnit]) -> tuple[SheetPlan, ...]:
    """Return a sheet for each list of the form: the rows of all units, in roster order (罗列)."""
    listed = [field for field in campaign.fields if field.shape is Shape.LIST]
    plans = []
    for sheet in dict.fromkeys(field.sheet for field in listed):
        fields = [field for field in listed if field.sheet == sheet]
        codes = {field.code for field in fields}
        rows = [
            (
                item.unit.full_name,
                *_row_cells(row, fields),
                row.sheet,
                str(row.number),
            )
            for item in counted
            for row in item.submission.filling.rows
            if any(answer.field_code in codes for answer in row.answers)
        ]
        rows += _sum_row(fields, rows)
        titles = (*(field.name for field in fields), "来源工作表", "来源行")
        columns = (("报送单位", _UNIT_WIDTH), *((title, _LIST_WIDTH) for title in titles))
        plans.append(table_sheet(sheet, f"{sheet}（各单位汇总）", columns, rows))
    return tuple(plans)


def _row_cells(row: ListRow, fields: Sequence[Field]) -> Iterator[CellValue]:
    """Yield the answers of a row in the order of *fields*; a column that its form didn't have is empty."""
    answers = {answer.field_code: answer for answer in row.answers}
    for field in fields:
        answer = answers.get(field.code)
        yield _typed(answer) if answer else ""


def _sum_row(
    fields: Sequence[Field], rows: Sequence[tuple[CellValue, ...]]
) -> list[tuple[CellValue, ...]]:
    """Return the row that adds up the columns whose 汇总方式 is 合计; none where there is no such column."""
    summed = [field.aggregation is Aggregation.SUM and field.kind.numeric for field in fields]
    if not rows or not any(summed):
        return []
    totals: list[CellValue] = []
    for n, own in enumerate(summed, start=1):
        figures = [value for row in rows if isinstance(value := row[n], Decimal)]
        totals.append(sum(figures, start=Decimal(0)) if own else "")
    return [("合计", *totals, "", "")]


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
    return table_sheet("文字材料", "各单位文字材料", _TEXTS, rows)


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
    return table_sheet("未报单位", "未计入汇总的单位", _ABSENT, rows)


def _typed(answer: Answer) -> CellValue:
    """Return the parsed value, so that dates and numbers stay such, or else the typed text."""
    return answer.value if answer.value is not None else answer.typed
