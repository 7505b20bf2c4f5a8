"""Define the base class of errors (错误) and the faults of the disk; each room has its own ``errors.py``.

A fault in what a unit handed in is not an error but a :class:`~pipeline.model.finding.Finding`:
it is expected, collected, and sent back. An error stops one piece of work and needs a person.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class DiskFault:
    """A fault of the disk (磁盘故障) in words, and its remedies: in place, and for a medium that can be changed."""

    reason: str
    remedy: str = ""
    remedy_elsewhere: str = "请检查磁盘和权限后再试"


_NO_PERMISSION: Final = DiskFault(
    "没有读写权限，或文件正被别的程序打开",
    remedy_elsewhere="请换一个文件夹，或请管理员给予写入权限",
)
_TOO_MANY_OPEN: Final = DiskFault("打开的文件太多", "请关闭一些程序")
_NO_ANSWER: Final = DiskFault("网络共享没有响应", "请检查网络")
DISK_FAULTS: Final = {
    errno.ENOSPC: DiskFault("磁盘已满", "请清理出空间", "请清理出空间，或换一块更大的盘再试"),
    errno.EDQUOT: DiskFault("磁盘配额已满", "请清理出空间", "请清理出空间，或换一块盘再试"),
    errno.EFBIG: DiskFault(
        "那块盘放不下这么大的文件",
        remedy_elsewhere="U 盘多半是 FAT32 格式，单个文件不能超过 4 GB，请换 exFAT 或 NTFS 格式的盘",
    ),
    errno.EACCES: _NO_PERMISSION,
    errno.EPERM: _NO_PERMISSION,
    errno.EROFS: DiskFault("磁盘或文件夹是只读的", remedy_elsewhere="请取消写保护，或换一块盘再试"),
    errno.EIO: DiskFault("磁盘读写出错", "请检查磁盘", "那块盘可能坏了，请换一块盘再试"),
    errno.ENAMETOOLONG: DiskFault("文件名太长", "请改短"),
    errno.EMFILE: _TOO_MANY_OPEN,
    errno.ENFILE: _TOO_MANY_OPEN,
    errno.ESTALE: DiskFault("网络共享断开过", "请检查网络"),
    errno.ETIMEDOUT: _NO_ANSWER,
    errno.EHOSTDOWN: _NO_ANSWER,
    errno.ENOENT: DiskFault(
        "文件或文件夹不见了", remedy_elsewhere="请先建好文件夹，或检查盘是否插好"
    ),
}


def disk_fault(error: OSError) -> DiskFault:
    """Return the fault of *error*; an unknown one has the system's own message."""
    unknown = DiskFault(error.strerror or str(error) or "磁盘拒绝读写")
    return DISK_FAULTS.get(error.errno or 0, unknown)


def describe(error: Exception) -> str:
    """Return *error* as a sentence for a secretary: ours by its own message, one of the disk in Chinese."""
    if not isinstance(error, OSError):
        return str(error)
    fault = disk_fault(error)
    words = f"{fault.reason}，{fault.remedy}" if fault.remedy else fault.reason
    return f"{words}（{error.filename}）" if error.filename else words


class PipelineError(Exception):
    """Base class of every error that a person has to know about (错误).

    A subclass takes facts and words the sentence: ``args`` are the facts, so that an error can be
    pickled between processes, and ``str(error)`` is what the secretary reads.
    """


@dataclass(eq=False)
class FileHeldOpen(PipelineError):
    """Raised when a result can't be replaced because it is open in Excel or WPS."""

    path: Path

    def __str__(self) -> str:
        return f"{self.path.name} 正被打开，无法更新。请关闭该文件，下一轮会自动重写。"
