"""What lies in the inbox now; whatever is passed over is passed over with a reason."""

from __future__ import annotations

import os
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_SYSTEM: Final = frozenset({"thumbs.db", "desktop.ini", ".ds_store", ".gitkeep", ".directory"})
_SYSTEM_FOLDERS: Final = frozenset({"@eadir", "__macosx", "$recycle.bin", ".stfolder"})
_UNFINISHED: Final = (".tmp", ".temp", ".part", ".crdownload", ".download", ".partial", ".bak")


@dataclass(frozen=True, slots=True, order=True)
class Look:
    """A file as it looked at one moment; ``name`` is relative to the inbox, parted by “/”."""

    name: str
    path: Path
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True, order=True)
class Ignored:
    """A file that is not taken in, and why."""

    name: str
    reason: str


def scan(inbox: Path) -> tuple[tuple[Look, ...], tuple[Ignored, ...]]:
    """Look at everything below *inbox*, in the order of names.

    Links are not followed: what they point to may change after it was looked at.
    """
    looks: list[Look] = []
    ignored: list[Ignored] = []
    for entry, name in _entries(inbox, ""):
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:  # gone between the listing and the look
            continue
        reason = _reason_to_pass_over(entry.name, status.st_mode)
        if reason:
            ignored.append(Ignored(name, reason))
        else:
            looks.append(Look(name, Path(entry.path), status.st_size, status.st_mtime_ns))
    return tuple(sorted(looks)), tuple(sorted(ignored))


def _entries(folder: Path, above: str) -> Iterator[tuple[os.DirEntry[str], str]]:
    with os.scandir(folder) as listed:
        entries = list(listed)
    for entry in entries:
        # A name from a Mac comes decomposed; people see and type the composed form.
        name = above + unicodedata.normalize("NFC", entry.name)
        if entry.is_dir(follow_symlinks=False):
            if entry.name.lower() not in _SYSTEM_FOLDERS and not entry.name.startswith("."):
                yield from _entries(Path(entry.path), f"{name}/")
        else:
            yield entry, name


def _reason_to_pass_over(name: str, mode: int) -> str:
    lowered = name.lower()
    if name.startswith(("~$", ".~")):
        return "Excel/WPS 打开文件时的锁文件，关闭后自动消失"
    if stat.S_ISLNK(mode):
        return "快捷链接，请把文件本身放进来"
    if not stat.S_ISREG(mode):
        return "不是普通文件"
    if lowered in _SYSTEM or lowered.startswith("._"):
        return "系统文件"
    if lowered.endswith(_UNFINISHED):
        return "没有下载完的临时文件"
    if name.startswith("."):
        return "隐藏文件"
    return ""
