"""One of each kind of arrival in one small batch, and how an office ends that has taken it in."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Final

from pipeline.setup.demo_answers import answers_of
from pipeline.workspace import Workspace
from tests.faults.arrivals import Round, drop, form_of, zipped
from tests.faults.pictures import picture
from tests.submissions import campaign_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.conftest import Launcher
    from tests.faults.pictures import Picture

SOAK: Final = os.environ.get("BAOSONG_SOAK") == "1"  # everything, at its full size


def batch(workspace: Workspace) -> Round:
    """One of each: a form, a faulty one, a duplicate, an archive of two, and no form at all."""
    campaign = campaign_of(workspace)
    units = {unit.full_name: unit for unit in campaign.units()}
    east = form_of(campaign, units["东河区"])
    faulty = answers_of(units["西河区"]).with_singles(所属单位总数="很多")
    members = {f"{name}.xlsx": form_of(campaign, units[name]) for name in ("石桥县", "太和县")}
    return Round(
        {
            "1 东河区.xlsx": east,
            "2 西河区.xlsx": form_of(campaign, units["西河区"], faulty),
            "3 说明.pdf": b"%PDF-1.4\n%demo\n",
            "4 两个县.zip": zipped(members),
            "5 东河区（又发）.xlsx": east,
        }
    )


def dropped(started: Workspace, folder: Path) -> Workspace:
    shutil.copytree(started.root, folder / "office")
    workspace = Workspace(folder / "office")
    drop(workspace, batch(started), folder)
    return workspace


def ended(launcher: Launcher, workspace: Workspace) -> Picture:
    """The state after the next pass, and after one more that has nothing to do."""
    for _ in range(2 if SOAK else 1):
        assert launcher.run(workspace, "process") == 0, launcher.output()
    return picture(workspace)
