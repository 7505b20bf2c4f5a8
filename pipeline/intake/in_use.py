"""Detect whether a file is open elsewhere: by an editor's lock file, or by a lease of the system.

Excel and WPS write ``~$报送表.xlsx`` next to a workbook while it is open, WPS on Linux ``.~报送表.xlsx``,
LibreOffice ``.~lock.报送表.xlsx#``. A program that crashed leaves its lock file behind, so one that is
older than a day is ignored. The system's answer is a hint too: where it gives none, the file counts
as free, and two scans that agree decide.
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
_WORD_SHORT_NAME: Final = 8  # the lock file of a longer name replaces its first two letters


def editor_lock_reason(name: str, locks: Mapping[str, os.DirEntry[str]]) -> str:
    """Return why the file *name* waits: its folder has a lock file for it; else empty.

    *locks* are the lock files by casefolded name.
    """
    lowered = name.casefold()
    candidates = [f"~${lowered}", f".~{lowered}", f".~lock.{lowered}#"]
    if lowered.endswith(_WORD_FILES) and len(name) > _WORD_SHORT_NAME:
        candidates.append(f"~${lowered[2:]}")
    for lock in candidates:
        entry = locks.get(lock)
        if entry is not None and _is_recent(entry):
            return (
                f"正在 Excel/WPS 中打开（旁边有“{entry.name}”），关闭后自动收；"
                "如果没有人打开它，删掉那个临时文件即可，或一天后照收。"
            )
    return ""


def open_elsewhere_reason(path: str, *, check_writers: bool) -> str:
    """Return why the file at *path* waits: another program has it open; empty where none is known.

    The content isn't read. With *check_writers* a lease
    (Linux) is taken and released at once, which the system grants only if no program has the file
    open for writing; network file systems refuse leases for other reasons, so there it is skipped.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return ""
    except OSError as error:
        if error.errno not in {errno.EACCES, errno.EPERM, errno.EBUSY, errno.EAGAIN}:
            return ""  # reading the file will report it
        return "打不开，可能正被别的程序占用，或没有读取权限；稍后自动再试。"
    try:
        # However old the file looks: a copy may keep the modification time of what it copies.
        has_writer = check_writers and _has_writer(handle)
    finally:
        os.close(handle)
    return "正被别的程序写入（还没有关闭），写完自动收。" if has_writer else ""


def _is_recent(lock: os.DirEntry[str]) -> bool:
    """Return whether a lock file was written within a day of now, past or future."""
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
