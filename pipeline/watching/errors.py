"""Name the ways in which watching (值守) and reminding (提醒) fail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(eq=False)
class AlreadyWatched(PipelineError):
    """An office that somebody else watches (值守); *heard* says how lately, where no lock proves it."""

    path: Path
    owner: str
    heard: str

    def __str__(self) -> str:
        whose = f"（{self.owner}）" if self.owner else ""
        said = f"{self.path} 已经有人在值守{whose}，一个工作目录只用一个。"
        if not self.heard:
            return f"{said}要换到这里，请先停掉那一个。"
        return (
            f"{said}{self.heard}；它停了十分钟以后可以在这里值守。"
            "确知它已经停了、不想等的，运行 baosong watch --takeover。"
        )


@dataclass(eq=False)
class PassFailed(PipelineError):
    """A pass that broke off for a reason nobody foresaw; the watcher (值守) goes on."""

    reason: str

    def __str__(self) -> str:
        return f"这一轮没有做完：{self.reason}。值守没有停，稍后自动再试。"


@dataclass(eq=False)
class MailFailed(PipelineError):
    """A reminder (提醒) that the mail server (SMTP) didn't take."""

    host: str
    reason: str

    def __str__(self) -> str:
        return f"提醒邮件没有发出：{self.host} {self.reason}。收件照常；请核对 templates/设置.ini 的“提醒”。"
