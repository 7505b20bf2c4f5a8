"""处置 in a monthly campaign, on a file of an archive, and on a workbook with the forms of several units."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.clock import stopped_clock
from pipeline.intake.quarantine import quarantined_files
from pipeline.ledger.read import latest_accepted, list_submissions
from pipeline.model.arrival import Fate
from pipeline.model.decision import DecisionKind
from pipeline.model.submission import State, SubmissionKey
from pipeline.office.context import open_office
from pipeline.receiving.assign import Assignment, assign
from pipeline.receiving.decide import decide
from pipeline.receiving.decision_targets import DecisionOrder
from pipeline.receiving.errors import DecisionRefused
from pipeline.setup.init import EXAMPLE
from tests.story.test_monthly import at, monthly, send, standing
from tests.story.test_several_units import EAST, WEST, hand_in, together
from tests.submissions import MOMENT, drop, form, one_pass, standing_of

if TYPE_CHECKING:
    from pipeline.receiving.decide import Decided
    from pipeline.workspace import Workspace

__all__ = ["monthly"]


def decided(workspace: Workspace, moment: str, kind: str, target: str, **more: Any) -> Decided:
    with open_office(workspace, stopped_clock(at(moment))) as office:
        order = DecisionOrder(DecisionKind(kind), target, "有理由", **more)
        return decide(office, order)


def test_a_form_of_june_booked_to_july_is_moved_and_received_in_june(monthly: Workspace) -> None:
    send(monthly, "东河区6月.xlsx", "2026-07-02 09:00", reports=6)
    send(monthly, "东河区7月.xlsx", "2026-08-02 09:00", reports=60)

    done = decided(monthly, "2026-08-02 10:00", "改期别", "东河区7月.xlsx", period="2026年6月")

    assert done.decision.value == "2026-06"
    assert [(each.fate, each.name) for each in done.outcomes] == [(Fate.ACCEPTED, "东河区7月.xlsx")]
    assert standing(monthly, "2026-07", "2026-08-02 11:00").state is State.MISSING
    june = standing(monthly, "2026-06", "2026-08-02 11:00")
    assert june.current
    assert (june.current.version, june.current.name) == (2, "东河区7月.xlsx")
    assert not june.late, "its first version was in time"
    receipts = {path.name for path in monthly.results(EXAMPLE).glob("回执/*2026年6月*")}
    assert receipts == {"东河区2026年6月第1版回执.docx", "东河区2026年6月第2版回执.docx"}
    assert send(monthly, "东河区7月.xlsx", "2026-08-03 09:00", reports=60).fate is Fate.DUPLICATE


def test_a_moved_form_is_moved_back(monthly: Workspace) -> None:
    send(monthly, "东河区7月.xlsx", "2026-08-02 09:00", reports=60)
    decided(monthly, "2026-08-02 10:00", "改期别", "东河区7月.xlsx", period="2026-06")

    decided(monthly, "2026-08-02 11:00", "改期别", "东河区7月.xlsx", period="2026-07")

    assert standing(monthly, "2026-06", "2026-08-02 12:00").state is State.MISSING
    july = standing(monthly, "2026-07", "2026-08-02 12:00")
    assert july.current
    assert july.current.version == 2


def test_what_was_withdrawn_is_not_the_previous_period(monthly: Workspace) -> None:
    send(monthly, "东河区6月.xlsx", "2026-07-02 09:00", reports=600)
    code = standing(monthly, "2026-06", "2026-07-02 10:00").unit
    decided(monthly, "2026-07-02 10:00", "撤回", "东河区6月.xlsx")

    outcome = send(monthly, "东河区7月.xlsx", "2026-08-02 09:00", reports=6)

    assert outcome.findings == ()
    with open_office(monthly, stopped_clock(at("2026-08-02 10:00"))) as office:
        assert latest_accepted(office.ledger, SubmissionKey(EXAMPLE, "2026-06", code)) is None


def test_last_months_bytes_are_no_doubt_once_they_were_withdrawn_there(monthly: Workspace) -> None:
    send(monthly, "东河区.xlsx", "2026-07-02 09:00")
    decided(monthly, "2026-07-02 10:00", "撤回", "东河区.xlsx")

    outcome = send(monthly, "东河区.xlsx", "2026-08-02 09:00")

    assert outcome.fate is Fate.ACCEPTED, outcome.reason
    assert standing(monthly, "2026-07", "2026-08-02 10:00").current


def test_an_extension_is_of_its_month_alone(monthly: Workspace) -> None:
    send(monthly, "东河区6月.xlsx", "2026-07-08 09:00")
    assert standing(monthly, "2026-06", "2026-07-08 10:00").late
    with open_office(monthly, stopped_clock(at("2026-07-08 10:00"))) as office:
        until = at("2026-07-10 18:00")
        order = DecisionOrder(DecisionKind.EXTEND, EAST, "开会", period="2026-06", until=until)
        decide(office, order)

    assert not standing(monthly, "2026-06", "2026-07-08 11:00").late
    send(monthly, "东河区7月.xlsx", "2026-08-09 09:00", reports=7)
    assert standing(monthly, "2026-07", "2026-08-09 10:00").late


def test_a_month_that_has_not_come_or_is_the_same_is_refused(monthly: Workspace) -> None:
    send(monthly, "东河区7月.xlsx", "2026-08-02 09:00")
    for period, told in (("2026-10", "还没有到"), ("2026-07", "本来就是2026年7月的")):
        with pytest.raises(DecisionRefused, match=told):
            decided(monthly, "2026-08-02 10:00", "改期别", "东河区7月.xlsx", period=period)


def test_a_file_of_an_archive_is_withdrawn_alone_and_received_again(fresh: Workspace) -> None:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        for unit in (EAST, WEST):
            archive.writestr(f"{unit}.xlsx", form(fresh, unit))
    drop(fresh, "各单位.zip", package.getvalue())
    one_pass(fresh)

    done = decided(fresh, "2026-10-09 10:00", "撤回", "东河区.xlsx")

    assert [each.fate for each in done.outcomes] == [Fate.QUARANTINED]
    assert len(quarantined_files(fresh)) == 1
    assert standing_of(fresh, EAST).state is State.MISSING
    assert standing_of(fresh, WEST).state.counts
    drop(fresh, "各单位.zip", package.getvalue())
    fates = {each.unit: each.fate for each in one_pass(fresh).outcomes}
    assert fates[EAST] is Fate.ACCEPTED
    assert fates[WEST] is Fate.DUPLICATE


def test_one_units_sheets_of_a_workbook_are_withdrawn_and_assigned_again(fresh: Workspace) -> None:
    hand_in(fresh, together(fresh, EAST, WEST))
    one_pass(fresh)
    with pytest.raises(DecisionRefused, match=r"有 2 件对得上.*--unit 单位"):
        decided(fresh, "2026-10-09 10:00", "撤回", "各单位报送表.xlsx")

    decided(fresh, "2026-10-09 10:00", "撤回", "各单位报送表.xlsx", unit=EAST)

    assert standing_of(fresh, EAST).state is State.MISSING
    assert standing_of(fresh, WEST).state.counts
    (waiting,) = quarantined_files(fresh)
    with open_office(fresh, stopped_clock(MOMENT)) as office:
        assigned = assign(office, Assignment(waiting.name, EAST))
        found = list_submissions(office.ledger, EXAMPLE, "一次性")
    assert assigned.outcome.fate is Fate.ACCEPTED
    again = found[-1]
    assert (again.unit, again.version) == (standing_of(fresh, EAST).unit, 2)
    assert {each.place.sheet for each in again.filling.singles} == {f"{EAST}基本情况"}
    assert quarantined_files(fresh) == ()


def test_a_return_by_a_person_shows_no_other_units_sheets(fresh: Workspace) -> None:
    hand_in(fresh, together(fresh, EAST, WEST, 媒体报道篇数=Decimal(6)))
    one_pass(fresh)

    done = decided(fresh, "2026-10-09 10:00", "人工退回", WEST)

    assert [each.fate for each in done.outcomes] == [Fate.RETURNED]
    names = {path.name for path in fresh.results(EXAMPLE).glob("退回/*/*")}
    assert names == {f"{WEST}第1版退回单.docx"}, "a marked copy would have 东河区's sheets in it"
