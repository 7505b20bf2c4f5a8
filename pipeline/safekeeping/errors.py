"""Name the ways in which a backup (备份), a bundle (留痕包) or a restored office fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(eq=False)
class ArchiveFaulty(PipelineError):
    """A backup (备份) or a bundle of records (留痕包) that isn't what it was when it was made."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name} 不能用：{self.reason}。请换一份备份，或重新复制一次再试。"


@dataclass(eq=False)
class ArchiveUnwritable(PipelineError):
    """A backup, a bundle or a restored office that could not be written; nothing was left half done."""

    place: Path
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place} 没有写成：{self.reason}。{self.remedy}。已有的文件都没有动。"


@dataclass(eq=False)
class TargetOccupied(PipelineError):
    """A place where a backup may not be written, or an office not be restored; each fact says why."""

    place: Path
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place} {self.reason}。{self.remedy}。"
