"""The demonstration's second campaign: a monthly cross table in an office's own form, two months of it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest

from pipeline.campaign.book.load import load_book
from pipeline.intake.originals import find_original
from pipeline.issuing.trace import trace
from pipeline.ledger.read import list_standings
from pipeline.model.submission import State
from pipeline.office.collection_round import load_round
from pipeline.office.context import open_office
from pipeline.products.choice_book import CHOICE_BOOK_NAME
from pipeline.setup.monthly_batch import LAST_PERIOD, entries_of
from pipeline.setup.monthly_example import INDUSTRIES, MONTHLY
from pipeline.setup.self_test import self_test
from tests.conftest import AFTERWARDS, Demonstration

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.campaign import Campaign


@pytest.fixture(scope="module")
def monthly(demonstration: Demonstration) -> Campaign:
    folder = demonstration.report.workspace.campaign_folder(MONTHLY)
    campaign, faults = load_book(folder / "任务书.xlsx")
    assert campaign is not None, faults
    return campaign


def results(demonstration: Demonstration) -> Path:
    return demonstration.report.workspace.results(MONTHLY)


def test_its_form_is_read_back_whole(monthly: Campaign) -> None:
    assert monthly.form is not None
    assert self_test(monthly) == ()
    assert len([field for field in monthly.fields if field.crossing]) == 6 * (len(INDUSTRIES) + 1)


def test_the_first_month_is_whole_and_the_second_has_its_faults(
    demonstration: Demonstration, monthly: Campaign
) -> None:
    first, second = demonstration.report.monthly

    assert {outcome.fate.label for outcome in first.outcomes} == {"已收"}
    assert len(first.outcomes) == len(monthly.units()) == 19
    returned = [each for each in second.outcomes if each.fate.label == "退回"]
    assert [(each.unit, {f.rule for f in each.findings}) for each in returned] == [
        ("平湖县", {"condition-broken"})
    ]
    with open_office(demonstration.report.workspace, AFTERWARDS) as office:
        collected = load_round(office, office.campaign(MONTHLY), LAST_PERIOD)
        standings = list_standings(office.ledger, collected.campaign, collected.period)
    names = [unit.full_name for unit in collected.campaign.units()]
    states = dict(zip(names, (standing.state for standing in standings), strict=True))
    assert states.pop("长岭县") is State.MISSING
    assert states.pop("平湖县") is State.RETURNED
    assert set(states.values()) == {State.ACCEPTED}


@pytest.mark.parametrize("name", ["大泉县", "石桥县", "市农业农村局"])
def test_each_is_read_whatever_its_kind_and_wherever_its_rows_are(
    demonstration: Demonstration, monthly: Campaign, name: str
) -> None:
    """An .xls, rows in another order below another line, and a form without its stamp."""
    unit = next(unit for unit in monthly.units() if unit.full_name == name)
    with open_office(demonstration.report.workspace, AFTERWARDS) as office:
        collected = load_round(office, office.campaign(MONTHLY), LAST_PERIOD)
    standing = next(each for each in collected.standings if each.unit == unit.code)
    assert standing.current is not None

    codes = {field.name: field.code for field in monthly.fields}
    filling = standing.current.filling
    for (industry, column), value in entries_of(unit, 2).figures.items():
        span, title = ("本月", "本年累计")[column // 3], ("事故起数", "死亡人数", "直接经济损失")
        answer = filling.answer(codes[f"{industry}·{span}·{title[column % 3]}"])
        assert answer is not None
        assert answer.value == value


def test_its_summary_adds_up_what_the_units_entered(
    demonstration: Demonstration, monthly: Campaign
) -> None:
    path = results(demonstration) / "汇总/安全生产月报2026年9月汇总表.xlsx"
    sheet = openpyxl.load_workbook(path, data_only=True)["汇总表"]
    headings = {str(cell.value).partition("\n")[0]: cell.column for cell in sheet[3]}

    counted = [u for u in monthly.units() if u.full_name not in {"长岭县", "平湖县"}]
    total = sum((entries_of(unit, 2).figures["道路交通", 5] for unit in counted), start=Decimal(0))
    shown = sheet.cell(sheet.max_row, headings["道路交通·本年累计·直接经济损失"])
    assert Decimal(str(shown.value)) == total
    assert shown.number_format == "#,##0.0"


def test_its_own_form_holds_the_sums_and_a_sheet_for_each_unit(
    demonstration: Demonstration, monthly: Campaign
) -> None:
    path = results(demonstration) / "汇总/安全生产月报2026年9月同式汇总表.xlsx"
    book = openpyxl.load_workbook(path, data_only=True)
    assert monthly.form is not None
    own = book[monthly.form.book.sheets[0].name]
    field = next(f for f in monthly.fields if f.name == "道路交通·本年累计·直接经济损失")
    assert field.place is not None

    counted = [u for u in monthly.units() if u.full_name not in {"长岭县", "平湖县"}]
    total = sum((entries_of(unit, 2).figures["道路交通", 5] for unit in counted), start=Decimal(0))
    assert Decimal(str(own[str(field.place.at)].value)) == total
    for unit in counted:
        shown = book[unit.short_name][str(field.place.at)].value
        assert Decimal(str(shown)) == entries_of(unit, 2).figures["道路交通", 5]


def test_its_charts_compare_with_the_month_before_and_are_traced(
    demonstration: Demonstration,
) -> None:
    path = results(demonstration) / "汇总/安全生产月报2026年9月汇总表.xlsx"
    book = openpyxl.load_workbook(path, data_only=True)["图表"]
    rows = [
        [cell for cell in row if cell is not None]
        for row in book.iter_rows(min_col=12, values_only=True)
    ]
    at = rows.index(["指标", "上期", "本期", "增减"])
    name, before, now, changed = rows[at + 1]
    assert name == "合计·本月·事故起数（起）"
    assert changed == round((now - before) / before * 100, 1)

    workspace = demonstration.report.workspace
    with open_office(workspace, AFTERWARDS) as office:
        (entry,) = trace(office, path, f"图表!M{at + 2}").entries
    assert len(entry.figure.sources) == 17
    for source in entry.figure.sources:
        original = find_original(workspace, source.digest)
        assert original is not None
        assert (source.sheet, source.cell) == (MONTHLY, "B10")


def test_its_blanks_are_the_offices_own_form(demonstration: Demonstration) -> None:
    sheet = openpyxl.load_workbook(results(demonstration) / f"表样/东河区{MONTHLY}报送表.xlsx")[
        MONTHLY
    ]

    assert (sheet["A1"].value, sheet["B2"].value) == ("云川市安全生产情况月报表", "东河区")
    assert sheet["B10"].value == "=SUM(B5:B9)"
    assert "B3:D3" in {str(merged) for merged in sheet.merged_cells.ranges}


def test_its_summary_in_the_offices_own_form_has_the_same_totals(
    demonstration: Demonstration, monthly: Campaign
) -> None:
    folder = results(demonstration) / "汇总"
    own = openpyxl.load_workbook(folder / "安全生产月报2026年9月同式汇总表.xlsx", data_only=True)
    rows = openpyxl.load_workbook(folder / "安全生产月报2026年9月汇总表.xlsx", data_only=True)[
        "汇总表"
    ]
    headings = {str(cell.value).partition("\n")[0]: cell.column for cell in rows[3]}
    names = {field.name: field for field in monthly.fields if field.crossing}

    form = own.worksheets[0]
    assert {folder / path.name for path in demonstration.report.papers} >= {
        path for path in folder.iterdir() if path.name != CHOICE_BOOK_NAME
    }
    for name, field in names.items():
        assert field.place is not None
        shown = form[str(field.place.at)].value
        assert shown == pytest.approx(rows.cell(rows.max_row, headings[name]).value), name
