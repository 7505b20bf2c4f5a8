"""Scan the inbox. The scan is the source of truth; file-system events only trigger it early.

Nothing is skipped silently: what isn't read is reported with the reason, in Chinese.
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
_WORKBOOK_SUFFIXES: Final = (".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods")
_DEPTH_AT_MOST: Final = 16  # folders within folders; deeper is a copying accident, not a structure


@dataclass(frozen=True, slots=True)
class FileSnapshot:
    """Describe a file at one moment; ``name`` is its path below the inbox, joined by “/”.

    ``path`` is exactly what the file system calls it; ``size`` is in bytes, ``mtime_ns`` in
    nanoseconds since 1970. ``in_use`` is the reason, in Chinese, why it can't be received yet: a
    person edits it, or a program holds it open; empty where neither is known.
    """

    path: Path
    name: str
    size: int
    mtime_ns: int
    in_use: str = ""


@dataclass(frozen=True, slots=True)
class IgnoredFile:
    """Describe something in the inbox that is not received, and why (略过的原因)."""

    name: str
    reason: str


def scan(inbox: Path) -> tuple[tuple[FileSnapshot, ...], tuple[IgnoredFile, ...]]:
    """List the files in *inbox* and its folders, and what is ignored; return both sorted by name.

    A file that is deleted during the scan is left out.

    Raises:
        InboxUnreachable: *inbox* can't be listed, or isn't recognised by its marker, before the
            listing or after it. Nothing follows from an inbox that is away.
    """
    snapshots: list[FileSnapshot] = []
    ignored: list[IgnoredFile] = []
    try:
        require_inbox(inbox)
        for found in _scan_folder(inbox, (), check_writers=not network_fs_type(inbox)):
            if isinstance(found, FileSnapshot):
                snapshots.append(found)
            else:
                ignored.append(found)
        require_inbox(inbox)
    except OSError as error:
        raise InboxUnreachable(inbox, describe(error)) from error
    by_path = sorted(snapshots, key=lambda snapshot: (snapshot.name, str(snapshot.path)))
    return tuple(by_path), tuple(sorted(ignored, key=lambda item: item.name))


def require_inbox(inbox: Path) -> None:
    """Validate that *inbox* is its office's inbox, and not the mount point of a lost share.

    Raises:
        InboxUnrecognised: the office knows a marker, and it isn't there.
        OSError: the inbox can't be read at all.
    """
    workspace = Workspace(inbox.parent)
    fault = inbox_fault(workspace) if workspace.inbox == inbox else ""
    if fault:
        inbox.stat()  # a missing folder is reported as missing
        raise InboxUnrecognised(inbox, fault)


def display_name(name: str) -> str:
    """Return a file's name as people read it: composed (NFC), GBK names of old archives decoded.

    macOS returns decomposed names (NFD); Linux returns the bytes that an archive held.
    """
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        name = _decode_name(name)
    return unicodedata.normalize("NFC", name)


def _decode_name(name: str) -> str:
    """Decode a name that isn't valid Unicode: bytes in GBK, or half a character (a lone surrogate) replaced."""
    try:
        raw = os.fsencode(name)
    except UnicodeEncodeError:  # a header of a mail may say anything
        return "".join(
            "\N{REPLACEMENT CHARACTER}" if "\ud800" <= c <= "\udfff" else c for c in name
        )
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace")


def has_workbook_suffix(name: str) -> bool:
    """Return whether a file's name ends like that of a workbook, ``.et`` of WPS included."""
    return name.lower().endswith(_WORKBOOK_SUFFIXES)


def ignore_reason(name: str) -> str:
    """Return why a file or folder named *name* is ignored (略过); empty where it isn't."""
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
class _FolderContext:
    """Hold what shows whether a file is in use: the lock files of its folder, by casefolded name.

    ``check_writers``: whether the system can report who has a file open for writing.
    """

    locks: dict[str, os.DirEntry[str]]
    check_writers: bool


def _scan_folder(
    folder: Path, parents: tuple[str, ...], *, check_writers: bool
) -> Iterator[FileSnapshot | IgnoredFile]:
    with os.scandir(folder) as entries:
        listed = [entry for entry in entries if parents or entry.name != MARKER_NAME]
    locks = {
        display_name(entry.name).casefold(): entry for entry in listed if entry.name[0] in "~."
    }
    for entry in listed:
        parts = (*parents, display_name(entry.name))
        try:
            yield from _scan_entry(entry, parts, _FolderContext(locks, check_writers))
        except FileNotFoundError:
            continue
        except OSError as error:
            yield IgnoredFile("/".join(parts), f"打不开：{describe(error)}")


def _scan_entry(
    entry: os.DirEntry[str], parts: tuple[str, ...], context: _FolderContext
) -> Iterator[FileSnapshot | IgnoredFile]:
    name = "/".join(parts)
    status = entry.stat(follow_symlinks=False)
    reason = _ignore_reason_by_kind(status.st_mode, len(parts)) or ignore_reason(entry.name)
    if reason:
        yield IgnoredFile(name, reason)
    elif stat.S_ISDIR(status.st_mode):
        if has_workbook_suffix(entry.name):
            yield IgnoredFile(name, "这是文件夹，不是表格文件；里面的文件照常处理")
        yield from _scan_folder(Path(entry.path), parts, check_writers=context.check_writers)
    else:
        in_use = editor_lock_reason(parts[-1], context.locks) or open_elsewhere_reason(
            entry.path, check_writers=context.check_writers
        )
        # A copy may keep the time of what it copies; where no writer can be detected, the change of the
        # file itself counts too (st_ctime; on Windows the creation).
        changed_ns = max(status.st_mtime_ns, 0 if context.check_writers else status.st_ctime_ns)
        yield FileSnapshot(Path(entry.path), name, status.st_size, changed_ns, in_use)


def _ignore_reason_by_kind(mode: int, depth: int) -> str:
    if stat.S_ISLNK(mode):
        return "这是链接，不是文件本身，请放入文件"
    if stat.S_ISDIR(mode):
        return "文件夹套得太深，请移到上层" if depth > _DEPTH_AT_MOST else ""
    return "" if stat.S_ISREG(mode) else "不是普通文件（管道、设备等）"
