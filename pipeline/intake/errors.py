"""Define the errors of the inbox (收件箱) and the originals (原件)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(eq=False)
class InboxUnreachable(PipelineError):
    """Report an inbox (收件箱) that can't be listed: its share dropped out, or the folder was moved."""

    path: Path
    reason: str

    def __str__(self) -> str:
        return f"收件箱 {self.path} 现在打不开（{self.reason}）。请检查网络共享是否连着、文件夹是否被移走；恢复后会自动接着处理。"


class InboxUnrecognised(InboxUnreachable):
    """Report an inbox (收件箱) without this office's marker: most likely, its share dropped out."""

    def __str__(self) -> str:
        return (
            f"收件箱 {self.path} 认不出来（{self.reason}），先不处理，也不当作文件被删。"
            "请检查网络共享是否连着；连上后会自动接着处理。"
            f"如果这就是收件箱、只是标记被误删了，运行 baosong init {self.path.parent} 补上（已有的文件都不动）。"
        )


@dataclass(eq=False)
class OriginalDamaged(PipelineError):
    """Report an original (原件) whose bytes on the disk differ from those that were received."""

    path: Path

    def __str__(self) -> str:
        return (
            f"原件 {self.path.name} 存盘后与收到的内容不一致，收件箱里的文件没有动。"
            "请检查磁盘是否有坏道；下一轮会自动重新留存。"
        )


@dataclass(eq=False)
class InboxFileChanged(PipelineError):
    """Report a file in the inbox (收件箱) that was written to while it was copied."""

    path: Path

    def __str__(self) -> str:
        return f"{self.path.name} 正在写入，还没有传完。"
