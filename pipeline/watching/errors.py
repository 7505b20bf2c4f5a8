"""Define the errors of watching (值守) and of sending reminders (提醒)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(eq=False)
class AlreadyWatched(PipelineError):
    """Raised when another watcher (值守) runs in the office; ``last_sign`` is when, where no lock proves it."""

    path: Path
    owner: str
    last_sign: str

    def __str__(self) -> str:
        owner = f"（{self.owner}）" if self.owner else ""
        sentence = f"{self.path} 已经有人在值守{owner}，一个工作目录只用一个。"
        if not self.last_sign:
            return f"{sentence}要换到这里，请先停掉那一个。"
        return (
            f"{sentence}{self.last_sign}；它停了十分钟以后可以在这里值守。"
            "确知它已经停了、不想等的，运行 baosong watch --takeover。"
        )


@dataclass(eq=False)
class PassFailed(PipelineError):
    """Raised when a pass failed for an unforeseen reason; the watcher (值守) continues."""

    reason: str

    def __str__(self) -> str:
        return f"这一轮没有做完：{self.reason}。值守没有停，稍后自动再试。"


@dataclass(eq=False)
class MailFailed(PipelineError):
    """Raised when the mail server (SMTP) didn't accept a reminder (提醒)."""

    host: str
    reason: str

    def __str__(self) -> str:
        return f"提醒邮件没有发出：{self.host} {self.reason}。收件照常；请核对 templates/设置.ini 的“提醒”。"
