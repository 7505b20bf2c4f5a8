"""Define the errors of receiving, and of claiming or dismissing a quarantined file (待认领)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(eq=False)
class OriginalMissing(PipelineError):
    """Raised when an original (原件) that was stored is not there any more."""

    name: str

    def __str__(self) -> str:
        return (
            f"{self.name} 留存的原件不见了。请运行 baosong doctor，从备份恢复 .baosong 文件夹，"
            "或请该单位重新报送。"
        )


@dataclass(eq=False)
class NotQuarantined(PipelineError):
    """Raised when no file of that name is in the quarantine (待认领)."""

    name: str
    quarantined: Sequence[str]

    def __str__(self) -> str:
        if not self.quarantined:
            return f"没有待认领的文件“{self.name}”：现在没有文件等待认领。"
        names = "；".join(self.quarantined)
        return f"没有待认领的文件“{self.name}”。等待认领的有：{names}。请写其中的文件名或前面的 8 位指纹。"


@dataclass(eq=False)
class AmbiguousName(PipelineError):
    """Raised when a name matches several quarantined files (待认领)."""

    name: str
    quarantined: Sequence[str]

    def __str__(self) -> str:
        names = "；".join(self.quarantined)
        return f"待认领的文件里有 {len(self.quarantined)} 个“{self.name}”：{names}。请改写前面的 8 位指纹。"


@dataclass(eq=False)
class AssignmentRefused(PipelineError):
    """Raised when a quarantined file can't be claimed (认领): unreadable, or of no known campaign."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name} 没有认领：{self.reason}"


@dataclass(eq=False)
class DecisionRefused(PipelineError):
    """Raised when a decision (处置) can't be recorded: on what isn't there, or against what is in force."""

    kind: str
    target: str
    reason: str

    def __str__(self) -> str:
        return f"没有{self.kind}“{self.target}”：{self.reason}"
