"""Write and read the watcher's heartbeat (值守心跳), and judge by it whether the watcher is running."""

from __future__ import annotations

import json
import os
import socket
import sys
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from pipeline.files import replace_file
from pipeline.model.heartbeat import Heartbeat, Life, Pulse
from pipeline.office.lock import owner_as_json, owner_from_json

if TYPE_CHECKING:
    from pipeline.model.heartbeat import Owner
    from pipeline.workspace import Workspace

# A watcher writes twice a minute, also during long passes.
SILENT_AFTER: Final = timedelta(minutes=3)
_MOMENT_FORMAT: Final = "%m月%d日 %H:%M:%S"


def write_heartbeat(workspace: Workspace, heartbeat: Heartbeat) -> None:
    """Write *heartbeat*, whole or not at all.

    Raises:
        OSError: the disk refused.
    """
    looked_at = heartbeat.looked_at
    values = {
        **asdict(heartbeat),
        "owner": owner_as_json(heartbeat.owner),
        "beat_at": heartbeat.beat_at.isoformat(),
        "looked_at": looked_at.isoformat() if looked_at else None,
    }
    replace_file(workspace.heartbeat, json.dumps(values, ensure_ascii=False, indent=1).encode())


def read_heartbeat(workspace: Workspace) -> Heartbeat | None:
    """Return the last heartbeat; None where there is none, or none that can be parsed."""
    try:
        values = json.loads(workspace.heartbeat.read_bytes())
        looked_at = values.pop("looked_at")
        return Heartbeat(
            owner=owner_from_json(values.pop("owner")),
            beat_at=datetime.fromisoformat(values.pop("beat_at")),
            looked_at=datetime.fromisoformat(looked_at) if looked_at else None,
            waiting=tuple((name, reason) for name, reason in values.pop("waiting")),
            **values,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def watcher_pulse(workspace: Workspace, now: datetime) -> Pulse:
    """Return the state of the watcher at *now* (值守情况), as far as this computer can determine it.

    On this computer a process that has ended counts as silent at once; on another, only after
    :data:`SILENT_AFTER` without a heartbeat.
    """
    heartbeat = read_heartbeat(workspace)
    if heartbeat is None:
        return Pulse(Life.NONE, "没有在值守（运行 baosong watch 开始）。")
    last_scan = (
        f"最近一次查看收件箱 {heartbeat.looked_at:{_MOMENT_FORMAT}}"
        if heartbeat.looked_at
        else "还没有看完一遍"
    )
    place = f"电脑“{heartbeat.owner.host}”，进程 {heartbeat.owner.pid}"
    if heartbeat.stopped:
        words = f"已停止值守（{heartbeat.beat_at:{_MOMENT_FORMAT}}，{place}），{last_scan}。"
        return Pulse(Life.STOPPED, words, heartbeat)
    reason = _silence_reason(heartbeat, now)
    if reason:
        words = f"没有动静：{reason}（{place}），{last_scan}。请到那台电脑上看看，重新运行 baosong watch。"
        return Pulse(Life.SILENT, words, heartbeat)
    trouble = f"　现在有问题：{heartbeat.trouble}" if heartbeat.trouble else ""
    return Pulse(Life.ALIVE, f"值守中，{last_scan}（{place}）。{trouble}", heartbeat)


def has_ended(owner: Owner) -> bool:
    """Return whether *owner* is a process of this computer that has certainly ended."""
    if sys.platform == "win32" or owner.host != socket.gethostname():
        return False  # os.kill would end the process on Windows
    try:
        os.kill(owner.pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _silence_reason(heartbeat: Heartbeat, now: datetime) -> str:
    """Return why the watcher counts as silent, as part of a sentence; empty where it is running."""
    if has_ended(heartbeat.owner):
        return f"{heartbeat.beat_at:{_MOMENT_FORMAT}} 以后中断，进程已经不在"
    age = now - heartbeat.beat_at
    if age > SILENT_AFTER:
        return f"自 {heartbeat.beat_at:{_MOMENT_FORMAT}} 起，已有 {_duration(age)}"
    if age < -SILENT_AFTER:  # a running watcher writes a new heartbeat soon after the clock was set
        return f"最后一次记录的时间 {heartbeat.beat_at:{_MOMENT_FORMAT}} 比现在还晚，电脑的时钟调过"
    return ""


def _duration(age: timedelta) -> str:
    minutes = int(age.total_seconds()) // 60
    if minutes < 60:  # noqa: PLR2004 - minutes of an hour
        return f"{minutes} 分钟"
    hours = minutes // 60
    return f"{hours} 小时" if hours < 48 else f"{hours // 24} 天"  # noqa: PLR2004 - two days
