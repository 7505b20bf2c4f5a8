"""Define the values that formulas compute with, and how a spreadsheet turns one into another."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Value = str | Decimal | bool | None
Operand = Value | tuple[Value, ...]


@dataclass(eq=False)
class FormulaUnknown(PipelineError):
    """Raised for a formula that can't be computed here; it stays as the form has it."""

    part: str

    def __str__(self) -> str:
        return f"公式里的“{self.part}”程序不会算。"


@dataclass
class Fault(Exception):
    """Error value of a formula (#DIV/0!): raised within it, and its result where nothing catches it."""

    code: str


def scalar(operand: Operand) -> Value:
    """Return the value of an operand that must be one.

    Raises:
        FormulaUnknown: it is an area of several cells.
    """
    if isinstance(operand, tuple):
        if len(operand) != 1:
            raise FormulaUnknown(":")
        return operand[0]
    return operand


def number_of(value: Value) -> Decimal:
    """Return a value as a number, as arithmetic takes it: empty is 0, a text is parsed.

    Raises:
        Fault: it is another text (#VALUE!).
    """
    if isinstance(value, Decimal):
        return value
    if value is None or isinstance(value, bool):
        return Decimal(bool(value))
    try:
        return Decimal(value.strip().replace(",", ""))
    except InvalidOperation as error:
        raise Fault("#VALUE!") from error


def text_of(value: Value) -> str:
    """Return a value as a text, as & joins it."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return value or ""


def values_of(operands: Iterable[Operand]) -> Iterator[tuple[Value, bool]]:
    """Yield each value, and whether it comes from an area, where texts are passed over."""
    for operand in operands:
        if isinstance(operand, tuple):
            yield from ((value, True) for value in operand)
        else:
            yield operand, False


def numbers_of(operands: Iterable[Operand]) -> list[Decimal]:
    """Return the numbers that a function such as SUM counts: texts and empty cells are none."""
    return [value for value, _ in values_of(operands) if isinstance(value, Decimal)]
