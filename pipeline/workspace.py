"""The folders of one office (工作目录)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import WorkspaceMissing
from pipeline.files import safe_name

if TYPE_CHECKING:
    from pathlib import Path


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

    def campaign_folder(self, campaign: str) -> Path:
        """The folder of *campaign*'s own templates and its campaign book."""
        return self.campaigns / safe_name(campaign)

    def results(self, campaign: str) -> Path:
        """The folder in the outbox that holds the results of *campaign*."""
        return self.outbox / safe_name(campaign)


def open_workspace(root: Path) -> Workspace:
    """Open the workspace at *root*, making the folders that arrive and leave if they are gone.

    Raises:
        WorkspaceMissing: *root* has no ``templates`` folder.
    """
    workspace = Workspace(root.absolute())
    if not workspace.templates.is_dir():
        raise WorkspaceMissing(root)
    _make_folders(workspace)
    return workspace


def make_workspace(root: Path) -> Workspace:
    """Make an empty workspace at *root*; what stands there already is left as it is."""
    workspace = Workspace(root.absolute())
    workspace.campaigns.mkdir(parents=True, exist_ok=True)
    workspace.document_templates.mkdir(parents=True, exist_ok=True)
    _make_folders(workspace)
    return workspace


def _make_folders(workspace: Workspace) -> None:
    for folder in (workspace.inbox, workspace.outbox, workspace.originals, workspace.quarantine):
        folder.mkdir(parents=True, exist_ok=True)
    workspace.logs.mkdir(parents=True, exist_ok=True)
