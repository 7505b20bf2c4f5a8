"""Generate the files of the demonstration (演示): three waves, with every common fault at least once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.clock import BEIJING
from pipeline.model.grid import Address
from pipeline.setup.demo_answers import ROLL, answers_of, zero_report
from pipeline.setup.demo_forms import Answers, as_workbook, filled_sheets
from pipeline.workbook.stamp import STAMP_SHEET
from pipeline.workbook.writing.plan import Formula, PlannedCell, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipeline.model.campaign import Campaign
    from pipeline.model.unit import Unit
    from pipeline.workbook.writing.plan import SheetPlan

    Spoil = Callable[[Answers], Answers]

FIRST: Final = datetime(2026, 10, 9, 15, 0, tzinfo=BEIJING)
SECOND: Final = datetime(2026, 10, 10, 16, 30, tzinfo=BEIJING)
THIRD: Final = datetime(2026, 10, 13, 9, 10, tzinfo=BEIJING)

_MISSING: Final = ("大泉县", "市水利局", "国网云川供电公司")
_LATE: Final = ("长岭县", "市科技局", "市气象局", "中国电信云川分公司")
_ZERO: Final = ("市政协办公室", "中国联通云川分公司")
# Not submitted regularly on the first day; each has its own line below.
_IRREGULAR: Final = ("市税务局", "市民政局", "太和县", "市农业农村局", "市交通运输局", "石桥县")


@dataclass(frozen=True, slots=True)
class Wave:
    """Files that arrive at one moment, by their name in the inbox."""

    moment: datetime
    files: Mapping[str, bytes]


def _change(**inputs: object) -> Spoil:
    return lambda answers: replace(answers, singles={**answers.singles, **inputs})  # type: ignore[dict-item]


def _add_incomplete_row(answers: Answers) -> Answers:
    rows = (*answers.rows[ROLL], {"单位名称": "龙泉县林业工作站"})
    return replace(answers, rows={ROLL: rows})


def _explain_late_meeting(answers: Answers) -> Answers:
    explanations = {"动员会日期": "因防汛值守顺延，已报市文明办备案。"}
    return replace(_late_meeting(answers), explanations=explanations)


def _late_meeting(answers: Answers) -> Answers:
    return replace(answers, singles={**answers.singles, "动员会日期": date(2026, 10, 8)})


# The first day's faults, by unit. Those in _AMENDED send a correct form the day after.
_SPOILT: Final[Mapping[str, Spoil]] = {
    "西河区": _change(已命名合计=Decimal(99)),  # 分项之和与合计不符
    "市教育局": _change(存在问题=None, 填报人=None),  # 必填未填
    "市公安局": _late_meeting,  # 须说明而未说明
    "白杨县": _change(参与活动人次=Formula("=SUM(Z1:Z9)", "")),  # 公式没有计算结果
    "龙泉县": _add_incomplete_row,  # 列表行只填了一半，行数与合计不符
    "市委宣传部": _change(下一步打算="××××××"),  # 占位符没有替换
    "市文化和旅游局": _change(是否召开动员会="正在筹备", 联系电话="12345"),  # 选项、电话不对
    "市卫生健康委": _change(动员会日期="2062-09-20", 任务分解到部门数="九个左右"),
    "市住房城乡建设局": _change(已命名合计="约30个", 填报日期="九月底"),
    "平湖县": _change(开展活动次数=Decimal(-3), 媒体报道篇数="/"),
}
_AMENDED: Final = (
    "西河区",
    "市教育局",
    "白杨县",
    "龙泉县",
    "市委宣传部",
    "市文化和旅游局",
    "市卫生健康委",
)
# Written as offices do; they are read correctly, with each change recorded.
_SPELLED: Final[Mapping[str, Spoil]] = {
    "清江市": _change(
        参与活动人次="１，２８０", 发送公益短信条数="1.2万", 动员会日期="2026年9月18日"
    ),
    "市财政局": _change(动员会日期="2026.9.22", 是否召开动员会="√", 开展活动次数="6次"),
}


def waves(campaign: Campaign) -> tuple[Wave, ...]:
    """Return the three waves: before the deadline, on its day, and after it."""
    return _first(campaign), _second(campaign), _third(campaign)


def _first(campaign: Campaign) -> Wave:
    files: dict[str, bytes] = {}
    absent = {*_MISSING, *_LATE, *_IRREGULAR}
    for unit in campaign.units():
        if unit.exempt or unit.full_name in absent:
            continue
        name = unit.full_name
        answers = zero_report(unit) if name in _ZERO else answers_of(unit)
        spoil = _SPOILT.get(name) or _SPELLED.get(name)
        files[f"{name}报送表.xlsx"] = _form(campaign, unit, spoil(answers) if spoil else answers)
    files["县市区/石桥县贯彻落实情况.xlsx"] = _form(campaign, _unit(campaign, "石桥县"))
    files["市财政局报送表(1).xlsx"] = files["市财政局报送表.xlsx"]  # 同一文件又发了一遍
    files["市地税局报送表（盖章）.xlsx"] = _unstamped(campaign, "市税务局", "市地税局")
    files["市园林局报送表.xlsx"] = _unstamped(campaign, "市水利局", "市园林局")  # 名单里没有
    files["市民政局报送表.xlsx"] = _contradicting(campaign)
    files["太和县报送表.xlsx"] = _form(campaign, _unit(campaign, "太和县"))[:4000]  # 没有传完
    files["市农业农村局报送表.xls"] = (
        "<html><table><tr><td>报送表</td></tr></table></html>".encode()
    )
    files["市交通运输局报送表.xlsx"] = _without_list(campaign)
    files["关于报送情况的说明.pdf"] = b"%PDF-1.4\n%demo\n"
    files["~$报送情况底稿.xlsx"] = b"\x05office"  # left by an editor that crashed
    return Wave(FIRST, files)


def _second(campaign: Campaign) -> Wave:
    names = (*_AMENDED, "太和县", "市农业农村局", "市交通运输局")
    files = {f"{name}报送表（修改）.xlsx": _form(campaign, _unit(campaign, name)) for name in names}
    police = _unit(campaign, "市公安局")
    files["市公安局报送表（补充说明）.xlsx"] = _form(
        campaign, police, _explain_late_meeting(answers_of(police))
    )
    east = _unit(campaign, "东河区")
    updated = _change(开展活动次数=Decimal(45), 参与活动人次=Decimal(5200))(answers_of(east))
    files["东河区报送表（更新）.xlsx"] = _form(campaign, east, updated)
    new = _unit(campaign, "新城区")
    files["新城区报送表（更新）.xlsx"] = _form(
        campaign, new, _change(所属单位总数=Decimal(1))(answers_of(new))
    )
    return Wave(SECOND, files)


def _third(campaign: Campaign) -> Wave:
    names = (*_LATE, "市民政局")
    return Wave(
        THIRD,
        {f"{name}报送表.xlsx": _form(campaign, _unit(campaign, name)) for name in names},
    )


def _unit(campaign: Campaign, name: str) -> Unit:
    return next(unit for unit in campaign.units() if unit.full_name == name)


def _form(campaign: Campaign, unit: Unit, answers: Answers | None = None) -> bytes:
    return as_workbook(filled_sheets(campaign, unit, answers or answers_of(unit)), FIRST)


def _unstamped(campaign: Campaign, name: str, written: str) -> bytes:
    """Return a retyped form: without a stamp, and with the name that the unit uses for itself."""
    unit = _unit(campaign, name)
    sheets = filled_sheets(campaign, unit, answers_of(unit))
    renamed = [_renamed(sheet, unit, written) for sheet in sheets if sheet.name != STAMP_SHEET]
    return as_workbook(renamed, FIRST)


def _contradicting(campaign: Campaign) -> bytes:
    """Return the blank of one unit with another unit's name in it."""
    unit = _unit(campaign, "市民政局")
    sheets = filled_sheets(campaign, unit, answers_of(unit))
    return as_workbook([_renamed(sheet, unit, "市财政局", keep=True) for sheet in sheets], FIRST)


def _without_list(campaign: Campaign) -> bytes:
    unit = _unit(campaign, "市交通运输局")
    sheets = filled_sheets(campaign, unit, answers_of(unit))
    return as_workbook([sheet for sheet in sheets if sheet.name != ROLL], FIRST)


def _renamed(sheet: SheetPlan, unit: Unit, written: str, *, keep: bool = False) -> SheetPlan:
    cells = []
    for cell in sheet.cells:
        if cell.value == unit.full_name and sheet.name != STAMP_SHEET:
            cells.append(replace(cell, value=written))
        elif isinstance(cell.value, str) and unit.code in cell.value and not keep:
            cells.append(PlannedCell(cell.at or Address(3, 1), "", Style.NOTE, cell.span))
        else:
            cells.append(cell)
    return replace(sheet, cells=tuple(cells))
