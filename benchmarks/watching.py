"""How soon an arrival is answered, and what watching costs when nothing arrives.

    PYTHONPATH=. python benchmarks/watching.py [--arrivals 1 100 1000] [--settled 10000] [--idle 60]

Each figure stands beside that of a baseline measured in the same run on the same files: the script
that an office's own programmer would write, which lists the folder every two seconds, opens what has
stopped growing with openpyxl, and fills the receipt's template with docxtpl. It keeps no original,
checks nothing and survives no crash. Seconds differ from machine to machine; read the ratio.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

import openpyxl

from pipeline.campaign.book.load import load_campaign
from pipeline.clock import system_clock
from pipeline.ledger.read import list_submissions
from pipeline.ledger.store import insert_submission, write_transaction
from pipeline.office.context import open_office
from pipeline.setup.demo_answers import answers_of
from pipeline.setup.demo_forms import as_workbook, filled_sheets
from pipeline.setup.init import EXAMPLE, start_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.workspace import Workspace

ROOT: Final = Path(__file__).parents[1]
SINGLES: Final = 20  # a single arrival is tried so often
POLL_S: Final = 2.0
TICKS: Final = os.sysconf("SC_CLK_TCK")
NAIVE: Final = """
import io, sys, time
from pathlib import Path
import openpyxl
from docxtpl import DocxTemplate
inbox, receipts, template = map(Path, sys.argv[1:4])
reads = sys.argv[4] == "reads"
receipts.mkdir(parents=True, exist_ok=True)
before = {}
while True:
    now = {p: (p.stat().st_size, p.stat().st_mtime_ns) for p in inbox.rglob("*.xlsx")}
    for path, about in sorted(now.items()):
        if reads and before.get(path) == about:
            book = openpyxl.load_workbook(path, data_only=True)
            filled = [v for s in book for row in s.iter_rows(values_only=True) for v in row if v]
            paper = DocxTemplate(template)
            for text in paper.get_docx().paragraphs:
                text.text = str(len(filled))
            paper.get_docx().save(receipts / f"{path.stem}.docx")
            path.unlink()
    before = now
    time.sleep(POLL)
""".replace("POLL", str(POLL_S))


@dataclass(frozen=True, slots=True)
class Contender:
    """A watcher to be timed: its name, how it is started, and where its receipts appear."""

    name: str
    command: tuple[str, ...]
    workspace: Workspace
    receipts: Path
    receipt: Callable[[str], str]


def prepared(folder: Path, units: int) -> Workspace:
    """An office whose example campaign has *units* more units to hear from."""
    workspace, _ = start_workspace(folder, example=True)
    book = workspace.campaign_folder(EXAMPLE) / "任务书.xlsx"
    edited = openpyxl.load_workbook(book)
    sheet = edited["单位"]
    header = [cell.value for cell in sheet[1]]
    for number in range(units):
        values = {"单位名称": unit_name(number), "类别": "镇街"}
        sheet.append([values.get(str(title)) for title in header])
    edited.save(book)
    return workspace


def unit_name(number: int) -> str:
    """A made-up unit, unlike every other by more than a digit."""
    return "甲乙丙丁戊己庚辛壬癸"[number % 10] + f"{number:04}号街道办事处"


def forms(workspace: Workspace, count: int) -> dict[str, bytes]:
    """A right form of each of the first *count* added units."""
    campaign = load_campaign(workspace.campaign_folder(EXAMPLE) / "任务书.xlsx")
    wanted = {unit_name(number) for number in range(count)}
    moment = system_clock().now()
    return {
        unit.full_name: as_workbook(filled_sheets(campaign, unit, answers_of(unit)), moment)
        for unit in campaign.units()
        if unit.full_name in wanted
    }


def ours(workspace: Workspace, *asked: str) -> Contender:
    """The program itself."""
    command = (sys.executable, str(ROOT / "cli.py"), "-w", str(workspace.root), "watch", *asked)
    receipts = workspace.results(EXAMPLE) / "回执"
    name = "baosong watch " + " ".join(asked)
    return Contender(name.strip(), command, workspace, receipts, lambda u: f"{u}第1版回执.docx")


def naive(workspace: Workspace, *, reads: bool = True) -> Contender:
    """The script that an office's own programmer would write."""
    receipts = workspace.outbox / "回执"
    template = workspace.document_templates / "回执.docx"
    given = (str(workspace.inbox), str(receipts), str(template), "reads" if reads else "looks")
    command = (sys.executable, "-c", NAIVE, *given)
    return Contender("naive: poll + openpyxl", command, workspace, receipts, lambda u: f"{u}.docx")


def latencies(contender: Contender, content: dict[str, bytes], *, together: bool) -> list[float]:
    """Seconds from the end of each copy to its receipt; one after another, or all at once."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(contender.command, stdout=said, stderr=said)
    try:
        warm, *names = content
        _timed(contender, {warm: content[warm]})
        if together:
            return _timed(contender, {name: content[name] for name in names})
        return [seconds for n in names for seconds in _timed(contender, {n: content[n]})]
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


def _timed(contender: Contender, content: dict[str, bytes]) -> list[float]:
    copied: dict[str, float] = {}
    for unit, data in content.items():
        (contender.workspace.inbox / f"{unit}.xlsx").write_bytes(data)
        copied[contender.receipt(unit)] = time.monotonic()
    taken: list[float] = []
    deadline = time.monotonic() + 60 + 2 * len(content)
    while copied and time.monotonic() < deadline:
        try:
            there = {entry.name for entry in os.scandir(contender.receipts)}
        except FileNotFoundError:
            there = set()
        now = time.monotonic()
        taken += [now - copied.pop(name) for name in there & copied.keys()]
        time.sleep(0.005)
    if copied:
        raise TimeoutError(f"{contender.name}: {len(copied)} receipts never came")
    return taken


def told(name: str, taken: Sequence[float], baseline: Sequence[float]) -> str:
    """A line of the table: median, 99th percentile, and both as ratios to the baseline."""
    middle, high = statistics.median(taken), percentile(taken)
    ratios = f"{statistics.median(baseline) / middle:6.2f}  {percentile(baseline) / high:6.2f}"
    return f"{name:26} {middle:9.3f} s {high:9.3f} s   {ratios}"


def percentile(taken: Sequence[float]) -> float:
    """The 99th percentile, by rank: the smallest that is not below 99 of 100."""
    return sorted(taken)[max(0, -(-99 * len(taken) // 100) - 1)]


def compare_latency(folder: Path, count: int) -> None:
    """Print the latencies at *count* arrivals at once."""
    tries = SINGLES if count == 1 else count
    print(f"\n{count} arrival(s) at once, {tries} timed        median      99th   baseline/this")
    contenders = [
        naive(prepared(folder / f"naive{count}", tries + 1)),
        ours(prepared(folder / f"native{count}", tries + 1)),
    ]
    if count == 1:
        contenders.append(ours(prepared(folder / f"polling{count}", tries + 1), "--polling"))
    baseline: list[float] = []
    for contender in contenders:
        content = forms(contender.workspace, tries + 1)
        taken = latencies(contender, content, together=count > 1)
        baseline = baseline or taken
        print(told(contender.name, taken, baseline), flush=True)


def settle(workspace: Workspace, count: int) -> None:
    """An office of long standing: *count* originals and submissions, and as many files passed over."""
    (workspace.inbox / "往年").mkdir()
    for number in range(count):
        (workspace.inbox / "往年" / f"~$表{number}.xlsx").write_bytes(b"\x05office")
    unit, content = next(iter(forms(workspace, 1).items()))
    (workspace.inbox / f"{unit}.xlsx").write_bytes(content)
    time.sleep(1.1)
    subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "-w", str(workspace.root), "process"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    with open_office(workspace, system_clock()) as office:
        campaign = office.campaign(EXAMPLE)
        (one,) = list_submissions(office.ledger, campaign.name, "一次性")
        units = campaign.units()
        with write_transaction(office.ledger) as connection:
            for number in range(1, count):
                bytes_ = f"original {number}".encode()
                digest = sha256(bytes_).hexdigest()
                shard = workspace.originals / digest[:2]
                shard.mkdir(exist_ok=True)
                (shard / f"{digest}.bin").write_bytes(bytes_)
                unit_code = units[number % len(units)].code
                insert_submission(connection, replace(one, digest=digest, unit=unit_code, number=0))


def idle_cost(contender: Contender, seconds: float) -> tuple[float, float]:
    """CPU seconds a minute and resident MiB of a watcher that has nothing to do."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(contender.command, stdout=said, stderr=said)
    try:
        time.sleep(min(60, 10 + seconds / 4))  # the first pass is no idling
        before = _cpu_seconds(process.pid)
        time.sleep(seconds)
        spent = _cpu_seconds(process.pid) - before
        memory = Path(f"/proc/{process.pid}/statm").read_text("ascii").split()[1]
        return spent * 60 / seconds, int(memory) * os.sysconf("SC_PAGE_SIZE") / 2**20
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


def _cpu_seconds(pid: int) -> float:
    """Of the process and of its children that have ended (proc(5): utime, stime, cutime, cstime)."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS


def compare_idle(folder: Path, count: int, seconds: float) -> None:
    """Print what watching costs over *count* settled files."""
    print(f"\nidle over {count} settled files, {seconds:.0f} s     CPU s a minute   resident MiB")
    workspace = prepared(folder / "idle", 40)
    settle(workspace, count)
    listed = replace(naive(workspace, reads=False), name="naive: poll by stat")
    for contender in (listed, ours(workspace), ours(workspace, "--polling")):
        spent, memory = idle_cost(contender, seconds)
        print(f"{contender.name:26} {spent:14.2f} {memory:14.1f}", flush=True)


def main() -> None:
    """Print both tables."""
    wanted = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    wanted.add_argument("--arrivals", type=int, nargs="*", default=[1, 100, 1000])
    wanted.add_argument("--settled", type=int, default=10_000)
    wanted.add_argument("--idle", type=float, default=60.0)
    asked = wanted.parse_args()
    with tempfile.TemporaryDirectory() as name:
        for count in asked.arrivals:
            compare_latency(Path(name), count)
        if asked.settled:
            compare_idle(Path(name), asked.settled, asked.idle)


if __name__ == "__main__":
    main()
