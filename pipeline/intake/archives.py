"""Read archives and mails (压缩包、邮件): yield what they hold, one file after another, within limits.

A member's name is a label for people and for finding the unit; no file is ever written to it.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pipeline.intake.mails import MailUnreadable, read_attachments, read_sender
from pipeline.intake.scan import IgnoredFile, display_name, ignore_reason
from pipeline.intake.sniff import sniff
from pipeline.model.arrival import Container
from pipeline.sandbox.errors import CrashCause, JobCrashed
from pipeline.workbook.package import (
    ZIP_BROKEN,
    TooManyMembers,
    UnusualCompression,
    open_zip,
    read_part,
)

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

    from pipeline.sandbox.run import Sandbox

MEMBERS_AT_MOST: Final = 500
MEMBER_AT_MOST: Final = 64 * 1024 * 1024
UNPACKED_AT_MOST: Final = 256 * 1024 * 1024
_DEPTH_AT_MOST: Final = 2  # an archive in the archive is read too, one in that is left to a person
_TOO_MANY: Final = "压缩包里有 {} 个文件，超过 500 个。请只放报送表，分几次报送。"
_ENCRYPTED: Final = 0x1
_UTF8: Final = 0x800
_INVISIBLE: Final = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


# Each follows the name of the archive or the mail.
_CRASHED: Final[Mapping[CrashCause, str]] = MappingProxyType(
    {
        CrashCause.TIME: "解开时超时（试了两次），可能已损坏。请直接发送里面的报送表。",
        CrashCause.MEMORY: "解开时内存不够（试了两次），内容太大。请直接发送里面的报送表。",
        CrashCause.CRASH: "解开时程序两次异常退出，可能已损坏。请直接发送里面的报送表。",
        CrashCause.UNEXPECTED: "已损坏，解不开。请直接发送里面的报送表。",
    }
)


@dataclass(frozen=True, slots=True)
class ArchiveMember:
    """Hold one file from an archive: its name with the folders in it, and its bytes.

    ``sender`` is the address of the mail that it was attached to (发件人).
    """

    name: str
    content: bytes
    sender: str = ""


@dataclass(frozen=True, slots=True)
class UnpackFailure:
    """Describe what could not be unpacked (解不开), and why, in Chinese.

    ``name`` is empty where the whole archive could not be read.
    """

    name: str
    reason: str


@dataclass(slots=True)
class _Unpacked:
    """Count what was unpacked so far, from the archive and the archives in it together.

    ``size`` is in bytes.
    """

    members: int = 0
    size: int = 0


Part = ArchiveMember | IgnoredFile | UnpackFailure


def unpack(path: Path, container: Container, sandbox: Sandbox) -> Iterator[Part]:
    """Yield what the archive or mail at *path* holds, opened in the child process of *sandbox*.

    It is unpacked to a temporary file first, up to 256 MB; one member at a time is in memory. Where
    the child crashes twice, the last part is the failure, and what was unpacked before it is yielded.

    Raises:
        OSError: the temporary file can't be written.
    """
    with tempfile.TemporaryFile(prefix="baosong-") as spool:
        parts: list[tuple[Part, int]] = []

        def receive(received: Iterator[tuple[Part, bytes]]) -> None:
            parts.clear()
            spool.seek(0)
            for header, content in received:
                spool.write(content)
                parts.append((header, len(content)))

        iterate = _iter_mail_file if container is Container.MAIL else _iter_archive_file
        try:
            sandbox.run_in_parts(iterate, path, path.name, receive)
        except JobCrashed as error:
            parts.append((UnpackFailure("", _CRASHED[error.cause]), 0))
        yield from _spooled(spool, parts)


def _spooled(spool: BinaryIO, parts: list[tuple[Part, int]]) -> Iterator[Part]:
    spool.seek(0)
    for header, size in parts:
        if isinstance(header, ArchiveMember):
            yield replace(header, content=spool.read(size))
        else:
            yield header


def _iter_archive_file(path: Path, _name: str) -> Iterator[tuple[Part, bytes]]:
    """Yield the parts of an archive in the child process, each with its bytes."""
    return map(_header_and_bytes, _iter_archive(path, "", 1, _Unpacked()))


def _iter_mail_file(path: Path, _name: str) -> Iterator[tuple[Part, bytes]]:
    """Yield the parts of a mail in the child process, each with its bytes."""
    content = path.read_bytes()
    return map(_header_and_bytes, _with_sender(content, _iter_mail(content)))


def _header_and_bytes(part: Part) -> tuple[Part, bytes]:
    """Return a part without its bytes, and these."""
    if isinstance(part, ArchiveMember):
        return replace(part, content=b""), part.content
    return part, b""


def _iter_archive(
    content: bytes | Path, prefix: str, depth: int, unpacked: _Unpacked
) -> Iterator[Part]:
    archive_name = prefix.rstrip("/")
    try:
        with open_zip(content) as package:
            infos = [info for info in package.infolist() if not info.is_dir()]
            reason = _refusal_reason(infos, unpacked)
            if reason:
                yield UnpackFailure(archive_name, reason)
                return
            for info in infos:
                yield from _iter_member(package, info, prefix, depth, unpacked)
    except TooManyMembers:
        yield UnpackFailure(archive_name, _TOO_MANY.format("几万"))
    except UnusualCompression:
        yield UnpackFailure(
            archive_name,
            "压缩包用了不常用的压缩方法。请用系统自带的压缩功能重新压成 .zip 后再报送。",
        )
    except ZIP_BROKEN:
        yield UnpackFailure(
            archive_name, "压缩包不完整或已损坏，可能没有传完。请重新压缩后再报送。"
        )


def _refusal_reason(infos: list[zipfile.ZipInfo], unpacked: _Unpacked) -> str:
    if not infos:
        return "压缩包是空的，里面没有文件。请把报送表放进去重新压缩后再报送。"
    unpacked.members += len(infos)
    unpacked.size += sum(info.file_size for info in infos)
    if unpacked.members > MEMBERS_AT_MOST:
        return _TOO_MANY.format(unpacked.members)
    if unpacked.size > UNPACKED_AT_MOST:
        return "压缩包解开后超过 256 MB，不像是报送表。请只放报送表，重新压缩后再报送。"
    return ""


def _iter_member(
    package: zipfile.ZipFile, info: zipfile.ZipInfo, prefix: str, depth: int, unpacked: _Unpacked
) -> Iterator[Part]:
    name = prefix + _safe_label(_decode_name(info))
    reason = next(filter(None, map(ignore_reason, name[len(prefix) :].split("/"))), "")
    if reason:
        yield IgnoredFile(name, reason)
    elif info.flag_bits & _ENCRYPTED:
        yield UnpackFailure(name, "压缩包设了密码。请取消密码，重新压缩后再报送。")
    elif info.file_size > MEMBER_AT_MOST:
        yield UnpackFailure(name, "解开后超过 64 MB，不像是报送表。请删去图片等内容后再报送。")
    else:
        try:
            content = read_part(package, info)
        except ZIP_BROKEN:
            yield UnpackFailure(name, "在压缩包里已损坏。请重新压缩后再报送。")
            return
        if depth < _DEPTH_AT_MOST and sniff(content) is Container.ZIP:
            yield from _iter_archive(content, f"{name}/", depth + 1, unpacked)
        else:
            yield ArchiveMember(name, content)


def _decode_name(info: zipfile.ZipInfo) -> str:
    """Return the name as it was meant: without the UTF-8 flag, Windows wrote GBK (APPNOTE D.1)."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        raw = info.filename.encode("cp437")  # what Python takes an unmarked name for
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _safe_label(name: str) -> str:
    """Return *name* without parts that lead out of a folder, reverse the text or are invisible."""
    parts = (
        _INVISIBLE.sub("", display_name(part)).strip()
        for part in name.replace("\\", "/").split("/")
    )
    kept = [part for part in parts if part not in {"", ".", ".."} and not part.endswith(":")]
    return "/".join(kept) or "无名文件"


def _with_sender(content: bytes, parts: Iterator[Part]) -> Iterator[Part]:
    """Yield the parts of a mail, each file with the mail's sender, also those in an attached archive."""
    sender = read_sender(content)
    for part in parts:
        yield replace(part, sender=sender) if isinstance(part, ArchiveMember) else part


def _iter_mail(content: bytes) -> Iterator[Part]:
    unpacked = _Unpacked()
    count = 0
    try:
        for count, (name, payload, shown_inline) in enumerate(read_attachments(content), start=1):
            if count > MEMBERS_AT_MOST:
                yield UnpackFailure("", f"邮件的附件超过 {MEMBERS_AT_MOST} 个。请分几次报送。")
                return
            label = _safe_label(name) if name else f"附件{count}"
            yield from _iter_attachment(label, payload, unpacked, shown_inline=shown_inline)
    except MailUnreadable as error:
        yield UnpackFailure("", str(error))
        return
    if not count:
        yield UnpackFailure("", "邮件里没有附件。请把报送表作为附件发送，或直接放进收件箱。")


def _iter_attachment(
    label: str, payload: bytes | None, unpacked: _Unpacked, *, shown_inline: bool
) -> Iterator[Part]:
    if shown_inline:
        yield IgnoredFile(label, "邮件正文里的图片")
    elif payload is None:
        yield UnpackFailure(label, "在邮件里已损坏。请打开邮件，把附件另存到收件箱。")
    elif sniff(payload) is Container.ZIP:
        yield from _iter_archive(payload, f"{label}/", _DEPTH_AT_MOST, unpacked)
    else:
        yield ArchiveMember(label, payload)
