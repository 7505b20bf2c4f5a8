"""Write files whole or not at all, compute digests, and make names that every system accepts."""

from __future__ import annotations

import filecmp
import hashlib
import os
import re
import shutil
import time
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from pipeline.errors import FileHeldOpen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# What Windows forbids in a name, and control characters; full-width equivalents would be harder to read.
_FORBIDDEN: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]+')
_TEMPORARY_NAME: Final = re.compile(r"\.[0-9a-f]{32}\.part")
# Windows' “access denied” and “sharing violation”, which end when the other program closes the file.
_SHARING: Final = {5, 32}
_PAUSES_S: Final = (0.05, 0.1, 0.2, 0.4)
_NAME_BYTES: Final = 160  # of the 255 that common file systems allow; suffixes are added later
_SUFFIX_LENGTH: Final = 8


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 digest of *content* in hexadecimal (指纹)."""
    return hashlib.sha256(content).hexdigest()


def digest_of(path: Path) -> str:
    """Return the SHA-256 digest of the file at *path*, read block by block (指纹).

    Raises:
        OSError: it can't be read.
    """
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def safe_name(text: str, longest: int = _NAME_BYTES) -> str:
    """Return *text* as a file name for every system, cut to *longest* bytes of UTF-8 (160 by default).

    >>> safe_name('关于“A/B”的通知: 急')
    '关于“A_B”的通知_ 急'
    >>> safe_name("..")
    '未命名'
    """
    name = _FORBIDDEN.sub("_", text).strip(" .")
    shortened = name.encode("utf-8")[:longest].decode("utf-8", "ignore").strip(" .")
    return shortened or "未命名"


def safe_file_name(name: str) -> str:
    """Return *name* as :func:`safe_name` does, but cut before its suffix, so that the file still opens.

    >>> safe_file_name("很" * 100 + ".xlsx").endswith("很.xlsx")
    True
    """
    stem, dot, suffix = name.rpartition(".")
    if not (stem and suffix.isascii() and len(suffix) <= _SUFFIX_LENGTH):
        return safe_name(name)
    return safe_name(safe_name(stem, _NAME_BYTES - len(suffix) - 1) + dot + suffix)


def sync_folder(folder: Path) -> None:
    """Write the entries of *folder* to the disk (fsync); nothing to do where folders can't be opened."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # Windows: a folder can't be opened, and NTFS journals its entries
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_file(target: Path, content: bytes) -> None:
    """Write *content* to *target*, whole or not at all; missing folders are created.

    The bytes are written to a hidden temporary file in the same folder, synced to the disk, and
    renamed in one step.

    Raises:
        FileHeldOpen: *target* is open in Excel or WPS (Windows forbids replacing it).
        OSError: the disk refused; *target* is unchanged.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = temporary_name(target)
    try:
        with temporary.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        rename_file(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def copy_file(source: Path, target: Path) -> None:
    """Copy *source* to *target* as :func:`replace_file` writes; a file of the same bytes is not touched.

    Raises:
        FileHeldOpen, OSError: as for :func:`replace_file`.
    """
    if target.is_file() and filecmp.cmp(source, target, shallow=False):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = temporary_name(target)
    try:
        with source.open("rb") as read, temporary.open("xb") as written:
            shutil.copyfileobj(read, written)
            written.flush()
            os.fsync(written.fileno())
        rename_file(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def temporary_name(target: Path) -> Path:
    """Return a new hidden name next to *target*, by which :func:`unfinished_writes` finds what a killed process left.

    Not tempfile: mkstemp creates the file with mode 0600, and on a shared folder a result that only its
    owner can read is useless to the others.
    """
    return target.with_name(f".{uuid4().hex}.part")


def unfinished_writes(folder: Path, *, recursive: bool = True) -> Iterator[Path]:
    """Yield the temporary files that killed processes left in *folder*; nothing refers to them."""
    for path in folder.rglob(".*.part") if recursive else folder.glob(".*.part"):
        if _TEMPORARY_NAME.fullmatch(path.name):
            yield path


def rename_file(temporary: Path, target: Path) -> None:
    """Rename, and retry for a moment where a virus scanner or a preview holds the old file open (Windows).

    Raises:
        FileHeldOpen: *target* is open in Excel or WPS.
        OSError: the disk refused.
    """
    for pause_s in (*_PAUSES_S, None):
        try:
            temporary.replace(target)
        except PermissionError as error:
            if pause_s is None or getattr(error, "winerror", None) not in _SHARING:
                raise FileHeldOpen(target) from error
            time.sleep(pause_s)
        else:
            return


def replace_if_changed(target: Path, content: bytes) -> bool:
    """Write like :func:`replace_file` unless *target* has this content already; return whether it was written."""
    if target.is_file() and target.read_bytes() == content:
        return False
    replace_file(target, content)
    return True
