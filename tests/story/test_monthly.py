"""A monthly campaign through the year: each form in the month it reports for, each paper with its deadline."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest

from pipeline.campaign.book.write import book_workbook
from pipeline.clock import BEIJING, stopped_clock
from pipeline.intake.quarantine import quarantined_files
from pipeline.issuing.blanks import make_blanks
from pipeline.ledger.read import list_submissions
from pipeline.model.arrival import Fate
from pipeline.model.submission import State
from pipeline.office.collection_round import load_round
from pipeline.office.context import open_office
from pipeline.office.errors import PeriodUnknown
from pipeline.receiving.assign import Assignment, assign
from pipeline.receiving.errors import AssignmentRefused
from pipeline.setup.example import example_rows
from pipeline.setup.init import EXAMPLE
from pipeline.workbook.reading.read import read_book
from pipeline.workbook.stamp import read_stamp
from tests.submissions import drop, form, one_pass, unit_answers

if TYPE_CHECKING:
    from pipeline.model.submission import Standing
    from pipeline.receiving.report import Outcome
    from pipeline.workspace import Workspace


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def make_monthly(workspace: Workspace) -> None:
    """Let the example campaign be due on the 5th of the next month, moved off days off."""
    changed = {"周期": "月", "截止时间": "次月5日 18:00，遇节假日顺延"}
    rows = example_rows()
    rows = replace(rows, items=tuple((n, changed.get(n, said)) for n, said in rows.items))
    path = workspace.campaign_folder(EXAMPLE) / "任务书.xlsx"
    path.write_bytes(book_workbook(rows, at("2026-06-01 09:00")))


@pytest.fixture
def monthly(fresh: Workspace) -> Workspace:
    """The example campaign, month by month."""
    make_monthly(fresh)
    return fresh


def send(workspace: Workspace, name: str, moment: str, *, reports: int = 6) -> Outcome:
    """东河区 sends a blank without a period in its stamp, as blanks of earlier releases are."""
    answers = unit_answers(workspace, "东河区").with_singles(媒体报道篇数=Decimal(reports))
    drop(workspace, name, form(workspace, "东河区", answers))
    (outcome,) = one_pass(workspace, at(moment)).outcomes
    return outcome


def standing(workspace: Workspace, period: str, moment: str) -> Standing:
    with open_office(workspace, stopped_clock(at(moment))) as office:
        collected = load_round(office, office.campaign(EXAMPLE), period)
        code = office.unit(collected.campaign, "东河区").code
        return next(each for each in collected.standings if each.unit == code)


def test_a_form_of_the_last_month_is_of_that_month_and_late_after_its_deadline(
    monthly: Workspace,
) -> None:
    outcome = send(monthly, "东河区11月.xlsx", "2026-12-09 09:00")

    assert outcome.fate is Fate.ACCEPTED
    assert outcome.findings == ()
    november = standing(monthly, "2026-11", "2026-12-09 10:00")
    assert (november.state, november.late) == (State.ACCEPTED, True)


def test_a_form_that_names_no_month_is_of_the_open_one_with_a_reminder(monthly: Workspace) -> None:
    outcome = send(monthly, "东河区.xlsx", "2026-12-03 09:00")

    assert [finding.rule for finding in outcome.findings] == ["period-not-named"]
    assert standing(monthly, "2026-11", "2026-12-03 10:00").state is State.WARNED


def test_a_correction_of_a_closed_month_replaces_that_month_alone(monthly: Workspace) -> None:
    send(monthly, "东河区6月.xlsx", "2026-07-02 09:00", reports=6)
    send(monthly, "东河区7月.xlsx", "2026-08-02 09:00", reports=7)
    send(monthly, "东河区6月更正.xlsx", "2026-08-03 09:00", reports=8)

    versions = {}
    for period in ("2026-06", "2026-07"):
        with open_office(monthly, stopped_clock(at("2026-08-03 10:00"))) as office:
            versions[period] = [
                each.version for each in list_submissions(office.ledger, EXAMPLE, period)
            ]
    assert versions == {"2026-06": [1, 2], "2026-07": [1]}


def test_last_months_file_byte_for_byte_waits_for_a_person(monthly: Workspace) -> None:
    send(monthly, "东河区.xlsx", "2026-07-02 09:00")
    again = send(monthly, "东河区.xlsx", "2026-08-02 09:00")

    assert again.fate is Fate.QUARANTINED
    assert "与 2026-06 那一期报过的文件一字不差" in again.reason
    assert standing(monthly, "2026-07", "2026-08-02 10:00").state is State.MISSING


def test_a_person_decides_the_month_and_the_next_pass_keeps_it(monthly: Workspace) -> None:
    send(monthly, "东河区.xlsx", "2026-07-02 09:00")
    send(monthly, "东河区.xlsx", "2026-08-02 09:00")
    with open_office(monthly, stopped_clock(at("2026-08-02 10:00"))) as office:
        (waiting,) = quarantined_files(monthly)
        with pytest.raises(AssignmentRefused, match="--period"):
            assign(office, Assignment(waiting.name, "东河区"))
        assigned = assign(office, Assignment(waiting.name, "东河区", period="2026年7月"))

    assert assigned.outcome.fate is Fate.ACCEPTED
    # Its figures are June's: accepted, with a remark.
    assert [finding.rule for finding in assigned.outcome.findings] == ["flows-repeated"]
    assert standing(monthly, "2026-07", "2026-08-02 11:00").state is State.WARNED


def test_a_month_that_is_none_of_the_campaign_is_refused_with_what_there_is(
    monthly: Workspace,
) -> None:
    with open_office(monthly, stopped_clock(at("2026-08-02 10:00"))) as office:
        for name in ("2019-01", "第三季度", "下个月"):
            with pytest.raises(PeriodUnknown, match="2026-07"):
                load_round(office, office.campaign(EXAMPLE), name)


def test_a_month_in_which_nobody_reported_can_be_chased(monthly: Workspace) -> None:
    with open_office(monthly, stopped_clock(at("2026-08-20 10:00"))) as office:
        collected = load_round(office, office.campaign(EXAMPLE))

    assert collected.period.code == "2026-07"
    assert {each.state for each in collected.standings} <= {State.MISSING, State.EXEMPT}


def test_a_blank_prints_and_carries_its_own_month(monthly: Workspace) -> None:
    with open_office(monthly, stopped_clock(at("2026-09-25 09:00"))) as office:
        campaign = office.campaign(EXAMPLE)
        (path,) = make_blanks(office, campaign, [office.unit(campaign, "东河区")], "2026-09")
        assert load_round(office, campaign).period.code == "2026-09", "its blanks have gone out"

    content = path.read_bytes()
    stamp = read_stamp(read_book(content, path.name))
    assert stamp is not None
    assert stamp.period == "2026-09"
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert "2026-10-08 18:00" in {str(cell.value) for cell in sheet[2]}


def test_a_filled_in_blank_is_of_its_month_whenever_it_comes(monthly: Workspace) -> None:
    drop(monthly, "甲.xlsx", form(monthly, "东河区", moment=at("2026-06-15 09:00")))
    (outcome,) = one_pass(monthly, at("2026-07-20 09:00")).outcomes

    assert (outcome.fate, outcome.findings) == (Fate.ACCEPTED, ())
    june = standing(monthly, "2026-06", "2026-07-20 10:00")
    assert (june.state, june.late) == (State.ACCEPTED, True)


def test_receipts_print_the_month_they_are_for(monthly: Workspace) -> None:
    send(monthly, "东河区6月.xlsx", "2026-07-02 09:00")
    send(monthly, "东河区6月更正.xlsx", "2026-08-03 09:00", reports=8)

    assert {path.name for path in monthly.results(EXAMPLE).glob("回执/*")} == {
        "东河区2026年6月第1版回执.docx",
        "东河区2026年6月第2版回执.docx",
    }


def test_days_of_the_first_month_are_those_of_a_date_as_the_deadline(fresh: Workspace) -> None:
    """截止时间 as a date keeps its meaning: the same day of each month, beginning with this one."""
    changed = {"周期": "月", "截止时间": "2026-06-25 18:00"}
    rows = example_rows()
    rows = replace(rows, items=tuple((n, changed.get(n, said)) for n, said in rows.items))
    path = fresh.campaign_folder(EXAMPLE) / "任务书.xlsx"
    path.write_bytes(book_workbook(rows, at("2026-06-01 09:00")))

    before = send(fresh, "东河区5月.xlsx", "2026-06-20 09:00")
    assert before.fate is Fate.QUARANTINED
    assert "不在应报的各期之内" in before.reason
    with open_office(fresh, stopped_clock(at("2026-08-20 10:00"))) as office:
        period = load_round(office, office.campaign(EXAMPLE)).period
    assert (period.code, period.deadline.date()) == ("2026-08", date(2026, 8, 25))
