"""Several lists on one sheet of an office's own form: what is said of them names the sheet that the unit sees."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from pipeline.campaign.book.load import load_campaign
from pipeline.checking.check import check
from pipeline.checking.message_catalogue import full_message
from pipeline.clock import stopped_clock
from pipeline.model.campaign import Shape
from pipeline.model.filling import Filling
from pipeline.setup.draft_campaign import draft_campaign
from tests.campaign.books import drawn
from tests.submissions import MOMENT, drop, one_pass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.receiving.report import Outcome
    from pipeline.workspace import Workspace

    Rows = Sequence[Sequence[Any]]

NAME = "干部名册"
TITLE: Rows = [["干部情况登记表"], ["填报单位：", "东河区"]]
PEOPLE = ["姓名", "职务", "联系电话"]
TRAINING = ["培训班名称", "地点", "学时"]
EMPTY: Rows = [["", "", ""]] * 3


def workbook(rows: Rows, name: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def office(bare: Workspace, tmp_path: Path) -> Workspace:
    form, units = tmp_path / "表样.xlsx", tmp_path / "单位.xlsx"
    form.write_bytes(workbook([*TITLE, PEOPLE, *EMPTY, TRAINING, *EMPTY], "登记表"))
    units.write_bytes(drawn({"名单": "| 单位名称 |\n| 东河区 |\n| 西河区 |"}))
    draft_campaign(bare, NAME, form, units, stopped_clock(MOMENT))
    require_all(bare.campaign_folder(NAME) / "任务书.xlsx")
    return bare


def require_all(path: Path) -> None:
    """Make each field 必填, as the secretary would."""
    book = openpyxl.load_workbook(path)
    sheet = book["填报项"]
    required = next(cell.column for cell in sheet[1] if cell.value == "必填")
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, required).value = "是"
    book.save(path)


def handed_in(office: Workspace, rows: Rows, name: str) -> Outcome:
    drop(office, "东河区.xlsx", workbook([*TITLE, *rows], name))
    (outcome,) = one_pass(office).outcomes
    return outcome


def test_the_campaign_book_gives_each_list_a_sheet_of_its_own(office: Workspace) -> None:
    campaign = load_campaign(office.campaign_folder(NAME) / "任务书.xlsx")

    lists = {field.sheet for field in campaign.fields if field.shape is Shape.LIST}

    assert len(lists) == 2
    assert {field.place.sheet for field in campaign.fields if field.place} == {"登记表"}


@pytest.mark.parametrize("name", ["登记表", "Sheet1"])
def test_an_empty_list_is_named_by_its_columns_on_the_units_own_sheet(
    office: Workspace, name: str
) -> None:
    rows = [PEOPLE, ["甲", "科长", "13800000000"], TRAINING, *EMPTY]

    outcome = handed_in(office, rows, name)

    said = [full_message(each) for each in outcome.findings if each.rule == "list-empty"]
    assert said == [
        (
            f"东河区.xlsx「{name}」 “培训班名称、地点”：名单里一行也没有，应逐行填写，"
            "请确认是否确无此项；漏填的，请补填后重报。"
        )
    ]


@pytest.mark.parametrize("name", ["登记表", "Sheet1"])
def test_a_list_that_is_left_out_is_named_and_not_a_sheet_that_no_one_has(
    office: Workspace, name: str
) -> None:
    outcome = handed_in(office, [PEOPLE, ["甲", "科长", "13800000000"]], name)

    (finding,) = [each for each in outcome.findings if each.rule == "list-left-out"]
    assert full_message(finding).startswith(
        f"东河区.xlsx「{name}」：没有找到“培训班名称、地点”等列的表头"
    )
    assert {each.place.sheet for each in outcome.findings} <= {"", name}


def test_a_missing_sheet_is_named_once_as_the_form_names_it(office: Workspace) -> None:
    campaign = load_campaign(office.campaign_folder(NAME) / "任务书.xlsx")
    lists = tuple(dict.fromkeys(field.sheet for field in campaign.fields))

    found = check(Filling(NAME, "U1", "东河区.xlsx", (), missing_sheets=lists), campaign)

    assert len(lists) > 1
    missing = [each.place.sheet for each in found if each.rule == "sheet-missing"]
    assert missing == ["登记表"]
