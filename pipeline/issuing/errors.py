"""Define the errors of issuing a paper (没有印发)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(eq=False)
class NothingToIssue(PipelineError):
    """Raised when a paper would have no addressee or no content, e.g. a reminder when no unit is missing."""

    kind: str
    reason: str

    def __str__(self) -> str:
        return f"没有需要发的{self.kind}：{self.reason}"


@dataclass(eq=False)
class IssueRefused(PipelineError):
    """Raised when a paper may not be issued; each reason names its rule and the remedy."""

    kind: str
    reasons: Sequence[str]

    def __str__(self) -> str:
        *others, last = self.reasons
        first = "".join(f"{reason.rstrip('。；')}；" for reason in others)
        return f"{self.kind}没有印发：{first}{last}"


@dataclass(eq=False)
class TrailMissing(PipelineError):
    """Raised when the ledger has no trail (溯源) for a document."""

    name: str

    def __str__(self) -> str:
        return f"{self.name} 不是由本工作目录印发的文件，查不到数字来源。请确认 -w 指定的目录，或改查 outbox 里的原件。"


@dataclass(eq=False)
class PaperExists(PipelineError):
    """Raised when a file of that name exists already with other content."""

    path: Path

    def __str__(self) -> str:
        return f"{self.path} 已经印发，内容不同，不覆盖。请先把它移走或改名，再重试。"


@dataclass(eq=False)
class OutputIsFolder(PipelineError):
    """Raised when the path for a finished document is a folder."""

    path: Path

    def __str__(self) -> str:
        return f"{self.path.name} 是一个文件夹，文件没法写在那里。请用 --output 另指一个文件名。"


@dataclass(eq=False)
class FieldUnknown(PipelineError):
    """Raised when the campaign has no field, row or column (填报项) of that name."""

    name: str
    near: Sequence[str]

    def __str__(self) -> str:
        near = f"相近的有：{'、'.join(self.near)}。" if self.near else "请核对任务书“填报项”表。"
        return f"任务里没有名为“{self.name}”的填报项，也没有这样的行或列。{near}"


@dataclass(eq=False)
class SuperiorFormUnusable(PipelineError):
    """Raised when a superior's form (上级汇总表) can't be filled: no .xlsx, or without a place for any figure."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name} 没有填：{self.reason}"


@dataclass(eq=False)
class NumberUnknown(PipelineError):
    """Raised when the register (发文登记簿) has no number of that name."""

    written: str
    near: Sequence[str]

    def __str__(self) -> str:
        near = (
            f"这个代字登记的有：{'、'.join(self.near)}。"
            if self.near
            else "请用 baosong register 查看登记的号，照印的写，如 云文明办〔2026〕3号、‹简报名›第3期。"
        )
        return f"发文登记簿里没有“{self.written}”。{near}"


@dataclass(eq=False)
class NumberAmbiguous(PipelineError):
    """Raised when several numbers of the register are called so (期号 of briefings of several names or years)."""

    written: str
    names: Sequence[str]

    def __str__(self) -> str:
        return f"叫“{self.written}”的有几个：{'、'.join(self.names)}。请写全其中一个。"


@dataclass(eq=False)
class NumberPrintedElsewhere(PipelineError):
    """Raised when a number that another paper prints would be declared void (作废)."""

    number: str
    papers: Sequence[str]

    def __str__(self) -> str:
        return (
            f"{self.number} 没有作废：另有文件印着它（{'；'.join(self.papers)}）。"
            "请先作废或更正那一份，再作废这个号。"
        )


@dataclass(eq=False)
class NumberRefused(PipelineError):
    """Raised when a finished document can't be numbered (编号) as it is; the reason includes the remedy."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name} 没有编号：{self.reason}。没有占用文号。"
