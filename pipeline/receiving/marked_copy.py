"""Make the marked copy (标记件) of a returned workbook: patched, or of another kind converted first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from pipeline.office.as_xlsx import as_xlsx
from pipeline.products.replies import marks_of
from pipeline.workbook.errors import MarkupImpossible, WorkbookUnreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.submission import Submission
    from pipeline.workbook.markup import Mark
    from pipeline.workbook.worker import Worker

_NAME: Final = "标记件"
_MACROS: Final = ".xlsm"


@dataclass(frozen=True, slots=True)
class MarkedCopy:
    """A marked copy (标记件), and how its file name ends; that says so where it was converted."""

    name: str
    content: bytes


def mark_copy(content: bytes, submission: Submission, worker: Worker) -> MarkedCopy | None:
    """Return the unit's own workbook with its faults marked, or None where no cell is at fault.

    The XML of an .xlsx is patched. A workbook of another kind is converted to .xlsx, with its looks where
    LibreOffice is installed, and the copy is marked; the original is never changed.
    """
    marks = marks_of(submission)
    if not marks:
        return None
    try:
        marked = worker.mark_up(content, submission.name, marks)
    except MarkupImpossible:
        return _converted(content, submission, marks, worker)
    suffix = PurePath(submission.name).suffix.lower()
    # Excel opens a workbook with macros by this name only.
    return MarkedCopy(f"{_NAME}{suffix if suffix == _MACROS else '.xlsx'}", marked)


def _converted(
    content: bytes, submission: Submission, marks: Sequence[Mark], worker: Worker
) -> MarkedCopy | None:
    try:
        book = worker.read(content, submission.name)
        converted = as_xlsx(content, book, worker.read)
        marked = worker.mark_up(converted.content, submission.name, marks)
    except (WorkbookUnreadable, MarkupImpossible):
        return None
    kind = PurePath(submission.name).suffix.lower().removeprefix(".")
    return MarkedCopy(f"{_NAME}（转自{kind}）.xlsx", marked)
