"""Scores and owing: who owes what, and ranks that are shared."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.model.finding import Finding, Level, Place
from pipeline.model.unit import Roster
from pipeline.supervision.overdue import overdue
from pipeline.supervision.scores import PER_WARNING, scores
from tests.campaigns import DEADLINE
from tests.offices import FIELDS, MOMENT, campaign, collected, reported

ALL_DUE = tuple(replace(field, required=True) for field in FIELDS)
WHOLE = {"A1": "是", "B1": 3, "C1": "没有"}


def test_equal_scores_share_a_rank_and_the_next_one_is_skipped() -> None:
    held = campaign("甲县", "乙县", "丙县", "丁县")
    standings = reported(held, dict.fromkeys(("甲县", "乙县", "丙县"), WHOLE), late=("丙县",))

    found = {score.unit.full_name: (score.total, score.rank) for score in scores(held, standings)}

    assert found == {
        "甲县": (Decimal(100), 1),
        "乙县": (Decimal(100), 1),
        "丙县": (Decimal(80), 3),
        "丁县": (Decimal(0), 4),
    }


def test_towns_are_ranked_among_towns() -> None:
    county, other, town = campaign("甲县", "乙县", "甲县丙镇").units()
    roster = Roster((county, other, replace(town, superior=county.code)))
    held = campaign(roster=roster, fields=ALL_DUE)
    standings = reported(held, {"甲县": WHOLE, "乙县": {"A1": "是"}, "甲县丙镇": {"A1": "是"}})

    found = {score.unit.full_name: score.rank for score in scores(held, standings)}

    assert found == {"甲县": 1, "乙县": 2, "甲县丙镇": 1}


def test_what_was_left_empty_costs_its_share_of_completeness() -> None:
    held = campaign("甲县", fields=ALL_DUE)

    (score,) = scores(held, reported(held, {"甲县": {"A1": "是"}}))

    assert score.completeness == Decimal("10.0")


def test_exempt_units_are_not_scored() -> None:
    held = campaign("甲县", "乙县", exempt="乙县")

    assert [score.unit.full_name for score in scores(held, reported(held, {}))] == ["甲县"]


def test_missing_and_returned_units_owe_with_the_days_since_the_deadline() -> None:
    held = campaign("甲县", "乙县", "丙县", "丁县", exempt="丁县")
    standings = reported(held, {"甲县": WHOLE, "乙县": None})
    period = collected(held, standings).period

    owing = overdue(held, period, standings, MOMENT)

    assert [(item.unit.full_name, item.days) for item in owing] == [("乙县", 3), ("丙县", 3)]
    assert {item.days for item in overdue(held, period, standings, DEADLINE)} == {0}


@pytest.mark.parametrize("level", [Level.WARNING, Level.MUST_EXPLAIN])
def test_a_warning_and_a_change_that_had_to_be_explained_cost_a_point_of_conformity(
    level: Level,
) -> None:
    held = campaign("甲县")
    (standing,) = reported(held, {"甲县": WHOLE})
    assert standing.latest
    finding = Finding(Place("甲县.xlsx", "表", "C6"), "开展活动次数", "value-converted", level)
    latest = replace(standing.latest, findings=(finding,))

    (without,) = scores(held, (standing,))
    (with_it,) = scores(held, (replace(standing, latest=latest, current=latest),))

    assert without.conformity - with_it.conformity == PER_WARNING


def test_a_unit_whose_form_was_returned_scores_no_more_than_one_that_sent_none() -> None:
    held = campaign("甲县", "乙县")

    found = scores(held, reported(held, {"甲县": None}))

    assert [(score.total, score.rank) for score in found] == [(Decimal(0), 1)] * 2


def test_none_of_it_is_an_answer_and_costs_no_completeness() -> None:
    held = campaign("甲县")

    (score,) = scores(held, reported(held, {"甲县": {"A1": "是", "B1": "无", "C1": "无"}}))

    assert score.completeness == held.scoring.completeness
