"""Define the errors of a backup (备份), a bundle (留痕包) and a restoration (恢复)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(eq=False)
class ArchiveFaulty(PipelineError):
    """Raised when a backup (备份) or a bundle (留痕包) isn't as it was when it was made."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name} 不能用：{self.reason}。请换一份备份，或重新复制一次再试。"


@dataclass(eq=False)
class ArchiveUnwritable(PipelineError):
    """Raised when a backup, a bundle or a restored office can't be written; no partial file remains."""

    place: Path
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place} 没有写成：{self.reason}。{self.remedy}。已有的文件都没有动。"


@dataclass(eq=False)
class TargetOccupied(PipelineError):
    """Raised when a path may not be the target of a backup or a restoration; the facts are the reason."""

    place: Path
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place} {self.reason}。{self.remedy}。"
