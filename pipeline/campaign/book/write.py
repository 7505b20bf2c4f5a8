"""Write a campaign book (任务书.xlsx) from rows of text, with help where a secretary types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.crossings import CrossPart
from pipeline.campaign.book.deadlines import ITEMS_SHEET
from pipeline.campaign.book.fields import (
    CONDITION_COLUMNS,
    CONDITIONS_SHEET,
    FIELD_COLUMNS,
    FIELDS_SHEET,
    KIND_COLUMN,
    PLACE_COLUMN,
)
from pipeline.campaign.book.papers import (
    PAPER_COLUMNS,
    PAPERS_SHEET,
    SCORING_ITEMS,
    SCORING_SHEET,
    STEP_COLUMN,
)
from pipeline.campaign.book.units import MORE_UNIT_COLUMNS, UNIT_COLUMNS, UNITS_SHEET
from pipeline.campaign.book.wordings import WORDING_COLUMN
from pipeline.model.campaign import Aggregation, Cycle, Kind, Shape
from pipeline.model.finding import Level
from pipeline.model.grid import Address
from pipeline.model.unit import Relation
from pipeline.workbook.writing.plan import InputRule, PlannedCell, RuleKind, SheetPlan, Style
from pipeline.workbook.writing.write import write_book

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

_RULE_ROWS: Final = 300
_HELP: Final = {
    "免报": "填“是”的单位不催报、不计入应报数。",
    "别名": "单位的其他叫法、旧称，用顿号隔开；来表写这些名称时也认得出。",
    "上级单位": "由哪个单位汇总上报，写那个单位的名称；没有的留空。各级分别合计，不会混加。",
    "邮箱": "这个单位发来报送件的邮箱，可写几个，用顿号隔开。",
    "形式": "单项：一个标签一个格子；列表：一行一条的清单；交叉表：行标题和列标题交叉处都要填，只写一行，个别行、列不同的另写“交叉表行”“交叉表列”。",
    "位置": "本单位表样里的格子：单项写填报的格子，列表写表头的格子，交叉表写 A3:D7（B4起）。",
    "类型": "整数、数值、百分比、日期、电话、身份证号、统一社会信用代码会逐项核对；选项从清单里选；文本一行，长文本成段。",
    "最小": "可不填。整数、数值填数字，日期填 2026-08-01。",
    "最大": "可不填。",
    "选项": "类型为“选项”时填写，用顿号隔开，如 是、否。",
    KIND_COLUMN: "时期：这一期发生的；时点：期末现有的；累计、本年累计：从头加起来的，可写明本期数，如 本年累计：本月受理件数；比率：写明分子、分母，如 比率：已整改/应整改，合计时重算；代码：序号、编号，不相加不比较。可不填。",
    "汇总方式": "合计、平均：数字；重算：比率按分子、分母的合计重算；计数：数选项；罗列：文字材料逐单位列出；不汇总。",
    WORDING_COLUMN: "写进简报的一句话里怎么说：数字写 参与活动{}人次（{} 处填数），是否写动作 召开动员会；不填的照名称写。",
    "较上期波动%": "与上期相比变动超过这个百分数时要求说明，如 30。",
    "条件": "像平时写的那样：已创建 + 创建中 <= 总数；若 是否召开 = “是” 则 召开日期 不为空；行数(名单) = 总数；已创建 不少于 上期(已创建)；已创建 = 任务(别的任务, 填报项)。",
    "级别": "错误：退回；提醒：收下并提示；须说明：在“情况说明”栏写明原因才收。",
    "文号代字": "如 云文明办，文号即 云文明办〔2026〕1号。",
    "起始号": "本系统启用前已用到几号，就从下一号填起。",
    "步骤": "截止时间前后第几个工作日起该发，如 催报写 -2、0，督办写 +3；可不填，不填的随时可发。",
    "主送称谓": "文件主送写的称谓，如 平湖县 写 平湖县文明办；不填的写单位名称。",
    "行文关系": "与本单位的关系：下级发督办，平级、不相隶属的发函。",
    "起始总期": "简报的总期数从几起编。",
}
_ITEM_HELP: Final = {
    "周期": "、".join(cycle.value for cycle in Cycle),
    "截止时间": "如 2026-10-10 18:00；按月按季报送的，填第一期的截止时间，或写规则，如“次月5日 18:00，遇节假日顺延”。",
    "零报告": "填“是”时，确无工作的单位可报零报告。",
    "上下级核对": "填“是”时，上级单位自己报的数与所属各单位的合计逐项核对，不一致的提醒。",
    "依据": "报送所依据的文件或会议；印发报送通知时要写明。",
    "必要性": "为什么必须报、现有数据为何不够（为基层减负的要求）。",
    "经何机关同意": "部门向下级政府布置工作须写明，如 经市委同意。",
}


@dataclass(frozen=True, slots=True)
class BookRows:
    """Hold the rows of a campaign book, sheet by sheet, as a secretary would type them."""

    items: tuple[tuple[str, ...], ...]  # 项目, 内容, and a 说明 where it is not the usual help
    units: tuple[tuple[str, ...], ...]
    fields: tuple[tuple[str, ...], ...]
    conditions: tuple[tuple[str, ...], ...] = ()
    scoring: tuple[tuple[str, str, str], ...] = ()
    papers: tuple[tuple[str, ...], ...] = ()


def book_workbook(rows: BookRows, moment: datetime) -> bytes:
    """Write the campaign book as an .xlsx, with drop-downs and with comments as help."""
    items = tuple(row if len(row) > 2 else (*row, _ITEM_HELP.get(row[0], "")) for row in rows.items)  # noqa: PLR2004 - its own 说明
    yes_no = ("是", "否")
    sheets = (
        _table(ITEMS_SHEET, ("项目", "内容", "说明"), items, (16, 60, 50), {}),
        _units_sheet(rows.units),
        _fields_sheet(rows.fields),
        _table(
            CONDITIONS_SHEET,
            CONDITION_COLUMNS,
            rows.conditions,
            (8, 10, 60, 60, 8),
            {"级别": tuple(level.value for level in Level), "启用": yes_no},
        ),
        _table(
            SCORING_SHEET,
            ("项目", "分值", "说明"),
            rows.scoring,
            (18, 10, 50),
            {"项目": tuple(SCORING_ITEMS)},
        ),
        _papers_sheet(rows.papers),
    )
    return write_book(sheets, moment, title="任务书")


def _units_sheet(rows: Sequence[Sequence[str]]) -> SheetPlan:
    more = any(len(row) > len(UNIT_COLUMNS) for row in rows)
    columns = (*UNIT_COLUMNS, *MORE_UNIT_COLUMNS) if more else UNIT_COLUMNS
    widths = (26, 18, 36, 12, 14, 16, 8, 22, 26, 26, 12)[: len(columns)]
    relations = tuple(relation.value for relation in Relation)
    choices = {"免报": ("是", "否"), "行文关系": relations}
    return _table(UNITS_SHEET, columns, rows, widths, choices)


def _papers_sheet(rows: Sequence[Sequence[str]]) -> SheetPlan:
    stepped = any(len(row) > len(PAPER_COLUMNS) for row in rows)
    columns = (*PAPER_COLUMNS, STEP_COLUMN) if stepped else PAPER_COLUMNS
    widths = (8, 40, 14, 8, 10, 40, 40, 40, 10, 8, 12)[: len(columns)]
    return _table(PAPERS_SHEET, columns, rows, widths, {})


def _fields_sheet(rows: Sequence[Sequence[str]]) -> SheetPlan:
    placed = any(len(row) > len(FIELD_COLUMNS) for row in rows)
    columns = (*FIELD_COLUMNS, PLACE_COLUMN) if placed else FIELD_COLUMNS
    return _table(
        FIELDS_SHEET,
        columns,
        rows,
        (8, 26, 16, 16, 8, 10, 8, 12, 12, 22, 10, 16, 10, 26, 12, 44, 22)[: len(columns)],
        {
            "形式": tuple(part.value for parts in (Shape, CrossPart) for part in parts),
            "类型": tuple(kind.value for kind in Kind),
            "必填": ("是", "否"),
            "汇总方式": tuple(way.value for way in Aggregation),
        },
    )


def _table(
    name: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    choices: Mapping[str, tuple[str, ...]],
) -> SheetPlan:
    cells = [
        PlannedCell(Address(1, column), title, Style.HEADER, comment=_HELP.get(title, ""))
        for column, title in enumerate(columns, start=1)
    ]
    for number, row in enumerate(rows, start=2):
        cells += [
            PlannedCell(Address(number, column), text, Style.TEXT)
            for column, text in enumerate(row, start=1)
        ]
    rules = tuple(
        InputRule(
            Address(2, column),
            Address(_RULE_ROWS, column),
            RuleKind.LIST,
            options=choices[title],
            message=f"请从清单中选：{'、'.join(choices[title])}。",
        )
        for column, title in enumerate(columns, start=1)
        if title in choices
    )
    return SheetPlan(
        name=name,
        cells=tuple(cells),
        widths=tuple(float(width) for width in widths),
        rules=rules,
        freeze=Address(2, 1),
        repeat_rows=(1, 1),
        landscape=True,
    )
