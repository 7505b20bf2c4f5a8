"""A marked copy: what is added, where, and all that stays as the unit had it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

import openpyxl
import pytest
from lxml import etree

from pipeline.model.finding import Level
from pipeline.model.grid import Address, address_of
from pipeline.workbook.errors import MarkupImpossible
from pipeline.workbook.markup import Mark, mark_up
from pipeline.workbook.reading.dropdowns import read_dropdowns
from pipeline.workbook.reading.read import read_book
from pipeline.workbook.writing.plan import InputRule, PlannedCell, RuleKind, SheetPlan, Style
from tests.intake.containers import compound_file
from tests.workbook.packages import FIRST_SHEET, MAIN, OFFICE, changed, packed, parts_of, written
from tests.workbook.test_dropdowns import X14

if TYPE_CHECKING:
    from openpyxl.cell import Cell

NAME: Final = "东河区 报送表.xlsx"
SHEET: Final = "基本情况"
B2 = Mark(SHEET, "B2", "填的是“约30个”，应为整数。", Level.ERROR)
TEXT_BOX = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:absoluteAnchor>'
    '<xdr:pos x="0" y="0"/><xdr:ext cx="900000" cy="900000"/><xdr:sp><xdr:nvSpPr>'
    '<xdr:cNvPr id="2" name="文本框 1"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r>'
    "<a:t>请盖公章</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:absoluteAnchor>"
    "</xdr:wsDr>"
)


def form(*, comment: str = "") -> bytes:
    """A protected form of two columns with a drop-down in B3, and perhaps a comment at B2."""
    cells = [PlannedCell(Address(1, 1), "报送表", Style.TITLE, Address(1, 3))]
    for row, (label, given) in enumerate([("已创建数", "约30个"), ("是否", "是")], start=2):
        note = comment if row == 2 else ""
        cells.append(PlannedCell(Address(row, 1), label, Style.LABEL))
        cells.append(PlannedCell(Address(row, 2), given, Style.INPUT, comment=note))
    rule = InputRule(Address(3, 2), Address(3, 2), RuleKind.LIST, ("是", "否"))
    sheet = SheetPlan(SHEET, tuple(cells), rules=(rule,), protected=True)
    options = SheetPlan(
        "选项", tuple(PlannedCell(Address(r, 1), str(r), Style.TEXT) for r in (1, 2, 3))
    )
    return written(sheet, options)


def rich_form() -> bytes:
    """The form as Excel would save it: a cross-sheet drop-down (x14) and a text box."""
    parts = parts_of(form())
    box = f'<drawing xmlns:r="{OFFICE}" r:id="rId9"/>'
    end = b"</worksheet>"
    parts[FIRST_SHEET] = parts[FIRST_SHEET].replace(end, (box + X14).encode() + end)
    parts["xl/drawings/drawing1.xml"] = TEXT_BOX.encode()
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId9" Type="{OFFICE}/drawing" Target="../drawings/drawing1.xml"/>'
        "</Relationships>"
    ).encode()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/xl/drawings/drawing1.xml" ContentType='
        b'"application/vnd.openxmlformats-officedocument.drawing+xml"/></Types>',
    )
    return packed(parts)


def cell_of(content: bytes, cell: str) -> Cell:
    found: Cell = openpyxl.load_workbook(BytesIO(content))[SHEET][cell]
    return found


def test_a_marked_cell_is_filled_and_keeps_everything_else_of_its_look() -> None:
    before, after = cell_of(form(), "B2"), cell_of(mark_up(form(), NAME, [B2]), "B2")

    assert after.fill.fgColor.rgb == "FFFF9999"
    assert after.fill.fgColor.rgb != before.fill.fgColor.rgb
    for look in ("font", "border", "alignment", "number_format"):
        assert str(getattr(after, look)) == str(getattr(before, look)), look
    assert not after.protection.locked, "the unit must be able to correct it"
    assert after.value == "约30个"


def test_the_comment_has_the_words_of_the_finding() -> None:
    comment = cell_of(mark_up(form(), NAME, [B2]), "B2").comment

    assert comment is not None
    assert comment.text == "【核对】填的是“约30个”，应为整数。"
    assert comment.author == "报送通"


def test_several_findings_at_a_cell_share_a_comment_and_the_worst_colour() -> None:
    other = Mark(SHEET, "B2", "较上期变动 80%。", Level.WARNING)

    cell = cell_of(mark_up(form(), NAME, [other, B2]), "B2")

    assert cell.comment is not None
    assert cell.comment.text == "【核对】较上期变动 80%。\n填的是“约30个”，应为整数。"
    assert cell.fill.fgColor.rgb == "FFFF9999"


@pytest.mark.parametrize("place", ["A9", "C2", "F3", "AA40", "A3"])
def test_a_cell_that_the_file_does_not_hold_is_made_in_its_right_place(place: str) -> None:
    content = mark_up(form(), NAME, [Mark(SHEET, place, "未填写，请补填。", Level.ERROR)])

    assert cell_of(content, place).comment.text == "【核对】未填写，请补填。"
    root = etree.fromstring(parts_of(content)[FIRST_SHEET])
    places = [cell.get("r") for cell in root.iter(f"{{{MAIN}}}c")]
    rows = [int(row.get("r")) for row in root.iter(f"{{{MAIN}}}row")]
    assert place in places
    assert rows == sorted(set(rows))
    widths = [
        [(len(p.rstrip("0123456789")), p) for p in places if p.endswith(str(r))] for r in (2, 3)
    ]
    assert all(row == sorted(row) for row in widths)


def test_cells_written_without_addresses_are_found_by_counting() -> None:
    bare = changed(
        form(), FIRST_SHEET, lambda xml: xml.replace(b' r="A2"', b"").replace(b' r="B2"', b"")
    )

    content = mark_up(bare, NAME, [B2])

    assert len(list(etree.fromstring(parts_of(content)[FIRST_SHEET]).iter(f"{{{MAIN}}}c"))) == len(
        list(etree.fromstring(parts_of(bare)[FIRST_SHEET]).iter(f"{{{MAIN}}}c"))
    )
    assert cell_of(content, "B2").fill.fgColor.rgb == "FFFF9999"


def test_cross_sheet_drop_downs_text_boxes_and_protection_are_left_as_they_were() -> None:
    before, content = rich_form(), mark_up(rich_form(), NAME, [B2])

    assert read_dropdowns(content, NAME) == read_dropdowns(before, NAME)
    assert len(read_dropdowns(content, NAME)) == 4
    assert parts_of(content)["xl/drawings/drawing1.xml"] == TEXT_BOX.encode()
    sheet = etree.fromstring(parts_of(content)[FIRST_SHEET])
    order = [etree.QName(child).localname for child in sheet]
    assert "sheetProtection" in order
    assert order[-3:] == ["drawing", "legacyDrawing", "extLst"]


def test_parts_that_carry_no_mark_are_byte_for_byte_the_same() -> None:
    before, after = parts_of(rich_form()), parts_of(mark_up(rich_form(), NAME, [B2]))

    assert {name for name in before if before[name] != after[name]} == {
        FIRST_SHEET,
        "xl/worksheets/_rels/sheet1.xml.rels",
        "xl/styles.xml",
        "[Content_Types].xml",
    }
    assert set(after) - set(before) == {"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"}


def test_the_values_of_the_marked_copy_are_those_of_the_original() -> None:
    assert read_book(mark_up(rich_form(), NAME, [B2]), NAME) == read_book(rich_form(), NAME)


def test_the_units_own_comment_stays_above_ours() -> None:
    marks = [B2, Mark(SHEET, "B3", "请说明。", Level.MUST_EXPLAIN)]

    content = mark_up(form(comment="此数待核"), NAME, marks)

    assert cell_of(content, "B2").comment.text.splitlines() == [
        "此数待核",
        "【核对】填的是“约30个”，应为整数。",
    ]
    assert cell_of(content, "B3").comment.text == "【核对】请说明。"
    names = parts_of(content)
    assert len([name for name in names if name.endswith(".vml")]) == 1
    boxes = etree.fromstring(names["xl/drawings/vmlDrawing1.vml"])
    ids = [box.get("id") for box in boxes.iter("{urn:schemas-microsoft-com:vml}shape")]
    assert len(ids) == len(set(ids)) == 2


def test_a_marked_copy_that_is_handed_in_again_gets_new_marks() -> None:
    returned = mark_up(form(comment="此数待核"), NAME, [B2, Mark(SHEET, "A9", "旧", Level.ERROR)])
    again = Mark(SHEET, "B3", "请说明。", Level.MUST_EXPLAIN)

    content = mark_up(returned, NAME, [again])

    assert cell_of(content, "B2").comment.text == "此数待核"
    assert cell_of(content, "A9").comment is None
    assert cell_of(content, "B3").comment.text == "【核对】请说明。"
    boxes = etree.fromstring(parts_of(content)["xl/drawings/vmlDrawing1.vml"])
    ids = [box.get("id") for box in boxes.iter("{urn:schemas-microsoft-com:vml}shape")]
    assert len(ids) == len(set(ids)) == 2


def test_a_picture_in_the_page_header_keeps_its_drawing_to_itself() -> None:
    parts = parts_of(form())
    header = b'<xml xmlns:v="urn:schemas-microsoft-com:vml"/>'
    parts["xl/drawings/vmlDrawing1.vml"] = header
    tag = f'<legacyDrawingHF xmlns:r="{OFFICE}" r:id="rId1"/></worksheet>'
    parts[FIRST_SHEET] = parts[FIRST_SHEET].replace(b"</worksheet>", tag.encode())
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/>'
        "</Relationships>"
    ).encode()

    content = mark_up(packed(parts), NAME, [B2])

    assert parts_of(content)["xl/drawings/vmlDrawing1.vml"] == header
    assert cell_of(content, "B2").comment is not None


def test_one_look_is_added_once_however_many_cells_wear_it() -> None:
    marks = [Mark(SHEET, f"B{row}", "请补填。", Level.ERROR) for row in range(20, 40)]

    before, after = (
        etree.fromstring(parts_of(content)["xl/styles.xml"]).find(f"{{{MAIN}}}cellXfs")
        for content in (form(), mark_up(form(), NAME, marks))
    )

    assert len(after) == len(before) + 1 == int(after.get("count"))


def test_the_same_marks_give_the_same_bytes() -> None:
    assert mark_up(form(), NAME, [B2]) == mark_up(form(), NAME, [B2])


def test_a_mark_on_a_sheet_that_is_gone_is_passed_over() -> None:
    content = mark_up(form(), NAME, [Mark("没有的表", "A1", "缺少此表。", Level.ERROR)])

    assert read_book(content, NAME) == read_book(form(), NAME)


@pytest.mark.parametrize(
    "content", [b"", compound_file("Workbook"), packed({"content.xml": b"<a/>"}), form()[:2000]]
)
def test_what_is_no_xlsx_is_left_to_the_return_slip(content: bytes) -> None:
    with pytest.raises(MarkupImpossible, match="退回单"):
        mark_up(content, NAME, [B2])


def test_a_strict_workbook_is_left_to_the_return_slip() -> None:
    strict = changed(
        form(),
        FIRST_SHEET,
        lambda xml: xml.replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    )

    with pytest.raises(MarkupImpossible):
        mark_up(strict, NAME, [B2])


@pytest.mark.parametrize("place", ["F3", "AA2"])
def test_a_row_that_states_its_first_and_last_cell_never_states_too_few(place: str) -> None:
    """A row's ``spans`` (ECMA-376 18.3.1.73) is a hint that Excel writes; a cell outside it is a contradiction."""
    assert b'spans="1:3"' in parts_of(form())[FIRST_SHEET]

    content = mark_up(form(), NAME, [Mark(SHEET, place, "未填写，请补填。", Level.ERROR)])

    for row in etree.fromstring(parts_of(content)[FIRST_SHEET]).iter(f"{{{MAIN}}}row"):
        columns = [address_of(cell.get("r")) for cell in row.iter(f"{{{MAIN}}}c")]
        first, _, last = row.get("spans", "1:16384").partition(":")
        assert all(at and int(first) <= at.column <= int(last) for at in columns)
