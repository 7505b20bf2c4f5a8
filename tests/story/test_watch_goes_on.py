"""Nothing that goes wrong in a pass ends the watcher: it is reported once, logged, and tried again."""

from __future__ import annotations

import errno
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.clock import BEIJING, Clock, stopped_clock
from pipeline.errors import PipelineError
from pipeline.intake.errors import InboxUnreachable
from pipeline.model.arrival import Fate
from pipeline.office import program_log
from pipeline.office.heartbeat import read_heartbeat, watcher_pulse
from pipeline.receiving import run
from pipeline.receiving.report import Outcome, PassReport
from pipeline.watching import watch as watching
from pipeline.watching.errors import PassFailed
from pipeline.watching.log import log_pass, watch_log
from pipeline.watching.watch import WatchPlan, watch
from tests.programs import PATIENCE_S, until
from tests.submissions import form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.office.context import Office
    from pipeline.workbook.worker import Worker
    from pipeline.workspace import Workspace

    Told = Callable[[Outcome, int, int], None]

MOMENT = datetime(2026, 10, 9, 9, 0, tzinfo=BEIJING)
EMPTY = PassReport(())


@dataclass
class Heard:
    """What a watcher in this process reported, in order."""

    told: list[PassReport | PipelineError | str] = field(default_factory=list)

    def troubles(self) -> list[str]:
        return [str(item) for item in self.told if isinstance(item, PipelineError)]


@contextmanager
def running(workspace: Workspace, clock: Clock, order: WatchPlan | None = None) -> Iterator[Heard]:
    heard = Heard()
    stop = threading.Event()
    thread = threading.Thread(
        target=watch,
        args=(workspace, clock, order or WatchPlan(scan_s=0.2), heard.told.append, stop.is_set),
    )
    thread.start()
    try:
        yield heard
    finally:
        stop.set()
        thread.join(PATIENCE_S)
        assert not thread.is_alive()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a file rest, and a request to stop be looked for, a tenth as long."""
    monkeypatch.setattr(run, "STABLE_S", 0.1)
    monkeypatch.setattr(watching, "_STOP_CHECK_S", 0.1)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "RETRY_S", 0.05)


def passes(monkeypatch: pytest.MonkeyPatch, *results: Exception | PassReport) -> list[int]:
    """Let the passes come out as *results*, and then well for ever; counts them."""
    count = [0]

    def process(_: Office, __: Told, ___: Worker) -> PassReport:
        count[0] += 1
        result = results[count[0] - 1] if count[0] <= len(results) else EMPTY
        if isinstance(result, Exception):
            raise result
        return result

    monkeypatch.setattr(watching, "run_pass", process)
    return count


@pytest.mark.usefixtures("hasty")
def test_an_unforeseen_fault_is_reported_in_one_sentence_and_the_next_pass_is_done(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = passes(monkeypatch, *[ValueError("身份证号 110101199001011234")] * 3)

    with running(fresh, stopped_clock(MOMENT)) as heard:
        assert until(lambda: count[0] >= 4)
        assert until(lambda: "刚才的问题已经过去，照常值守。" in heard.told)

    (trouble,) = heard.troubles()
    assert "程序内部出错" in trouble
    assert "值守没有停" in trouble
    log = fresh.watch_log.read_text("utf-8")
    assert log.count("builtins.ValueError") == 3, "each is written down with its traceback"
    assert "in process" in log
    assert "110101199001011234" not in log, "an exception's own words may quote a form"
    assert "110101199001011234" not in trouble


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize(
    ("code", "words"),
    [(errno.ENOSPC, "磁盘已满"), (errno.EROFS, "只读"), (errno.EIO, "磁盘读写出错")],
)
def test_a_disk_that_fails_is_named_in_plain_words(
    code: int, words: str, fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = passes(monkeypatch, OSError(code, "in English", "台账.xlsx"))

    with running(fresh, stopped_clock(MOMENT)) as heard:
        assert until(lambda: count[0] >= 2)

    (trouble,) = heard.troubles()
    assert words in trouble
    assert "台账.xlsx" in trouble
    assert "in English" not in trouble


@pytest.mark.usefixtures("hasty")
def test_the_heartbeat_records_the_trouble(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = passes(monkeypatch, EMPTY, *[InboxUnreachable(fresh.inbox, "超时")] * 1000)

    with running(fresh, stopped_clock(MOMENT)):
        assert until(lambda: count[0] >= 3)
        seen = watcher_pulse(fresh, MOMENT)

    assert "现在有问题：收件箱" in seen.words
    assert seen.heartbeat is not None
    assert (seen.heartbeat.passes, seen.heartbeat.looked_at) == (1, MOMENT)


def test_what_fails_is_tried_ever_more_seldom_and_soon_again_once_it_changes() -> None:
    pace = watching._Backoff(30)  # noqa: SLF001
    failed = PassFailed("程序内部出错")
    away = InboxUnreachable(Path("inbox"), "连不上")

    assert [pace.after(failed)[0] for _ in range(10)] == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert pace.after(failed)[1] is False, "hints don't bring the next failure forward"
    assert [pace.after(away) for _ in range(6)] == [
        (2, True), (4, True), (8, True), (16, True), (30, True), (30, True),
    ]  # fmt: skip


def test_what_waits_is_looked_at_soon_and_then_as_often_as_everything() -> None:
    pace = watching._Backoff(30)  # noqa: SLF001
    held = PassReport((Outcome("东河区.xlsx", Fate.WAITING, reason="正在编辑"),))
    other = PassReport((Outcome("西河区.xlsx", Fate.WAITING, reason="正在编辑"),))

    assert [pace.after(held)[0] for _ in range(6)] == [2, 4, 8, 16, 30, 30]
    assert pace.after(other) == (2, True)
    assert pace.after(EMPTY) == (30, True)
    assert pace.after(other) == (2, True)


def test_a_clock_set_back_by_a_day_neither_puts_it_to_sleep_nor_makes_it_talk_nonsense(
    fresh: Workspace,
) -> None:
    offset = [timedelta()]
    clock = Clock(lambda: datetime.now(BEIJING).replace(microsecond=0) + offset[0])

    with running(fresh, clock, WatchPlan(scan_s=0.2)) as heard:
        assert until(lambda: (read_heartbeat(fresh) or _NONE).passes >= 1)
        offset[0] = -timedelta(days=1)
        before = (read_heartbeat(fresh) or _NONE).passes
        assert until(lambda: (read_heartbeat(fresh) or _NONE).passes >= before + 2)
        seen = watcher_pulse(fresh, clock.now())
        (fresh.inbox / "东河区.xlsx").write_bytes(form(fresh, "东河区"))
        assert until(lambda: any("已收" in text for text in _fates(heard)))

    assert seen.life.value == "alive"
    assert heard.troubles() == []


def test_a_log_that_cannot_be_written_stops_nothing(fresh: Workspace) -> None:
    fresh.watch_log.mkdir()  # nothing can be written there

    with running(fresh, stopped_clock(MOMENT)) as heard:
        (fresh.inbox / "说明.txt").write_text("一份说明", "utf-8")
        assert until(lambda: any("待认领" in text for text in _fates(heard)))


def test_a_window_that_was_closed_stops_nothing(fresh: Workspace) -> None:
    stop = threading.Event()

    def told(_: object) -> None:
        raise BrokenPipeError

    thread = threading.Thread(
        target=watch, args=(fresh, stopped_clock(MOMENT), WatchPlan(scan_s=0.2), told, stop.is_set)
    )
    thread.start()
    assert until(lambda: (read_heartbeat(fresh) or _NONE).passes >= 2)
    stop.set()
    thread.join(PATIENCE_S)

    assert not thread.is_alive()
    assert (read_heartbeat(fresh) or _NONE).stopped


def test_a_heartbeat_that_cannot_be_written_stops_nothing(fresh: Workspace) -> None:
    fresh.heartbeat.mkdir()

    with running(fresh, stopped_clock(MOMENT)) as heard:
        (fresh.inbox / "说明.txt").write_text("一份说明", "utf-8")
        assert until(lambda: any("待认领" in text for text in _fates(heard)))

    assert "心跳写不进去" in fresh.watch_log.read_text("utf-8")


def test_what_waits_is_reported_and_logged_once_and_not_at_every_look(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = PassReport((Outcome("东河区.xlsx", Fate.WAITING, reason="正在编辑"),))
    count = passes(monkeypatch, *[held] * 5)

    with running(fresh, stopped_clock(MOMENT), WatchPlan(scan_s=0.05)) as heard:
        assert until(lambda: count[0] >= 8)

    assert heard.told.count(held) == 1
    assert fresh.watch_log.read_text("utf-8").count("东河区.xlsx") == 1


def test_a_note_that_was_torn_is_as_good_as_none(fresh: Workspace) -> None:
    for torn in (b"", b"{", b"[]", b'{"owner": 3}', b"\xff\xfe"):
        fresh.heartbeat.write_bytes(torn)

        assert read_heartbeat(fresh) is None
        assert watcher_pulse(fresh, MOMENT).life.value == "none"


def test_the_log_is_bounded(fresh: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program_log, "_MAX_BYTES", 2000)
    report = PassReport(tuple(Outcome(f"{n}.xlsx", Fate.ACCEPTED, "东河区") for n in range(20)))
    with watch_log(fresh):
        for _ in range(100):
            log_pass(report)

    written = list(fresh.logs.glob("值守.log*"))
    assert len(written) == 10
    assert sum(path.stat().st_size for path in written) < 10 * 2500


class _Nothing:
    passes = 0
    stopped = False


_NONE = _Nothing()


def _fates(heard: Heard) -> list[str]:
    return [
        outcome.fate.label
        for item in list(heard.told)
        if isinstance(item, PassReport)
        for outcome in item.outcomes
    ]
