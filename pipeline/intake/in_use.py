"""Whether somebody has a file open: the lock file of an editor beside it, or the system's own word.

Excel and WPS write ``~$报送表.xlsx`` beside a workbook while it is open, WPS on Linux ``.~报送表.xlsx``,
LibreOffice ``.~lock.报送表.xlsx#``. A program that crashed leaves its lock file behind, so one that is
older than a day says nothing any more. What the system says is a hint too: where it can't tell, the
file counts as free, and two looks that agree decide.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

STALE_S: Final = 24 * 3600.0
_WORD_FILES: Final = (".doc", ".docx", ".docm")
_WORD_KEEPS: Final = 8  # Word's lock file of a longer name takes the place of its first two letters
_ASKED_FOR_S: Final = 600.0  # a file that rested longer has no writer worth asking for


def editor_lock_reason(name: str, locks: Mapping[str, os.DirEntry[str]]) -> str:
    """Why the file *name* waits: one of the lock files in its folder is its own; empty if none.

    *locks* are by their name in small letters (casefolded).
    """
    lowered = name.casefold()
    own = [f"~${lowered}", f".~{lowered}", f".~lock.{lowered}#"]
    if lowered.endswith(_WORD_FILES) and len(name) > _WORD_KEEPS:
        own.append(f"~${lowered[2:]}")
    for lock in own:
        entry = locks.get(lock)
        if entry is not None and _fresh(entry):
            return (
                f"正在 Excel/WPS 中打开（旁边有“{entry.name}”），关闭后自动收；"
                "如果没有人打开它，删掉那个临时文件即可，或一天后照收。"
            )
    return ""


def open_elsewhere_reason(path: str, about: os.stat_result, *, asks: bool) -> str:
    """Why the file at *path* waits: another program has it open; empty where nobody is known to.

    *about* is what was just seen of it. Nothing is read. With *asks* a lease (Linux) is taken and
    given back at once, which the system grants only if nobody has the file open for writing; a
    network file system refuses leases for reasons of its own, so it is not asked.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return ""
    except OSError as error:
        if error.errno not in {errno.EACCES, errno.EPERM, errno.EBUSY, errno.EAGAIN}:
            return ""  # whoever reads it will tell
        return "打不开，可能正被别的程序占用，或没有读取权限；稍后自动再试。"
    try:
        fresh = abs(time.time() - about.st_mtime) < _ASKED_FOR_S
        written = asks and fresh and _has_writer(handle)
    finally:
        os.close(handle)
    return "正被别的程序写入（还没有关闭），写完自动收。" if written else ""


def _fresh(lock: os.DirEntry[str]) -> bool:
    """Whether a lock file was made within a day; one from the far future says nothing either."""
    try:
        return abs(time.time() - lock.stat(follow_symlinks=False).st_mtime) < STALE_S
    except OSError:  # just gone
        return False


def _has_writer(handle: int) -> bool:
    if sys.platform != "linux":
        return False
    import fcntl  # noqa: PLC0415 - not on Windows

    try:
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN
    return False
