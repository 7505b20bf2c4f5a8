"""Forms without a stamp that wait in the quarantine, and the command that assigns them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.intake.quarantine import quarantined_files
from pipeline.model.arrival import Fate
from pipeline.setup.demo_forms import Answers, as_workbook, filled_sheets
from tests.programs import LATER, baosong_here
from tests.submissions import MOMENT, campaign_of, drop, one_pass, unit_answers

if TYPE_CHECKING:
    import subprocess

    from pipeline.workspace import Workspace

NAME = "上报表.xlsx"


def unsigned(workspace: Workspace, cell: str = "", answers: Answers | None = None) -> bytes:
    """东河区's form without a stamp, its 填报单位 saying *cell*."""
    campaign = campaign_of(workspace)
    given = answers or unit_answers(workspace, "东河区")
    sheets = [
        replace(
            sheet,
            cells=tuple(
                replace(c, value=cell or None) if c.value == "东河区" else c
                for c in sheet.cells
                if "单位编号" not in str(c.value)
            ),
        )
        for sheet in filled_sheets(campaign, campaign.units()[0], given)
        if sheet.name != "报送通标记"
    ]
    return as_workbook(sheets, MOMENT)


def wait(workspace: Workspace, cell: str = "", name: str = NAME) -> str:
    """A form that waits in the quarantine; its digest."""
    drop(workspace, name, unsigned(workspace, cell))
    (outcome,) = one_pass(workspace).outcomes
    assert outcome.fate is Fate.QUARANTINED
    return next(item.digest for item in quarantined_files(workspace) if item.name == name)


def assign(workspace: Workspace, *words: str) -> subprocess.CompletedProcess[str]:
    return baosong_here("-w", workspace.root, "assign", *words, BAOSONG_NOW=LATER)
