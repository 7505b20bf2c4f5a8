"""Statistics forms of an office's own: drafted, sent out, handed in in their own layout, added up."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlwt

from pipeline.campaign.book.load import load_book, load_campaign
from pipeline.clock import stopped_clock
from pipeline.consolidation.collected_values import values_document
from pipeline.issuing.blanks import make_blanks
from pipeline.issuing.consolidate import consolidate
from pipeline.ledger.read import list_events
from pipeline.model.arrival import Fate
from pipeline.office.collection_round import load_round
from pipeline.office.context import open_office
from pipeline.official.rendering import render
from pipeline.setup.draft_campaign import draft_campaign
from tests.campaign.books import drawn
from tests.programs import baosong_here
from tests.submissions import MOMENT, drop, one_pass

if TYPE_CHECKING:
    from pipeline.receiving.report import PassReport
    from pipeline.workspace import Workspace

    Rows = list[list[Any]]

UNITS = ("东河区", "西河区", "南山县")
NAME = "月报"
HEAD: Rows = [["统计表"], ["填报单位："]]


def workbook(rows: Rows, merges: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "统计表"
    for row in rows:
        sheet.append(row)
    for merge in merges:
        sheet.merge_cells(merge)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def office(bare: Workspace) -> Workspace:
    return bare


def draft(office: Workspace, content: bytes, suffix: str = ".xlsx") -> tuple[str, ...]:
    folder = office.root.parent
    form, units = folder / f"表样{suffix}", folder / "单位.xlsx"
    form.write_bytes(content)
    units.write_bytes(drawn({"名单": "| 单位名称 |\n" + "\n".join(f"| {u} |" for u in UNITS)}))
    _, remarks = draft_campaign(office, NAME, form, units, stopped_clock(MOMENT))
    return remarks


def hand_in(office: Workspace, unit: str, rows: Rows, merges: tuple[str, ...] = ()) -> PassReport:
    drop(office, f"{unit}.xlsx", workbook([rows[0], ["填报单位：", unit], *rows[2:]], merges))
    return one_pass(office)


def summed(office: Workspace) -> dict[str, Any]:
    """The sums of the summary workbook by the headings of its columns."""
    with open_office(office, stopped_clock(MOMENT)) as opened:
        path = consolidate(opened, opened.campaign(NAME))
    book = openpyxl.load_workbook(path, data_only=True)
    rows: Rows = [list(row) for row in book["汇总表"].iter_rows(values_only=True)]
    headings = [str(heading).replace("\n", "") for heading in rows[2]]
    return dict(zip(headings, rows[-1], strict=True))


def test_a_cross_table_is_read_in_its_own_layout_and_added_up(office: Workspace) -> None:
    head: Rows = [*HEAD, ["机构类别", "机构数（个）", "床位数（张）"]]
    draft(office, workbook([*head, ["公办"], ["民办"], ["合计"]], ("A1:C1",)))
    for n, unit in enumerate(UNITS, start=1):
        rows: Rows = [
            *head,
            ["公办", n * 10, n * 100],
            ["民办", n, 5],
            ["合计", n * 11, n * 100 + 5],
        ]
        (outcome,) = hand_in(office, unit, rows, ("A1:C1",)).outcomes
        assert (outcome.fate, outcome.findings) == (Fate.ACCEPTED, ())
        assert outcome.coverage is not None
        assert (outcome.coverage.filled, outcome.coverage.read) == (6, 6)

    sums = summed(office)

    assert (sums["公办·机构数（个）"], sums["民办·机构数（个）"]) == (60, 6)
    assert sums["公办·床位数（张）"] == 600


def test_rows_and_columns_may_move_and_a_unit_may_add_its_own(office: Workspace) -> None:
    head: Rows = [*HEAD, ["项目", "计量单位", "本月", "本年累计", "同比增减（%）"]]
    draft(
        office,
        workbook([*head, ["税收收入", "万元"], ["其中：增值税", "万元"], ["非税收入", "万元"]]),
    )
    moved: Rows = [
        *HEAD,
        ["项目", "计量单位", "本年累计", "本月", "同比增减（%）", "备注"],
        ["非税收入", "万元", 70, 7, -1],
        [],
        ["税收收入", "万元", 400, 50, -3.5],
        ["其中：增值税", "万元", 300, 30, 0.5],
        ["其中：消费税", "万元", 1, 2, 3],
    ]

    (outcome,) = hand_in(office, UNITS[0], moved).outcomes

    assert outcome.fate is Fate.ACCEPTED
    assert outcome.findings == ()
    assert outcome.coverage is not None
    assert len(outcome.coverage.own) == 5, "the unit's own row and its column, by cell"
    with open_office(office, stopped_clock(MOMENT)) as opened:
        found = values_document(load_round(opened, opened.campaign(NAME)))["values"]
        (received,) = [event for event in list_events(opened.ledger) if event.action == "收到"]
    assert "（填了 9 格，读进 9 格；本单位自加：「统计表」F3、" in received.detail
    assert {each["field"]: each["value"] for each in found} == {
        "税收收入·本月": "50", "税收收入·本年累计": "400", "税收收入·同比增减": "-3.5",
        "其中增值税·本月": "30", "其中增值税·本年累计": "300", "其中增值税·同比增减": "0.5",
        "非税收入·本月": "7", "非税收入·本年累计": "70", "非税收入·同比增减": "-1",
    }  # fmt: skip


def test_a_text_under_a_table_is_read(office: Workspace) -> None:
    head: Rows = [*HEAD, ["序号", "指标名称", "计量单位", "本月数", "备注"]]
    merges = ("A1:E1", "A5:B5", "C5:E5")
    draft(office, workbook([*head, [1, "检查工地数", "个"], ["存在问题"]], merges))

    rows: Rows = [*head, [1, "检查工地数", "个", 12], ["存在问题", None, "有1个工地围挡破损。"]]
    (outcome,) = hand_in(office, UNITS[0], rows, merges).outcomes

    assert (outcome.fate, outcome.findings) == (Fate.ACCEPTED, ())
    result = baosong_here("-w", office.root, "values", NAME, "--json")
    found = {each["field"]: each for each in json.loads(result.stdout)["values"]}
    assert found["存在问题"]["typed"] == "有1个工地围挡破损。"
    assert (found["检查工地数"]["sheet"], found["检查工地数"]["cell"]) == ("统计表", "D4")


def test_numbers_of_two_levels_stay_whole(office: Workspace) -> None:
    head: Rows = [*HEAD, ["序号", "项目", "计量单位", "金额"]]
    names = ["1.人员支出", "2.1办公费", "2.2差旅费", "3.1办公费"]
    draft(office, workbook([*head, *([n, name, "万元"] for n, name in enumerate(names, 1))]))

    rows: Rows = [*head, *([n, name, "万元", n * 10] for n, name in enumerate(names, 1))]
    (outcome,) = hand_in(office, UNITS[0], rows).outcomes

    assert outcome.fate is Fate.ACCEPTED
    sums = summed(office)
    assert (sums["2.1办公费（万元）"], sums["3.1办公费（万元）"]) == (20, 40)


def test_a_sum_under_a_list_is_no_field_and_the_rows_are_added_up(office: Workspace) -> None:
    head: Rows = [*HEAD, ["序号", "乡镇", "户数（户）", "金额（万元）"]]
    draft(office, workbook([*head, [1], [2], [3], ["合计"]]))

    rows: Rows = [*head, [1, "一乡", 3, 10.5], [2, "二乡", 4, 11.5], [3], ["合计", None, 7, 22]]
    (outcome,) = hand_in(office, UNITS[0], rows).outcomes

    assert (outcome.fate, outcome.findings) == (Fate.ACCEPTED, ())
    with open_office(office, stopped_clock(MOMENT)) as opened:
        path = consolidate(opened, opened.campaign(NAME))
    last = list(openpyxl.load_workbook(path, data_only=True)["统计表"].iter_rows(values_only=True))[
        -1
    ]
    assert last[:4] == ("合计", None, 7, 22)


def test_the_blank_is_the_form_with_unit_and_stamp_and_is_read(office: Workspace) -> None:
    head: Rows = [*HEAD, ["机构类别", "机构数（个）", "床位数（张）"]]
    book = openpyxl.load_workbook(io.BytesIO(workbook([*head, ["公办"], ["民办"]], ("A1:C1",))))
    book["统计表"].column_dimensions["A"].width = 33
    book["统计表"]["B4"].number_format = "0.0"
    stream = io.BytesIO()
    book.save(stream)
    draft(office, stream.getvalue())
    with open_office(office, stopped_clock(MOMENT)) as opened:
        path, *_ = make_blanks(opened, opened.campaign(NAME))

    blank = openpyxl.load_workbook(path)
    sheet = blank["统计表"]
    assert (sheet["A1"].value, sheet["B2"].value, sheet["A4"].value) == ("统计表", UNITS[0], "公办")
    assert sheet.column_dimensions["A"].width == 33
    assert sheet["B4"].number_format == "0.0"
    assert blank["报送通标记"].sheet_state == "veryHidden"
    sheet["B4"], sheet["C4"], sheet["B5"], sheet["C5"] = 1, 2, 3, 4
    blank.save(stream := io.BytesIO())
    drop(office, "无名.xlsx", stream.getvalue())
    (outcome,) = one_pass(office).outcomes
    assert (outcome.fate, outcome.unit, outcome.findings) == (Fate.ACCEPTED, UNITS[0], ())


def test_numbers_that_match_no_place_are_named_and_none_read_is_never_accepted(
    office: Workspace,
) -> None:
    head: Rows = [*HEAD, ["机构类别", "机构数（个）", "床位数（张）"]]
    draft(office, workbook([*head, ["公办"], ["民办"]]))
    rows: Rows = [*head, ["公办", 1, 2, 9], ["民办", 3, 4], [None, 55]]

    (outcome,) = hand_in(office, UNITS[0], rows).outcomes
    assert outcome.fate is Fate.ACCEPTED
    assert [(f.rule, f.place.cell) for f in outcome.findings] == [
        ("numbers-unread", "D4"),
        ("numbers-unread", "B6"),
    ]

    strange: Rows = [*HEAD, ["甲", "乙", "丙"], ["子", 1, 2], ["丑", 3, 4]]
    (outcome,) = hand_in(office, UNITS[1], strange).outcomes
    assert outcome.fate is not Fate.ACCEPTED


def test_a_heading_that_is_gone_is_named_and_its_values_are_not_guessed(office: Workspace) -> None:
    head: Rows = [*HEAD, ["机构类别", "机构数（个）", "床位数（张）"]]
    draft(office, workbook([*head, ["公办"], ["民办"]]))

    (outcome,) = hand_in(office, UNITS[0], [*head, ["公办", 1, 2], ["私立", 3, 4]]).outcomes

    rules = {finding.rule for finding in outcome.findings}
    assert outcome.fate is Fate.ACCEPTED
    assert {"headings-left-out", "numbers-unread"} <= rules


def test_a_changed_measure_is_no_figure(office: Workspace) -> None:
    head: Rows = [*HEAD, ["项目", "本月（万元）", "累计（万元）"]]
    draft(office, workbook([*head, ["税收"], ["非税"]]))
    rows: Rows = [
        *HEAD,
        ["项目", "本月（元）", "累计（万元）"],
        ["税收", 500000, 60],
        ["非税", 1, 2],
    ]

    (outcome,) = hand_in(office, UNITS[0], rows).outcomes

    assert outcome.fate is Fate.RETURNED
    assert {finding.rule for finding in outcome.findings} == {"measure-differs"}


def test_formulas_become_conditions(office: Workspace) -> None:
    head: Rows = [*HEAD, ["机构类别", "机构数（个）", "床位数（张）"]]
    rows: Rows = [*head, ["公办"], ["民办"], ["合计", "=SUM(B4:B5)", "=C4+C5"]]
    draft(office, workbook(rows))
    wrong: Rows = [*head, ["公办", 1, 2], ["民办", 3, 4], ["合计", 5, 6]]

    (outcome,) = hand_in(office, UNITS[0], wrong).outcomes

    assert outcome.fate is Fate.ACCEPTED
    assert [(f.rule, f.place.cell) for f in outcome.findings] == [("condition-doubtful", "B6")]


def test_a_form_of_another_kind_is_kept_and_converted(office: Workspace) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("统计表")
    sheet.write_merge(0, 0, 0, 2, "养老机构统计表")
    rows: Rows = [["填报单位："], ["机构类别", "机构数（个）", "床位数（张）"], ["公办"], ["民办"]]
    for r, row in enumerate(rows, start=1):
        for c, text in enumerate(row):
            sheet.write(r, c, text)
    book.save(stream := io.BytesIO())

    remarks = draft(office, stream.getvalue(), ".xls")

    folder = office.campaign_folder(NAME)
    assert (folder / "表样.xls").read_bytes() == stream.getvalue()
    assert openpyxl.load_workbook(folder / "表样.xlsx")["统计表"]["A1"].value == "养老机构统计表"
    assert "不是 .xlsx" in remarks[0]
    for c, number in enumerate((7, 8), start=1):
        sheet.write(3, c, number)
    sheet.write(1, 1, UNITS[0])
    book.save(stream := io.BytesIO())
    drop(office, "报送.xls", stream.getvalue())
    text = "养老机构统计表,,\n填报单位：,西河区,\n机构类别,机构数（个）,床位数（张）\n民办,3,4\n公办,1,2\n"
    drop(office, "报送.csv", text.encode("gb18030"))
    outcomes = {outcome.unit: outcome for outcome in one_pass(office).outcomes}
    assert [outcomes[unit].fate for unit in UNITS[:2]] == [Fate.ACCEPTED, Fate.ACCEPTED]
    coverage = outcomes[UNITS[1]].coverage
    assert coverage is not None
    assert coverage.read == 4


def test_without_a_converter_the_layout_is_not_kept_and_that_is_remarked(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, "find_renderer", lambda: None)
    text = "统计表,,\n填报单位：,,\n机构类别,机构数（个）,床位数（张）\n公办,,\n民办,,\n"

    remarks = draft(office, text.encode("gb18030"), ".csv")

    assert "版式未保留" in remarks[0]
    assert (office.campaign_folder(NAME) / "表样.xlsx").is_file()


def test_a_new_deadline_or_unit_outdates_no_blank_and_another_form_does(office: Workspace) -> None:
    head: Rows = [*HEAD, ["机构类别", "机构数（个）", "床位数（张）"]]
    draft(office, workbook([*head, ["公办"], ["民办"]]))
    book = office.campaign_folder(NAME) / "任务书.xlsx"
    before = load_campaign(book).version
    edited = openpyxl.load_workbook(book)
    edited["单位"].append(["北山县"])
    edited.save(book)

    assert load_campaign(book).version == before

    (book.parent / "表样.xlsx").write_bytes(workbook([*head, ["公办"], ["民办"], ["其他"]]))
    assert load_campaign(book).version != before


def test_a_condition_may_hold_for_each_row_and_each_column(office: Workspace) -> None:
    head: Rows = [*HEAD, ["项目", "本月（起）", "本年累计（起）"]]
    draft(office, workbook([*head, ["火灾"], ["交通"], ["合计"]]))
    path = office.campaign_folder(NAME) / "任务书.xlsx"
    book = openpyxl.load_workbook(path)
    for row in book["核对"].iter_rows(min_row=2):
        row[4].value = "否"  # what the draft has of the total
    book["核对"].append(["K02", "错误", "对每一行：本年累计 >= 本月", "", "是"])
    book["核对"].append(["K03", "提醒", "对每一列：合计 = 火灾 + 交通", "", "是"])
    book.save(path)

    rows: Rows = [*head, ["火灾", 5, 3], ["交通", 1, 2], ["合计", 6, 6]]
    (outcome,) = hand_in(office, UNITS[0], rows).outcomes

    assert outcome.fate is Fate.RETURNED
    assert [(f.rule, f.place.cell) for f in outcome.findings] == [
        ("condition-broken", "C4"),
        ("condition-doubtful", "C6"),
    ]


def test_a_condition_for_each_row_of_no_table_is_a_fault_at_its_cell(office: Workspace) -> None:
    draft(office, workbook([*HEAD, ["项目", "本月（起）", "累计（起）"], ["火灾"], ["交通"]]))
    path = office.campaign_folder(NAME) / "任务书.xlsx"
    book = openpyxl.load_workbook(path)
    book["核对"].append(["K02", "错误", "对每一行：去年 >= 今年", "", "是"])
    book.save(path)

    _, faults = load_book(path)

    assert [(fault.sheet, fault.cell) for fault in faults] == [("核对", "C3")]


def test_a_form_without_title_is_known_by_what_it_prints(office: Workspace) -> None:
    head: Rows = [["机构类别", "机构数（个）", "床位数（张）"]]
    draft(office, workbook([*HEAD, *head, ["公办"], ["民办"], ["公建民营"]]))

    bare = workbook([*head, ["公办", 1, 2], ["民办", 3, 4], ["公建民营", 5, 6]])
    drop(office, f"{UNITS[2]}.xlsx", bare)
    (outcome,) = one_pass(office).outcomes

    assert (outcome.fate, outcome.unit) == (Fate.ACCEPTED, UNITS[2])


def test_one_workbook_with_the_forms_of_several_units_is_taken_apart(office: Workspace) -> None:
    head: Rows = [["机构类别", "机构数（个）", "床位数（张）"], ["公办", 1, 2], ["民办", 3, 4]]
    draft(office, workbook([*HEAD, head[0], ["公办"], ["民办"]]))
    book = openpyxl.Workbook()
    book.remove(book.active)
    for unit in UNITS[:2]:
        sheet = book.create_sheet(unit)
        for row in [["统计表"], ["填报单位：", unit], *head]:
            sheet.append(row)
    book.save(stream := io.BytesIO())

    drop(office, "两家.xlsx", stream.getvalue())

    outcomes = one_pass(office).outcomes
    assert {(outcome.unit, outcome.fate) for outcome in outcomes} == {
        (unit, Fate.ACCEPTED) for unit in UNITS[:2]
    }


def test_another_filled_copy_of_the_form_in_the_workbook_is_named(office: Workspace) -> None:
    head: Rows = [*HEAD, ["机构类别", "机构数（个）", "床位数（张）"]]
    draft(office, workbook([*head, ["公办"], ["民办"]]))
    rows: Rows = [HEAD[0], ["填报单位：", UNITS[0]], head[2], ["公办", 1, 2], ["民办", 3, 4]]
    book = openpyxl.load_workbook(io.BytesIO(workbook(rows)))
    copy = book.copy_worksheet(book["统计表"])
    copy["B4"] = 9
    book.save(stream := io.BytesIO())

    drop(office, f"{UNITS[0]}.xlsx", stream.getvalue())
    (outcome,) = one_pass(office).outcomes

    assert outcome.fate is Fate.ACCEPTED
    assert [(f.rule, f.place.sheet) for f in outcome.findings] == [
        ("sheet-passed-over", copy.title)
    ]
