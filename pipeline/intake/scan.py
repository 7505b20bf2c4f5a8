"""What lies in the inbox now. The scan is the truth; a watcher's events only bring it forward.

Nothing is passed over in silence: what isn't looked at is reported with the reason, in Chinese.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final

from pipeline.errors import describe
from pipeline.intake.errors import InboxUnreachable, InboxUnrecognised
from pipeline.intake.in_use import editor_lock_reason, open_elsewhere_reason
from pipeline.intake.mounts import network_fs_type
from pipeline.workspace import MARKER_NAME, Workspace, inbox_fault

if TYPE_CHECKING:
    from collections.abc import Iterator

_SYSTEM_NAMES: Final = {"thumbs.db", "desktop.ini", "icon\r"}
_SYSTEM_FOLDERS: Final = {"__macosx", "@eadir", "$recycle.bin", "system volume information"}
_TEMPORARY: Final = {".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".filepart"}
_SHORTCUTS: Final = {".lnk", ".url", ".desktop"}
_WORKBOOKS: Final = {".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods"}
_DEEPEST: Final = 16  # folders within folders; deeper is a copying accident, not an order


@dataclass(frozen=True, slots=True)
class FileSnapshot:
    """One look at a file: ``name`` is its path below the inbox, parted by “/”, for people.

    ``path`` is exactly what the file system calls it; ``size`` is in bytes, ``mtime_ns`` in
    nanoseconds since 1970. ``in_use`` says, in Chinese, why it can't be taken in yet: somebody
    edits it, or holds it open; empty where nobody is known to.
    """

    path: Path
    name: str
    size: int
    mtime_ns: int
    in_use: str = ""


@dataclass(frozen=True, slots=True)
class IgnoredFile:
    """Something in the inbox that is not taken in, and why (略过的原因)."""

    name: str
    reason: str


def scan(inbox: Path) -> tuple[tuple[FileSnapshot, ...], tuple[IgnoredFile, ...]]:
    """List the files in *inbox* and its folders, and what is passed over; both by name.

    A file that goes away during the scan is simply not there.

    Raises:
        InboxUnreachable: *inbox* can't be listed, or isn't known again by its marker, before the
            listing or after it. Nothing follows from an inbox that is away.
    """
    looks: list[FileSnapshot] = []
    ignored: list[IgnoredFile] = []
    try:
        require_inbox(inbox)
        for found in _walk(inbox, (), asks=not network_fs_type(inbox)):
            if isinstance(found, FileSnapshot):
                looks.append(found)
            else:
                ignored.append(found)
        require_inbox(inbox)
    except OSError as error:
        raise InboxUnreachable(inbox, describe(error)) from error
    by_path = sorted(looks, key=lambda look: (look.name, str(look.path)))
    return tuple(by_path), tuple(sorted(ignored, key=lambda item: item.name))


def require_inbox(inbox: Path) -> None:
    """Make sure that *inbox* is the one that its office knows, and not what a lost share left.

    Raises:
        InboxUnrecognised: the office knows a marker, and it isn't there.
        OSError: the inbox can't be read at all.
    """
    workspace = Workspace(inbox.parent)
    fault = inbox_fault(workspace) if workspace.inbox == inbox else ""
    if fault:
        inbox.stat()  # a folder that isn't there at all is told as that
        raise InboxUnrecognised(inbox, fault)


def display_name(name: str) -> str:
    """A file's name as people read it: composed (NFC), and GBK names of old archives decoded.

    macOS hands out decomposed names (NFD); Linux hands out whatever bytes an archive held.
    """
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        raw = os.fsencode(name)
        try:
            name = raw.decode("gb18030")
        except UnicodeDecodeError:
            name = raw.decode("utf-8", "replace")
    return unicodedata.normalize("NFC", name)


def ignore_reason(name: str) -> str:
    """Why a file or folder called *name* is passed over (略过); empty where it isn't."""
    lowered = name.lower()
    suffix = PurePath(lowered).suffix
    if lowered.startswith(("~$", ".~")):
        return "Excel/WPS 打开文件时留下的临时文件"
    if suffix in _TEMPORARY:
        return "没有传完的临时文件"
    if lowered in _SYSTEM_NAMES | _SYSTEM_FOLDERS:
        return "系统自动生成的文件"
    if lowered.startswith("."):
        return "隐藏文件"
    return "这是快捷方式，不是文件本身，请放入文件" if suffix in _SHORTCUTS else ""


@dataclass(frozen=True, slots=True)
class _Around:
    """What tells whether a file of a folder is in use: the lock files (by name) beside it.

    ``asks``: whether the system can be asked who has a file open for writing.
    """

    locks: dict[str, os.DirEntry[str]]
    asks: bool


def _walk(
    folder: Path, above: tuple[str, ...], *, asks: bool
) -> Iterator[FileSnapshot | IgnoredFile]:
    with os.scandir(folder) as entries:
        listed = [entry for entry in entries if above or entry.name != MARKER_NAME]
    locks = {
        display_name(entry.name).casefold(): entry for entry in listed if entry.name[0] in "~."
    }
    for entry in listed:
        parts = (*above, display_name(entry.name))
        try:
            yield from _see(entry, parts, _Around(locks, asks))
        except FileNotFoundError:
            continue
        except OSError as error:
            yield IgnoredFile("/".join(parts), f"打不开：{describe(error)}")


def _see(
    entry: os.DirEntry[str], parts: tuple[str, ...], around: _Around
) -> Iterator[FileSnapshot | IgnoredFile]:
    name = "/".join(parts)
    about = entry.stat(follow_symlinks=False)
    reason = _reason_by_kind(about.st_mode, len(parts)) or ignore_reason(entry.name)
    if reason:
        yield IgnoredFile(name, reason)
    elif stat.S_ISDIR(about.st_mode):
        if PurePath(entry.name).suffix.lower() in _WORKBOOKS:
            yield IgnoredFile(name, "这是文件夹，不是表格文件；里面的文件照常处理")
        yield from _walk(Path(entry.path), parts, asks=around.asks)
    else:
        in_use = editor_lock_reason(parts[-1], around.locks) or open_elsewhere_reason(
            entry.path, about, asks=around.asks
        )
        yield FileSnapshot(Path(entry.path), name, about.st_size, about.st_mtime_ns, in_use)


def _reason_by_kind(mode: int, depth: int) -> str:
    if stat.S_ISLNK(mode):
        return "这是链接，不是文件本身，请放入文件"
    if stat.S_ISDIR(mode):
        return "文件夹套得太深，请移到上层" if depth > _DEEPEST else ""
    return "" if stat.S_ISREG(mode) else "不是普通文件（管道、设备等）"
