"""Read and mark up workbooks in the sandboxed child process (子进程), which may crash on them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pipeline.sandbox.errors import CrashCause, JobCrashed
from pipeline.sandbox.run import CPU_S, MEMORY_MB, WALL_S, Sandbox
from pipeline.workbook.errors import MarkupImpossible, WorkbookUnreadable
from pipeline.workbook.limits import refuse_if_too_long
from pipeline.workbook.markup import mark_up
from pipeline.workbook.reading.formulas import read_formulas, written_formulas
from pipeline.workbook.reading.read import read_book

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager

    from pipeline.model.grid import Address, Book
    from pipeline.workbook.markup import Mark

# Each is the message that follows the file's name.
_MESSAGES: Final[Mapping[CrashCause, str]] = MappingProxyType(
    {
        CrashCause.TIME: "读取超时（试了两次），文件可能已损坏或内容过多。请另存为新的 .xlsx，只留报送表，再报送。",
        CrashCause.MEMORY: "读取时内存不够（试了两次），文件太大。请删去多余的行、列和图片，另存后再报送。",
        CrashCause.CRASH: "读取时程序两次异常退出，文件可能已损坏。请用 Excel/WPS 打开，另存为新的 .xlsx 后再报送。",
        CrashCause.UNEXPECTED: "文件已损坏，读不完整。请用 Excel/WPS 打开，另存为新的 .xlsx 后再报送。",
    }
)


class Worker(Sandbox):
    """Read and mark up workbooks in the sandbox; called with bytes and a name, it reads them."""

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
            return self.run(read_book, content, name)
        except JobCrashed as error:
            raise WorkbookUnreadable(name, _MESSAGES[error.cause]) from error

    def mark_up(self, content: bytes, name: str, marks: Sequence[Mark]) -> bytes:
        """Mark a workbook up (标记件) as :func:`pipeline.workbook.markup.mark_up` does.

        Raises:
            MarkupImpossible: the reader's own reason; or the child crashed on it twice.
        """
        try:
            return self.run(mark_up, content, name, tuple(marks))
        except JobCrashed as error:
            raise MarkupImpossible(name) from error

    def read_formulas(self, content: bytes, name: str) -> Mapping[tuple[str, Address], str]:
        """Read the formulas of the office's own form (表样), by sheet and cell; none where it can't be read."""
        refuse_if_too_long(content, name)
        try:
            return self.run(read_formulas, content, name)
        except JobCrashed:
            return {}

    def written_formulas(self, content: bytes, name: str) -> Mapping[tuple[str, Address], str]:
        """Read the formulas of a workbook as they are in its cells; none where it can't be read."""
        refuse_if_too_long(content, name)
        try:
            return self.run(written_formulas, content, name)
        except JobCrashed:
            return {}


def reading_worker(
    cpu_s: float = CPU_S, wall_s: float = WALL_S, memory_mb: int = MEMORY_MB
) -> AbstractContextManager[Worker]:
    """Open a worker with limits, as :meth:`pipeline.sandbox.run.Sandbox.open` does."""
    return Worker.open(cpu_s, wall_s, memory_mb)
