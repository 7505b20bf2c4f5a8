"""Name the ways in which a waiting file (待认领) can't be claimed or dismissed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(eq=False)
class NotQuarantined(PipelineError):
    """A file named on the command line that isn't waiting for its unit (待认领)."""

    name: str
    waiting: Sequence[str]

    def __str__(self) -> str:
        if not self.waiting:
            return f"没有待认领的文件“{self.name}”：现在没有文件等待认领。"
        listed = "；".join(self.waiting)
        return f"没有待认领的文件“{self.name}”。等待认领的有：{listed}。请写其中的文件名或前面的 8 位指纹。"


@dataclass(eq=False)
class AmbiguousName(PipelineError):
    """A name that fits several of the files that wait for their unit (待认领)."""

    name: str
    waiting: Sequence[str]

    def __str__(self) -> str:
        listed = "；".join(self.waiting)
        return f"待认领的文件里有 {len(self.waiting)} 个“{self.name}”：{listed}。请改写前面的 8 位指纹。"


@dataclass(eq=False)
class AssignmentRefused(PipelineError):
    """A waiting file that can't be given to a unit (认领): unreadable, or of no known campaign."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name} 没有认领：{self.reason}"
