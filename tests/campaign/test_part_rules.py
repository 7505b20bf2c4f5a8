"""其中 rows and columns of a form become conditions: a part is never more than its whole."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from pipeline.checking.check import check
from pipeline.model.finding import Level
from pipeline.model.grid import Address, Cell
from pipeline.reading.fill import read_form
from pipeline.reading.identify import Claim
from pipeline.workbook.reading.read import read_book
from tests.reading.office_forms.filling import drawn_form
from tests.reading.office_forms.table import FORMS, drafted

if TYPE_CHECKING:
    from pathlib import Path


PUPILS = """
    | 学生情况 | < | < | < |
    | 项目 | 招生数 | < | 在校生数 |
    | ^ | 计 | 其中：春季 | ^ |
    | 总计 |  |  |  |
    | 其中：女 |  |  |  |
    | 其中：党员 |  |  |  |
    | 离校 |  |  |  |
"""
WITH_RATE = """
    | 税收情况 | < | < |
    | 项目 | 本月（万元） | 同比（%） |
    | 税收收入 |  |  |
    | 其中：增值税 |  |  |
    | 非税收入 |  |  |
"""


def test_each_part_is_at_most_its_whole(tmp_path: Path) -> None:
    content = drawn_form(PUPILS).content
    campaign = drafted(tmp_path, content)
    numbers = {
        "B4": 10,
        "C4": 12,
        "D4": 30,
        "B5": 11,
        "C5": 1,
        "D5": 30,
        "B6": 5,
        "C6": 2,
        "D6": 29,
    }
    (grid,) = read_book(content, "表样.xlsx").sheets
    cells = {
        Address(int(cell[1:]), "ABCD".index(cell[0]) + 1): Cell(Decimal(n))
        for cell, n in numbers.items()
    }
    book = read_book(content, "东河区.xlsx")
    book = replace(book, sheets=(replace(grid, cells={**grid.cells, **cells}),))

    filling = read_form(book, campaign, Claim(campaign, campaign.units()[0]))
    found = [each for each in check(filling, campaign) if "其中" in each.found + each.wanted]

    assert all(each.level is Level.WARNING for each in found)
    assert len(found) == 2, "more women than pupils, more of spring than of the year"


def test_a_sum_of_parts_is_written_and_not_enabled(tmp_path: Path) -> None:
    drafted(tmp_path, drawn_form(PUPILS).content)
    grid = read_book((tmp_path / "任务书.xlsx").read_bytes(), "任务书.xlsx").sheet("核对")
    assert grid is not None
    rows = {row: [grid.cells.get(Address(row, c)) for c in range(1, 6)] for row in range(1, 30)}
    written = {str(r[2].value): str(r[4].value) for r in rows.values() if r[2] and r[4]}

    assert written["对每一列：其中女 <= 总计"] == "是"
    assert written["对每一列：其中女 + 其中党员 <= 总计"] == "否"
    assert written["对每一行：招生数·其中春季 <= 招生数·计"] == "是"


def test_a_table_with_rates_is_not_checked(tmp_path: Path) -> None:
    campaign = drafted(tmp_path, drawn_form(WITH_RATE).content)

    assert campaign.conditions == ()


@pytest.mark.parametrize("name", FORMS)
def test_conditions_of_every_form_can_be_loaded(tmp_path: Path, name: str) -> None:
    drafted(tmp_path, drawn_form(FORMS[name][1]).content)


def test_a_condition_is_about_the_table_that_has_its_names(tmp_path: Path) -> None:
    other = "| 一、总体 | < | < |\n| 项目 | 起数 | 人数 |\n| 道路交通 |  |  |\n| 火灾 |  |  |\n|  |  |  |\n"
    own = "| 二、分类 | < | < |\n| 项目 | 起数 | 人数 |\n| 道路交通 |  |  |\n| 其中：较大事故 |  |  |\n| 火灾 |  |  |"

    campaign = drafted(tmp_path, drawn_form(other + own).content)

    said = [each.text for each in campaign.conditions]
    assert len(said) == 2
    assert all("其中较大事故" in text and "道路交通" in text for text in said)
