"""A monthly campaign from an office's own form: cumulative figures, ratios and zero reports from month to month."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Final

import openpyxl
import pytest

from pipeline.clock import BEIJING, stopped_clock
from pipeline.consolidation.current import counted_units
from pipeline.consolidation.over_sums import consolidated
from pipeline.issuing.consolidate import consolidate
from pipeline.issuing.trace import trace
from pipeline.ledger.errors import SubmissionAltered
from pipeline.model.arrival import Fate
from pipeline.office.collection_round import load_round
from pipeline.office.context import open_office
from pipeline.setup.draft_campaign import draft_campaign
from tests.campaign.books import drawn
from tests.products.briefings import lines
from tests.story.test_audit import tamper
from tests.submissions import drop, one_pass

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.receiving.report import Outcome
    from pipeline.workspace import Workspace

NAME: Final = "信访月报"
FORM: Final = """
    | 信访月报         | <        | <      | <      |
    | 填报单位：       |          | 零报告 | {zero} |
    | 统计月份：       | {month}  |        |        |
    | 指标             | 计量单位 | 填报数 |        |
    | 应办结件数       | 件       | {due}  |        |
    | 办结件数         | 件       | {done} |        |
    | 本年累计办结件数 | 件       | {year} |        |
    | 办结率           | %        | {rate} |        |
    | 月末在册件数     | 件       | {left} |        |
"""
ROSTER: Final = """
    | 单位名称 | 类别 |
    | 云岭县   | 县区 |
    | 白沙区   | 县区 |
    | 柳河县   | 县区 |
"""
EMPTY: Final = dict.fromkeys(("zero", "month", "due", "done", "year", "rate", "left"), "")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


@pytest.fixture
def office(fresh: Workspace, tmp_path: Path) -> Workspace:
    """The campaign as it is drafted, collected month by month."""
    form, units = tmp_path / "form.xlsx", tmp_path / "units.xlsx"
    form.write_bytes(drawn({"月报": FORM.format(**EMPTY)}))
    units.write_bytes(drawn({"单位": ROSTER}))
    path, _ = draft_campaign(fresh, NAME, form, units, stopped_clock(at("2026-06-01T09:00")))
    changed = {"周期": "月", "截止时间": "次月5日 18:00", "零报告": "是", "牵头单位": "市信访局"}
    book = openpyxl.load_workbook(path)
    for row in book["任务"].iter_rows(min_row=2):
        row[1].value = changed.get(str(row[0].value), row[1].value)
    book.save(path)
    return fresh


def send(
    workspace: Workspace, unit: str, month: str, *figures: int | str, zero: str = ""
) -> Outcome:
    """A unit reports: due, done, done this year, rate, left."""
    told = dict(zip(("due", "done", "year", "rate", "left"), figures, strict=False))
    typed = {key: f"#{value}" if isinstance(value, int) else value for key, value in told.items()}
    year, number = month.split("-")
    known = {**EMPTY, **typed, "month": f"{year}年{int(number)}月", "zero": zero}
    sheet = FORM.format(**known).replace(
        "| 填报单位：       |          |", f"| 填报单位： | {unit} |"
    )
    drop(workspace, f"{unit}.xlsx", drawn({"月报": sheet}))
    following = at(f"{year}-{number}-28T09:00")
    (outcome,) = one_pass(workspace, following).outcomes
    assert outcome.fate is Fate.ACCEPTED, outcome
    return outcome


def rules(outcome: Outcome) -> list[str]:
    return [finding.rule for finding in outcome.findings]


def totals(workspace: Workspace, month: str) -> dict[str, str]:
    """What the whole city has, by field."""
    with open_office(workspace, stopped_clock(at(f"{month}-28T10:00"))) as opened:
        made = load_round(opened, opened.campaign(NAME), month)
    counted = counted_units(made.campaign, made.standings)
    found = {field.name: consolidated(field, counted) for field in made.campaign.fields}
    return {name: figure.text for name, figure in found.items() if figure}


def june(office: Workspace) -> None:
    send(office, "云岭县", "2026-06", 100, 90, 400, "90%", 10)
    send(office, "白沙区", "2026-06", 20, 5, 41, "25%", 15)
    send(office, "柳河县", "2026-06", 10, 6, 42, "60%", 4)


def test_the_draft_is_compared_and_recomputed_by_its_kinds(office: Workspace) -> None:
    june(office)

    assert totals(office, "2026-06") == {
        "应办结件数": "130", "办结件数": "101", "本年累计办结件数": "483", "办结率": "77.69",
        "月末在册件数": "29",
    }  # fmt: skip


def test_a_zero_report_leaves_the_cumulative_total_where_it_was(office: Workspace) -> None:
    june(office)
    assert rules(send(office, "白沙区", "2026-07", zero="是")) == []
    send(office, "柳河县", "2026-07", 4, 3, 45, "75%", 5)

    assert totals(office, "2026-07") == {
        "应办结件数": "4", "办结件数": "3", "本年累计办结件数": "86", "办结率": "75",
        "月末在册件数": "20",
    }  # fmt: skip

    # The next zero report carries on what was reported two months before; the report after it follows.
    send(office, "白沙区", "2026-08", zero="是")
    assert totals(office, "2026-08")["本年累计办结件数"] == "41"
    assert rules(send(office, "白沙区", "2026-09", 3, 2, 43, "67%", 16)) == []
    assert rules(send(office, "白沙区", "2026-10", 3, 3, 47, "100%", 16)) == ["cumulative-differs"]


def test_a_carried_figure_is_traced_to_the_cell_it_was_reported_in(office: Workspace) -> None:
    june(office)
    send(office, "白沙区", "2026-07", zero="是")
    with open_office(office, stopped_clock(at("2026-07-28T10:00"))) as opened:
        path = consolidate(opened, opened.campaign(NAME), "2026-07")
        found = trace(opened, path, "41")
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))

    carried = [
        row for row in book["来源"].iter_rows(values_only=True) if row[2] == "本年累计办结件数"
    ]
    assert [(row[3], row[5], row[6], row[8]) for row in carried] == [
        (41, "月报", "C7", "零报告，沿用2026年6月")
    ]
    assert found


def test_in_january_the_cumulative_figure_begins_anew(office: Workspace) -> None:
    send(office, "柳河县", "2026-12", 4, 3, 45, "75%", 5)
    send(office, "白沙区", "2026-12", 4, 3, 41, "75%", 5)

    assert rules(send(office, "柳河县", "2027-01", 4, 2, 47, "50%", 5)) == ["cumulative-differs"]
    send(office, "白沙区", "2027-01", zero="是")
    assert totals(office, "2027-01")["本年累计办结件数"] == "47"
    assert totals(office, "2027-01")["月末在册件数"] == "10"


def test_a_unit_that_skipped_a_month_is_told_that_nothing_was_compared(office: Workspace) -> None:
    june(office)

    assert rules(send(office, "柳河县", "2026-08", 4, 3, 50, "75%", 5)) == ["cumulative-unchecked"]


def briefing(workspace: Workspace, month: str) -> str:
    with open_office(workspace, stopped_clock(at(f"{month}-28T10:00"))) as opened:
        made = load_round(opened, opened.campaign(NAME), month)
    return "".join(lines(made))


def test_the_briefing_compares_the_units_that_reported_both_times(office: Workspace) -> None:
    send(office, "柳河县", "2025-07", 4, 2, 20, "50%", 5)
    june(office)
    send(office, "柳河县", "2026-07", 4, 3, 45, "75%", 5)

    said = briefing(office, "2026-07")

    assert "办结3件（可比口径1家较上期下降50%；比去年同期增长50%）" in said
    assert "办结率75%（可比口径1家较上期上升15个百分点；比去年同期上升25个百分点）" in said
    assert "本年累计办结45件（比去年同期增长125%）" in said


def test_a_carried_figure_that_was_altered_afterwards_is_not_printed(office: Workspace) -> None:
    june(office)
    send(office, "白沙区", "2026-07", zero="是")
    send(office, "白沙区", "2026-08", zero="是")
    tamper(office, "UPDATE answers SET value = '141' WHERE value = '41'")

    with (
        open_office(office, stopped_clock(at("2026-08-28T10:00"))) as opened,
        pytest.raises(SubmissionAltered, match="白沙区"),
    ):
        consolidate(opened, opened.campaign(NAME), "2026-08")
