"""The folders of one office (工作目录), and the marker by which its inbox is known again.

A share that drops out leaves an empty folder behind (the mount point), which looks like an inbox from
which everything was deleted. So the inbox holds a marker (收件箱标记), and the office's own records
hold its number: without the marker the inbox is “not there”, and nothing follows from what it shows.
"""

from __future__ import annotations

import os
import re
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from pipeline.errors import PipelineError
from pipeline.files import replace_file, safe_name

if TYPE_CHECKING:
    from pathlib import Path

MARKER_NAME: Final = ".报送通收件箱"
_MARKER_ID: Final = re.compile(r"\b[0-9a-f]{32}\b")
_BEING_WRITTEN_S: Final = 1.0  # how long another process may take to fill a marker it has made
_HIDDEN_ATTRIBUTE: Final = 2  # FILE_ATTRIBUTE_HIDDEN


@dataclass(eq=False)
class WorkspaceMissing(PipelineError):
    """The folder named is not an office's workspace."""

    path: Path

    def __str__(self) -> str:
        return f"{self.path} 不是报送通的工作目录（缺 templates 文件夹）。请先运行 baosong init {self.path}。"


@dataclass(frozen=True, slots=True)
class Workspace:
    """One office is one folder; every path that the program touches is asked for here."""

    root: Path

    @property
    def inbox(self) -> Path:
        """Where files arrive (收件箱)."""
        return self.root / "inbox"

    @property
    def outbox(self) -> Path:
        """Where results leave (发件箱)."""
        return self.root / "outbox"

    @property
    def templates(self) -> Path:
        """What an office edits in Word, Excel or WPS (模板)."""
        return self.root / "templates"

    @property
    def campaigns(self) -> Path:
        """One folder a campaign (任务)."""
        return self.templates / "任务"

    @property
    def learnt_aliases(self) -> Path:
        """The names of units learnt when workbooks were claimed (认领别名)."""
        return self.campaigns / "认领别名.xlsx"

    @property
    def document_templates(self) -> Path:
        """One Word template a kind (公文)."""
        return self.templates / "公文"

    @property
    def settings(self) -> Path:
        """How the office watches and whether it reminds (设置)."""
        return self.templates / "设置.ini"

    @property
    def reminded(self) -> Path:
        """The day on which a reminder (提醒) was last sent."""
        return self.hidden / "reminded.txt"

    @property
    def hidden(self) -> Path:
        """The program's own records."""
        return self.root / ".baosong"

    @property
    def ledger(self) -> Path:
        """The ledger (台账) database."""
        return self.hidden / "ledger.sqlite3"

    @property
    def originals(self) -> Path:
        """Originals (原件), named by their digest, read-only."""
        return self.hidden / "originals"

    @property
    def quarantine(self) -> Path:
        """What nobody could place (待认领), with the reason beside it."""
        return self.hidden / "quarantine"

    @property
    def logs(self) -> Path:
        """Where an internal failure is told in full."""
        return self.hidden / "logs"

    @property
    def watch_log(self) -> Path:
        """The watcher's log (值守日志)."""
        return self.logs / "值守.log"

    @property
    def watch_lock(self) -> Path:
        """Held by the one watcher (值守) of the office for as long as it lives."""
        return self.hidden / "watch.lock"

    @property
    def heartbeat(self) -> Path:
        """What the watcher last told of itself (值守心跳)."""
        return self.hidden / "watch.json"

    @property
    def office_lock(self) -> Path:
        """Held by whoever works in the office: one pass, one issuing."""
        return self.hidden / "office.lock"

    @property
    def office_owner(self) -> Path:
        """Who holds :attr:`office_lock`, for whoever is refused."""
        return self.hidden / "office.owner.json"

    @property
    def inbox_marker(self) -> Path:
        """The marker (收件箱标记) by which the inbox is known again."""
        return self.inbox / MARKER_NAME

    @property
    def inbox_record(self) -> Path:
        """The number that the inbox's marker must bear."""
        return self.hidden / "inbox.id"

    def campaign_folder(self, campaign: str) -> Path:
        """The folder of *campaign*'s own templates and its campaign book."""
        return self.campaigns / safe_name(campaign)

    def results(self, campaign: str) -> Path:
        """The folder in the outbox that holds the results of *campaign*."""
        return self.outbox / safe_name(campaign)


def open_workspace(root: Path) -> Workspace:
    """Open the workspace at *root*, making the folders that arrive and leave if they are gone.

    An office without a record of its inbox (new, or older than the marker) gets one; an inbox
    whose marker is known is never made anew: it may be a share that is away.

    Raises:
        WorkspaceMissing: *root* has no ``templates`` folder.
    """
    workspace = Workspace(root.absolute())
    if not workspace.templates.is_dir():
        raise WorkspaceMissing(root)
    _make_folders(workspace)
    if _recorded_id(workspace) is None:
        with suppress(OSError):  # a read-only inbox: unmarked, which doctor tells
            mark_inbox(workspace)
    return workspace


def make_workspace(root: Path) -> Workspace:
    """Make an empty workspace at *root*; what stands there already is left as it is.

    The inbox as it stands now is marked as this office's, also where another was known before.
    """
    workspace = Workspace(root.absolute())
    workspace.campaigns.mkdir(parents=True, exist_ok=True)
    workspace.document_templates.mkdir(parents=True, exist_ok=True)
    _make_folders(workspace)
    mark_inbox(workspace)
    return workspace


def mark_inbox(workspace: Workspace) -> None:
    """Mark the inbox as it stands now as this office's (收件箱标记), and record its number.

    A marker that stands there already is kept, so that doing it twice changes nothing.

    Raises:
        OSError: the inbox or the records can't be written.
    """
    workspace.inbox.mkdir(parents=True, exist_ok=True)
    marker = workspace.inbox_marker
    wanted = _recorded_id(workspace) or uuid4().hex
    try:
        with marker.open("xb") as stream:
            stream.write(_marker_words(wanted))
            stream.flush()
            os.fsync(stream.fileno())
    except FileExistsError:
        found = _settled_id(marker)
        if found is None:  # torn by a power cut
            replace_file(marker, _marker_words(wanted))
        wanted = found or wanted
    _hide(marker)
    if _recorded_id(workspace) != wanted:
        replace_file(workspace.inbox_record, wanted.encode())


def inbox_fault(workspace: Workspace) -> str:
    """Why the inbox isn't known to be this office's, in Chinese; empty where it is.

    An office that never recorded a marker has none to miss.

    Raises:
        OSError: the inbox, or the record, can't be read.
    """
    wanted = _recorded_id(workspace)
    if wanted is None:
        return ""
    try:
        found = _id_in(workspace.inbox_marker.read_bytes())
    except FileNotFoundError:
        return f"里面没有标记文件“{MARKER_NAME}”，像是共享没有连上、只剩下一个空的挂载文件夹"
    if found is None:
        return f"标记文件“{MARKER_NAME}”的内容不对"
    return "" if found == wanted else f"里面的标记文件“{MARKER_NAME}”属于另一个报送通工作目录"


def _make_folders(workspace: Workspace) -> None:
    workspace.hidden.mkdir(parents=True, exist_ok=True)
    if _recorded_id(workspace) is None:
        workspace.inbox.mkdir(parents=True, exist_ok=True)
    for folder in (workspace.outbox, workspace.originals, workspace.quarantine, workspace.logs):
        folder.mkdir(parents=True, exist_ok=True)


def _recorded_id(workspace: Workspace) -> str | None:
    try:
        return _id_in(workspace.inbox_record.read_bytes())
    except FileNotFoundError:
        return None


def _settled_id(marker: Path) -> str | None:
    """The number in a marker that another process may be writing just now."""
    deadline = time.monotonic() + _BEING_WRITTEN_S
    while (found := _id_in(marker.read_bytes())) is None and time.monotonic() < deadline:
        time.sleep(_BEING_WRITTEN_S / 20)
    return found


def _id_in(content: bytes) -> str | None:
    found = _MARKER_ID.search(content.decode("utf-8", "replace"))
    return found[0] if found else None


def _marker_words(number: str) -> bytes:
    return (
        "这是报送通收件箱的标记，请不要删除或移走。\r\n"
        "程序凭它认出收件箱：网络共享断开时，它和别的文件一起不见，程序就知道是没连上，而不是文件都被删了。\r\n"
        f"编号：{number}\r\n"
    ).encode("utf-8-sig")


def _hide(marker: Path) -> None:
    """Windows shows a name that begins with a dot; other systems hide it."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - needed on Windows alone

        ctypes.windll.kernel32.SetFileAttributesW(str(marker), _HIDDEN_ATTRIBUTE)
