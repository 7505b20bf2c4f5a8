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
