"""What a whole round costs in processor time, against the script of an office's own programmer.

    PYTHONPATH=. python benchmarks/line.py [--units 100 1000] [--keep FOLDER]

A made-up office of so many units: 3 of 100 stay silent, one form in ten has a fault, one file in five
has a name that says nothing, each form three long texts of its own. Ours is ``process``,
``consolidate``, ``brief`` and ``notice 督办``; the baseline is ``benchmarks/colleague.py`` on copies of
the same files and with the office's own templates. Both must find the same units right, returned and
missing. Printed are CPU seconds, with those of child processes, and their ratio, which above 1 means
that ours is faster; the baseline's start is in its whole, but in none of its stages. The program is
compiled before, as an installed one is.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.load import load_campaign
from pipeline.campaign.book.write import book_workbook
from pipeline.clock import system_clock
from pipeline.files import replace_file
from pipeline.official.templates.starters import STARTER_DATE
from pipeline.setup.demo_answers import answers_of
from pipeline.setup.demo_forms import as_workbook, filled_sheets
from pipeline.setup.example import example_rows
from pipeline.setup.init import EXAMPLE, start_workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.unit import Unit
    from pipeline.setup.demo_forms import Answers
    from pipeline.workspace import Workspace

ROOT: Final = Path(__file__).parents[1]
SETTLED_S: Final = 1.1  # a file that has just been written is not taken yet
COMMANDS: Final = (
    ("process", ("process",)),
    ("consolidate", ("consolidate", EXAMPLE)),
    ("brief", ("brief", EXAMPLE)),
    ("督办", ("notice", "督办", EXAMPLE, "--yes")),
)
# The baseline's stages that do the work of each command.
STAGES: Final = {
    "process": ("read", "answers"),
    "consolidate": ("summary",),
    "brief": ("briefing",),
    "督办": ("chasing",),
}
FAULTS: Final[Sequence[dict[str, Decimal | str | None]]] = (
    {"已命名合计": Decimal(99)},
    {"存在问题": None},
    {"联系电话": "12345"},
    {"开展活动次数": Decimal(-3)},
    {"动员会日期": None},
)
CHARACTERS: Final = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所"
    "民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日"
)
TEXTS: Final = ("存在问题", "下一步打算", "典型经验")
STATES: Final = {"returned": "returned", "missing": "missing"}


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process printed, and the CPU seconds of it and its children."""

    output: str
    cpu_s: float


def office(folder: Path, units: int) -> Workspace:
    """An office whose example campaign has *units* made-up units, with the forms in its inbox."""
    workspace, _ = start_workspace(folder, example=True)
    roster = tuple((name, "", "", "镇街", "", "", "否") for name in map(unit_name, range(units)))
    book = workspace.campaign_folder(EXAMPLE) / "任务书.xlsx"
    replace_file(book, book_workbook(replace(example_rows(), units=roster), STARTER_DATE))
    campaign = load_campaign(book)
    moment = system_clock().now()
    for number, unit in enumerate(campaign.units()):
        if not is_silent(number):
            sheets = filled_sheets(campaign, unit, answers(number, unit))
            (workspace.inbox / file_name(number, unit)).write_bytes(as_workbook(sheets, moment))
    return workspace


def unit_name(number: int) -> str:
    """A made-up unit, unlike every other by more than a digit."""
    return "甲乙丙丁戊己庚辛壬癸"[number % 10] + f"{number:04}号街道办事处"


def is_silent(number: int) -> bool:
    """Whether the unit hands in nothing."""
    return number % 33 == 5  # noqa: PLR2004


def file_name(number: int, unit: Unit) -> str:
    """What the unit calls its file."""
    anonymous = number % 5 == 2  # noqa: PLR2004
    return f"附件2：报送表（{number}）.xlsx" if anonymous else f"{unit.full_name}报送表.xlsx"


def answers(number: int, unit: Unit) -> Answers:
    """What the unit answers; one in ten makes a mistake."""
    lots = random.Random(number)  # noqa: S311 - the same forms each time
    texts = {name: "".join(lots.choices(CHARACTERS, k=lots.randint(60, 90))) for name in TEXTS}
    right = answers_of(unit).with_singles(**texts)
    faulty = number % 10 == 3  # noqa: PLR2004
    return right.with_singles(**FAULTS[number // 10 % len(FAULTS)]) if faulty else right


def run(*command: str | Path) -> Spent:
    """Run a Python script in a process of its own."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen((sys.executable, *command), stdout=output, cwd=ROOT)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode()
    if process.returncode not in {0, 1}:  # 1: there are returned forms
        raise RuntimeError(f"{command} ended with {process.returncode}: {text}")
    return Spent(text, used.ru_utime + used.ru_stime)


def baseline(workspace: Workspace, folder: Path) -> Spent:
    """The colleague's script on the files in the inbox."""
    out = folder / "out"
    out.mkdir(parents=True, exist_ok=True)
    roster = folder / "roster.json"
    campaign = load_campaign(workspace.campaign_folder(EXAMPLE) / "任务书.xlsx")
    roster.write_text(json.dumps([unit.full_name for unit in campaign.units()]), "utf-8")
    script = ROOT / "benchmarks" / "colleague.py"
    return run(script, workspace.inbox, workspace.document_templates, out, roster)


def ours(workspace: Workspace) -> dict[str, float]:
    """CPU seconds of each command of the program."""
    time.sleep(SETTLED_S)
    cli = (ROOT / "cli.py", "-w", workspace.root)
    return {name: run(*cli, *command).cpu_s for name, command in COMMANDS}


def same(workspace: Workspace, found: dict[str, list[str]]) -> tuple[int, int, int]:
    """How many units both have found right, returned and missing."""
    told = json.loads(
        run(ROOT / "cli.py", "-w", workspace.root, "status", "--json", EXAMPLE).output
    )
    by_state: dict[str, list[str]] = {"right": [], "returned": [], "missing": []}
    for unit in told["units"]:
        by_state[STATES.get(unit["state"], "right")].append(unit["unit"])
    for state, units in by_state.items():
        assert sorted(units) == found[state], state  # noqa: S101 - or it is no benchmark
    return len(by_state["right"]), len(by_state["returned"]), len(by_state["missing"])


def compare(folder: Path, units: int) -> None:
    """Print the table for a roster of *units*."""
    workspace = office(folder / f"office{units}", units)
    script = baseline(workspace, folder / f"colleague{units}")
    colleague = json.loads(script.output)
    spent = ours(workspace)
    right, returned, missing = same(workspace, colleague)
    forms, whole = right + returned, sum(spent.values())
    print(f"\n{units} units: {right} right, {returned} returned, {missing} missing   CPU seconds")
    print(f"{'':14}{'colleague':>10}{'ours':>9}{'ratio':>8}{'ours, ms a form':>18}")
    for name, cpu_s in spent.items():
        theirs = sum(colleague["cpu"][stage] for stage in STAGES[name])
        print(f"{name:14}{line(theirs, cpu_s, forms)}")
    print(f"{'whole line':14}{line(script.cpu_s, whole, forms)}", flush=True)


def line(theirs: float, cpu_s: float, forms: int) -> str:
    """The figures of a row of the table."""
    return f"{theirs:10.2f}{cpu_s:9.2f}{theirs / cpu_s:8.2f}{1000 * cpu_s / forms:18.1f}"


def main() -> None:
    """Print a table for each size of roster."""
    os.environ["BAOSONG_RENDER"] = "0"  # the baseline doesn't look at its pages, either
    wanted = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    wanted.add_argument("--units", type=int, nargs="*", default=[100])
    wanted.add_argument("--keep", type=Path, help="make the offices there, and keep them")
    asked = wanted.parse_args()
    if find_spec("pandas") is None:
        sys.exit("The baseline needs pandas: pip install -e '.[bench]'")
    compileall.compile_dir(ROOT / "pipeline", quiet=1)
    with tempfile.TemporaryDirectory() as name:
        for units in asked.units:
            compare(asked.keep or Path(name), units)


if __name__ == "__main__":
    main()
