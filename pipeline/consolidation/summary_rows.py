"""Collect the rows of 汇总表 below its heading: units and rows of sums, with the trail of each figure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.over_sums import live_formula
from pipeline.model.campaign import Aggregation
from pipeline.model.figure import TrailEntry
from pipeline.model.grid import column_letters
from pipeline.workbook.writing.plan import Formula, Style, Styled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from pipeline.consolidation.current import CountedUnit
    from pipeline.consolidation.summary_columns import Column
    from pipeline.model.figure import Figure
    from pipeline.model.grid import CellValue
    from pipeline.model.unit import Unit

SUMMARY_SHEET: Final = "汇总表"
HEADER: Final = 3
FIXED: Final = ("序号", "单位", "类别", "报送情况")
_GAP: Final = "—"


@dataclass(frozen=True, slots=True)
class SumRow:
    """A row of sums: its name, its text under 报送情况, the units it adds up, and the first row of these.

    ``styles`` are that of its texts and that of its figures. With ``level`` the rows are of several levels
    (层级), and only those of this one are added up.
    """

    name: str
    counted: str
    figures: Sequence[UnitFigures]
    first: int
    styles: tuple[Style, Style] = (Style.SUBTOTAL_TEXT, Style.SUBTOTAL)
    level: int = 0

    def as_total(self) -> SumRow:
        """Return it as a row of totals at the foot of the table."""
        return replace(self, styles=(Style.TOTAL_TEXT, Style.TOTAL))


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """A unit that counts, and its figures by column."""

    item: CountedUnit
    figures: tuple[Figure | None, ...]


class SummaryRows:
    """Rows below the heading (汇总行), with the trail of their figures in the order of the cells."""

    def __init__(self, columns: Sequence[Column], fixed: tuple[str, ...] = FIXED) -> None:
        self.fixed = fixed
        self.rows: list[tuple[CellValue | Styled, ...]] = []
        self.trail: list[TrailEntry] = []
        self.figures: list[UnitFigures] = []  # of the counted units
        self.sums: tuple[tuple[Figure, ...], ...] = ()  # of the row of sums that was added last
        self.unit_rows: dict[str, int] = {}  # by the unit's code
        self.columns = columns
        self.letters = tuple(
            column_letters(column)
            for column in range(len(fixed) + 1, len(fixed) + len(columns) + 1)
        )

    @property
    def last(self) -> int:
        """Return the number of the last row that was added."""
        return HEADER + len(self.rows)

    def add_unit(self, unit: Unit, texts: tuple[CellValue, ...], item: CountedUnit | None) -> None:
        """Add the row of a unit; without figures where none of it count."""
        self.unit_rows[unit.code] = self.last + 1
        if item is None:
            self.rows.append((*texts, *(_GAP for _ in self.columns)))
            return
        figures = tuple(column.of_unit(item) for column in self.columns)
        self.figures.append(UnitFigures(item, figures))
        row = self.last + 1
        self.trail += [
            TrailEntry(f"{SUMMARY_SHEET}!{letters}{row}", figure)
            for letters, figure in zip(self.letters, figures, strict=True)
            if figure is not None
        ]
        values = (
            _GAP if figure is None else figure.text if column.counts else figure.value
            for column, figure in zip(self.columns, figures, strict=True)
        )
        self.rows.append((*texts, *values))

    def add_sums(self, of: SumRow) -> None:
        """Add the row that adds up the rows from the first one *of* it to the last one, as live formulas."""
        last = self.last
        of_text, of_figure = of.styles
        sums = tuple(_sum(column, n, of.figures) for n, column in enumerate(self.columns))
        self.sums = sums
        self._trace(sums)
        texts = ("", of.name, "", of.counted, *("" for _ in self.fixed[len(FIXED) :]))
        row = [Styled(text, of_text) for text in texts]
        levels = column_letters(len(self.fixed))
        at_level = f"${levels}{of.first}:${levels}{last},{of.level}" if of.level else ""
        for column, letters, found in zip(self.columns, self.letters, sums, strict=True):
            cell: Formula | Decimal | str = _GAP
            if found and column.recomputed:
                cell = self._ratio(column, found[0].value)
            elif found:
                cell = column.formula(f"{letters}{of.first}:{letters}{last}", found, at_level)
            is_text = column.counts or not found
            row.append(Styled(cell, of_text if is_text else of_figure))
        self.rows.append(tuple(row))

    def by_column(self) -> Iterator[tuple[Column, list[Figure]]]:
        """Return each column with the figures of the units, and the sum of all of them."""
        for number, column in enumerate(self.columns):
            own = [each for row in self.figures if (each := row.figures[number]) is not None]
            yield column, [*own, *self.sums[number]]

    def _ratio(self, column: Column, value: Decimal) -> Formula | Decimal:
        """Return a ratio as a live formula over the sums of its parts in the row that is added now."""
        cells = {
            known.field.code: f"{letters}{self.last + 1}"
            for known, letters in zip(self.columns, self.letters, strict=True)
            if known.field.aggregation is Aggregation.SUM
        }
        expression = live_formula(column.field, cells)
        return Formula(expression, value) if expression else value

    def _trace(self, figures: Sequence[Sequence[Figure]]) -> None:
        row = self.last + 1
        self.trail += [
            TrailEntry(f"{SUMMARY_SHEET}!{letters}{row}", figure)
            for letters, found in zip(self.letters, figures, strict=True)
            for figure in found
        ]


def _sum(column: Column, number: int, rows: Sequence[UnitFigures]) -> tuple[Figure, ...]:
    if column.recomputed:
        return column.ratio([row.item for row in rows])
    return column.of_all([each for row in rows if (each := row.figures[number]) is not None])
