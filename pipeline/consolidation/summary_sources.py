"""The sheet 来源: for each number of the summary, the file, the sheet, the cell and the digest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Address
from pipeline.workbook.writing.plan import PlannedCell, SheetPlan, Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.consolidation.current import Reported
    from pipeline.model.figure import TrailEntry
    from pipeline.model.grid import CellValue

NAME: Final = "来源"
_TITLES: Final = (
    "所在单元格", "单位", "填报项", "数值", "文件", "工作表", "单元格", "原文", "取值说明", "原件指纹 SHA-256",
)  # fmt: skip
_WIDTHS: Final = (14.0, 22.0, 26.0, 12.0, 34.0, 14.0, 9.0, 16.0, 26.0, 68.0)


def source_sheet(trail: Sequence[TrailEntry], counted: Sequence[Reported]) -> SheetPlan:
    """One row for each number that a unit gave; totals add up rows that are listed here."""
    changes = {
        (item.submission.digest, answer.place.sheet, answer.place.cell): "；".join(answer.changes)
        for item in counted
        for answer in item.submission.filling.singles
    }
    cells = [
        PlannedCell(Address(1, n), text, Style.HEADER) for n, text in enumerate(_TITLES, start=1)
    ]
    number = 1
    for entry in trail:
        figure = entry.figure
        if len(figure.sources) != 1 or figure.basis in {"合计", "平均"}:
            continue
        number += 1
        (source,) = figure.sources
        how = changes.get((source.digest, source.sheet, source.cell), "")
        basis = "" if figure.basis in {"原值", "计数"} else figure.basis
        told = "；".join(part for part in (basis, how) if part)
        values: tuple[CellValue, ...] = (
            entry.at, source.unit, figure.label, figure.value, source.workbook, source.sheet,
            source.cell, source.typed, told, source.digest,
        )  # fmt: skip
        for column, value in enumerate(values, start=1):
            style = Style.TEXT if isinstance(value, str) else Style.NUMBER
            cells.append(PlannedCell(Address(number, column), value, style))
    return SheetPlan(
        name=NAME,
        cells=tuple(cells),
        widths=_WIDTHS,
        freeze=Address(2, 1),
        repeat_rows=(1, 1),
        landscape=True,
        filter_range=(Address(1, 1), Address(max(number, 2), len(_TITLES))),
    )
