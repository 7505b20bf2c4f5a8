"""Run the child's side of the worker (子进程): it parses untrusted bytes, and may crash on them.

It limits itself before the first byte arrives: processor time for each file, memory, no core
dump, and next to nothing that could be written to a disk.
"""

from __future__ import annotations

import math
import os
import time
import traceback
from array import array
from dataclasses import dataclass
from enum import Enum, auto
from multiprocessing.reduction import ForkingPickler
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import PipelineError
from pipeline.model.grid import Address, Cell
from pipeline.workbook.markup import mark_up
from pipeline.workbook.reading.formulas import read_formulas
from pipeline.workbook.reading.read import read_book

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from multiprocessing.connection import Connection
    from pathlib import Path

    from pipeline.model.grid import CellValue

_JOBS: Final[Mapping[str, Callable[..., object]]] = MappingProxyType(
    {"read": read_book, "mark_up": mark_up, "formulas": read_formulas}
)
_MB: Final = 1024 * 1024
_OUTPUT_AT_MOST: Final = 64 * 1024  # bytes of its stderr; no file is ever written here


class Reply(Enum):
    """Name the outcome of a job, which the parent receives with its result."""

    READY = auto()
    DONE = auto()  # with the result
    REFUSED = auto()  # with the error, which has its own message
    NO_MEMORY = auto()
    UNEXPECTED = auto()  # with the traceback


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """Limit what one file may cost (一份文件的限度): processor seconds, wall-clock seconds, megabytes."""

    cpu_s: float
    wall_s: float
    memory_mb: int


def serve(pipe: Connection, limits: ProcessLimits, stderr_path: Path) -> None:
    """Run one job after another until the pipe is closed; redirect stderr to *stderr_path*.

    Libraries that abort print the reason on stderr, which is the secretary's screen.
    """
    with stderr_path.open("ab") as stream:
        os.dup2(stream.fileno(), 2)
    # A sheet's cells are a read-only view, which Python can't pickle.
    ForkingPickler.register(MappingProxyType, _reduce_cells)
    _limit_resources(limits.memory_mb)
    pipe.send((Reply.READY, None))
    while True:
        try:
            job, name, extra = pipe.recv()
            content = pipe.recv_bytes()
        except EOFError:
            return
        _limit_cpu_time(limits.cpu_s)
        pipe.send(_run_job(job, content, name, extra))
        del content


def _run_job(job: str, content: bytes, name: str, extra: tuple[Any, ...]) -> tuple[Reply, object]:
    try:
        return Reply.DONE, _JOBS[job](content, name, *extra)
    except PipelineError as error:
        return Reply.REFUSED, error
    except MemoryError:
        return Reply.NO_MEMORY, None
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException:  # noqa: BLE001 - a panic in a library comes as one that is no Exception
        return Reply.UNEXPECTED, traceback.format_exc()


def _reduce_cells(cells: MappingProxyType[Address, Cell]) -> tuple[Any, tuple[Any, ...]]:
    """Convert a sheet's cells to columns: pickled as objects they would take five times as long."""
    rows = array("L", (at.row for at in cells))
    columns = array("L", (at.column for at in cells))
    values = [cell.value for cell in cells.values()]
    faults = {number: cell.fault for number, cell in enumerate(cells.values()) if cell.fault}
    return _rebuild_cells, (rows, columns, values, faults)


def _rebuild_cells(
    rows: array[int], columns: array[int], values: list[CellValue], faults: dict[int, str]
) -> MappingProxyType[Address, Cell]:
    cells = (Cell(value, faults.get(number, "")) for number, value in enumerate(values))
    return MappingProxyType(dict(zip(map(Address, rows, columns), cells, strict=True)))


def _limit_resources(memory_mb: int) -> None:
    try:
        import resource  # noqa: PLC0415 - Unix has it, Windows does not
    except ImportError:
        return
    for kind, bound in (
        # What the process writes to, not what it has mapped: libraries map far more than they use.
        (resource.RLIMIT_DATA, memory_mb * _MB),
        (resource.RLIMIT_FSIZE, _OUTPUT_AT_MOST),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (bound, bound))


def _limit_cpu_time(cpu_s: float) -> None:
    """Make the system end this process after *cpu_s* more seconds of processor time."""
    try:
        import resource  # noqa: PLC0415 - Unix has it, Windows does not
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time() + cpu_s), hard))
