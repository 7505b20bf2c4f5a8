"""Parse untrusted files in a sandboxed child process, which is replaced when it crashes.

Some damaged workbooks make the parsing library abort the whole process, others use gigabytes; the
limits of :mod:`pipeline.workbook.reading.read` catch the known ones, this module the unknown.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pipeline.workbook.child import ProcessLimits, Reply, serve
from pipeline.workbook.errors import MarkupImpossible, WorkbookUnreadable
from pipeline.workbook.limits import refuse_if_too_long

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from pipeline.model.grid import Address, Book
    from pipeline.workbook.markup import Mark

# The largest form within the bounds takes two to four processor seconds and 150 MB on a machine of
# 2020; a computer four times as slow still reads it. What is refused is refused far sooner.
CPU_S: Final = 15.0
WALL_S: Final = 60.0
MEMORY_MB: Final = 300
START_S: Final = 120.0  # a virus scanner reads every library first
_TRIES: Final = 2
_SPAWN: Final = multiprocessing.get_context("spawn")
_LOG: Final = logging.getLogger(__name__)


class _CrashCause(Enum):
    """Name why a child crashed; each value is the message that follows the file's name."""

    TIME = (
        "读取超时（试了两次），文件可能已损坏或内容过多。请另存为新的 .xlsx，只留报送表，再报送。"
    )
    MEMORY = "读取时内存不够（试了两次），文件太大。请删去多余的行、列和图片，另存后再报送。"
    CRASH = (
        "读取时程序两次异常退出，文件可能已损坏。请用 Excel/WPS 打开，另存为新的 .xlsx 后再报送。"
    )


_UNEXPECTED: Final = "文件已损坏，读不完整。请用 Excel/WPS 打开，另存为新的 .xlsx 后再报送。"


@contextmanager
def reading_worker(
    cpu_s: float = CPU_S, wall_s: float = WALL_S, memory_mb: int = MEMORY_MB
) -> Iterator[Worker]:
    """Yield a worker whose child process is started at the first file, and ended with the block.

    Processor time is what limits a file (*cpu_s*, seconds): on an office computer that is busy with
    other work the clock would refuse honest forms. The clock (*wall_s*, seconds) is for a child that
    waits without working, and for Windows, which limits neither processor time nor memory
    (*memory_mb*, megabytes).
    """
    worker = Worker(ProcessLimits(cpu_s, wall_s, memory_mb))
    try:
        yield worker
    finally:
        worker.stop()


class Worker:
    """Hold one child and the pipe to it; called with bytes and a name, it reads them.

    A child that crashes on a file may have crashed for another reason (the system was short of
    memory), so the file is tried once more in a fresh one; the second crash refuses it, and the next
    file gets a new child. ``crashes`` counts them, and ``last_crash`` is the detail of the last.
    """

    def __init__(self, limits: ProcessLimits) -> None:
        self._limits = limits
        self._child: _Child | None = None
        self.crashes = 0
        self.last_crash = ""

    def __call__(self, content: bytes, name: str) -> Book:
        """Read a workbook, like :meth:`read`."""
        return self.read(content, name)

    def read(self, content: bytes, name: str) -> Book:
        """Read a workbook as :func:`pipeline.workbook.reading.read.read_book` does.

        Raises:
            WorkbookUnreadable: the reader's own reason; or the child crashed on it twice.
        """
        refuse_if_too_long(content, name)
        try:
            book: Book = self._run("read", content, name, ())
        except _ReaderCrashed as error:
            raise WorkbookUnreadable(name, error.message) from error
        return book

    def mark_up(self, content: bytes, name: str, marks: Sequence[Mark]) -> bytes:
        """Mark a workbook up (标记件) as :func:`pipeline.workbook.markup.mark_up` does.

        Raises:
            MarkupImpossible: the reader's own reason; or the child crashed on it twice.
        """
        try:
            marked: bytes = self._run("mark_up", content, name, (tuple(marks),))
        except _ReaderCrashed as error:
            raise MarkupImpossible(name) from error
        return marked

    def read_formulas(self, content: bytes, name: str) -> Mapping[tuple[str, Address], str]:
        """Read the formulas of the office's own form (表样), by sheet and cell; none where it can't be read."""
        refuse_if_too_long(content, name)
        try:
            found: Mapping[tuple[str, Address], str] = self._run("formulas", content, name, ())
        except _ReaderCrashed:
            return {}
        return found

    @property
    def pid(self) -> int:
        """Return the process id of the child, which is started if there is none."""
        if self._child is None:
            self._child = _start_child(self._limits)
        return self._child.process.pid or 0

    def stop(self) -> None:
        """Terminate the child; the next file would start another."""
        if self._child is not None:
            self._child.terminate()
        self._child = None

    def _run(self, job: str, content: bytes, name: str, extra: tuple[Any, ...]) -> Any:
        """Return the child's result, at the second try if it crashed at the first."""
        for attempt in range(1, _TRIES + 1):
            try:
                return self._run_once(job, content, name, extra)
            except _ReaderCrashed as error:
                self.stop()
                self.crashes += 1
                self.last_crash = str(error)
                _LOG.warning("第 %d 次处理“%s”时子进程中止：%s", attempt, name, error)
                if attempt == _TRIES or error.cause is None:
                    raise
        raise AssertionError(_TRIES)

    def _run_once(self, job: str, content: bytes, name: str, extra: tuple[Any, ...]) -> Any:
        if self._child is None:
            self._child = _start_child(self._limits)
        reply, result = self._child.request(job, content, name, extra, self._limits.wall_s)
        if reply is Reply.DONE:
            return result
        if reply is Reply.REFUSED:
            raise result
        if reply is Reply.NO_MEMORY:
            raise _ReaderCrashed(_CrashCause.MEMORY, "MemoryError")
        raise _ReaderCrashed(None, result)


class _ReaderCrashed(Exception):
    """Report an unusable child; without a ``cause`` the error is unexpected and would recur."""

    def __init__(self, cause: _CrashCause | None, detail: str) -> None:
        super().__init__(cause, detail)
        self.cause = cause
        self.message = cause.value if cause else _UNEXPECTED

    def __str__(self) -> str:
        return f"{self.cause.name if self.cause else 'UNEXPECTED'} {self.args[1]}"


@dataclass(frozen=True, slots=True)
class _Child:
    process: BaseProcess
    pipe: Connection
    stderr_path: Path

    def request(
        self, job: str, content: bytes, name: str, extra: tuple[Any, ...], wall_s: float
    ) -> Any:
        try:
            self.pipe.send((job, name, extra))
            self.pipe.send_bytes(content)
            return self.receive(wall_s)
        except (EOFError, OSError) as error:
            raise self._crash() from error

    def receive(self, wall_s: float) -> Any:
        if not self.pipe.poll(wall_s):
            raise _ReaderCrashed(_CrashCause.TIME, f"{wall_s} s")
        return self.pipe.recv()

    def terminate(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.join()
        self.process.close()
        self.stderr_path.unlink(missing_ok=True)

    def _crash(self) -> _ReaderCrashed:
        self.process.join(timeout=5.0)
        code = self.process.exitcode
        stderr = self.stderr_path.read_bytes().decode("utf-8", "replace").strip()
        detail = f"{code} {stderr}"
        if code == -getattr(signal, "SIGXCPU", 0):
            return _ReaderCrashed(_CrashCause.TIME, detail)
        # Only the system sends SIGKILL, when memory is short; Rust prints the text in that case.
        if code == -getattr(signal, "SIGKILL", 0) or "memory allocation of" in stderr:
            return _ReaderCrashed(_CrashCause.MEMORY, detail)
        return _ReaderCrashed(_CrashCause.CRASH, detail)


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
        child.receive(START_S)
    except (EOFError, OSError, _ReaderCrashed) as error:
        child.terminate()
        raise ChildProcessError("读取用的子进程启动不了，可能是本机内存不足") from error
    return child
