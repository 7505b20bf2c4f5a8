"""Who sent it: the names that people really give to files, folders and cells, and what comes of each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model.unit import Roster, Unit
from pipeline.reading.identify import Claim, IdentityDoubt, identify
from tests.reading.identity_cases import CELL, SILENT, STAMPED
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


def identified(path: str, cell: str = "", stamp: str = "") -> str:
    """The unit's name; a doubt is “?” and the names of those it could be."""
    drawn = sheet(f"| 文明单位创建情况报送表 | < |\n| 填报单位 | {cell} |\n| 单位总数 | 120 |")
    marks = [stamp_of("WMDW-2026", "3f9a12", stamp)] if stamp else []
    found = identify(book(drawn, *marks, name=path), (VISITS, FORM))
    if isinstance(found, Claim):
        return found.unit.full_name
    return "?" + "、".join(found.candidates)


@pytest.mark.parametrize(
    ("path", "unit"),
    SILENT,
)
def test_where_the_form_is_silent_file_and_folder_decide(path: str, unit: str) -> None:
    assert identified(path) == unit


@pytest.mark.parametrize(
    ("cell", "path", "unit"),
    CELL,
)
def test_a_cell_decides_unless_another_source_contradicts_it(
    cell: str, path: str, unit: str
) -> None:
    assert identified(path, cell) == unit


@pytest.mark.parametrize(
    ("stamp", "cell", "path", "unit"),
    STAMPED,
)
def test_the_stamp_decides_unless_the_cell_contradicts_it(
    stamp: str, cell: str, path: str, unit: str
) -> None:
    assert identified(path, cell, stamp) == unit


def test_a_workbook_of_several_units_is_identified_sheet_by_sheet() -> None:
    first = sheet("| 文明单位创建情况报送表 | < |\n| 填报单位 | 秦都区 |", "基本情况")
    others = [sheet(f"| 填报单位 | {name} |", name) for name in ("渭城区", "三原")]

    found = identify(book(first, *others, name="汇总.xlsx"), [FORM])

    assert isinstance(found, IdentityDoubt)
    assert found.candidates == ("秦都区", "渭城区", "三原县")
    for part in ("「基本情况」B2 是“秦都区”", "「渭城区」B1 是“渭城区”", "「三原」B1 是“三原县”"):
        assert part in found.reason
    assert "一个单位一个文件" in found.reason


def test_sheets_called_like_units_are_several_units_even_where_their_cells_are_silent() -> None:
    sheets = [
        sheet("| 文明单位创建情况报送表 |\n| 单位总数 | 12 |", name) for name in ("秦都区", "渭城")
    ]

    found = identify(book(*sheets, name="秦都区.xlsx"), [FORM])

    assert isinstance(found, IdentityDoubt)
    assert "工作表「秦都区」是“秦都区”" in found.reason


def test_one_unit_may_send_for_several_campaigns() -> None:
    for title, wanted in (("走访慰问情况表", VISITS), ("文明单位创建情况报送表", FORM)):
        drawn = sheet(f"| {title} | < |\n| 填报单位 | 秦都区 |\n| 单位总数 | 120 |")

        found = identify(book(drawn, name=f"秦都区/{title}.xlsx"), (VISITS, FORM))

        assert isinstance(found, Claim)
        assert (found.campaign, found.unit) == (wanted, QINDU)
