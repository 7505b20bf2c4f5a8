"""Streams of arrivals made from the example campaign: the same seed makes the same files.

A stream comes in rounds. Within a round no file's fate hangs on another's, so that it is no matter
in which pass each is met; what does hang together (versions of a unit, the same bytes again, a text
copied from another unit) is in rounds that follow each other.
"""

from __future__ import annotations

import io
import os
import random
import shutil
import time
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.setup.demo_answers import answers_of, zero_report
from pipeline.setup.demo_batch import FIRST
from pipeline.setup.demo_forms import as_workbook, filled_sheets

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipeline.model.campaign import Campaign
    from pipeline.model.unit import Unit
    from pipeline.setup.demo_forms import Answers
    from pipeline.workspace import Workspace

_PLAIN: Final = 12  # forms of a round that simply count
_FAULTY: Final = 3
_ZIPPED: Final = 3
_COPYING: Final = (0, 1, 3)
_AGE_S: Final = 60  # how long a dropped file has lain at rest, so that no pass waits for it
COPIED: Final = (
    "推行“一窗受理、限时办结”，在服务大厅设立文明引导岗，群众平均等候时间明显缩短，满意度提高。"
)


@dataclass(frozen=True, slots=True)
class Round:
    """What arrives together: files by name, and whether in one folder that appears at once."""

    files: Mapping[str, bytes]
    folder: str = ""


def form_of(campaign: Campaign, unit: Unit, answers: Answers | None = None) -> bytes:
    return as_workbook(filled_sheets(campaign, unit, answers or answers_of(unit)), FIRST)


def zipped(members: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 10, 9, 9, 0, 0)), content)
    return stream.getvalue()


def stream(campaign: Campaign, size: int, seed: int = 5) -> tuple[Round, ...]:
    """Rounds of together at least *size* files to be received."""
    chance = random.Random(seed)  # noqa: S311 - a stream, not a secret
    rounds: list[Round] = []
    while sum(len(each.files) for each in rounds) < size:
        rounds.append(_round(campaign, len(rounds), rounds, chance))
    return tuple(rounds)


def _round(campaign: Campaign, number: int, before: list[Round], chance: random.Random) -> Round:
    units = [unit for unit in campaign.units() if not unit.exempt]
    chance.shuffle(units)
    plain, units = units[:_PLAIN], units[_PLAIN:]
    faulty, units = units[:_FAULTY], units[_FAULTY:]
    packed, zero = units[:_ZIPPED], units[_ZIPPED]
    files = {
        f"{unit.full_name}报送表({number}).xlsx": form_of(campaign, unit, _answers(unit, number))
        for unit in plain
    }
    if number in _COPYING:  # one unit each, so that it is no matter who was read first
        copied = _answers(plain[0], number).with_singles(典型经验=COPIED)
        files[f"{plain[0].full_name}报送表({number}).xlsx"] = form_of(campaign, plain[0], copied)
    for unit in faulty:
        answers = _answers(unit, number).with_singles(所属单位总数="很多", 填报人=f"第{number}次")
        files[f"{unit.full_name}（第{number}次）.xlsx"] = form_of(campaign, unit, answers)
    files[f"{zero.full_name}零报告{number}.xlsx"] = form_of(
        campaign, zero, zero_report(zero).with_singles(填报人=f"第{number}次")
    )
    files[f"说明{number}.pdf"] = b"%%PDF-1.4\n%%%d\n" % number
    files[f"没有传完{number}.xlsx"] = next(iter(files.values()))[: 3000 + number]
    members = {
        f"报送/{unit.full_name}.xlsx": form_of(campaign, unit, _answers(unit, number))
        for unit in packed
    }
    files[f"汇总报送{number}.zip"] = zipped(
        {**members, "报送/照片.jpg": b"\xff\xd8\xff%d" % number}
    )
    files |= _again(number, before)
    return Round(files, f"第{number:02}批" if number % 2 else "")


def _answers(unit: Unit, number: int) -> Answers:
    return answers_of(unit).with_singles(开展活动次数=Decimal(number + 1), 填报人=f"办公室{number}")


def _again(number: int, before: list[Round]) -> dict[str, bytes]:
    """The same bytes again: a form of the round before, and a file that was held before."""
    if not before:
        return {}
    earlier = before[-1].files
    name = sorted(name for name in earlier if "报送表" in name)[number % 5]
    return {
        f"又发一遍（{number}）{name}": earlier[name],
        f"说明又发{number}.pdf": earlier[f"说明{number - 1}.pdf"],
    }


def drop(workspace: Workspace, content: Round, aside: Path) -> None:
    """Let a round arrive: each file appears whole, by a rename from the same disk."""
    made = aside / "成批"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    rested = time.time() - _AGE_S
    for name, data in content.files.items():
        (made / name).write_bytes(data)
        os.utime(made / name, (rested, rested))
    if content.folder:
        made.rename(workspace.inbox / content.folder)
        return
    for name in sorted(content.files):
        (made / name).rename(workspace.inbox / name)
