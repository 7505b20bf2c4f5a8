"""Send reminders to the office itself (提醒): which reports are due, and which files wait for a person.

Reminders are off by default (设置.ini). There is at most one e-mail a day; one that can't be sent is
reported as a note and sent again an hour later.
"""

from __future__ import annotations

import logging
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.levels import level_names, measure_of
from pipeline.errors import PipelineError
from pipeline.files import replace_file
from pipeline.intake.quarantine import quarantined_files
from pipeline.model.submission import State
from pipeline.office.collection_round import load_round
from pipeline.office.context import open_office
from pipeline.office.heartbeat import read_heartbeat
from pipeline.office.settings import read_settings
from pipeline.watching.mail import send_mail

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.clock import Clock
    from pipeline.model.campaign import Campaign
    from pipeline.model.unit import Unit
    from pipeline.office.context import Office
    from pipeline.office.settings import Reminding
    from pipeline.workspace import Workspace

_LOG: Final = logging.getLogger(__name__)
_CHECK_INTERVAL_S: Final = 60.0
_RETRY_INTERVAL_S: Final = 3600.0
_PAST_DAYS: Final = 30  # a deadline that passed longer ago is not reported any more
_OWING: Final = {State.MISSING: "没报", State.RETURNED: "退回后没有再报"}
_NAMES_AT_MOST: Final = 30  # units in one line; the status page lists them all


def reminder_lines(office: Office, days_before: int) -> tuple[str, ...]:
    """Return what to remind the office of now (提醒), a line each; empty where there is nothing."""
    lines: list[str] = []
    for campaign in office.campaigns:
        lines += _owing_lines(office, campaign, days_before)
    quarantined = quarantined_files(office.workspace)
    if quarantined:
        lines.append(
            f"待认领 {len(quarantined)} 件：{_list_names([item.name for item in quarantined])}。"
        )
    heartbeat = read_heartbeat(office.workspace)
    if heartbeat is not None and heartbeat.waiting:
        names = _list_names(
            [f"{name}（{reason.rstrip('。')}）" for name, reason in heartbeat.waiting]
        )
        lines.append(f"收件箱里等待 {len(heartbeat.waiting)} 件：{names}。")
    lines += office.book_faults
    return tuple(lines)


def send_reminder(office: Office, settings: Reminding) -> tuple[str, ...]:
    """Send a reminder (提醒) if there is anything to remind of, and return its lines.

    Raises:
        MailFailed: the mail server didn't accept it.
    """
    lines = reminder_lines(office, settings.days_before)
    if lines:
        today = office.clock.today()
        subject = f"报送提醒（{today.month}月{today.day}日）：{len(lines)} 件事"
        send_mail(
            settings, subject, "\n\n".join([*lines, f"工作目录：{office.workspace.root}"]) + "\n"
        )
        replace_file(office.workspace.reminded, today.isoformat().encode())
    return lines


class Reminders:
    """Schedule of the watcher's reminders (提醒): when to check next whether one is due."""

    def __init__(self, workspace: Workspace, clock: Clock, on_note: Callable[[str], None]) -> None:
        self._workspace = workspace
        self._clock = clock
        self._on_note = on_note
        self._next = time.monotonic()
        self._last_failure = ""

    def send_if_due(self) -> None:
        """Send the day's reminder if it is due; a failure is reported as a note and stops nothing."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _CHECK_INTERVAL_S
        try:
            failure = ""
            self._send_when_due()
        except (PipelineError, OSError) as error:
            failure = str(error)
        except Exception:  # noqa: BLE001 - a reminder must not stop the watcher
            _LOG.exception("提醒没有发出")
            failure = "提醒没有发出：程序内部出错，已记入 .baosong/logs/值守.log。收件照常。"
        if failure:
            self._next = time.monotonic() + _RETRY_INTERVAL_S
        if failure and failure != self._last_failure:
            self._on_note(failure)
        self._last_failure = failure

    def _send_when_due(self) -> None:
        settings = read_settings(self._workspace).reminding
        now = self._clock.now()
        if (
            settings is None
            or now.time() < settings.at
            or _last_sent(self._workspace) == now.date()
        ):
            return
        self._next = time.monotonic() + _RETRY_INTERVAL_S  # also where there is nothing to send
        with open_office(self._workspace, self._clock) as office:
            lines = send_reminder(office, settings)
        if lines:
            self._on_note(f"已发提醒邮件给 {'、'.join(settings.to)}：{len(lines)} 件事。")


def _owing_lines(office: Office, campaign: Campaign, days_before: int) -> Iterator[str]:
    collected = load_round(office, campaign, cells=False)
    deadline = collected.period.deadline
    remaining = deadline.date() - office.clock.today()
    if not timedelta(days=-_PAST_DAYS) <= remaining <= timedelta(days=days_before):
        return
    for state, word in _OWING.items():
        owing = [
            unit
            for unit, standing in zip(campaign.units(), collected.standings, strict=True)
            if standing.state is state
        ]
        if owing:
            past = "已过截止时间" if office.clock.now() > deadline else "截止"
            yield (
                f"{campaign.name}{collected.period.label}：{past} {deadline:%m月%d日 %H:%M}，"
                f"{word} {_listed(owing, campaign)}。"
            )


def _listed(units: list[Unit], campaign: Campaign) -> str:
    """Return number and names of *units*, level by level (层级) where the roster has several."""
    by_level: dict[int, list[str]] = {}
    for unit in units:
        by_level.setdefault(campaign.roster.level_of(unit), []).append(unit.full_name)
    if not campaign.roster.has_levels:
        return f"{len(units)} 家：{_list_names(by_level[1])}"
    labels = level_names(campaign.roster)
    return "；".join(
        f"{labels[level]} {len(names)} {measure_of(labels[level])}：{_list_names(names)}"
        for level, names in sorted(by_level.items())
    )


def _list_names(names: list[str]) -> str:
    more = f"等 {len(names)} 个" if len(names) > _NAMES_AT_MOST else ""
    return "、".join(names[:_NAMES_AT_MOST]) + more


def _last_sent(workspace: Workspace) -> date | None:
    try:
        return date.fromisoformat(workspace.reminded.read_text("utf-8").strip())
    except (OSError, ValueError):
        return None
