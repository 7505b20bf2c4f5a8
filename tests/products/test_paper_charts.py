"""A chart has every number in the trail; one that says nothing isn't drawn, and says why."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pipeline.campaign.periods import period_at
from pipeline.consolidation.counting import count_attendance
from pipeline.model.campaign import Cycle
from pipeline.model.unit import Roster, Unit
from pipeline.office.collection_round import load_round
from pipeline.office.context import open_office
from pipeline.products.paper_charts import (
    PastRound,
    chart_table,
    completion_chart,
    field_trend,
    rate_trend,
    rate_trends,
)
from tests.conftest import AFTERWARDS
from tests.offices import FIELDS, MOMENT, campaign, reported

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.campaign import Campaign
    from tests.conftest import Demonstration

ANSWERS = {"B1": 12}
MONTHLY = campaign("东河区", "西河区", "新城区", cycle=Cycle.MONTH)


def of_two_kinds() -> Campaign:
    units = tuple(
        Unit(f"U{n}", name, name, category=category, cell=f"A{n + 1}")
        for n, (name, category) in enumerate(
            (("东河区", "县市区"), ("西河区", "县市区"), ("市教育局", "")), 1
        )
    )
    return campaign(roster=Roster(units), cycle=Cycle.MONTH)


def months(held: Campaign, reporting: Sequence[Sequence[str] | None]) -> tuple[PastRound, ...]:
    """A round for each month; None where nothing was received."""
    rounds = []
    moment = MOMENT.replace(year=2024, month=11, day=1)
    for names in reporting:
        standings = () if names is None else reported(held, dict.fromkeys(names, ANSWERS))
        rounds.append(PastRound(period_at(held, moment), standings))
        moment = (moment + timedelta(days=31)).replace(day=1)
    return tuple(rounds)


def test_each_category_has_its_share_and_its_trail(demonstration: Demonstration) -> None:
    with open_office(demonstration.report.workspace, AFTERWARDS) as office:
        collected = load_round(office, office.campaign(demonstration.campaign.name), "")

    drawn = completion_chart(count_attendance(collected.campaign, collected.standings))

    assert drawn.chart is not None
    assert drawn.chart.categories == ("县市区", "市直部门", "驻市单位")
    ((_, values),) = drawn.chart.series
    assert values == tuple(figure.value for _, figure in drawn.figures)
    assert all(figure.sources for _, figure in drawn.figures)
    assert all(0 < value <= 100 for value in values if value is not None)


def test_units_of_one_category_or_with_equal_shares_are_not_drawn() -> None:
    alone = count_attendance(MONTHLY, reported(MONTHLY, {"东河区": ANSWERS}))
    held = of_two_kinds()
    equal = count_attendance(held, reported(held, {}))
    different = count_attendance(held, reported(held, {"东河区": ANSWERS}))

    assert completion_chart(alone).reason == "应报单位只有一类，没有可比的"
    assert completion_chart(equal).reason == "各类单位都是0%，写一句话就够了"
    drawn = completion_chart(different)
    assert drawn.chart is not None
    assert drawn.chart.categories == ("县市区", "未分类")
    assert [(name, figure.text) for name, figure in drawn.figures] == [
        ("报送率·县市区", "50%"),
        ("报送率·未分类", "0%"),
    ]


def test_fewer_than_two_periods_are_no_trend() -> None:
    once = campaign("东河区")
    only = (PastRound(period_at(once, MOMENT), reported(once, {"东河区": ANSWERS})),)

    assert rate_trend(once, only).reason == "一次性的任务没有各期"
    assert rate_trend(MONTHLY, months(MONTHLY, [None])).reason == "只有0期有数，满2期才有趋势"
    assert rate_trend(MONTHLY, months(MONTHLY, [["东河区"], None])).reason.startswith("只有1期有数")
    assert chart_table(rate_trend(MONTHLY, months(MONTHLY, [["东河区"], []]))).rows == (
        ("报送率", "33.3%", "0%"),
    )


def test_a_period_in_which_nothing_was_received_is_a_gap_and_not_zero() -> None:
    drawn = rate_trend(MONTHLY, months(MONTHLY, [["东河区"], None, ["东河区", "西河区", "新城区"]]))

    assert drawn.chart is not None
    assert drawn.chart.categories == ("2024年11月", "12月", "2025年1月")
    assert [None if value is None else str(value) for value in drawn.chart.series[0][1]] == [
        "33.3",
        None,
        "100.0",
    ]
    assert chart_table(drawn).rows == (("报送率", "33.3%", "—", "100%"),)
    assert [name for name, _ in drawn.figures] == ["报送率·2024年11月", "报送率·2025年1月"]


def test_each_category_has_its_own_line() -> None:
    held = of_two_kinds()
    drawn = rate_trends(held, months(held, [["东河区"], ["市教育局"]]))

    assert drawn.chart is not None
    assert [(name, [*map(int, values)]) for name, values in drawn.chart.series] == [  # type: ignore[arg-type]
        ("县市区", [50, 0]),
        ("未分类", [0, 100]),
    ]


def test_a_field_is_summed_in_each_period_and_its_units_are_in_the_table() -> None:
    drawn = field_trend(MONTHLY, months(MONTHLY, [["东河区"], ["东河区", "西河区"]]), FIELDS[1])

    assert drawn.chart is not None
    assert drawn.chart.title == "各期开展活动次数（次）"
    assert [name for name, _ in drawn.chart.series] == ["开展活动次数（次）"]
    table = chart_table(drawn)
    assert [column.title for column in table.columns] == ["项目", "2024年11月", "12月"]
    assert table.rows == (("开展活动次数（次）", "12", "24"), ("报送单位（家）", "1", "2"))


def test_two_years_are_a_table_in_two_halves() -> None:
    drawn = rate_trend(MONTHLY, months(MONTHLY, [["东河区"], []] * 12 + [["西河区"]]))

    table = chart_table(drawn)

    assert [column.title for column in table.columns] == ["期", "报送率"] * 2
    assert len(table.rows) == 13
    assert table.rows[0] == ("2024年11月", "33.3%", "2025年12月", "0%")
    assert table.rows[-1] == ("2025年11月", "33.3%", "", "")
