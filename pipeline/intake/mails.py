"""Read the attachments of mails (邮件), whose names each mail program writes differently.

The library's own parsing of header fields takes minutes for a few kilobytes crafted for the
purpose, and fails on bytes that Chinese mail programs write; so only its decoding is used.
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
_NESTED_AT_MOST: Final = 100  # nested parts; every line of one is parsed at each level above it
_PARTS_AT_MOST: Final = 5_000
_HEAD_AT_MOST: Final = 1024 * 1024  # bytes; longer is no mail program's
_END_OF_HEAD: Final = re.compile(rb"\r?\n\r?\n")
_FIELD_AT_MOST: Final = 8 * 1024  # characters; longer is no file name
_ENCODED_NAME: Final = re.compile(r"filename\*", re.IGNORECASE)
_PLAIN_NAME: Final = re.compile(r';\s*filename\s*=\s*(?:"[^"]*"|[^;"]*)', re.IGNORECASE)
# Bounded by the lengths of RFC 5321 4.5.3.1, so that a long field costs no more than its length.
_ADDRESS: Final = re.compile(r"[^\s<>@,;:\"()]{1,64}@[^\s<>@,;:\"()]{1,255}")
_BRACKETED_ADDRESS: Final = re.compile(r"<([^\s<>@,;:\"()]{1,64}@[^\s<>@,;:\"()]{1,255})>")
_FOLD: Final = re.compile(r"[\r\n]+[ \t]*")
# What the library raises on parts that no mail program writes.
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
    """Report a mail that can't be opened; its text gives the reason, in Chinese."""


def read_sender(content: bytes) -> str:
    """Return the address from which a mail was sent (发件人), in small letters; empty where it names none or several."""
    head = _END_OF_HEAD.split(content[:_HEAD_AT_MOST], maxsplit=1)[0]
    try:
        message = email.message_from_bytes(head, policy=email.policy.compat32)
    except _BROKEN:
        return ""
    field = _header(message, "from")
    found = _BRACKETED_ADDRESS.findall(field) or _ADDRESS.findall(field)
    addresses = {address.lower() for address in found}
    return addresses.pop() if len(addresses) == 1 else ""


def read_attachments(content: bytes) -> Iterator[tuple[str, bytes | None, bool]]:
    """Yield each attachment: its name, its bytes, and whether it is shown inline.

    The bytes are ``None`` where they can't be decoded.

    Raises:
        MailUnreadable: too large, damaged, or not written by a mail program.
    """
    _refuse_oversized(content)
    try:
        message = email.message_from_bytes(content, policy=email.policy.compat32)
        parts = list(message.walk())
    except _BROKEN as error:
        raise MailUnreadable("邮件已损坏。请打开邮件，把附件另存到收件箱。") from error
    if not any(map(_is_attachment, parts)) and any(part["content-location"] for part in parts):
        raise MailUnreadable(
            "这是“单个文件网页”（.mht），读不出表格。请用 Excel/WPS 打开，另存为 .xlsx 后再报送。"
        )
    for part in parts:
        kind = _header(part, "content-type").partition(";")[0].strip().lower()
        if part.is_multipart() or kind.startswith(("multipart/", "message/")):
            continue
        name, is_attachment = _attachment_name(part)
        if not name and not is_attachment and kind in {"", "text/plain", "text/html"}:
            continue  # the text of the mail itself
        inline = kind.startswith("image/") and not is_attachment
        yield name, _payload(part), inline


def _refuse_oversized(content: bytes) -> None:
    if len(content) > MAIL_AT_MOST:
        raise MailUnreadable("邮件超过 32 MB。请打开邮件，把附件另存到收件箱。")
    lowered = content.lower()
    if lowered.count(b"multipart/") + lowered.count(b"message/rfc822") > _NESTED_AT_MOST:
        raise MailUnreadable("邮件转发的层数太多。请打开邮件，把附件另存到收件箱。")
    if content.count(b"\n--") > _PARTS_AT_MOST:
        raise MailUnreadable("邮件的内容分成了太多部分。请打开邮件，把附件另存到收件箱。")


def _header(part: Message, name: str) -> str:
    """Return a header field of *part* on one line, with raw bytes of GBK or UTF-8 decoded."""
    found = next((str(value) for key, value in part.raw_items() if key.lower() == name), "")
    text = _FOLD.sub(" ", found)[:_FIELD_AT_MOST]
    raw = text.encode("utf-8", "surrogateescape")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def _attachment_name(part: Message) -> tuple[str, bool]:
    """Return the attachment's name, if it has one, and whether it is marked as an attachment."""
    headers: Message = Message()
    for name in ("Content-Disposition", "Content-Type"):
        field = _header(part, name.lower())
        # Of two names the encoded one is meant (RFC 6266 4.3); the library would take the plain.
        headers[name] = _PLAIN_NAME.sub("", field) if _ENCODED_NAME.search(field) else field
    try:
        is_attachment = headers.get_content_disposition() == "attachment"
        name = str(headers.get_filename("") or "")
        if "=?" in name:
            name = str(make_header(decode_header(name)))
    except _BROKEN:
        return "", True
    return name, is_attachment


def _is_attachment(part: Message) -> bool:
    return _attachment_name(part)[1]


def _payload(part: Message) -> bytes | None:
    try:
        payload = part.get_payload(decode=True)
    except _BROKEN:
        return None
    return payload if isinstance(payload, bytes) else None
