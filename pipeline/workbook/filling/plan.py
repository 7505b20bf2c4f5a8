"""Describe how the office's own form (表样) is filled: as values, before its package is patched."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.grid import Address
    from pipeline.workbook.formulas.operands import Fault, Value
    from pipeline.workbook.formulas.references import Insertion


@dataclass(frozen=True, slots=True)
class LiveFormula:
    """Formula to write (活公式), with its leading “=”; ``None`` as its result leaves it to be computed."""

    expression: str
    result: Value | Fault


FilledValue = Decimal | str | LiveFormula | None


@dataclass(frozen=True, slots=True)
class FilledCell:
    """Cell to write, by its address after all rows are inserted; ``None`` empties it, its style stays.

    ``wrap`` breaks its text into lines; ``like`` is a cell whose style it takes where it has none.
    """

    at: Address
    value: FilledValue
    wrap: bool = False
    like: Address | None = None


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """A sheet of the form to fill, or a copy of it under another name; ``origin`` is the form's sheet."""

    origin: str
    name: str
    cells: tuple[FilledCell, ...]
    insertions: tuple[Insertion, ...] = ()
    widened: int = 0  # last column that the print area must include


@dataclass(frozen=True, slots=True)
class NoteSheet:
    """Sheet of plain rows (说明、来源) after those of the form; the first row is its heading.

    One that isn't ``printed`` is left out where the workbook is printed as a whole.
    """

    name: str
    widths: tuple[float, ...]
    rows: Sequence[Sequence[str | Decimal]] = ()
    printed: bool = True
