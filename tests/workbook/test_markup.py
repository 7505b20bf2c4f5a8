"""A marked-up copy keeps all that the submitter's workbook had; only the marks are new."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter

from pipeline.model.finding import Level
from pipeline.model.grid import Address
from pipeline.workbook.errors import MarkupImpossible
from pipeline.workbook.markup import Mark, mark_up
from pipeline.workbook.reading.dropdowns import read_dropdowns
from pipeline.workbook.reading.read import read_book
from tests.conftest import require

if TYPE_CHECKING:
    from pathlib import Path

_X14 = (
    b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
    b'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
    b'<x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    b'<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>\xe5\x8d\x95!$A$1:$A$2</xm:f>'
    b"</x14:formula1><xm:sqref>B2</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
)


@pytest.fixture
def form() -> bytes:
    """A form with what openpyxl loses on saving: a text box, and a drop-down from another sheet."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("表")
    bold = book.add_format({"bold": True, "num_format": "0.00"})
    sheet.write("A2", "已创建单位数")
    sheet.write_number("B2", 30, bold)
    sheet.insert_textbox("D5", "填表前请先看说明")
    sheet.write_comment("A2", "单位自己的批注")
    listed = book.add_worksheet("单")
    listed.write("A1", "是")
    listed.write("A2", "否")
    book.close()
    parts = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(parts, "w", 8) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</worksheet>", _X14 + b"</worksheet>")
            new.writestr(entry, content)
    return parts.getvalue()


MARKS = [
    Mark("表", "B2", "填的是“约30个”，应为整数。", Level.ERROR),
    Mark("表", "B2", "第二条。", Level.WARNING),
    Mark("表", "C9", "未填写，此项必填。", Level.ERROR),
    Mark("表", "A2", "请核对。", Level.WARNING),
]


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


# openpyxl says what it would lose on saving; here it only reads.
@pytest.mark.filterwarnings("ignore:Data Validation extension")
def test_marks_are_there_and_the_cells_format_stays(form: bytes) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(mark_up(form, "表.xlsx", MARKS)))["表"]

    assert sheet["B2"].fill.fgColor.rgb == "FFFF9999"
    assert (sheet["B2"].font.b, sheet["B2"].number_format, sheet["B2"].value) == (True, "0.00", 30)
    assert "应为整数" in sheet["B2"].comment.text
    assert "第二条" in sheet["B2"].comment.text
    assert sheet["C9"].fill.fgColor.rgb == "FFFF9999"
    assert "必填" in sheet["C9"].comment.text
    assert sheet["A2"].comment.text.startswith("单位自己的批注")
    assert "请核对" in sheet["A2"].comment.text


def test_text_boxes_and_cross_sheet_drop_downs_stay(form: bytes) -> None:
    before, after = parts_of(form), parts_of(mark_up(form, "表.xlsx", MARKS))

    drawing = "xl/drawings/drawing1.xml"
    assert after[drawing] == before[drawing]
    assert b"x14:dataValidation" in after["xl/worksheets/sheet1.xml"]
    touched = {name for name in before if after[name] != before[name]}
    assert touched <= {
        "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml", "[Content_Types].xml",
    }  # fmt: skip
    assert read_dropdowns(mark_up(form, "表.xlsx", MARKS), "表.xlsx") == {
        ("表", Address(2, 2)): ("是", "否")
    }


def test_a_sheet_without_comments_gets_the_parts_it_needs() -> None:
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.save(stream)

    marked = mark_up(stream.getvalue(), "表.xlsx", [Mark("Sheet", "B1", "未填写。", Level.ERROR)])

    sheet = openpyxl.load_workbook(io.BytesIO(marked)).active
    assert "未填写" in sheet["B1"].comment.text
    assert read_book(marked, "表.xlsx").sheets[0].cells[Address(1, 1)].value == "x"


def test_what_is_no_package_can_not_be_marked() -> None:
    with pytest.raises(MarkupImpossible):
        mark_up(b"\xd0\xcf\x11\xe0", "表.xls", MARKS)


@pytest.mark.render
def test_the_marked_copy_opens_in_an_office_program(form: bytes, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    require(office, "LibreOffice")
    path = tmp_path / "标记件.xlsx"
    path.write_bytes(mark_up(form, "表.xlsx", MARKS))

    subprocess.run(
        [
            str(office), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
            "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", str(tmp_path), str(path),
        ],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip

    assert "已创建单位数,30.00" in (tmp_path / "标记件.csv").read_text("utf-8")
