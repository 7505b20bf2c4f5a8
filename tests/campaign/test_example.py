"""The example campaign can be used unchanged, and covers what the speech it realises requires."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from pipeline.campaign.aliases import match_unit
from pipeline.campaign.blanks import form_sheets
from pipeline.campaign.book.load import load_book
from pipeline.campaign.book.write import book_workbook
from pipeline.model.campaign import Aggregation, Kind, Shape
from pipeline.setup.example import example_rows
from tests.campaign.books import MOMENT

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.campaign import Campaign


@pytest.fixture
def example(tmp_path: Path) -> Campaign:
    path = tmp_path / "任务书.xlsx"
    path.write_bytes(book_workbook(example_rows(), MOMENT))
    campaign, faults = load_book(path)
    assert faults == ()
    assert campaign is not None
    return campaign


def test_forty_five_units_are_in_three_categories(example: Campaign) -> None:
    assert Counter(unit.category for unit in example.units()) == {
        "县市区": 13,
        "市直部门": 24,
        "驻市单位": 8,
    }
    assert [unit.full_name for unit in example.units() if unit.exempt] == ["云川火车站"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("市地税局", "市税务局"),
        ("市发改委", "市发展改革委"),
        ("云川市教育局", "市教育局"),
        ("云川市东河区", "东河区"),
        ("人行云川市分行", "人民银行云川市分行"),
    ],
)
def test_a_unit_is_known_by_its_other_names(written: str, meant: str, example: Campaign) -> None:
    match = match_unit(example.roster, written, example.city)

    assert match.unit is not None
    assert match.unit.full_name == meant


def test_an_office_outside_the_roster_is_not_confused_with_another(example: Campaign) -> None:
    assert match_unit(example.roster, "市生态环境局", example.city).unit is None


def test_every_field_explains_how_to_fill_it_in(example: Campaign) -> None:
    assert [field.name for field in example.fields if not field.note] == []


def test_four_grades_cross_three_stages_and_add_up(example: Campaign) -> None:
    crossed = [f"C{grade}{stage}" for grade in range(1, 5) for stage in range(1, 4)]

    for code in (*crossed, "C00", "C01", "C02", "C03"):
        field = example.field(code)
        assert field is not None
        assert (field.kind, field.aggregation, field.measure) == (
            Kind.INTEGER,
            Aggregation.SUM,
            "个",
        )
        assert field.required
    assert example.conditions[0].fields == ("C11", "C21", "C31", "C41", "C01")


def test_the_list_of_units_is_held_against_its_count(example: Campaign) -> None:
    listed = [field for field in example.fields if field.shape is Shape.LIST]

    assert [field.code for field in listed] == ["L01", "L02", "L03", "L04"]
    assert {field.sheet for field in listed} == {"创建单位名单"}
    assert "行数(创建单位名单) = 创建中合计" in [one.text for one in example.conditions]


def test_a_department_addresses_no_lower_government(example: Campaign) -> None:
    """条例第十六条: a department may not direct a lower party committee or government."""
    assert example.paper("通知").addressees == "各县（市、区）文明办，市直各部门，驻市各单位"
    for paper in example.papers:
        assert "人民政府" not in paper.addressees
        assert "党委" not in paper.addressees
    assert example.approval == "经市委同意"


def test_letters_are_numbered_apart_from_documents(example: Campaign) -> None:
    codes = {paper.kind: paper.organ_code for paper in example.papers}

    assert {codes["通知"], codes["通报"]} == {"云文明办"}
    assert {codes["催报"], codes["督办"], codes["函"]} == {"云文明办函"}
    # The mark of a letter is the organ's name without 文件 (GB/T 9704-2012, 10.1).
    assert example.paper("通知").organ_mark.endswith("文件")
    assert not example.paper("函").organ_mark.endswith("文件")


def test_the_first_briefing_is_the_first_of_all(example: Campaign) -> None:
    briefing = example.paper("简报")

    assert (briefing.first_number, briefing.first_total) == (1, 1)


def test_no_person_is_named(example: Campaign) -> None:
    assert example.contact == "市文明办创建科"
    assert {unit.contact for unit in example.units()} <= {"", "〇〇〇"}
    assert {paper.signer for paper in example.papers} <= {"", "〇〇〇"}
    assert example.phone.startswith("0000-")


def test_its_form_can_be_laid_out_for_every_unit(example: Campaign) -> None:
    names = {tuple(sheet.name for sheet in form_sheets(example, u)) for u in example.units()}

    assert names == {("基本情况", "创建单位名单", "报送通标记")}
