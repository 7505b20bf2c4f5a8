"""Watch the inbox (值守): repeat the pass until stopped; file-system events only trigger it earlier.

It ends on request, or when another watcher has taken over. Every other failure of a pass is reported,
logged, and retried after increasing pauses.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.placeholders import placeholder_notes
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
from pipeline.workbook.worker import reading_worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.clock import Clock
    from pipeline.office.context import Office
    from pipeline.receiving.report import Outcome
    from pipeline.watching.single_instance import WatcherSession
    from pipeline.workbook.worker import Worker
    from pipeline.workspace import Workspace

    OnReport = Callable[[PassReport | PipelineError | str], None]
    Wait = Callable[[float], bool]

_LOG: Final = logging.getLogger(__name__)
RETRY_S: Final = (
    2.0  # first pause before a file that waits, or a failed pass, is retried; doubled each time
)
FAILED_S: Final = 300.0  # the longest pause after unforeseen failures
_REPEAT_S: Final = 3600.0  # interval at which the same trouble is reported again
_STOP_CHECK_S: Final = 1.0  # interval at which a request to stop is checked
_BUSY_HEARTBEAT_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class WatchPlan:
    """Options of watching (值守的办法); with ``polling`` None the kind of the disk decides.

    ``scan_s`` is the interval in seconds between full scans, the longest delay of an arrival without a
    file-system event. ``takeover`` ignores the heartbeat of another computer's watcher.
    """

    polling: bool | None = None
    scan_s: float = 30.0
    takeover: bool = False


def plan_watch(
    workspace: Workspace, *, polling: bool | None, scan_s: float | None, takeover: bool
) -> tuple[WatchPlan, str]:
    """Return the plan from the given options, else from 设置.ini, and what is wrong in that file.

    A mistake in the settings must not keep an unattended watcher from starting: the defaults are used.
    """
    settings, fault = Settings(), ""
    try:
        settings = read_settings(workspace)
    except SettingsFaulty as error:
        fault = f"{error}现在按默认的办法值守。"
    plan = WatchPlan(
        polling=settings.polling if polling is None else polling,
        scan_s=scan_s or settings.scan_s,
        takeover=takeover,
    )
    return plan, fault


def watch(
    workspace: Workspace,
    clock: Clock,
    plan: WatchPlan,
    on_report: OnReport,
    stopped: Callable[[], bool],
) -> None:
    """Run passes until *stopped* (值守); call *on_report* with each pass's report, or why it failed.

    The campaign books are read again for each pass, so that a corrected 任务书 takes effect at once.
    Stopped in the middle of a pass, it ends after the present file.

    Raises:
        AlreadyWatched: another watcher runs in this workspace, or has taken over.
    """
    kind = network_fs_type(workspace.inbox)
    polling = bool(kind) if plan.polling is None else plan.polling
    with (
        sole_watcher(workspace, clock, polling=polling, takeover=plan.takeover) as session,
        watch_log(workspace),
        watch_inbox(workspace.inbox, polling=plan.polling) as wait,
        reading_worker() as worker,
    ):
        notifier = _Notifier(on_report)
        notifier.notify(_greeting(plan, kind, polling=polling))
        if session.takeover_note:
            notifier.notify(session.takeover_note)
        backoff = _Backoff(plan.scan_s)
        reminders = Reminders(workspace, clock, notifier.notify)
        while not stopped():
            report = _run_pass(session, worker, stopped, notifier)
            notifier.on_pass(report)
            _record_pass(session, report)
            reminders.send_if_due()
            pause, interruptible = backoff.after(report)
            _sleep(wait, pause, stopped, session, interruptible=interruptible)
        _LOG.info("停止值守")


def _greeting(plan: WatchPlan, kind: str, *, polling: bool) -> str:
    place = f"收件箱在网络共享（{kind}）上，" if kind else ""
    how = "每 2 秒看一次有没有变动" if polling else "有文件到马上知道"
    return f"值守中：{place}{how}，每 {plan.scan_s:g} 秒全部查看一遍。按 Ctrl+C 结束。"


class _StoppedBetween(BaseException):
    """Raised between two files of a pass when a stop is requested; caught in this module."""


def _run_pass(
    session: WatcherSession, worker: Worker, stopped: Callable[[], bool], notifier: _Notifier
) -> PassReport | PipelineError:
    outcomes: list[Outcome] = []

    def on_outcome(outcome: Outcome, number: int, total: int) -> None:  # noqa: ARG001
        outcomes.append(outcome)
        session.send_heartbeat(interval_s=_BUSY_HEARTBEAT_S)
        if stopped():
            raise _StoppedBetween

    try:
        _require_workspace(session.workspace)
        with open_office(session.workspace, session.clock) as office:
            notifier.on_books(office)
            return run_pass(office, on_outcome, worker)
    except _StoppedBetween:
        return PassReport(tuple(outcomes))
    except AlreadyWatched:
        raise
    except PipelineError as error:
        return error
    except Exception as error:  # noqa: BLE001 - the next pass must not wait for a person
        _LOG.exception("这一轮没有做完")
        return PassFailed(_reason(error))


def _require_workspace(workspace: Workspace) -> None:
    """Refuse a pass where the share of the workspace is disconnected: a new one must not be created there."""
    if not workspace.templates.is_dir():
        raise InboxUnreachable(workspace.inbox, "整个工作目录都不见了")


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return describe(error)
    return "程序内部出错，已记入 .baosong/logs/值守.log，请把它发给维护人员"


def _record_pass(session: WatcherSession, report: PassReport | PipelineError) -> None:
    if isinstance(report, PipelineError):
        session.record_pass((), str(report))
    else:
        session.record_pass(
            tuple((o.name, o.reason) for o in report.outcomes if o.fate is Fate.WAITING), ""
        )


def _sleep(
    wait: Wait,
    pause: float,
    stopped: Callable[[], bool],
    session: WatcherSession,
    *,
    interruptible: bool,
) -> None:
    """Wait *pause* seconds on the monotonic clock; if *interruptible*, end early on a file-system event."""
    deadline = time.monotonic() + pause
    while not stopped() and (remaining := deadline - time.monotonic()) > 0:
        if wait(min(remaining, _STOP_CHECK_S)) and interruptible:
            return
        session.send_heartbeat()


class _Backoff:
    """Pause after a pass: the scan interval, or shorter where files wait or the pass failed."""

    def __init__(self, scan_s: float) -> None:
        self._scan_s = scan_s
        self._last: object = None
        self._repeats = 0

    def after(self, report: PassReport | PipelineError) -> tuple[float, bool]:
        """Return the pause in seconds, and whether a file-system event may end it."""
        if isinstance(report, PipelineError):
            failed = isinstance(report, PassFailed)
            return self._retry_after(str(report), FAILED_S if failed else self._scan_s), not failed
        waiting = frozenset(
            (outcome.name, outcome.reason)
            for outcome in report.outcomes
            if outcome.fate is Fate.WAITING
        )
        if not waiting:
            self._last = None
            return self._scan_s, True
        return self._retry_after(waiting, self._scan_s), True

    def _retry_after(self, state: object, longest: float) -> float:
        self._repeats = self._repeats + 1 if state == self._last else 0
        self._last = state
        return float(min(RETRY_S * 2 ** min(self._repeats, 16), longest))


class _Notifier:
    """Reporter of what is new; the same trouble, pass after pass, only once an hour."""

    def __init__(self, on_report: OnReport) -> None:
        self._on_report = on_report
        self._trouble = ""
        self._reported_at = 0.0
        self._last_idle: object = ((), ())
        self._reminded: dict[str, str] = {}

    def on_books(self, office: Office) -> None:
        """Remind of placeholders left in a campaign book (任务书): at the start, and when that book changes."""
        keys = {each.name: office.memory.book_key(each) for each in office.campaigns}
        changed = [
            each for each in office.campaigns if self._reminded.get(each.name) != keys[each.name]
        ]
        self._reminded = keys
        for note in placeholder_notes(changed):
            self.notify(note)

    def notify(self, words: str) -> None:
        _LOG.info("%s", words)
        self._send(words)

    def on_pass(self, report: PassReport | PipelineError) -> None:
        trouble = str(report) if isinstance(report, PipelineError) else ""
        due = time.monotonic() - self._reported_at > _REPEAT_S
        if trouble and (trouble != self._trouble or due):
            _LOG.warning("%s", trouble)
            self._reported_at = time.monotonic()
            self._send(report)
        elif isinstance(report, PassReport):
            if self._trouble:
                self.notify("刚才的问题已经过去，照常值守。")
            self._on_completed(report)
        self._trouble = trouble

    def _on_completed(self, report: PassReport) -> None:
        """Report and log a pass; one in which nothing was received only where it differs from the last."""
        idle = {Fate.IGNORED, Fate.WAITING}
        idle_outcomes = (tuple(o for o in report.outcomes if o.fate in idle), report.notes)
        if idle_outcomes != self._last_idle or any(o.fate not in idle for o in report.outcomes):
            log_pass(report)
            self._send(report)
        self._last_idle = idle_outcomes

    def _send(self, message: PassReport | PipelineError | str) -> None:
        try:
            self._on_report(message)
        except (OSError, ValueError) as error:  # the window it was started from has been closed
            _LOG.warning("说不出来：%s", error)
