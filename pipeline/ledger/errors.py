"""Name the ways in which the ledger (台账) or the register (发文登记簿) refuses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from pathlib import Path

_WITHOUT_THE_REST: Final = (
    "请不要接着处理，以免从头编号、漏登。找得到原来的台账（连同 -wal 文件）的，请放回来；"
    "有备份的，运行 baosong doctor --mend --from 备份文件，从备份恢复台账；都没有的，运行 baosong doctor --mend，"
    "承认缺失并记入台账，原件补登到待认领，文号接着已印发的往下编。"
)


@dataclass(eq=False)
class LedgerBusy(PipelineError):
    """Raised when another process has held the ledger's write lock (台账) for too long."""

    path: Path

    def __str__(self) -> str:
        return f"台账 {self.path} 正被另一个程序占用。请等它做完再试；若一直如此，请关闭其他报送通窗口。"


@dataclass(eq=False)
class LedgerDamaged(PipelineError):
    """Raised when the ledger's file (台账) is no intact database of ours."""

    path: Path
    reason: str

    def __str__(self) -> str:
        return (
            f"台账 {self.path} 已损坏或不是报送通的台账（{self.reason}）。"
            "请不要删除它：运行 baosong doctor --mend --from 备份文件，从备份恢复。没有备份的，请复制一份 .baosong "
            "文件夹交维护人员抢救；要另起炉灶的，用 baosong init 另建工作目录，把 .baosong/originals 里的原件放进它的收件箱。"
        )


@dataclass(eq=False)
class LedgerNewer(PipelineError):
    """Raised when a later version of the program wrote the ledger (台账)."""

    path: Path
    version: int
    supported: int

    def __str__(self) -> str:
        return (
            f"台账 {self.path} 是较新版本的报送通写的（格式 {self.version}，本程序只认到 {self.supported}）。"
            "请升级本机的报送通后再用，以免写坏台账。"
        )


@dataclass(eq=False)
class LedgerUnwritable(PipelineError):
    """Raised when the disk refuses to write the ledger (台账): full, read-only, or failing."""

    path: Path
    reason: str

    def __str__(self) -> str:
        return (
            f"台账 {self.path} 写不进去（{self.reason}）。"
            "请检查磁盘是否已满、文件夹是否只读，然后再试；已登记的内容不受影响。"
        )


@dataclass(eq=False)
class LedgerMissing(PipelineError):
    """Raised when the ledger's file (台账) is missing or empty, though the office has worked already."""

    path: Path

    def __str__(self) -> str:
        return f"台账 {self.path} 不见了或是空的，而原件、已编号的文件或台账的旁证还在。{_WITHOUT_THE_REST}"


@dataclass(eq=False)
class LedgerShortened(PipelineError):
    """Raised when the ledger (台账) lacks what it had recorded; *fault* is what was found."""

    path: Path
    fault: str

    def __str__(self) -> str:
        return (
            f"台账 {self.path} 缺了记录：{self.fault}。可能被清空过、换成了旧的一份，或复制时漏了同名的 -wal 文件。"
            f"{_WITHOUT_THE_REST}"
        )


@dataclass(eq=False)
class SubmissionAltered(PipelineError):
    """Raised when what the ledger has of a submission (报送件) isn't what it recorded at receipt."""

    name: str

    def __str__(self) -> str:
        return (
            f"{self.name}：台账里的内容与登记时的指纹不符，登记后被改动过或盘上出了错，没有印出来。"
            "请运行 baosong audit verify 看是哪些，从备份恢复台账（baosong doctor --mend --from 备份文件），"
            "或请该单位重新报送。"
        )


@dataclass(eq=False)
class NumberNotReserved(PipelineError):
    """Raised when a document number (发文字号) is final and can't be confirmed or released."""

    number: str
    status: str

    def __str__(self) -> str:
        return f"{self.number} 在发文登记簿里是“{self.status}”，不能再改。请另编一个号。"


@dataclass(eq=False)
class OrganCodeMissing(PipelineError):
    """Raised when the 发文 sheet has no organ code (机关代字) for a kind (文种), which numbering needs."""

    kind: str

    def __str__(self) -> str:
        return f"任务书“发文”表没有给“{self.kind}”填文号代字，不能编发文字号。请填好再发。"
