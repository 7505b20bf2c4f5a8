"""The ways in which something can't be done.

A fault in what a unit handed in is not an error but a :class:`~pipeline.model.finding.Finding`:
it is expected, collected, and sent back. An error stops one piece of work and asks a person.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


_DISK: Final = {
    errno.ENOSPC: "磁盘已满，请清理出空间",
    errno.EDQUOT: "磁盘配额已满，请清理出空间",
    errno.EACCES: "没有读写权限，或文件正被别的程序打开",
    errno.EPERM: "没有读写权限，或文件正被别的程序打开",
    errno.EROFS: "磁盘或文件夹是只读的",
    errno.EIO: "磁盘读写出错，请检查磁盘",
    errno.ENAMETOOLONG: "文件名太长，请改短",
    errno.EMFILE: "打开的文件太多，请关闭一些程序",
    errno.ENFILE: "打开的文件太多，请关闭一些程序",
    errno.ESTALE: "网络共享断开过，请检查网络",
    errno.ETIMEDOUT: "网络共享没有响应，请检查网络",
    errno.EHOSTDOWN: "网络共享没有响应，请检查网络",
    errno.ENOENT: "文件或文件夹不见了",
}


def said_of(error: Exception) -> str:
    """What *error* means to a secretary: an error of ours in its own sentence, one of the disk in Chinese."""
    if not isinstance(error, OSError):
        return str(error)
    reason = _DISK.get(error.errno or 0, error.strerror or str(error))
    return f"{reason}（{error.filename}）" if error.filename else reason


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


class OriginalDamaged(PipelineError):
    """An original (原件) whose bytes on the disk are not those that were handed in."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return (
            f"原件 {self.path.name} 存盘后与收到的内容不一致，收件箱里的文件没有动。"
            "请检查磁盘是否有坏道；下一轮会自动重新留存。"
        )


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


class OfficeBusy(PipelineError):
    """Another run of the program is at work in the same workspace; *owner* says whose, if known."""

    def __init__(self, path: Path, owner: str = "") -> None:
        super().__init__(path, owner)
        self.path = path
        self.owner = owner

    def __str__(self) -> str:
        whose = f"（{self.owner}）" if self.owner else ""
        return (
            f"另一个报送通{whose}正在处理 {self.path}，请等它做完再试；确认没有时，请重新运行一次。"
        )


class PeriodUnknown(PipelineError):
    """A period (期) named on the command line in which nothing was ever collected."""

    def __init__(self, code: str, known: Sequence[str]) -> None:
        super().__init__(code, tuple(known))
        self.code = code
        self.known = tuple(dict.fromkeys(known))

    def __str__(self) -> str:
        return f"没有“{self.code}”这一期。现有：{'、'.join(self.known)}。"


class MarkupImpossible(PipelineError):
    """A workbook that can't be marked up in place; the return slip alone tells the faults."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"{self.name} 不是 .xlsx 格式，不能在原表上做标记，请按退回单逐条修改。"


class ConditionFaulty(PipelineError):
    """A condition (核对条件) that can't be read; ``position`` counts its characters from 1."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(position, reason)
        self.position = position
        self.reason = reason

    def __str__(self) -> str:
        return f"条件第{self.position}个字处：{self.reason}"


class LedgerBusy(PipelineError):
    """Another process has been writing to the ledger (台账) for too long."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"台账 {self.path} 正被另一个程序占用。请等它做完再试；若一直如此，请关闭其他报送通窗口。"


class LedgerDamaged(PipelineError):
    """The ledger (台账) can't be read as what it should be."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return (
            f"台账 {self.path} 已损坏或不是报送通的台账（{self.reason}）。"
            "请不要删除它：运行 baosong doctor --mend --from 备份文件，从备份恢复。没有备份的，请复制一份 .baosong "
            "文件夹交维护人员抢救；要另起炉灶的，用 baosong init 另建工作目录，把 .baosong/originals 里的原件放进它的收件箱。"
        )


class InboxUnreachable(PipelineError):
    """The inbox (收件箱) can't be listed: a share that dropped out, a folder that was moved."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"收件箱 {self.path} 现在打不开（{self.reason}）。请检查网络共享是否连着、文件夹是否被移走；恢复后会自动接着处理。"


class LedgerNewer(PipelineError):
    """The ledger (台账) was written by a later version of the program than this one."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(path, found, known)
        self.path = path
        self.found = found
        self.known = known

    def __str__(self) -> str:
        return (
            f"台账 {self.path} 是较新版本的报送通写的（格式 {self.found}，本程序只认到 {self.known}）。"
            "请升级本机的报送通后再用，以免写坏台账。"
        )


class LedgerUnwritable(PipelineError):
    """The disk refused to keep the ledger (台账): full, read-only, or failing."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return (
            f"台账 {self.path} 写不进去（{self.reason}）。"
            "请检查磁盘是否已满、文件夹是否只读，然后再试；已登记的内容不受影响。"
        )


class LedgerGone(PipelineError):
    """The ledger's file isn't there, though the office has kept originals."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return (
            f"台账 {self.path} 不见了，而 .baosong/originals 里留有原件。请不要接着处理，以免从头编号："
            "先运行 baosong doctor --mend --from 备份文件，从备份恢复台账。"
        )


class ArchiveFaulty(PipelineError):
    """A backup (备份) or a bundle of records (留痕包) that isn't what it was when it was made."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name = name
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.name} 不能用：{self.reason}。请换一份备份，或重新复制一次再试。"


class ArchiveUnwritable(PipelineError):
    """A backup, a bundle or a restored office that could not be written; nothing was left half done."""

    def __init__(self, place: Path, reason: str, remedy: str) -> None:
        super().__init__(place, reason, remedy)
        self.place = place
        self.reason = reason
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.place} 没有写成：{self.reason}。{self.remedy}。已有的文件都没有动。"
