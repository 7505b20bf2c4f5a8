"""Open an archive or a mail (解开), and begin the case of each file in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.files import sha256_of
from pipeline.intake.archives import UnpackFailure, unpack
from pipeline.intake.scan import IgnoredFile
from pipeline.model.arrival import Fate
from pipeline.receiving.case import part_case
from pipeline.receiving.report import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.receiving.case import Case

__all__ = ["UnpackFailure", "iter_parts"]


def iter_parts(bundle: Case) -> Iterator[Case | Outcome | UnpackFailure]:
    """Yield the case of each file in a bundle, the outcome of one that isn't received, or why it can't be opened."""
    original = bundle.kept
    names: dict[str, str] = {}
    for part in unpack(original.path, original.container, bundle.desk.worker):
        name = f"{original.name}/{part.name}"
        if isinstance(part, UnpackFailure):
            yield part
        elif isinstance(part, IgnoredFile):
            yield Outcome(name, Fate.IGNORED, reason=part.reason)
        elif (digest := sha256_of(part.content)) in names:
            reason = f"与“{names[digest]}”内容完全相同，未重复登记。"
            yield Outcome(name, Fate.DUPLICATE, reason=reason)
        else:
            names[digest] = name
            yield part_case(bundle, name, part.content, part.sender)
