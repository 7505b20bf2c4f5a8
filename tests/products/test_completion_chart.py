"""The chart of completion has a column for each category, and every number its trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.consolidation.counting import count_attendance
from pipeline.office.collection_round import load_round
from pipeline.office.context import open_office
from pipeline.products.completion_chart import completion_chart
from tests.conftest import AFTERWARDS

if TYPE_CHECKING:
    from tests.conftest import Demonstration


def test_each_category_has_its_share_and_its_trail(demonstration: Demonstration) -> None:
    with open_office(demonstration.report.workspace, AFTERWARDS) as office:
        collected = load_round(office, office.campaign(demonstration.campaign.name), "")
    present = count_attendance(collected.campaign, collected.standings)

    chart, figures = completion_chart(present)

    assert chart.categories == ("县市区", "市直部门", "驻市单位")
    ((_, values),) = chart.series
    assert values == tuple(figure.value for _, figure in figures)
    assert all(figure.sources for _, figure in figures)
    assert all(0 < value <= 100 for value in values if value is not None)
