"""Compute the form's own formulas (表样公式) over the values that are filled in."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Address
from pipeline.workbook.formulas.evaluate import evaluate
from pipeline.workbook.formulas.operands import Fault, FormulaUnknown
from pipeline.workbook.formulas.references import (
    is_reference,
    moved_row,
    reference_of,
    tokens_of,
    transplanted,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.consolidation.own_form.layout import At, FormLayout
    from pipeline.model.grid import CellValue
    from pipeline.workbook.formulas.operands import Value
    from pipeline.workbook.formulas.references import Insertion

_DEEPEST: Final = 200  # formulas that refer to formulas


class Computation:
    """Values of a filled form by sheet and cell: what was filled in, what it prints, what its formulas give.

    Cells are named by the form's sheets, at their rows after all insertions.
    """

    def __init__(self, layout: FormLayout, insertions: Mapping[str, Sequence[Insertion]]) -> None:
        self.formulas = {
            moved_at(at, insertions): transplanted(formula, at[0], insertions, {})
            for at, formula in layout.formulas.items()
        }
        self._printed = {
            moved_at((grid.name, at), insertions): _as_value(cell.value)
            for grid in layout.form.book.sheets
            for at, cell in grid.cells.items()
            if not cell.fault
        }
        self._filled: dict[At, Value] = {}
        self._results: dict[At, Value | Fault] = {}
        self._open: list[At] = []

    def fill(self, at: At, value: Value) -> None:
        """Fill a cell; a formula in it no longer counts."""
        self._filled[at] = value
        self._results.clear()

    def is_filled(self, at: At) -> bool:
        """Return whether a cell holds a value that was filled in."""
        return at in self._filled

    def result(self, at: At) -> Value | Fault:
        """Return what the formula in a cell gives; ``None`` where it can't be computed here."""
        with suppress(FormulaUnknown):
            try:
                return self._value(at)
            except Fault as fault:
                return fault
        return None

    def _value(self, at: At) -> Value:
        if at in self._filled:
            return self._filled[at]
        if at not in self.formulas:
            return self._printed.get(at)
        if at not in self._results:
            if at in self._open or len(self._open) >= _DEEPEST:
                raise FormulaUnknown(str(at[1]))
            self._open.append(at)
            try:
                self._results[at] = evaluate(
                    self.formulas[at], lambda sheet, there: self._value((sheet or at[0], there))
                )
            finally:
                self._open.pop()
        result = self._results[at]
        if isinstance(result, Fault):
            raise result
        return result

    def precedents(self, at: At) -> Iterator[At]:
        """Yield the filled cells on which the formula in a cell depends, each once."""
        seen = {at}
        queue = [at]
        while queue:
            current = queue.pop(0)
            if current in self._filled:
                yield current
                continue
            for token in tokens_of(self.formulas[current]) if current in self.formulas else ():
                found = reference_of(token.value) if is_reference(token) else None
                cells = found.cells() if found else ()
                for there in cells:
                    key = ((found.sheet if found else "") or current[0], there)
                    if key not in seen and (key in self._filled or key in self.formulas):
                        seen.add(key)
                        queue.append(key)


def moved_at(at: At, insertions: Mapping[str, Sequence[Insertion]]) -> At:
    """Return a cell of the form where it is after the insertions of its sheet."""
    sheet, place = at
    return sheet, Address(moved_row(place.row, insertions.get(sheet, ())), place.column)


def _as_value(value: CellValue) -> Value:
    """Return a printed content as a formula takes it; 85% is read as 0.85."""
    if isinstance(value, str):
        if value.endswith("%"):
            with suppress(InvalidOperation):
                return Decimal(value.removesuffix("%")) / 100
        return value
    return value if isinstance(value, Decimal | bool) else str(value)
