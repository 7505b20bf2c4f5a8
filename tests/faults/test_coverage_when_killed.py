"""How many cells were read is reported after a kill, too: a form of its own, and one with two units' sheets."""

from __future__ import annotations

import io
import json
import signal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from pipeline.clock import stopped_clock
from pipeline.setup.draft_campaign import draft_campaign
from tests.campaign.books import drawn
from tests.faults.steps import WALKED, Step
from tests.submissions import MOMENT, drop

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.workspace import Workspace
    from tests.faults.conftest import Launcher

DIED = -signal.SIGKILL
HEAD = ["机构类别", "机构数（个）", "床位数（张）"]


def workbook(*units: str, numbers: tuple[int, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    for n, unit in enumerate(units):
        sheet = book.active if n == 0 else book.create_sheet()
        sheet.title = "统计表" if n == 0 else f"统计表{n + 1}"
        for row in (["养老机构统计表"], ["填报单位：", unit], HEAD, ["公办", *numbers], ["民办"]):
            sheet.append(row)
    book.active["F9"] = "自加的备注"
    book.save(stream := io.BytesIO())
    return stream.getvalue()


@pytest.fixture
def own_office(new_office: Callable[[str], Workspace]) -> Workspace:
    office = new_office("office")
    folder = office.root.parent
    book = openpyxl.load_workbook(io.BytesIO(workbook("")))
    book.active["F9"] = None
    book.save(folder / "表样.xlsx")
    (folder / "单位.xlsx").write_bytes(drawn({"名单": "| 单位名称 |\n| 东河区 |\n| 西河区 |"}))
    clock = stopped_clock(MOMENT)
    draft_campaign(office, "养老", folder / "表样.xlsx", folder / "单位.xlsx", clock)
    return office


def reported(launcher: Launcher, office: Workspace) -> list[dict[str, Any]]:
    launcher.forget()
    assert launcher.run(office, "process", "--json") == 0, launcher.output()
    output = launcher.output()
    files: list[dict[str, Any]] = json.loads(output[output.index("{") :])["files"]
    return files


@pytest.mark.parametrize("step", WALKED[1:], ids=lambda step: step.label)
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_resumed_pass_reports_what_was_read(
    launcher: Launcher, own_office: Workspace, step: Step, when: str
) -> None:
    drop(own_office, "东河区.xlsx", workbook("东河区", numbers=(3, 40)))
    assert launcher.killed(own_office, step, when, "process") == DIED, launcher.output()

    files = reported(launcher, own_office)

    if files:  # after its last step nothing is left to report
        (file,) = files
        assert (file["cells_filled"], file["cells_read"]) == (2, 2)
        assert file["own_content"] == ["「统计表」F9"]
    else:
        assert (step, when) == (WALKED[-1], "after")


def test_each_of_two_units_in_one_workbook_has_its_own_cells_counted(
    launcher: Launcher, own_office: Workspace
) -> None:
    drop(own_office, "两个单位.xlsx", workbook("东河区", "西河区", numbers=(3, 40)))
    step = Step("答复", WALKED[2].function, 2)
    assert launcher.killed(own_office, step, "after", "process") == DIED, launcher.output()

    files = reported(launcher, own_office)

    assert [(f["unit"], f["cells_filled"], f["cells_read"]) for f in files] == [
        ("东河区", 2, 2), ("西河区", 2, 2),
    ]  # fmt: skip
