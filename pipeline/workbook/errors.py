"""Name the ways in which a workbook (工作簿) can't be read or marked up."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.errors import PipelineError


@dataclass(eq=False)
class WorkbookUnreadable(PipelineError):
    """A workbook that can't be opened: damaged, encrypted, out of bounds, or no workbook at all."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name} 打不开：{self.reason}"


@dataclass(eq=False)
class MarkupImpossible(PipelineError):
    """A workbook that can't be marked up in place; the return slip alone tells the faults."""

    name: str

    def __str__(self) -> str:
        return f"{self.name} 不是 .xlsx 格式，不能在原表上做标记，请按退回单逐条修改。"
