"""Forms handed in, decisions on them by the command line, and the papers that follow."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import docx

from pipeline.clock import BEIJING, stopped_clock
from pipeline.consolidation.collected_values import values_document
from pipeline.office.collection_round import load_round
from pipeline.office.context import open_office
from pipeline.setup.init import EXAMPLE
from tests.programs import baosong_here
from tests.submissions import MOMENT, drop, form, one_pass, unit_answers

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from pipeline.model.arrival import Fate
    from pipeline.workspace import Workspace

EAST, WEST, TWO = "东河区", "西河区", "双溪县"
AFTER = "2026-10-13T11:00:00+08:00"  # after the deadline
LATE = datetime(2026, 10, 13, 10, 0, tzinfo=BEIJING)


def run(workspace: Workspace, *words: str, by: str = "") -> subprocess.CompletedProcess[str]:
    named = ("--by", by) if by else ()
    return baosong_here("-w", workspace.root, *named, *words, BAOSONG_NOW=AFTER)


def done(workspace: Workspace, *words: str, why: str = "单位来电更正") -> str:
    answer = run(workspace, *words, "--reason", why)
    assert (answer.returncode, answer.stderr) == (0, ""), answer.stderr
    return answer.stdout


def send(workspace: Workspace, unit: str, name: str = "", moment: datetime = MOMENT, **typed: Any) -> Fate:  # fmt: skip
    answers = unit_answers(workspace, unit).with_singles(**typed)
    drop(workspace, name or f"{unit}.xlsx", form(workspace, unit, answers))
    (outcome,) = one_pass(workspace, moment).outcomes
    return outcome.fate


def reports(workspace: Workspace) -> dict[str, str]:
    """What is collected as 媒体报道篇数, by unit."""
    with open_office(workspace, stopped_clock(LATE)) as office:
        found = values_document(load_round(office, office.campaign(EXAMPLE)))["values"]
    return {each["unit"]: each["value"] for each in found if each["field"] == "媒体报道篇数"}


def text_of(path: Path) -> str:
    document = docx.Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def paper(workspace: Workspace, pattern: str) -> str:
    (path,) = workspace.results(EXAMPLE).glob(pattern)
    return text_of(path)
