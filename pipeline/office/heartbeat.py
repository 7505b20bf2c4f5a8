"""The watcher's heartbeat (值守心跳): written by the watcher, read by whoever asks whether it lives."""

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

SILENT_AFTER: Final = timedelta(
    minutes=3
)  # a watcher writes twice a minute, and during long passes
_MOMENT: Final = "%m月%d日 %H:%M:%S"


def write_heartbeat(workspace: Workspace, heartbeat: Heartbeat) -> None:
    """Write *heartbeat*, whole or not at all.

    Raises:
        OSError: the disk refused.
    """
    looked_at = heartbeat.looked_at
    told = {
        **asdict(heartbeat),
        "owner": owner_as_json(heartbeat.owner),
        "beat_at": heartbeat.beat_at.isoformat(),
        "looked_at": looked_at.isoformat() if looked_at else None,
    }
    replace_file(workspace.heartbeat, json.dumps(told, ensure_ascii=False, indent=1).encode())


def read_heartbeat(workspace: Workspace) -> Heartbeat | None:
    """What the watcher last wrote; None where nothing is, or nothing that can be read."""
    try:
        told = json.loads(workspace.heartbeat.read_bytes())
        looked_at = told.pop("looked_at")
        return Heartbeat(
            owner=owner_from_json(told.pop("owner")),
            beat_at=datetime.fromisoformat(told.pop("beat_at")),
            looked_at=datetime.fromisoformat(looked_at) if looked_at else None,
            waiting=tuple((name, reason) for name, reason in told.pop("waiting")),
            **told,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def watcher_pulse(workspace: Workspace, now: datetime) -> Pulse:
    """Whether the watcher of *workspace* lives at *now*, as far as can be told from this computer.

    On this computer a process that is gone is silent at once; on another only its silence tells.
    """
    beat = read_heartbeat(workspace)
    if beat is None:
        return Pulse(Life.NONE, "没有在值守（运行 baosong watch 开始）。")
    looked = (
        f"最近一次查看收件箱 {beat.looked_at:{_MOMENT}}" if beat.looked_at else "还没有看完一遍"
    )
    where = f"电脑“{beat.owner.host}”，进程 {beat.owner.pid}"
    if beat.stopped:
        words = f"已停止值守（{beat.beat_at:{_MOMENT}}，{where}），{looked}。"
        return Pulse(Life.STOPPED, words, beat)
    silence = _silence(beat, now)
    if silence:
        words = f"没有动静：{silence}（{where}），{looked}。请到那台电脑上看看，重新运行 baosong watch。"
        return Pulse(Life.SILENT, words, beat)
    trouble = f"　现在有问题：{beat.trouble}" if beat.trouble else ""
    return Pulse(Life.ALIVE, f"值守中，{looked}（{where}）。{trouble}", beat)


def has_ended(owner: Owner) -> bool:
    """Whether *owner* is a process of this computer that is certainly no more."""
    if sys.platform == "win32" or owner.host != socket.gethostname():
        return False  # os.kill would end the process on Windows
    try:
        os.kill(owner.pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _silence(beat: Heartbeat, now: datetime) -> str:
    """Why the watcher counts as silent, as part of a sentence; empty where it lives."""
    if has_ended(beat.owner):
        return f"{beat.beat_at:{_MOMENT}} 以后中断，进程已经不在"
    age = now - beat.beat_at
    if age > SILENT_AFTER:
        return f"自 {beat.beat_at:{_MOMENT}} 起，已有 {_length(age)}"
    if age < -SILENT_AFTER:  # a watcher that lives has written anew soon after the clock was set
        return f"最后一次记录的时间 {beat.beat_at:{_MOMENT}} 比现在还晚，电脑的时钟调过"
    return ""


def _length(age: timedelta) -> str:
    minutes = int(age.total_seconds()) // 60
    if minutes < 60:  # noqa: PLR2004 - minutes of an hour
        return f"{minutes} 分钟"
    hours = minutes // 60
    return f"{hours} 小时" if hours < 48 else f"{hours // 24} 天"  # noqa: PLR2004 - two days
