"""A figure out of all proportion is pointed out before it is printed; what is merely high or low is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.products.outlier_notes import outlier_notes
from tests.offices import campaign, collected, reported

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAMES = ("东河区", "西河区", "新城区", "云岭市", "清江市")


def notes(now: Sequence[int | None], before: Sequence[int | None] = ()) -> tuple[str, ...]:
    """The notes on a round in which the units reported these figures, and those in the period before."""
    held = campaign(*NAMES)

    def said(values: Sequence[int | None]) -> Mapping[str, Mapping[str, object]]:
        pairs = zip(NAMES, values, strict=True)
        return {name: {"B1": value, "C1": "人手少"} for name, value in pairs if value is not None}

    then = reported(held, said(before)) if before else ()
    return outlier_notes(collected(held, reported(held, said(now)), then))


@pytest.mark.parametrize(
    "values",
    [
        (21, 18, 25, 30, 22),
        (90, 18, 25, 30, 22),  # the first is high
        (2100, 18, None, None, None),  # too few to compare with
        (0, 0, 0, 0, 0),
        (210, 1800, 250, 3000, 22),  # ten times some, but not most of the whole
    ],
)
def test_figures_that_differ_as_figures_do_are_left_alone(values: Sequence[int | None]) -> None:
    assert notes(values) == ()


def test_a_digit_too_many_is_named_with_its_cell() -> None:
    (told,) = notes((2100, 18, 25, 30, 22))

    assert told.startswith("东河区.xlsx「表」C6 “开展活动次数”：东河区报的是 2100次，")
    assert "中间数 23.5 的 89 倍，占合计的 96%" in told
    assert "baosong return" in told


@pytest.mark.parametrize(
    ("now", "before", "pointed_out"),
    [
        (250, 25, True),
        (2, 25, False),  # a fall is no rarity
        (240, 25, False),
        (90, 9, False),  # small figures jump
        (0, 25, False),  # nothing this time
    ],
)
def test_a_unit_is_compared_with_its_own_figure_before(
    now: int,
    before: int,
    pointed_out: bool,  # noqa: FBT001
) -> None:
    others = (200, 210, 190, 205)

    told = notes((now, *others), (before, *others))

    assert [f"上期报的是 {before}" in note for note in told] == ([True] if pointed_out else [])
