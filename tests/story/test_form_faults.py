"""What is wrong with the office's own form is told when it is drafted or checked, by sheet and cell."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any, Final

import openpyxl
import pytest
from openpyxl.styles import Protection

from pipeline.clock import stopped_clock
from pipeline.setup.draft_campaign import check_campaign, draft_campaign
from pipeline.workbook.errors import WorkbookUnreadable
from tests.campaign.books import drawn
from tests.submissions import MOMENT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from pipeline.workspace import Workspace

NAME: Final = "月报"
ROWS: Final = (
    ("统计表",),
    ("填报单位：",),
    ("行业", "企业数（个）", "产值（万元）"),
    ("钢铁",),
    ("化工",),
    ("建材",),
    ("填报人：", "", "联系电话：", ""),
)


@pytest.fixture
def office(bare: Workspace) -> Workspace:
    return bare


def sheet_of(rows: Sequence[Sequence[Any]]) -> Worksheet:
    sheet = openpyxl.Workbook().active
    sheet.title = "统计表"
    for row in rows:
        sheet.append(list(row))
    return sheet


def saved(sheet: Worksheet) -> bytes:
    stream = io.BytesIO()
    sheet.parent.save(stream)
    return stream.getvalue()


def draft(office: Workspace, content: bytes, name: str = "表.xlsx") -> tuple[str, ...]:
    form, units = office.root.parent / name, office.root.parent / "单位.xlsx"
    form.write_bytes(content)
    units.write_bytes(drawn({"名单": "| 单位名称 |\n| 东河区 |"}))
    return draft_campaign(office, NAME, form, units, stopped_clock(MOMENT))[1]


def about_form(remarks: Sequence[str]) -> list[str]:
    """The sentences of a check without those on what the secretary still has to decide."""
    return [each for each in remarks if "【待定】" not in each and "（待填）" not in each]


def own_form(office: Workspace) -> Path:
    return office.campaign_folder(NAME) / "表样.xlsx"


def test_a_sound_form_has_no_faults(office: Workspace) -> None:
    draft(office, saved(sheet_of(ROWS)))

    assert about_form(check_campaign(office, NAME)) == []


def test_two_columns_under_one_heading(office: Workspace) -> None:
    rows = [*ROWS[:2], ("行业", "企业数", "产值", "企业数"), *ROWS[3:]]

    remarks = draft(office, saved(sheet_of(rows)))

    (said,) = [each for each in remarks if "几列的标题" in each]
    assert said.startswith("表样「统计表」B3、D3：几列的标题都是“企业数”")
    assert said in check_campaign(office, NAME)


def test_a_label_and_a_row_that_stand_twice(office: Workspace) -> None:
    rows = [*ROWS, ("负责人：", "", "联系电话：", "")]
    rows[5] = ("钢铁",)

    remarks = draft(office, saved(sheet_of(rows)))

    assert any("表样「统计表」C7、C8：标题都是“联系电话”" in each for each in remarks)
    assert any("表样「统计表」第4行、第6行：行标题都是“钢铁”" in each for each in remarks)


def test_columns_for_several_records_without_a_heading(office: Workspace) -> None:
    sheet = sheet_of(
        [("重点企业情况表",), ("企业名称",), ("从业人数（人）",), ("营业收入（万元）",)]
    )
    sheet.merge_cells("A1:D1")

    remarks = draft(office, saved(sheet))

    assert any("表样「统计表」C2起右边的空列没有标题" in each for each in remarks)


def test_two_tables_under_one_name(office: Workspace) -> None:
    table = ROWS[2:6]

    remarks = draft(office, saved(sheet_of([*ROWS[:2], *table, (), *table])))

    assert any("表样「统计表」A3 和 A8 的两张表" in each for each in remarks)


def test_a_cell_merged_over_two_places(office: Workspace) -> None:
    sheet = sheet_of(ROWS)
    sheet.merge_cells("C4:C5")

    remarks = draft(office, saved(sheet))

    assert any("表样「统计表」C4:C5：一个合并格跨了几个填报处" in each for each in remarks)


def _column_of(sheet: Worksheet, title: str) -> str:
    """The letter of the column with that title."""
    return str(next(cell.column_letter for cell in sheet[1] if cell.value == title))


def test_two_fields_with_one_place(office: Workspace) -> None:
    draft(office, saved(sheet_of(ROWS)))
    path = office.campaign_folder(NAME) / "任务书.xlsx"
    book = openpyxl.load_workbook(path)
    fields = book["填报项"]
    places = [cell for cell in fields[_column_of(fields, "位置")] if cell.value in {"B7", "D7"}]
    places[1].value = places[0].value
    book.save(path)

    said = about_form(check_campaign(office, NAME))

    assert any(f"表样「统计表」{places[0].value}：任务书「填报项」" in each for each in said)


def test_a_form_edited_after_it_was_drafted(office: Workspace) -> None:
    draft(office, saved(sheet_of(ROWS)))
    edited = sheet_of([*ROWS[:6], ("矿业",), ("备注：", "", "", "")])
    own_form(office).write_bytes(saved(edited))

    said = about_form(check_campaign(office, NAME))

    assert any("表样「统计表」A3:C7：任务书「填报项」T1 只写到 C6" in each for each in said)
    assert any("B7" in each and "填报人" in each and "表样改过" in each for each in said)


def test_places_that_are_locked(office: Workspace) -> None:
    sheet = sheet_of(ROWS)
    sheet.protection.sheet = True
    for cell in ("B4", "C4"):
        sheet[cell].protection = Protection(locked=False)

    remarks = draft(office, saved(sheet))

    (said,) = [each for each in remarks if "锁着" in each]
    assert said.startswith("表样「统计表」B5、C5、B6、C6、B7、D7：工作表设了保护")
    assert said in check_campaign(office, NAME)


def test_ten_thousand_places_are_refused_before_anything_is_written(office: Workspace) -> None:
    rows = [
        *ROWS[:2],
        ("行业", *(f"指标{n}" for n in range(30))),
        *((f"行业{n}",) for n in range(340)),
    ]

    with pytest.raises(WorkbookUnreadable) as refused:
        draft(office, saved(sheet_of(rows)))

    assert "要填的格有 10200 个，最多 10000 个" in refused.value.reason
    assert "「统计表」A3:AE343" in refused.value.reason
    assert not own_form(office).exists()


def test_macros_are_not_handed_on(office: Workspace) -> None:
    remarks = draft(office, saved(sheet_of(ROWS)), "表.xlsm")

    assert any("宏" in each and "表.xlsm" in each for each in remarks)


def test_a_form_of_macro_sheets_alone_is_refused(office: Workspace) -> None:
    kinds = ("openxmlformats.org/officeDocument/2006/relationships/worksheet",
             "microsoft.com/office/2006/relationships/xlMacrosheet")  # fmt: skip
    source, target = zipfile.ZipFile(io.BytesIO(drawn({"宏表": "| 甲 | |"}))), io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/_rels/workbook.xml.rels":
                old, new = (f"http://schemas.{kind}".encode() for kind in kinds)
                part = part.replace(old, new)
            package.writestr(name, part)

    with pytest.raises(WorkbookUnreadable) as refused:
        draft(office, target.getvalue(), "表.xlsm")

    assert "没有普通的工作表" in refused.value.reason
    assert "另存为 .xlsx" in refused.value.reason
