"""Two years of a monthly campaign of thirty units on two levels, through the program, month by month.

Files arrive late, early, corrected, repeated, misnamed or not at all, in random order. After each pass,
what became of each file is compared with a model that was written apart; at each month's end every state,
total, rate, comparison and deadline.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from pipeline.clock import BEIJING, stopped_clock
from pipeline.model.arrival import Fate
from pipeline.model.submission import State
from pipeline.office.collection_round import load_round
from pipeline.office.context import open_office
from pipeline.receiving.run import run_pass
from tests.submissions import drop
from tests.years.campaign import CAMPAIGN, file_of, set_up, workbook_of
from tests.years.rules import MONTHS, UNITS, Office, Sent, a_while_after, deadline, open_month
from tests.years.sending import batches

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.model.campaign import Campaign
    from pipeline.workspace import Workspace

_STATES = {State.ACCEPTED: "counted", State.WARNED: "counted"}
_ENTERED = {Fate.ACCEPTED, Fate.RETURNED}


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2])
def test_two_years(fresh: Workspace, seed: int) -> None:
    play(fresh, Random(seed), MONTHS)


def test_a_quarter(fresh: Workspace) -> None:
    play(fresh, Random(7), MONTHS[9:12])


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
    with open_office(workspace, stopped_clock(aware(moment))) as office:
        report = run_pass(office)
    fates = {outcome.name: outcome for outcome in report.outcomes}
    assert len(fates) == len(batch)
    for each in sorted(batch, key=file_of):
        entered = books.receive(each)
        outcome = fates[file_of(each)]
        assert (outcome.fate in _ENTERED) == bool(entered), (each, entered, outcome)


def compare(workspace: Workspace, books: Office, month: str) -> None:
    """Compare the month's end: states, lateness, deadline."""
    moment = a_while_after(month)
    assert open_month(moment) == month
    with open_office(workspace, stopped_clock(aware(moment))) as office:
        collected = load_round(office, office.campaign(CAMPAIGN))
    assert collected.period.code == month
    assert collected.period.deadline == aware(deadline(month))
    names = {unit.code: unit.full_name for unit in collected.campaign.units()}
    found = {
        names[each.unit]: (_STATES.get(each.state, each.state.value), each.late)
        for each in collected.standings
    }
    assert found == {unit: books.state(unit, month) for unit in UNITS}


def aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=BEIJING)
