"""Find the stored original (原件) of an arrival or of a quarantined file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.intake.originals import find_original
from pipeline.intake.sniff import sniff
from pipeline.model.arrival import Original

if TYPE_CHECKING:
    from pipeline.intake.quarantine import QuarantinedFile
    from pipeline.model.arrival import Progress
    from pipeline.office.context import Office


def stored_original(item: QuarantinedFile | Progress, office: Office) -> Original | None:
    """Return the stored original (原件) of a quarantined file or an arrival, or None where it is lost."""
    path = find_original(office.workspace, item.digest)
    if path is None:
        return None
    return Original(item.digest, path, item.name, sniff(path.read_bytes()), item.received_at)
