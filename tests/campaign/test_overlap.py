"""A field that another open campaign collects from the same units is named once; a text of its own is none."""

from __future__ import annotations

from dataclasses import replace

from pipeline.campaign.overlap import overlapping_fields
from tests.offices import FIELDS, campaign


def test_a_figure_that_is_collected_already_is_named() -> None:
    (told,) = overlapping_fields(
        campaign("东河区", name="新任务"), [campaign("东河区", name="创建")]
    )

    assert "“开展活动次数”" in told
    assert "“创建”里已经要求报送" in told
    assert "存在问题" not in told, "the problems of another task are other problems"


def test_figures_in_another_measure_and_of_other_units_are_others() -> None:
    own = campaign("东河区", name="新任务")
    measured = tuple(replace(field, measure="万人次") for field in FIELDS if field.code == "B1")

    assert overlapping_fields(own, [campaign("西河区", name="创建")]) == ()
    assert overlapping_fields(own, [campaign("东河区", name="创建", fields=measured)]) == ()
