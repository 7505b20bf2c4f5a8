"""Define the errors of reading and marking up a workbook (工作簿)."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from lxml import etree

from pipeline.errors import PipelineError

_EXPAT_NO_MEMORY: Final = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]


@dataclass(eq=False)
class WorkbookUnreadable(PipelineError):
    """Report a workbook that can't be read: damaged, encrypted, beyond the limits, or no workbook."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name} 打不开：{self.reason}"


@dataclass(eq=False)
class MarkupImpossible(PipelineError):
    """Report a workbook that can't be marked up in place; only the return slip lists its faults."""

    name: str

    def __str__(self) -> str:
        return f"{self.name} 不是 .xlsx 格式，不能在原表上做标记，请按退回单逐条修改。"


def raise_if_short_of_memory(error: BaseException) -> None:
    """Raise :class:`MemoryError` where a parser's *error* means that memory ran out (内存不足).

    The parsers report it like a broken file; but another program's hunger is no fault of the file.

    Raises:
        MemoryError: memory ran out.
    """
    if (
        (isinstance(error, etree.XMLSyntaxError) and error.code == etree.ErrorTypes.ERR_NO_MEMORY)
        or (isinstance(error, expat.ExpatError) and error.code == _EXPAT_NO_MEMORY)
        or (isinstance(error, OSError) and error.errno == errno.ENOMEM)
    ):
        raise MemoryError from error
