"""campaign check reports, at its cell, each condition that could never be evaluated."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.campaign.book.load import load_book
from pipeline.campaign.book.write import book_workbook
from pipeline.model.campaign import Kind
from pipeline.setup.example import example_rows
from tests.campaign.books import MOMENT
from tests.sheets import ask, ask_list, campaign

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.campaign.book.tables import BookFault

OTHER = replace(
    campaign(
        ask("已命名合计", code="C01"),
        ask("活动次数（次）", code="D01"),
        ask("人数", code="P01"),
        ask("人数", code="P02", sheet="附表"),
        ask("填报人", Kind.TEXT),
        ask_list("拨付金额", Kind.DECIMAL),
    ),
    name="创建月报",
    code="CJYB-2026",
)
CONDITION = len(example_rows().conditions) + 2  # the row below those of the example


def checked(
    folder: Path, text: str, cycle: str = "一次性", used: str = "是"
) -> tuple[BookFault, ...]:
    """The faults of the example with one condition more, checked with 创建月报 present."""
    rows = example_rows()
    items = tuple((n, cycle if n == "周期" else content) for n, content, *_ in rows.items)
    conditions = (*rows.conditions, ("H99", "须说明", text, "", used))
    path = folder / "任务书.xlsx"
    path.write_bytes(book_workbook(replace(rows, items=items, conditions=conditions), MOMENT))
    assert load_book(path)[1] == (), "one book doesn't stop for another"
    return load_book(path, (OTHER,))[1]


@pytest.mark.parametrize(
    "reference",
    [
        "创建月报, 已命名合计",
        "CJYB-2026, C01",
        "“创建月报”，“活动次数”",
        "创建月报、3.活动次数（次）：",
        "创建月报, P02",
    ],
)
def test_a_field_of_another_campaign_may_be_compared_with(tmp_path: Path, reference: str) -> None:
    assert checked(tmp_path, f"已命名合计 = 任务({reference})") == ()


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("创建周报, 已命名合计", ("没有名为“创建周报”的其他报送任务", "别的任务有：创建月报")),
        ("文明单位创建, 已命名合计", ("没有名为“文明单位创建”的其他报送任务",)),
        (
            "创建月报, 已命名总数",
            ("“创建月报”没有名为“已命名总数”的填报项", "相近的有“已命名合计”"),
        ),
        ("创建月报, 人数", ("不止一项", "请改写代码 P01、P02 之一")),
        ("创建月报, 填报人", ("“填报人”是文本", "只有填数字的单项才能相比")),
        ("创建月报, 拨付金额", ("“拨付金额”是列表项",)),
    ],
)
def test_a_field_that_it_does_not_have_is_reported_at_the_conditions_cell(
    tmp_path: Path, reference: str, expected: tuple[str, ...]
) -> None:
    (fault,) = checked(tmp_path, f"已命名合计 = 任务({reference})")

    assert (fault.sheet, fault.cell) == ("核对", f"C{CONDITION}")
    assert all(part in fault.message for part in expected), fault.message


def test_the_last_period_of_a_campaign_that_collects_once_is_reported(tmp_path: Path) -> None:
    text = "若 已命名合计 > 0 则 已命名合计 不少于 上期(已命名合计)"

    (fault,) = checked(tmp_path, text)

    assert (fault.sheet, fault.cell) == ("核对", f"C{CONDITION}")
    assert "周期是“一次性”，没有上期，这一条从来不会核对" in fault.message
    assert checked(tmp_path, text, "月") == ()


def test_a_condition_that_is_switched_off_requires_no_field(tmp_path: Path) -> None:
    assert checked(tmp_path, "已命名合计 = 任务(没有, 没有)", used="否") == ()
