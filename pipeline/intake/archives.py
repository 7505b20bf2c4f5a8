"""Archives and mails opened (压缩包、邮件): what they hold, one file after another, inside bounds.

A member's name is a label for people and for finding the unit, never a path that is written to.
"""

from __future__ import annotations

import email
import email.policy
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.intake.scan import Ignored, reason_by_name, shown
from pipeline.intake.sniff import sniff
from pipeline.model.arrival import Container

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMBERS_AT_MOST: Final = 500
MEMBER_AT_MOST: Final = 64 * 1024 * 1024
UNPACKED_AT_MOST: Final = 256 * 1024 * 1024
_DEEPEST: Final = 2  # an archive in the archive is opened too, one in that is left to a person
_ENCRYPTED: Final = 0x1
_UTF8: Final = 0x800
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError)


@dataclass(frozen=True, slots=True)
class Member:
    """One file out of an archive: its name with the folders in it, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Stuck:
    """What could not be taken out (解不开), and why, in a clerk's words; ``name`` is empty for all of it."""

    name: str
    reason: str


def unpack(content: bytes, container: Container) -> Iterator[Member | Ignored | Stuck]:
    """What the archive or mail *content* holds; only one member is in memory at a time."""
    if container is Container.MAIL:
        yield from _attachments(content)
    else:
        yield from _members(content, "", 1)


def _members(content: bytes, above: str, depth: int) -> Iterator[Member | Ignored | Stuck]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            infos = [info for info in package.infolist() if not info.is_dir()]
            reason = _refusal(infos)
            if reason:
                yield Stuck(above.rstrip("/"), reason)
                return
            for info in infos:
                yield from _taken(package, info, above, depth)
    except _BROKEN:
        yield Stuck(above.rstrip("/"), "压缩包不完整或已损坏，可能没有传完。请重新压缩后再报送。")


def _refusal(infos: list[zipfile.ZipInfo]) -> str:
    if not infos:
        return "压缩包是空的，里面没有文件。请把报送表放进去重新压缩后再报送。"
    if len(infos) > MEMBERS_AT_MOST:
        return (
            f"压缩包里有 {len(infos)} 个文件，超过 {MEMBERS_AT_MOST} 个。请只放报送表，分几次报送。"
        )
    if sum(info.file_size for info in infos) > UNPACKED_AT_MOST:
        return "压缩包解开后超过 256 MB，不像是报送表。请只放报送表，重新压缩后再报送。"
    return ""


def _taken(
    package: zipfile.ZipFile, info: zipfile.ZipInfo, above: str, depth: int
) -> Iterator[Member | Ignored | Stuck]:
    name = above + _label(_decoded(info))
    reason = next(filter(None, map(reason_by_name, name[len(above) :].split("/"))), "")
    if reason:
        yield Ignored(name, reason)
    elif info.flag_bits & _ENCRYPTED:
        yield Stuck(name, "压缩包设了密码。请取消密码，重新压缩后再报送。")
    elif info.file_size > MEMBER_AT_MOST:
        yield Stuck(name, "解开后超过 64 MB，不像是报送表。请删去图片等内容后再报送。")
    else:
        try:
            content = package.read(info)
        except _BROKEN:
            yield Stuck(name, "在压缩包里已损坏。请重新压缩后再报送。")
            return
        if depth < _DEEPEST and sniff(content) is Container.ZIP:
            yield from _members(content, f"{name}/", depth + 1)
        else:
            yield Member(name, content)


def _decoded(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: where the archive doesn't say UTF-8, Windows wrote GBK (APPNOTE D.1)."""
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


def _label(name: str) -> str:
    """*name* without what leads out of a folder, turns the line round or can't be seen."""
    parts = (_UNSEEN.sub("", shown(part)).strip() for part in name.replace("\\", "/").split("/"))
    kept = [part for part in parts if part not in {"", ".", ".."} and not part.endswith(":")]
    return "/".join(kept) or "无名文件"


def _attachments(content: bytes) -> Iterator[Member | Ignored | Stuck]:
    message = email.message_from_bytes(content, policy=email.policy.default)
    count = 0
    for part in message.walk():
        name = part.get_filename()
        if part.is_multipart() or not name:
            continue
        count += 1
        label = _label(name)
        if part.get_content_maintype() == "image" and not part.is_attachment():
            yield Ignored(label, "邮件正文里的图片")
            continue
        held = part.get_payload(decode=True)
        content = held if isinstance(held, bytes) else b""
        if sniff(content) is Container.ZIP:
            yield from _members(content, f"{label}/", _DEEPEST)
        else:
            yield Member(label, content)
    if not count:
        yield Stuck("", "邮件里没有附件。请把报送表作为附件发送，或直接放进收件箱。")
