"""Papers on an office with levels (层级): the sums that they print are of one level."""

from __future__ import annotations

from pipeline.products.facts import totals_facts
from tests.consolidation.test_levels import SAID, round_of


def test_a_paper_prints_the_sums_of_the_counties_and_how_many_they_are() -> None:
    _, done = round_of(SAID)

    facts = totals_facts(done)

    assert [(row["名称"], str(row["数"])) for row in facts["汇总数"]] == [("开展活动", "555")]
    assert str(facts["计入数"]) == "3"


def test_before_any_county_reports_it_prints_those_of_the_towns() -> None:
    _, done = round_of({"青石县石门镇": 300, "白水县城关镇": 66, "石门镇一村": 9})

    facts = totals_facts(done)

    assert [str(row["数"]) for row in facts["汇总数"]] == ["366"]
    assert str(facts["计入数"]) == "2"
