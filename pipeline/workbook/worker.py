"""Reading in a process of its own, which may die of a file without taking the office along.

Some damaged workbooks make the parsing library abort the whole process, others eat gigabytes; the
bounds of :mod:`pipeline.workbook.read` catch those we know, this the ones nobody has met yet.
"""

from __future__ import annotations

import multiprocessing
from contextlib import contextmanager
from multiprocessing.reduction import ForkingPickler
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import WorkbookUnreadable
from pipeline.workbook.read import read_book

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from pipeline.model.grid import Book

TIMEOUT_S: Final = 20.0
MEMORY_MB: Final = 1_024
_SPAWN: Final = multiprocessing.get_context("spawn")


@contextmanager
def reading_worker(
    timeout_s: float = TIMEOUT_S, memory_mb: int = MEMORY_MB
) -> Iterator[Callable[[bytes, str], Book]]:
    """Yield ``read(content, name)``, which reads in a child process started at the first file.

    A child that dies, hangs beyond *timeout_s* or outgrows *memory_mb* (where the system can
    bound it) makes that one file a :class:`WorkbookUnreadable`; the next file gets a new child.
    """
    worker = _Worker(timeout_s, memory_mb)
    try:
        yield worker.read
    finally:
        worker.stop()


class _Worker:
    """One child and the pipe to it; the only thing here that remembers."""

    def __init__(self, timeout_s: float, memory_mb: int) -> None:
        self._timeout_s = timeout_s
        self._memory_mb = memory_mb
        self._child: BaseProcess | None = None
        self._pipe: Connection | None = None

    def read(self, content: bytes, name: str) -> Book:
        pipe = self._pipe or self._start()
        try:
            pipe.send((content, name))
            if not pipe.poll(self._timeout_s):
                self.stop()
                raise WorkbookUnreadable(
                    name, "读取超时，文件可能已损坏。请另存为新的 .xlsx 后再报送。"
                )
            answer = pipe.recv()
        except (EOFError, OSError) as error:
            self.stop()
            raise WorkbookUnreadable(
                name, "读取时程序异常退出，文件可能已损坏。请另存为新的 .xlsx 后再报送。"
            ) from error
        if isinstance(answer, Exception):
            raise answer
        book: Book = answer
        return book

    def stop(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
        if self._child is not None:
            self._child.kill()
            self._child.join()
            self._child.close()
        self._child = self._pipe = None

    def _start(self) -> Connection:
        here, there = _SPAWN.Pipe()
        self._child = _SPAWN.Process(target=_serve, args=(there, self._memory_mb), daemon=True)
        self._child.start()
        there.close()
        self._pipe = here
        return here


def _serve(pipe: Connection, memory_mb: int) -> None:
    _bound_memory(memory_mb)
    # A sheet's cells are a read-only view, which Python can't send by itself.
    ForkingPickler.register(MappingProxyType, _reduced)
    while True:
        try:
            content, name = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(read_book(content, name))
        except WorkbookUnreadable as error:
            pipe.send(error)
        except MemoryError:
            pipe.send(
                WorkbookUnreadable(name, "文件太大，读不下。请删去多余的行、列和图片后再报送。")
            )


def _reduced(view: MappingProxyType[Any, Any]) -> tuple[Any, tuple[dict[Any, Any]]]:
    return _view, (dict(view),)


def _view(entries: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(entries)


def _bound_memory(memory_mb: int) -> None:
    try:
        import resource  # noqa: PLC0415 - Unix has it, Windows does not
    except ImportError:
        return
    limit = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
