"""Run functions on untrusted bytes in a child process (子进程), which is replaced when it crashes.

Some damaged files make a parsing library abort the whole process, others use gigabytes; the
limits of the rooms that parse catch the known ones, this module the unknown.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, Self, TypeVar

from pipeline.sandbox.child import Job, ProcessLimits, Reply, serve
from pipeline.sandbox.errors import CrashCause, JobCrashed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Source = TypeVar("Source", bytes, Path)
Result = TypeVar("Result")
Value = TypeVar("Value")
P = ParamSpec("P")

# The largest form within the bounds takes two to four processor seconds and 150 MB on a machine of
# 2020; a computer four times as slow still reads it. What is refused is refused far sooner.
CPU_S: Final = 15.0
WALL_S: Final = 60.0
MEMORY_MB: Final = 300
START_S: Final = 120.0  # a virus scanner reads every library first
_TRIES: Final = 2
_SPAWN: Final = multiprocessing.get_context("spawn")
_LOG: Final = logging.getLogger(__name__)


class Sandbox:
    """Hold one child process and the pipe to it; it runs one function after another.

    A child that crashes on a file may have crashed for another reason (the system was short of
    memory), so the file is tried once more in a fresh one; the second crash refuses it, and the next
    file gets a new child. ``crashes`` counts them, and ``last_crash`` is the detail of the last.
    """

    def __init__(self, limits: ProcessLimits) -> None:
        self._limits = limits
        self._child: _Child | None = None
        self.crashes = 0
        self.last_crash = ""

    @classmethod
    @contextmanager
    def open(
        cls, cpu_s: float = CPU_S, wall_s: float = WALL_S, memory_mb: int = MEMORY_MB
    ) -> Iterator[Self]:
        """Yield a sandbox whose child is started at the first job, and ended with the block.

        Processor time is what limits a job (*cpu_s*, seconds): on an office computer that is busy
        with other work the clock would refuse honest files. The clock (*wall_s*, seconds) is for a
        child that waits without working, and for Windows, which limits neither processor time nor
        memory (*memory_mb*, megabytes).
        """
        sandbox = cls(ProcessLimits(cpu_s, wall_s, memory_mb))
        try:
            yield sandbox
        finally:
            sandbox.stop()

    def run(
        self,
        function: Callable[Concatenate[Source, str, P], Result],
        source: Source,
        name: str,
        *arguments: P.args,
        **options: P.kwargs,
    ) -> Result:
        """Return what *function* of a module returns for *source*, *name*, *arguments* and *options*.

        *source* is the file's bytes, or its path, which the child opens; *name* is its name in errors
        and in the log. The result has to be picklable.

        Raises:
            PipelineError: the function's own error.
            JobCrashed: the child crashed twice, or the function raised an unexpected error.
        """
        job, content = _job(function, source, (name, *arguments), options)

        def attempt() -> Result:
            child = self._idle_child()
            child.start(job, content, self._limits.wall_s)
            result: Result = child.result()
            return result

        return self._retried(attempt, name)

    def run_in_parts(
        self,
        function: Callable[[Source, str], Iterator[tuple[Value, bytes]]],
        source: Source,
        name: str,
        receive: Callable[[Iterator[tuple[Value, bytes]]], None],
    ) -> None:
        """Pass to *receive* what the generator *function* yields: values, each with its bytes.

        *receive* is called again, from the first part, when the child crashed the first time. It must
        not give the sandbox another job before it returns.

        Raises:
            PipelineError: the function's own error.
            JobCrashed: the child crashed twice, or the function raised an unexpected error.
        """
        job, content = _job(function, source, (name,), {}, in_parts=True)

        def attempt() -> None:
            child = self._idle_child()
            child.start(job, content, self._limits.wall_s)
            receive(child.parts())

        self._retried(attempt, name)

    @property
    def pid(self) -> int:
        """Return the process id of the child, which is started if there is none."""
        return self._idle_child().process.pid or 0

    def stop(self) -> None:
        """Terminate the child; the next job would start another."""
        if self._child is not None:
            self._child.terminate()
        self._child = None

    def _idle_child(self) -> _Child:
        if self._child is not None and self._child.busy:  # whose parts were not all received
            self.stop()
        if self._child is None:
            self._child = _start_child(self._limits)
        return self._child

    def _retried(self, attempt: Callable[[], Result], name: str) -> Result:
        """Return what *attempt* returns, at the second try if the child crashed at the first."""
        for number in range(1, _TRIES + 1):
            try:
                return attempt()
            except JobCrashed as error:
                self.stop()
                self.crashes += 1
                self.last_crash = str(error)
                _LOG.warning("第 %d 次处理“%s”时子进程中止：%s", number, name, error)
                if number == _TRIES or error.cause is CrashCause.UNEXPECTED:
                    raise
        raise AssertionError(_TRIES)


@dataclass(slots=True)
class _Child:
    """Hold a child process, its pipe, and whether it is working on a job."""

    process: BaseProcess
    pipe: Connection
    stderr_path: Path
    busy: bool = False
    deadline: float = 0.0

    def start(self, job: Job, content: bytes, wall_s: float) -> None:
        """Send a job; the clock starts when its module is imported."""
        self.busy = True
        with self._crash_reported():
            self.pipe.send(job)
            self.wait_until_ready()
            self.deadline = time.monotonic() + wall_s
            if job.path is None:
                self.pipe.send_bytes(content)

    def wait_until_ready(self) -> None:
        """Wait until the child has imported what it needs."""
        if not self.pipe.poll(START_S):
            raise JobCrashed(CrashCause.TIME, f"{START_S} s")
        self.pipe.recv()

    def result(self) -> Any:
        """Return the result of a job that has no parts."""
        _, result = self._reply()
        return result

    def parts(self) -> Iterator[tuple[Any, bytes]]:
        """Yield the parts of a job as they arrive."""
        while True:
            reply, value = self._reply()
            if reply is Reply.DONE:
                return
            with self._crash_reported():
                content = self.pipe.recv_bytes()
            yield value, content

    def _reply(self) -> tuple[Reply, Any]:
        """Return the next reply, a part or the result; raise what was refused."""
        with self._crash_reported():
            if not self.pipe.poll(max(self.deadline - time.monotonic(), 0)):
                raise JobCrashed(CrashCause.TIME, "clock")
            reply, value = self.pipe.recv()
            if reply is Reply.PART:
                return reply, value
            self.wait_until_ready()
        self.busy = False
        if reply is Reply.REFUSED:
            raise value
        if reply is Reply.NO_MEMORY:
            raise JobCrashed(CrashCause.MEMORY, "MemoryError")
        if reply is Reply.UNEXPECTED:
            raise JobCrashed(CrashCause.UNEXPECTED, value)
        return reply, value

    def terminate(self) -> None:
        """End the process and remove its log."""
        self.pipe.close()
        self.process.kill()
        self.process.join()
        self.process.close()
        self.stderr_path.unlink(missing_ok=True)

    @contextmanager
    def _crash_reported(self) -> Iterator[None]:
        """Raise a closed pipe as the crash that closed it."""
        try:
            yield
        except (EOFError, OSError) as error:
            raise self._crash() from error

    def _crash(self) -> JobCrashed:
        self.process.join(timeout=5.0)
        code = self.process.exitcode
        stderr = self.stderr_path.read_bytes().decode("utf-8", "replace").strip()
        detail = f"{code} {stderr}"
        if code == -getattr(signal, "SIGXCPU", 0):
            return JobCrashed(CrashCause.TIME, detail)
        # Only the system sends SIGKILL, when memory is short; Rust prints the text in that case.
        if code == -getattr(signal, "SIGKILL", 0) or "memory allocation of" in stderr:
            return JobCrashed(CrashCause.MEMORY, detail)
        return JobCrashed(CrashCause.CRASH, detail)


def _job(
    function: Callable[..., Any],
    source: bytes | Path,
    arguments: tuple[Any, ...],
    options: Mapping[str, Any],
    *,
    in_parts: bool = False,
) -> tuple[Job, bytes]:
    if isinstance(source, Path):
        return Job(function, source, arguments, options, in_parts), b""
    return Job(function, None, arguments, options, in_parts), source


def _start_child(limits: ProcessLimits) -> _Child:
    parent_end, child_end = _SPAWN.Pipe()
    file, path = tempfile.mkstemp(prefix="baosong-", suffix=".log")
    os.close(file)
    stderr_path = Path(path)
    process = _SPAWN.Process(target=serve, args=(child_end, limits, stderr_path), daemon=True)
    process.start()
    child_end.close()
    child = _Child(process, parent_end, stderr_path)
    try:
        child.wait_until_ready()
    except (EOFError, OSError, JobCrashed) as error:
        child.terminate()
        raise ChildProcessError("读取用的子进程启动不了，可能是本机内存不足") from error
    return child
