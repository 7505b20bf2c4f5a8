"""Give a drafted campaign a number (编号) that no other campaign of the workspace has."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from pipeline.campaign.book.items import CODE_ITEM, stated_code
from pipeline.campaign.book.load import list_campaigns
from pipeline.campaign.book.references import code_key
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.reading.read import read_book

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.campaign.book.write import BookRows
    from pipeline.workspace import Workspace


def with_free_code(workspace: Workspace, rows: BookRows) -> BookRows:
    """Return *rows* with a running number behind their 编号 where another campaign book has it already.

    A book that has faults of its own keeps its number, too.
    """
    taken = {code_key(code) for code in _codes(workspace)}
    items = tuple(
        (item[0], _free(item[1], taken), *item[2:]) if item[0] == CODE_ITEM else item
        for item in rows.items
    )
    return replace(rows, items=items)


def _free(code: str, taken: set[str]) -> str:
    numbered = (f"{code}-{number}" for number in count(2))
    return (
        code
        if code_key(code) not in taken
        else next(each for each in numbered if code_key(each) not in taken)
    )


def _codes(workspace: Workspace) -> Iterator[str]:
    for path in list_campaigns(workspace):
        with suppress(WorkbookUnreadable, OSError):
            yield stated_code(read_book(path.read_bytes(), path.name))
