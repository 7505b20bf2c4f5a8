"""Build our expression tree from the grammar's tree, and validate the type of each operand.

A number is not compared with a text, a list is not used as one value, an option is one of the
field's own: what would never hold, whichever value a unit reports, is refused here with its place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import reduce
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lark import Token, Tree

from pipeline.campaign.conditions.tokens import NamedFields
from pipeline.campaign.errors import ConditionFaulty
from pipeline.model.campaign import Kind, Shape
from pipeline.model.condition import (
    Aggregate,
    Arithmetic,
    Comparison,
    Constant,
    Expression,
    ExternalReference,
    FieldRef,
    Implication,
    Junction,
    Negation,
    Presence,
)
from pipeline.values.choices import read_choice
from pipeline.values.dates import DateRead, read_date
from pipeline.values.numbers import NumberRead, read_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pipeline.campaign.conditions.tokens import ConditionToken
    from pipeline.model.campaign import Field

Node = Tree[Token] | Token


class ValueType(Enum):
    """Name the type of a part of a condition, as a message names it."""

    NUMBER = "数字"
    TEXT = "文字"
    DATE = "日期"
    STATEMENT = "条件"


@dataclass(frozen=True, slots=True)
class TypedExpression:
    """Represent an expression with its type, its first token, and the field that it refers to."""

    expression: Expression
    value_type: ValueType
    token: ConditionToken
    field: Field | None = None


def build(node: Node, tokens: Sequence[ConditionToken]) -> TypedExpression:
    """Build the expression of *node*; a token's ``start_pos`` is its index in *tokens*.

    Raises:
        ConditionFaulty: the parts don't fit together.
    """
    if isinstance(node, Token):
        return _leaf(_token(node, tokens))
    return _RULES[node.data](node.children, tokens)


def condition_error(token: ConditionToken, reason: str) -> ConditionFaulty:
    """Return the error with *reason* about *token*."""
    return ConditionFaulty(token.at + 1, f"“{token.text.strip('“”')}”{reason}")


def require_statement(term: TypedExpression) -> Expression:
    """Return the expression of *term*, which has to be true or false.

    Raises:
        ConditionFaulty: it is only a value.
    """
    if term.value_type is not ValueType.STATEMENT:
        raise condition_error(term.token, "还不是条件，后面应有比较（如 > 0、= “是”）或“不为空”")
    return term.expression


def _token(node: Node, tokens: Sequence[ConditionToken]) -> ConditionToken:
    first = node if isinstance(node, Token) else next(node.scan_values(lambda _: True))
    return tokens[first.start_pos or 0]


def _leaf(token: ConditionToken) -> TypedExpression:
    if isinstance(token.value, ExternalReference):
        return TypedExpression(token.value, ValueType.NUMBER, token)
    if isinstance(token.value, NamedFields):
        field = _single_field(token, token.value)
        return TypedExpression(FieldRef(field.code), _value_type_of(field), token, field)
    value_types = {Decimal: ValueType.NUMBER, date: ValueType.DATE, str: ValueType.TEXT}
    return TypedExpression(Constant(token.value), value_types[type(token.value)], token)


def _value_type_of(field: Field) -> ValueType:
    if field.kind is Kind.DATE:
        return ValueType.DATE
    return ValueType.NUMBER if field.kind.numeric else ValueType.TEXT


def _single_field(token: ConditionToken, named: NamedFields) -> Field:
    """Return the one single field (单项) of that name."""
    singles = [field for field in named.fields if field.shape is Shape.SINGLE]
    if singles:
        return _only(token, singles)
    if not named.fields:
        raise condition_error(token, f"是工作表，要写成 行数({named.sheet})")
    column = named.fields[0]
    total = f"合计({column.name}) 或 " if column.kind.numeric else ""
    raise condition_error(token, f"是列表项，不止一个值，要写成 {total}行数({column.sheet})")


def _only(token: ConditionToken, fields: Sequence[Field]) -> Field:
    if len(fields) > 1:
        codes = "、".join(field.code for field in fields)
        raise condition_error(token, f"指哪一项不清楚，请改写代码 {codes} 之一")
    return fields[0]


def _name_token(node: Node, tokens: Sequence[ConditionToken]) -> tuple[ConditionToken, NamedFields]:
    token = _token(node, tokens)
    if not isinstance(token.value, NamedFields):
        raise TypeError(token)  # the grammar lets nothing else through
    return token, token.value


def _rows(children: Sequence[Node], tokens: Sequence[ConditionToken]) -> TypedExpression:
    """Build ``行数(名单)``; a column of the list is read as its list."""
    function, inside = children
    token, named = _name_token(inside, tokens)
    columns = [field.sheet for field in named.fields if field.shape is Shape.LIST]
    sheet = named.sheet or next(iter(columns), "")
    if not sheet:
        raise condition_error(token, "不是列表，行数() 里应为列表所在的工作表名称")
    return TypedExpression(Aggregate("行数", sheet), ValueType.NUMBER, _token(function, tokens))


def _total(children: Sequence[Node], tokens: Sequence[ConditionToken]) -> TypedExpression:
    """Build ``合计(列表项)``."""
    function, inside = children
    token, named = _name_token(inside, tokens)
    columns = [field for field in named.fields if field.shape is Shape.LIST]
    if not columns:
        raise condition_error(token, "不是列表项，合计() 里应为数字的列表项；单项直接写名称")
    column = _only(token, columns)
    if not column.kind.numeric:
        raise condition_error(token, f"是{column.kind.value}，不能合计")
    return TypedExpression(
        Aggregate("合计", column.code), ValueType.NUMBER, _token(function, tokens)
    )


def _previous(children: Sequence[Node], tokens: Sequence[ConditionToken]) -> TypedExpression:
    """Build ``上期(已创建)`` or ``上期.已创建``: the unit's answer in the previous period."""
    function, inside = children
    token, named = _name_token(inside, tokens)
    field = _single_field(token, named)
    return TypedExpression(
        FieldRef(field.code, previous=True), _value_type_of(field), _token(function, tokens)
    )


def _signed(children: Sequence[Node], tokens: Sequence[ConditionToken]) -> TypedExpression:
    sign, number = (_token(child, tokens) for child in children)
    if not isinstance(number.value, Decimal):
        raise TypeError(number)  # the grammar lets nothing else through
    value = -number.value if sign.value == "-" else number.value
    return TypedExpression(Constant(value), ValueType.NUMBER, sign)


def _arithmetic(children: Sequence[Node], tokens: Sequence[ConditionToken]) -> TypedExpression:
    left, right = build(children[0], tokens), build(children[2], tokens)
    for term in (left, right):
        if term.value_type is not ValueType.NUMBER:
            raise condition_error(term.token, f"是{term.value_type.value}，不能加减乘除")
    operator = str(_token(children[1], tokens).value)
    return TypedExpression(
        Arithmetic(operator, left.expression, right.expression), ValueType.NUMBER, left.token
    )


def _comparison(children: Sequence[Node], tokens: Sequence[ConditionToken]) -> TypedExpression:
    """Build ``A <= B``; a chain ``0 <= A <= B`` is two comparisons."""
    sides = [build(child, tokens) for child in children[::2]]
    signs = [str(_token(child, tokens).value) for child in children[1::2]]
    comparisons = [
        _compare(left, sign, right)
        for left, sign, right in zip(sides[:-1], signs, sides[1:], strict=True)
    ]
    chain = reduce(lambda before, after: Junction("且", before, after), comparisons)
    return TypedExpression(chain, ValueType.STATEMENT, sides[0].token)


def _compare(left: TypedExpression, sign: str, right: TypedExpression) -> Expression:
    left, right = _coerce(left, right), _coerce(right, left)
    if ValueType.STATEMENT in {left.value_type, right.value_type}:
        term = left if left.value_type is ValueType.STATEMENT else right
        raise condition_error(term.token, "起是一个条件，不能再拿来比较")
    if left.value_type is not right.value_type:
        message = f"是{right.value_type.value}，前面的“{left.token.text}”是{left.value_type.value}，不能相比"
        raise condition_error(right.token, message)
    if left.value_type is ValueType.TEXT and sign not in {"=", "!="}:
        raise condition_error(left.token, "是文字，不分大小，只能用 等于 或 不等于")
    return Comparison(sign, left.expression, right.expression)


def _coerce(term: TypedExpression, other: TypedExpression) -> TypedExpression:
    """Convert a text in quotes to what it is compared with: an option, a number or a date."""
    constant = term.expression
    if not (isinstance(constant, Constant) and isinstance(constant.value, str)):
        return term
    if other.field is not None and other.field.kind is Kind.CHOICE:
        choice = read_choice(constant.value, other.field.options)
        if choice is None:
            options = "、".join(other.field.options)
            raise condition_error(
                term.token, f"不是“{other.field.name}”的选项，应为 {options} 之一"
            )
        return replace(term, expression=Constant(choice[0]))
    reader = _VALUE_READERS[other.value_type]
    read = reader(constant.value) if reader else None
    if read is None:
        return term
    return replace(term, expression=Constant(read.value), value_type=other.value_type)


def _presence(children: Sequence[Node], tokens: Sequence[ConditionToken]) -> TypedExpression:
    term = build(children[0], tokens)
    if term.field is None:
        raise condition_error(term.token, "不是填报项，不能说“为空”或“不为空”")
    is_answered = _token(children[1], tokens).value == "不为空"
    return TypedExpression(Presence(term.field.code, is_answered), ValueType.STATEMENT, term.token)


def _junction(
    operator: str,
) -> Callable[[Sequence[Node], Sequence[ConditionToken]], TypedExpression]:
    def join(children: Sequence[Node], tokens: Sequence[ConditionToken]) -> TypedExpression:
        left, right = (build(child, tokens) for child in children)
        junction = Junction(operator, require_statement(left), require_statement(right))
        return TypedExpression(junction, ValueType.STATEMENT, left.token)

    return join


def _negation(children: Sequence[Node], tokens: Sequence[ConditionToken]) -> TypedExpression:
    term = build(children[0], tokens)
    return TypedExpression(Negation(require_statement(term)), ValueType.STATEMENT, term.token)


def _implication(children: Sequence[Node], tokens: Sequence[ConditionToken]) -> TypedExpression:
    premise, demand = (build(child, tokens) for child in children)
    whole = Implication(require_statement(premise), require_statement(demand))
    return TypedExpression(whole, ValueType.STATEMENT, premise.token)


_VALUE_READERS: Final[Mapping[ValueType, Callable[[str], NumberRead | DateRead | None] | None]] = (
    MappingProxyType(
        {
            ValueType.NUMBER: read_number,
            ValueType.DATE: read_date,
            ValueType.TEXT: None,
            ValueType.STATEMENT: None,
        }
    )
)
# The grammar's rules by name.
_RULES: Final[
    Mapping[str, Callable[[Sequence[Node], Sequence[ConditionToken]], TypedExpression]]
] = MappingProxyType(
    {
        "implication": _implication,
        "either": _junction("或"),
        "both": _junction("且"),
        "negation": _negation,
        "comparison": _comparison,
        "presence": _presence,
        "arithmetic": _arithmetic,
        "signed": _signed,
        "rows": _rows,
        "total": _total,
        "previous": _previous,
    }
)
