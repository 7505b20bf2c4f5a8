"""A corrected copy beside a document that was proof-read (校对改正); the document stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.files import replace_if_changed
from pipeline.official.inspection.correct import correct

if TYPE_CHECKING:
    from pathlib import Path

CORRECTED_SUFFIX: Final = "（校对）"


def write_corrected_copy(
    document: Path, output: Path | None = None
) -> tuple[Path, tuple[str, ...]]:
    """Write the corrected copy of *document*; where it stands, and every change.

    Raises:
        DocumentUnreadable: it is no Word document; nothing was written.
        OSError: the disk refused.
    """
    beside = document.with_name(f"{document.stem}{CORRECTED_SUFFIX}.docx")
    target = beside if output is None or output.resolve() == document.resolve() else output
    if target.is_dir():
        target = target / beside.name
    made = correct(document)
    replace_if_changed(target, made.content)
    return target, made.changes
