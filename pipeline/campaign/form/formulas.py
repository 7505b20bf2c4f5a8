"""Parse the formulas (公式) of the office's own form into expressions over its fields.

``=SUM(C5:C7)`` · ``=ROUND((C5-D5)/D5*100,1)`` · ``=IF(D5=0,"",C5/D5)``. What else a spreadsheet
computes (look-ups, dates, texts) is no relation between figures that could be checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from lark import Lark, Token, Tree
from lark.exceptions import LarkError

from pipeline.model.condition import Arithmetic, Constant, Expression, FieldRef, leaves_of
from pipeline.model.grid import Address, address_of

# By sheet and cell: the formula as it is written, with its “=”.
Formulas = Mapping[tuple[str, Address], str]
# The code of the field to fill in at a cell; "" where the form prints text there or nothing.
CodeAt = Callable[[str, Address], str | None]
Node = Tree[Token] | Token

_GRAMMAR: Final = r"""
?start: "=" sum
?sum: product | sum SIGN product -> arithmetic
?product: signed | product TIMES signed -> arithmetic
?signed: value | SIGN signed -> signed
?value: NUMBER -> number
      | NUMBER "%" -> hundredths
      | REFERENCE -> reference
      | "(" sum ")"
      | "SUM"i "(" part ("," part)* ")" -> total
      | "ROUND"i "(" sum "," sum ")" -> first
      | "IFERROR"i "(" sum "," branch ")" -> first
      | "IF"i "(" test "," branch ("," branch)? ")" -> chosen
?part: REFERENCE ":" REFERENCE -> area | sum
?branch: sum | TEXT -> text
test: side (COMPARED side)? | LOGIC "(" test ("," test)* ")"
?side: sum | TEXT
SIGN: "+" | "-"
TIMES: "*" | "/"
COMPARED: "<=" | ">=" | "<>" | "=" | "<" | ">"
LOGIC: /OR|AND|NOT|ISERROR|ISBLANK/i
TEXT: /"[^"]*"/
NUMBER: /\d+(?:\.\d+)?/
REFERENCE: /(?:(?:'[^']+'|[^\s'"!()+\-*\/=<>,:;]+)!)?\$?[A-Za-z]{1,3}\$?\d{1,5}(?![\d(])/
%ignore /\s+/
"""
_PARSER: Final = Lark(_GRAMMAR, parser="lalr")
_LONGEST: Final = 1_000  # characters; a longer one is no relation that a person could check
_CELLS_AT_MOST: Final = 400  # in the area of a sum


class _NoRelation(Exception):
    """The formula refers to what is no figure of the form."""


def parse_formula(sheet: str, formula: str, code_at: CodeAt) -> Expression | None:
    """Return what *formula*, in a cell of *sheet*, computes from the form's fields; ``None`` if that isn't known.

    *code_at* returns the code of the field at a cell, an empty text where nothing is to be added (a heading,
    an empty cell), and ``None`` for a number that is no field's.
    """
    if len(formula) > _LONGEST:
        return None
    try:
        expression = _build(_PARSER.parse(formula), sheet, code_at)
    except (LarkError, _NoRelation, RecursionError):
        return None
    refers = any(isinstance(leaf, FieldRef) for leaf in leaves_of(expression))
    return expression if refers else None


def _build(node: Node, sheet: str, code_at: CodeAt) -> Expression:
    if isinstance(node, Token):
        raise _NoRelation
    builder = _BUILDERS.get(node.data)
    if builder is None:
        raise _NoRelation
    return builder(node.children, sheet, code_at)


def _number(children: Sequence[Node], _sheet: str, _code_at: CodeAt) -> Expression:
    return Constant(Decimal(str(children[0])))


def _hundredths(children: Sequence[Node], _sheet: str, _code_at: CodeAt) -> Expression:
    return Constant(Decimal(str(children[0])) / 100)


def _reference(children: Sequence[Node], sheet: str, code_at: CodeAt) -> Expression:
    code = code_at(*_place(str(children[0]), sheet))
    if not code:
        raise _NoRelation
    return FieldRef(code)


def _arithmetic(children: Sequence[Node], sheet: str, code_at: CodeAt) -> Expression:
    left, right = (_build(children[n], sheet, code_at) for n in (0, 2))
    return Arithmetic(str(children[1]), left, right)


def _signed(children: Sequence[Node], sheet: str, code_at: CodeAt) -> Expression:
    value = _build(children[1], sheet, code_at)
    if str(children[0]) == "+":
        return value
    return Arithmetic("-", Constant(Decimal(0)), value)


def _total(children: Sequence[Node], sheet: str, code_at: CodeAt) -> Expression:
    parts = [part for child in children for part in _summands(child, sheet, code_at)]
    if not parts:
        raise _NoRelation
    return _sum(parts)


def _sum(parts: Sequence[Expression]) -> Expression:
    # Halved and halved again: a chain of hundreds would be too deep for a recursive walk.
    if len(parts) == 1:
        return parts[0]
    half = (len(parts) + 1) // 2
    return Arithmetic("+", _sum(parts[:half]), _sum(parts[half:]))


def _summands(node: Node, sheet: str, code_at: CodeAt) -> Iterator[Expression]:
    if not (isinstance(node, Tree) and node.data == "area"):
        yield _build(node, sheet, code_at)
        return
    own, first = _place(str(node.children[0]), sheet)
    _, last = _place(str(node.children[1]), own)
    if (last.row - first.row + 1) * (last.column - first.column + 1) > _CELLS_AT_MOST:
        raise _NoRelation
    for row in range(first.row, last.row + 1):
        for column in range(first.column, last.column + 1):
            code = code_at(own, Address(row, column))
            if code is None:
                raise _NoRelation
            if code:
                yield FieldRef(code)


def _first(children: Sequence[Node], sheet: str, code_at: CodeAt) -> Expression:
    return _build(children[0], sheet, code_at)


def _chosen(children: Sequence[Node], sheet: str, code_at: CodeAt) -> Expression:
    """Return the one branch of ``IF`` that computes; the other avoids a division by zero."""
    computing = [
        child
        for child in children[1:]
        if isinstance(child, Tree) and any(child.find_data("reference"))
    ]
    if len(computing) != 1:
        raise _NoRelation
    return _build(computing[0], sheet, code_at)


def _place(text: str, sheet: str) -> tuple[str, Address]:
    name, _, cell = text.rpartition("!")
    at = address_of(cell.replace("$", ""))
    if at is None:
        raise _NoRelation
    return name.strip("'") or sheet, at


_BUILDERS: Final[Mapping[str, Callable[[Sequence[Node], str, CodeAt], Expression]]] = (
    MappingProxyType(
        {
            "number": _number,
            "hundredths": _hundredths,
            "reference": _reference,
            "arithmetic": _arithmetic,
            "signed": _signed,
            "total": _total,
            "first": _first,
            "chosen": _chosen,
        }
    )
)
