"""Define the folders of one office (工作目录), and the marker that identifies its inbox.

A network share that disconnects leaves an empty folder (the mount point), which looks like an inbox
from which everything was deleted. So the inbox contains a marker file (收件箱标记), and the office's own
records contain its number: without the marker the inbox counts as unreachable, and no file in it as
deleted.
"""

from __future__ import annotations

import os
import re
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from pipeline.errors import PipelineError
from pipeline.files import replace_file, safe_name

if TYPE_CHECKING:
    from pathlib import Path

MARKER_NAME: Final = ".报送通收件箱"
PROOF_FOLDER: Final = "proof"
LEDGER_PROOF: Final = "ledger.proof.json"
_MARKER_ID: Final = re.compile(r"\b[0-9a-f]{32}\b")
_WRITE_TIMEOUT_S: Final = (
    1.0  # how long another process may take to write a marker that it has created
)
_HIDDEN_ATTRIBUTE: Final = 2  # FILE_ATTRIBUTE_HIDDEN


class OutboxFolder(StrEnum):
    """Folder of a campaign's results in the outbox (发件箱), by its name there."""

    BLANKS = "表样"
    RECEIPTS = "回执"
    RETURNS = "退回"
    SUMMARIES = "汇总"
    BRIEFINGS = "简报"
    NOTICES = "通知"
    MEETING = "会议"
    DRAFTS = "草稿"  # in the folder of their kind
    BUNDLES = "留痕"

    @property
    def has_no_numbers(self) -> bool:
        """Return whether its files have no document number; there may be very many of them."""
        return self in {
            OutboxFolder.BLANKS, OutboxFolder.RECEIPTS, OutboxFolder.RETURNS, OutboxFolder.BUNDLES,
            OutboxFolder.MEETING,
        }  # fmt: skip


@dataclass(eq=False)
class WorkspaceMissing(PipelineError):
    """Raised when a folder is not an office's workspace (工作目录)."""

    path: Path

    def __str__(self) -> str:
        return f"{self.path} 不是报送通的工作目录（缺 templates 文件夹）。请先运行 baosong init {self.path}。"


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders and files of one office (工作目录); every path that the program uses is defined here."""

    root: Path

    @property
    def inbox(self) -> Path:
        """Return the folder where files arrive (收件箱)."""
        return self.root / "inbox"

    @property
    def outbox(self) -> Path:
        """Return the folder of all results (发件箱)."""
        return self.root / "outbox"

    @property
    def templates(self) -> Path:
        """Return the folder that an office edits in Word, Excel or WPS (模板)."""
        return self.root / "templates"

    @property
    def campaigns(self) -> Path:
        """Return the folder with one subfolder for each campaign (任务)."""
        return self.templates / "任务"

    @property
    def learnt_aliases(self) -> Path:
        """Return the workbook of unit names learned from claimed files (认领别名)."""
        return self.campaigns / "认领别名.xlsx"

    @property
    def document_templates(self) -> Path:
        """Return the folder with one Word template for each kind (公文)."""
        return self.templates / "公文"

    @property
    def own_office(self) -> Path:
        """Return the workbook in which the office describes itself (本机关)."""
        return self.templates / "本机关.xlsx"

    @property
    def papers(self) -> Path:
        """Return the folder in the outbox of papers that belong to no campaign (公文)."""
        return self.outbox / "公文"

    @property
    def settings(self) -> Path:
        """Return the settings file for watching and reminders (设置)."""
        return self.templates / "设置.ini"

    @property
    def reminded(self) -> Path:
        """Return the file with the date of the last reminder (提醒)."""
        return self.hidden / "reminded.txt"

    @property
    def hidden(self) -> Path:
        """Return the folder of the program's own records (记录)."""
        return self.root / ".baosong"

    @property
    def ledger(self) -> Path:
        """Return the ledger's database (台账)."""
        return self.hidden / "ledger.sqlite3"

    @property
    def ledger_proof(self) -> Path:
        """Return the proof of the ledger (旁证): how far the ledger had come when it was last written."""
        return proof_path(self.ledger)

    @property
    def originals(self) -> Path:
        """Return the folder of originals (原件), named by their digest, read-only."""
        return self.hidden / "originals"

    @property
    def versions(self) -> Path:
        """Return the folder of the definitions (任务书、表样) by which blanks were sent out, by campaign and version."""
        return self.hidden / "versions"

    @property
    def quarantine(self) -> Path:
        """Return the folder of quarantined files (待认领), each with its reason."""
        return self.hidden / "quarantine"

    @property
    def cleared(self) -> Path:
        """Return the folder where a received file is held for a while after it left the inbox (已清)."""
        return self.hidden / "cleared"

    @property
    def logs(self) -> Path:
        """Return the folder of logs (日志), which contain internal errors in full."""
        return self.hidden / "logs"

    @property
    def watch_log(self) -> Path:
        """Return the watcher's log (值守日志)."""
        return self.logs / "值守.log"

    @property
    def command_log(self) -> Path:
        """Return the log of the commands (办理日志)."""
        return self.logs / "办理.log"

    @property
    def watch_lock(self) -> Path:
        """Return the lock file that the office's one watcher (值守) holds while it runs."""
        return self.hidden / "watch.lock"

    @property
    def heartbeat(self) -> Path:
        """Return the file of the watcher's last heartbeat (值守心跳)."""
        return self.hidden / "watch.json"

    @property
    def office_lock(self) -> Path:
        """Return the lock file of the office, held for one file or one paper."""
        return self.hidden / "office.lock"

    @property
    def queue_lock(self) -> Path:
        """Return the lock file of the one process that is next for :attr:`office_lock`."""
        return self.hidden / "office.queue.lock"

    @property
    def pass_lock(self) -> Path:
        """Return the lock file that one pass over the inbox holds from its first file to its last."""
        return self.hidden / "pass.lock"

    @property
    def pass_owner(self) -> Path:
        """Return the file that names the owner of :attr:`pass_lock` (占用者)."""
        return self.hidden / "pass.owner.json"

    @property
    def office_owner(self) -> Path:
        """Return the file that names the owner of :attr:`office_lock` (占用者)."""
        return self.hidden / "office.owner.json"

    @property
    def board_records(self) -> Path:
        """Return the file that records for which facts the boards (看板) were written."""
        return self.hidden / "boards.json"

    @property
    def inbox_marker(self) -> Path:
        """Return the marker (收件箱标记) that identifies the inbox."""
        return self.inbox / MARKER_NAME

    @property
    def inbox_record(self) -> Path:
        """Return the file with the number that the inbox's marker must contain."""
        return self.hidden / "inbox.id"

    def campaign_folder(self, campaign: str) -> Path:
        """Return the folder of *campaign*'s own templates and its campaign book (任务书)."""
        return self.campaigns / safe_name(campaign)

    def results(self, campaign: str) -> Path:
        """Return the folder in the outbox with the results of *campaign*."""
        return self.outbox / safe_name(campaign)


def proof_path(ledger: Path) -> Path:
    """Return the path of the proof (旁证) of the ledger at *ledger*; nothing else is in its folder."""
    return ledger.with_name(PROOF_FOLDER) / LEDGER_PROOF


def open_workspace(root: Path) -> Workspace:
    """Open the workspace (工作目录) at *root*, and create those of its folders that are missing.

    An office without a record of its inbox (new, or older than the marker) gets one; an inbox with a
    recorded marker is never created again: it may be a share that is disconnected.

    Raises:
        WorkspaceMissing: *root* has no ``templates`` folder.
    """
    workspace = Workspace(root.absolute())
    if not workspace.templates.is_dir():
        raise WorkspaceMissing(root)
    _make_folders(workspace)
    if _recorded_id(workspace) is None:
        with suppress(OSError):  # a read-only inbox stays unmarked, which doctor reports
            mark_inbox(workspace)
    return workspace


def make_workspace(root: Path) -> Workspace:
    """Create an empty workspace (工作目录) at *root*; existing files are not changed.

    The present inbox is marked as this office's, also where the records name another one.
    """
    workspace = Workspace(root.absolute())
    workspace.campaigns.mkdir(parents=True, exist_ok=True)
    workspace.document_templates.mkdir(parents=True, exist_ok=True)
    _make_folders(workspace)
    mark_inbox(workspace)
    return workspace


def mark_inbox(workspace: Workspace) -> None:
    """Write the marker (收件箱标记) into the present inbox, and record its number.

    An existing marker is not changed, so that marking twice changes nothing.

    Raises:
        OSError: the inbox or the records can't be written.
    """
    workspace.inbox.mkdir(parents=True, exist_ok=True)
    marker = workspace.inbox_marker
    expected = _recorded_id(workspace) or uuid4().hex
    try:
        with marker.open("xb") as stream:
            stream.write(_marker_text(expected))
            stream.flush()
            os.fsync(stream.fileno())
    except FileExistsError:
        stored = _wait_for_id(marker)
        if stored is None:  # left incomplete by a power cut
            replace_file(marker, _marker_text(expected))
        expected = stored or expected
    _hide(marker)
    if _recorded_id(workspace) != expected:
        replace_file(workspace.inbox_record, expected.encode())


def inbox_fault(workspace: Workspace) -> str:
    """Return in Chinese why the inbox isn't recognized as this office's; empty where it is.

    An office without a recorded marker has nothing to compare, so its inbox is accepted.

    Raises:
        OSError: the inbox, or the record, can't be read.
    """
    expected = _recorded_id(workspace)
    if expected is None:
        return ""
    try:
        stored = _parse_id(workspace.inbox_marker.read_bytes())
    except FileNotFoundError:
        return f"里面没有标记文件“{MARKER_NAME}”，像是共享没有连上、只剩下一个空的挂载文件夹"
    if stored is None:
        return f"标记文件“{MARKER_NAME}”的内容不对"
    return "" if stored == expected else f"里面的标记文件“{MARKER_NAME}”属于另一个报送通工作目录"


def _make_folders(workspace: Workspace) -> None:
    workspace.hidden.mkdir(parents=True, exist_ok=True)
    if _recorded_id(workspace) is None:
        workspace.inbox.mkdir(parents=True, exist_ok=True)
    for folder in (workspace.outbox, workspace.originals, workspace.quarantine, workspace.logs):
        folder.mkdir(parents=True, exist_ok=True)


def _recorded_id(workspace: Workspace) -> str | None:
    try:
        return _parse_id(workspace.inbox_record.read_bytes())
    except FileNotFoundError:
        return None


def _wait_for_id(marker: Path) -> str | None:
    """Return the number in a marker that another process may still be writing."""
    deadline = time.monotonic() + _WRITE_TIMEOUT_S
    while (stored := _parse_id(marker.read_bytes())) is None and time.monotonic() < deadline:
        time.sleep(_WRITE_TIMEOUT_S / 20)
    return stored


def _parse_id(content: bytes) -> str | None:
    match = _MARKER_ID.search(content.decode("utf-8", "replace"))
    return match[0] if match else None


def _marker_text(number: str) -> bytes:
    return (
        "这是报送通收件箱的标记，请不要删除或移走。\r\n"
        "程序凭它认出收件箱：网络共享断开时，它和别的文件一起不见，程序就知道是没连上，而不是文件都被删了。\r\n"
        f"编号：{number}\r\n"
    ).encode("utf-8-sig")


def _hide(marker: Path) -> None:
    """Set the hidden attribute on Windows; other systems hide names that begin with a dot."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - needed on Windows alone

        ctypes.windll.kernel32.SetFileAttributesW(str(marker), _HIDDEN_ATTRIBUTE)
