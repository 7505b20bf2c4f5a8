"""Who sent it: the names that people really give to files, folders and cells, and what comes of each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model.unit import Roster, Unit
from pipeline.reading.identify import Claim, Doubt, identify
from tests.sheets import ask, book, campaign, sheet, stamp_of

QINDU = Unit("U01", "秦都区", "秦都区")
WEICHENG = Unit("U02", "渭城区", "渭城区")
SANYUAN = Unit("U03", "三原县", "三原")
XINGPING = Unit("U04", "兴平市", "兴平市")
XINCHENG = Unit("U05", "新城区", "新城区")
PUBLICITY = Unit("U06", "市委宣传部", "市委宣传部", ("市文明办", "宣传部"))
EDUCATION = Unit("U07", "市教育局", "教育局", ("市教委",))
HOUSING = Unit("U08", "市住房和城乡建设局", "市住建局", ("市建设局", "市城乡建设规划局"))
MARKET = Unit("U09", "市市场监督管理局", "市市场监管局", ("市工商局",))
COLLEGE = Unit("U10", "咸阳师范学院", "咸阳师院")
UNITS = (
    *(QINDU, WEICHENG, SANYUAN, XINGPING, XINCHENG),
    *(PUBLICITY, EDUCATION, HOUSING, MARKET, COLLEGE),
)
FORM = replace(campaign(ask("单位总数"), ask("创建中合计")), city="咸阳市", roster=Roster(UNITS))
VISITS = replace(
    FORM, name="走访慰问", code="ZFWW-2026", form_title="走访慰问情况表", fields=(ask("走访户数"),)
)


def who(path: str, cell: str = "", stamp: str = "") -> str:
    """The unit's name; a doubt is “?” and the names of those it could be."""
    drawn = sheet(f"| 文明单位创建情况报送表 | < |\n| 填报单位 | {cell} |\n| 单位总数 | 120 |")
    marks = [stamp_of("WMDW-2026", "3f9a12", stamp)] if stamp else []
    found = identify(book(drawn, *marks, name=path), (VISITS, FORM))
    if isinstance(found, Claim):
        return found.unit.full_name
    return "?" + "、".join(found.candidates)


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        ("秦都区.xlsx", "秦都区"),
        ("附件2：秦都区报送表(终稿3)(1).xlsx", "秦都区"),
        ("秦都区文明单位创建情况报送表（盖章版）-最终.xlsx", "秦都区"),
        ("咸阳市秦都区.xls", "秦都区"),
        ("陕西省咸阳市秦都区报送表20261009.xlsx", "秦都区"),
        ("咸阳秦都区上报.xlsx", "秦都区"),
        ("秦都.xlsx", "秦都区"),
        ("附件2：秦都报送表(1).xlsx", "秦都区"),
        ("秦都区委宣传部.xlsx", "?秦都区、市委宣传部"),
        ("秦都区政府办报送表.xlsx", "秦都区"),
        ("ＱＱ文件 秦 都 区 报送表.xlsx", "秦都区"),
        ("副本秦都区报送表 - 副本 (2).et", "秦都区"),
        ("三原.xlsx", "三原县"),
        ("三原报送表2026年10月.xlsx", "三原县"),
        ("兴平报送表.xlsx", "兴平市"),
        ("新城建设情况.xlsx", "?"),
        ("市教委报送表.xlsx", "市教育局"),
        ("咸阳市教育局报送表.xlsx", "市教育局"),
        ("咸阳教育局报送表.xlsx", "市教育局"),
        ("市住建局.xlsx", "市住房和城乡建设局"),
        ("咸阳市住房和城乡建设局（原市建设局）.xlsx", "市住房和城乡建设局"),
        ("咸阳师范学院报送表.xlsx", "咸阳师范学院"),
        ("秦都区报送.zip/报送表.xlsx", "秦都区"),
        ("10月9日/县市区.zip/秦都区/附件/Book1.xlsx", "秦都区"),
        ("秦都区\\新建 Microsoft Excel 工作表.xlsx", "秦都区"),
        ("秦都区、渭城区.zip/渭城区.xlsx", "渭城区"),
        ("渭城区.zip/秦都区报送表.xlsx", "?秦都区、渭城区"),
        ("秦都区渭城区报送表.xlsx", "?秦都区、渭城区"),
        ("秦都区/秦都区渭城区合并报送表.xlsx", "?秦都区、渭城区"),
        ("秦都曲报送表.xlsx", "?秦都区"),
        ("附件1：渭成区报送表(终稿).xlsx", "?渭城区"),
        ("渭城区/渭成区报送表.xlsx", "渭城区"),
        ("武功县报送表.xlsx", "?"),
        ("报送表.xlsx", "?"),
        ("新建文件夹/工作簿1.xlsx", "?"),
        ("汇总(1).zip/附件2(1)(1).xlsx", "?"),
    ],
)
def test_where_the_form_is_silent_file_and_folder_decide(path: str, unit: str) -> None:
    assert who(path) == unit


@pytest.mark.parametrize(
    ("cell", "path", "unit"),
    [
        ("秦都区", "报送表.xlsx", "秦都区"),
        ("咸阳市秦都区", "报送表.xlsx", "秦都区"),
        ("秦都", "报送表.xlsx", "秦都区"),
        ("秦都区（盖章）", "报送表.xlsx", "秦都区"),
        ("秦都区人民政府", "报送表.xlsx", "秦都区"),
        ("咸阳市工商局", "报送表.xlsx", "市市场监督管理局"),
        ("秦都区", "秦都区报送表.xlsx", "秦都区"),
        ("秦都区", "渭城区转/秦都区报送表.xlsx", "秦都区"),
        ("秦都区", "市文明办收/报送表.xlsx", "秦都区"),
        ("秦都区", "渭城区报送表.xlsx", "?秦都区、渭城区"),
        ("秦都区", "渭城区/报送表.xlsx", "?秦都区、渭城区"),
        ("秦都区（代渭城区报）", "报送表.xlsx", "?秦都区、渭城区"),
        ("渭成区", "报送表.xlsx", "?渭城区"),
        ("渭成区", "渭城区报送表.xlsx", "渭城区"),
        ("渭成区", "秦都区报送表.xlsx", "?渭城区"),
        ("新都区", "报送表.xlsx", "?秦都区、新城区"),
        ("武功县", "报送表.xlsx", "?"),
        ("武功县", "秦都区报送表.xlsx", "?"),
    ],
)
def test_a_cell_decides_unless_another_source_contradicts_it(
    cell: str, path: str, unit: str
) -> None:
    assert who(path, cell) == unit


@pytest.mark.parametrize(
    ("stamp", "cell", "path", "unit"),
    [
        ("U01", "", "报送表.xlsx", "秦都区"),
        ("U01", "秦都区", "渭城区报送表.xlsx", "秦都区"),
        ("U01", "秦都曲", "报送表.xlsx", "秦都区"),
        ("U01", "渭城区", "渭城区报送表.xlsx", "?秦都区、渭城区"),
        ("U99", "秦都区", "报送表.xlsx", "秦都区"),
    ],
)
def test_the_stamp_decides_unless_the_cell_contradicts_it(
    stamp: str, cell: str, path: str, unit: str
) -> None:
    assert who(path, cell, stamp) == unit


def test_a_workbook_of_several_units_is_told_sheet_by_sheet() -> None:
    first = sheet("| 文明单位创建情况报送表 | < |\n| 填报单位 | 秦都区 |", "基本情况")
    others = [sheet(f"| 填报单位 | {name} |", name) for name in ("渭城区", "三原")]

    found = identify(book(first, *others, name="汇总.xlsx"), [FORM])

    assert isinstance(found, Doubt)
    assert found.candidates == ("秦都区", "渭城区", "三原县")
    for part in ("「基本情况」B2 是“秦都区”", "「渭城区」B1 是“渭城区”", "「三原」B1 是“三原县”"):
        assert part in found.reason
    assert "一个单位一个文件" in found.reason


def test_sheets_called_like_units_are_several_units_even_where_their_cells_are_silent() -> None:
    sheets = [
        sheet("| 文明单位创建情况报送表 |\n| 单位总数 | 12 |", name) for name in ("秦都区", "渭城")
    ]

    found = identify(book(*sheets, name="秦都区.xlsx"), [FORM])

    assert isinstance(found, Doubt)
    assert "工作表「秦都区」是“秦都区”" in found.reason


def test_one_unit_may_send_for_several_campaigns() -> None:
    for title, wanted in (("走访慰问情况表", VISITS), ("文明单位创建情况报送表", FORM)):
        drawn = sheet(f"| {title} | < |\n| 填报单位 | 秦都区 |\n| 单位总数 | 120 |")

        found = identify(book(drawn, name=f"秦都区/{title}.xlsx"), (VISITS, FORM))

        assert isinstance(found, Claim)
        assert (found.campaign, found.unit) == (wanted, QINDU)
