"""Random batches of files through the pure rules: whose they are, of which month, which version counts.

The same model as in :mod:`tests.years.test_two_years`, without workbooks and a ledger: many more batches.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from random import Random
from typing import TYPE_CHECKING, Final

import pytest

from pipeline.campaign.open_periods import open_period
from pipeline.campaign.period_names import period_named
from pipeline.campaign.periods import amend_by, period_of_day
from pipeline.model.filling import Answer, AnswerState, Filling
from pipeline.model.finding import Place
from pipeline.model.standing import unit_standing
from pipeline.model.submission import CheckOutcome, State, Submission
from pipeline.reading.period_mentions import PeriodMention, PeriodMentions
from pipeline.reading.reporting_period import KnownPeriods, ReportingPeriod, reporting_period
from pipeline.reading.witnesses import Agreement, Witness, WitnessKind, judge
from pipeline.workspace import Workspace
from tests.years.campaign import set_up
from tests.years.rules import MONTHS, UNITS, Office, Sent, Sheet, superior
from tests.years.sending import batches

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.unit import Unit

QUICK: Final = 60
MANY: Final = 10_000
_FIRST: Final = date(2025, 1, 1)
_PLACE: Final = Place("表.xlsx", "表", "B2")
_STATES: Final = {State.ACCEPTED: "counted", State.WARNED: "counted"}


@dataclass
class Pure:
    """The program's pure functions, and in place of its ledger a list of submissions."""

    campaign: Campaign
    entered: list[tuple[Submission, Sheet]] = field(default_factory=list)

    def receive(self, sent: Sent) -> str:
        """Enter a file as the program would; the month to which it was, or an empty text."""
        agreed = judge(tuple(self._witnesses(sent)), self.campaign.roster)
        if not isinstance(agreed, Agreement):
            return ""
        found = reporting_period(
            self.campaign,
            _mentions(sent),
            sent.moment,
            self._known(agreed.unit, sent),
            is_zero=sent.sheet.figures.zero,
        )
        if not isinstance(found, ReportingPeriod):
            return ""
        return self._enter(agreed, found.period, sent)

    def _enter(self, agreed: Agreement, period: Period, sent: Sent) -> str:
        unit = agreed.unit
        before = self.versions(unit, period.code)
        if any(sheet == sent.sheet for _, sheet in before):
            return ""
        counts = unit_standing(unit, [each for each, _ in before]).current
        if counts is not None and len(agreed.kinds) < 2:
            return ""
        late = sent.moment > period.deadline
        made = _submission(unit, period.code, sent, len(before) + 1, late=late)
        self.entered.append((made, sent.sheet))
        return period.code

    def versions(self, unit: Unit, month: str) -> list[tuple[Submission, Sheet]]:
        return [
            (each, sheet)
            for each, sheet in self.entered
            if (each.unit, each.period) == (unit.code, month)
        ]

    def _witnesses(self, sent: Sent) -> list[Witness]:
        units = {unit.full_name: unit for unit in self.campaign.units()}
        sheet = sent.sheet
        printed = WitnessKind.PRINTED if sheet.stamp else WitnessKind.CELL
        said = [
            (printed, sheet.stamp or sheet.cell),
            (WitnessKind.CELL, sheet.cell if sheet.stamp not in {"", sheet.cell} else ""),
            (WitnessKind.FILE_NAME, sent.unit),
            (WitnessKind.FOLDER, sent.folder),
        ]
        return [Witness(kind, name, ((units[name],),)) for kind, name in said if name]

    def _known(self, unit: Unit, sent: Sent) -> KnownPeriods:
        own = [(each, sheet) for each, sheet in self.entered if each.unit == unit.code]
        months = {each.period for each, _ in own}
        return KnownPeriods(
            open=open_period(self.campaign, sent.moment),
            opened={},
            accepted=frozenset(
                month
                for month in months
                if unit_standing(unit, [e for e, _ in self.versions(unit, month)]).current
            ),
            same_bytes=frozenset(each.period for each, sheet in own if sheet == sent.sheet),
            first=_FIRST,
        )


def _mentions(sent: Sent) -> PeriodMentions:
    stated, named = sent.sheet.stated, sent.month
    return PeriodMentions(
        stated=(PeriodMention("C20", stated, stated),) if stated else (),
        named=(PeriodMention(f"文件名“{named}”", named, named),) if named else (),
        stamped=sent.sheet.stamped,
    )


def _submission(unit: Unit, month: str, sent: Sent, version: int, *, late: bool) -> Submission:
    figures = sent.sheet.figures
    zero = Answer("零报告", _PLACE, AnswerState.VALUE, "是", "是") if figures.zero else None
    outcome = CheckOutcome.ZERO if figures.zero else CheckOutcome.ACCEPTED
    return Submission(
        campaign="月报", period=month, unit=unit.code, digest=str(hash(sent.sheet)), name="表.xlsx",
        received_at=sent.moment, late=late, outcome=CheckOutcome.RETURNED if figures.wrong else outcome,
        filling=Filling("月报", unit.code, "表.xlsx", (), zero=zero), findings=(), version=version,
        number=version,
    )  # fmt: skip


@cache
def _campaign(folder: Path) -> Campaign:
    return set_up(Workspace(folder))


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    return _campaign(tmp_path_factory.mktemp("任务"))


def play(campaign: Campaign, seed: int, batches_at_least: int) -> None:
    """Play months from the first on, again and again with other chances, until so many batches were compared."""
    played = 0
    while played < batches_at_least:
        random, books, sent = Random(seed + played), Office(), list[Sent]()  # noqa: S311 - a game, no secret
        pure = Pure(campaign)
        for month in MONTHS[: random.randrange(2, 7)]:
            for batch in batches(random, month, books, sent):
                for each in batch:
                    assert pure.receive(each) == books.receive(each), each
                played += 1
                sent += batch
            assert _states(pure, month) == {unit: books.state(unit, month) for unit in UNITS}
            assert period_named(campaign, month, _FIRST) is not None


def _states(pure: Pure, month: str) -> dict[str, tuple[str, bool]]:
    found = {}
    for unit in pure.campaign.units():
        versions = [each for each, _ in pure.versions(unit, month)]
        limit = partial(amend_by, period_of_day(pure.campaign, date.fromisoformat(f"{month}-01")))
        standing = unit_standing(unit, versions, amend_by=limit)
        found[unit.full_name] = (_STATES.get(standing.state, standing.state.value), standing.late)
    return found


def test_batches(campaign: Campaign) -> None:
    play(campaign, 1, QUICK)


@pytest.mark.long
def test_ten_thousand_batches(campaign: Campaign) -> None:
    play(campaign, 100, MANY)


def test_the_towns_of_the_model_are_those_of_the_roster(campaign: Campaign) -> None:
    roster = campaign.roster
    above = {unit.full_name: roster.by_code(unit.superior) for unit in roster.units}

    assert {name: over.full_name if over else "" for name, over in above.items()} == {
        name: superior(name) for name in UNITS
    }
