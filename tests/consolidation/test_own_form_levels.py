"""Levels (层级) in the office's own form: a total over the counties, copies for the towns of each, none for both together."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from pipeline.consolidation.into_form.fill import fill_superior
from pipeline.consolidation.own_form.summary import FormFacts
from pipeline.workbook.filling.percents import percent_cells
from pipeline.workbook.reading.formulas import written_formulas
from pipeline.workbook.reading.read import read_book
from tests.consolidation.own_forms import (
    campaign_of,
    collected,
    exact,
    formulas_of,
    recalculated,
    saved,
    typed_in,
    values_of,
)
from tests.consolidation.test_own_form import LIST, TABLE, book_of, figures_of, listed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.consolidation.own_forms import Round

    Rows = list[list[Any]]

UNITS = (
    ("青石县", "县区", ""),
    ("青石县石门镇", "乡镇", "青石县"),
    ("青石县城关镇", "乡镇", "青石县"),
    ("白水县", "县区", ""),
    ("白水县城关镇", "乡镇", "白水县"),
)


@pytest.fixture(scope="module")
def done() -> Round:
    """All but one town filled in 10, 1, 2, 20 in the order of the roster."""
    form = saved(book_of({"表一": TABLE, "表二": LIST}))
    campaign = campaign_of(form, UNITS)
    numbers = (10, 1, 2, 20)
    filled = {
        unit.full_name: typed_in(form, {**figures_of(n), **listed("ABC"[: 1 + n % 2])})
        for unit, n in zip(campaign.units(), numbers, strict=False)
    }
    return collected(campaign, filled)


def test_the_total_is_over_the_counties_and_each_county_s_towns_have_a_copy(done: Round) -> None:
    content, trail = done.summary()

    values, formulas = values_of(content), formulas_of(content)
    assert openpyxl.load_workbook(as_file(content)).sheetnames[:12] == [
        "表一", "表二", "乡镇合计_表一", "青石县所属_表一", "青石县_表一", "白水县_表一", "石门镇_表一",
        "城关镇_表一", "乡镇合计_表二", "青石县所属_表二", "青石县_表二", "白水县_表二",
    ]  # fmt: skip
    assert formulas["表一", "B4"] == "=SUM(青石县_表一:白水县_表一!B4)"
    assert formulas["乡镇合计_表一", "B4"] == "=SUM(石门镇_表一:城关镇_表一!B4)"
    assert (values["表一", "B4"], values["表一", "C4"]) == (30, 300)
    assert (values["乡镇合计_表一", "B4"], values["青石县所属_表一", "B4"]) == (3, 3)
    assert values["表一", "B2"] == "县区合计（2个单位）"
    assert values["乡镇合计_表一", "B2"] == "乡镇合计（应报3个单位，计入2个）"
    assert values["青石县所属_表一", "B2"] == "青石县所属合计（2个单位）"
    (note,) = [
        text
        for (sheet, _), text in values.items()
        if sheet == "说明" and "各级分别合计" in str(text)
    ]
    assert "县区应报 2 个，已报 2 个；乡镇应报 3 个，已报 2 个" in note
    (total,) = [entry.figure for entry in trail if entry.at == "表一!B4"]
    assert {source.unit for source in total.sources} == {"青石县", "白水县"}


def test_every_number_of_a_unit_is_in_the_sources_once(done: Round) -> None:
    content, _ = done.summary()

    book = openpyxl.load_workbook(as_file(content), data_only=True)
    rows = list(book["来源"].iter_rows(min_row=2, values_only=True))
    places = [(row[1], row[5], row[6]) for row in rows]

    assert len(places) == len(set(places))
    assert {row[1] for row in rows} == {"青石县", "青石县石门镇", "青石县城关镇", "白水县"}


def test_the_rows_of_a_list_are_those_of_one_level(done: Round) -> None:
    values = values_of(done.summary()[0])

    names = [value for (sheet, cell), value in values.items() if sheet == "表二" and cell[0] == "E"]
    assert names == ["报送单位", "青石县", "白水县"]


@pytest.mark.render
def test_recalculated_the_sums_of_each_level_are_the_same(done: Round, tmp_path: Path) -> None:
    content, _ = done.summary()

    (shown,) = recalculated([content], tmp_path)

    stored = values_of(content)
    for cell in formulas_of(content):
        assert exact(shown[cell]) == exact(stored[cell]), cell


def as_file(content: bytes) -> io.BytesIO:
    return io.BytesIO(content)


def into(done: Round, sheets: dict[str, Rows]) -> tuple[dict[tuple[str, str], Any], str]:
    content = saved(book_of(sheets))
    facts = FormFacts(written_formulas(content, "省.xlsx"), percent_cells(content, "省.xlsx"))
    filled = fill_superior(
        done.campaign, done.standings, read_book(content, "省.xlsx"), (content, facts)
    )
    return values_of(filled.content), "\n".join(filled.report)


def test_a_superior_s_form_gets_the_sums_of_the_counties(done: Round) -> None:
    values, report = into(
        done, {"省表": [["全省"], ["机构类别", "床位数（张）"], ["公办"], ["民办"]]}
    )

    assert values["省表", "B3"] == 300
    assert "没有另外注明的合计，是县区一级 2 个的合计" in report


def test_a_table_with_counties_and_towns_is_filled_row_by_row_and_totals_the_counties(
    done: Round,
) -> None:
    names = ("青石县", "石门镇", "城关镇", "白水县", "城关镇", "合计")
    rows: Rows = [["各地"], ["地区", "公办床位数（张）"], *([name] for name in names)]

    values, report = into(done, {"省表": rows})

    assert [values.get(("省表", f"B{row}")) for row in range(3, 9)] == [100, 10, 20, 200, None, 300]
    assert "没有这些单位的行" not in report


def test_a_table_of_towns_alone_totals_the_towns(done: Round) -> None:
    rows: Rows = [["各乡镇"], ["乡镇", "公办床位数（张）"], ["石门镇"], ["青石县城关镇"], ["合计"]]

    values, _ = into(done, {"省表": rows})

    assert [values["省表", f"B{row}"] for row in (3, 4, 5)] == [10, 20, 30]


@pytest.mark.parametrize(
    ("heading", "names"),
    [("县（市、区）", ["青石县", "白水县"]), ("乡镇（街道）", ["青石县石门镇", "青石县城关镇"])],
)
def test_an_empty_list_gets_the_units_of_the_level_in_its_heading(
    done: Round, heading: str, names: list[str]
) -> None:
    rows: Rows = [["各地"], [heading, "公办床位数（张）"]]

    values, _ = into(done, {"省表": rows})

    assert [values["省表", f"A{row}"] for row in (3, 4)] == names
