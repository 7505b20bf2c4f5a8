"""Which version of a unit's form counts (计入汇总): the last accepted one, not the last that came."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.consolidation.current import counted_units, uncounted_units
from pipeline.consolidation.totals import total
from pipeline.model.standing import unit_standing
from pipeline.model.submission import State
from tests.offices import FIELDS, campaign, reported

if TYPE_CHECKING:
    from pipeline.model.submission import Standing, Submission

HELD = campaign("甲县", "乙县")


def version(number: int, values: dict[str, object] | None) -> Submission:
    standing = reported(HELD, {"甲县": values})[0]
    assert standing.latest
    return replace(standing.latest, version=number)


def standings(*versions: Submission) -> tuple[Standing, ...]:
    return unit_standing(HELD.units()[0], versions), reported(HELD, {})[1]


def test_a_unit_that_amends_counts_with_its_version_before() -> None:
    amending = standings(version(1, {"B1": 3}), version(2, None))

    (item,) = counted_units(HELD, amending)

    assert (item.standing.state, item.submission.version) == (State.AMENDING, 1)
    figure = total((item,), FIELDS[1])
    assert figure is not None
    assert figure.value == 3


def test_of_two_accepted_versions_the_later_counts() -> None:
    (item,) = counted_units(HELD, standings(version(1, {"B1": 3}), version(2, {"B1": 5})))

    assert item.submission.version == 2


def test_a_unit_whose_only_version_was_returned_does_not_count_and_is_named() -> None:
    returned = standings(version(1, None))

    assert counted_units(HELD, returned) == ()
    assert [unit.full_name for unit, _ in uncounted_units(HELD, returned)] == ["甲县", "乙县"]
