"""Names learned when a workbook was claimed: they add to the roster of the campaign book, and never contradict it."""

from __future__ import annotations

from pipeline.campaign.aliases import match_unit
from pipeline.campaign.learned_aliases import (
    LearnedAlias,
    learned_aliases_workbook,
    read_learned_aliases,
    with_learned_aliases,
)
from pipeline.model.unit import Roster
from tests.campaign.books import MOMENT
from tests.sheets import EAST, TRAFFIC, WEST, campaign

FORM = campaign(roster=Roster((EAST, WEST, TRAFFIC)))


def learned(name: str, unit: str, of: str = FORM.name) -> LearnedAlias:
    return LearnedAlias(name, unit, of, "2026-10-09 09:00", "报送表.xlsx")


def unit_meant(text: str, *aliases: LearnedAlias) -> str:
    taught = with_learned_aliases(FORM, aliases)
    match = match_unit(taught.roster, text, taught.city)
    return match.unit.full_name if match.unit else ""


def test_a_learned_name_means_its_unit_from_then_on() -> None:
    assert unit_meant("老城片区") == ""
    assert unit_meant("老城片区", learned("老城片区", "东河区")) == "东河区"


def test_a_name_that_the_campaign_book_gives_to_another_unit_is_not_taken_from_it() -> None:
    assert unit_meant("东河区文明办", learned("东河区文明办", "西河区")) == "东河区"


def test_of_two_units_that_learned_one_name_the_first_keeps_it() -> None:
    twice = (learned("老城片区", "东河区"), learned("老城片区", "西河区"))

    assert unit_meant("老城片区", *twice) == "东河区"


def test_a_name_learned_in_another_campaign_or_for_a_unit_that_left_means_nothing_here() -> None:
    assert unit_meant("老城片区", learned("老城片区", "东河区", of="安全生产")) == ""
    assert unit_meant("老城片区", learned("老城片区", "南河区")) == ""


def test_what_was_learned_is_read_back_as_it_was_written() -> None:
    aliases = (learned("老城片区", "东河区"), learned("交通局", "市交通运输局"))

    assert read_learned_aliases(learned_aliases_workbook(aliases, MOMENT)) == aliases
