"""A cell of 32,767 characters, the most that Excel holds, anywhere in a form: it costs no minutes."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from pipeline.campaign.aliases import NAME_AT_MOST, match_unit
from pipeline.checking.check import check
from pipeline.model.arrival import Fate
from pipeline.model.grid import Cell
from pipeline.reading.fill import read_form
from pipeline.reading.identify import Claim, claim_for, identify
from pipeline.reading.split import split_by_unit
from pipeline.values.text import label_key
from pipeline.workbook.reading.read import read_book
from tests.submissions import campaign_of, drop, form, one_pass

if TYPE_CHECKING:
    from pipeline.model.campaign import Campaign
    from pipeline.model.grid import Address, Book
    from pipeline.workspace import Workspace

CELL_AT_MOST: Final = 32_767
CPU_S: Final = 2.0 * 2.5  # what is promised of an idle machine, with a margin for a busy one
UNITS: Final = (
    *("东河区", "东河", "西河区东河区", "1", "0.", "(", "(a)", "（一）", "()", "[a]", "一、", "1.1 "),
    *("年月日", "2026年1月1日", "2026-1-1 ", "、", " ", "填报单位：", "其中:", "百万", "12,", "1-", "%"),
    *("填报单位 ", "\u200b", "无", "如：", "√", "□", "/", "示例", "13800000000 ", "11010119900101001X"),
)  # fmt: skip


def long_cell(unit: str) -> str:
    return (unit * (CELL_AT_MOST // len(unit)))[:CELL_AT_MOST]


def with_text(book: Book, places: dict[str, list[Address]], text: str) -> Book:
    return replace(
        book,
        sheets=tuple(
            replace(
                sheet,
                cells={**sheet.cells, **{at: Cell(text) for at in places.get(sheet.name, ())}},
            )
            for sheet in book.sheets
        ),
    )


def cost_of(book: Book, campaign: Campaign) -> float:
    """Processor seconds from the book to its findings, as the form of whoever it names."""
    begun = time.process_time()
    claim = identify(book, [campaign])
    split_by_unit(book, [campaign])
    if not isinstance(claim, Claim):
        claim = claim_for(book, campaign, campaign.units()[0])
    check(read_form(book, campaign, claim), campaign)
    return time.process_time() - begun


def visible(book: Book) -> dict[str, list[Address]]:
    return {sheet.name: list(sheet.cells) for sheet in book.sheets if sheet.visible}


@pytest.mark.parametrize(
    ("unit", "first"),
    [
        pytest.param(unit, first, marks=[] if first == number % 3 else pytest.mark.long)
        for number, unit in enumerate(UNITS)
        for first in range(3)
    ],
)
def test_a_long_text_in_many_cells_at_once_is_checked_in_time(
    fresh: Workspace, unit: str, first: int
) -> None:
    """In the cell of the unit, in titles, labels and answers: every third cell, from each of the first."""
    campaign = campaign_of(fresh)
    book = read_book(form(fresh, "东河区"), "报送表.xlsx")
    places = {name: cells[first::3] for name, cells in visible(book).items()}

    assert cost_of(with_text(book, places, long_cell(unit)), campaign) <= CPU_S


@pytest.mark.long
@pytest.mark.parametrize("unit", UNITS)
def test_a_long_text_in_any_one_cell_is_checked_in_time(fresh: Workspace, unit: str) -> None:
    campaign = campaign_of(fresh)
    book = read_book(form(fresh, "东河区"), "报送表.xlsx")
    for name, cells in visible(book).items():
        for at in cells:
            spoilt = with_text(book, {name: [at]}, long_cell(unit))

            assert cost_of(spoilt, campaign) <= CPU_S, (name, str(at))


@pytest.mark.parametrize("unit", UNITS)
def test_a_label_and_a_name_of_any_length_are_compared_in_time(fresh: Workspace, unit: str) -> None:
    campaign = campaign_of(fresh)
    begun = time.process_time()

    label_key(long_cell(unit))
    label_key(long_cell(unit) + "个")
    match_unit(campaign.roster, long_cell(unit), campaign.city)

    assert time.process_time() - begun <= 0.2 * 2.5


def test_a_unit_named_within_the_first_characters_is_found(fresh: Workspace) -> None:
    campaign = campaign_of(fresh)
    text = "东河区" + "。" * NAME_AT_MOST

    match = match_unit(campaign.roster, text, campaign.city)

    assert match.unit is not None
    assert match.unit.full_name == "东河区"


def test_a_cell_of_repeated_names_delays_nobody(fresh: Workspace) -> None:
    book = form(fresh, "东河区")
    long_name = long_cell("东河区")
    drop(fresh, "甲.csv", f"填报单位,{long_name}\n".encode() * 20)
    drop(fresh, "东河区.xlsx", book)
    begun = time.process_time()

    outcomes = {each.name: each.fate for each in one_pass(fresh).outcomes}

    assert outcomes == {"甲.csv": Fate.QUARANTINED, "东河区.xlsx": Fate.ACCEPTED}
    assert time.process_time() - begun <= CPU_S
