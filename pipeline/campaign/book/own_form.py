"""Load the office's own form (表样) of a campaign: ``表样.*`` next to its 任务书."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.campaign.form.unmerged import with_inferred_merges
from pipeline.files import sha256_of
from pipeline.model.form import Form
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.reading.read import read_book

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.campaign.book.tables import BookFaults

FORM_STEM: Final = "表样"
# In this order: a form that was no .xlsx has a converted one beside it.
_SUFFIXES: Final = (
    ".xlsx",
    ".xlsm",
    ".xls",
    ".et",
    ".ods",
    ".xlsb",
    ".csv",
    ".xml",
    ".htm",
    ".html",
)


def form_file(folder: Path) -> Path | None:
    """Return the file of the office's own form (表样) in a campaign's folder, or ``None``."""
    found = {path.suffix.lower(): path for path in sorted(folder.glob(f"{FORM_STEM}.*"))}
    return next((found[suffix] for suffix in _SUFFIXES if suffix in found), None)


def load_form(folder: Path, faults: BookFaults) -> Form | None:
    """Load the office's own form (表样) of a campaign; one that can't be read is a fault.

    Raises:
        OSError: it can't be read from the disk.
    """
    path = form_file(folder)
    if path is None:
        return None
    content = path.read_bytes()
    try:
        book = with_inferred_merges(read_book(content, path.name))
    except WorkbookUnreadable as error:
        faults.add("填报项", "", f"{path.name} 读不出来：{error.reason}")
        return None
    return Form(path.name, sha256_of(content), book, content)
