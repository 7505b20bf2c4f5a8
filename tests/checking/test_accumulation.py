"""累计 = 上期累计 + 本期, cumulative figures that fall, flows copied from last time, and ratios by zero."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checking.check import check
from pipeline.checking.message_catalogue import full_message
from pipeline.checking.zero_report import check_zero_report
from pipeline.model.campaign import Campaign, Cycle, Kind
from pipeline.model.condition import Arithmetic, FieldRef
from pipeline.model.figure_kind import FigureKind
from pipeline.model.filling import Filling, ReferenceData
from pipeline.model.finding import Level
from tests.sheets import ask, campaign, fill, rules, said

FLOW = ask("本月受理", figure_kind=FigureKind.FLOW)
YEAR = ask(
    "本年累计受理",
    figure_kind=FigureKind.YEAR_TO_DATE,
    accumulates="本月受理",
    restarts=Cycle.YEAR,
)
PLAIN = ask("累计受理", figure_kind=FigureKind.CUMULATIVE, accumulates="本月受理")
JANUARY = frozenset({Cycle.YEAR, Cycle.QUARTER, Cycle.MONTH})


def monthly(*fields: object) -> Campaign:
    return campaign(*(fields or (FLOW, YEAR)), cycle=Cycle.MONTH)  # type: ignore[arg-type]


def form(flow: int | str, year: int | str, name: str = "本年累计受理") -> Filling:
    asked = monthly(FLOW, YEAR if name == YEAR.name else PLAIN)
    return fill(asked, f"| 本月受理 | {flow} |\n| {name} | {year} |")


def found(
    filling: Filling,
    before: Filling | None,
    *,
    begins: frozenset[Cycle] = frozenset(),
    last: str = "",
    asked: Campaign | None = None,
) -> list[str]:
    reference = ReferenceData(
        before, previous_period="2026年9月", last_reported=last, begins=begins
    )
    return [full_message(each) for each in check(filling, asked or monthly(), reference)]


def test_a_cumulative_figure_that_follows_is_right() -> None:
    assert found(form(3, 45), form(6, 42)) == []


def test_one_that_does_not_follow_names_the_numbers() -> None:
    (line,) = found(form(3, 46), form(6, 42))

    assert "“本年累计受理”：填的是“46”" in line
    assert "上期（2026年9月）是 42，本期 3，应为 45" in line


def test_one_that_falls_is_a_remark() -> None:
    asked, before = monthly(), form(6, 42)
    (finding,) = check(form(3, 40), asked, ReferenceData(before))

    assert (finding.rule, finding.level) == ("cumulative-fell", Level.WARNING)
    assert "一般应不减少" in full_message(finding)


def test_in_january_it_begins_anew() -> None:
    assert found(form(3, 3), form(6, 142), begins=JANUARY) == []
    (line,) = found(form(3, 145), form(6, 142), begins=JANUARY)
    assert "本期起重新累计，应等于“本月受理”的 3" in line


def test_whether_a_plain_cumulative_figure_begins_anew_is_not_asked_in_january() -> None:
    asked = monthly(FLOW, PLAIN)
    before = form(6, 142, "累计受理")

    for total in (3, 145):
        now = form(3, total, "累计受理")
        assert found(now, before, begins=JANUARY, asked=asked) == []
    (line,) = found(form(3, 145, "累计受理"), form(6, 140, "累计受理"), asked=asked)
    assert "应为 143" in line


def test_without_the_period_before_nothing_is_compared() -> None:
    assert found(form(3, 46), None) == []


def test_a_skipped_period_is_named() -> None:
    (line,) = found(form(3, 46), None, last="2026年7月")

    assert "上期没有报（上一次报的是2026年7月）" in line


@given(st.integers(-50, 500), st.integers(0, 500), st.integers(0, 900))
def test_the_rule_is_that_of_the_model(flow: int, before: int, total: int) -> None:
    asked = monthly()
    wrong = total != before + flow
    fell = wrong and total < before and flow >= 0

    names = rules(asked, form(flow, total), form(1, before))

    expected = ["cumulative-fell"] if fell else ["cumulative-differs"] if wrong else []
    assert [name for name in names if name.startswith("cumulative")] == expected


FLOWS = tuple(ask(f"第{n}项", figure_kind=FigureKind.FLOW) for n in range(1, 5))
STOCKS = tuple(ask(f"第{n}项", figure_kind=FigureKind.STOCK) for n in range(1, 5))


def filled(fields: tuple[object, ...], *values: int) -> Filling:
    lines = "\n".join(f"| 第{n}项 | {value} |" for n, value in enumerate(values, start=1))
    return fill(monthly(*fields), lines)


def test_the_same_flows_as_last_time_are_a_remark() -> None:
    now = filled(FLOWS, 5, 7, 9, 0)

    (line,) = said(monthly(*FLOWS), now, filled(FLOWS, 5, 7, 9, 0))

    assert "3 项本期数与上期一模一样" in line
    assert "请核对是不是拿上期的表改的" in line


@pytest.mark.parametrize("values", [(5, 7, 9, 1), (5, 7, 0, 0), (0, 0, 0, 0)])
def test_a_few_equal_flows_may_be_chance(values: tuple[int, ...]) -> None:
    before = filled(FLOWS, 5, 7, 9, 0) if values[3] else filled(FLOWS, *values)

    assert rules(monthly(*FLOWS), filled(FLOWS, *values), before) == []


def test_the_same_stocks_as_last_time_are_nothing() -> None:
    now = filled(STOCKS, 5, 7, 9, 4)

    assert rules(monthly(*STOCKS), now, now) == []


DONE = ask("已整改", figure_kind=FigureKind.FLOW, required=False)
DUE = ask("应整改", figure_kind=FigureKind.FLOW, required=False)
RATE = ask(
    "整改率",
    Kind.PERCENT,
    required=False,
    figure_kind=FigureKind.RATIO,
    formula=Arithmetic("/", FieldRef("已整改"), FieldRef("应整改")),
    parts=(DONE, DUE),
)


def rate_form(done: str, due: str, rate: str) -> Filling:
    return fill(
        monthly(DONE, DUE, RATE), f"| 已整改 | {done} |\n| 应整改 | {due} |\n| 整改率 | {rate} |"
    )


@pytest.mark.parametrize(("due", "rate", "names"), [
    ("0", "100%", ["ratio-by-zero"]), ("0", "", []), ("0", "/", []), ("4", "100%", []), ("", "100%", []),
])  # fmt: skip
def test_a_ratio_by_zero_is_a_remark_until_it_is_left_empty(
    due: str, rate: str, names: list[str]
) -> None:
    found_rules = rules(monthly(DONE, DUE, RATE), rate_form("0", due, rate))

    assert [name for name in found_rules if name.startswith("ratio")] == names


def test_the_change_of_a_ratio_is_named_in_percentage_points() -> None:
    asked = monthly(
        ask("整改率", Kind.PERCENT, figure_kind=FigureKind.RATIO, change_limit=Decimal(5))
    )

    (line,) = said(asked, fill(asked, "| 整改率 | 88% |"), fill(asked, "| 整改率 | 80% |"))

    assert "上期是 80，上升 8 个百分点，变动 10.0%，应在 5% 以内" in line


def test_a_zero_report_may_repeat_what_there_is_but_no_flow() -> None:
    asked = replace(monthly(), zero_report=True)
    drawn = "| 零报告 | 是 |\n| 本月受理 | {flow} |\n| 本年累计受理 | 41 |"

    def contradicted(flow: str, cycle: Cycle) -> list[str]:
        own = replace(asked, cycle=cycle)
        return [each.rule for each in check_zero_report(fill(own, drawn.format(flow=flow)), own)]

    assert contradicted("", Cycle.MONTH) == []
    assert contradicted("2", Cycle.MONTH) == ["zero-report-contradicted"]
    assert contradicted("", Cycle.ONCE) == ["zero-report-contradicted"]
