"""The same pass for ever: hints bring the next one forward, the scan decides, and nothing ends it.

It ends when it is told to, or when another watcher has taken over. Whatever else goes wrong in a pass
is told, written down, and tried again, ever more seldom.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.errors import PipelineError, describe
from pipeline.intake.errors import InboxUnreachable
from pipeline.intake.hints import watch_inbox
from pipeline.intake.mounts import network_fs_type
from pipeline.model.arrival import Fate
from pipeline.office.context import open_office
from pipeline.office.errors import SettingsFaulty
from pipeline.office.settings import Settings, read_settings
from pipeline.receiving.report import PassReport
from pipeline.receiving.run import run_pass
from pipeline.watching.errors import AlreadyWatched, PassFailed
from pipeline.watching.log import log_pass, watch_log
from pipeline.watching.reminders import Reminders
from pipeline.watching.single_instance import sole_watcher

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.clock import Clock
    from pipeline.receiving.report import Outcome
    from pipeline.watching.single_instance import WatcherSession
    from pipeline.workspace import Workspace

    OnReport = Callable[[PassReport | PipelineError | str], None]
    Wait = Callable[[float], bool]

_LOG: Final = logging.getLogger(__name__)
RETRY_S: Final = 2.0  # how soon what waits, or failed, is tried again; doubled each time in vain
FAILED_S: Final = 300.0  # the longest pause after failures that nobody foresaw
_REPEAT_S: Final = 3600.0  # how often the same trouble is told again
_NOTICE_S: Final = 1.0  # how soon it is noticed that it should stop
_BUSY_BEAT_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class WatchPlan:
    """How to watch (值守的办法): ``polling`` None finds out by itself; ``scan_s`` is in seconds.

    ``scan_s`` is the longest an arrival waits where the system brings no hint. ``takeover``
    disregards the heartbeat of another computer's watcher.
    """

    polling: bool | None = None
    scan_s: float = 30.0
    takeover: bool = False


def plan_watch(
    workspace: Workspace, *, polling: bool | None, scan_s: float | None, takeover: bool
) -> tuple[WatchPlan, str]:
    """How to watch by what was asked for and, where nothing was, by 设置.ini; and what is wrong there.

    A slip in the settings must not keep an unattended watcher from starting: the defaults hold.
    """
    settings, fault = Settings(), ""
    try:
        settings = read_settings(workspace)
    except SettingsFaulty as error:
        fault = f"{error}现在按默认的办法值守。"
    order = WatchPlan(
        polling=settings.polling if polling is None else polling,
        scan_s=scan_s or settings.scan_s,
        takeover=takeover,
    )
    return order, fault


def watch(
    workspace: Workspace,
    clock: Clock,
    order: WatchPlan,
    told: OnReport,
    stopped: Callable[[], bool],
) -> None:
    """Do passes until *stopped*; *told* hears each pass's report, or why it could not be done.

    The campaigns are read anew for each pass, so that a corrected 任务书 takes effect at once.
    Stopped in the middle of a pass, it ends after the file that it is at.

    Raises:
        WatchedAlready: somebody else watches this workspace, or has taken over.
    """
    kind = network_fs_type(workspace.inbox)
    polling = bool(kind) if order.polling is None else order.polling
    with (
        sole_watcher(workspace, clock, polling=polling, takeover=order.takeover) as watching,
        watch_log(workspace),
        watch_inbox(workspace.inbox, polling=order.polling) as wait,
    ):
        telling = _Telling(told)
        telling.say(_greeting(order, kind, polling=polling))
        if watching.inherited:
            telling.say(watching.inherited)
        pace = _Pace(order.scan_s)
        reminders = Reminders(workspace, clock, telling.say)
        while not stopped():
            report = _one_pass(watching, stopped)
            telling.hear(report)
            _note(watching, report)
            reminders.look()
            pause, heedful = pace.after(report)
            _rest(wait, pause, stopped, watching, heedful=heedful)
        _LOG.info("停止值守")


def _greeting(order: WatchPlan, kind: str, *, polling: bool) -> str:
    where = f"收件箱在网络共享（{kind}）上，" if kind else ""
    how = "每 2 秒看一次有没有变动" if polling else "有文件到马上知道"
    return f"值守中：{where}{how}，每 {order.scan_s:g} 秒全部查看一遍。按 Ctrl+C 结束。"


class _StoppedBetween(BaseException):
    """Told to stop in the middle of a pass; raised between two files, and never seen outside."""


def _one_pass(watching: WatcherSession, stopped: Callable[[], bool]) -> PassReport | PipelineError:
    done: list[Outcome] = []

    def between(outcome: Outcome, number: int, total: int) -> None:  # noqa: ARG001
        done.append(outcome)
        watching.beat(every_s=_BUSY_BEAT_S)
        if stopped():
            raise _StoppedBetween

    try:
        _require_workspace(watching.workspace)
        with open_office(watching.workspace, watching.clock) as office:
            return run_pass(office, between)
    except _StoppedBetween:
        return PassReport(tuple(done))
    except AlreadyWatched:
        raise
    except PipelineError as error:
        return error
    except Exception as error:  # noqa: BLE001 - whatever it is, the next file must not wait for a person
        _LOG.exception("这一轮没有做完")
        return PassFailed(_reason(error))


def _require_workspace(workspace: Workspace) -> None:
    """A workspace that lies on a share goes with it; a new one must not grow in its place."""
    if not workspace.templates.is_dir():
        raise InboxUnreachable(workspace.inbox, "整个工作目录都不见了")


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return describe(error)
    return "程序内部出错，已记入 .baosong/logs/值守.log，请把它发给维护人员"


def _note(watching: WatcherSession, report: PassReport | PipelineError) -> None:
    if isinstance(report, PipelineError):
        watching.passed((), str(report))
    else:
        watching.passed(
            tuple((o.name, o.reason) for o in report.outcomes if o.fate is Fate.WAITING), ""
        )


def _rest(
    wait: Wait,
    pause: float,
    stopped: Callable[[], bool],
    watching: WatcherSession,
    *,
    heedful: bool,
) -> None:
    """Wait *pause* seconds by a clock that nobody sets; *heedful*, end it when something stirs."""
    end = time.monotonic() + pause
    while not stopped() and (left := end - time.monotonic()) > 0:
        if wait(min(left, _NOTICE_S)) and heedful:
            return
        watching.beat()


class _Pace:
    """How long to rest after a pass: as long as a scan may wait, sooner where something is due."""

    def __init__(self, scan_s: float) -> None:
        self._scan_s = scan_s
        self._last: object = None
        self._vain = 0

    def after(self, report: PassReport | PipelineError) -> tuple[float, bool]:
        """The rest in seconds, and whether a hint may end it."""
        if isinstance(report, PipelineError):
            failed = isinstance(report, PassFailed)
            return self._again(str(report), FAILED_S if failed else self._scan_s), not failed
        waiting = frozenset(
            (outcome.name, outcome.reason)
            for outcome in report.outcomes
            if outcome.fate is Fate.WAITING
        )
        if not waiting:
            self._last = None
            return self._scan_s, True
        return self._again(waiting, self._scan_s), True

    def _again(self, what: object, longest: float) -> float:
        self._vain = self._vain + 1 if what == self._last else 0
        self._last = what
        return float(min(RETRY_S * 2 ** min(self._vain, 16), longest))


class _Telling:
    """Tells what is new; the same trouble, pass after pass, only once an hour."""

    def __init__(self, told: OnReport) -> None:
        self._told = told
        self._trouble = ""
        self._told_at = 0.0
        self._shown: object = ((), ())

    def say(self, words: str) -> None:
        _LOG.info("%s", words)
        self._tell(words)

    def hear(self, report: PassReport | PipelineError) -> None:
        trouble = str(report) if isinstance(report, PipelineError) else ""
        due = time.monotonic() - self._told_at > _REPEAT_S
        if trouble and (trouble != self._trouble or due):
            _LOG.warning("%s", trouble)
            self._told_at = time.monotonic()
            self._tell(report)
        elif isinstance(report, PassReport):
            if self._trouble:
                self.say("刚才的问题已经过去，照常值守。")
            self._hear_pass(report)
        self._trouble = trouble

    def _hear_pass(self, report: PassReport) -> None:
        """A pass in which nothing was done is told, and logged, where it shows what the last did not."""
        idle = {Fate.IGNORED, Fate.WAITING}
        shown = (tuple(o for o in report.outcomes if o.fate in idle), report.notes)
        if shown != self._shown or any(o.fate not in idle for o in report.outcomes):
            log_pass(report)
            self._tell(report)
        self._shown = shown

    def _tell(self, heard: PassReport | PipelineError | str) -> None:
        try:
            self._told(heard)
        except (OSError, ValueError) as error:  # the window it was started from has been closed
            _LOG.warning("说不出来：%s", error)
