from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.campaign import Kind
from pipeline.model.filling import AnswerState
from pipeline.model.grid import Address, Grid, Merge
from pipeline.reading.fill import read_form
from pipeline.reading.identify import Claim
from tests.sheets import EAST, ROLL, SHEET, ask, ask_list, book, campaign, fill, sheet

if TYPE_CHECKING:
    from pipeline.model.filling import Filling

FORM = campaign(
    ask("单位总数", measure="个"),
    ask("是否召开动员会", Kind.CHOICE),
    ask("存在问题", Kind.LONG_TEXT),
)
DRAWN = """
    | 文明单位创建情况报送表 | < | < | < | < | < |
    | 填报单位 | 东河区 | < | 报送截止 | 2026-10-10 18:00 | < |
    | 表号 WMDW-2026　版本 3f9a12　单位编号 U01 | < | < | < | < | < |
    | 序号 | 填报项 | 填报内容 | 计量单位 | 填报说明 | 情况说明 |
    |  | 零报告 | 否 |  | 本期确无此项工作的选“是” |  |
    | 一、基本情况 | < | < | < | < | < |
    | 1 | 单位总数＊ | 120 | 个 |  | 含下属单位 |
    | 2 | 是否召开动员会＊ | 是 |  |  |  |
    | 三、存在问题 | < | < | < | < | < |
    | 3 | 存在问题＊ | 无 |  | 没有的填“无” |  |
"""


def shifted(grid: Grid, rows_above: int, row: int, columns: int) -> Grid:
    """*grid* with rows inserted above *row*, and columns inserted before the first."""

    def moved(at: Address) -> Address:
        down = rows_above if at.row >= row else 0
        return Address(at.row + down, at.column + columns)

    cells = {moved(at): cell for at, cell in grid.cells.items()}
    merges = tuple(Merge(moved(merge.first), moved(merge.last)) for merge in grid.merges)
    return Grid(grid.name, cells, merges)


def meaning(filling: Filling) -> list[tuple[object, ...]]:
    """The content of a filling, regardless of the cells."""
    answers = [*filling.singles, *(answer for row in filling.rows for answer in row.answers)]
    return [
        (each.field_code, each.state, each.typed, each.value, each.explanation) for each in answers
    ]


def test_a_form_of_ours_is_read_cell_by_cell() -> None:
    filling = fill(FORM, DRAWN)

    assert [(str(each.place), each.value, each.state) for each in filling.singles] == [
        ("东河区 报送表.xlsx「基本情况」C7", Decimal(120), AnswerState.VALUE),
        ("东河区 报送表.xlsx「基本情况」C8", "是", AnswerState.VALUE),
        ("东河区 报送表.xlsx「基本情况」C10", None, AnswerState.NOTHING),
    ]
    assert filling.singles[0].explanation == "含下属单位"
    assert filling.zero is not None
    assert (filling.zero.value, filling.is_zero) == ("否", False)


@given(st.integers(0, 5), st.integers(1, 12), st.integers(0, 4))
def test_inserted_rows_and_columns_change_places_but_no_answer(
    rows: int, row: int, columns: int
) -> None:
    filling = fill(FORM, shifted(sheet(DRAWN), rows, row, columns))

    assert meaning(filling) == meaning(fill(FORM, DRAWN))


decorations = st.tuples(
    st.sampled_from(["", "1.", "（一）", "① ", "3、"]),
    st.sampled_from(["", "：", "*", "（个）", "(必填)：", " \\n"]),
)


@given(decorations, st.booleans())
def test_a_decorated_label_is_the_same_label(
    decoration: tuple[str, str],
    spaced: bool,  # noqa: FBT001
) -> None:
    name = "单 位\\n总数" if spaced else "单位总数"
    label = f"{decoration[0]}{name}{decoration[1]}"

    (read,) = fill(campaign(ask("单位总数")), f"| {label} | 120 |").singles

    assert read.value == Decimal(120)


def test_without_headers_the_nearest_cell_to_the_right_answers() -> None:
    filling = fill(FORM, "| 单位总数 | 个 | 120 | 是否召开动员会： | < | 是 |\n| 存在问题 |  |")

    assert [(each.typed, each.place.cell) for each in filling.singles] == [
        ("120", "C1"),
        ("是", "F1"),
        ("", "B2"),
    ]


def test_what_is_far_from_its_label_is_neither_taken_nor_dropped() -> None:
    text = fill(campaign(ask("存在问题", Kind.LONG_TEXT)), "| 存在问题 |  | 离得太远 |").singles[0]
    figure = fill(campaign(ask("单位总数")), "| 单位总数 |  | 含下属单位 | 120 |").singles[0]

    assert (text.state, text.fault, text.typed) == (
        AnswerState.UNREAD,
        "answer-unclear",
        "C1“离得太远”",
    )
    assert (figure.fault, figure.typed) == ("answer-unclear", "D1“120”")


def test_a_header_speaks_for_the_rows_below_it_only() -> None:
    filling = fill(
        campaign(ask("单位总数"), ask("创建中")),
        """
        | 单位总数 | 120 |  |
        | 填报项 | 计量单位 | 填报内容 |
        | 创建中 | 个 | 3 |
        """,
    )

    assert [each.place.cell for each in filling.singles] == ["B1", "C3"]


def test_a_label_followed_by_a_label_has_no_answer() -> None:
    total, held, _ = fill(FORM, "| 单位总数 | 是否召开动员会 | 是 |").singles

    assert (total.state, total.place.cell) == (AnswerState.EMPTY, "A1")
    assert held.value == "是"


def test_a_label_that_is_gone_is_reported_with_its_sheet() -> None:
    filling = fill(FORM, "| 单位总数 | 120 |")

    assert [each.state for each in filling.singles] == [
        AnswerState.VALUE,
        AnswerState.ABSENT,
        AnswerState.ABSENT,
    ]
    assert str(filling.singles[1].place) == "东河区 报送表.xlsx「基本情况」"


def test_one_figure_merged_over_two_labels_is_not_counted_twice() -> None:
    two = campaign(ask("市级单位数"), ask("县级单位数"))

    city, county = fill(two, "| 市级单位数 | 30 |\n| 县级单位数 | ^ |").singles

    assert city.value == Decimal(30)
    assert (county.state, county.fault, county.place.cell) == (
        AnswerState.UNREAD,
        "answer-merged",
        "B1",
    )


def test_a_renamed_sheet_is_known_by_its_labels() -> None:
    renamed = book(sheet("| 填报说明 |", "说明"), sheet(DRAWN, "Sheet1"))

    filling = read_form(renamed, FORM, Claim(FORM, EAST))

    assert filling.missing_sheets == ()
    assert meaning(filling) == meaning(fill(FORM, DRAWN))
    assert filling.singles[0].place.sheet == "Sheet1"


def test_a_label_that_occurs_twice_is_read_on_the_right_sheet() -> None:
    copies = book(sheet(DRAWN.replace("120", "999"), "上期（勿填）"), sheet(DRAWN))

    filling = read_form(copies, FORM, Claim(FORM, EAST))

    assert filling.singles[0].value == Decimal(120)


@pytest.mark.parametrize(
    "other",
    [
        sheet("| 别的表 | 1 |", "Sheet1"),
        sheet("| 存在问题 | 迟到 |", "考勤"),
        sheet(DRAWN, "Sheet1", visible=False),
    ],
    ids=["no labels", "one label of three", "hidden"],
)
def test_a_sheet_that_is_nowhere_to_be_seen_is_missing(other: Grid) -> None:
    filling = read_form(book(other), FORM, Claim(FORM, EAST))

    assert filling.missing_sheets == (SHEET,)
    assert {each.state for each in filling.singles} == {AnswerState.ABSENT}


def test_rows_of_a_renamed_list_carry_the_name_of_the_form() -> None:
    listed = campaign(ask_list("单位名称"), ask_list("创建级别"))
    renamed = sheet("| 单位名称 | 创建级别 |\n| 第一中学 | 市级 |", "名单")

    filling = fill(listed, renamed)

    assert [(row.sheet, row.answers[0].place.sheet) for row in filling.rows] == [(ROLL, "名单")]
