"""What one more file costs on top of many: the processor time a file on top of 3,000 and of 40.

    PYTHONPATH=. python benchmarks/growth.py [--quick] [--on 3000] [--files 40] [--rounds 3] [--at-most 1.15]

Two offices have the same roster of made-up units and differ in how many of them have reported; each
receives passes of the same number of files, in turns. A file's time is that of the main process and of
the reading child, from the first answer of a pass to the last; opening the office, the boards and a
pass over an empty inbox have lines of their own. One file in five has a name that says nothing, one in
ten has an error, each has three long texts of its own. Fails where the ratio is above ``--at-most``.
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import sys
import tempfile
import time
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

from sqlalchemy import insert

from pipeline.campaign.book.write import book_workbook
from pipeline.campaign.periods import period_at
from pipeline.checking.check import check, check_outcome
from pipeline.clock import stopped_clock
from pipeline.ledger.fingerprints import fingerprint_event
from pipeline.ledger.history import append
from pipeline.ledger.rows import moment_text
from pipeline.ledger.schema import arrivals
from pipeline.ledger.store import insert_submission, write_transaction
from pipeline.model.arrival import Fate
from pipeline.model.event import Action, unit_subject
from pipeline.model.submission import Submission
from pipeline.office.boards import refresh_boards
from pipeline.office.context import open_office
from pipeline.products.replies import reply_folder, reply_stem
from pipeline.reading.fill import read_form
from pipeline.reading.identify import Claim, identify
from pipeline.receiving.run import run_pass
from pipeline.setup.demo_answers import answers_of
from pipeline.setup.demo_batch import FIRST
from pipeline.setup.demo_forms import as_workbook, filled_sheets
from pipeline.setup.example import example_rows
from pipeline.setup.init import EXAMPLE, start_workspace
from pipeline.workbook.reading.read import read_book

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from pipeline.model.campaign import Campaign
    from pipeline.model.unit import Unit
    from pipeline.office.context import Office
    from pipeline.workspace import Workspace

TICKS: Final = os.sysconf("SC_CLK_TCK")
SMALL: Final = 40
WARM: Final = 5  # files received before anything is timed
TEXTS: Final = ("存在问题", "下一步打算", "典型经验")
PLACES: Final = "安白北长大东丰福高光广海和河红华吉江金景九康兰乐丽临龙明南宁平青清泉仁荣瑞"
WORDS: Final = (
    "围绕群众办事的堵点逐项梳理流程", "窗口人员轮岗培训后仍有个别环节衔接不畅", "把责任分解到科室和岗位并按周调度",
    "志愿服务队进社区开展政策宣讲", "档案资料补充完整并统一编号归档", "公益广告按季度更新且覆盖主要路口",
    "对照测评标准开展自查并列出整改清单", "联合驻地单位共建共享活动场所", "经费安排偏紧影响部分项目推进",
    "评比亮牌与年度考核挂钩形成长效机制", "邀请群众代表参加明察暗访", "新媒体专栏每月推送两期典型事迹",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor time of one pass: milliseconds a file, seconds of opening, boards and an empty pass."""

    file_ms: float
    opening_s: float
    boards_s: float
    idle_s: float


def unit_name(number: int) -> str:
    """Return the name of a made-up unit, unlike the others by more than a digit."""
    size = len(PLACES)
    letters = PLACES[number % size] + PLACES[number // size % size] + PLACES[number * 7 % size]
    return f"{letters}{number // (size * size) or ''}{('镇', '街道办事处', '乡')[number % 3]}"


@cache
def texts_of(number: int) -> tuple[str, ...]:
    """Return the three long texts of a unit, of 60 to 90 characters, unlike those of the others."""
    chance = Random(number)  # noqa: S311 - the same texts in every run
    return tuple(
        f"{'，'.join(chance.sample(WORDS, 2))}，{''.join(chance.choices(PLACES, k=40))}"
        for _ in TEXTS
    )


def make_office(root: Path, units: int) -> Workspace:
    """Create an office whose example campaign has a roster of *units* made-up units."""
    workspace, _ = start_workspace(root)
    rows = tuple((unit_name(n), "", "", "镇街", "", "", "否") for n in range(units))
    book = workspace.campaign_folder(EXAMPLE) / "任务书.xlsx"
    book.parent.mkdir(parents=True, exist_ok=True)
    book.write_bytes(book_workbook(replace(example_rows(), units=rows), FIRST))
    return workspace


class Forms:
    """Forms of any number of units, made from one right and one wrong form by patching their XML."""

    def __init__(self, campaign: Campaign) -> None:
        """Write the two forms of the roster's first unit, and check them once."""
        self._campaign = campaign
        unit = campaign.units()[0]
        right = answers_of(unit).with_singles(**dict(zip(TEXTS, texts_of(0), strict=True)))
        wrong = right.with_singles(已命名合计=Decimal(999))
        self._contents = [
            as_workbook(filled_sheets(campaign, unit, each), FIRST) for each in (right, wrong)
        ]
        self._checked = [self._check(content) for content in self._contents]

    def content(self, number: int) -> bytes:
        """Return the form of one unit; one in ten has an error."""
        first, unit = self._campaign.units()[0], self._campaign.units()[number]
        changes = {first.full_name: unit.full_name, first.code: unit.code}
        changes |= dict(zip(texts_of(0), texts_of(number), strict=True))
        made = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(self._contents[number % 10 == 0])) as old,
            zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for name in old.namelist():
                part = old.read(name)
                if name == "xl/sharedStrings.xml":
                    text = part.decode()
                    for before, after in changes.items():
                        text = text.replace(before, after)
                    part = text.encode()
                new.writestr(name, part)
        return made.getvalue()

    def submission(self, number: int) -> Submission:
        """Return what is recorded of the form of one unit."""
        unit, one = self._campaign.units()[number], self._checked[number % 10 == 0]
        name = f"{unit.full_name}报送表.xlsx"
        written = dict(zip(texts_of(0), texts_of(number), strict=True))
        singles = tuple(
            replace(each, typed=written[each.typed], value=written[each.typed])
            if each.typed in written
            else each
            for each in one.filling.singles
        )
        filling = replace(one.filling, unit=unit.code, singles=singles)
        digest = sha256(name.encode()).hexdigest()
        return replace(one, unit=unit.code, name=name, digest=digest, filling=filling)

    def _check(self, content: bytes) -> Submission:
        book = read_book(content, "报送表.xlsx")
        claim = identify(book, [self._campaign])
        if not isinstance(claim, Claim):
            raise TypeError(claim)
        filling = read_form(book, self._campaign, claim)
        findings = check(filling, self._campaign)
        return Submission(
            campaign=self._campaign.name, period=period_at(self._campaign, FIRST).code,
            unit=claim.unit.code, digest="", name=book.name, received_at=FIRST, late=False,
            outcome=check_outcome(filling, findings), filling=filling, findings=findings,
            answered=True, cleared=True,
        )  # fmt: skip


def settle(office: Office, forms: Forms, count: int) -> None:
    """Record the forms of the first *count* units, with their events, arrivals and answers."""
    campaign = office.campaigns[0]
    with write_transaction(office.ledger) as connection:
        for number in range(count):
            unit = campaign.units()[number]
            recorded, _ = insert_submission(connection, forms.submission(number))
            _settle_one(connection, office, unit, recorded)
            folder = reply_folder(office.workspace.results(campaign.name), unit, recorded)
            folder.mkdir(parents=True, exist_ok=True)
            kind = "回执" if recorded.outcome.counts else "退回单"
            (folder / f"{reply_stem(campaign, unit, recorded)}{kind}.docx").touch()


def _settle_one(connection: Connection, office: Office, unit: Unit, recorded: Submission) -> None:
    subject = unit_subject(recorded.campaign, unit.full_name)
    append(connection, office.event(Action.RECEIVED, subject, recorded.name, recorded.digest))
    append(connection, fingerprint_event(recorded, FIRST, office.actor))
    append(connection, office.event(Action.RECEIPT_SENT, subject, "第1版", recorded.digest))
    append(connection, office.event(Action.INBOX_CLEARED, recorded.name, "", recorded.digest))
    fate = Fate.ACCEPTED if recorded.outcome.counts else Fate.RETURNED
    row = {
        "name": recorded.name, "digest": recorded.digest, "origin": "inbox",
        "received_at": moment_text(FIRST), "step": "cleared", "starts": 1,
        "submission": recorded.number, "fate": fate.value, "unit": unit.full_name,
        "campaign": recorded.campaign, "reason": "",
    }  # fmt: skip
    connection.execute(insert(arrivals), row)


class Contender:
    """An office on top of whose settled files passes are run."""

    def __init__(self, root: Path, units: int, settled: int) -> None:
        """Create the office and settle its first *settled* units."""
        self._workspace = make_office(root, units)
        self._next = settled
        with self._open() as office:
            self._forms = Forms(office.campaigns[0])
            settle(office, self._forms, settled)
            refresh_boards(office)

    def run(self, files: int) -> Cost:
        """Return what a pass over *files* new files costs."""
        for number in range(self._next, self._next + files):
            self._drop(number)
        self._next += files
        begun = cpu_s()
        with self._open() as office:
            opened = cpu_s()
            moments: list[float] = []
            report = run_pass(office, lambda *_: moments.append(cpu_s()))
            ended = cpu_s()
            run_pass(office)
            idle = cpu_s() - ended
        fates = {outcome.fate for outcome in report.outcomes}
        if len(report.outcomes) != files or not fates <= {Fate.ACCEPTED, Fate.RETURNED}:
            raise ValueError(report)
        file_ms = 1000 * (moments[-1] - moments[0]) / max(1, files - 1)
        return Cost(file_ms, opened - begun, ended - moments[-1], idle)

    def _drop(self, number: int) -> None:
        name = f"附件2：报送表（{number}）" if number % 5 == 0 else f"{unit_name(number)}报送表"
        path = self._workspace.inbox / f"{name}.xlsx"
        path.write_bytes(self._forms.content(number))
        earlier = time.time() - 60
        os.utime(path, (earlier, earlier))

    @contextmanager
    def _open(self) -> Iterator[Office]:
        with open_office(self._workspace, stopped_clock(FIRST + timedelta(days=1))) as office:
            yield office


def cpu_s() -> float:
    """Return the processor time of this process and of its children, those that are running too."""
    spent = os.times()
    total = time.process_time() + spent.children_user + spent.children_system
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text("utf-8").rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        if int(fields[1]) == os.getpid():
            total += sum(map(int, fields[11:15])) / TICKS
    return total


def median(costs: list[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(
        *(
            statistics.median(getattr(each, name) for each in costs)
            for name in ("file_ms", "opening_s", "boards_s", "idle_s")
        )
    )


def main() -> int:
    """Print the table; return 1 where a file costs more than allowed on top of many."""
    wanted = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    wanted.add_argument("--on", type=int, default=3000)
    wanted.add_argument("--files", type=int, default=40)
    wanted.add_argument("--rounds", type=int, default=3)
    wanted.add_argument("--at-most", type=float, default=1.15)
    wanted.add_argument("--quick", action="store_true", help="the same as --on 600 --rounds 1")
    asked = wanted.parse_args()
    if asked.quick:
        asked.on, asked.rounds = 600, 1
    units = asked.on + 200 + asked.rounds * asked.files
    with tempfile.TemporaryDirectory() as folder:
        few = Contender(Path(folder) / "few", units, SMALL)
        many = Contender(Path(folder) / "many", units, asked.on)
        for contender in (few, many):
            contender.run(WARM)
        rounds = [(few.run(asked.files), many.run(asked.files)) for _ in range(asked.rounds)]
    costs = [median([each[n] for each in rounds]) for n in (0, 1)]
    print(
        f"roster of {units}; passes of {asked.files} files; processor time, main process and child"
    )
    print(f"{'on top of':>10} {'a file':>10} {'opening':>10} {'boards':>10} {'empty pass':>11}")
    for settled, cost in zip((SMALL, asked.on), costs, strict=True):
        print(
            f"{settled:>10} {cost.file_ms:>7.1f} ms {cost.opening_s:>8.2f} s"
            f" {cost.boards_s:>8.2f} s {cost.idle_s:>9.3f} s"
        )
    ratio = costs[1].file_ms / costs[0].file_ms
    print(f"a file on top of {asked.on}: {ratio:.2f} times one on top of {SMALL}")
    return int(ratio > asked.at_most)


if __name__ == "__main__":
    sys.exit(main())
