"""What the grammar found in a condition → our tree, with every word put to a use it can bear.

A number is not compared with a text, a list is not taken for one value, an option is one of the
field's own: what would never hold, whatever a unit answers, is refused here with its place.
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
    Elsewhere,
    Expression,
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
    """What a part of a condition is, as a message calls it."""

    NUMBER = "数字"
    TEXT = "文字"
    DATE = "日期"
    STATEMENT = "条件"


@dataclass(frozen=True, slots=True)
class TypedExpression:
    """A part of a condition, the word with which it begins, and the field that it is."""

    expression: Expression
    sort: ValueType
    word: ConditionToken
    field: Field | None = None


def build(node: Node, words: Sequence[ConditionToken]) -> TypedExpression:
    """Build the part that *node* stands for; a token's ``start_pos`` is its number in *words*.

    Raises:
        ConditionFaulty: the parts don't fit together.
    """
    if isinstance(node, Token):
        return _leaf(_word(node, words))
    return _RULES[node.data](node.children, words)


def condition_error(word: ConditionToken, reason: str) -> ConditionFaulty:
    """The error that *reason* is said of *word*."""
    return ConditionFaulty(word.at + 1, f"“{word.said.strip('“”')}”{reason}")


def require_statement(part: TypedExpression) -> Expression:
    """The expression of *part*, which has to be something that holds or not.

    Raises:
        ConditionFaulty: it is a mere value.
    """
    if part.sort is not ValueType.STATEMENT:
        raise condition_error(part.word, "还不是条件，后面应有比较（如 > 0、= “是”）或“不为空”")
    return part.expression


def _word(node: Node, words: Sequence[ConditionToken]) -> ConditionToken:
    first = node if isinstance(node, Token) else next(node.scan_values(lambda _: True))
    return words[first.start_pos or 0]


def _leaf(word: ConditionToken) -> TypedExpression:
    if isinstance(word.means, Elsewhere):
        return TypedExpression(word.means, ValueType.NUMBER, word)
    if isinstance(word.means, NamedFields):
        field = _single(word, word.means)
        return TypedExpression(FieldRef(field.code), _sort(field), word, field)
    sorts = {Decimal: ValueType.NUMBER, date: ValueType.DATE, str: ValueType.TEXT}
    return TypedExpression(Constant(word.means), sorts[type(word.means)], word)


def _sort(field: Field) -> ValueType:
    if field.kind is Kind.DATE:
        return ValueType.DATE
    return ValueType.NUMBER if field.kind.numeric else ValueType.TEXT


def _single(word: ConditionToken, named: NamedFields) -> Field:
    """The one single field (单项) of that name."""
    singles = [field for field in named.fields if field.shape is Shape.SINGLE]
    if singles:
        return _only(word, singles)
    if not named.fields:
        raise condition_error(word, f"是工作表，要写成 行数({named.sheet})")
    column = named.fields[0]
    total = f"合计({column.name}) 或 " if column.kind.numeric else ""
    raise condition_error(word, f"是列表项，不止一个值，要写成 {total}行数({column.sheet})")


def _only(word: ConditionToken, fields: Sequence[Field]) -> Field:
    if len(fields) > 1:
        codes = "、".join(field.code for field in fields)
        raise condition_error(word, f"指哪一项不清楚，请改写代码 {codes} 之一")
    return fields[0]


def _named(node: Node, words: Sequence[ConditionToken]) -> tuple[ConditionToken, NamedFields]:
    word = _word(node, words)
    if not isinstance(word.means, NamedFields):
        raise TypeError(word)  # the grammar lets nothing else through
    return word, word.means


def _rows(children: Sequence[Node], words: Sequence[ConditionToken]) -> TypedExpression:
    """``行数(名单)``; a column of the list stands for its list."""
    function, inside = children
    word, named = _named(inside, words)
    columns = [field.sheet for field in named.fields if field.shape is Shape.LIST]
    sheet = named.sheet or next(iter(columns), "")
    if not sheet:
        raise condition_error(word, "不是列表，行数() 里应为列表所在的工作表名称")
    return TypedExpression(Aggregate("行数", sheet), ValueType.NUMBER, _word(function, words))


def _total(children: Sequence[Node], words: Sequence[ConditionToken]) -> TypedExpression:
    """``合计(列表项)``."""
    function, inside = children
    word, named = _named(inside, words)
    columns = [field for field in named.fields if field.shape is Shape.LIST]
    if not columns:
        raise condition_error(word, "不是列表项，合计() 里应为数字的列表项；单项直接写名称")
    column = _only(word, columns)
    if not column.kind.numeric:
        raise condition_error(word, f"是{column.kind.value}，不能合计")
    return TypedExpression(Aggregate("合计", column.code), ValueType.NUMBER, _word(function, words))


def _before(children: Sequence[Node], words: Sequence[ConditionToken]) -> TypedExpression:
    """``上期(已创建)`` or ``上期.已创建``: what the unit answered in the period before."""
    function, inside = children
    word, named = _named(inside, words)
    field = _single(word, named)
    return TypedExpression(FieldRef(field.code, before=True), _sort(field), _word(function, words))


def _signed(children: Sequence[Node], words: Sequence[ConditionToken]) -> TypedExpression:
    sign, number = (_word(child, words) for child in children)
    if not isinstance(number.means, Decimal):
        raise TypeError(number)  # the grammar lets nothing else through
    value = -number.means if sign.means == "-" else number.means
    return TypedExpression(Constant(value), ValueType.NUMBER, sign)


def _arithmetic(children: Sequence[Node], words: Sequence[ConditionToken]) -> TypedExpression:
    left, right = build(children[0], words), build(children[2], words)
    for part in (left, right):
        if part.sort is not ValueType.NUMBER:
            raise condition_error(part.word, f"是{part.sort.value}，不能加减乘除")
    operator = str(_word(children[1], words).means)
    return TypedExpression(
        Arithmetic(operator, left.expression, right.expression), ValueType.NUMBER, left.word
    )


def _comparison(children: Sequence[Node], words: Sequence[ConditionToken]) -> TypedExpression:
    """``A <= B``; a chain ``0 <= A <= B`` is two comparisons."""
    sides = [build(child, words) for child in children[::2]]
    signs = [str(_word(child, words).means) for child in children[1::2]]
    compared = [
        _compared(left, sign, right)
        for left, sign, right in zip(sides[:-1], signs, sides[1:], strict=True)
    ]
    chain = reduce(lambda before, after: Junction("且", before, after), compared)
    return TypedExpression(chain, ValueType.STATEMENT, sides[0].word)


def _compared(left: TypedExpression, sign: str, right: TypedExpression) -> Expression:
    left, right = _fitted(left, right), _fitted(right, left)
    if ValueType.STATEMENT in {left.sort, right.sort}:
        part = left if left.sort is ValueType.STATEMENT else right
        raise condition_error(part.word, "起是一个条件，不能再拿来比较")
    if left.sort is not right.sort:
        said = f"是{right.sort.value}，前面的“{left.word.said}”是{left.sort.value}，不能相比"
        raise condition_error(right.word, said)
    if left.sort is ValueType.TEXT and sign not in {"=", "!="}:
        raise condition_error(left.word, "是文字，不分大小，只能用 等于 或 不等于")
    return Comparison(sign, left.expression, right.expression)


def _fitted(part: TypedExpression, other: TypedExpression) -> TypedExpression:
    """A text in quotes as what it is compared with: an option, a number or a date."""
    constant = part.expression
    if not (isinstance(constant, Constant) and isinstance(constant.value, str)):
        return part
    if other.field is not None and other.field.kind is Kind.CHOICE:
        choice = read_choice(constant.value, other.field.options)
        if choice is None:
            options = "、".join(other.field.options)
            raise condition_error(part.word, f"不是“{other.field.name}”的选项，应为 {options} 之一")
        return replace(part, expression=Constant(choice[0]))
    reader = _VALUE_READERS[other.sort]
    read = reader(constant.value) if reader else None
    return part if read is None else replace(part, expression=Constant(read.value), sort=other.sort)


def _presence(children: Sequence[Node], words: Sequence[ConditionToken]) -> TypedExpression:
    part = build(children[0], words)
    if part.field is None:
        raise condition_error(part.word, "不是填报项，不能说“为空”或“不为空”")
    answered = _word(children[1], words).means == "不为空"
    return TypedExpression(Presence(part.field.code, answered), ValueType.STATEMENT, part.word)


def _joined(operator: str) -> Callable[[Sequence[Node], Sequence[ConditionToken]], TypedExpression]:
    def join(children: Sequence[Node], words: Sequence[ConditionToken]) -> TypedExpression:
        left, right = (build(child, words) for child in children)
        both = Junction(operator, require_statement(left), require_statement(right))
        return TypedExpression(both, ValueType.STATEMENT, left.word)

    return join


def _negation(children: Sequence[Node], words: Sequence[ConditionToken]) -> TypedExpression:
    part = build(children[0], words)
    return TypedExpression(Negation(require_statement(part)), ValueType.STATEMENT, part.word)


def _implication(children: Sequence[Node], words: Sequence[ConditionToken]) -> TypedExpression:
    premise, demand = (build(child, words) for child in children)
    whole = Implication(require_statement(premise), require_statement(demand))
    return TypedExpression(whole, ValueType.STATEMENT, premise.word)


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
        "either": _joined("或"),
        "both": _joined("且"),
        "negation": _negation,
        "comparison": _comparison,
        "presence": _presence,
        "arithmetic": _arithmetic,
        "signed": _signed,
        "rows": _rows,
        "total": _total,
        "before": _before,
    }
)
