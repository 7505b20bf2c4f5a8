"""The monthly campaign of six counties and their towns, and the workbooks that they send for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.fields import FIELD_COLUMNS
from pipeline.campaign.book.load import load_campaign
from pipeline.campaign.book.write import BookRows, book_workbook
from pipeline.campaign.period_names import period_named
from pipeline.clock import BEIJING
from pipeline.model.grid import Address
from pipeline.setup.demo_forms import Answers, filled_sheets
from pipeline.workbook.stamp import STAMP_SHEET
from pipeline.workbook.writing.plan import PlannedCell, SheetPlan, Style
from pipeline.workbook.writing.write import write_book
from tests.years.rules import UNITS, superior

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.campaign import Campaign
    from pipeline.workspace import Workspace
    from tests.years.rules import Figures, Sent, Sheet

CAMPAIGN: Final = "农田水利月报"
STARTED: Final = datetime(2025, 1, 1, 9, tzinfo=BEIJING)
_FORM: Final = "月报"
_FIELDS: Final = (
    ("A1", "本月完成", "整数", "处", "合计", "时期"),
    ("A2", "本年累计", "整数", "处", "合计", "本年累计：无"),
    ("A3", "应整改", "整数", "处", "合计", "时期"),
    ("A4", "已整改", "整数", "处", "合计", "时期"),
    ("A5", "整改率", "百分比", "%", "", "比率：已整改/应整改"),
)


def set_up(workspace: Workspace) -> Campaign:
    """Put the campaign's book into *workspace*, in place of those that are there."""
    folder = workspace.campaign_folder(CAMPAIGN)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "任务书.xlsx"
    path.write_bytes(_book())
    return load_campaign(path)


@cache
def _book() -> bytes:
    items = (
        ("任务名称", CAMPAIGN),
        ("编号", "NTSL-2025"),
        ("表样标题", "农田水利建设情况月报表"),
        ("牵头单位", "市水利局"),
        ("发文机关", "市水利局"),
        ("发文机关层级", "市级部门"),
        ("所在市", "云川市"),
        ("截止时间", "次月5日 18:00，遇节假日顺延"),
        ("周期", "月"),
        ("联系人", "建设科"),
        ("电话", "0000-3210123"),
        ("零报告", "是"),
        ("依据", "全市农田水利建设工作会议精神"),
        ("必要性", "没有现成数据"),
    )
    units = tuple(
        (
            name,
            name.removeprefix(superior(name)),
            "",
            _category(name),
            "",
            "",
            "否",
            superior(name),
            "",
        )
        for name in UNITS
    )
    conditions = (("H1", "错误", "已整改 <= 应整改", "已整改数不能大于应整改数", "是"),)
    fields = tuple(map(_row, _FIELDS))
    return book_workbook(BookRows(items, units, fields, conditions), STARTED)


def _category(unit: str) -> str:
    return "乡镇" if superior(unit) else "县区"


def _row(field: tuple[str, ...]) -> tuple[str, ...]:
    code, name, kind, measure, way, figures = field
    cells = {
        "代码": code, "名称": name, "工作表": _FORM, "形式": "单项", "类型": kind, "必填": "是",
        "最小": "0", "计量单位": measure, "汇总方式": way, "指标种类": figures,
    }  # fmt: skip
    return tuple(cells.get(column, "") for column in FIELD_COLUMNS)


def file_of(sent: Sent) -> str:
    """The file's name, in its folder: 附件2（1）.xlsx where it names nobody."""
    month = f"{int(sent.month[:4])}年{int(sent.month[5:])}月" if sent.month else ""
    name = f"{sent.unit}{month}" if sent.unit or month else f"附件2（{sent.number}）"
    return f"{sent.folder}/{name}.xlsx" if sent.folder else f"{name}.xlsx"


def workbook_of(campaign: Campaign, sheet: Sheet) -> bytes:
    """The workbook with that content; made from our blank where it has a stamp."""
    plans = _stamped(campaign, sheet) if sheet.stamp else (_own(sheet),)
    return write_book(plans, STARTED)


def _answers(figures: Figures) -> dict[str, Decimal | str]:
    if figures.zero:
        return {"零报告": "是"}
    rate = Decimal(100 * figures.mended) / figures.due if figures.due else Decimal(0)
    whole = (figures.done, figures.so_far, figures.due, figures.mended)
    values = (*map(Decimal, whole), round(rate, 2))
    return {name: value for (_, name, *_), value in zip(_FIELDS, values, strict=True)}


def _stamped(campaign: Campaign, sheet: Sheet) -> tuple[SheetPlan, ...]:
    """The blank of a unit, filled in; its unit cell edited, a row for 统计月份 added, or its month taken away."""
    unit = next(unit for unit in campaign.units() if unit.full_name == sheet.stamp)
    period = period_named(campaign, sheet.stamped, STARTED.date()) if sheet.stamped else None
    plans = filled_sheets(campaign, unit, Answers(_answers(sheet.figures)), period)
    return tuple(
        plan if plan.name == STAMP_SHEET else _edited(plan, sheet, unit.full_name) for plan in plans
    )


def _edited(plan: SheetPlan, sheet: Sheet, unit: str) -> SheetPlan:
    cells = [replace(cell, value=sheet.cell) if cell.value == unit else cell for cell in plan.cells]
    last = max(cell.at.row for cell in cells)
    cells += _month(sheet, last + 1)
    return replace(plan, cells=tuple(cells))


def _month(sheet: Sheet, row: int) -> Iterator[PlannedCell]:
    if sheet.stated:
        yield PlannedCell(Address(row, 2), "统计月份", Style.TEXT)
        yield PlannedCell(Address(row, 3), sheet.stated, Style.TEXT)


def _own(sheet: Sheet) -> SheetPlan:
    """A unit's own table with the same labels, without a stamp."""
    rows: list[tuple[str, Decimal | str | None]] = [("填报单位", sheet.cell)]
    rows += [("统计月份", sheet.stated)] if sheet.stated else []
    answers = _answers(sheet.figures)
    rows += [(name, answers.get(name)) for name in ("零报告", *(field[1] for field in _FIELDS))]
    cells = [PlannedCell(Address(1, 1), "农田水利建设情况月报表", Style.TEXT)]
    for number, (label, value) in enumerate(rows, start=2):
        cells.append(PlannedCell(Address(number, 1), label, Style.TEXT))
        cells.append(PlannedCell(Address(number, 2), value, Style.TEXT))
    return SheetPlan(_FORM, tuple(cells))
