"""A figure that jumps or falls against the last period: questioned, explained, accepted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from pipeline.campaign.book.write import book_workbook
from pipeline.checking.message_catalogue import full_message
from pipeline.clock import BEIJING
from pipeline.model.arrival import Fate
from pipeline.model.submission import State
from pipeline.setup.example import example_rows
from pipeline.setup.init import EXAMPLE
from tests.submissions import drop, form, one_pass, standing_of, unit_answers

if TYPE_CHECKING:
    from pipeline.receiving.report import Outcome
    from pipeline.workspace import Workspace

SEPTEMBER = datetime(2026, 9, 9, 9, 0, tzinfo=BEIJING)
OCTOBER = datetime(2026, 10, 9, 9, 0, tzinfo=BEIJING)
NEVER_LESS = (
    "H20",
    "须说明",
    "媒体报道篇数 不少于 上期(媒体报道篇数)",
    "媒体报道篇数是累计数，只增不减",
    "是",
)


@pytest.fixture
def monthly(fresh: Workspace) -> Workspace:
    """The example campaign, collected every month, with a figure that can't fall."""
    rows = example_rows()
    monthly = {"周期": "月", "截止时间": "2026-09-10 18:00"}
    items = tuple((name, monthly.get(name, said)) for name, said in rows.items)
    rows = replace(rows, items=items, conditions=(*rows.conditions, NEVER_LESS))
    path = fresh.campaign_folder(EXAMPLE) / "任务书.xlsx"
    path.write_bytes(book_workbook(rows, SEPTEMBER))
    return fresh


def send(
    workspace: Workspace, moment: datetime, explained: dict[str, str], **typed: int
) -> Outcome:
    answers = unit_answers(workspace, "东河区")
    numbers = {name: Decimal(number) for name, number in typed.items()}
    told = replace(answers.with_singles(**numbers), explanations=explained)
    drop(workspace, "东河区.xlsx", form(workspace, "东河区", told, moment))
    (outcome,) = one_pass(workspace, moment).outcomes
    return outcome


@dataclass(frozen=True)
class Surprise:
    """A figure of two months, and the findings about the second."""

    field: str
    then: int
    now: int
    rule: str
    says: str


SURPRISES = {
    "jumps": Surprise(
        "参与活动人次", 400, 900, "change-too-large", "上期是 400，增加 125.0%，应在 50% 以内"
    ),
    "drops": Surprise(
        "参与活动人次", 900, 400, "change-too-large", "上期是 900，减少 55.6%，应在 50% 以内"
    ),
    "falls": Surprise(
        "媒体报道篇数", 20, 17, "condition-to-explain", "媒体报道篇数“17”、上期媒体报道篇数“20”"
    ),
}


@pytest.mark.parametrize("name", SURPRISES)
def test_a_surprising_figure_is_accepted_once_it_is_explained(
    monthly: Workspace, name: str
) -> None:
    figure = SURPRISES[name]
    send(monthly, SEPTEMBER, {}, **{figure.field: figure.then})

    asked = send(monthly, OCTOBER, {}, **{figure.field: figure.now})
    assert asked.fate is Fate.RETURNED
    assert [each.rule for each in asked.findings] == [figure.rule]
    assert figure.says in full_message(asked.findings[0])
    assert "“情况说明”栏写明原因" in full_message(asked.findings[0])
    assert standing_of(monthly, "东河区", OCTOBER).state is State.RETURNED

    told = {figure.field: "本月口径调整，已报创建科"}
    answered = send(monthly, OCTOBER, told, **{figure.field: figure.now})
    assert answered.fate is Fate.ACCEPTED
    assert standing_of(monthly, "东河区", OCTOBER).state is State.WARNED
    assert "（单位说明：本月口径调整，已报创建科）" in full_message(answered.findings[0])


def test_without_a_figure_of_the_last_period_nothing_is_questioned(monthly: Workspace) -> None:
    assert send(monthly, OCTOBER, {}, 媒体报道篇数=17).findings == ()
