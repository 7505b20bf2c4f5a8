"""Write an archive of ours (备份、留痕包): a zip with a manifest by which each file can be verified.

The manifest (清单.json) is the last member: every file's size and SHA-256. The archive gets its name only
after it was read back from the disk and verified.
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
# Not named like the temporary files of a pass, which the next pass deletes: this one may run at the same time.
_PART: Final = re.compile(r"\.[0-9a-f]{32}(\.packing)?\.part")
_DAY_S: Final = 24 * 60 * 60
_COMPRESSED_SUFFIXES: Final = {
    ".xlsx", ".xlsm", ".docx", ".zip", ".rar", ".7z", ".pdf", ".png", ".jpg", ".jpeg", ".ods", ".gz",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """A file to write: its name in the archive, and its bytes or its path."""

    name: str
    source: Path | bytes


class ArchiveWriter:
    """An archive that is being written: members are added one by one, the manifest last.

    ``entries`` are the members written so far, ``left_out`` the names of those that couldn't be read.
    """

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._names: set[str] = set()
        self.entries: list[Entry] = []
        self.left_out: list[str] = []

    def add(self, member: Member) -> None:
        """Read *member* and write it; a file that was moved since it was listed is skipped."""
        name = _unique_name(member.name, self._names)
        try:
            source = _Source(member.source)
        except FileNotFoundError:  # moved since it was listed, and archived at its new place
            return
        except OSError:
            self.left_out.append(member.name)
            return
        with source:
            self.entries.append(_write_member(self._package, name, source))

    def add_manifest(self, manifest: Manifest) -> None:
        """Write the manifest (清单.json), the last member."""
        created = datetime.fromisoformat(manifest.created)
        self._package.writestr(_zip_info(MANIFEST, created), manifest_bytes(manifest))


@contextmanager
def new_archive(target: Path) -> Iterator[ArchiveWriter]:
    """Open the new archive *target* for writing; it is verified by reading it back and then renamed.

    The block adds the members and the manifest.

    Raises:
        ArchiveUnwritable: the disk refused; the file at *target* is unchanged.
        ArchiveFaulty: what was read back differs from what was written.
    """
    remove_partial_archives(target.parent)
    part = target.with_name(f".{uuid4().hex}.packing.part")
    try:
        with translate_disk_errors(target):
            with part.open("xb") as stream:
                with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
                    yield ArchiveWriter(package)
                stream.flush()
                os.fsync(stream.fileno())
            with part.open("rb") as stream:
                _drop_page_cache(stream)
                verify_stream(stream, target.name)
            part.replace(target)
            sync_folder(target.parent)
    finally:
        part.unlink(missing_ok=True)


def write_archive(
    target: Path,
    members: Iterable[Member],
    manifest_of: Callable[[tuple[Entry, ...], tuple[str, ...]], Manifest],
) -> Manifest:
    """Write *members* as the archive *target*, as :func:`new_archive` does; return its manifest.

    *manifest_of* is called after the last member with the written entries and the unreadable names.

    Raises:
        ArchiveUnwritable: the disk refused; the file at *target* is unchanged.
        ArchiveFaulty: what was read back differs from what was written.
    """
    with new_archive(target) as archive:
        for member in members:
            archive.add(member)
        manifest = manifest_of(tuple(archive.entries), tuple(archive.left_out))
        archive.add_manifest(manifest)
    return manifest


def remove_partial_archives(folder: Path) -> None:
    """Delete the partial archives in *folder* that are at least a day old (残留文件)."""
    for path in folder.glob(".*.part"):
        with suppress(OSError):
            remove_partial(path)


def remove_partial(path: Path) -> bool:
    """Delete *path* if it is a partial archive or temporary file, at least a day old; return whether it was."""
    is_old = time.time() - path.lstat().st_mtime > _DAY_S
    if not (is_old and _PART.fullmatch(path.name)):
        return False
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    return True


@contextmanager
def translate_disk_errors(place: Path) -> Iterator[None]:
    """Convert an error of the disk within the block to one that names the reason and the remedy.

    Raises:
        ArchiveUnwritable: *place* can't be written.
    """
    try:
        yield
    except OSError as error:
        fault = disk_fault(error)
        raise ArchiveUnwritable(place, fault.reason, fault.remedy_elsewhere) from error


class _Source:
    """Open source of a member: bytes, or a file with its modification time."""

    def __init__(self, source: Path | bytes) -> None:
        self._stream = source.open("rb") if isinstance(source, Path) else None
        self._content = source if isinstance(source, bytes) else b""
        status = os.fstat(self._stream.fileno()) if self._stream else None
        self.moment = datetime.fromtimestamp(status.st_mtime if status else 0, BEIJING)
        self.size = status.st_size if status else len(self._content)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._stream:
            self._stream.close()

    def chunks(self) -> Iterator[bytes]:
        if self._stream is None:
            yield self._content
            return
        try:
            while chunk := self._stream.read(_CHUNK):
                yield chunk
        except OSError as error:
            raise PipelineError(
                f"{self._stream.name} 读到一半读不出来（{error.strerror}），没有做成。"
                "存放它的盘可能有问题，请运行 baosong doctor 看看。"
            ) from error


def _write_member(package: zipfile.ZipFile, name: str, source: _Source) -> Entry:
    digest, size = hashlib.sha256(), 0
    large = source.size >= zipfile.ZIP64_LIMIT // 2  # it may grow while it is read
    with package.open(_zip_info(name, source.moment), "w", force_zip64=large) as stream:
        for chunk in source.chunks():
            stream.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    return Entry(name, size, digest.hexdigest())


def _unique_name(name: str, used: set[str]) -> str:
    """Return *name*, with a number added where another member has the same name."""
    path, unique, number = PurePosixPath(name), name, 1
    while unique.casefold() in used:
        number += 1
        unique = str(path.with_name(f"{path.stem}~{number}{path.suffix}"))
    used.add(unique.casefold())
    return unique


def _zip_info(name: str, moment: datetime) -> zipfile.ZipInfo:
    year = min(max(moment.year, 1980), 2107)  # the years that the format allows
    info = zipfile.ZipInfo(name, (year, *moment.timetuple()[1:6]))
    compressed = PurePosixPath(name).suffix.lower() in _COMPRESSED_SUFFIXES
    info.compress_type = zipfile.ZIP_STORED if compressed else zipfile.ZIP_DEFLATED
    info.create_system = 3  # the same bytes on every system
    info.external_attr = 0o100644 << 16
    return info


def _drop_page_cache(stream: IO[bytes]) -> None:
    """Drop the pages of *stream* from the system's cache, so that it is read back from the disk."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
