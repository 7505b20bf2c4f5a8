"""Create a new workspace (新建): Word templates, settings and, on request, an example campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.campaign.book.own_office import own_office_workbook
from pipeline.campaign.book.write import book_workbook
from pipeline.files import replace_file
from pipeline.office.settings import STARTER
from pipeline.official.templates.starters import STARTER_DATE, starter_templates
from pipeline.setup.example import example_rows
from pipeline.workspace import make_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace import Workspace

EXAMPLE = "文明单位创建"


def start_workspace(root: Path, *, example: bool = False) -> tuple[Workspace, tuple[Path, ...]]:
    """Create a workspace (工作目录) at *root*; return it and the missing files that were written.

    A template or a campaign book that exists already is never touched: it may be edited. With
    *example* the example campaign (示例任务) is one of the files.

    Raises:
        OSError: the folder can't be written.
    """
    workspace = make_workspace(root)
    contents = {
        workspace.document_templates / name: content
        for name, content in starter_templates().items()
    }
    if example:
        book = workspace.campaign_folder(EXAMPLE) / "任务书.xlsx"
        contents[book] = book_workbook(example_rows(), STARTER_DATE)
    contents[workspace.own_office] = own_office_workbook(STARTER_DATE)
    contents[workspace.settings] = STARTER.replace("\n", "\r\n").encode("utf-8-sig")  # for Notepad
    written = []
    for path, content in contents.items():
        if not path.exists():
            replace_file(path, content)
            written.append(path)
    return workspace, tuple(written)
