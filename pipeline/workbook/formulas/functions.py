"""Define the functions of a spreadsheet that forms use (ECMA-376 Part 1, 18.17.7)."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import TYPE_CHECKING, Final

from pipeline.workbook.formulas.operands import (
    Fault,
    FormulaUnknown,
    number_of,
    numbers_of,
    scalar,
    values_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pipeline.workbook.formulas.operands import Operand, Value

    Node = Callable[[], Operand]

_PLACES_AT_MOST: Final = 20
_THREE: Final = 3  # arguments of IF


def _sum(operands: Sequence[Operand]) -> Value:
    return sum(numbers_of(operands), start=Decimal(0))


def _average(operands: Sequence[Operand]) -> Value:
    numbers = numbers_of(operands)
    if not numbers:
        raise Fault("#DIV/0!")
    return sum(numbers, start=Decimal(0)) / len(numbers)


def _product(operands: Sequence[Operand]) -> Value:
    result = Decimal(1)
    for number in numbers_of(operands):
        result *= number
    return result


def _count(operands: Sequence[Operand]) -> Value:
    return Decimal(len(numbers_of(operands)))


def _count_all(operands: Sequence[Operand]) -> Value:
    return Decimal(sum(value is not None for value, _ in values_of(operands)))


def _subtotal(operands: Sequence[Operand]) -> Value:
    number = number_of(scalar(operands[0]))
    function = {1: _average, 2: _count, 4: _max, 5: _min, 9: _sum}.get(int(number) % 100)
    if function is None:
        raise FormulaUnknown("SUBTOTAL")
    return function(operands[1:])


def _max(operands: Sequence[Operand]) -> Value:
    return max(numbers_of(operands), default=Decimal(0))


def _min(operands: Sequence[Operand]) -> Value:
    return min(numbers_of(operands), default=Decimal(0))


def _rounded(rounding: str) -> Callable[[Sequence[Operand]], Value]:
    def function(operands: Sequence[Operand]) -> Value:
        number = number_of(scalar(operands[0]))
        places = int(number_of(scalar(operands[1]))) if len(operands) > 1 else 0
        if abs(places) > _PLACES_AT_MOST:
            raise FormulaUnknown("ROUND")
        return number.quantize(Decimal(1).scaleb(-places), rounding) + 0

    return function


def _all(operands: Sequence[Operand]) -> Value:
    return all(number_of(value) for value, _ in values_of(operands) if value is not None)


def _any(operands: Sequence[Operand]) -> Value:
    return any(number_of(value) for value, _ in values_of(operands) if value is not None)


def _if(arguments: Sequence[Node]) -> Operand:
    if number_of(scalar(arguments[0]())):
        return arguments[1]()
    return arguments[2]() if len(arguments) >= _THREE else False


def _if_error(arguments: Sequence[Node]) -> Operand:
    try:
        return arguments[0]()
    except Fault:
        return arguments[1]()


def _is_error(arguments: Sequence[Node]) -> Operand:
    try:
        arguments[0]()
    except Fault:
        return True
    return False


# These compute only the arguments that they need.
LAZY: Final[Mapping[str, Callable[[Sequence[Node]], Operand]]] = {
    "IF": _if, "IFERROR": _if_error, "ISERROR": _is_error,
}  # fmt: skip
FUNCTIONS: Final[Mapping[str, Callable[[Sequence[Operand]], Operand]]] = {
    "SUM": _sum, "AVERAGE": _average, "PRODUCT": _product, "COUNT": _count, "COUNTA": _count_all,
    "MAX": _max, "MIN": _min, "SUBTOTAL": _subtotal, "AND": _all, "OR": _any,
    "ROUND": _rounded(ROUND_HALF_UP), "ROUNDUP": _rounded(ROUND_UP), "ROUNDDOWN": _rounded(ROUND_DOWN),
    "TRUNC": _rounded(ROUND_DOWN), "INT": lambda o: number_of(scalar(o[0])).to_integral_value(ROUND_FLOOR),
    "ABS": lambda o: abs(number_of(scalar(o[0]))), "NOT": lambda o: not number_of(scalar(o[0])),
    "ISBLANK": lambda o: scalar(o[0]) is None, "ISNUMBER": lambda o: isinstance(scalar(o[0]), Decimal),
    "N": lambda o: v if isinstance(v := scalar(o[0]), Decimal) else Decimal(0),
}  # fmt: skip
