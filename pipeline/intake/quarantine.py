"""What nobody could place (待认领): a copy a person can open, with the reason in Chinese beside it."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from pipeline.files import replace_if_changed, safe_file_name, sync_folder

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.arrival import Original
    from pipeline.workspace import Workspace

_LOG: Final = logging.getLogger(__name__)
_PREFIX: Final = 12  # digits of the digest before the name: enough to tell files apart
_SHOWN: Final = 8  # digits that a person types to name a file
_REASON: Final = ".原因.txt"


@dataclass(frozen=True, slots=True)
class QuarantinedFile:
    """One file in the quarantine: whose bytes, under what name it came, and why it is held.

    ``tried_with`` tells which campaign books it was tried with; when they change, it is tried again.
    """

    digest: str
    name: str
    reason: str
    received_at: datetime
    tried_with: str

    @property
    def copy_name(self) -> str:
        """The name of its copy in the quarantine."""
        return f"{self.digest[:_PREFIX]}_{safe_file_name(self.name)}"


def quarantine(
    workspace: Workspace, original: Original, reason: str, tried_with: str
) -> QuarantinedFile:
    """Put a copy of *original* into the quarantine; what was said of the same bytes before goes.

    Raises:
        FileHeldOpen: the copy is open in Excel or WPS and can't be replaced (Windows).
        OSError: the disk refused.
    """
    item = QuarantinedFile(original.digest, original.name, reason, original.received_at, tried_with)
    copy = workspace.quarantine / item.copy_name
    files = {
        copy: original.path.read_bytes(),
        copy.with_name(copy.name + _REASON): _words(item).encode("utf-8-sig"),  # for Notepad
        # Last: what has its record is whole.
        copy.with_name(copy.name + ".json"): _record(item),
    }
    for path, content in files.items():
        replace_if_changed(path, content)
    for path in _files_of(workspace, item.digest):
        if path not in files:  # the same bytes came under another name before
            path.unlink(missing_ok=True)
    sync_folder(workspace.quarantine)
    return item


def quarantined_files(workspace: Workspace) -> tuple[QuarantinedFile, ...]:
    """What the quarantine holds, in the order in which it came."""
    read = (_read(path) for path in sorted(workspace.quarantine.glob("*.json")))
    items = [item for item in read if item is not None]
    return tuple(sorted(items, key=lambda item: (item.received_at, item.name)))


def release_from_quarantine(workspace: Workspace, digest: str) -> None:
    """Take the file of *digest* out of the quarantine: it has found its place."""
    # The record goes first: what is half released is not held any more, only left lying.
    for path in sorted(_files_of(workspace, digest), key=lambda path: path.suffix != ".json"):
        path.unlink(missing_ok=True)


def _files_of(workspace: Workspace, digest: str) -> tuple[Path, ...]:
    return tuple(workspace.quarantine.glob(f"{digest[:_PREFIX]}_*"))


def _words(item: QuarantinedFile) -> str:
    return (
        f"文件：{item.name}\r\n"
        f"收到：{item.received_at:%Y年%m月%d日 %H:%M}\r\n"
        f"原因：{item.reason}\r\n"
        "怎么办：按上面的原因改好后，把文件重新放进收件箱；认不出单位的，在文件名里写上单位全称。\r\n"
        "　　　　任务书改过以后，这里的文件会自动重新认领，不用再放一次。\r\n"
        f"　　　　已经知道是哪个单位报的，运行 baosong assign {item.digest[:_SHOWN]} 单位名称 即可认领；\r\n"
        f"　　　　不是报送件的，运行 baosong dismiss {item.digest[:_SHOWN]} 理由 移出待认领。\r\n"
        "原件已经留存，不会丢失；本文件夹里的这一份只供查看。\r\n"
        f"指纹：{item.digest}\r\n"
    )


def _record(item: QuarantinedFile) -> bytes:
    told = {
        "digest": item.digest,
        "name": item.name,
        "reason": item.reason,
        "received_at": item.received_at.isoformat(),
        "tried_with": item.tried_with,
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _read(path: Path) -> QuarantinedFile | None:
    try:
        told = json.loads(path.read_bytes())
        received_at = datetime.fromisoformat(told.pop("received_at"))
        return QuarantinedFile(received_at=received_at, **told)
    except (ValueError, KeyError, TypeError, AttributeError):
        # Also a unit's own file whose name ends in .json.
        _LOG.debug("%s 不是待认领的记录", path.name)
        return None
