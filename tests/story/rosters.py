"""Rosters with levels: counties, towns below them, and the address of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl

from pipeline.setup.init import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.workspace import Workspace


def write_roster(
    workspace: Workspace, lines: Sequence[tuple[str, str, str, str]], lead: str
) -> None:
    """Give the example campaign the units *lines* (name, short name, category, superior) and the office *lead*."""
    path = workspace.campaign_folder(EXAMPLE) / "任务书.xlsx"
    book = openpyxl.load_workbook(path)
    for row in book["任务"].iter_rows():
        if row[0].value == "牵头单位":
            row[1].value = lead
    roster = book["单位"]
    roster.delete_rows(2, roster.max_row)
    for column, head in ((8, "上级单位"), (9, "邮箱")):
        roster.cell(1, column, head)
    for number, (name, short, category, superior) in enumerate(lines, start=2):
        address = f"U{number}@Example.gov.cn"
        texts = (name, short, "", category, "", "", "", superior, address)
        for column, text in enumerate(texts, start=1):
            roster.cell(number, column, text)
    book.save(path)
