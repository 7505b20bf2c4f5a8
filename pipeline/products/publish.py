"""A finished paper takes its place in the outbox: whole, and never over an issued one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.files import replace_file
from pipeline.refusals import PaperStands

if TYPE_CHECKING:
    from pathlib import Path


def publish(target: Path, content: bytes) -> None:
    """Put *content* at *target*, unless the very same paper stands there already.

    Raises:
        PaperStands: another paper stands under that name; it is left as it is.
        OSError: the disk refused; nothing stands at *target*.
    """
    if target.exists():
        if target.read_bytes() == content:
            return
        raise PaperStands(target)
    replace_file(target, content)
