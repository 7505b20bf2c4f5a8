"""A watcher under a stream of arrivals, killed at random and started again each time."""

from __future__ import annotations

import signal
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.faults.arrivals import drop
from tests.faults.disk import KILL, TEAR, Rule
from tests.programs import start_watcher, until, waiting_in

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.workspace import Workspace
    from tests.faults.arrivals import Round
    from tests.faults.disk import Disk
    from tests.programs import Watcher

_CALLS_A_FILE: Final = 30  # about how often the disk is written to for one arrival
_LOOK_S: Final = 0.02
_AT_MOST_S: Final = 600.0  # for one round without a kill, on a machine with much else to do
_BEGUN: Final = "值守中".encode()


@dataclass
class Killer:
    """Starts the watcher, kills it at random moments, and counts what it did.

    Every other watcher, by a coin, is killed at the n-th call that writes; the others by the clock, within
    the ``pace_s`` seconds that an undisturbed one needs for a round.
    """

    workspace: Workspace
    disk: Disk
    log: Path
    chance: random.Random
    pace_s: float
    kills: int = 0

    def start(self, left: int, files: int) -> tuple[Watcher, float]:
        """A watcher, and how long after it has begun it is to be killed."""
        self.disk.mends()
        delay = float("inf")
        if left > 0 and self.chance.random() < 0.5:
            calls = self.chance.randrange(1, 2 + 2 * _CALLS_A_FILE * files // left)
            action = self.chance.choice((KILL, TEAR))
            self.disk.breaks(Rule("any", action, str(self.workspace.root), calls, 1))
        elif left > 0:
            delay = self.chance.uniform(0, self.pace_s * 2 / (1 + left))
        log = self.log.with_suffix(f".{self.kills}.log")
        return start_watcher(self.workspace, log, **self.disk.environment()), delay

    def lived_through(self, kills: int, files: int) -> None:
        """Keep a watcher going until the inbox is empty, killing it about *kills* times."""
        goal = self.kills + kills
        until_s = time.monotonic() + _AT_MOST_S + 10 * kills
        watcher, delay = self.start(kills, files)
        begun = float("inf")
        try:
            while waiting_in(self.workspace):
                assert time.monotonic() < until_s, (waiting_in(self.workspace), watcher.output())
                time.sleep(_LOOK_S)
                if begun == float("inf") and _BEGUN in watcher.log.read_bytes():
                    begun = time.monotonic()
                if watcher.alive and time.monotonic() > begun + delay:
                    watcher.kill()
                if not watcher.alive:
                    assert watcher.process.returncode == -signal.SIGKILL, watcher.output()
                    self.kills += 1
                    watcher, delay = self.start(goal - self.kills, files)
                    begun = float("inf")
        finally:
            self.disk.mends()
            if watcher.alive:  # the round is done: this end is a kill like the others
                watcher.kill()
            self.kills += 1


def under_kills(killer: Killer, rounds: Sequence[Round], kills: int, aside: Path) -> None:
    """Let the rounds arrive one after another; together at least *kills* kills are done."""
    left_files = sum(len(each.files) for each in rounds)
    for each in rounds:
        files = len(each.files)
        drop(killer.workspace, each, aside)
        share = max(1, round((kills - killer.kills) * files / left_files))
        killer.lived_through(share, files)
        left_files -= files


def undisturbed(workspace: Workspace, rounds: Sequence[Round], log: Path, aside: Path) -> float:
    """The same rounds to a watcher that is not killed; the seconds that it took for one."""
    begun = time.monotonic()
    watcher = start_watcher(workspace, log)
    try:
        for each in rounds:
            drop(workspace, each, aside)
            done = until(lambda: not waiting_in(workspace), _AT_MOST_S)
            assert done, (waiting_in(workspace), watcher.output()[-2000:])
        assert watcher.alive
        took = time.monotonic() - begun
    finally:
        watcher.stop()
    return took / len(rounds)
