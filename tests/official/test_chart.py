"""A chart takes the place of its mark; it is drawn from its numbers, and read without colours."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pytest
from docx import Document

from pipeline.official.layout.lay_out import lay_out
from pipeline.official.ooxml.chart import Chart, ChartKind, chart_mark, chart_xml, place_charts
from tests.official.conftest import render_all
from tests.official.specimens import MOMENT, notice, text

if TYPE_CHECKING:
    from pathlib import Path

COMPLETION: Final = Chart(
    ChartKind.COLUMNS,
    "各类单位报送率（%）",
    ("县市区", "市直部门", "驻市单位"),
    (("报送率", (Decimal("84.6"), Decimal("91.7"), Decimal("85.7"))),),
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


def paper() -> bytes:
    marks = (text(chart_mark("报送率")), text(chart_mark("趋势")))
    return lay_out(notice(blocks=(text("报送情况见下图。"), *marks, text("特此通知。"))), MOMENT)


def test_a_paper_without_a_mark_stays_as_it_is() -> None:
    plain = lay_out(notice(), MOMENT)

    assert place_charts(plain, {"报送率": COMPLETION}) is plain


def test_the_marks_are_replaced_and_the_other_words_stay() -> None:
    document = Document(io.BytesIO(place_charts(paper(), {"报送率": COMPLETION, "趋势": TREND})))

    words = [each.text for each in document.paragraphs]
    assert not any("〖图" in each for each in words)
    assert "报送情况见下图。" in words
    assert len(document.element.body.findall(".//{*}chart")) == 2


def test_a_gap_is_no_number() -> None:
    xml = chart_xml(TREND)

    assert '<c:pt idx="1"><c:v>None' not in xml
    assert xml.count("<c:pt idx=") == 2 + 2 * 3 + 2 + 3


def test_series_differ_without_colours() -> None:
    xml = chart_xml(TREND)

    assert 'prstDash val="solid"' in xml
    assert 'prstDash val="dash"' in xml


@pytest.mark.render
def test_the_chart_is_on_the_page_with_its_chinese_labels(
    stand_ins: set[str], tmp_path: Path
) -> None:
    assert stand_ins
    content = place_charts(paper(), {"报送率": COMPLETION, "趋势": TREND})
    measured = render_all({"图": content}, tmp_path)["图"].measured

    printed = "".join(line.text for line in measured.lines)
    for words in ("各类单位报送率（%）", "县市区", "驻市单位", "84.6", "道路交通"):
        assert words in printed
