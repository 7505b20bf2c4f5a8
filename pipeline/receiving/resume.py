"""Find the cases that a killed pass left unfinished (接续办理), and whose files aren't in the inbox any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.files import digest_of
from pipeline.intake.scan import scan
from pipeline.ledger.arrivals import arrival_by_number, open_arrivals
from pipeline.model.arrival import Origin, Step
from pipeline.receiving.case import open_case

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pipeline.model.arrival import Progress
    from pipeline.receiving.case import Case, Desk


def unfinished_cases(desk: Desk) -> list[tuple[str, Callable[[], Case | None]]]:
    """Return the name of each unfinished arrival, and what continues its case.

    Those still in the inbox are continued with their file, by :func:`pipeline.receiving.case.new_case`.
    """
    unfinished = open_arrivals(desk.office.ledger)
    if not unfinished:
        return []
    files, _ = scan(desk.office.workspace.inbox)
    in_inbox = {file.name: file.path for file in files}
    return [
        (progress.name, _continuation(desk, progress))
        for progress in unfinished
        if not _is_in_inbox(progress, in_inbox)
    ]


def _continuation(desk: Desk, progress: Progress) -> Callable[[], Case | None]:
    def continued() -> Case | None:
        # A command beside the pass may have finished it before the office was locked for it.
        current = arrival_by_number(desk.office.ledger, progress.number)
        finished = current is None or current.step.reached(Step.CLEARED)
        return None if finished else open_case(desk, current or progress)

    return continued


def _is_in_inbox(progress: Progress, in_inbox: Mapping[str, Path]) -> bool:
    """Return whether the inbox still contains this file, and not another of the same name."""
    path = in_inbox.get(progress.name)
    if progress.origin is not Origin.INBOX or path is None:
        return False
    try:
        return digest_of(path) == progress.digest
    except OSError:  # open in another program, or just removed: the pass will see
        return True
