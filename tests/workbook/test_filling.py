"""Filling a form by patching its package: copies have all that belongs to a sheet, and every part fits the others."""

from __future__ import annotations

import io
import posixpath
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter
from lxml import etree
from PIL import Image

from pipeline.model.grid import Address
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.filling.fill_form import fill_form
from pipeline.workbook.filling.plan import FilledCell, FilledSheet, LiveFormula, NoteSheet
from pipeline.workbook.formulas.references import Insertion
from pipeline.workbook.package import read_package, relations_by_kind

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "表样.xlsx"
_TYPE = "{http://schemas.openxmlformats.org/package/2006/content-types}"


def rich_form() -> bytes:
    """A form with what offices put into one: a picture, a text box, drop-downs from another sheet, a table, rules."""
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "PNG")
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet, options = book.add_worksheet("统计表"), book.add_worksheet("选项")
    wide = book.add_format({"border": 1, "bg_color": "#FFFF99"})
    for row, text in enumerate(("工作统计表", "单位", "甲", "乙", "合计", "说明")):
        sheet.write(row, 0, text)
        sheet.write_blank(row, 1, None, wide)
    sheet.write_formula("B5", "=SUM(B3:B4)", wide, 0)
    sheet.insert_image("D8", "章.png", {"image_data": picture})
    sheet.insert_textbox("F8", "请加盖公章")
    sheet.write_comment("B6", "批注")
    options.write_column("A1", ["是", "否"])
    options.hide()
    sheet.data_validation("B3:B4", {"validate": "list", "source": "=选项!$A$1:$A$2"})
    sheet.conditional_format("B3:B5", {"type": "cell", "criteria": ">", "value": 9, "format": wide})
    sheet.add_table("H1:I3", {"name": "附表"})
    sheet.print_area("A1:B6")
    sheet.repeat_rows(0, 1)
    sheet.set_landscape()
    sheet.protect()
    book.define_name("合计格", "=统计表!$B$5")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=统计表!$B$3:$B$4"})
    sheet.insert_chart("K8", chart)
    book.close()
    return stream.getvalue()


def with_calculation_order(content: bytes) -> bytes:
    """The workbook with the order of its formulas, as Excel keeps it."""
    parts = dict(read_package(content, NAME))
    parts["xl/calcChain.xml"] = (
        b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="B5" i="1"/></calcChain>'
    )
    for path, before, made in (
        ("[Content_Types].xml", b"</Types>", b'<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/></Types>'),
        ("xl/_rels/workbook.xml.rels", b"</Relationships>", b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain" Target="calcChain.xml"/></Relationships>'),
    ):  # fmt: skip
        parts[path] = parts[path].replace(before, made)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for path, part in parts.items():
            package.writestr(path, part)
    return stream.getvalue()


FORM = with_calculation_order(rich_form())


def cell(address: tuple[int, int], value: Decimal | str | LiveFormula | None) -> FilledCell:
    return FilledCell(Address(*address), value)


def filled() -> bytes:
    own = FilledSheet(
        "统计表",
        "统计表",
        (
            cell((3, 2), LiveFormula("=SUM(东河区:西河区!B3)", Decimal(30))),
            cell((7, 2), LiveFormula("=SUM(B3:B6)", Decimal(30))),
        ),
        (Insertion(4, 2),),
        3,
    )
    copies = [
        FilledSheet("统计表", name, (cell((3, 2), Decimal(number)), cell((2, 2), name)))
        for name, number in (("东河区", 10), ("西河区", 20))
    ]
    notes = NoteSheet("说明", (10.0,), (("标题",), ("=1+1",)), printed=False)
    return fill_form(FORM, NAME, [own, *copies], [notes])


def test_every_part_is_related_typed_and_there() -> None:
    parts = read_package(filled(), NAME)

    types = etree.fromstring(parts["[Content_Types].xml"])
    overrides = [str(entry.get("PartName")) for entry in types.iter(f"{_TYPE}Override")]
    defaults = {str(entry.get("Extension")) for entry in types.iter(f"{_TYPE}Default")}
    assert len(set(overrides)) == len(overrides)
    assert {path.lstrip("/") for path in overrides} <= set(parts)
    related = {""}
    for path in parts:
        if path.endswith(".rels"):
            folder, file = posixpath.split(path)
            source = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
            found, _ = relations_by_kind(parts, source, NAME)
            targets = {target for target, kind in found.values() if kind != "hyperlink"}
            assert targets <= set(parts), source
            related |= targets
    for path in parts:
        if path != "[Content_Types].xml" and not path.endswith(".rels"):
            assert path in related, path
            assert f"/{path}" in overrides or path.rpartition(".")[2] in defaults, path


def test_the_order_of_formulas_that_changed_is_removed() -> None:
    parts = read_package(filled(), NAME)

    assert "xl/calcChain.xml" not in parts
    assert b"calcChain" not in parts["[Content_Types].xml"]
    assert b"calcChain" not in parts["xl/_rels/workbook.xml.rels"]
    assert b'fullCalcOnLoad="1"' in parts["xl/workbook.xml"]


def kinds_of(parts: Mapping[str, bytes], sheet: int) -> list[str]:
    book, _ = relations_by_kind(parts, "xl/workbook.xml", NAME)
    path = [target for target, kind in book.values() if kind == "worksheet"][sheet]
    found, _ = relations_by_kind(parts, path, NAME)
    return sorted(kind for _, kind in found.values())


def test_a_copy_has_its_own_drawing_and_comments_and_no_second_table_of_that_name() -> None:
    parts = read_package(filled(), NAME)

    assert kinds_of(parts, 0) == ["comments", "drawing", "table", "vmlDrawing"]
    assert kinds_of(parts, 2) == kinds_of(parts, 3) == ["comments", "drawing", "vmlDrawing"]
    drawings = [path for path in parts if path.startswith("xl/drawings/drawing")]
    assert len(drawings) == 3
    assert len([path for path in parts if path.startswith("xl/media/")]) == 1
    assert len([path for path in parts if path.startswith("xl/charts/chart")]) == 3


def test_a_chart_shows_the_cells_of_its_own_sheet() -> None:
    parts = read_package(filled(), NAME)

    charts = [part.decode() for path, part in parts.items() if path.startswith("xl/charts/chart")]
    shown = {chart.partition("<c:f>")[2].partition("</c:f>")[0] for chart in charts}
    assert shown == {"统计表!$B$3:$B$6", "东河区!$B$3:$B$4", "西河区!$B$3:$B$4"}


def test_copies_keep_rules_print_set_up_and_protection() -> None:
    book = openpyxl.load_workbook(io.BytesIO(filled()))

    assert book.sheetnames == ["统计表", "选项", "东河区", "西河区", "说明"]
    for name in ("东河区", "西河区"):
        sheet = book[name]
        (rule,) = sheet.data_validations.dataValidation
        assert (str(rule.sqref), rule.formula1) == ("B3:B4", "选项!$A$1:$A$2")
        assert sheet.print_area == f"'{name}'!$A$1:$B$6"
        assert sheet.print_title_rows == "$1:$2"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.protection.sheet
        assert sheet["B6"].comment.text == "批注"
        assert not sheet.sheet_view.tabSelected
        assert sheet["B3"].fill.fgColor.rgb == "FFFFFF99"
    assert book["说明"]["A2"].value == "=1+1"
    assert book["说明"]["A2"].data_type == "s", "a text, no formula"
    assert book["说明"].print_area == "'说明'!$C$1", "nothing of it"


def test_inserted_rows_are_like_the_row_before_and_the_rest_moves() -> None:
    book = openpyxl.load_workbook(io.BytesIO(filled()))
    sheet = book["统计表"]

    assert [sheet.cell(row, 1).value for row in range(1, 9)] == [
        "工作统计表", "单位", "甲", "乙", None, None, "合计", "说明",
    ]  # fmt: skip
    assert sheet["B5"].fill.fgColor.rgb == sheet["B4"].fill.fgColor.rgb == "FFFFFF99"
    assert sheet["B8"].comment.text == "批注"
    assert sheet.print_area == "'统计表'!$A$1:$C$8"
    assert [str(rule.sqref) for rule in sheet.data_validations.dataValidation] == ["B3:B6"]
    assert [str(area.sqref) for area in sheet.conditional_formatting] == ["B3:B7"]
    assert book.defined_names["合计格"].attr_text == "统计表!$B$7"
    drawing = read_package(filled(), NAME)["xl/drawings/drawing1.xml"]
    assert b"<xdr:row>9</xdr:row>" in drawing, "the picture, by two rows"


def test_a_text_is_never_a_formula_and_a_long_number_stays_whole() -> None:
    sheet = FilledSheet(
        "统计表", "统计表", (cell((3, 2), "=1+1"), cell((4, 2), Decimal("12345678901234567.5")))
    )

    shown = openpyxl.load_workbook(io.BytesIO(fill_form(FORM, NAME, [sheet])))["统计表"]

    assert (shown["B3"].value, shown["B3"].data_type) == ("=1+1", "s")
    assert shown["B4"].value == "12345678901234567.5"


def test_the_same_values_give_the_same_bytes() -> None:
    assert filled() == filled()


def test_what_is_no_package_is_refused() -> None:
    with pytest.raises(WorkbookUnreadable):
        fill_form(b"no workbook", NAME, [])
