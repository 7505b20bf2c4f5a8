"""The boards are computed only where their facts changed, and are then those of a computation from nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING

import openpyxl
import pytest

from pipeline.board.facts import BoardFacts
from pipeline.board.page import status_page
from pipeline.board.workbook import board_workbook
from pipeline.campaign.periods import period_at
from pipeline.clock import stopped_clock
from pipeline.files import safe_name
from pipeline.intake.quarantine import quarantined_files
from pipeline.ledger import arrivals
from pipeline.ledger.read import list_events, list_standings, list_submissions
from pipeline.ledger.store import append_event
from pipeline.model.event import Action, belongs_to, unit_subject
from pipeline.model.finding import Finding, Level, Place
from pipeline.model.heartbeat import Heartbeat
from pipeline.model.submission import CheckOutcome
from pipeline.office import boards, memory
from pipeline.office.context import open_office
from pipeline.office.heartbeat import write_heartbeat
from pipeline.office.lock import this_run
from pipeline.products.replies import reply_folder, reply_stem
from pipeline.setup.init import EXAMPLE
from tests.submissions import MOMENT

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.campaign import Campaign
    from pipeline.model.submission import Standing
    from pipeline.office.context import Office
    from pipeline.workspace import Workspace

OTHER = "安全生产检查"


class Day:
    """An office on whose day things happen by chance."""

    def __init__(self, workspace: Workspace, seed: int) -> None:
        self.workspace = workspace
        self.chance = Random(seed)  # noqa: S311 - the same day in every run
        self.now = MOMENT + timedelta(days=1)

    def happen(self, office: Office) -> None:
        self.chance.choice(
            (
                *(self.arrive,) * 4, self.answer_deleted, self.paper, self.event, self.heartbeat,
                self.time_passes, self.board_deleted, self.board_edited, self.roster,
            )
        )(office)  # fmt: skip

    def arrive(self, office: Office) -> None:
        campaign = self.chance.choice(office.campaigns)
        unit = self.chance.choice(campaign.units())
        model = list_submissions(
            office.ledger, EXAMPLE, period_at(office.campaign(EXAMPLE), self.now).code
        )[0]
        outcome = self.chance.choice(tuple(CheckOutcome))
        name = f"{unit.full_name}{self.chance.random()}.xlsx"
        finding = Finding(Place(name, "表", "C4"), "合计", "text-copied", Level.WARNING, "9", "8")
        submission = replace(
            model, campaign=campaign.name, period=period_at(campaign, self.now).code, unit=unit.code,
            digest=sha256(name.encode()).hexdigest(), name=name, received_at=self.now, outcome=outcome,
            findings=(finding,) * self.chance.randrange(3), number=0, version=0,
        )  # fmt: skip
        progress = arrivals.begin_arrival(office.ledger, name, submission.digest, self.now)
        told = office.event(Action.RECEIVED, unit_subject(campaign.name, unit.full_name), name)
        progress, recorded = arrivals.record_submission(office.ledger, progress, submission, told)
        folder = reply_folder(self.workspace.results(campaign.name), unit, recorded)
        folder.mkdir(parents=True, exist_ok=True)
        for kind in ("回执.docx",) if outcome.counts else ("标记件.xlsx", "退回单.docx"):
            (folder / f"{reply_stem(campaign, unit, recorded)}{kind}").touch()
        arrivals.record_publication(office.ledger, progress, told)

    def answer_deleted(self, office: Office) -> None:
        results = self.workspace.results(office.campaigns[0].name)
        answers = sorted((*results.glob("回执/*"), *results.glob("退回/*/*")))
        if answers:
            self.chance.choice(answers).unlink()

    def paper(self, office: Office) -> None:
        folder = self.workspace.results(self.chance.choice(office.campaigns).name) / "简报"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"第{self.chance.randrange(9)}期.docx").touch()

    def event(self, office: Office) -> None:
        subject = self.chance.choice(
            (EXAMPLE, OTHER, f"{OTHER}／东河区", f"{OTHER}／东河／区", "台账")
        )
        append_event(office.ledger, office.event(Action.REMINDED, subject, str(self.now)))

    def heartbeat(self, office: Office) -> None:  # noqa: ARG002 - as above
        waiting = (("东河区.xlsx", "还在复制"),) * self.chance.randrange(2)
        owner = this_run(self.now)
        write_heartbeat(self.workspace, Heartbeat(owner, "1", self.now, self.now, 1, waiting))

    def time_passes(self, office: Office) -> None:  # noqa: ARG002 - each has the same arguments
        self.now += timedelta(minutes=self.chance.choice((4, 11, 24 * 60, 24 * 60 * 20)))

    def board_deleted(self, office: Office) -> None:
        self.chance.choice(files(office)).unlink(missing_ok=True)

    def board_edited(self, office: Office) -> None:
        self.chance.choice(files(office)).write_bytes(b"edited")

    def roster(self, office: Office) -> None:  # noqa: ARG002 - as above
        path = self.workspace.campaign_folder(OTHER) / "任务书.xlsx"
        book = openpyxl.load_workbook(path)
        book["单位"].append([f"新设单位{self.chance.random()}"])
        book.save(path)


def files(office: Office) -> list[Path]:
    return [
        office.workspace.results(campaign.name) / name
        for campaign in office.campaigns
        for name in ("报送情况.html", "报送台账.xlsx")
    ]


def from_nothing(office: Office) -> list[bytes]:
    """The boards of each campaign, by loading everything and looking for each unit's files."""
    contents = []
    for campaign in office.campaigns:
        period = period_at(campaign, office.clock.now())
        standings = list_standings(office.ledger, campaign, period)
        folder = office.workspace.results(campaign.name)
        facts = BoardFacts(
            campaign, period, standings,
            list_submissions(office.ledger, campaign.name, period.code),
            tuple(e for e in reversed(list_events(office.ledger)) if belongs_to(e, campaign.name)),
            {standing.unit: links(folder, campaign, standing) for standing in standings},
            tuple(
                (path.stem, path.relative_to(folder).as_posix())
                for name in ("汇总", "简报", "通知")
                for path in sorted((folder / name).glob("*.*"))
            ),
            boards._watcher_lines(office),  # noqa: SLF001 - not what is tested
            quarantined=quarantined_files(office.workspace),
        )  # fmt: skip
        dated = facts.events[0].at if facts.events else office.clock.now()
        contents += [
            status_page(facts, office.clock.now()).encode(),
            board_workbook(facts, dated),
        ]
    return contents


def links(folder: Path, campaign: Campaign, standing: Standing) -> tuple[tuple[str, str], ...]:
    unit = campaign.roster.by_code(standing.unit)
    if standing.latest is None or unit is None:
        return ()
    answers = reply_folder(folder, unit, standing.latest)
    return tuple(
        (path.stem.removeprefix(safe_name(unit.full_name)), path.relative_to(folder).as_posix())
        for path in sorted(answers.glob(f"{reply_stem(campaign, unit, standing.latest)}*"))
    )


@pytest.fixture
def two_campaigns(office: Workspace) -> Workspace:
    book = openpyxl.load_workbook(office.campaign_folder(EXAMPLE) / "任务书.xlsx")
    for row in book["任务"].iter_rows():
        for cell in row:
            changed = {EXAMPLE: OTHER, "WMDW-2026": "AQ-2026", "一次性": "月"}
            cell.value = changed.get(cell.value, cell.value)
    path = office.campaign_folder(OTHER) / "任务书.xlsx"
    path.parent.mkdir(parents=True)
    book.save(path)
    return office


@pytest.mark.parametrize("seed", range(3))
def test_after_whatever_happened_the_boards_are_those_from_nothing(
    two_campaigns: Workspace, seed: int
) -> None:
    day = Day(two_campaigns, seed)
    for _ in range(12):
        if day.chance.random() < 0.2:
            memory._MEMORIES.clear()  # noqa: SLF001 - a new process
        with open_office(two_campaigns, stopped_clock(day.now)) as office:
            assert {campaign.name for campaign in office.campaigns} == {EXAMPLE, OTHER}
            for _ in range(day.chance.randrange(3)):
                day.happen(office)
        with open_office(two_campaigns, stopped_clock(day.now)) as office:
            assert boards.refresh_boards(office) == []
            assert [path.read_bytes() for path in files(office)] == from_nothing(office)


def test_boards_whose_facts_are_the_same_are_not_computed(
    two_campaigns: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[str] = []

    def workbook(facts: BoardFacts, moment: datetime) -> bytes:
        computed.append(facts.campaign.name)
        return board_workbook(facts, moment)

    monkeypatch.setattr(boards, "board_workbook", workbook)
    day = Day(two_campaigns, 0)
    two_campaigns.board_records.unlink()
    with open_office(two_campaigns, stopped_clock(day.now)) as office:
        boards.refresh_boards(office)
        assert sorted(computed) == sorted((EXAMPLE, OTHER))
        boards.refresh_boards(office)
        append_event(office.ledger, office.event(Action.REMINDED, f"{OTHER}／东河区"))
        boards.refresh_boards(office)
        assert computed[2:] == [OTHER]

    memory._MEMORIES.clear()  # noqa: SLF001 - a new process, on a day with another wording on the page
    with open_office(two_campaigns, stopped_clock(day.now + timedelta(days=1))) as office:
        before = [path.read_bytes() for path in files(office)]
        boards.refresh_boards(office)
        after = [path.read_bytes() for path in files(office)]
    assert computed[3:] == []
    assert (before[1], before[3]) == (after[1], after[3])
    assert before[0] != after[0]


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", json.dumps({"campaigns": {"x": 1}}).encode()]
)
def test_a_record_that_cannot_be_read_costs_a_computation_and_nothing_else(
    office: Workspace, content: bytes
) -> None:
    with open_office(office, stopped_clock(MOMENT)) as opened:
        boards.refresh_boards(opened)
        expected = [path.read_bytes() for path in files(opened)]
        office.board_records.write_bytes(content)
        assert boards.refresh_boards(opened) == []
        assert [path.read_bytes() for path in files(opened)] == expected
        assert office.board_records.read_bytes() != content
