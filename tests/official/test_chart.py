"""A chart takes the place of its mark, with its workbook and its table; it is read without colours."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn

from pipeline.issuing.paper_charts import placed_chart
from pipeline.model.figure import Figure
from pipeline.official.layout.lay_out import lay_out
from pipeline.official.ooxml.chart import ChartMark, chart_marks, marks_in, place_charts
from pipeline.official.ooxml.chart_xml import Chart, ChartKind, chart_xml
from pipeline.official.ooxml.elements import words_in
from pipeline.products.paper_charts import PaperChart
from tests.official.conftest import render_all
from tests.official.specimens import MOMENT, notice, text

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.official.ooxml.chart import PlacedChart


def figure(value: str) -> Figure:
    return Figure(Decimal(value), value, "报送率", "占比", ())


CATEGORIES: Final = ("县市区", "市直部门", "驻市单位")
SHARES: Final = ("84.6", "91.7", "85.7")
COMPLETION: Final = PaperChart(
    Chart(
        ChartKind.COLUMNS,
        "各类单位报送率（%）",
        CATEGORIES,
        (("报送率", tuple(map(Decimal, SHARES))),),
        percent=True,
    ),
    (("报送率", tuple(map(figure, SHARES))),),
    CATEGORIES,
)
TREND: Final = Chart(
    ChartKind.LINES,
    "事故起数（起）",
    ("7月", "8月", "9月"),
    (
        ("道路交通", (Decimal(12), None, Decimal(9))),
        ("建筑施工", (Decimal(3), Decimal(2), Decimal(0))),
    ),
)
TRENDS: Final = PaperChart(TREND, (), TREND.categories)
MARKS: Final = (ChartMark("报送率", with_table=True), ChartMark("趋势"), ChartMark("没有的"))


def placed() -> dict[ChartMark, PlacedChart | None]:
    return {
        mark: placed_chart(mark, chart)
        for mark, chart in zip(MARKS, (COMPLETION, TRENDS, PaperChart(None)), strict=True)
    }


def paper() -> bytes:
    marks = (text(str(mark)) for mark in MARKS)
    return lay_out(notice(blocks=(text("报送情况见下图。"), *marks, text("特此通知。"))), MOMENT)


def columns(count: int, name: str = "市直") -> Chart:
    numbers = tuple(Decimal(at) for at in range(count))
    return Chart(
        ChartKind.COLUMNS,
        "各类",
        tuple(f"{name}{at}" for at in range(count)),
        (("报送率", numbers),),
    )


def test_a_paper_without_a_mark_stays_as_it_is() -> None:
    plain = lay_out(notice(), MOMENT)

    assert place_charts(plain, placed()) is plain


def test_marks_are_told_with_their_table_or_without() -> None:
    assert chart_marks("〖图：甲〗\n〖图和表：甲〗\n〖图：甲〗〖表：乙〗") == (
        ChartMark("甲"),
        ChartMark("甲", with_table=True),
    )


def test_the_marks_are_replaced_and_the_other_words_stay() -> None:
    content = place_charts(paper(), placed())
    document = Document(io.BytesIO(content))

    words = [each.text for each in document.paragraphs]
    assert marks_in(content) == ()
    assert "报送情况见下图。" in words
    assert len(document.element.body.findall(".//{*}chart")) == 2


def test_the_table_is_below_its_chart_on_the_same_page_as_the_chart() -> None:
    body = Document(io.BytesIO(place_charts(paper(), placed()))).element.body
    (chart, _) = [each for each in body if each.find(".//{*}chart") is not None]

    assert words_in(chart.getnext()) == "项目县市区市直部门驻市单位报送率84.691.785.7"
    assert chart.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None


def test_the_numbers_can_be_edited_in_word() -> None:
    with zipfile.ZipFile(io.BytesIO(place_charts(paper(), placed()))) as package:
        links = package.read("word/charts/_rels/chart301.xml.rels").decode()
        workbook = openpyxl.load_workbook(io.BytesIO(package.read("word/embeddings/chart301.xlsx")))
        chart = package.read("word/charts/chart301.xml").decode()
        types = package.read("[Content_Types].xml").decode()

    assert 'Id="rId1"' in links
    assert "../embeddings/chart301.xlsx" in links
    assert '<c:externalData r:id="rId1">' in chart
    assert "spreadsheetml.sheet" in types
    sheet = workbook["Sheet1"]
    assert [[cell.value for cell in row] for row in sheet["A2:B4"]] == [
        ["县市区", 84.6],
        ["市直部门", 91.7],
        ["驻市单位", 85.7],
    ]
    assert sheet["B1"].value == "报送率"
    assert "<c:f>Sheet1!$B$2:$B$4</c:f>" in chart


def test_the_same_chart_gives_the_same_bytes() -> None:
    assert place_charts(paper(), placed()) == place_charts(paper(), placed())


def test_a_gap_is_no_number() -> None:
    xml = chart_xml(TREND)

    assert '<c:pt idx="1"><c:v>None' not in xml
    assert xml.count("<c:pt idx=") == 2 + 2 * 3 + 2 + 3


def test_series_differ_without_colours() -> None:
    xml = chart_xml(TREND)

    assert 'prstDash val="solid"' in xml
    assert 'prstDash val="dash"' in xml
    assert 'symbol val="circle"' in xml
    assert 'symbol val="square"' in xml


def test_long_names_and_many_categories_are_beside_their_bars() -> None:
    assert not columns(3).is_horizontal
    assert columns(3, "中央和省驻市各有关单位及其下属机构").is_horizontal
    assert 'barDir val="bar"' in chart_xml(columns(14))
    assert columns(14).height > columns(3).height


def test_of_two_years_only_the_numbers_that_a_reader_looks_for_are_written() -> None:
    values = tuple(Decimal(value) for value in (50, *range(60, 82), 75))
    chart = Chart(
        ChartKind.LINES, "各期报送率（%）", tuple(map(str, range(24))), (("报送率", values),)
    )

    xml = chart_xml(chart)

    assert [at for at in range(24) if f'<c:dLbl><c:idx val="{at}"/>' in xml] == [0, 22, 23]


@pytest.mark.render
def test_the_chart_is_on_the_page_with_its_chinese_labels(
    stand_ins: set[str], tmp_path: Path
) -> None:
    assert stand_ins
    content = place_charts(paper(), placed())
    measured = render_all({"图": content}, tmp_path)["图"].measured

    printed = "".join(line.text for line in measured.lines)
    for words in ("各类单位报送率（%）", "县市区", "驻市单位", "84.6", "道路交通"):
        assert words in printed
