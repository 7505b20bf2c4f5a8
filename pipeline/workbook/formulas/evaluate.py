"""Compute the formulas that forms print (公式求值): sums, differences, rates, conditions; in exact decimals.

What it doesn't know it refuses: a wrong result would be worse than none.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, DecimalException, localcontext
from typing import TYPE_CHECKING, Final

from openpyxl.formula.tokenizer import Token

from pipeline.workbook.formulas.functions import FUNCTIONS, LAZY
from pipeline.workbook.formulas.operands import (
    Fault,
    FormulaUnknown,
    number_of,
    scalar,
    text_of,
)
from pipeline.workbook.formulas.references import is_reference, reference_of, tokens_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.model.grid import Address
    from pipeline.workbook.formulas.operands import Operand, Value

    LookUp = Callable[[str, Address], Value]
    Node = Callable[[], Operand]

_CELLS_AT_MOST: Final = 100_000  # of one area
_TOKENS_AT_MOST: Final = 1_000
_DEPTH_AT_MOST: Final = 60
_SIGN: Final = 7  # binds before every infix operator: -2^2 is 4
_BINDING: Final = {
    "=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5,
}  # fmt: skip


def evaluate(formula: str, look_up: LookUp) -> Value | Fault:
    """Return the value of *formula* (with its leading “=”); *look_up* is called with sheet and cell.

    Return a :class:`Fault` such as #DIV/0! where a spreadsheet would show one.

    Raises:
        FormulaUnknown: it has a function, a name or a form of reference that isn't known here.

    >>> evaluate("=ROUND((C4-1)/3*100,2)", lambda sheet, at: Decimal(3))
    Decimal('66.67')
    """
    tokens = [token for token in tokens_of(formula) if token.type != Token.WSPACE]
    if not tokens or len(tokens) > _TOKENS_AT_MOST:
        raise FormulaUnknown(formula)
    try:
        with localcontext(prec=40):
            return scalar(_Parser(tokens, look_up).whole()())
    except Fault as fault:
        return fault
    except (DecimalException, RecursionError) as error:
        raise FormulaUnknown(formula) from error


@dataclass(slots=True)
class _Parser:
    """Parse tokens into nodes that compute when they are called, so that a condition computes one branch."""

    tokens: Sequence[Token]
    look_up: LookUp
    at: int = 0
    depth: int = 0

    def whole(self) -> Node:
        node = self.expression(0)
        if self.at < len(self.tokens):
            raise FormulaUnknown(self.tokens[self.at].value)
        return node

    def expression(self, least: int) -> Node:
        self.depth += 1
        if self.depth > _DEPTH_AT_MOST:
            raise FormulaUnknown("(")
        node = self.prefixed()
        while (token := self.peek()) is not None:
            if token.type == Token.OP_POST:
                self.at += 1
                node = _percent(node)
                continue
            binding = _BINDING.get(token.value, 0) if token.type == Token.OP_IN else 0
            if binding <= least:
                break
            self.at += 1
            node = _infix(token.value, node, self.expression(binding))
        self.depth -= 1
        return node

    def prefixed(self) -> Node:
        token = self.take()
        if token.type == Token.OP_PRE:
            inner = self.expression(_SIGN)
            return (lambda: -number_of(scalar(inner()))) if token.value == "-" else inner
        if token.type == Token.PAREN and token.subtype == Token.OPEN:
            inner = self.expression(0)
            self.take()
            return inner
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            return self.call(token.value.rstrip("(").upper())
        if token.type == Token.OPERAND:
            return self.operand(token)
        raise FormulaUnknown(token.value)

    def call(self, name: str) -> Node:
        arguments: list[Node] = []
        while (token := self.peek()) is not None and token.subtype != Token.CLOSE:
            if token.type == Token.SEP:
                self.at += 1
                continue
            arguments.append(self.expression(0))
        self.take()
        if name in LAZY:
            lazy = LAZY[name]
            return lambda: lazy(arguments)
        if name not in FUNCTIONS:
            raise FormulaUnknown(name)
        function = FUNCTIONS[name]
        return lambda: function([argument() for argument in arguments])

    def operand(self, token: Token) -> Node:
        if is_reference(token):
            return self.reference(token.value)
        value = _literal(token)
        return lambda: value

    def reference(self, text: str) -> Node:
        found = reference_of(text)
        if found is None:
            raise FormulaUnknown(text)
        if found.last is None:
            return lambda: self.look_up(found.sheet, found.first)
        size = (found.last.row - found.first.row + 1) * (found.last.column - found.first.column + 1)
        if not 0 < size <= _CELLS_AT_MOST:
            raise FormulaUnknown(text)
        return lambda: tuple(self.look_up(found.sheet, at) for at in found.cells())

    def peek(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self) -> Token:
        token = self.peek()
        if token is None:
            raise FormulaUnknown("")
        self.at += 1
        return token


def _literal(token: Token) -> Value:
    if token.subtype == Token.NUMBER:
        return Decimal(token.value)
    if token.subtype == Token.TEXT:
        return str(token.value)[1:-1].replace('""', '"')
    if token.subtype == Token.LOGICAL:
        return bool(token.value.upper() == "TRUE")
    raise FormulaUnknown(token.value)


def _percent(node: Node) -> Node:
    return lambda: number_of(scalar(node())) / 100


def _infix(operator: str, left: Node, right: Node) -> Node:
    if operator == "&":
        return lambda: text_of(scalar(left())) + text_of(scalar(right()))
    if _BINDING[operator] == 1:
        return lambda: _compare(operator, scalar(left()), scalar(right()))
    return lambda: _compute(operator, number_of(scalar(left())), number_of(scalar(right())))


def _compute(operator: str, left: Decimal, right: Decimal) -> Decimal:
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    if operator == "^":
        return left**right
    if not right:
        raise Fault("#DIV/0!")
    return left / right


def _compare(operator: str, left: Value, right: Value) -> bool:
    one, other = _comparable(left, right), _comparable(right, left)
    if isinstance(one, str) != isinstance(other, str):
        # A spreadsheet puts every number before every text.
        one, other = Decimal(isinstance(one, str)), Decimal(isinstance(other, str))
    order = (one > other) - (one < other)  # type: ignore[operator] # of one type here
    return {
        "=": order == 0, "<>": order != 0, "<": order < 0, ">": order > 0, "<=": order <= 0,
        ">=": order >= 0,
    }[operator]  # fmt: skip


def _comparable(value: Value, other: Value) -> str | Decimal:
    if value is None:
        return "" if isinstance(other, str) else Decimal(0)
    return value.lower() if isinstance(value, str) else number_of(value)
