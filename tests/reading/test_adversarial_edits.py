"""Whatever a unit types somewhere on the office's own form is read, or told: numbers in the form's area by a warning."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from pipeline.campaign.book.load import load_campaign
from pipeline.clock import stopped_clock
from pipeline.model.filling import AnswerState
from pipeline.model.finding import Level
from pipeline.model.grid import Address, address_of
from pipeline.reading.fill import read_form
from pipeline.reading.identify import Claim
from pipeline.setup.draft_campaign import draft_campaign
from pipeline.setup.init import start_workspace
from pipeline.workbook.markup import Mark, mark_up
from pipeline.workbook.reading.read import read_book
from tests.campaign.books import drawn
from tests.submissions import MOMENT
from tests.workbook.packages import changed, packed, parts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from openpyxl.worksheet.worksheet import Worksheet

    from pipeline.model.campaign import Campaign
    from pipeline.model.filling import Filling

    Edit = Callable[[openpyxl.Workbook], None]

TABLE: Final = "统计表"
ROLL: Final = "名单"
FORM: Final[list[list[Any]]] = [
    ["养老机构统计表"],
    ["填报单位："],
    ["序号", "机构类别", "计量单位", "本月", "本年累计"],
    ["甲", "乙", "丙", "1", "2"],
    ["1", "公办", "个"],
    ["2", "民办", "个"],
    ["3", "公建民营", "个"],
    ["存在问题"],
    ["填报人：", None, "联系电话："],
    ["注：本表由各县区填报。"],
]
FILLED: Final = {
    "B2": "东河区", "D5": 11, "E5": 21, "D6": 12, "E6": 22, "D7": 13, "E7": 23,
    "B8": "没有大的问题。", "B9": "综合科",
}  # fmt: skip
NUMBER: Final = 987654


def blank() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = TABLE
    for row in FORM:
        sheet.append(row)
    sheet.merge_cells("A1:E1")
    sheet.merge_cells("B8:E8")
    roll = book.create_sheet(ROLL)
    for row in (["机构名单"], ["序号", "机构名称", "床位数（张）"], ["1"], ["2"], ["3"]):
        roll.append(row)
    roll.merge_cells("A1:C1")
    return book


def filled() -> openpyxl.Workbook:
    book = blank()
    for at, value in FILLED.items():
        book[TABLE][at] = value
    book[ROLL]["B3"], book[ROLL]["C3"] = "东河养老院", 60
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    book.save(stream := io.BytesIO())
    return stream.getvalue()


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    folder = tmp_path_factory.mktemp("起草")
    workspace, _ = start_workspace(folder / "机关")
    (folder / "表样.xlsx").write_bytes(saved(blank()))
    (folder / "单位.xlsx").write_bytes(drawn({"名单": "| 单位名称 |\n| 东河区 |"}))
    clock = stopped_clock(MOMENT)
    book, _ = draft_campaign(workspace, "养老", folder / "表样.xlsx", folder / "单位.xlsx", clock)
    return load_campaign(book)


def reading(campaign: Campaign, content: bytes) -> Filling:
    book = read_book(content, "东河区.xlsx")
    return read_form(book, campaign, Claim(campaign, campaign.units()[0]))


def warned(filling: Filling) -> Iterator[tuple[str, Address]]:
    """Every cell that a finding names."""
    for finding in filling.reader_findings:
        first, _, last = finding.place.cell.partition(":")
        start = address_of(first)
        end = address_of(last or first)
        for row in range(start.row, end.row + 1) if start and end else ():
            for column in range(start.column, end.column + 1) if start and end else ():
                yield finding.place.sheet, Address(row, column)


def read_cells(filling: Filling) -> dict[tuple[str, Address | None], str]:
    listed = (answer for row in filling.rows for answer in row.answers)
    return {
        (answer.place.sheet, address_of(answer.place.cell)): answer.typed
        for answer in (*filling.singles, *listed)
        if answer.state not in {AnswerState.EMPTY, AnswerState.ABSENT}
    }


def own(filling: Filling) -> str:
    assert filling.coverage is not None
    return " ".join(filling.coverage.own)


def put(at: str, value: object, sheet: str = TABLE) -> Edit:
    def edit(book: openpyxl.Workbook) -> None:
        book[sheet][at] = value

    return edit


def both(*edits: Edit) -> Edit:
    def edit(book: openpyxl.Workbook) -> None:
        for each in edits:
            each(book)

    return edit


def on_sheet(change: Callable[[Worksheet], object], sheet: str = TABLE) -> Edit:
    return lambda book: change(book[sheet])  # type: ignore[return-value]


def _white(sheet: Worksheet) -> None:
    sheet["G6"] = NUMBER
    sheet["G6"].font = Font(color="FFFFFF")


def _hidden_row(sheet: Worksheet) -> None:
    sheet["F6"] = NUMBER
    sheet.row_dimensions[6].hidden = True


def _hidden_column(sheet: Worksheet) -> None:
    sheet["F5"] = NUMBER
    sheet.column_dimensions["F"].hidden = True


# Numbers in the form's own area that belong to no place: where they were typed.
NUMBERS: Final[dict[str, tuple[Edit, str, str]]] = {
    "右边没有列标题": (put("F5", NUMBER), TABLE, "F5"),
    "隔一列": (put("G7", NUMBER), TABLE, "G7"),
    "表头上面": (put("D2", NUMBER), TABLE, "D2"),
    "标题同一行": (put("F1", NUMBER), TABLE, "F1"),
    "表头里": (put("F3", NUMBER), TABLE, "F3"),
    "表下面的行里": (put("D10", NUMBER), TABLE, "D10"),
    "注的下面": (put("D12", NUMBER), TABLE, "D12"),
    "最末行以下很远": (put("B40", NUMBER), TABLE, "B40"),
    "填报单位右边隔一格": (put("E2", NUMBER), TABLE, "E2"),
    "计量单位格里": (put("C6", NUMBER), TABLE, "C6"),
    "行标题格里": (put("B6", NUMBER), TABLE, "B6"),
    "列标题格里": (put("D3", NUMBER), TABLE, "D3"),
    "标题格里": (put("A1", NUMBER), TABLE, "A1"),
    "栏次格里": (put("D4", NUMBER), TABLE, "D4"),
    "与栏次相同的数": (put("G6", 2), TABLE, "G6"),
    "白色的字": (on_sheet(_white), TABLE, "G6"),
    "隐藏的行": (on_sheet(_hidden_row), TABLE, "F6"),
    "隐藏的列": (on_sheet(_hidden_column), TABLE, "F5"),
    "名单右边没有标题": (put("D3", NUMBER, ROLL), ROLL, "D3"),
    "名单表头上面": (put("D1", NUMBER, ROLL), ROLL, "D1"),
    "百分数": (put("F5", "12%"), TABLE, "F5"),
    "写成文字的数": (put("F5", "987,654"), TABLE, "F5"),
    "写成文字的带单位的数": (put("F5", "98个"), TABLE, "F5"),
    "序号格里不是序号": (put("A6", NUMBER), TABLE, "A6"),
}

# What else is typed or drawn, and what the line of the unit's own content names.
NOTES: Final[dict[str, tuple[Edit, str]]] = {
    "备注": (put("G5", "比上月多一家"), "「统计表」G5"),
    "日期": (put("G5", date(2026, 10, 1)), "「统计表」G5"),
    "逻辑值": (put("G5", value=True), "「统计表」G5"),
    "错误值": (put("G5", "#REF!"), "「统计表」G5"),
    "没有算出的公式": (put("G5", "=D5+E5"), "「统计表」G5"),
    "月份": (put("G5", "10月"), "「统计表」G5"),
    "标签后面的话": (put("A10", "注：本表由各县区填报。另有两家未统计。"), "「统计表」A10"),
    "没有要求填的电话": (put("C9", "联系电话：0000-12345"), ""),
    "自己的工作表": (lambda book: book.create_sheet("自查").append(["一", NUMBER]), "「自查」"),
    "批注": (
        on_sheet(lambda s: setattr(s["D5"], "comment", Comment("含两家分院", "〇〇〇"))),
        "「统计表」D5 批注“含两家分院”",
    ),
    "页脚": (
        on_sheet(lambda s: setattr(s.oddFooter.center, "text", "另有987654张床位")),
        "「统计表」页眉页脚“另有987654张床位”",
    ),
}  # fmt: skip


def _hide(state: str) -> Edit:
    def edit(book: openpyxl.Workbook) -> None:
        book.create_sheet("底稿").append([NUMBER])
        book["底稿"].sheet_state = state

    return edit


def test_the_form_as_it_should_be_filled_in_leaves_nothing(campaign: Campaign) -> None:
    filling = reading(campaign, saved(filled()))

    assert filling.reader_findings == ()
    assert own(filling) == ""
    assert filling.coverage is not None
    # The unit's name is the program's own question, 序号 are the form's.
    assert (filling.coverage.filled, filling.coverage.read) == (10, 10)


@pytest.mark.parametrize(("edit", "sheet", "at"), NUMBERS.values(), ids=NUMBERS)
def test_a_number_in_the_forms_area_is_never_silent(
    campaign: Campaign, edit: Edit, sheet: str, at: str
) -> None:
    edit(book := filled())

    filling = reading(campaign, saved(book))

    assert (sheet, address_of(at)) in set(warned(filling))


@pytest.mark.parametrize("area", ["D12:F12", "A12:F12"])
def test_a_number_under_a_merged_range_is_not_silent(campaign: Campaign, area: str) -> None:
    book = filled()
    book[TABLE]["F12"] = NUMBER
    content = changed(
        saved(book),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(
            b"</mergeCells>", f'<mergeCell ref="{area}"/></mergeCells>'.encode()
        ),
    )

    assert (TABLE, address_of("F12")) in set(warned(reading(campaign, content)))


def test_a_number_under_the_title_is_not_silent(campaign: Campaign) -> None:
    book = filled()
    book[TABLE].unmerge_cells("A1:E1")
    book[TABLE]["C1"] = NUMBER
    content = changed(
        saved(book),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</mergeCells>", b'<mergeCell ref="A1:E1"/></mergeCells>'),
    )

    assert (TABLE, address_of("C1")) in set(warned(reading(campaign, content)))


@pytest.mark.parametrize(("edit", "line"), NOTES.values(), ids=NOTES)
def test_everything_else_is_at_least_listed(campaign: Campaign, edit: Edit, line: str) -> None:
    edit(book := filled())

    filling = reading(campaign, saved(book))

    assert line in own(filling) if line else read_cells(filling)[TABLE, address_of("C9")]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_listed(campaign: Campaign, state: str) -> None:
    _hide(state)(book := filled())

    assert "隐藏的工作表「底稿」" in own(reading(campaign, saved(book)))


def test_a_text_box_is_listed_by_its_words(campaign: Campaign) -> None:
    content = saved(filled())
    box = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor>'
        "<xdr:sp><xdr:txBody><a:p><a:r><a:t>另有987654</a:t></a:r><a:r><a:t>张床位</a:t></a:r></a:p>"
        "</xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>"
    )
    related = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="../drawings/drawing1.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"/></Relationships>'
    )
    parts = {
        **parts_of(content),
        "xl/drawings/drawing1.xml": box.encode(),
        "xl/worksheets/_rels/sheet1.xml.rels": related.encode(),
    }

    filling = reading(campaign, packed(parts))

    assert "「统计表」文本框“另有987654张床位”" in own(filling)


def test_what_the_form_itself_says_beside_its_cells_is_not_listed(campaign: Campaign) -> None:
    book = filled()
    book[TABLE].oddFooter.center.text = "第&P页，共&N页"

    assert own(reading(campaign, saved(book))) == ""


def test_the_comments_of_a_marked_copy_are_the_programs_own(campaign: Campaign) -> None:
    marks = [Mark(TABLE, "D5", "请核对", Level.WARNING)]
    marked = mark_up(saved(filled()), "东河区.xlsx", marks)

    assert any("请核对".encode() in part for part in parts_of(marked).values())
    assert own(reading(campaign, marked)) == ""


def test_damaged_parts_beside_the_cells_lose_no_cell(campaign: Campaign) -> None:
    book = filled()
    book[TABLE]["D5"].comment = Comment("批注", "〇〇〇")
    parts = parts_of(saved(book))
    (path,) = [name for name in parts if re.search(r"comments?/?\d*\.xml$", name)]
    content = changed(saved(book), path, lambda _: b"<comments><comm")

    assert read_cells(reading(campaign, content))[TABLE, address_of("D5")] == "11"
