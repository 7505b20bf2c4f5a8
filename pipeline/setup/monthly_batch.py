"""Generate the files of the monthly report for the demonstration (演示): two months, with faults in the second."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from pipeline.clock import BEIJING
from pipeline.setup.demo_batch import Wave
from pipeline.setup.monthly_example import INDUSTRIES, MEASURES, MonthlyEntries, monthly_sheet
from pipeline.workbook.stamp import Stamp, stamp_sheet
from pipeline.workbook.writing.plan import Formula
from pipeline.workbook.writing.write import write_book

if TYPE_CHECKING:
    from pipeline.model.campaign import Campaign
    from pipeline.model.unit import Unit
    from pipeline.workbook.writing.plan import PlannedCell, SheetPlan

FIRST_MONTH: Final = datetime(2026, 9, 9, 10, 0, tzinfo=BEIJING)
SECOND_MONTH: Final = datetime(2026, 10, 9, 16, 0, tzinfo=BEIJING)

LAST_PERIOD: Final = "2026-09"
_MONTHS: Final = (8, 9)  # reported on
# In the second month; in the first all units report, and correctly.
_MISSING: Final = "长岭县"
_WRONG_TOTAL: Final = "平湖县"  # 合计与各行业之和不符
_OLD_KIND: Final = "大泉县"  # an .xls
_DRIFTED: Final = "石桥县"  # industries in another order, and a line above the table
_RETYPED: Final = "市农业农村局"  # without the stamp

_MOST: Final = (3, 1, 400)  # accidents, deaths, and tenths of 10,000 yuan in a month

_PROBLEMS: Final = (
    "个别企业主体责任落实不到位，隐患排查整改不够及时。",
    "农村道路安全设施不足，交通违法行为时有发生。",
    "部分小型工程项目安全管理人员配备不齐，现场巡查频次不够。",
    "老旧小区消防通道占用问题反复出现，整治成效不够巩固。",
    "基层监管力量不足，专业人员缺口较大。",
)


def monthly_waves(campaign: Campaign) -> tuple[Wave, Wave]:
    """Return the files of the two months, each a wave."""
    first = {
        f"{unit.full_name}月报.xlsx": _form(campaign, unit, entries_of(unit, 1))
        for unit in campaign.units()
    }
    second: dict[str, bytes] = {}
    for unit in campaign.units():
        name, entries = unit.full_name, entries_of(unit, 2)
        if name == _OLD_KIND:
            second[f"{name}月报.xls"] = _as_xml_table(monthly_sheet(entries))
        elif name != _MISSING:
            second[f"{name}月报.xlsx"] = _form(campaign, unit, _spoilt(entries))
    return Wave(FIRST_MONTH, first), Wave(SECOND_MONTH, second)


def entries_of(unit: Unit, month: int) -> MonthlyEntries:
    """Return the correct entries of *unit* in the first or the second month."""
    figures: dict[tuple[str, int], Decimal] = {}
    for industry in INDUSTRIES:
        so_far = [Decimal(_pick(unit, f"{industry}{n}", 4, 20 - 6 * n)) for n in range(2)]
        so_far.append(Decimal(_pick(unit, f"{industry}损失", 200, 900)) / 10)
        for at in range(len(MEASURES)):
            months = [_monthly(unit, industry, at, each) for each in range(1, month + 1)]
            figures[industry, at] = months[-1]
            figures[industry, at + len(MEASURES)] = sum(months, so_far[at])
    return MonthlyEntries(
        figures=figures,
        unit=unit.full_name,
        month=f"2026年{_MONTHS[month - 1]}月",
        problem=_PROBLEMS[_pick(unit, f"问题{month}", 0, len(_PROBLEMS) - 1)],
        signers=("分管负责人", "安监科", f"0000-{3200000 + _pick(unit, '电话', 0, 99999)}"),
    )


def _monthly(unit: Unit, industry: str, at: int, month: int) -> Decimal:
    """Return accidents, deaths or losses of one month; without an accident there are no others."""
    accidents, number = (
        _pick(unit, f"{industry}{each}第{month}月", 0, _MOST[each]) for each in (0, at)
    )
    if not accidents:
        return Decimal(0)
    return Decimal(number) / 10 if at == len(MEASURES) - 1 else Decimal(number)


def _spoilt(entries: MonthlyEntries) -> MonthlyEntries:
    if entries.unit == _WRONG_TOTAL:
        return replace(entries, totals={0: Decimal(99)})
    if entries.unit == _DRIFTED:
        order = (*INDUSTRIES[2:], *INDUSTRIES[:2])
        return replace(entries, order=order, lines=("（本表数据以本单位台账为准）",))
    return entries


def _form(campaign: Campaign, unit: Unit, entries: MonthlyEntries) -> bytes:
    """Return the unit's form with its stamp, as it comes back; retyped without one where the unit does so."""
    sheet = monthly_sheet(entries)
    if unit.full_name == _RETYPED:
        return write_book([sheet], FIRST_MONTH)
    period = next(f"2026-{month:02}" for month in _MONTHS if entries.month == f"2026年{month}月")
    stamp = Stamp(campaign.code, campaign.version, unit.code, period)
    return write_book([sheet, stamp_sheet(stamp)], FIRST_MONTH)


def _as_xml_table(sheet: SheetPlan) -> bytes:
    """Return *sheet* as an XML table of Excel 2003 (“XML 表格”), which is named .xls."""
    rows: dict[int, list[str]] = {}
    for cell in sorted(sheet.cells, key=lambda cell: cell.at):
        rows.setdefault(cell.at.row, []).append(_xml_cell(cell))
    body = "".join(f'<Row ss:Index="{row}">{"".join(cells)}</Row>' for row, cells in rows.items())
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f"<Worksheet ss:Name={quoteattr(sheet.name)}><Table>{body}</Table></Worksheet></Workbook>"
    ).encode()


def _xml_cell(cell: PlannedCell) -> str:
    value = cell.value.result if isinstance(cell.value, Formula) else cell.value
    kind = "Number" if isinstance(value, Decimal) else "String"
    span = cell.span or cell.at
    merged = (
        f' ss:MergeAcross="{span.column - cell.at.column}" ss:MergeDown="{span.row - cell.at.row}"'
        if span != cell.at
        else ""
    )
    shown = "" if value is None else f'<Data ss:Type="{kind}">{escape(str(value))}</Data>'
    return f'<Cell ss:Index="{cell.at.column}"{merged}>{shown}</Cell>'


def _pick(unit: Unit, question: str, low: int, high: int) -> int:
    """Return a number between *low* and *high* that depends only on the unit and the question."""
    digest = sha256(f"{unit.full_name}{question}".encode()).digest()
    return low + int.from_bytes(digest[:4], "big") % (high - low + 1)
