"""A blank that was sent out earlier is held to its own list, after the office has edited 任务书 and 表样."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from pipeline.clock import stopped_clock
from pipeline.consolidation.collected_values import collected_values
from pipeline.issuing.blanks import make_blanks
from pipeline.issuing.consolidate import consolidate
from pipeline.model.arrival import Fate
from pipeline.office.collection_round import load_round
from pipeline.office.context import open_office
from pipeline.receiving.verify_readings import verify_readings
from pipeline.setup.draft_campaign import draft_campaign
from pipeline.setup.init import EXAMPLE
from tests.campaign.books import drawn
from tests.submissions import MOMENT, drop, form, one_pass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pipeline.receiving.report import Outcome
    from pipeline.workspace import Workspace

    Rows = list[list[Any]]

NAME = "月报"
UNITS = ("东河区", "西河区", "南山县")
HEAD: Rows = [["统计表"], ["填报单位："], ["机构类别", "机构数（个）", "床位数（张）"]]
EARLIER: Rows = [*HEAD, ["公办"], ["民办"], ["公建民营"]]
# A row was put in between, one was dropped: every cell below is another field's now.
LATER: Rows = [*HEAD, ["合资"], ["公办"], ["民办"]]
CLOCK = stopped_clock(MOMENT)


@pytest.fixture
def example(fresh: Workspace) -> Workspace:
    return fresh


def draft(office: Workspace, rows: Rows) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "统计表"
    for row in rows:
        sheet.append(row)
    book.save(stream := io.BytesIO())
    folder = office.root.parent
    (folder / "表样.xlsx").write_bytes(stream.getvalue())
    units = drawn({"名单": "| 单位名称 |\n" + "\n".join(f"| {u} |" for u in UNITS)})
    (folder / "单位.xlsx").write_bytes(units)
    (office.campaign_folder(NAME) / "任务书.xlsx").unlink(missing_ok=True)
    draft_campaign(office, NAME, folder / "表样.xlsx", folder / "单位.xlsx", CLOCK)


@pytest.fixture
def drafted(bare: Workspace) -> Workspace:
    draft(bare, EARLIER)
    return bare


def blanks(office: Workspace, name: str = NAME) -> Mapping[str, Path]:
    with open_office(office, CLOCK) as opened:
        paths = make_blanks(opened, opened.campaign(name))
    return {path.name.split(name)[0]: path for path in paths}


def filled(blank: bytes, cells: Mapping[str, object]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(blank))
    for at, value in cells.items():
        book.worksheets[0][at] = value
    book.save(stream := io.BytesIO())
    return stream.getvalue()


def hand_in(office: Workspace, name: str, content: bytes) -> Outcome:
    drop(office, f"{name}.xlsx", content)
    (outcome,) = one_pass(office).outcomes
    return outcome


def edit_book(office: Workspace, name: str, edit: Callable[[Any, Mapping[str, int]], None]) -> None:
    """Change the 填报项 sheet of a 任务书."""
    path = office.campaign_folder(name) / "任务书.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["填报项"]
    edit(sheet, {cell.value: cell.column for cell in sheet[1]})
    book.save(path)


def row_of(sheet: Any, code: str) -> int:
    rows: Rows = [[cell.value, cell.row] for cell in sheet["A"]]
    return int(next(row for value, row in rows if value == code))


def values_of(office: Workspace, name: str = NAME) -> dict[tuple[str, str], str | None]:
    with open_office(office, CLOCK) as opened:
        found = collected_values(load_round(opened, opened.campaign(name)))
    return {(each.unit, each.field): each.value for each in found}


def sums(office: Workspace) -> dict[str, Any]:
    with open_office(office, CLOCK) as opened:
        path = consolidate(opened, opened.campaign(NAME))
    rows = [list(r) for r in openpyxl.load_workbook(path, data_only=True)["汇总表"].values]
    return {
        str(head).replace("\n", ""): total for head, total in zip(rows[2], rows[-1], strict=True)
    }


def test_an_earlier_form_is_read_by_its_own_headings_and_counted_by_them(
    drafted: Workspace,
) -> None:
    earlier = {unit: path.read_bytes() for unit, path in blanks(drafted).items()}
    draft(drafted, LATER)
    later = {unit: path.read_bytes() for unit, path in blanks(drafted).items()}

    cells = {"B4": 10, "C4": 100, "B5": 20, "C5": 200, "B6": 30, "C6": 300}
    outcome = hand_in(drafted, "东河区", filled(earlier["东河区"], cells))
    hand_in(drafted, "西河区", filled(later["西河区"], cells))

    assert outcome.fate is Fate.ACCEPTED
    (finding,) = outcome.findings
    assert finding.rule == "fields-added-later"
    assert finding.wanted == "“合资·机构数”、“合资·床位数”"
    assert outcome.coverage is not None
    assert (outcome.coverage.filled, outcome.coverage.read) == (6, 6)
    assert values_of(drafted) == {
        ("东河区", "公办·机构数"): "10", ("东河区", "公办·床位数"): "100",
        ("东河区", "民办·机构数"): "20", ("东河区", "民办·床位数"): "200",
        ("西河区", "合资·机构数"): "10", ("西河区", "合资·床位数"): "100",
        ("西河区", "公办·机构数"): "20", ("西河区", "公办·床位数"): "200",
        ("西河区", "民办·机构数"): "30", ("西河区", "民办·床位数"): "300",
    }  # fmt: skip
    total = sums(drafted)
    assert (total["公办·机构数（个）"], total["民办·机构数（个）"]) == (30, 50)
    assert total["合资·机构数（个）"] == 10


def test_what_was_received_before_an_edit_is_counted_by_the_headings_it_had(
    drafted: Workspace,
) -> None:
    """The ledger has the cells' codes of that time: B4 was 公办, and is 合资 now."""
    blank = blanks(drafted)["东河区"].read_bytes()
    cells = {"B4": 10, "C4": 100, "B5": 20, "C5": 200, "B6": 30, "C6": 300}
    hand_in(drafted, "东河区", filled(blank, cells))
    retyped = openpyxl.Workbook()
    retyped.active.title = "统计表"
    for row in [EARLIER[0], ["填报单位：", "西河区"], EARLIER[2], ["公办", 1, 2], ["民办", 3, 4]]:
        retyped.active.append(row)
    retyped.save(stream := io.BytesIO())
    hand_in(drafted, "西河区", stream.getvalue())  # without a stamp

    draft(drafted, LATER)

    assert values_of(drafted) == {
        ("东河区", "公办·机构数"): "10", ("东河区", "公办·床位数"): "100",
        ("东河区", "民办·机构数"): "20", ("东河区", "民办·床位数"): "200",
        ("西河区", "公办·机构数"): "1", ("西河区", "公办·床位数"): "2",
        ("西河区", "民办·机构数"): "3", ("西河区", "民办·床位数"): "4",
    }  # fmt: skip
    total = sums(drafted)
    assert (total["公办·机构数（个）"], total["民办·床位数（张）"]) == (11, 204)
    assert total["合资·机构数（个）"] in {None, "", "—", 0}
    assert verify_readings(drafted, CLOCK, ()) == ((), ())


def test_what_the_office_no_longer_asks_is_kept_in_the_record(drafted: Workspace) -> None:
    blank = blanks(drafted)["东河区"].read_bytes()
    draft(drafted, LATER)

    hand_in(drafted, "东河区", filled(blank, {"B4": 1, "C4": 2, "B6": 7, "C6": 8}))

    with open_office(drafted, CLOCK) as opened:
        collected = load_round(opened, opened.campaign(NAME))
        (accepted,) = [each.current for each in collected.standings if each.current]
    kept = {a.field_code.split("@")[0]: a.typed for a in accepted.filling.singles}
    assert (kept["T1B6"], kept["T1C6"]) == ("7", "8")
    codes = {field.code for field in collected.campaign.fields}
    assert not {a.field_code for a in accepted.filling.singles if "@" in a.field_code} & codes
    assert verify_readings(drafted, CLOCK, ()) == ((), ())


def test_a_field_that_became_required_is_asked_of_later_blanks_alone(example: Workspace) -> None:
    earlier = form(example, "东河区")
    one_pass(example)

    def add(sheet: Any, columns: Mapping[str, int]) -> None:
        row = row_of(sheet, "B01") + 1
        sheet.insert_rows(row)
        for name, text in {"代码": "B09", "名称": "新增的项目数", "工作表": "基本情况", "形式": "单项",
                           "类型": "整数", "必填": "是", "汇总方式": "合计"}.items():  # fmt: skip
            sheet.cell(row, columns[name], text)
        sheet.cell(row_of(sheet, "E03"), columns["必填"], "是")  # left empty by the unit

    edit_book(example, EXAMPLE, add)
    outcome = hand_in(example, "东河区", earlier)

    assert outcome.fate is Fate.ACCEPTED
    told = {finding.rule: finding.wanted for finding in outcome.findings}
    assert told["fields-added-later"] == "“新增的项目数”"
    assert "form-outdated" not in told
    assert "required-field-empty" not in told
    later = hand_in(example, "东河区", form(example, "东河区"))
    assert later.fate is Fate.RETURNED


def test_a_renamed_field_keeps_its_answers_and_a_replaced_one_does_not(example: Workspace) -> None:
    earlier = form(example, "东河区")
    one_pass(example)

    def rename(sheet: Any, columns: Mapping[str, int]) -> None:
        names = {code: sheet.cell(row_of(sheet, code), columns["名称"]) for code in ("B01", "B02")}
        names["B01"].value = f"{names['B01'].value}（含乡镇）"
        names["B02"].value = "毫不相干"
        sheet.cell(row_of(sheet, "B01"), columns["代码"], "B01")

    edit_book(example, EXAMPLE, rename)
    outcome = hand_in(example, "东河区", earlier)

    assert outcome.fate is Fate.ACCEPTED
    assert [f.wanted for f in outcome.findings if f.rule == "fields-added-later"] == ["“毫不相干”"]
    with open_office(example, CLOCK) as opened:
        collected = load_round(opened, opened.campaign(EXAMPLE))
        (accepted,) = [each.current for each in collected.standings if each.current]
    answers = {answer.field_code: answer.value for answer in accepted.filling.singles}
    assert answers["B01"] is not None
    assert "B02" not in answers


def test_the_columns_of_an_earlier_list_stay_under_their_titles(example: Workspace) -> None:
    earlier = form(example, "东河区")
    one_pass(example)
    edit_book(example, EXAMPLE, lambda sheet, _: sheet.delete_rows(row_of(sheet, "L02")))

    drop(example, "东河区.xlsx", earlier)
    (outcome,) = one_pass(example).outcomes
    with open_office(example, CLOCK) as opened:
        path = consolidate(opened, opened.campaign(EXAMPLE))

    assert outcome.fate is Fate.ACCEPTED
    rows = [list(row) for row in openpyxl.load_workbook(path)["创建单位名单"].values]
    assert list(rows[1]) == ["报送单位", "单位名称", "启动时间", "进展情况", "来源工作表", "来源行"]
    assert rows[2][0] == "东河区"
    assert rows[2][3:] == ["已完成中期评估", "创建单位名单", "5"]


@pytest.mark.parametrize("damage", ["unknown", "damaged", "another"])
def test_a_version_that_is_not_kept_is_read_by_the_present_one_with_a_remark(
    drafted: Workspace, damage: str
) -> None:
    blank = blanks(drafted)["东河区"].read_bytes()
    draft(drafted, LATER)
    blanks(drafted)
    folders = sorted(drafted.versions.glob("*/*"), key=lambda path: path.stat().st_mtime)
    books = [folder / "任务书.xlsx" for folder in folders]
    assert len(books) == 2
    if damage == "unknown":
        for path in folders[0].iterdir():
            path.unlink()
        folders[0].rmdir()
    elif damage == "damaged":
        books[0].write_bytes(b"PK")
    else:
        (folders[0] / "表样.xlsx").write_bytes((folders[1] / "表样.xlsx").read_bytes())

    outcome = hand_in(drafted, "东河区", filled(blank, {"B4": 1, "C4": 2, "B5": 3, "C5": 4}))

    assert outcome.fate is Fate.ACCEPTED
    rules = [finding.rule for finding in outcome.findings]
    assert "form-outdated" in rules
    assert "fields-added-later" not in rules
    assert values_of(drafted)["东河区", "民办·床位数"] == "4"


def test_a_new_deadline_or_unit_makes_no_new_version(drafted: Workspace) -> None:
    blanks(drafted)
    path = drafted.campaign_folder(NAME) / "任务书.xlsx"
    book = openpyxl.load_workbook(path)
    for row in book["任务"].iter_rows():
        if row[0].value == "截止时间":
            row[1].value = "2027-01-01 18:00"
    book.save(path)

    one_pass(drafted)

    (folder,) = drafted.versions.glob("*/*")
    assert (folder / "任务书.xlsx").read_bytes() == path.read_bytes()
