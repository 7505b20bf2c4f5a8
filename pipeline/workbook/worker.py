"""Work on other people's bytes in a process of its own, which may die of them and be replaced.

Some damaged workbooks make the parsing library abort the whole process, others eat gigabytes; the
bounds of :mod:`pipeline.workbook.reading.read` catch those we know, this the ones nobody has met yet.
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

from pipeline.workbook.child import DONE, NO_MEMORY, REFUSED, ProcessLimits, serve
from pipeline.workbook.errors import MarkupImpossible, WorkbookUnreadable
from pipeline.workbook.limits import refuse_if_too_long

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from pipeline.model.grid import Book
    from pipeline.workbook.markup import Mark

# The largest form within the bounds takes two to four processor seconds and 150 MB on a machine of
# 2020; a computer four times as slow still reads it. What is refused is refused far sooner.
CPU_S: Final = 15.0
WALL_S: Final = 60.0
MEMORY_MB: Final = 300
START_S: Final = 120.0  # a virus scanner looks at every library first
_TRIES: Final = 2
_SPAWN: Final = multiprocessing.get_context("spawn")
_LOG: Final = logging.getLogger(__name__)


class _Death(Enum):
    """What a child died of, in the words that follow the file's name."""

    TIME = (
        "读取超时（试了两次），文件可能已损坏或内容过多。请另存为新的 .xlsx，只留报送表，再报送。"
    )
    MEMORY = "读取时内存不够（试了两次），文件太大。请删去多余的行、列和图片，另存后再报送。"
    CRASH = (
        "读取时程序两次异常退出，文件可能已损坏。请用 Excel/WPS 打开，另存为新的 .xlsx 后再报送。"
    )


_ODD: Final = "文件已损坏，读不完整。请用 Excel/WPS 打开，另存为新的 .xlsx 后再报送。"


@contextmanager
def reading_worker(
    cpu_s: float = CPU_S, wall_s: float = WALL_S, memory_mb: int = MEMORY_MB
) -> Iterator[Worker]:
    """Yield a worker whose child process is started at the first file, and ended with the block.

    Processor time is what bounds a file (*cpu_s*): on an office computer that is busy with other
    things the clock would refuse honest forms. The clock (*wall_s*) is for what waits without
    working, and for Windows, which bounds neither processor time nor memory (*memory_mb*).
    """
    worker = Worker(ProcessLimits(cpu_s, wall_s, memory_mb))
    try:
        yield worker
    finally:
        worker.stop()


class Worker:
    """One child and the pipe to it; called with bytes and a name, it reads them.

    A child that dies of a file may have died of somebody else's fault (the system was short of
    memory), so the file is tried once more in a fresh one; the second death refuses it, and the
    next file gets a child of its own. ``deaths`` counts them, and ``last_death`` says what it was.
    """

    def __init__(self, limits: ProcessLimits) -> None:
        self._limits = limits
        self._child: _Child | None = None
        self.deaths = 0
        self.last_death = ""

    def __call__(self, content: bytes, name: str) -> Book:
        """The same as :meth:`read`."""
        return self.read(content, name)

    def read(self, content: bytes, name: str) -> Book:
        """Read a workbook as :func:`pipeline.workbook.reading.read.read_book` does.

        Raises:
            WorkbookUnreadable: the reader's own reason; or the child died of it twice.
        """
        refuse_if_too_long(content, name)
        try:
            book: Book = self._done("read", content, name, ())
        except _DiedError as error:
            raise WorkbookUnreadable(name, error.said) from error
        return book

    def mark_up(self, content: bytes, name: str, marks: Sequence[Mark]) -> bytes:
        """Mark a workbook up (标记件) as :func:`pipeline.workbook.markup.mark_up` does.

        Raises:
            MarkupImpossible: the reader's own reason; or the child died of it twice.
        """
        try:
            marked: bytes = self._done("mark_up", content, name, (tuple(marks),))
        except _DiedError as error:
            raise MarkupImpossible(name) from error
        return marked

    @property
    def pid(self) -> int:
        """The child's process, started if there is none."""
        if self._child is None:
            self._child = _started(self._limits)
        return self._child.process.pid or 0

    def stop(self) -> None:
        """End the child; the next file would start another."""
        if self._child is not None:
            self._child.end()
        self._child = None

    def _done(self, job: str, content: bytes, name: str, rest: tuple[Any, ...]) -> Any:
        """What the child answers, at the second try if it died of the first."""
        for attempt in range(1, _TRIES + 1):
            try:
                return self._once(job, content, name, rest)
            except _DiedError as error:
                self.stop()
                self.deaths += 1
                self.last_death = str(error)
                _LOG.warning("第 %d 次处理“%s”时子进程中止：%s", attempt, name, error)
                if attempt == _TRIES or error.kind is None:
                    raise
        raise AssertionError(_TRIES)

    def _once(self, job: str, content: bytes, name: str, rest: tuple[Any, ...]) -> Any:
        if self._child is None:
            self._child = _started(self._limits)
        answered, answer = self._child.asked(job, content, name, rest, self._limits.wall_s)
        if answered == DONE:
            return answer
        if answered == REFUSED:
            raise answer
        if answered == NO_MEMORY:
            raise _DiedError(_Death.MEMORY, "MemoryError")
        raise _DiedError(None, answer)


class _DiedError(Exception):
    """The child is of no more use; no ``kind`` means an error nobody foresaw, which comes again."""

    def __init__(self, kind: _Death | None, detail: str) -> None:
        super().__init__(kind, detail)
        self.kind = kind
        self.said = kind.value if kind else _ODD

    def __str__(self) -> str:
        return f"{self.kind.name if self.kind else 'ODD'} {self.args[1]}"


@dataclass(frozen=True, slots=True)
class _Child:
    process: BaseProcess
    pipe: Connection
    last_words: Path

    def asked(
        self, job: str, content: bytes, name: str, rest: tuple[Any, ...], wall_s: float
    ) -> Any:
        try:
            self.pipe.send((job, name, rest))
            self.pipe.send_bytes(content)
            return self.heard(wall_s)
        except (EOFError, OSError) as error:
            raise self._death() from error

    def heard(self, wall_s: float) -> Any:
        if not self.pipe.poll(wall_s):
            raise _DiedError(_Death.TIME, f"{wall_s} s")
        return self.pipe.recv()

    def end(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.join()
        self.process.close()
        self.last_words.unlink(missing_ok=True)

    def _death(self) -> _DiedError:
        self.process.join(timeout=5.0)
        code = self.process.exitcode
        cried = self.last_words.read_bytes().decode("utf-8", "replace").strip()
        detail = f"{code} {cried}"
        if code == -getattr(signal, "SIGXCPU", 0):
            return _DiedError(_Death.TIME, detail)
        # Nobody but the system kills it so, when memory is short; the other is Rust's farewell.
        if code == -getattr(signal, "SIGKILL", 0) or "memory allocation of" in cried:
            return _DiedError(_Death.MEMORY, detail)
        return _DiedError(_Death.CRASH, detail)


def _started(limits: ProcessLimits) -> _Child:
    here, there = _SPAWN.Pipe()
    file, path = tempfile.mkstemp(prefix="baosong-", suffix=".log")
    os.close(file)
    last_words = Path(path)
    process = _SPAWN.Process(target=serve, args=(there, limits, last_words), daemon=True)
    process.start()
    there.close()
    child = _Child(process, here, last_words)
    try:
        child.heard(START_S)
    except (EOFError, OSError, _DiedError) as error:
        child.end()
        raise ChildProcessError("读取用的子进程启动不了，可能是本机内存不足") from error
    return child
