"""Write the 识别图: the office's own form with each recognised cell coloured and explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.figure_kinds import kind_text
from pipeline.campaign.form.headings import NUMBER_HEADS
from pipeline.campaign.form.view import view_of
from pipeline.model.campaign import Aggregation, Kind, Shape
from pipeline.model.grid import Address
from pipeline.values.text import label_key
from pipeline.workbook.stamp import STAMP_SHEET
from pipeline.workbook.writing.plan import PlannedCell, SheetPlan, Style
from pipeline.workbook.writing.table import table_sheet
from pipeline.workbook.writing.write import write_book

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from pipeline.campaign.form.view import SheetView
    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.form import Form
    from pipeline.model.grid import Grid

    Fields = Mapping[Address, Field]

RECOGNITION_NAME: Final = "识别图.xlsx"
_WIDTH: Final = 14.0
_COLUMNS: Final = (
    ("工作表", 16), ("单元格", 10), ("代码", 10), ("名称", 40), ("形式", 8), ("类型", 10), ("计量单位", 10),
    ("指标种类", 20), ("汇总方式", 10), ("必填", 8), ("把握", 30),
)  # fmt: skip
_NOTES: Final = (
    "这是程序对表样的理解：浅色格是认出的填报处，批注写明名称、类型、计量单位、指标种类和汇总方式；黄色格没有认作填报处。",
    "认错的，请在任务书“填报项”表里改类型、计量单位、指标种类、汇总方式、必填，或改“位置”；改完运行 campaign check。",
    "各单位交来的表按行标题、列标题读取，挪动、增删行列都读得到；请勿改动标题文字。",
)


def recognition_book(campaign: Campaign, form: Form, moment: datetime) -> bytes:
    """Return the 识别图 of *campaign* as an .xlsx: the form's sheets, and a page that explains them."""
    sheets = [
        _sheet(campaign, grid)
        for grid in form.book.sheets
        if grid.visible and grid.name != STAMP_SHEET
    ]
    return write_book([*sheets, _page(campaign)], moment, f"{campaign.name}识别图")


def _sheet(campaign: Campaign, grid: Grid) -> SheetPlan:
    view = view_of(grid)
    fields = {
        view.anchor(field.place.at): field
        for field in campaign.fields
        if field.place is not None and field.place.sheet == grid.name
    }
    spans = {merge.first: merge.last for merge in grid.merges}
    names = {field.code: field.name for field in campaign.fields}
    cells = tuple(
        _cell(view, at, (fields, names), spans.get(at))
        for at in sorted({*grid.cells, *fields, *spans})
    )
    return SheetPlan(grid.name, cells, widths=(_WIDTH,) * max(view.last_column, 1))


def _cell(
    view: SheetView, at: Address, known: tuple[Fields, Mapping[str, str]], span: Address | None
) -> PlannedCell:
    fields, names = known
    field = fields.get(at)
    text = view.raw(at)
    if field is not None:
        return PlannedCell(
            at, text or field.code, Style.INPUT, span, comment=_comment(field, names)
        )
    if _is_unclear(view, at, fields):
        return PlannedCell(at, text, Style.AMBER, span, comment="没有认作填报处，请核对。")
    return PlannedCell(at, text, Style.TEXT, span)


def _is_unclear(view: SheetView, at: Address, fields: Mapping[Address, Field]) -> bool:
    """Return whether *at* may be meant as a place: a number outside of the fields, a label without one."""
    cell = view.cell(at)
    if cell is None:
        return False
    if not isinstance(cell.value, str):
        heads = {label_key(view.shown(Address(row, at.column))) for row in range(1, at.row)}
        return not heads & NUMBER_HEADS and view.merge_at(at) is None
    right = view.anchor(Address(at.row, view.end(at).column + 1))
    return view.shown(at).endswith(":") and right not in fields and "单位" not in view.shown(at)


def _comment(field: Field, names: Mapping[str, str]) -> str:
    parts = [
        f"{field.code} {field.name}",
        f"类型：{field.kind.value}",
        f"计量单位：{field.measure}" if field.measure else "",
        f"选项：{'、'.join(field.options)}" if field.options else "",
        f"指标种类：{kind}" if (kind := kind_text(field, names)) else "",
        f"汇总：{field.aggregation.value}",
        _confidence(field),
    ]
    return "\n".join(part for part in parts if part)


def _confidence(field: Field) -> str:
    """Return how sure the recognition is, in a few words."""
    if field.options or field.measure:
        return "把握较大"
    if field.kind is Kind.TEXT or (field.kind.numeric and field.aggregation is Aggregation.SUM):
        return "类型没有明确依据，请核对"
    return "把握一般"


def _page(campaign: Campaign) -> SheetPlan:
    rows = [(note, *[""] * (len(_COLUMNS) - 1)) for note in _NOTES]
    return table_sheet("填写说明", "填写说明", _COLUMNS, [*rows, *_field_rows(campaign)])


def _field_rows(campaign: Campaign) -> Iterator[tuple[str, ...]]:
    names = {field.code: field.name for field in campaign.fields}
    for field in campaign.fields:
        if field.place is None:
            continue
        shape = "交叉表" if field.crossing else field.shape.value
        place = str(field.place.at) + ("（表头）" if field.shape is Shape.LIST else "")
        yield (
            field.place.sheet, place, field.code, field.name, shape, field.kind.value, field.measure,
            kind_text(field, names), field.aggregation.value, "是" if field.required else "", _confidence(field),
        )  # fmt: skip
