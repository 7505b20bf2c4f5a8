"""When a paper is due (步骤): in working days from the deadline, read from what an office writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.campaign.working_days import is_working
from pipeline.clock import BEIJING
from pipeline.model.campaign import Paper, Period
from pipeline.setup.example import example_rows
from pipeline.supervision.steps import due_from, step_days
from tests.campaign.books import loaded, places_of

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.campaign.book.write import BookRows

# 2026-10-10 is a Saturday on which people work in place of a day of the National Day's holidays.
OCTOBER = Period("2026-10", "2026年10月", datetime(2026, 10, 10, 18, tzinfo=BEIJING))


@pytest.mark.parametrize(
    ("written", "steps"),
    [
        ("", ()),
        ("+3", (3,)),
        ("-2、0", (-2, 0)),
        ("－２，０", (-2, 0)),
        ("0、-2", (-2, 0)),
        ("截止前2个工作日、截止当日", (-2, 0)),
        ("截止后第7个工作日", (7,)),
        ("截止后3日", (3,)),
        ("3个工作日后", (3,)),
        ("2天前", (-2,)),
        ("三天", (3,)),
        ("截止前两个工作日、次日", (-2, 1)),
        ("-0", (0,)),
        ("250", (250,)),
    ],
)
def test_an_office_writes_its_steps_in_its_own_way(
    tmp_path: Path, written: str, steps: tuple[int, ...]
) -> None:
    assert _read(tmp_path, written) == steps


@pytest.mark.parametrize(
    "written",
    [
        "月底",
        "三五天",
        "+999",
        "251",
        "12月5日",
        "2.5",
        "周三",
        "+3前",
        "-3后",
        "--2",
        "前后3日",
        "3个工作日内",
        "下个月",
    ],
)
def test_a_step_that_gives_no_day_is_reported_by_cell(tmp_path: Path, written: str) -> None:
    campaign, faults = loaded(tmp_path, _rows(written))

    assert campaign is None
    assert places_of((campaign, faults)) == [("发文", "K2")]
    assert "如 -2、0 或 +3" in faults[0].message


def test_midnight_ends_the_day_of_a_deadline() -> None:
    midnight = Period("2026-10", "2026年10月", datetime(2026, 10, 11, 0, 0, tzinfo=BEIJING))

    assert step_days(Paper("督办", steps=(0, 3)), midnight) == (
        date(2026, 10, 10),
        date(2026, 10, 14),
    )


def test_steps_are_counted_in_working_days() -> None:
    paper = Paper("督办", steps=(-2, 0, 3, 7))

    assert step_days(paper, OCTOBER) == (
        date(2026, 10, 8),
        date(2026, 10, 10),
        date(2026, 10, 14),
        date(2026, 10, 20),
    )
    assert due_from(paper, OCTOBER) == date(2026, 10, 8)
    assert due_from(Paper("函"), OCTOBER) is None


@given(st.dates(date(2024, 1, 1), date(2026, 11, 30)), st.integers(-20, 20))
def test_between_a_step_and_its_deadline_are_as_many_working_days(day: date, step: int) -> None:
    deadline = datetime(day.year, day.month, day.day, 18, tzinfo=BEIJING)
    (due,) = step_days(Paper("催报", steps=(step,)), Period("x", "x", deadline))

    first, last = sorted((day, due))
    between = (first + timedelta(days=n) for n in range((last - first).days + 1))
    apart = [each for each in between if each != day and is_working(each)]
    assert len(apart) == abs(step)
    assert step == 0 or is_working(due)


def _rows(written: str) -> BookRows:
    rows = example_rows()
    first, *others = rows.papers
    padded = (*first[:10], *("",) * (10 - len(first)), written)
    return replace(rows, papers=(padded, *others))


def _read(folder: Path, written: str) -> tuple[int, ...]:
    campaign, faults = loaded(folder, _rows(written))
    assert campaign is not None, faults
    return campaign.papers[0].steps
