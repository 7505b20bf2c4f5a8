"""Mails opened (邮件): their attachments, by names that every mail program writes differently.

The library's own reading of header fields takes minutes over a few kilobytes put together for the
purpose, and breaks on bytes that Chinese mail programs write; so only the words are taken from it.
"""

from __future__ import annotations

import email
import email.errors
import email.policy
import re
from email.header import decode_header, make_header
from email.message import Message
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

MAIL_AT_MOST: Final = 32 * 1024 * 1024  # 24 MB of attachments; the library reads it line by line
_NESTED_AT_MOST: Final = 100  # parts made of parts; every line of one is looked at by all above it
_PARTS_AT_MOST: Final = 5_000
_FIELD_AT_MOST: Final = 8 * 1024  # characters; longer is no file's name
_ENCODED_NAME: Final = re.compile(r"filename\*", re.IGNORECASE)
_PLAIN_NAME: Final = re.compile(r';\s*filename\s*=\s*(?:"[^"]*"|[^;"]*)', re.IGNORECASE)
_FOLDED: Final = re.compile(r"[\r\n]+[ \t]*")
# What the library runs into on parts that no mail program writes.
_BROKEN: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    email.errors.MessageError,
)


class MailUnreadable(Exception):
    """A mail that can't be opened; its text says why, in a clerk's words."""


def read_attachments(content: bytes) -> Iterator[tuple[str, bytes | None, bool]]:
    """Each attachment: its name, its bytes (none where they can't be decoded), whether it is shown inline.

    Raises:
        MailOddError: no mail program writes such a mail.
    """
    _refuse(content)
    try:
        message = email.message_from_bytes(content, policy=email.policy.compat32)
        parts = list(message.walk())
    except _BROKEN as error:
        raise MailUnreadable("邮件已损坏。请打开邮件，把附件另存到收件箱。") from error
    if not any(map(_attached, parts)) and any(part["content-location"] for part in parts):
        raise MailUnreadable(
            "这是“单个文件网页”（.mht），读不出表格。请用 Excel/WPS 打开，另存为 .xlsx 后再报送。"
        )
    for part in parts:
        kind = _field(part, "content-type").partition(";")[0].strip().lower()
        if part.is_multipart() or kind.startswith(("multipart/", "message/")):
            continue
        name, attached = _named(part)
        if not name and not attached and kind in {"", "text/plain", "text/html"}:
            continue  # the words of the mail itself
        shown = kind.startswith("image/") and not attached
        yield name, _held(part), shown


def _refuse(content: bytes) -> None:
    if len(content) > MAIL_AT_MOST:
        raise MailUnreadable("邮件超过 32 MB。请打开邮件，把附件另存到收件箱。")
    lowered = content.lower()
    if lowered.count(b"multipart/") + lowered.count(b"message/rfc822") > _NESTED_AT_MOST:
        raise MailUnreadable("邮件转发的层数太多。请打开邮件，把附件另存到收件箱。")
    if content.count(b"\n--") > _PARTS_AT_MOST:
        raise MailUnreadable("邮件的内容分成了太多部分。请打开邮件，把附件另存到收件箱。")


def _field(part: Message, name: str) -> str:
    """A header field of *part* on one line, bytes of GBK or UTF-8 that stand in it decoded."""
    found = next((str(value) for key, value in part.raw_items() if key.lower() == name), "")
    text = _FOLDED.sub(" ", found)[:_FIELD_AT_MOST]
    raw = text.encode("utf-8", "surrogateescape")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def _named(part: Message) -> tuple[str, bool]:
    """The attachment's name, if it says one, and whether it says that it is one."""
    alone: Message = Message()
    for name in ("Content-Disposition", "Content-Type"):
        field = _field(part, name.lower())
        # Of two names the encoded one is meant (RFC 6266 4.3); the library would take the plain.
        alone[name] = _PLAIN_NAME.sub("", field) if _ENCODED_NAME.search(field) else field
    try:
        attached = alone.get_content_disposition() == "attachment"
        name = str(alone.get_filename("") or "")
        if "=?" in name:
            name = str(make_header(decode_header(name)))
    except _BROKEN:
        return "", True
    return name, attached


def _attached(part: Message) -> bool:
    return _named(part)[1]


def _held(part: Message) -> bytes | None:
    try:
        held = part.get_payload(decode=True)
    except _BROKEN:
        return None
    return held if isinstance(held, bytes) else None
