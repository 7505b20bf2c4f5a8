"""Define the errors of opening an office (工作目录) and of finding something in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.campaign.book.references import shared_code_message
from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(eq=False)
class CampaignUnknown(PipelineError):
    """Raised when the workspace has no campaign (报送任务) of that name."""

    name: str
    campaigns: Sequence[str]

    def __str__(self) -> str:
        campaigns = "、".join(self.campaigns) or "（还没有任务）"
        return f"没有名为“{self.name}”的报送任务。现有任务：{campaigns}。"


@dataclass(eq=False)
class CodeShared(PipelineError):
    """Raised when several campaigns have the same number (编号), by which their forms are told apart."""

    code: str
    name: str
    others: Sequence[str]

    def __str__(self) -> str:
        return shared_code_message(self.code, self.name, self.others)


@dataclass(eq=False)
class UnitUnknown(PipelineError):
    """Raised when the roster (单位名单) has no unit of that name."""

    name: str
    candidates: Sequence[str]

    def __str__(self) -> str:
        suggestion = (
            f"相近的有：{'、'.join(self.candidates)}。"
            if self.candidates
            else "请核对任务书“单位”表。"
        )
        return f"单位名单里没有“{self.name}”。{suggestion}"


@dataclass(eq=False)
class PeriodUnknown(PipelineError):
    """Raised when nothing was ever received in the period (期) of that name."""

    code: str
    periods: Sequence[str]

    def __str__(self) -> str:
        return f"没有“{self.code}”这一期。现有：{'、'.join(dict.fromkeys(self.periods))}。"


@dataclass(eq=False)
class OfficeBusy(PipelineError):
    """Raised when another process holds the office lock (工作目录被占用); ``owner`` names it, if known."""

    path: Path
    owner: str = ""

    def __str__(self) -> str:
        owner = f"（{self.owner}）" if self.owner else ""
        return (
            f"另一个报送通{owner}正在处理 {self.path}，请等它做完再试；确认没有时，请重新运行一次。"
        )


@dataclass(eq=False)
class SettingsFaulty(PipelineError):
    """Raised when a line of 设置.ini can't be used."""

    key: str
    value: str
    expected: str

    def __str__(self) -> str:
        line = f"“{self.key}”" if self.key else "有一行"
        return (
            f"templates/设置.ini {line}写的是“{self.value}”，应为{self.expected}。请用记事本改正。"
        )
