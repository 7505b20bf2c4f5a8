"""发文登记簿.xlsx: every number that was given, to what, and whether it was used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pipeline.model.document_number import printed_number
from pipeline.model.grid import Address
from pipeline.workbook.writing.plan import PlannedCell, SheetPlan, Style
from pipeline.workbook.writing.write import write_book

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipeline.model.document_number import Number

_TITLES: Final = ("序号", "文种", "文号", "标题", "状态", "时间", "文件", "作废原因")
_WIDTHS: Final = (6.0, 8.0, 26.0, 48.0, 10.0, 18.0, 60.0, 36.0)


def register_entry(number: Number) -> dict[str, Any]:
    """A line of the register as plain data; ``register --json`` is a list of these."""
    return {
        "number": printed_number(number),
        "kind": number.kind,
        "title": number.title,
        "status": number.status.value,
        "at": number.at.isoformat(),
        "path": number.path,
        "sha256": number.digest,
        "reason": number.reason,
    }


def register_workbook(numbers: Sequence[Number], moment: datetime) -> bytes:
    """The register as a workbook, in the order in which the numbers were given."""
    cells = [PlannedCell(Address(1, 1), "发文登记簿", Style.TITLE, Address(1, len(_TITLES)))]
    cells += [PlannedCell(Address(2, n), text, Style.HEADER) for n, text in enumerate(_TITLES, 1)]
    for row, number in enumerate(numbers, start=3):
        texts = (
            str(row - 2), number.kind, printed_number(number), number.title, number.status.word,
            f"{number.at:%Y-%m-%d %H:%M}", number.path, number.reason,
        )  # fmt: skip
        cells += [PlannedCell(Address(row, n), text, Style.TEXT) for n, text in enumerate(texts, 1)]
    plan = SheetPlan(
        name="发文登记簿",
        cells=tuple(cells),
        widths=_WIDTHS,
        heights=((1, 32.0),),
        freeze=Address(3, 1),
        repeat_rows=(2, 2),
        landscape=True,
    )
    return write_book([plan], moment, "发文登记簿")
