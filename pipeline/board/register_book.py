"""Write 发文登记簿.xlsx: each document number (文号), its paper, and whether it was used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pipeline.model.document_number import printed_number
from pipeline.workbook.writing.table import table_sheet
from pipeline.workbook.writing.text_fit import fitted
from pipeline.workbook.writing.write import write_book

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipeline.model.document_number import Number

_NAME: Final = "发文登记簿"
_COLUMNS: Final = (
    ("序号", 6), ("文种", 8), ("文号", 26), ("标题", 48), ("状态", 10), ("时间", 18), ("文件", 60),
    ("作废原因、预留用途", 36),
)  # fmt: skip


def register_entry(number: Number) -> dict[str, Any]:
    """Return a line of the register as plain data; ``register --json`` prints a list of these."""
    return {
        "number": printed_number(number),
        "kind": number.kind,
        "title": number.title,
        "status": number.state,
        "at": number.at.isoformat(),
        "path": number.path,
        "sha256": number.digest,
        "reason": number.remark,
    }


def register_workbook(numbers: Sequence[Number], moment: datetime) -> bytes:
    """Return the register (发文登记簿) as a workbook, in the order in which the numbers were given."""
    rows = [
        (
            str(row), number.kind, printed_number(number), number.title, number.word,
            f"{number.at:%Y-%m-%d %H:%M}", number.path, number.remark,
        )
        for row, number in enumerate(numbers, start=1)
    ]  # fmt: skip
    return write_book([table_sheet(_NAME, _NAME, fitted(_COLUMNS, rows), rows)], moment, _NAME)
