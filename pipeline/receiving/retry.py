"""Find the quarantined files (待认领) to try again: the campaign books, the program or a person's mind changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.intake.originals import find_original
from pipeline.intake.quarantine import quarantined_file, quarantined_files
from pipeline.intake.sniff import sniff_file
from pipeline.receiving.case import quarantine_case
from pipeline.receiving.placement import assigned_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from pipeline.intake.quarantine import QuarantinedFile
    from pipeline.office.context import Office
    from pipeline.receiving.case import Case, Desk


def quarantined_cases(
    desk: Desk, tried: Collection[str]
) -> list[tuple[str, Callable[[], Case | None]]]:
    """Return the name of each quarantined file to try again, and what begins its case; not those in *tried*."""
    return [
        (item.name, _beginning(desk, item))
        for item in quarantined_files(desk.office.workspace)
        if item.name not in tried and _is_due(item, desk.office)
    ]


def _beginning(desk: Desk, item: QuarantinedFile) -> Callable[[], Case | None]:
    def begun() -> Case | None:
        # A command beside the pass may have released it before the office was locked for it.
        held = quarantined_file(desk.office.workspace, item.digest) == item
        return quarantine_case(desk, item) if held else None

    return begun


def _is_due(item: QuarantinedFile, office: Office) -> bool:
    """Return whether another try may have another result, and the original is there to be tried.

    An archive was opened, and the files in it have their own cases: only another version of the program
    may open what this one could not.
    """
    path = find_original(office.workspace, item.digest)
    if path is None:
        return False
    if item.tried_with == office.examination_key:
        # A person has assigned it, but the command was killed before it received the file.
        return assigned_unit(item.digest, office) is not None
    if sniff_file(path).bundle:
        return _version(item.tried_with) != _version(office.examination_key)
    return True


def _version(tried_with: str) -> str:
    return tried_with.partition(":")[0]
