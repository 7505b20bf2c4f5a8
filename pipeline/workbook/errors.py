"""Define the errors of reading and marking up a workbook (工作簿)."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.errors import PipelineError


@dataclass(eq=False)
class WorkbookUnreadable(PipelineError):
    """Report a workbook that can't be read: damaged, encrypted, beyond the limits, or no workbook."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name} 打不开：{self.reason}"


@dataclass(eq=False)
class MarkupImpossible(PipelineError):
    """Report a workbook that can't be marked up in place; only the return slip lists its faults."""

    name: str

    def __str__(self) -> str:
        return f"{self.name} 不是 .xlsx 格式，不能在原表上做标记，请按退回单逐条修改。"
