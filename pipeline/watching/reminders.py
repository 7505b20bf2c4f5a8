"""Reminders to the office itself (提醒): what is due and who hasn't reported, what waits for a person.

Off unless 设置.ini says so. At most one e-mail a day; one that can't be sent is a note, and is tried
again an hour later.
"""

from __future__ import annotations

import logging
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

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
    from pipeline.office.context import Office
    from pipeline.office.settings import Reminding
    from pipeline.workspace import Workspace

_LOG: Final = logging.getLogger(__name__)
_LOOK_EVERY_S: Final = 60.0
_AGAIN_S: Final = 3600.0
_PAST_DAYS: Final = 30  # a deadline that passed longer ago is no news
_OWED: Final = {State.MISSING: "没报", State.RETURNED: "退回后没有再报"}
_NAMED: Final = 30  # units named in one line; the status page names them all


def reminder_lines(office: Office, days_before: int) -> tuple[str, ...]:
    """What the office should be reminded of now, a line each; none where all is well."""
    lines: list[str] = []
    for campaign in office.campaigns:
        lines += _owed(office, campaign, days_before)
    waiting = quarantined_files(office.workspace)
    if waiting:
        lines.append(f"待认领 {len(waiting)} 件：{_listed([item.name for item in waiting])}。")
    beat = read_heartbeat(office.workspace)
    if beat is not None and beat.waiting:
        named = _listed([f"{name}（{reason.rstrip('。')}）" for name, reason in beat.waiting])
        lines.append(f"收件箱里等待 {len(beat.waiting)} 件：{named}。")
    lines += office.book_faults
    return tuple(lines)


def send_reminder(office: Office, order: Reminding) -> tuple[str, ...]:
    """Send what there is to be reminded of, if anything, and say what it was.

    Raises:
        MailFailed: the mail server didn't take it.
    """
    lines = reminder_lines(office, order.days_before)
    if lines:
        today = office.clock.today()
        subject = f"报送提醒（{today.month}月{today.day}日）：{len(lines)} 件事"
        send_mail(
            order, subject, "\n\n".join([*lines, f"工作目录：{office.workspace.root}"]) + "\n"
        )
        replace_file(office.workspace.reminded, today.isoformat().encode())
    return lines


class Reminders:
    """The watcher's memory of when to look next whether a reminder is due."""

    def __init__(self, workspace: Workspace, clock: Clock, note: Callable[[str], None]) -> None:
        self._workspace = workspace
        self._clock = clock
        self._note = note
        self._next = time.monotonic()
        self._failed = ""

    def look(self) -> None:
        """Send the day's reminder if it is due; whatever fails is noted and stops nothing."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _LOOK_EVERY_S
        try:
            failed = ""
            self._send_if_due()
        except (PipelineError, OSError) as error:
            failed = str(error)
        except Exception:  # noqa: BLE001 - a reminder is never worth a watcher
            _LOG.exception("提醒没有发出")
            failed = "提醒没有发出：程序内部出错，已记入 .baosong/logs/值守.log。收件照常。"
        if failed:
            self._next = time.monotonic() + _AGAIN_S
        if failed and failed != self._failed:
            self._note(failed)
        self._failed = failed

    def _send_if_due(self) -> None:
        order = read_settings(self._workspace).reminding
        now = self._clock.now()
        if order is None or now.time() < order.at or _last_sent(self._workspace) == now.date():
            return
        self._next = time.monotonic() + _AGAIN_S  # also where there is nothing to say
        with open_office(self._workspace, self._clock) as office:
            lines = send_reminder(office, order)
        if lines:
            self._note(f"已发提醒邮件给 {'、'.join(order.to)}：{len(lines)} 件事。")


def _owed(office: Office, campaign: Campaign, days_before: int) -> Iterator[str]:
    collected = load_round(office, campaign, cells=False)
    deadline = collected.period.deadline
    left = deadline.date() - office.clock.today()
    if not timedelta(days=-_PAST_DAYS) <= left <= timedelta(days=days_before):
        return
    for state, word in _OWED.items():
        names = [
            unit.full_name
            for unit, standing in zip(campaign.units(), collected.standings, strict=True)
            if standing.state is state
        ]
        if names:
            past = "已过截止时间" if office.clock.now() > deadline else "截止"
            yield (
                f"{campaign.name}{collected.period.label}：{past} {deadline:%m月%d日 %H:%M}，"
                f"{word} {len(names)} 家：{_listed(names)}。"
            )


def _listed(names: list[str]) -> str:
    more = f"等 {len(names)} 个" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more


def _last_sent(workspace: Workspace) -> date | None:
    try:
        return date.fromisoformat(workspace.reminded.read_text("utf-8").strip())
    except (OSError, ValueError):
        return None
