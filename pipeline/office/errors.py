"""Name the ways in which an office (工作目录) can't be opened or asked for something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(eq=False)
class CampaignUnknown(PipelineError):
    """No campaign (报送任务) of that name stands in the workspace."""

    name: str
    known: Sequence[str]

    def __str__(self) -> str:
        known = "、".join(self.known) or "（还没有任务）"
        return f"没有名为“{self.name}”的报送任务。现有任务：{known}。"


@dataclass(eq=False)
class UnitUnknown(PipelineError):
    """A unit named on the command line that the roster (单位名单) doesn't hold."""

    name: str
    candidates: Sequence[str]

    def __str__(self) -> str:
        near = (
            f"相近的有：{'、'.join(self.candidates)}。"
            if self.candidates
            else "请核对任务书“单位”表。"
        )
        return f"单位名单里没有“{self.name}”。{near}"


@dataclass(eq=False)
class PeriodUnknown(PipelineError):
    """A period (期) named on the command line in which nothing was ever collected."""

    code: str
    known: Sequence[str]

    def __str__(self) -> str:
        return f"没有“{self.code}”这一期。现有：{'、'.join(dict.fromkeys(self.known))}。"


@dataclass(eq=False)
class OfficeBusy(PipelineError):
    """Another run of the program is at work in the same workspace; *owner* says whose, if known."""

    path: Path
    owner: str = ""

    def __str__(self) -> str:
        whose = f"（{self.owner}）" if self.owner else ""
        return (
            f"另一个报送通{whose}正在处理 {self.path}，请等它做完再试；确认没有时，请重新运行一次。"
        )


@dataclass(eq=False)
class SettingsFaulty(PipelineError):
    """A line of 设置.ini that can't be used."""

    key: str
    found: str
    wanted: str

    def __str__(self) -> str:
        line = f"“{self.key}”" if self.key else "有一行"
        return f"templates/设置.ini {line}写的是“{self.found}”，应为{self.wanted}。请用记事本改正。"
