"""The child's side of the worker (子进程): it opens other people's bytes, and may die of them.

It bounds itself before the first byte comes: processor time for each file, memory, no core dump,
and next to nothing that could be written to a disk.
"""

from __future__ import annotations

import math
import os
import time
import traceback
from array import array
from dataclasses import dataclass
from multiprocessing.reduction import ForkingPickler
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import PipelineError
from pipeline.model.grid import Address, Cell
from pipeline.workbook.markup import mark_up
from pipeline.workbook.reading.read import read_book

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from multiprocessing.connection import Connection
    from pathlib import Path

    from pipeline.model.grid import CellValue

READY: Final = "ready"
DONE: Final = "done"  # with the result
REFUSED: Final = "refused"  # with the error, which owns its words
NO_MEMORY: Final = "no-memory"
ODD: Final = "odd"  # with the traceback of what nobody foresaw

_JOBS: Final[Mapping[str, Callable[..., object]]] = MappingProxyType(
    {"read": read_book, "mark_up": mark_up}
)
_MB: Final = 1024 * 1024
_WRITTEN_AT_MOST: Final = 64 * 1024  # its own last words; no file is ever written here


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """What one file may cost (一份文件的限度): processor seconds, seconds by the clock, megabytes."""

    cpu_s: float
    wall_s: float
    memory_mb: int


def serve(pipe: Connection, limits: ProcessLimits, last_words: Path) -> None:
    """Do one job after another until the pipe is closed; *last_words* takes what is cried out.

    Libraries that abort print why on the standard error, which is the secretary's screen.
    """
    with last_words.open("ab") as stream:
        os.dup2(stream.fileno(), 2)
    # A sheet's cells are a read-only view, which Python can't send by itself.
    ForkingPickler.register(MappingProxyType, _reduced)
    _bound(limits.memory_mb)
    pipe.send((READY, None))
    while True:
        try:
            job, name, rest = pipe.recv()
            content = pipe.recv_bytes()
        except EOFError:
            return
        _bound_time(limits.cpu_s)
        pipe.send(_answer(job, content, name, rest))
        del content


def _answer(job: str, content: bytes, name: str, rest: tuple[Any, ...]) -> tuple[str, object]:
    try:
        return DONE, _JOBS[job](content, name, *rest)
    except PipelineError as error:
        return REFUSED, error
    except MemoryError:
        return NO_MEMORY, None
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException:  # noqa: BLE001 - a panic in a library comes as one that is no Exception
        return ODD, traceback.format_exc()


def _reduced(cells: MappingProxyType[Address, Cell]) -> tuple[Any, tuple[Any, ...]]:
    """A sheet's cells column by column: object by object they would take five times as long to send."""
    rows = array("L", (at.row for at in cells))
    columns = array("L", (at.column for at in cells))
    values = [cell.value for cell in cells.values()]
    faults = {number: cell.fault for number, cell in enumerate(cells.values()) if cell.fault}
    return _cells, (rows, columns, values, faults)


def _cells(
    rows: array[int], columns: array[int], values: list[CellValue], faults: dict[int, str]
) -> MappingProxyType[Address, Cell]:
    cells = (Cell(value, faults.get(number, "")) for number, value in enumerate(values))
    return MappingProxyType(dict(zip(map(Address, rows, columns), cells, strict=True)))


def _bound(memory_mb: int) -> None:
    try:
        import resource  # noqa: PLC0415 - Unix has it, Windows does not
    except ImportError:
        return
    for kind, bound in (
        # What the process writes to, not what it has mapped: libraries map far more than they use.
        (resource.RLIMIT_DATA, memory_mb * _MB),
        (resource.RLIMIT_FSIZE, _WRITTEN_AT_MOST),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (bound, bound))


def _bound_time(cpu_s: float) -> None:
    """Let the system end this process when it has worked *cpu_s* seconds more."""
    try:
        import resource  # noqa: PLC0415 - Unix has it, Windows does not
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time() + cpu_s), hard))
