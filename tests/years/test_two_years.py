"""Two years of a monthly campaign of thirty units on two levels, through the program, month by month.

Files arrive late, early, corrected, repeated, misnamed or not at all, in random order. After each pass,
what became of each file is compared with a model that was written apart; at each month's end every state,
total, rate, comparison and deadline.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

import pytest

from pipeline.clock import stopped_clock
from pipeline.consolidation.comparison import compare as figures_compared
from pipeline.consolidation.current import counted_units
from pipeline.consolidation.over_sums import consolidated
from pipeline.model.arrival import Fate
from pipeline.model.submission import State
from pipeline.office.collection_round import load_round
from pipeline.office.context import open_office
from pipeline.products.comparisons import rounds_of
from pipeline.receiving.run import run_pass
from tests.submissions import drop
from tests.years.campaign import CAMPAIGN, file_of, set_up, workbook_of
from tests.years.rules import (
    COUNTIES,
    MONTHS,
    UNITS,
    Office,
    Sent,
    a_while_after,
    before,
    deadline,
    open_month,
    towns_of,
)
from tests.years.sending import batches

if TYPE_CHECKING:
    from pipeline.model.campaign import Campaign
    from pipeline.model.collection_round import CollectionRound
    from pipeline.workspace import Workspace

_STATES = {State.ACCEPTED: "counted", State.WARNED: "counted"}
_ENTERED = {Fate.ACCEPTED, Fate.RETURNED}


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2])
def test_two_years(fresh: Workspace, seed: int) -> None:
    play(fresh, Random(seed), MONTHS)  # noqa: S311 - a game, no secret


def test_a_quarter(fresh: Workspace) -> None:
    play(fresh, Random(7), MONTHS[9:12])  # noqa: S311 - a game, no secret


def play(workspace: Workspace, random: Random, months: tuple[str, ...]) -> None:
    """Let the units report for *months*, and compare."""
    campaign = set_up(workspace)
    books, sent = Office(), list[Sent]()
    for month in months:
        for batch in batches(random, month, books, sent):
            one_batch(workspace, campaign, books, batch)
            sent += batch
        compare(workspace, books, month)


def one_batch(workspace: Workspace, campaign: Campaign, books: Office, batch: list[Sent]) -> None:
    """Drop the files of a pass, process them, and compare what became of each."""
    moment = batch[0].moment
    for each in batch:
        drop(workspace, file_of(each), workbook_of(campaign, each.sheet))
    with open_office(workspace, stopped_clock(moment)) as office:
        report = run_pass(office)
    fates = {outcome.name: outcome for outcome in report.outcomes}
    assert len(fates) == len(batch)
    for each in sorted(batch, key=file_of):
        entered = books.receive(each)
        outcome = fates[file_of(each)]
        assert (outcome.fate in _ENTERED) == bool(entered), f"{each}\n{entered}\n{outcome}"


def compare(workspace: Workspace, books: Office, month: str) -> None:
    """Compare the month's end: states, lateness, deadline, totals of each level, changes."""
    moment = a_while_after(month)
    assert open_month(moment) == month
    with open_office(workspace, stopped_clock(moment)) as office:
        collected = load_round(office, office.campaign(CAMPAIGN))
    assert collected.period.code == month
    assert collected.period.deadline == deadline(month)
    names = {unit.code: unit.full_name for unit in collected.campaign.units()}
    found = {
        names[each.unit]: (_STATES.get(each.state, each.state.value), each.late)
        for each in collected.standings
    }
    assert found == {unit: books.state(unit, month) for unit in UNITS}
    compare_totals(collected, books, month)
    compare_changes(collected, books, month)


def compare_totals(collected: CollectionRound, books: Office, month: str) -> None:
    """Compare the totals of the counties, of the towns of each, and the rates from the sums."""
    counted = counted_units(collected.campaign, collected.standings)
    fields = collected.campaign.fields
    for scope in (COUNTIES, *(towns_of(county) for county in COUNTIES)):
        members = [item for item in counted if item.unit.full_name in scope]
        totals = {field.name: consolidated(field, members) for field in fields}
        wanted = books.totals(scope, month)
        for name, figure in totals.items():
            value = wanted.get(name)
            assert (figure is None) == (value is None), (scope, name)
            if figure is not None and value is not None:
                assert abs(Fraction(figure.value) - value) <= Fraction(1, 200), (scope, name)
    if books.totals(COUNTIES, month):  # county and towns are never added together
        done = next(field for field in fields if field.name == "本月完成")
        figure = consolidated(done, counted)
        assert figure is not None
        assert figure.value == books.totals(COUNTIES, month)["本月完成"]


def compare_changes(collected: CollectionRound, books: Office, month: str) -> None:
    """Compare how 本月完成 has changed over the counties that reported both times."""
    (done,) = [field for field in collected.campaign.fields if field.name == "本月完成"]
    rounds = rounds_of(collected)
    for months, earlier in ((1, rounds.before), (12, rounds.last_year)):
        same = books.like_for_like(COUNTIES, month, months)
        now = [item for item in rounds.reported if item.unit.full_name in COUNTIES]
        then = [item for item in earlier if item.unit.full_name in COUNTIES]
        found = figures_compared(done, now, then)
        assert (found is None) == (not same), (month, months)
        if found is not None:
            assert found.units.value == len(same)
            assert found.now.value == sum(_done(books, unit, month) for unit in same)
            assert found.before.value == sum(
                _done(books, unit, before(month, months)) for unit in same
            )


def _done(books: Office, unit: str, month: str) -> int:
    figures = books.counting(unit, month)
    return figures.done if figures else 0
