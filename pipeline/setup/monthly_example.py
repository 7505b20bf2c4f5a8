"""Define the second example campaign 安全生产月报 (示例任务): a monthly cross table in an office's own layout."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.write import BookRows
from pipeline.model.grid import Address, column_letters
from pipeline.setup.example import example_rows
from pipeline.workbook.writing.plan import Formula, PlannedCell, SheetPlan, Style

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MONTHLY: Final = "安全生产月报"
INDUSTRIES: Final = ("道路交通", "建筑施工", "工矿商贸", "消防火灾", "农业机械")
SPANS: Final = ("本月", "本年累计")
MEASURES: Final[tuple[tuple[str, str], ...]] = (
    ("事故起数", "起"),
    ("死亡人数", "人"),
    ("直接经济损失", "万元"),
)
_TITLE: Final = "云川市安全生产情况月报表"
_OFFICE: Final = "云川市安全生产委员会办公室"
_TOTAL: Final = "合计"
_COLUMNS: Final = len(SPANS) * len(MEASURES)
_DEPARTMENTS: Final = (
    "市教育局", "市工业和信息化局", "市住房城乡建设局", "市交通运输局", "市农业农村局", "市文化和旅游局",
)  # fmt: skip
_WIDTHS: Final = (16.0, 12.0, 12.0, 14.0, 12.0, 12.0, 14.0)
_ZERO: Final = Decimal(0)
_HEAD: Final = 3  # the first row of the table's heading
_ROW_POINTS: Final = 34.0  # two lines, and room to write by hand
_PROBLEM_POINTS: Final = 80.0

_ITEMS: Final = {
    "任务名称": MONTHLY,
    "编号": "AQYB-2026",
    "表样标题": _TITLE,
    "牵头单位": _OFFICE,
    "发文机关": _OFFICE,
    "截止时间": "次月10日 18:00",
    "周期": "月",
    "联系人": "市安委办统计科",
    "电话": "0000-3210456",
    "零报告": "否",
    "依据": "安全生产统计调查制度",
    "必要性": "现有系统不分行业反映各县（市、区）当月情况",
    "经何机关同意": "经市安委会同意",
    "印发机关": _OFFICE,
    "简报编印单位": _OFFICE,
    "简报标题": "安全生产情况",
    "简报表列": "、".join(f"{_TOTAL}·本月·{name}" for name, _ in MEASURES),
}


@dataclass(frozen=True, slots=True)
class MonthlyEntries:
    """Content that a clerk types into the form: figures by industry and column, and the texts around the table.

    ``month`` is the one reported on (统计月份), ``order`` is that of the industries on the form, ``lines`` are texts that the unit put above the table,
    ``totals`` replace the formulas of 合计.
    """

    figures: Mapping[tuple[str, int], Decimal] = field(default_factory=dict)
    unit: str = ""
    month: str = ""
    problem: str = ""
    signers: tuple[str, str, str] = ("", "", "")
    order: tuple[str, ...] = INDUSTRIES
    lines: tuple[str, ...] = ()
    totals: Mapping[int, Decimal] = field(default_factory=dict)


def monthly_rows() -> BookRows:
    """Return the rows of the campaign book (任务书) of the monthly report."""
    example = example_rows()
    shared = ("发文机关层级", "所在市")
    items = tuple(
        (name, _ITEMS.get(name, text if name in shared else "")) for name, text, *_ in example.items
    )
    return BookRows(
        items=tuple(row for row in items if row[1]),
        units=tuple(
            tuple(_addressed(row[0]) if text == f"{row[0]}文明办" else text for text in row)
            for row in example.units
            if row[3] == "县市区" or row[0] in _DEPARTMENTS
        ),
        fields=tuple(_fields()),
        conditions=tuple(_conditions()),
        scoring=example.scoring,
        papers=(
            (
                "催报",
                f"关于催报{MONTHLY}的通知",
                "云安办函",
                "1",
                "",
                "",
                "",
                _OFFICE,
                "",
                "",
                "-2、0",
            ),
            ("简报", "", "安全生产简报", "1", "1", "", "", "安全生产简报", "", "40"),
        ),
    )


def _addressed(county: str) -> str:
    """Return the office of a county to which papers on safety go (主送称谓)."""
    return f"{county}安委办"


def _fields() -> Iterator[tuple[str, ...]]:
    last = Address(_HEAD + 2 + len(INDUSTRIES), 1 + _COLUMNS)
    first = Address(_HEAD + 2, 2)
    place = f"A{_HEAD}:{last}（{first}起）"
    yield _row("T1", "事故情况", "交叉表", ("整数", "是", "起", "时期", "合计"), place)
    for column in range(_COLUMNS):
        name, measure = MEASURES[column % len(MEASURES)]
        kind = "数值" if measure == "万元" else "整数"
        letters = column_letters(2 + column)
        span = SPANS[column // len(MEASURES)]
        figure = "时期" if span == SPANS[0] else f"{span}：{SPANS[0]}·{name}"
        yield _row(
            f"T1列{letters}", f"{span}·{name}", "交叉表列", (kind, "", measure, figure, "合计")
        )
    below = last.row + 1
    yield _row("A05", "统计月份", "单项", ("文本", "是", "", "", "不汇总"), "F2")
    yield _row("A01", "存在问题", "单项", ("长文本", "是", "", "", "罗列"), f"B{below}")
    for code, name, letters in (("A02", "单位负责人", "B"), ("A03", "填表人", "D")):
        yield _row(code, name, "单项", ("文本", "是", "", "", "不汇总"), f"{letters}{below + 1}")
    yield _row("A04", "联系电话", "单项", ("电话", "是", "", "", "不汇总"), f"F{below + 1}")


def _row(
    code: str, name: str, shape: str, how: tuple[str, str, str, str, str], place: str = ""
) -> tuple[str, ...]:
    """Return a row of the 填报项 sheet; *how* are 类型, 必填, 计量单位, 指标种类 and 汇总方式."""
    kind, required, measure, figure, way = how
    low = "0" if kind in {"整数", "数值"} and shape == "交叉表" else ""
    return (
        code, name, "", MONTHLY, shape, kind, required, low, "", "", measure, figure, way, "", "", "", place,
    )  # fmt: skip


def _conditions() -> Iterator[tuple[str, ...]]:
    titles = [f"{span}·{name}" for span in SPANS for name, _ in MEASURES]
    for number, title in enumerate(titles, start=1):
        parts = " + ".join(f"{industry}·{title}" for industry in INDUSTRIES)
        prompt = "合计应等于各行业之和，请核对后改正"
        yield f"H{number:02}", "错误", f"{_TOTAL}·{title} = {parts}", prompt, "是"
    for number, (name, _) in enumerate(MEASURES, start=len(titles) + 1):
        condition = f"{_TOTAL}·本月·{name} <= {_TOTAL}·本年累计·{name}"
        yield f"H{number:02}", "错误", condition, "本月数不应大于本年累计数，请核对后改正", "是"


def monthly_sheet(entries: MonthlyEntries | None = None) -> SheetPlan:
    """Return the office's own form (表样), empty or with *entries* in it."""
    given = entries or MonthlyEntries()
    head = _HEAD + len(given.lines)
    below = head + 3 + len(given.order)
    return SheetPlan(
        name=MONTHLY,
        cells=(*_head(given, head), *_table(given, head + 2), *_foot(given, below)),
        widths=_WIDTHS,
        heights=(
            (1, 40.0),
            *((row, _ROW_POINTS) for row in range(2, below)),
            (below, _PROBLEM_POINTS),
            (below + 1, _ROW_POINTS),
        ),
        pages_tall=1,
    )


def _head(given: MonthlyEntries, head: int) -> Iterator[PlannedCell]:
    last = 1 + _COLUMNS
    yield PlannedCell(Address(1, 1), _TITLE, Style.TITLE, Address(1, last))
    yield PlannedCell(Address(2, 1), "填报单位：", Style.LABEL)
    yield PlannedCell(Address(2, 2), given.unit, Style.LABEL, Address(2, 4))
    yield PlannedCell(Address(2, 5), "统计月份：", Style.LABEL)
    yield PlannedCell(Address(2, 6), given.month, Style.LABEL, Address(2, last))
    for row, line in enumerate(given.lines, start=_HEAD):
        yield PlannedCell(Address(row, 1), line, Style.LABEL, Address(row, last))
    yield PlannedCell(Address(head, 1), "行业", Style.LABEL_CENTER, Address(head + 1, 1))
    for number, span in enumerate(SPANS):
        first = 2 + number * len(MEASURES)
        end = Address(head, first + len(MEASURES) - 1)
        yield PlannedCell(Address(head, first), span, Style.LABEL_CENTER, end)
        for column, (name, measure) in enumerate(MEASURES, start=first):
            at = Address(head + 1, column)
            yield PlannedCell(at, f"{name}\n（{measure}）", Style.LABEL_CENTER)


def _table(given: MonthlyEntries, first: int) -> Iterator[PlannedCell]:
    for row, industry in enumerate(given.order, start=first):
        yield PlannedCell(Address(row, 1), industry, Style.LABEL_CENTER)
        for column in range(_COLUMNS):
            value = given.figures.get((industry, column))
            at = Address(row, 2 + column)
            yield PlannedCell(at, value, Style.NUMBER, number_format=_shown(column))
    end = first + len(given.order)
    yield PlannedCell(Address(end, 1), _TOTAL, Style.LABEL_CENTER)
    for column in range(_COLUMNS):
        figures = (value for (_, at), value in given.figures.items() if at == column)
        letters = column_letters(2 + column)
        formula = Formula(f"=SUM({letters}{first}:{letters}{end - 1})", sum(figures, _ZERO))
        total = given.totals.get(column, formula)
        at = Address(end, 2 + column)
        yield PlannedCell(at, total, Style.NUMBER, number_format=_shown(column))


def _shown(column: int) -> str:
    """Return the number format of a column: money has one decimal."""
    return "0.0" if MEASURES[column % len(MEASURES)][1] == "万元" else "0"


def _foot(given: MonthlyEntries, row: int) -> Iterator[PlannedCell]:
    last = 1 + _COLUMNS
    yield PlannedCell(Address(row, 1), "存在问题", Style.LABEL_CENTER)
    yield PlannedCell(Address(row, 2), given.problem, Style.TEXT, Address(row, last))
    signed = ("单位负责人：", "填表人：", "联系电话：")
    for number, (label, text) in enumerate(zip(signed, given.signers, strict=True)):
        column = 1 + 2 * number
        yield PlannedCell(Address(row + 1, column), label, Style.LABEL)
        span = Address(row + 1, last) if number == len(signed) - 1 else None
        yield PlannedCell(Address(row + 1, column + 1), text, Style.LABEL, span)
