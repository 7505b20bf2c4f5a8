"""A seal put on a finished document (用印): a sealed copy beside it, the document untouched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.files import replace_if_changed
from pipeline.model.document import Seal
from pipeline.official.layout.press_seal import stamp_document

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SUFFIX: Final = "（用印）"


def seal_document(document: Path, pictures: Sequence[Path], width_mm: int) -> Path:
    """Press *pictures* over the signatures of *document*, in their order; the copy's path.

    Raises:
        DocumentUnreadable, SealUnreadable: nothing was written.
        OSError: a file can't be read or written.
    """
    seals = tuple(Seal(picture.read_bytes(), width_mm) for picture in pictures)
    target = document.with_name(f"{document.stem}{SUFFIX}.docx")
    replace_if_changed(target, stamp_document(document.name, document.read_bytes(), seals))
    return target
