"""One workbook with the sheets of several units: one submission of each, where that is plain."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from pipeline.clock import stopped_clock
from pipeline.intake.quarantine import quarantined_files
from pipeline.ledger.read import list_submissions
from pipeline.model.arrival import Fate
from pipeline.office.context import open_office
from pipeline.receiving import advance
from pipeline.receiving.reply import reply
from pipeline.setup.demo_forms import as_workbook, filled_sheets
from pipeline.setup.init import EXAMPLE
from tests.submissions import MOMENT, campaign_of, drop, form, one_pass, standing_of, unit_answers

if TYPE_CHECKING:
    from pipeline.receiving.report import Outcome
    from pipeline.setup.demo_forms import CellInput
    from pipeline.workbook.writing.plan import SheetPlan
    from pipeline.workspace import Workspace

EAST, WEST = "东河区", "西河区"


def together(
    workspace: Workspace, *names: str, stamped: bool = False, **typed: CellInput
) -> list[SheetPlan]:
    """The filled forms of *names* as sheets of one workbook; *typed* is what the last one says."""
    campaign = campaign_of(workspace)
    units = {unit.full_name: unit for unit in campaign.units()}
    sheets: list[SheetPlan] = []
    for name in names:
        answers = unit_answers(workspace, name)
        answers = answers.with_singles(**typed) if name == names[-1] else answers
        for sheet in filled_sheets(campaign, units[name], answers):
            if sheet.name == "报送通标记":
                if stamped and name == names[0]:
                    sheets.append(sheet)
            else:
                sheets.append(replace(sheet, name=f"{name}{sheet.name}"))
    return sheets


def hand_in(workspace: Workspace, sheets: list[SheetPlan], name: str = "各单位报送表.xlsx") -> None:
    drop(workspace, name, as_workbook(sheets, MOMENT))


def fates(outcomes: tuple[Outcome, ...]) -> list[tuple[Fate, str]]:
    return [(outcome.fate, outcome.unit) for outcome in outcomes]


@pytest.mark.parametrize("stamped", [False, True])
@pytest.mark.parametrize(
    "name", ["各单位报送表.xlsx", "东河区、西河区报送表.xlsx", "市文明办收/汇总.xlsx"]
)
def test_each_unit_gets_its_own_submission_and_answer(
    fresh: Workspace, name: str, *, stamped: bool
) -> None:
    hand_in(fresh, together(fresh, EAST, WEST, stamped=stamped), name)

    report = one_pass(fresh)

    assert fates(report.outcomes) == [(Fate.ACCEPTED, EAST), (Fate.ACCEPTED, WEST)]
    with open_office(fresh, stopped_clock(MOMENT)) as office:
        found = list_submissions(office.ledger, EXAMPLE, "一次性")
    assert len({each.digest for each in found}) == 1
    for each, unit in zip(found, (EAST, WEST), strict=True):
        assert each.cleared
        told = {a.field_code: a.value for a in each.filling.singles}
        assert told["D02"] == unit_answers(fresh, unit).singles["参与活动人次"]
        assert {a.place.sheet for a in each.filling.singles} == {f"{unit}基本情况"}
        assert {row.answers[0].place.sheet for row in each.filling.rows} <= {f"{unit}创建单位名单"}
    receipts = {path.name for path in fresh.results(EXAMPLE).glob("回执/*")}
    assert receipts == {"东河区第1版回执.docx", "西河区第1版回执.docx"}
    assert quarantined_files(fresh) == ()
    assert list(fresh.inbox.rglob("*.xlsx")) == []


@pytest.mark.parametrize("name", ["报送表.xlsx", "东河区、西河区报送表.xlsx", "西河区报送表.xlsx"])
@pytest.mark.parametrize("stamped", [False, True])
@pytest.mark.parametrize("renamed", ["", WEST, EAST])
def test_another_units_name_on_one_sheet_of_a_blank_waits_for_a_person(
    fresh: Workspace, name: str, renamed: str, *, stamped: bool
) -> None:
    campaign = campaign_of(fresh)
    west = next(unit for unit in campaign.units() if unit.full_name == WEST)
    first, *others = filled_sheets(campaign, west, unit_answers(fresh, WEST))
    typed = tuple(replace(c, value=EAST) if c.value == WEST else c for c in first.cells)
    sheets = [replace(first, cells=typed, name=f"{renamed}{first.name}"), *others]
    hand_in(fresh, [s for s in sheets if stamped or s.name != "报送通标记"], name)

    (outcome,) = one_pass(fresh).outcomes

    assert outcome.fate is Fate.QUARANTINED
    assert EAST in outcome.reason
    assert WEST in outcome.reason
    assert list(fresh.results(EXAMPLE).glob("退回/*")) == []


def test_a_fault_of_one_returns_only_its_own(fresh: Workspace) -> None:
    hand_in(fresh, together(fresh, EAST, WEST, 所属单位总数="很多"))

    report = one_pass(fresh)

    assert fates(report.outcomes) == [(Fate.ACCEPTED, EAST), (Fate.RETURNED, WEST)]
    (finding,) = (f for f in report.outcomes[1].findings if f.rule == "not-a-whole-number")
    assert finding.place.sheet == "西河区基本情况"
    returned = [path.name for path in fresh.results(EXAMPLE).glob("退回/西河区/*")]
    assert returned == ["西河区第1版退回单.docx"], (
        "a marked copy would hold the other unit's sheets"
    )


def test_the_same_workbook_again_is_a_duplicate_of_each(fresh: Workspace) -> None:
    sheets = together(fresh, EAST, WEST)
    hand_in(fresh, sheets)
    one_pass(fresh)
    hand_in(fresh, sheets)

    again = one_pass(fresh, MOMENT + timedelta(hours=1))

    assert fates(again.outcomes) == [(Fate.DUPLICATE, EAST), (Fate.DUPLICATE, WEST)]


def test_an_accepted_form_is_never_replaced_by_a_sheet_left_in_anothers_workbook(
    fresh: Workspace,
) -> None:
    newer = unit_answers(fresh, EAST).with_singles(参与活动人次=Decimal(5300))
    drop(fresh, "东河区.xlsx", form(fresh, EAST, newer))
    one_pass(fresh)
    hand_in(fresh, together(fresh, EAST, WEST))

    (outcome,) = one_pass(fresh, MOMENT + timedelta(hours=1)).outcomes

    assert outcome.fate is Fate.QUARANTINED
    assert "“东河区”已经收过一版" in outcome.reason
    assert "请按单位拆开，删去不报的，一个单位一个文件，再放回收件箱" in outcome.reason
    standing = standing_of(fresh, EAST)
    assert standing.current is not None
    assert standing.current.filling.workbook == "东河区.xlsx"


@pytest.mark.parametrize(
    "case", ["named after one", "stamp of a third", "sheet without owner", "sheet twice"]
)
def test_where_it_is_not_plain_a_person_parts_it(fresh: Workspace, case: str) -> None:
    sheets = together(fresh, EAST, WEST)
    name = "西河区报送表.xlsx" if case == "named after one" else "各单位报送表.xlsx"
    if case == "stamp of a third":
        sheets.append(together(fresh, "新城区", stamped=True)[-1])
    elif case == "sheet without owner":
        listed = sheets[1]
        kept = tuple(cell for cell in listed.cells if cell.value != EAST)
        sheets[1] = replace(listed, name="名单", cells=kept)
    elif case == "sheet twice":
        sheets.append(replace(sheets[0], name="东河区基本情况（旧）"))
    hand_in(fresh, sheets, name)

    (outcome,) = one_pass(fresh).outcomes

    assert outcome.fate is Fate.QUARANTINED
    assert "同一个文件里有几个单位的表" in outcome.reason
    assert "请按单位拆开，一个单位一个文件，再放回收件箱" in outcome.reason


@pytest.mark.parametrize("at", [1, 2])
def test_killed_between_the_units_the_next_run_finishes_the_others(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    hand_in(fresh, together(fresh, EAST, WEST))
    calls: list[object] = []

    def dying(*args: object) -> None:
        calls.append(args)
        if len(calls) == at:
            raise OSError("power cut")
        reply(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(advance, "reply", dying)
    assert [each.fate for each in one_pass(fresh).outcomes] == [Fate.WAITING]
    monkeypatch.undo()

    finished = one_pass(fresh)

    assert set(fates(finished.outcomes)) == {(Fate.ACCEPTED, EAST), (Fate.ACCEPTED, WEST)}
    with open_office(fresh, stopped_clock(MOMENT)) as office:
        found = list_submissions(office.ledger, EXAMPLE, "一次性")
    assert [(each.version, each.answered, each.cleared) for each in found] == [(1, True, True)] * 2
    assert len(list(fresh.results(EXAMPLE).glob("回执/*"))) == 2
    assert list(fresh.inbox.rglob("*.xlsx")) == []
