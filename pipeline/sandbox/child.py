"""Run the child's side of the sandbox (子进程): it parses untrusted bytes, and may crash on them.

It limits itself before the first byte arrives: processor time for each job, memory, no core
dump, and next to nothing that could be written to a disk.
"""

from __future__ import annotations

import math
import os
import time
import traceback
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from multiprocessing.connection import Connection
    from pathlib import Path

_MB: Final = 1024 * 1024
_OUTPUT_AT_MOST: Final = 64 * 1024  # bytes of its stderr; no file is ever written here


class Reply(Enum):
    """Name the outcome of a job, which the parent receives with its result."""

    READY = auto()  # for the next job; then for its bytes
    PART = auto()  # with a value, and bytes after it; more replies follow
    DONE = auto()  # with the result
    REFUSED = auto()  # with the error, which has its own message
    NO_MEMORY = auto()
    UNEXPECTED = auto()  # with the traceback


@dataclass(frozen=True, slots=True)
class Job:
    """Hold a function of a module, which is pickled by its name, and its arguments.

    The function's first argument is ``path``, or the bytes that are sent after the job; ``options`` are
    those with keywords.
    ``in_parts`` is true for a generator function; it yields pairs of a value and bytes.
    """

    function: Callable[..., Any]
    path: Path | None
    arguments: tuple[Any, ...]
    options: Mapping[str, Any]
    in_parts: bool = False


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """Limit what one job may cost (一份文件的限度): processor seconds, wall-clock seconds, megabytes."""

    cpu_s: float
    wall_s: float
    memory_mb: int


def serve(pipe: Connection, limits: ProcessLimits, stderr_path: Path) -> None:
    """Run one job after another until the pipe is closed; redirect stderr to *stderr_path*.

    Libraries that abort print the reason on stderr, which is the secretary's screen.
    """
    with stderr_path.open("ab") as stream:
        os.dup2(stream.fileno(), 2)
    _limit_resources(limits.memory_mb)
    while True:
        pipe.send((Reply.READY, None))
        try:
            job: Job = pipe.recv()  # the function's module is imported here
            pipe.send((Reply.READY, None))
            content = pipe.recv_bytes() if job.path is None else b""
        except EOFError:
            return
        _limit_cpu_time(limits.cpu_s)
        pipe.send(_run_job(job, content, pipe))
        _limit_cpu_time(math.inf)
        del content


def _run_job(job: Job, content: bytes, pipe: Connection) -> tuple[Reply, object]:
    source = content if job.path is None else job.path
    try:
        result = job.function(source, *job.arguments, **job.options)
        if job.in_parts:
            return _send_parts(result, pipe)
    except PipelineError as error:
        return Reply.REFUSED, error
    except MemoryError:
        return Reply.NO_MEMORY, None
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException:  # noqa: BLE001 - a panic in a library comes as one that is no Exception
        return Reply.UNEXPECTED, traceback.format_exc()
    return Reply.DONE, result


def _send_parts(parts: Iterator[tuple[object, bytes]], pipe: Connection) -> tuple[Reply, object]:
    for value, content in parts:
        pipe.send((Reply.PART, value))
        pipe.send_bytes(content)
    return Reply.DONE, None


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
    soft = hard if math.isinf(cpu_s) else math.ceil(time.process_time() + cpu_s)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
