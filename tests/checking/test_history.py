from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from pipeline.checking.check import check, check_outcome
from pipeline.model.filling import ReferenceData
from pipeline.model.finding import Level
from pipeline.model.submission import CheckOutcome
from tests.sheets import ask, campaign, fill, rules, said

if TYPE_CHECKING:
    from pipeline.model.filling import Filling

FORM = campaign(ask("参与人次", change_limit=Decimal(50)), ask("活动次数"))


def form(visits: str, explanation: str = "") -> Filling:
    return fill(
        FORM,
        f"""
        | 填报项 | 填报内容 | 情况说明 |
        | 参与人次 | {visits} | {explanation} |
        | 活动次数 | 3 |  |
        """,
    )


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        ("100", "100", []),
        ("100", "150", []),
        ("100", "151", ["change-too-large"]),
        ("100", "50", []),
        ("100", "49", ["change-too-large"]),
        ("100", "0", ["change-too-large"]),
        ("0", "3", ["changed-from-zero"]),
        ("无", "3", ["changed-from-zero"]),
        ("0", "0", []),
        ("约100", "900", []),
        ("", "900", []),
    ],
)
def test_a_number_that_jumps_has_to_be_explained(then: str, now: str, expected: list[str]) -> None:
    assert rules(FORM, form(now), form(then)) == expected


def test_without_a_period_before_there_is_nothing_to_compare() -> None:
    assert rules(FORM, form("900"), None) == []


def test_a_jump_is_reported_with_both_numbers() -> None:
    assert said(FORM, form("180"), form("100")) == [
        (
            "东河区 报送表.xlsx「基本情况」B2 “参与人次”：填的是“180”，上期是 100，增加 80.0%，"
            "应在 50% 以内，请核对；情况属实的，请在“情况说明”栏写明原因后重报。"
        )
    ]


def test_a_jump_too_far_for_a_percentage_is_rounded() -> None:
    (message,) = said(FORM, form("9000000"), form("1"))

    assert "增加超过 10000%" in message


def test_a_jump_that_is_explained_is_taken() -> None:
    findings = check(form("180", "新增两场宣讲"), FORM, ReferenceData(form("100")))

    assert [(each.level, each.explained) for each in findings] == [
        (Level.MUST_EXPLAIN, "新增两场宣讲")
    ]
    assert check_outcome(form("180"), findings) is CheckOutcome.WARNED


ABOUT_LAST = campaign(
    ask("参与人次"),
    ask("活动次数"),
    conditions=[(Level.MUST_EXPLAIN, "参与人次 不少于 上期(参与人次)", "")],
)


@pytest.mark.parametrize(
    ("then", "now", "broken"),
    [("100", "100", False), ("100", "99", True), ("无", "0", False), ("约100", "3", False)],
)
def test_a_figure_that_only_grows_is_held_against_the_last_period(
    then: str,
    now: str,
    broken: bool,  # noqa: FBT001
) -> None:
    drawn = [fill(ABOUT_LAST, f"| 参与人次 | {typed} |\n| 活动次数 | 3 |") for typed in (now, then)]

    assert (rules(ABOUT_LAST, *drawn).count("condition-to-explain") == 1) is broken
    assert "condition-to-explain" not in rules(ABOUT_LAST, drawn[0], None)
