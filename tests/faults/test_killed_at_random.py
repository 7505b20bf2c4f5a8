"""A watcher killed at random under a stream of arrivals ends with what an undisturbed one has."""

from __future__ import annotations

import json
import os
import random
from typing import TYPE_CHECKING, Final

import pytest

from tests.faults.arrivals import stream
from tests.faults.disk import Disk
from tests.faults.kills import Killer, under_kills, undisturbed
from tests.faults.pictures import differences, picture
from tests.programs import baosong
from tests.submissions import campaign_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.workspace import Workspace

SHORT: Final = (40, 12)  # arrivals and kills
LONG: Final = (500, 200)


def sizes() -> tuple[int, int]:
    """How many arrivals and kills: few, or those of the soak, or as many as the environment says."""
    arrivals, kills = LONG if os.environ.get("BAOSONG_SOAK") == "1" else SHORT
    return (
        int(os.environ.get("BAOSONG_ARRIVALS", arrivals)),
        int(os.environ.get("BAOSONG_KILLS", kills)),
    )


@pytest.mark.long
def test_a_watcher_killed_at_random_ends_with_what_an_undisturbed_one_has(
    new_office: Callable[[str], Workspace],
    shim: Path,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    arrivals, kills = sizes()
    disturbed, calm = new_office("中断"), new_office("未中断")
    rounds = stream(campaign_of(calm), arrivals)
    disk = Disk(shim, tmp_path / "control")
    seed = int(os.environ.get("BAOSONG_SEED", "5"))

    pace_s = undisturbed(calm, rounds, tmp_path / "未中断.log", tmp_path)
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    killer = Killer(disturbed, disk, tmp_path / "中断.log", chance, pace_s)
    under_kills(killer, rounds, kills, tmp_path)

    for workspace in (calm, disturbed):
        done = baosong("-w", workspace.root, "process", "--json")
        assert done.returncode == 0, done.stdout + done.stderr
        assert json.loads(done.stdout)["arrived"] == 0, done.stdout + done.stderr
    told = {
        "arrivals": sum(len(each.files) for each in rounds),
        "kills": killer.kills,
        "seed": seed,
    }
    record_property("told", told)
    print(told)  # noqa: T201 - the figures of the run
    assert killer.kills >= kills
    assert differences(picture(calm), picture(disturbed)) == [], told
