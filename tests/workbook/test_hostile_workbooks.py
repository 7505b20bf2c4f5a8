"""Files that would make the parsing library abort, hang or eat the memory."""

from __future__ import annotations

import re
from typing import Final

import pytest

from pipeline.model.grid import Address
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.reading.read import read_book
from tests.intake.containers import compound_file
from tests.workbook.packages import FIRST_SHEET, changed, packed, parts_of, plan, with_rows, written

NAME: Final = "东河区 报送表.xlsx"


def refusal(content: bytes) -> str:
    with pytest.raises(WorkbookUnreadable) as refused:
        read_book(content, NAME)
    return str(refused.value)


def test_a_value_in_the_last_cell_is_refused_with_its_place_and_the_remedy() -> None:
    message = refusal(with_rows('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))

    assert message.startswith("东河区 报送表.xlsx 打不开：工作表「基本情况」一直用到了 XFD1048576")
    assert "删除" in message


def test_values_far_apart_are_refused() -> None:
    assert "OJ20000" in refusal(with_rows('<row r="20000"><c r="OJ20000"><v>1</v></c></row>'))


def test_a_row_styled_at_the_very_end_is_no_reason_to_refuse() -> None:
    book = read_book(with_rows('<row r="1048576"><c r="A1048576" s="1"/></row>'), NAME)

    assert list(book.sheets[0].cells) == [Address(1, 1)]


def test_a_million_styled_empty_cells_are_passed_over() -> None:
    rows = (
        f'<row r="{row}">' + "".join(f'<c r="{c}{row}" s="1"/>' for c in "ABCDE") + "</row>"
        for row in range(2, 200_001)
    )
    content = with_rows("".join(rows))

    book = read_book(content, NAME)

    assert list(book.sheets[0].cells) == [Address(1, 1)]


def test_more_values_than_a_form_holds_are_refused() -> None:
    row = "".join("<c><v>1</v></c>" for _ in range(100))

    assert "200000 个" in refusal(with_rows(f"<row>{row}</row>" * 2_001))


@pytest.mark.parametrize("index", ["1", "99", "+9", "9999999999999999999"])
def test_a_shared_string_that_is_not_there_does_not_reach_the_parser(index: str) -> None:
    assert "损坏" in refusal(with_rows(f'<row r="2"><c r="A2" t="s"><v>{index}</v></c></row>'))


@pytest.mark.parametrize("place", ["AAAA2", "A0", "2A", "A99999999"])
def test_a_place_that_no_sheet_has_is_refused(place: str) -> None:
    assert "损坏" in refusal(with_rows(f'<row r="2"><c r="{place}"><v>1</v></c></row>'))


def test_thousands_of_members_are_refused() -> None:
    parts = parts_of(written(plan("甲"))) | {f"xl/media/{n}.bin": b"" for n in range(2_000)}

    assert "64 MB" in refusal(packed(parts))


def test_two_parts_of_one_name_are_refused() -> None:
    parts = parts_of(written(plan("甲")))
    parts["xl/worksheets/SHEET1.xml"] = parts[FIRST_SHEET]

    assert "重名" in refusal(packed(parts))


def test_a_document_type_in_a_sheet_is_refused() -> None:
    content = changed(
        written(plan("甲")),
        FIRST_SHEET,
        lambda xml: xml.replace(b"<worksheet", b'<!DOCTYPE w [<!ENTITY a "b">]><worksheet', 1),
    )

    assert "损坏" in refusal(content)


@pytest.mark.parametrize("part", ["xl/workbook.xml", FIRST_SHEET, "xl/sharedStrings.xml"])
def test_a_part_cut_off_is_reported_as_damage(part: str) -> None:
    assert "损坏" in refusal(changed(written(plan("甲")), part, lambda xml: xml[:-20]))


def test_an_encrypted_workbook_states_how_to_take_the_password_off() -> None:
    assert "取消密码" in refusal(compound_file("EncryptionInfo", "EncryptedPackage"))


@pytest.mark.parametrize("stream", ["WordDocument", "Workbook"])
def test_a_compound_file_without_a_sheet_is_refused(stream: str) -> None:
    assert "另存为 .xlsx" in refusal(compound_file(stream))


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7\x00", "单位：数量".encode("gbk"), b"<html></html>"]
)
def test_what_is_no_workbook_is_reported_as_such(content: bytes) -> None:
    assert re.search("不是 Excel 表|里面没有表格", refusal(content))
