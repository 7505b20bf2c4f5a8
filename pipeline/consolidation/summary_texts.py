"""The further sheets of the summary workbook: stacked lists, texts, and who is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.consolidation.current import left_out
from pipeline.model.campaign import Aggregation, Shape
from pipeline.model.grid import Address
from pipeline.model.submission import State
from pipeline.workbook.writing.plan import PlannedCell, SheetPlan, Style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.consolidation.current import Reported
    from pipeline.model.campaign import Campaign
    from pipeline.model.filling import Answer
    from pipeline.model.grid import CellValue
    from pipeline.model.submission import Standing

_REASONS: Final = {
    State.MISSING: "截至汇总时没有收到",
    State.RETURNED: "报来的表有错误，已退回，尚未补正",
}
_TEXT_WIDTH: Final = 80.0


def list_sheets(campaign: Campaign, counted: Sequence[Reported]) -> tuple[SheetPlan, ...]:
    """Each list of the form, its rows stacked with the unit they came from, in roster order."""
    listed = [field for field in campaign.fields if field.shape is Shape.LIST]
    plans = []
    for sheet in dict.fromkeys(field.sheet for field in listed):
        fields = [field for field in listed if field.sheet == sheet]
        codes = {field.code for field in fields}
        rows = [
            (
                item.unit.full_name,
                *(_typed(answer) for answer in row.answers),
                row.sheet,
                str(row.number),
            )
            for item in counted
            for row in item.submission.filling.rows
            if row.answers[0].field_code in codes
        ]
        titles = ("报送单位", *(field.name for field in fields), "来源工作表", "来源行")
        plans.append(_table(sheet, f"{sheet}（各单位汇总）", titles, rows, ()))
    return tuple(plans)


def text_sheet(campaign: Campaign, counted: Sequence[Reported]) -> SheetPlan:
    """Every text that is 罗列: the field, the unit, its words, and the cell they stand in."""
    rows = []
    for field in campaign.fields:
        if field.shape is Shape.SINGLE and field.aggregation is Aggregation.STACK:
            for item in counted:
                answer = item.submission.filling.answer(field.code)
                if answer is not None and answer.typed:
                    place = f"{answer.place.sheet}!{answer.place.cell}"
                    rows.append(
                        (field.name, item.unit.full_name, answer.typed, item.submission.name, place)
                    )
    titles = ("填报项", "单位", "内容", "来源文件", "来源格")
    return _table("文字材料", "各单位文字材料", titles, rows, (16.0, 22.0, _TEXT_WIDTH, 34.0, 16.0))


def absent_sheet(campaign: Campaign, standings: Sequence[Standing]) -> SheetPlan:
    """Who is not in the figures, and why; exempt units stand apart at the foot."""
    rows = [
        (
            unit.full_name,
            unit.category,
            standing.state.word,
            _REASONS[standing.state],
            unit.contact,
            unit.phone,
        )
        for unit, standing in left_out(campaign, standings)
    ]
    rows += [
        (unit.full_name, unit.category, standing.state.word, "按任务书免报，不计入应报数", "", "")
        for unit, standing in zip(campaign.units(), standings, strict=True)
        if standing.state is State.EXEMPT
    ]
    if not rows:
        rows = [("（无，各单位均已计入）", "", "", "", "", "")]
    titles = ("单位", "类别", "状态", "原因", "联系人", "电话")
    return _table(
        "未报单位", "未计入汇总的单位", titles, rows, (26.0, 12.0, 10.0, 40.0, 14.0, 16.0)
    )


def _typed(answer: Answer) -> CellValue:
    """The value that was read, so that dates and numbers stay such; else what was typed."""
    return answer.value if answer.value is not None else answer.typed


def _table(
    name: str,
    title: str,
    titles: Sequence[str],
    rows: Sequence[Sequence[CellValue]],
    widths: Sequence[float],
) -> SheetPlan:
    width = len(titles)
    cells = [PlannedCell(Address(1, 1), title, Style.TITLE, Address(1, width))]
    cells += [
        PlannedCell(Address(2, n), text, Style.HEADER) for n, text in enumerate(titles, start=1)
    ]
    cells += [cell for number, row in enumerate(rows, start=3) for cell in _row(number, row)]
    return SheetPlan(
        name=name,
        cells=tuple(cells),
        widths=tuple(widths) or (24.0, *(18.0 for _ in titles[1:])),
        heights=((1, 32.0),),
        freeze=Address(3, 1),
        repeat_rows=(2, 2),
        landscape=True,
    )


def _row(number: int, values: Sequence[CellValue]) -> Iterator[PlannedCell]:
    for column, value in enumerate(values, start=1):
        style = Style.TEXT if isinstance(value, str) else Style.NUMBER
        if not isinstance(value, str) and hasattr(value, "year"):
            style = Style.DATE
        yield PlannedCell(Address(number, column), value, style)
