"""The same pass for ever: hints bring the next one forward, the scan decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import PipelineError
from pipeline.intake.hints import hints
from pipeline.model.arrival import Fate
from pipeline.office.context import open_office
from pipeline.office.process import process

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.clock import Clock
    from pipeline.office.outcome import PassReport
    from pipeline.workspace import Workspace

SCAN_S = 30.0  # the longest an arrival waits where the system brings no hint
RETRY_S = 2.0  # how soon a file that is still being copied is looked at again


def watch(
    workspace: Workspace,
    clock: Clock,
    told: Callable[[PassReport | PipelineError], None],
    stopped: Callable[[], bool],
    *,
    polling: bool = False,
) -> None:
    """Do passes until *stopped*; *told* hears each pass's report, or why it could not be done.

    The campaigns are read anew for each pass, so that a corrected 任务书 takes effect at once.
    """
    with hints(workspace.inbox, polling=polling) as wait:
        while not stopped():
            waiting = True
            try:
                with open_office(workspace, clock) as office:
                    report = process(office)
                told(report)
                waiting = report.count(Fate.WAITING) > 0
            except PipelineError as error:
                told(error)
            wait(RETRY_S if waiting else SCAN_S)
