"""Forms as offices publish them are drafted whole, and read whole as they are and as units change them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.model.campaign import Kind
from pipeline.model.grid import Address, Grid
from pipeline.setup.self_test import self_test
from pipeline.workbook.reading.read import read_book
from tests.campaign.books import drawn
from tests.reading.published_forms import ACCIDENTS, FORMS, MEASURES
from tests.reading.test_form_layouts import drafted
from tests.workbook.written_otherwise import as_delimited

if TYPE_CHECKING:
    from pipeline.model.campaign import Campaign


@pytest.mark.parametrize("name", FORMS)
def test_every_place_is_drafted_and_read_back(name: str) -> None:
    form, places = FORMS[name]

    campaign = drafted(drawn({"统计表": form}))

    assert len(campaign.fields) == places
    assert self_test(campaign) == ()
    assert len({field.name for field in campaign.fields}) == places
    assert not any(field.name[-1:].isdecimal() for field in campaign.fields)


@pytest.mark.parametrize("name", FORMS)
def test_every_place_is_read_where_merged_ranges_are_lost(name: str) -> None:
    """As in a .csv: the form that was sent out has them, what comes back has not."""
    campaign = drafted(drawn({"统计表": FORMS[name][0]}))
    assert campaign.form is not None

    assert self_test(campaign, lambda grid: replace(grid, merges=())) == ()


@pytest.mark.parametrize("name", FORMS)
def test_every_place_is_drafted_of_a_text_without_merged_ranges(name: str) -> None:
    """Heads of one storey stand left and right of groups; no merged range says how far they reach."""
    form = drawn({"统计表": FORMS[name][0]})
    text = as_delimited(read_book(form, "表样.xlsx"), "gbk")

    campaign = drafted(text, "表样.csv")

    # Without a merged range, the answer to 经验做法： may be right of it as well as below it.
    either = {"A12", "B12"} if name == "创建月报" else set()
    assert _places(campaign) - either == _places(drafted(form)) - either
    assert self_test(campaign) == ()


def _places(campaign: Campaign) -> set[str]:
    return {str(field.place.at) for field in campaign.fields if field.place}


def test_a_row_that_stands_twice_is_named_after_what_it_is_a_part_of() -> None:
    campaign = drafted(drawn({"统计表": ACCIDENTS}))

    names = {field.name for field in campaign.fields}
    assert "建筑施工·其中较大事故·本月·事故起数" in names
    assert "工矿商贸·其中较大事故·本年累计·死亡人数" in names


def test_persons_and_time_limits_are_texts() -> None:
    campaign = drafted(drawn({"统计表": MEASURES}))

    kinds = {field.name.split("·")[-1]: field.kind for field in campaign.fields}
    assert kinds["责任人"] is Kind.TEXT
    assert kinds["完成时限"] is Kind.TEXT
    assert kinds["完成比例"] is Kind.DECIMAL
    assert all(field.minimum is None for field in campaign.fields)


def test_parts_that_stand_twice_go_with_their_row_where_groups_change_places() -> None:
    campaign = drafted(drawn({"统计表": ACCIDENTS}))
    assert campaign.form is not None
    rows = {6: 8, 7: 9, 8: 6, 9: 7}

    def change(grid: Grid) -> Grid:
        moved = {Address(rows.get(at.row, at.row), at.column): c for at, c in grid.cells.items()}
        return replace(grid, cells=moved)

    assert self_test(campaign, change) == ()
