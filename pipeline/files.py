"""Files written whole or not at all, digests, and names that every system accepts."""

from __future__ import annotations

import hashlib
import os
import re
import time
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from pipeline.errors import FileHeldOpen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# What Windows forbids in a name, and control characters; a full-width twin would read worse.
_FORBIDDEN: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]+')
_NEIGHBOUR: Final = re.compile(r"\.[0-9a-f]{32}\.part")
# Windows' “access denied” and “sharing violation”, which pass when the other program is done.
_SHARING: Final = {5, 32}
_PAUSES_S: Final = (0.05, 0.1, 0.2, 0.4)
_NAME_BYTES: Final = 160  # of the 255 that common file systems allow; suffixes are added later
_SUFFIX_LENGTH: Final = 8


def sha256_of(content: bytes) -> str:
    """The SHA-256 digest of *content* in hexadecimal (原件指纹)."""
    return hashlib.sha256(content).hexdigest()


def safe_name(text: str, longest: int = _NAME_BYTES) -> str:
    """Make *text* usable as a file name everywhere, cutting it to 160 bytes of UTF-8, or *longest*.

    >>> safe_name('关于“A/B”的通知: 急')
    '关于“A_B”的通知_ 急'
    >>> safe_name("..")
    '未命名'
    """
    name = _FORBIDDEN.sub("_", text).strip(" .")
    cut = name.encode("utf-8")[:longest].decode("utf-8", "ignore").strip(" .")
    return cut or "未命名"


def safe_file_name(name: str) -> str:
    """Like :func:`safe_name`, but a name that has to be cut keeps its suffix, so that it still opens.

    >>> safe_file_name("很" * 100 + ".xlsx").endswith("很.xlsx")
    True
    """
    stem, dot, suffix = name.rpartition(".")
    if not (stem and suffix.isascii() and len(suffix) <= _SUFFIX_LENGTH):
        return safe_name(name)
    return safe_name(safe_name(stem, _NAME_BYTES - len(suffix) - 1) + dot + suffix)


def sync_folder(folder: Path) -> None:
    """Force the entries of *folder* to the disk; a system that can't open folders needs it not."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # Windows: a folder can't be opened, and NTFS journals its entries
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_file(target: Path, content: bytes) -> None:
    """Put *content* at *target*, whole or not at all; missing folders are made.

    The bytes go into a hidden neighbour, are forced to the disk, and take the name in one step.

    Raises:
        FileHeldOpen: *target* is open in Excel or WPS (Windows forbids replacing it).
        OSError: the disk refused; *target* is as it was.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    # Not tempfile: mkstemp makes the file private (0600), and a result that only its owner
    # can read is a lost result on a shared folder.
    neighbour = target.with_name(f".{uuid4().hex}.part")
    try:
        with neighbour.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        _take_the_name(neighbour, target)
    finally:
        neighbour.unlink(missing_ok=True)


def unfinished_writes(folder: Path, *, below: bool = True) -> Iterator[Path]:
    """The neighbours that writers which died left in *folder* and *below*; nothing refers to them."""
    for path in folder.rglob(".*.part") if below else folder.glob(".*.part"):
        if _NEIGHBOUR.fullmatch(path.name):
            yield path


def _take_the_name(neighbour: Path, target: Path) -> None:
    """Rename, and try again for a moment where a virus scanner or a preview holds the old file (Windows)."""
    for pause_s in (*_PAUSES_S, None):
        try:
            neighbour.replace(target)
        except PermissionError as error:
            if pause_s is None or getattr(error, "winerror", None) not in _SHARING:
                raise FileHeldOpen(target) from error
            time.sleep(pause_s)
        else:
            return


def replace_if_changed(target: Path, content: bytes) -> bool:
    """Like :func:`replace_file`, but leave an identical file untouched; say whether it was written."""
    if target.is_file() and target.read_bytes() == content:
        return False
    replace_file(target, content)
    return True
