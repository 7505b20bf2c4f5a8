"""Define the errors of a campaign book (任务书)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(eq=False)
class CampaignBookFaulty(PipelineError):
    """Report a campaign book (任务书) that can't be used; its faults are listed by cell."""

    path: Path
    faults: Sequence[str]

    def __str__(self) -> str:
        more = f"等 {len(self.faults)} 处" if len(self.faults) > 1 else ""
        return f"任务书有误：{self.faults[0]}{more}。请运行 baosong campaign check 查看全部并改正。"


@dataclass(eq=False)
class ConditionFaulty(PipelineError):
    """Report a condition (核对条件) that can't be parsed; ``position`` counts its characters from 1."""

    position: int
    reason: str

    def __str__(self) -> str:
        return f"条件第{self.position}个字处：{self.reason}"


@dataclass(eq=False)
class OwnOfficeMissing(PipelineError):
    """Report that the workspace has no 本机关.xlsx, which papers of no campaign need."""

    path: Path

    def __str__(self) -> str:
        return (
            f"没有 templates/{self.path.name}，不知道以哪个机关的名义印发。请运行 baosong init . 补上它，"
            "填好机关全称、文号代字、版头再试；属于某项任务的，请写上任务名。"
        )


@dataclass(eq=False)
class OwnOfficeFaulty(PipelineError):
    """Report a 本机关.xlsx that can't be used; ``fault`` begins with its sheet and cell."""

    path: Path
    fault: str

    def __str__(self) -> str:
        return f"templates/{self.path.name}{self.fault}"


@dataclass(eq=False)
class MeetingFaulty(PipelineError):
    """Report a meeting (会议) that lacks its date or place; each fault begins with its sheet and cell."""

    path: Path
    faults: Sequence[str]

    def __str__(self) -> str:
        place = f"templates/任务/{self.path.parent.name}/{self.path.name}"
        return f"{place}{'；'.join(self.faults)}。"
