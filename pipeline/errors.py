"""The ways in which something can't be done.

A fault in what a unit handed in is not an error but a :class:`~pipeline.model.finding.Finding`:
it is expected, collected, and sent back. An error stops one piece of work and asks a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class PipelineError(Exception):
    """A piece of work could not be done, and a person has to know.

    A subclass is given facts and owns the sentence: ``args`` holds the facts, so that an error
    survives the trip between processes, and ``str(error)`` is what the secretary reads.
    """


class WorkbookUnreadable(PipelineError):
    """A workbook that can't be opened: damaged, encrypted, out of bounds, or no workbook at all."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name = name
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.name} 打不开：{self.reason}"


class FileHeldOpen(PipelineError):
    """A result that can't be replaced because somebody has it open in Excel or WPS."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path.name} 正被打开，无法更新。请关闭该文件，下一轮会自动重写。"


class WorkspaceMissing(PipelineError):
    """The folder named is not an office's workspace."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path} 不是报送通的工作目录（缺 templates 文件夹）。请先运行 baosong init {self.path}。"


class CampaignUnknown(PipelineError):
    """No campaign (报送任务) of that name stands in the workspace."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(name, tuple(known))
        self.name = name
        self.known = tuple(known)

    def __str__(self) -> str:
        known = "、".join(self.known) or "（还没有任务）"
        return f"没有名为“{self.name}”的报送任务。现有任务：{known}。"


class CampaignBookFaulty(PipelineError):
    """A campaign book (任务书) that can't be used as it stands; its faults are listed by cell."""

    def __init__(self, path: Path, faults: Sequence[str]) -> None:
        super().__init__(path, tuple(faults))
        self.path = path
        self.faults = tuple(faults)

    def __str__(self) -> str:
        more = f"等 {len(self.faults)} 处" if len(self.faults) > 1 else ""
        return f"任务书有误：{self.faults[0]}{more}。请运行 baosong campaign check 查看全部并改正。"


class UnitUnknown(PipelineError):
    """A unit named on the command line that the roster (单位名单) doesn't hold."""

    def __init__(self, name: str, candidates: Sequence[str]) -> None:
        super().__init__(name, tuple(candidates))
        self.name = name
        self.candidates = tuple(candidates)

    def __str__(self) -> str:
        near = (
            f"相近的有：{'、'.join(self.candidates)}。"
            if self.candidates
            else "请核对任务书“单位”表。"
        )
        return f"单位名单里没有“{self.name}”。{near}"
