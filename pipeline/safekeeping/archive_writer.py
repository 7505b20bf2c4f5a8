"""One file that holds many, with a list by which each can be checked (备份、留痕包).

A zip with a manifest (清单.json) as its last member: every file's size and SHA-256. It takes its
name only after it was read back from the disk and found whole.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import time
import zipfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Final, Self
from uuid import uuid4

from pipeline.clock import BEIJING
from pipeline.errors import PipelineError, disk_fault
from pipeline.files import sync_folder
from pipeline.safekeeping.archive_reader import (
    MANIFEST,
    Entry,
    Manifest,
    manifest_bytes,
    verify_stream,
)
from pipeline.safekeeping.errors import ArchiveUnwritable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_CHUNK: Final = 1024 * 1024
# Not as the files of a pass are called, which a pass sweeps away when it is alone: we are not alone.
_PART: Final = re.compile(r"\.[0-9a-f]{32}(\.packing)?\.part")
_A_DAY_S: Final = 24 * 60 * 60
_PACKED_ALREADY: Final = {
    ".xlsx", ".xlsm", ".docx", ".zip", ".rar", ".7z", ".pdf", ".png", ".jpg", ".jpeg", ".ods", ".gz",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """A file to pack: the name it gets, and its bytes or where they are."""

    name: str
    source: Path | bytes


def write_archive(
    target: Path,
    members: Iterable[Member],
    manifest_of: Callable[[tuple[Entry, ...], tuple[str, ...]], Manifest],
) -> Manifest:
    """Pack *members* as *target*, checked by reading it back before it takes its name.

    *manifest_of* is given what was packed and what could not be read, when the last member is in.

    Raises:
        ArchiveUnwritable: the disk refused; what stood at *target* is as it was.
        ArchiveFaulty: what was written could not be read back as it was.
    """
    remove_partial_archives(target.parent)
    part = target.with_name(f".{uuid4().hex}.packing.part")
    try:
        with translate_disk_errors(target):
            with part.open("xb") as stream:
                _write(stream, members, manifest_of)
                stream.flush()
                os.fsync(stream.fileno())
            with part.open("rb") as stream:
                _forget_cached(stream)
                manifest = verify_stream(stream, target.name)
            part.replace(target)
            sync_folder(target.parent)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def remove_partial_archives(folder: Path) -> None:
    """Take away what a run that was killed a day ago or more left half done in *folder*."""
    for path in folder.glob(".*.part"):
        with suppress(OSError):
            remove_partial(path)


def remove_partial(path: Path) -> bool:
    """Take *path* away if it is such a half, a day old; say whether it was."""
    old = time.time() - path.lstat().st_mtime > _A_DAY_S
    if not (old and _PART.fullmatch(path.name)):
        return False
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    return True


@contextmanager
def translate_disk_errors(place: Path) -> Iterator[None]:
    """Say in words why *place* could not be written.

    Raises:
        ArchiveUnwritable: instead of the system's own error.
    """
    try:
        yield
    except OSError as error:
        fault = disk_fault(error)
        raise ArchiveUnwritable(place, fault.reason, fault.remedy_elsewhere) from error


def _write(
    stream: IO[bytes],
    members: Iterable[Member],
    manifest_of: Callable[[tuple[Entry, ...], tuple[str, ...]], Manifest],
) -> None:
    entries: list[Entry] = []
    left_out: list[str] = []
    names: set[str] = set()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for member in members:
            name = _free(member.name, names)
            try:
                source = _Source(member.source)
            except FileNotFoundError:  # gone since it was listed: it has its place elsewhere
                continue
            except OSError:
                left_out.append(member.name)
                continue
            with source:
                entries.append(_pack_one(package, name, source))
        manifest = manifest_of(tuple(entries), tuple(left_out))
        package.writestr(
            _info(MANIFEST, datetime.fromisoformat(manifest.created)), manifest_bytes(manifest)
        )


class _Source:
    """An open source: bytes at hand, or a file with its time."""

    def __init__(self, source: Path | bytes) -> None:
        self._stream = source.open("rb") if isinstance(source, Path) else None
        self._content = source if isinstance(source, bytes) else b""
        about = os.fstat(self._stream.fileno()) if self._stream else None
        self.moment = datetime.fromtimestamp(about.st_mtime if about else 0, BEIJING)
        self.size = about.st_size if about else len(self._content)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._stream:
            self._stream.close()

    def pieces(self) -> Iterator[bytes]:
        if self._stream is None:
            yield self._content
            return
        try:
            while piece := self._stream.read(_CHUNK):
                yield piece
        except OSError as error:
            raise PipelineError(
                f"{self._stream.name} 读到一半读不出来（{error.strerror}），没有做成。"
                "存放它的盘可能有问题，请运行 baosong doctor 看看。"
            ) from error


def _pack_one(package: zipfile.ZipFile, name: str, source: _Source) -> Entry:
    digest, size = hashlib.sha256(), 0
    large = source.size >= zipfile.ZIP64_LIMIT // 2  # it may grow while it is read
    with package.open(_info(name, source.moment), "w", force_zip64=large) as stream:
        for piece in source.pieces():
            stream.write(piece)
            digest.update(piece)
            size += len(piece)
    return Entry(name, size, digest.hexdigest())


def _free(name: str, taken: set[str]) -> str:
    """*name*, or one beside it where another name came out the same."""
    path, found, number = PurePosixPath(name), name, 1
    while found.casefold() in taken:
        number += 1
        found = str(path.with_name(f"{path.stem}~{number}{path.suffix}"))
    taken.add(found.casefold())
    return found


def _info(name: str, moment: datetime) -> zipfile.ZipInfo:
    year = min(max(moment.year, 1980), 2107)  # what the format can say
    info = zipfile.ZipInfo(name, (year, *moment.timetuple()[1:6]))
    packed = PurePosixPath(name).suffix.lower() in _PACKED_ALREADY
    info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    info.create_system = 3  # the same bytes on every system
    info.external_attr = 0o100644 << 16
    return info


def _forget_cached(stream: IO[bytes]) -> None:
    """Ask the system to read from the disk itself, not from its memory of what was written."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
