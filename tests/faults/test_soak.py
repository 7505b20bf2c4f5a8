"""A watcher for hours under a trickle of arrivals: memory, handles and log stay as they are.

``BAOSONG_SOAK_SECONDS`` says how long; without it a minute shows only that the measuring works.
``BAOSONG_SOAK_CSV`` names a file that keeps every measure.
"""

from __future__ import annotations

import csv
import os
import random
import time
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from pipeline.setup.demo_answers import answers_of
from tests.faults.arrivals import Round, drop, form_of
from tests.faults.pictures import rows_of
from tests.programs import until, waiting_in, watching
from tests.submissions import campaign_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.model.campaign import Campaign
    from pipeline.workspace import Workspace
    from tests.programs import Watcher

SECONDS: Final = float(os.environ.get("BAOSONG_SOAK_SECONDS", "30"))
_WARM: Final = 0.25  # the part of the time after which nothing may grow any more
_GROWTH: Final = 1.15  # of the memory, over that of a watcher just started
_ARRIVE_S: Final = 10.0
_LOOKS, _LOOK_S = 10, 0.2
_LOG_AT_MOST: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Measure:
    """What the watcher uses at rest: KiB resident, open files, threads; and the bytes of its logs."""

    at_s: float
    memory_kib: int
    handles: int
    threads: int
    log_bytes: int
    received: int


def measure(watcher: Watcher, workspace: Workspace, begun: float) -> Measure:
    # A pass in the middle of its work holds more; the least of some looks is what it keeps.
    looks = []
    for _ in range(_LOOKS):
        looks.append(_look(Path(f"/proc/{watcher.process.pid}")))
        time.sleep(_LOOK_S)
    logs = [watcher.log, *(path for path in workspace.logs.rglob("*") if path.is_file())]
    memory_kib, handles, threads = (min(values) for values in zip(*looks, strict=True))
    return Measure(
        round(time.monotonic() - begun, 1),
        memory_kib,
        handles,
        threads,
        sum(path.stat().st_size for path in logs),
        len(rows_of(workspace, "submissions")) if workspace.ledger.exists() else 0,
    )


def _look(process: Path) -> tuple[int, int, int]:
    """Resident KiB, open files and threads of the process, by proc(5)."""
    about = dict(
        line.split(":", 1) for line in (process / "status").read_text("utf-8").splitlines()
    )
    handles = len(list((process / "fd").iterdir()))
    return int(about["VmRSS"].split()[0]), handles, int(about["Threads"])


def arrival(campaign: Campaign, number: int, chance: random.Random) -> Round:
    """One file: mostly a form of some unit, now and then none that can be read."""
    if chance.random() < 0.1:
        return Round({f"说明{number}.pdf": b"%%PDF-1.4\n%%%d\n" % number})
    units = [unit for unit in campaign.units() if not unit.exempt]
    unit = chance.choice(units)
    answers = answers_of(unit).with_singles(填报人=f"第{number}次")
    if chance.random() < 0.2:
        answers = answers.with_singles(所属单位总数="很多")
    return Round({f"{unit.full_name}{number}.xlsx": form_of(campaign, unit, answers)})


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="measured in /proc")
def test_a_watcher_stays_as_it_is(
    new_office: Callable[[str], Workspace], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = new_office("长期")
    campaign = campaign_of(workspace)
    kept = Path(os.environ.get("BAOSONG_SOAK_CSV", str(tmp_path / "soak.csv")))
    chance = random.Random(5)  # noqa: S311 - arrivals, not secrets
    measures: list[Measure] = []
    with (
        watching(workspace, tmp_path / "值守.log") as watcher,
        kept.open("w", newline="") as stream,
    ):
        table = csv.writer(stream)
        table.writerow(field.name for field in fields(Measure))
        begun, number = time.monotonic(), 0
        while (gone := time.monotonic() - begun) < SECONDS:
            drop(workspace, arrival(campaign, number, chance), tmp_path)
            number += 1
            assert watcher.alive, watcher.output()[-2000:]
            if gone >= len(measures) * min(60.0, SECONDS / 10):
                measures.append(measure(watcher, workspace, begun))
                table.writerow(astuple(measures[-1]))
                stream.flush()
            time.sleep(min(_ARRIVE_S, SECONDS / 15))
        assert until(lambda: not waiting_in(workspace)), watcher.output()[-2000:]
        measures.append(measure(watcher, workspace, begun))
        table.writerow(astuple(measures[-1]))
    with capsys.disabled():
        print(f"\nsoak: {number} arrivals", measures[0], measures[-1], sep="\n")  # noqa: T201
    _holds_still(measures, anew(workspace, campaign, tmp_path))


def anew(workspace: Workspace, campaign: Campaign, folder: Path) -> Measure:
    """What a watcher uses that has just been started over the same office, after its first arrival."""
    with watching(workspace, folder / "重新值守.log") as watcher:
        drop(workspace, arrival(campaign, -1, random.Random(7)), folder)  # noqa: S311
        assert until(lambda: not waiting_in(workspace)), watcher.output()
        time.sleep(3)
        return measure(watcher, workspace, time.monotonic())


def _holds_still(measures: list[Measure], fresh: Measure) -> None:
    """Nothing is kept but what the ledger's own growth needs, which a new watcher needs as well."""
    warm = [each for each in measures if each.at_s >= _WARM * SECONDS]
    settled, last = warm[0], warm[-1]
    assert last.handles <= settled.handles + 2, (settled, last)
    assert last.threads <= settled.threads + 1, (settled, last)
    assert last.log_bytes < _LOG_AT_MOST
    assert last.memory_kib <= fresh.memory_kib * _GROWTH, (fresh, last)
