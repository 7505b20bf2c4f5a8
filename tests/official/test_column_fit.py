"""Columns are as wide as their content needs: no short heading, state or figure is broken."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pipeline.model.document import Column, Table
from pipeline.official.layout.column_fit import fit_columns
from pipeline.official.layout.lay_out import lay_out
from pipeline.official.layout.tables import table
from pipeline.official.ooxml.elements import words_in
from pipeline.official.ooxml.page import TYPE_WIDTH
from pipeline.official.standard.typefaces import width_in_chars
from tests.official.specimens import MOMENT, notice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.oxml.xmlchemy import BaseOxmlElement as Element

STATES: Final = ("未报", "已收", "已收（迟报）", "有提醒", "零报告", "补正中")
UNITS: Final = ("东河区", "市人大常委会办公室", "中国电信云川分公司", "市人力资源社会保障局")


def made(columns: Sequence[Column], rows: Sequence[tuple[str, ...]]) -> Element:
    """The table of these rows, its columns fitted to them."""
    body = table(Table(tuple(columns), tuple(rows)))[-1]
    fit_columns(body)
    return body


def rooms(body: Element) -> list[float]:
    """The room of each column, in characters of the table's size."""
    margin = int(body.find(f".//{qn('w:tblCellMar')}/{qn('w:left')}").get(qn("w:w")))
    size = int(body.find(f".//{qn('w:rPr')}/{qn('w:sz')}").get(qn("w:val"))) * 10
    widths = [int(each.get(qn("w:w"))) for each in body.iter(qn("w:gridCol"))]
    return [(width - 2 * margin) / size for width in widths]


def test_a_narrow_column_takes_room_from_a_wide_empty_one() -> None:
    columns = (
        Column("序号", 4),
        Column("单位", 50, "left"),
        Column("报送情况", 10),
        Column("数", 36),
    )
    body = made(columns, [("1", "东河区", "已收（迟报）", "12"), ("2", "西河区", "未报", "—")])

    number, _, state, _ = rooms(body)

    assert number >= 2
    assert state >= 6


def test_widths_that_break_nothing_are_the_offices_own() -> None:
    columns = (Column("序号", 10), Column("单位", 40, "left"), Column("数量", 50))
    rows = (("1", "东河区", "12"),)
    own = table(Table(columns, rows))[-1]

    assert rooms(made(columns, rows)) == rooms(own)


def test_a_date_and_a_number_stay_whole_in_a_table_of_twelve_columns() -> None:
    titles = "序号 项目名称 建设地点 建设内容 总投资（万元） 中央资金（万元） 省级资金（万元） 市县配套（万元） 责任单位 开工时间 完工时间 备注"
    row = (
        "18", "城乡供水一体化18期工程", "云岭市石桥镇", "新建水厂1座，铺设管网216公里", "63000",
        "21600", "14400", "27000", "市水利局", "2026年3月", "2027年6月", "续建",
    )  # fmt: skip
    columns = tuple(Column(title, max(len(title), 2)) for title in titles.split())
    body = table(Table(columns, (row,), landscape=True))[-1]
    fit_columns(body)
    found = dict(zip(titles.split(), rooms(body), strict=True))

    assert found["序号"] >= 2
    assert found["总投资（万元）"] >= 4
    assert found["开工时间"] >= float(width_in_chars("2026年3月"))


def test_a_column_that_is_to_be_filled_in_keeps_room() -> None:
    columns = (
        Column("序号", 4),
        Column("填报项", 80, "left"),
        Column("计量单位", 12),
        Column("数量", 4),
    )
    rows = tuple((str(at), "结对帮扶村（社区）和文明校园", "万元", "") for at in range(1, 7))

    assert rooms(made(columns, rows))[3] >= 6


def test_columns_that_are_too_many_are_all_narrowed_and_none_to_a_character() -> None:
    columns = (Column("项目", 1), *(Column(f"2026年{month}月", 9) for month in range(1, 13)))
    rows = (("开展志愿服务活动次数（次）", *("123456" for _ in range(12))),)
    body = made(columns, rows)

    assert min(rooms(body)) >= 2
    assert max(rooms(body)) < 2 * min(rooms(body)) + 2


def test_a_long_heading_gives_room_to_a_short_cell() -> None:
    titles = (
        "全国文明单位已命名数",
        "省级文明单位数（个）",
        "开展志愿服务活动次数",
        "投入创建经费（万元）",
    )
    columns = (
        Column("序号", 6),
        Column("单位", 22),
        Column("报送情况", 16),
        *(Column(t, 9) for t in titles * 2),
    )
    row = ("1", "市直机关工委", "已收（迟报）", *("123" for _ in titles * 2))
    found = rooms(made(columns, (row,)))

    assert found[0] >= 2
    assert min(found[1:3]) >= 6


def test_many_short_rows_are_not_broken_for_a_few_long_ones() -> None:
    columns = (Column("序号", 8), Column("填报项", 40, "left"), Column("填写要求", 52, "left"))
    short = [(str(at), "全国文明单位已命名数", "整数") for at in range(20)]
    long = [
        (str(at), "进展情况", "文字（“创建单位名单”逐行填写，没有的不填）" * 2) for at in range(2)
    ]

    _, name, _ = rooms(made(columns, [*short, *long]))

    assert name >= 10


def test_a_document_is_laid_out_with_fitted_columns() -> None:
    columns = (Column("序号", 1), Column("单位", 60, "left"), Column("状态", 5))
    block = Table(columns, (("1", "东河区", "已收（迟报）"),))
    document = Document(io.BytesIO(lay_out(notice(blocks=(block,)), MOMENT)))

    (body,) = [each for each in document.element.body.iter(qn("w:tbl")) if "序号" in words_in(each)]
    assert rooms(body)[0] >= 2


@pytest.mark.parametrize("examples", [10, pytest.param(200, marks=pytest.mark.long)])
def test_short_words_are_never_broken(examples: int) -> None:
    row = st.tuples(st.sampled_from(UNITS), st.sampled_from(STATES), st.integers(0, 99999))
    shares = st.lists(st.integers(1, 30), min_size=4, max_size=4)

    @hypothesis_settings(max_examples=examples)
    @given(st.lists(row, min_size=1, max_size=30), shares)
    def check(rows: list[tuple[str, str, int]], shares: list[int]) -> None:
        columns = [
            Column(title, share)
            for title, share in zip(("序号", "单位", "报送情况", "数量"), shares, strict=True)
        ]
        cells = [
            (str(at), unit, state, str(number)) for at, (unit, state, number) in enumerate(rows)
        ]
        body = made(columns, cells)
        for at, room in enumerate(rooms(body)):
            short = [row[at] for row in cells if len(row[at]) <= 6]
            assert all(width_in_chars(text) <= room for text in (columns[at].title, *short))
        assert (
            sum(int(each.get(qn("w:w"))) for each in body.iter(qn("w:gridCol"))) == TYPE_WIDTH.twips
        )

    check()
