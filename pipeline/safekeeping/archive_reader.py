"""Read an archive of ours (备份、留痕包), and verify each of its files against the manifest (清单.json).

Reading is bounded by the manifest: a member that is missing, added, longer or different is named in an
error, and none of it is used.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any, Final

from pipeline.safekeeping.errors import ArchiveFaulty

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

MANIFEST: Final = "清单.json"
_FORMAT: Final = 1
_CHUNK: Final = 1024 * 1024
_MANIFEST_BYTES_AT_MOST: Final = 256 * 1024 * 1024
_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f<>:"\\|?*\u202a-\u202e\u2066-\u2069]')
_READ_ERRORS: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError,
    ValueError, OverflowError, LookupError,
)  # fmt: skip
_DAMAGED: Final = "文件不完整或已损坏，可能没有复制完，或存放的盘有问题"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the manifest: a file's name, its size in bytes and its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Manifest of an archive of ours (清单); its fields are the keys of 清单.json.

    ``kind`` is ``backup`` or ``bundle``; ``subject`` the office or the campaign; ``head`` the link of
    the ledger's last event (链首), the ``events``-th; ``broken`` the first event whose link was wrong
    already then, 0 for none; ``left_out`` names what could not be read.
    """

    kind: str
    subject: str
    created: str
    program: str
    head: str
    events: int
    broken: int = 0
    left_out: tuple[str, ...] = ()
    files: tuple[Entry, ...] = field(default=(), repr=False)

    @property
    def size(self) -> int:
        """Return the size of all files together, in bytes."""
        return sum(entry.size for entry in self.files)


def verify_members(path: Path) -> Manifest:
    """Verify every file in the archive at *path* against its manifest (清单).

    Raises:
        ArchiveFaulty: it is no archive of ours, or not what it was; the file is named.
        OSError: *path* can't be read.
    """
    with path.open("rb") as stream:
        return verify_stream(stream, path.name)


@contextmanager
def open_archive(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """Open the archive at *path*, and verify its list of members against its manifest.

    Raises:
        ArchiveFaulty: it isn't an archive of ours, or a member was added or removed.
    """
    with path.open("rb") as stream, _package(stream, path.name) as (package, manifest):
        yield package, manifest


def read_entry(package: zipfile.ZipFile, entry: Entry, archive: str) -> bytes:
    """Return the verified bytes of one member; for members that fit into memory."""
    return b"".join(read_verified(package, entry, archive))


def read_verified(package: zipfile.ZipFile, entry: Entry, archive: str) -> Iterator[bytes]:
    """Yield the bytes of one member in chunks; the last chunk only if the digest of all is right.

    Raises:
        ArchiveFaulty: size or digest is wrong; *archive* and the member are named.
    """
    digest, size, previous = hashlib.sha256(), 0, b""
    try:
        with package.open(entry.name) as stream:
            while chunk := stream.read(_CHUNK):
                yield previous
                size += len(chunk)
                digest.update(chunk)
                previous = chunk
                if size > entry.size:
                    break
    except _READ_ERRORS as error:
        raise ArchiveFaulty(archive, f"其中“{entry.name}”已损坏") from error
    if (size, digest.hexdigest()) != (entry.size, entry.sha256):
        raise ArchiveFaulty(archive, f"其中“{entry.name}”与清单里的指纹不符，被改动过或已损坏")
    yield previous


def archive_name(parts: Iterable[str]) -> str:
    """Return *parts* as a member's name that every system can unpack; what Windows forbids becomes “_”."""
    return "/".join(_UNSAFE.sub("_", part).rstrip(" .") or "_" for part in parts)


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return the manifest as the bytes of 清单.json."""
    return json.dumps(
        {"format": _FORMAT, **asdict(manifest)}, ensure_ascii=False, indent=1
    ).encode()


def verify_stream(stream: IO[bytes], archive: str) -> Manifest:
    """Verify like :func:`verify_members` an archive that is open; *archive* is its name for people."""
    with _package(stream, archive) as (package, manifest):
        for entry in manifest.files:
            for _ in read_verified(package, entry, archive):
                pass
    return manifest


@contextmanager
def _package(stream: IO[bytes], archive: str) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    try:
        package = zipfile.ZipFile(stream)
    except _READ_ERRORS as error:
        raise ArchiveFaulty(archive, _DAMAGED) from error
    with package:
        manifest = _manifest(package, archive)
        _match_members(package, manifest, archive)
        yield package, manifest


def _manifest(package: zipfile.ZipFile, archive: str) -> Manifest:
    try:
        info = package.getinfo(MANIFEST)
    except KeyError as error:
        raise ArchiveFaulty(archive, f"里面没有{MANIFEST}，不是报送通做的备份或留痕包") from error
    try:
        if info.file_size > _MANIFEST_BYTES_AT_MOST:
            raise ValueError(info.file_size)
        return _parse(json.loads(package.read(info)))
    except (*_READ_ERRORS, TypeError, AttributeError) as error:
        raise ArchiveFaulty(archive, f"其中“{MANIFEST}”已损坏") from error


def _parse(values: dict[str, Any]) -> Manifest:
    if values.pop("format") != _FORMAT:
        raise ValueError(_FORMAT)
    files = tuple(Entry(str(e["name"]), int(e["size"]), str(e["sha256"])) for e in values["files"])
    manifest = Manifest(**{**values, "files": files, "left_out": tuple(values["left_out"])})
    datetime.fromisoformat(manifest.created)
    return manifest


def _match_members(package: zipfile.ZipFile, manifest: Manifest, archive: str) -> None:
    infos = {info.filename: info for info in package.infolist()}
    names = [entry.name for entry in manifest.files]
    extra = sorted(set(infos) - {*names, MANIFEST})
    if extra or len(infos) != len(package.infolist()) or len(set(names)) != len(names):
        named = f"“{extra[0]}”" if extra else "重名的文件"
        raise ArchiveFaulty(archive, f"里面有清单上没有的{named}")
    for entry in manifest.files:
        if not _is_safe(entry.name):
            raise ArchiveFaulty(archive, f"其中的文件名“{entry.name!r}”不安全")
        if entry.name not in infos:
            raise ArchiveFaulty(archive, f"其中“{entry.name}”不见了")
        if infos[entry.name].file_size != entry.size:
            raise ArchiveFaulty(archive, f"其中“{entry.name}”的大小与清单不符")


def _is_safe(name: str) -> bool:
    parts = name.split("/")
    return not _UNSAFE.search(name) and not any(part in {"", ".", ".."} for part in parts)
