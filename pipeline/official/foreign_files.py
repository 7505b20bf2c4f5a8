"""Open Word files and drafts of others (外来文稿) within limits, in the child process (子进程)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Concatenate, Final, ParamSpec, TypeVar

from pipeline.official.errors import DocumentTooLarge
from pipeline.sandbox.errors import CrashCause, JobCrashed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pipeline.sandbox.run import Sandbox

Result = TypeVar("Result")
P = ParamSpec("P")

_FILE_AT_MOST: Final = 64 * 1024 * 1024  # bytes; pictures take most of a larger one
CHARACTERS_AT_MOST: Final = 400_000  # a document of a hundred pages has 60,000
_PARAGRAPH_AT_MOST: Final = 10_000  # characters, thirteen pages; the longest of a report have 2,000
_SPLIT: Final = "请分成几件，或删去图片和不用的内容后再试"
_SAVE_AGAIN: Final = "请用 Word/WPS 打开，另存为新的 .docx 后再试"
# Each is a reason and a remedy.
_CRASHED: Final[Mapping[CrashCause, tuple[str, str]]] = MappingProxyType(
    {
        CrashCause.TIME: ("打开时超时（试了两次），可能已损坏或内容过多", _SPLIT),
        CrashCause.MEMORY: ("打开时内存不够（试了两次），内容太多", _SPLIT),
        CrashCause.CRASH: ("打开时程序两次异常退出，可能已损坏", _SAVE_AGAIN),
        CrashCause.UNEXPECTED: ("已损坏，读不完整", _SAVE_AGAIN),
    }
)


def run_on_file(
    sandbox: Sandbox | None,
    function: Callable[Concatenate[bytes, str, P], Result],
    path: Path,
    *arguments: P.args,
    **options: P.kwargs,
) -> Result:
    """Return what *function* returns for the bytes at *path*, its name, *arguments* and *options*.

    It runs in the child process of *sandbox*; without one, for a document of our own, in this process.

    Raises:
        DocumentTooLarge: more than 64 MB, or the child crashed on it twice.
        PipelineError: the function's own error.
        OSError: *path* can't be read.
    """
    if path.stat().st_size > _FILE_AT_MOST:
        raise DocumentTooLarge(path.name, "超过 64 MB", "请删去或压缩里面的图片后再试")
    content = path.read_bytes()
    if sandbox is None:
        return function(content, path.name, *arguments, **options)
    try:
        return sandbox.run(function, content, path.name, *arguments, **options)
    except JobCrashed as error:
        raise DocumentTooLarge(path.name, *_CRASHED[error.cause]) from error


def refuse_long_paragraph(name: str, number: int, characters: int) -> None:
    """Refuse a paragraph (段) that the renderer would take minutes to break into lines.

    Raises:
        DocumentTooLarge: it has more than 10,000 characters.
    """
    if characters > _PARAGRAPH_AT_MOST:
        reason = f"第 {number} 段有 {characters} 个字，超过 1 万字，不像是公文的一段"
        raise DocumentTooLarge(name, reason, "请把它分成几段，或删去重复的字符后再试")
