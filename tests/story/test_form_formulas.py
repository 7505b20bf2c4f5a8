"""What the office's own form computes: checked against the unit's own figures, and never added up wrongly."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from pipeline.campaign.book.load import load_campaign
from pipeline.clock import stopped_clock
from pipeline.model.arrival import Fate
from pipeline.model.campaign import Aggregation
from pipeline.setup.draft_campaign import draft_campaign
from tests.campaign.books import drawn
from tests.conftest import copied
from tests.submissions import MOMENT, drop, one_pass

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.campaign import Campaign
    from pipeline.receiving.report import Outcome
    from pipeline.workspace import Workspace

    Rows = list[list[Any]]

NAME = "月报"
HEAD: Rows = [
    ["统计表"], ["填报单位：", "东河区"],
    ["项目", "本月（万元）", "上年同期（万元）", "同比增减", "增加额（万元）"],
]  # fmt: skip
# Columns D and E are formulas of the form, and so is the row of sums.
FORM: Rows = [
    ["税收收入", None, None, '=IF(C4=0,"",(B4-C4)/C4)', "=B4-C4"],
    ["非税收入", None, None, '=IF(C5=0,"",(B5-C5)/C5)', "=B5-C5"],
    ["合计", "=SUM(B4:B5)", "=SUM(C4:C5)", '=IF(C6=0,"",(B6-C6)/C6)', "=SUM(E4:E5)"],
]
RIGHT: Rows = [
    ["税收收入", 300, 200, 0.5, 100],
    ["非税收入", 40, 30, 0.3333, 10],
    ["合计", 340, 230, 0.478260869565217, 110],
]


def workbook(rows: Rows, percent: str = "0.00%") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "统计表"
    for row in [*HEAD, *rows]:
        sheet.append(row)
    for number in (4, 5, 6):
        sheet[f"D{number}"].number_format = percent
    book.save(stream := io.BytesIO())
    return stream.getvalue()


@pytest.fixture(scope="module")
def drafted(untouched_bare: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """An office with the drafted campaign, made once and only copied."""
    folder = tmp_path_factory.mktemp("起草")
    workspace = copied(untouched_bare, folder / "机关")
    form, units = folder / "表样.xlsx", folder / "单位.xlsx"
    form.write_bytes(workbook(FORM))
    units.write_bytes(drawn({"名单": "| 单位名称 |\n| 东河区 |\n| 西河区 |"}))
    draft_campaign(workspace, NAME, form, units, stopped_clock(MOMENT))
    return workspace


@pytest.fixture
def office(drafted: Workspace, tmp_path: Path) -> Workspace:
    return copied(drafted, tmp_path / "机关")


def campaign_of(office: Workspace) -> Campaign:
    return load_campaign(office.campaign_folder(NAME) / "任务书.xlsx")


def hand_in(office: Workspace, rows: Rows, percent: str = "0.00%") -> Outcome:
    drop(office, "东河区.xlsx", workbook(rows, percent))
    (outcome,) = one_pass(office).outcomes
    return outcome


def changed(at: str, value: object) -> Rows:
    rows = [list(row) for row in RIGHT]
    rows[int(at[1]) - 4][ord(at[0]) - ord("A")] = value
    return rows


def edit_conditions(office: Workspace, change: dict[str, str]) -> None:
    """Set 启用 or 级别 of the first condition of the drafted 任务书, or delete all of them."""
    path = office.campaign_folder(NAME) / "任务书.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["核对"]
    head = next(row for row in sheet.iter_rows() if any(c.value == "条件" for c in row))
    columns = {cell.value: cell.column for cell in head}
    first = head[0].row + 1
    if not change:
        sheet.delete_rows(first, sheet.max_row)
    for name, text in change.items():
        for row in range(first, sheet.max_row + 1):
            sheet.cell(row, columns[name], text)
    book.save(path)


def test_what_agrees_with_the_formulas_leaves_no_finding(office: Workspace) -> None:
    outcome = hand_in(office, RIGHT)

    assert (outcome.fate, outcome.findings) == (Fate.ACCEPTED, ())
    assert outcome.coverage is not None
    assert (outcome.coverage.filled, outcome.coverage.read) == (12, 12)


@pytest.mark.parametrize(
    ("at", "value", "said"),
    [
        ("B6", 341, "（按表中各格算得 340）"),
        ("E4", 90, "（按表中各格算得 100）"),
        ("D4", 0.6, "（按表中各格算得 50）"),
        ("D5", 0.34, "（按表中各格算得 33.3333）"),
    ],
)
def test_what_differs_is_told_with_the_cell_and_both_numbers(
    office: Workspace, at: str, value: float, said: str
) -> None:
    outcome = hand_in(office, changed(at, value))

    assert outcome.fate is Fate.ACCEPTED
    told = [finding for finding in outcome.findings if finding.place.cell == at]
    assert [finding.rule for finding in told] == ["condition-doubtful"]
    assert said in told[0].wanted
    assert (
        str(value * 100 if at.startswith("D") else value).rstrip("0").rstrip(".") in told[0].found
    )


@pytest.mark.parametrize(("typed", "right"), [(33.3, True), (33, True), (33.4, False)])
def test_a_ratio_is_compared_as_it_was_rounded(
    office: Workspace, typed: float, *, right: bool
) -> None:
    rows = [list(row) for row in RIGHT]
    rows[0][3], rows[1][3], rows[2][3] = 50, typed, 47.83

    outcome = hand_in(office, rows, "General")

    assert [finding.place.cell for finding in outcome.findings] == ([] if right else ["D5"])


def test_an_empty_cell_counts_as_the_form_counts_it(office: Workspace) -> None:
    rows: Rows = [["税收收入", 300, 200, 0.5, 100], ["非税收入"], ["合计", 300, 200, 0.5, 99]]

    outcome = hand_in(office, rows)

    assert [(f.rule, f.place.cell) for f in outcome.findings] == [("condition-doubtful", "E6")]


def test_sums_left_empty_contradict_nothing(office: Workspace) -> None:
    rows: Rows = [["税收收入", 300, 200], ["非税收入", 40, 30], ["合计"]]

    assert hand_in(office, rows).findings == ()


def test_the_office_decides_how_severe_a_difference_is(office: Workspace) -> None:
    edit_conditions(office, {"级别": "错误"})

    outcome = hand_in(office, changed("B6", 341))

    assert outcome.fate is Fate.RETURNED
    assert "condition-broken" in {finding.rule for finding in outcome.findings}


def test_what_the_office_switched_off_is_not_checked(office: Workspace) -> None:
    edit_conditions(office, {"启用": "否"})

    assert hand_in(office, changed("B6", 341)).findings == ()


def test_a_formula_without_a_row_is_checked_all_the_same(office: Workspace) -> None:
    edit_conditions(office, {})

    outcome = hand_in(office, changed("B6", 341))

    assert "B6" in {finding.place.cell for finding in outcome.findings}
    assert {finding.rule for finding in outcome.findings} == {"condition-doubtful"}


def test_a_field_knows_its_formula_and_a_ratio_is_never_added_up(office: Workspace) -> None:
    fields = {field.name: field for field in campaign_of(office).fields}

    computed = [name for name, field in fields.items() if field.formula is not None]
    ratios = [name for name, field in fields.items() if field.is_ratio]

    assert len(computed) == 8
    assert ratios == ["税收收入·同比增减", "非税收入·同比增减", "合计·同比增减"]
    assert {fields[name].aggregation for name in ratios} == {Aggregation.NONE}
    assert fields["税收收入·增加额"].aggregation is Aggregation.SUM


def test_a_ratio_that_the_book_adds_up_is_recomputed_instead(office: Workspace) -> None:
    path = office.campaign_folder(NAME) / "任务书.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["填报项"]
    (row,) = (cell.row for cell in sheet["A"] if cell.value == "T1列D")
    (column,) = (cell.column for cell in sheet[1] if cell.value == "汇总方式")
    assert sheet.cell(row, column).value == "不汇总"
    sheet.cell(row, column, "合计")
    book.save(path)

    fields = campaign_of(office).fields

    assert {f.aggregation for f in fields if f.is_ratio} == {Aggregation.RATIO}
