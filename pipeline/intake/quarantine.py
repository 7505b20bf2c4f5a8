"""Store files that could not be placed (待认领): a copy a person can open, and the reason in Chinese."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from pipeline.files import copy_file, replace_if_changed, safe_file_name, sync_folder

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.arrival import Original
    from pipeline.workspace import Workspace

_LOG: Final = logging.getLogger(__name__)
_PREFIX_DIGITS: Final = 12  # digits of the digest before the name: enough to distinguish files
_DIGITS_SHOWN: Final = 8  # digits that a person types to name a file
_REASON_SUFFIX: Final = ".原因.txt"


@dataclass(frozen=True, slots=True)
class QuarantinedFile:
    """Describe one file in the quarantine: its digest, the name it came under, and the reason.

    ``tried_with`` identifies the campaign books it was tried with; when they change, it is tried
    again. ``sender`` is the address of the mail that it came in.
    """

    digest: str
    name: str
    reason: str
    received_at: datetime
    tried_with: str
    sender: str = ""

    @property
    def short_digest(self) -> str:
        """Return as much of the digest as a person types to name the file."""
        return self.digest[:_DIGITS_SHOWN]

    @property
    def copy_name(self) -> str:
        """Return the name of its copy in the quarantine."""
        return f"{self.digest[:_PREFIX_DIGITS]}_{safe_file_name(self.name)}"


def quarantine(
    workspace: Workspace, original: Original, reason: str, tried_with: str
) -> QuarantinedFile:
    """Write a copy of *original* into the quarantine; replace an earlier one of the same bytes.

    Raises:
        FileHeldOpen: the copy is open in Excel or WPS and can't be replaced (Windows).
        OSError: the disk refused.
    """
    item = QuarantinedFile(
        original.digest,
        original.name,
        reason,
        original.received_at,
        tried_with,
        original.sender,
    )
    copy = workspace.quarantine / item.copy_name
    reason_file = copy.with_name(copy.name + _REASON_SUFFIX)
    record = copy.with_name(copy.name + ".json")
    copy_file(original.path, copy)
    replace_if_changed(reason_file, _reason_file(item))
    replace_if_changed(record, _record_json(item))  # last: a copy with a record is complete
    for path in _files_of(workspace, item.digest):
        if path not in {
            copy,
            reason_file,
            record,
        }:  # the same bytes arrived under another name before
            path.unlink(missing_ok=True)
    sync_folder(workspace.quarantine)
    return item


def quarantined_files(workspace: Workspace) -> tuple[QuarantinedFile, ...]:
    """Return the files in the quarantine, in the order of their arrival."""
    read = (_read(path) for path in sorted(workspace.quarantine.glob("*.json")))
    items = [item for item in read if item is not None]
    return tuple(sorted(items, key=lambda item: (item.received_at, item.name)))


def quarantined_file(workspace: Workspace, digest: str) -> QuarantinedFile | None:
    """Return the quarantined file of *digest*, or None; no record of another is read."""
    records = (path for path in _files_of(workspace, digest) if path.suffix == ".json")
    read = (_read(path) for path in records)
    return next((item for item in read if item is not None and item.digest == digest), None)


def release_from_quarantine(workspace: Workspace, digest: str) -> None:
    """Delete the file of *digest* from the quarantine, after it was placed."""
    # The record first: without it a copy that remains after a crash is not listed any more.
    for path in sorted(_files_of(workspace, digest), key=lambda path: path.suffix != ".json"):
        path.unlink(missing_ok=True)


def _files_of(workspace: Workspace, digest: str) -> tuple[Path, ...]:
    return tuple(workspace.quarantine.glob(f"{digest[:_PREFIX_DIGITS]}_*"))


def _reason_file(item: QuarantinedFile) -> bytes:
    text = (
        f"文件：{item.name}\r\n"
        f"收到：{item.received_at:%Y年%m月%d日 %H:%M}\r\n"
        f"原因：{item.reason}\r\n"
        "怎么办：按上面的原因改好后，把文件重新放进收件箱；认不出单位的，在文件名里写上单位全称。\r\n"
        "　　　　任务书改过以后，这里的文件会自动重新认领，不用再放一次。\r\n"
        f"　　　　已经知道是哪个单位报的，运行 baosong assign {item.short_digest} 单位名称 即可认领；\r\n"
        f"　　　　不是报送件的，运行 baosong dismiss {item.short_digest} 理由 移出待认领。\r\n"
        "原件已经留存，不会丢失；本文件夹里的这一份只供查看。\r\n"
        f"指纹：{item.digest}\r\n"
    )
    return text.encode("utf-8-sig")  # Notepad needs the mark


def _record_json(item: QuarantinedFile) -> bytes:
    record = {
        "digest": item.digest,
        "name": item.name,
        "reason": item.reason,
        "received_at": item.received_at.isoformat(),
        "tried_with": item.tried_with,
        "sender": item.sender,
    }
    return json.dumps(record, ensure_ascii=False, indent=1).encode()


def _read(path: Path) -> QuarantinedFile | None:
    try:
        record = json.loads(path.read_bytes())
        received_at = datetime.fromisoformat(record.pop("received_at"))
        return QuarantinedFile(received_at=received_at, **record)
    except (ValueError, KeyError, TypeError, AttributeError):
        # Also a unit's own file whose name ends in .json.
        _LOG.debug("%s 不是待认领的记录", path.name)
        return None
