"""Files spoilt at random in every kind of container: nothing crashes, hangs or leads out.

A few seconds by default, the same inputs everywhere; ``BAOSONG_FUZZ_SECONDS=1800`` looks longer and at
others, and leaves what it finds in the folder ``BAOSONG_FUZZ_FINDS``.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.workbook.worker import reading_worker
from tests.fuzz.line import Tally, try_one
from tests.fuzz.mutations import spoilt
from tests.fuzz.seeds import seeds

if TYPE_CHECKING:
    import pytest

SECONDS: Final = float(os.environ.get("BAOSONG_FUZZ_SECONDS", "0"))
INPUTS: Final = 400  # of the short run, which counts files and not seconds
SEED: Final = int(
    os.environ.get("BAOSONG_FUZZ_SEED", "20261009" if not SECONDS else str(time.time_ns()))
)
FINDS: Final = os.environ.get("BAOSONG_FUZZ_FINDS", "")


def test_every_seed_is_read_as_a_form() -> None:
    campaign, made = seeds()
    tally = Tally()
    with reading_worker() as worker:
        for content in made.values():
            try_one(content, worker, campaign, tally)

    assert tally.broken == []
    # The comma-separated ones twice over: on their own, and in the archive, the nested one and the mail.
    assert tally.ends["read as a form"] == 16


def test_spoilt_files_are_read_or_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign, made = seeds()
    chance = random.Random(SEED)  # noqa: S311 - no secret
    tally = Tally()
    begun = time.monotonic()
    monkeypatch.chdir(tmp_path)
    with reading_worker() as worker:
        while tally.inputs < INPUTS or time.monotonic() - begun < SECONDS:
            try_one(spoilt(tuple(made.values()), chance), worker, campaign, tally)
            _keep(tally)
    figures = _figures(tally, worker.crashes, time.monotonic() - begun)
    sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1))

    assert [said for said, _ in tally.broken] == []
    assert list(tmp_path.iterdir()) == []


def _keep(tally: Tally) -> None:
    if FINDS and tally.broken:
        for said, content in tally.broken:
            key = sha256(said.encode()).hexdigest()[:12]
            where = Path(FINDS) / key
            if not where.exists():
                where.write_bytes(content)
                where.with_suffix(".txt").write_text(said, "utf-8")
        if tally.inputs % 200 == 0:
            sys.stderr.write(f"{tally.inputs} {len(tally.broken)}\n")


def _figures(tally: Tally, deaths: int, seconds: float) -> dict[str, object]:
    return {
        "seed": SEED,
        "inputs": tally.inputs,
        "seconds": round(seconds),
        "deaths of the child": deaths,
        "slowest s": round(tally.slowest_s, 2),
        "broken": len(tally.broken),
        "ends": dict(tally.ends),
        "reasons": dict(tally.reasons.most_common()),
    }
