"""Compare a superior's own figures with the sums of the units below it (上下级核对): 县 = Σ乡镇."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.checking.answers import number_of
from pipeline.model.finding import Finding, Level, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.figure import Source
    from pipeline.model.filling import Filling, SubordinateSum

_CELLS_AT_MOST: Final = 5  # of units that a sentence names; the others are in 汇总表


def check_level_sums(filling: Filling, sums: Sequence[SubordinateSum]) -> Iterator[Finding]:
    """Yield a warning for each figure of *filling* that differs from the sum of the units below its unit.

    A figure that is left empty is compared with nothing; neither is a zero report, of which the summary
    says it.
    """
    for each in sums:
        answer = filling.answer(each.field.code)
        number = number_of(answer, each.field)
        if answer is not None and number is not None and number != each.figure.value:
            yield level_sum_finding(answer.place, answer.typed, each)


def level_sum_finding(place: Place, typed: str, below: SubordinateSum) -> Finding:
    """Return the finding that the figure *typed* at *place* differs from the sum of the units below."""
    return Finding(
        place=place,
        label=below.field.name,
        rule="level-sum-differs",
        level=Level.WARNING,
        found=typed,
        wanted=f"{below.units}个单位合计的 {below.figure.text}（{_cells(below.figure.sources)}）",
        field_code=below.field.code,
    )


def _cells(sources: Sequence[Source]) -> str:
    """Return the cells from which a sum comes: 石门镇.xlsx「统计表」C4 填 21、…."""
    named = [
        f"{Place(source.workbook.rpartition('/')[2], source.sheet, source.cell)} 填 {source.typed or '（空）'}"
        for source in sources[:_CELLS_AT_MOST]
    ]
    more = f" 等{len(sources)}处" if len(sources) > len(named) else ""
    return "、".join(named) + more
