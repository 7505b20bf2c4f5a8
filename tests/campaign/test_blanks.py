"""The blank of a unit: its content, what it accepts, how it prints."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Final

import openpyxl
import pdfplumber
import pytest

from pipeline.campaign.blanks import LIST_ROWS, blank_workbook, form_sheets
from pipeline.model.campaign import Field, Kind, Shape
from pipeline.setup.example import example_rows
from pipeline.workbook.reading.read import read_book
from pipeline.workbook.stamp import Stamp, read_stamp, read_visible_stamp
from pipeline.workbook.writing.plan import RuleKind, Style
from tests.campaign.books import MOMENT, loaded
from tests.conftest import require

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

    from pipeline.model.campaign import Campaign
    from pipeline.workbook.writing.plan import SheetPlan

SINGLE: Final = Field("A", "已创建数", "基本情况", Shape.SINGLE, Kind.INTEGER)


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    example, faults = loaded(tmp_path_factory.mktemp("任务"), example_rows())
    assert example is not None, faults
    return example


def blank(campaign: Campaign) -> bytes:
    return blank_workbook(campaign, campaign.units()[0], MOMENT)


def opened(campaign: Campaign) -> Workbook:
    return openpyxl.load_workbook(BytesIO(blank(campaign)))


def asking(campaign: Campaign, *fields: Field) -> SheetPlan:
    """The first sheet of a form with *fields*."""
    form = replace(campaign, fields=fields, conditions=(), zero_report=False)
    return form_sheets(form, campaign.units()[0])[0]


def test_the_units_name_and_the_deadline_are_on_every_sheet(campaign: Campaign) -> None:
    for sheet in opened(campaign).worksheets[:2]:
        shown = [cell.value for cell in sheet[2] if cell.value]
        assert shown == ["填报单位", "东河区", "报送截止", "2026-10-10 18:00"]
        assert sheet["B2"].protection.locked


def test_the_stamp_is_there_twice_and_names_the_unit(campaign: Campaign) -> None:
    unit = campaign.units()[0]
    wanted = Stamp(campaign.code, campaign.version, unit.code)
    book = opened(campaign)

    assert read_stamp(read_book(blank(campaign), "空白表.xlsx")) == wanted
    assert [read_visible_stamp(s["A3"].value) for s in book.worksheets[:2]] == [wanted, wanted]
    assert [s.sheet_state for s in book.worksheets] == ["visible", "visible", "veryHidden"]


def test_fields_are_numbered_in_order_under_their_sections(campaign: Campaign) -> None:
    sheet = opened(campaign).worksheets[0]
    singles = [field for field in campaign.fields if field.shape is Shape.SINGLE]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]

    numbered = [(row[0], row[1].rstrip("＊")) for row in rows if (row[0] or "").isdecimal()]
    sections = [row[0] for row in rows if row[0] and not row[0].isdecimal()]

    assert numbered == [(str(n), field.name) for n, field in enumerate(singles, start=1)]
    assert sections == list(dict.fromkeys(field.section for field in singles))


def test_a_required_field_wears_a_star(campaign: Campaign) -> None:
    planned = asking(
        campaign, replace(SINGLE, required=True), replace(SINGLE, code="B", name="备注")
    )
    labels = [cell.value for cell in planned.cells if cell.style is Style.LABEL]

    assert labels == ["已创建数＊", "备注"]


def test_the_zero_report_has_one_cell_and_only_where_the_campaign_has_it(
    campaign: Campaign,
) -> None:
    without = replace(campaign, zero_report=False)
    list_first = replace(campaign, fields=(*campaign.fields[-4:], *campaign.fields[:-4]))
    unit = campaign.units()[0]

    def form(of: Campaign) -> list[str]:
        sheets = form_sheets(of, unit)
        return [s.name for s in sheets for cell in s.cells if cell.value == "零报告"]

    assert form(campaign) == ["基本情况"]
    assert form(without) == []
    assert form(list_first) == ["基本情况"]


def test_only_answers_and_explanations_are_unlocked(campaign: Campaign) -> None:
    sheet = opened(campaign).worksheets[0]

    unlocked = {
        cell.column_letter
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }

    assert unlocked == {"C", "F"}
    assert sheet.protection.sheet


def test_a_list_has_fifty_rows_to_fill_in(campaign: Campaign) -> None:
    sheet = opened(campaign).worksheets[1]

    assert [cell.value for cell in sheet[4]] == [
        "序号",
        "单位名称＊",
        "创建级别＊",
        "启动时间",
        "进展情况",
    ]
    assert [sheet.cell(row, 1).value for row in range(5, 35)] == [str(n) for n in range(1, 31)]
    assert sheet.max_row == 4 + LIST_ROWS
    assert not any(sheet.cell(34, column).protection.locked for column in range(2, 6))


@pytest.mark.parametrize(
    ("field", "kind", "bounds", "wanted"),
    [
        (replace(SINGLE, minimum=Decimal(0)), RuleKind.INTEGER, ("0", ""), "整数，0 至 不限"),
        (replace(SINGLE, kind=Kind.DECIMAL), RuleKind.DECIMAL, ("", ""), "数字。"),
        (
            replace(SINGLE, kind=Kind.PERCENT, maximum=Decimal(100)),
            RuleKind.DECIMAL,
            ("", "100"),
            "不限 至 100",
        ),
        (
            replace(SINGLE, kind=Kind.DATE, minimum=date(2026, 8, 1), maximum=date(2026, 10, 31)),
            RuleKind.DATE,
            ("2026-08-01", "2026-10-31"),
            "日期，如 2026-09-30",
        ),
        (
            replace(SINGLE, kind=Kind.CHOICE, options=("是", "否")),
            RuleKind.LIST,
            ("", ""),
            "是、否",
        ),
        (replace(SINGLE, kind=Kind.ID_NUMBER), RuleKind.LENGTH, ("18", "18"), "18 位身份证号"),
        (
            replace(SINGLE, kind=Kind.CREDIT_CODE),
            RuleKind.LENGTH,
            ("18", "18"),
            "18 位统一社会信用代码",
        ),
    ],
)
def test_each_type_of_answer_has_its_input_rule_and_words(
    campaign: Campaign, field: Field, kind: RuleKind, bounds: tuple[str, str], wanted: str
) -> None:
    (rule,) = asking(campaign, field).rules

    assert (rule.kind, (rule.minimum, rule.maximum)) == (kind, bounds)
    assert wanted in rule.message


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.LONG_TEXT, Kind.PHONE])
def test_a_text_is_not_fenced_in(campaign: Campaign, kind: Kind) -> None:
    assert asking(campaign, replace(SINGLE, kind=kind)).rules == ()


@pytest.mark.parametrize("kind", [Kind.PHONE, Kind.ID_NUMBER, Kind.CREDIT_CODE])
def test_a_long_number_typed_into_its_cell_stays_text(campaign: Campaign, kind: Kind) -> None:
    form = replace(
        campaign,
        fields=(replace(SINGLE, kind=kind),),
        conditions=(),
        zero_report=False,
    )

    sheet = opened(form).worksheets[0]

    assert sheet["C5"].number_format == "@"
    assert not sheet["C5"].protection.locked
    rules = [rule for rule in sheet.data_validations.dataValidation if "C5" in str(rule.sqref)]
    assert [rule.type for rule in rules] == ([] if kind is Kind.PHONE else ["textLength"])


def test_a_row_is_as_high_as_its_note_and_a_long_text_needs(campaign: Campaign) -> None:
    noted = replace(SINGLE, code="B", note="按单位公章的全称填写，" * 8)
    long = replace(SINGLE, code="C", kind=Kind.LONG_TEXT)

    heights = dict(asking(campaign, SINGLE, noted, long).heights)

    assert heights[5] < heights[7] < heights[6]


def test_the_same_blank_is_made_of_the_same_bytes(campaign: Campaign) -> None:
    other = blank_workbook(campaign, campaign.units()[1], MOMENT)

    assert blank(campaign) == blank(campaign) != other


@pytest.mark.render
def test_a_blank_prints_upright_with_its_heading_on_each_page_and_no_stamp_sheet(
    campaign: Campaign, tmp_path: Path
) -> None:
    office = shutil.which("soffice")
    require(office, "LibreOffice")
    path = tmp_path / "空白表.xlsx"
    path.write_bytes(blank(campaign))

    subprocess.run(
        [
            str(office), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
            "--convert-to", "pdf", "--outdir", str(tmp_path), str(path),
        ],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip

    with pdfplumber.open(path.with_suffix(".pdf")) as pdf:
        pages = [page.extract_text() for page in pdf.pages]
        sizes = {(round(page.width), round(page.height)) for page in pdf.pages}
    assert sizes == {(595, 842)}
    assert len(pages) == 2, "one of single fields, one of the list"
    assert all("序号" in page for page in pages)
    assert all(field.name in "".join(pages) for field in campaign.fields), "no row is lost"
    assert "第 1 页，共 2 页" in pages[0]
    assert not any("报送通标记" in page for page in pages)


def setup_of(plan: SheetPlan) -> tuple[bool, int, int]:
    return plan.landscape, plan.pages_wide, plan.pages_tall


def columns(campaign: Campaign, number: int) -> SheetPlan:
    listed = replace(SINGLE, shape=Shape.LIST, sheet="名单")
    fields = [replace(listed, code=f"L{n}", name=f"第{n}列") for n in range(number)]
    return asking(campaign, *fields)


def test_a_form_is_printed_whole_on_an_upright_page_where_it_can_be_read(
    campaign: Campaign,
) -> None:
    questions = [replace(SINGLE, code=f"B{n}", name=f"第{n}项") for n in range(90)]

    assert setup_of(form_sheets(campaign, campaign.units()[0])[0]) == (False, 1, 1)
    assert setup_of(asking(campaign, *questions)) == (False, 1, 0), "90 rows take more than a page"


@pytest.mark.parametrize(("number", "landscape"), [(2, False), (6, False), (7, True), (9, True)])
def test_a_list_fills_one_page_and_lies_across_where_it_is_wide(
    campaign: Campaign,
    number: int,
    landscape: bool,  # noqa: FBT001
) -> None:
    plan = columns(campaign, number)

    assert (plan.landscape, plan.pages_wide) == (landscape, 1)
    assert landscape or plan.pages_tall == 1
    assert sum(plan.widths) == pytest.approx(142 if landscape else 96, abs=1)


def test_a_unit_may_insert_the_rows_that_a_list_lacks(campaign: Campaign) -> None:
    sheet = opened(campaign).worksheets[1]

    assert sheet.protection.sheet
    assert not sheet.protection.insertRows
