"""Ratios, comparisons and zero reports against a model of the rules that is computed apart, with fractions."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.campaign.periods import next_period, period_of_day
from pipeline.consolidation.carried import carries_on, carry_on
from pipeline.consolidation.comparison import compare, compare_with_previous
from pipeline.consolidation.current import CountedUnit, counted_units
from pipeline.consolidation.over_sums import consolidated
from pipeline.consolidation.statistics import ranked_figures
from pipeline.consolidation.summary import summary_workbook
from pipeline.consolidation.totals import total, unit_figure
from pipeline.model.campaign import Aggregation, Cycle, Field, Kind, Shape
from pipeline.model.condition import Arithmetic, Constant, FieldRef
from pipeline.model.figure_kind import FigureKind
from tests.consolidation.own_forms import recalculated
from tests.offices import MOMENT, campaign, collected, reported

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.submission import Submission

    Given = Mapping[str, Mapping[str, object]]


def single(code: str, name: str, of: FigureKind, **more: object) -> Field:
    field = Field(
        code, name, "表", Shape.SINGLE, Kind.INTEGER, measure="件", figure_kind=of,
        aggregation=Aggregation.SUM, section="一、整改",
    )  # fmt: skip
    return replace(field, **more)  # type: ignore[arg-type]


DUE = single("B", "应整改数", FigureKind.FLOW)
DONE = single("A", "已整改数", FigureKind.FLOW)
RATE = single(
    "R", "整改率", FigureKind.RATIO, kind=Kind.PERCENT, measure="", aggregation=Aggregation.RATIO,
    formula=Arithmetic("*", Arithmetic("/", FieldRef("A"), FieldRef("B")), Constant(Decimal(100))),
    parts=(DONE, DUE),
)  # fmt: skip
STOCK = single("S", "在册人数", FigureKind.STOCK)
YEAR = single(
    "Y", "本年累计已整改数", FigureKind.YEAR_TO_DATE, restarts=Cycle.YEAR, accumulates="A"
)
CODE = single("K", "单位代码", FigureKind.CODE, aggregation=Aggregation.NONE)
FIELDS: Final = (DUE, DONE, RATE, STOCK, YEAR, CODE)
NAMES: Final = ("甲县", "乙县", "丙县", "丁县", "戊县")

number = st.integers(0, 60)
parts = st.fixed_dictionaries({}, optional={"A": number, "B": number, "S": number, "K": number})
units = st.dictionaries(st.sampled_from(NAMES), parts.filter(bool), min_size=1)


def office(cycle: Cycle = Cycle.MONTH) -> Campaign:
    return campaign(*NAMES, fields=FIELDS, cycle=cycle)


def counted(given: Given) -> tuple[CountedUnit, ...]:
    held = office()
    return counted_units(held, reported(held, given))


def rounded(value: Fraction, places: int) -> Decimal:
    scaled = value * 10**places
    whole = int(abs(scaled) + Fraction(1, 2)) * (1 if scaled >= 0 else -1)
    return Decimal(whole).scaleb(-places)


def model_ratio(given: Given, names: Sequence[str]) -> Decimal | None:
    done = sum(Fraction(str(given[name].get("A", 0))) for name in names)
    due = sum(Fraction(str(given[name].get("B", 0))) for name in names)
    return rounded(done / due * 100, 2) if due else None


@given(units)
@settings(max_examples=60, deadline=None)
def test_a_ratio_is_that_of_the_sums(given: Given) -> None:
    found = consolidated(RATE, counted(given))

    assert (found.value if found else None) == model_ratio(given, list(given))


@given(units, units)
@settings(max_examples=80, deadline=None)
def test_figures_are_compared_over_the_units_that_gave_them_both_times(
    now: Given, before: Given
) -> None:
    both = [
        name for name in NAMES if {"A"} <= now.get(name, {}).keys() & before.get(name, {}).keys()
    ]

    found = compare(DONE, counted(now), counted(before))

    if not both:
        assert found is None
        return
    assert found is not None
    first = sum(int(str(before[name]["A"])) for name in both)
    second = sum(int(str(now[name]["A"])) for name in both)
    assert [found.before.value, found.now.value] == [first, second]
    assert found.units.value == len(both)
    assert found.difference.value == abs(second - first)
    wanted = rounded(Fraction(abs(second - first), first) * 100, 1) if first else None
    assert (found.percent.value if found.percent else None) == wanted
    givers = [{name for name in each if "A" in each[name]} for each in (now, before)]
    assert found.complete == (givers[0] == givers[1])


@given(units, units)
@settings(max_examples=80, deadline=None)
def test_ratios_are_compared_in_percentage_points_over_the_same_units(
    now: Given, before: Given
) -> None:
    both = [
        name
        for name in NAMES
        if all({"A", "B"} <= each.get(name, {}).keys() for each in (now, before))
    ]
    first, second = model_ratio(before, both), model_ratio(now, both)

    found = compare(RATE, counted(now), counted(before))

    if first is None or second is None:
        assert found is None
        return
    assert found is not None
    assert (found.before.value, found.now.value) == (first, second)
    assert found.percent is None
    assert found.difference.value == abs(second - first)


@given(units)
@settings(max_examples=30, deadline=None)
def test_codes_are_neither_added_nor_compared_nor_ranked(given: Given) -> None:
    items = counted(given)

    assert consolidated(CODE, items) is None
    assert compare(CODE, items, items) is None
    assert ranked_figures(items, CODE) == ()


history = st.lists(
    st.one_of(
        st.none(),  # nothing was reported
        st.just({}),  # a zero report
        st.fixed_dictionaries({"A": number, "S": number, "Y": st.integers(0, 500)}),
    ),
    min_size=1,
    max_size=16,
)


def model_carried(
    months: Sequence[Mapping[str, int] | None], start: date
) -> tuple[int | None, int | None]:
    """Stock and 本年累计 of the last month, a zero report, by going forward from the first one."""
    stock: int | None = None
    year: int | None = None
    known_year, month = 0, start.month - 1
    for said in months:
        month += 1
        own_year = start.year + (month - 1) // 12
        if (month - 1) % 12 == 0:
            year, known_year = 0, own_year
        if known_year != own_year:
            year = None
        if said is None and (month - 1) % 12 == 0:
            year = None  # January wasn't reported: what was done in it isn't known
        if said:
            stock, year, known_year = said["S"], said["Y"], own_year
    return stock, year


@given(history, st.dates(date(2024, 1, 1), date(2026, 12, 31)))
@settings(max_examples=150, deadline=None)
def test_a_zero_report_carries_on_what_there_was(
    months: list[dict[str, int] | None], start: date
) -> None:
    months = [*months, {}]
    held = office()
    period = period_of_day(held, start)
    past: list[tuple[Period, Submission]] = []
    for said in months:
        if said is not None:
            standing = reported(held, {"甲县": said})[0]
            assert standing.current is not None
            submission = standing.current
            if carries_on(held, submission):
                submission = replace(submission, carried=carry_on(held, period, reversed(past)))
            past.append((period, submission))
        following = next_period(held, period)
        assert following is not None
        period = following

    last = past[-1][1]
    item = CountedUnit(held.units()[0], reported(held, {"甲县": {}})[0], last)
    stock, year = (unit_figure(item, field) for field in (STOCK, YEAR))

    assert total([item], DONE) is not None
    wanted = model_carried(months, start)
    assert (stock and stock.value, year and year.value) == wanted


def test_a_ratio_of_totals_is_no_mean_of_ratios() -> None:
    given = {"甲县": {"A": 90, "B": 100, "R": 90}, "乙县": {"A": 53, "B": 86, "R": 61}}

    found = consolidated(RATE, counted(given))

    assert found is not None
    assert (found.text, found.basis) == ("76.88", "公式")
    assert {source.cell for source in found.sources} == {"C5", "C6"}


def test_the_summary_computes_each_ratio_from_the_sums_in_its_row() -> None:
    held = office(Cycle.ONCE)
    given = {"甲县": {"A": 1, "B": 2, "R": 50}, "乙县": {"A": 0, "B": 0, "R": 100}}

    content, trail = summary_workbook(collected(held, reported(held, given)), MOMENT)

    sheet = openpyxl.load_workbook(io.BytesIO(content))["汇总表"]
    shown = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["汇总表"]
    last = shown.max_row
    assert [cell.value for cell in shown[5]][4:7] == [0, 0, "—"], "a ratio by zero is a gap"
    assert shown[f"G{last}"].value == 50
    assert sheet[f"G{last}"].value == (f'=IFERROR(ROUND(((F{last}/E{last})*100),2),"—")')
    assert any(entry.at == f"汇总表!G{last}" for entry in trail)
    notes = openpyxl.load_workbook(io.BytesIO(content))["口径说明"]
    rows = list(notes.iter_rows(min_row=3, values_only=True))
    assert ("整改率", "乙县", "分母是 0，没有比率，不参加比较和排名") in rows


@pytest.mark.parametrize("value", [None, 0])
def test_a_zero_report_that_says_0_of_what_there_is_changes_nothing(value: int | None) -> None:
    held = office()
    september = period_of_day(held, date(2026, 9, 1))
    october = period_of_day(held, date(2026, 10, 1))
    before = reported(held, {"甲县": {"S": 7, "Y": 30}})[0].current
    zero = reported(held, {"甲县": {}})[0]
    assert before is not None
    assert zero.current is not None
    carried = carry_on(held, october, [(september, before)])
    item = CountedUnit(held.units()[0], zero, replace(zero.current, carried=carried))
    if value is not None:
        answers = tuple(replace(a, value=Decimal(value)) for a in zero.current.filling.singles)
        filling = replace(zero.current.filling, singles=answers)
        item = CountedUnit(
            held.units()[0], zero, replace(zero.current, filling=filling, carried=carried)
        )

    found = unit_figure(item, YEAR)

    assert found is not None
    assert (found.text, found.basis) == ("30", "零报告，沿用2026年9月")
    assert found.sources[0].workbook == "甲县.xlsx"
    assert found.sources[0].typed == "30"


def test_what_only_grows_is_compared_with_last_year_alone() -> None:
    items = counted({"甲县": {"Y": 30}})

    assert compare_with_previous(YEAR, items, items) is None
    assert compare(YEAR, items, items) is not None


def test_the_sheet_of_comparisons_names_how_many_units_are_compared() -> None:
    held = office()
    now = reported(
        held, {"甲县": {"A": 30, "B": 40}, "乙县": {"A": 15, "B": 20}, "丙县": {"A": 9, "B": 9}}
    )
    before = reported(held, {"甲县": {"A": 20, "B": 40}, "乙县": {"A": 0, "B": 20}})
    made = replace(collected(held, now, before), last_year=before)

    content, trail = summary_workbook(made, MOMENT)

    sheet = openpyxl.load_workbook(io.BytesIO(content))["比较"]
    rows = {row[0]: row[2:] for row in sheet.iter_rows(min_row=3, values_only=True)}
    assert rows["已整改数"] == (2, 45, 20, 25, 125, 2, 45, 20, 25, 125)
    assert rows["整改率"][:5] == (2, 75, 33.33, "+41.67个百分点", "—")
    assert {entry.at for entry in trail if entry.at.startswith("比较!")} >= {"比较!C3", "比较!G4"}


def test_zero_reports_are_not_ranked() -> None:
    held = office()
    items = counted_units(held, reported(held, {"甲县": {"A": 3}, "乙县": {}}))

    assert [unit.full_name for unit, _ in ranked_figures(items, DONE)] == ["甲县"]


def test_halves_are_rounded_up_in_the_model_too() -> None:
    value = Fraction(5, 1000)

    assert rounded(value, 2) == Decimal("0.005").quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.render
def test_the_ratios_are_the_same_where_a_spreadsheet_computes_them(tmp_path: Path) -> None:
    held = office(Cycle.ONCE)
    told = {
        "甲县": {"A": 1, "B": 3, "R": 33},
        "乙县": {"A": 7, "B": 16, "R": 44},
        "丙县": {"A": 0, "B": 0},
    }
    content, _ = summary_workbook(collected(held, reported(held, told)), MOMENT)
    own = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["汇总表"]

    (values,) = recalculated([content], tmp_path)

    last = own.max_row
    assert own[f"G{last}"].value == values["汇总表", f"G{last}"] == 42.11
