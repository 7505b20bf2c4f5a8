"""Write a changed copy of a finished document to its folder: sealed (用印), or corrected (校对改正)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.files import replace_if_changed
from pipeline.model.document import Seal
from pipeline.official.foreign_files import run_on_file
from pipeline.official.inspection.correct import correct
from pipeline.official.layout.press_seal import stamp_document

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.sandbox.run import Sandbox

SEALED_SUFFIX: Final = "（用印）"
CORRECTED_SUFFIX: Final = "（校对）"


def seal_document(
    document: Path, pictures: Sequence[Path], width_mm: int, sandbox: Sandbox | None = None
) -> Path:
    """Write a copy of *document* with *pictures* over its signatures, in their order (用印); return its path.

    *width_mm* is the printed width of a seal in millimetres. The document itself is not changed; it is
    opened in the child process of *sandbox*, without one in this process.

    Raises:
        DocumentUnreadable, DocumentTooLarge, SealUnreadable: nothing was written.
        OSError: a file can't be read or written.
    """
    seals = tuple(Seal(picture.read_bytes(), width_mm) for picture in pictures)
    target = document.with_name(f"{document.stem}{SEALED_SUFFIX}.docx")
    replace_if_changed(target, run_on_file(sandbox, stamp_document, document, seals))
    return target


def write_corrected_copy(
    document: Path, output: Path | None = None, sandbox: Sandbox | None = None
) -> tuple[Path, tuple[str, ...]]:
    """Write the corrected copy of *document* (校对改正); return its path and every change.

    The copy goes to *output*, a file or a folder, but never over the document, which is not changed.
    It is opened in the child process of *sandbox*, without one in this process.

    Raises:
        DocumentUnreadable, DocumentTooLarge: it is no Word document, or too large; nothing was written.
        OSError: the disk refused.
    """
    default = document.with_name(f"{document.stem}{CORRECTED_SUFFIX}.docx")
    target = default if output is None or output.resolve() == document.resolve() else output
    if target.is_dir():
        target = target / default.name
    corrected = run_on_file(sandbox, correct, document)
    replace_if_changed(target, corrected.content)
    return target, corrected.changes
