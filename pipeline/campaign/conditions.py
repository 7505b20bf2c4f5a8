"""A condition as the office writes it (核对条件) → a tree; a grammar reads it, never ``eval``.

``已创建 + 创建中 <= 总数`` · ``若 是否召开动员会 = "是" 则 动员会日期 不为空`` ·
``行数(创建单位名单) = 创建中合计`` · ``合计(拨付金额) 不超过 预算总额``
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedInput, v_args

from pipeline.errors import ConditionFaulty
from pipeline.model.campaign import Shape
from pipeline.model.condition import (
    Aggregate,
    Arithmetic,
    Comparison,
    Constant,
    Expression,
    FieldRef,
    Implication,
    Junction,
    Negation,
    Presence,
)
from pipeline.values.dates import read_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.campaign import Field

_GRAMMAR: Final = r"""
?start: statement
?statement: "若" statement "则" statement -> implication
          | either
?either: both | either "或" both -> either_or
?both: simple | both "且" simple -> both_and
?simple: "非" simple -> negation
       | "(" statement ")"
       | sum OPERATOR sum -> comparison
       | FIELD "不为空" -> answered
       | FIELD "为空" -> unanswered
?sum: product | sum ADD product -> arithmetic
?product: factor | product MULTIPLY factor -> arithmetic
?factor: NUMBER -> number
       | TEXT -> text
       | DATE -> day
       | FIELD -> field
       | "行数" "(" SHEET ")" -> rows
       | "合计" "(" FIELD ")" -> column
       | "(" sum ")"
OPERATOR: "<=" | ">=" | "!=" | "=" | "<" | ">"
ADD: "+" | "-"
MULTIPLY: "*" | "/"
NUMBER: /\d+(\.\d+)?%?/
DATE: /\d{4}年\d{1,2}月\d{1,2}日/
TEXT: /"[^"]*"/
FIELD: /\u2460[0-9]+\u2461/
SHEET: /\u2462[0-9]+\u2463/
%ignore /\s+/
"""
_PARSER: Final = Lark(_GRAMMAR, parser="earley", maybe_placeholders=False)
# What an office writes for each sign; the longest is tried first.
_SPELLED: Final = {
    "＜＝": "<=", "≤": "<=", "小于等于": "<=", "小于或等于": "<=", "不大于": "<=", "不超过": "<=",
    "不高于": "<=", "不多于": "<=", "不晚于": "<=", "＞＝": ">=", "≥": ">=", "大于等于": ">=",
    "大于或等于": ">=", "不小于": ">=", "不少于": ">=", "不低于": ">=", "不早于": ">=", "≠": "!=",
    "＜＞": "!=", "<>": "!=", "！＝": "!=", "不等于": "!=", "==": "=", "＝": "=", "等于": "=",
    "大于": ">", "多于": ">", "晚于": ">", "＞": ">", "小于": "<", "少于": "<", "早于": "<",
    "＜": "<", "＋": "+", "加": "+", "－": "-", "减": "-", "＊": "*", "×": "*", "乘": "*",
    "／": "/", "÷": "/", "除以": "/", "（": "(", "）": ")", "并且": "且", "或者": "或",
    "如果": "若", "那么": "则", "，": " ", ",": " ", "已填": "不为空", "未填": "为空",
}  # fmt: skip
_ISO_DAY: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_QUOTES: Final = {"“": "”", '"': '"', "‘": "’", "'": "'", "＂": "＂"}
_SAID: Final = "名称要与“填报项”表一致；文字要加引号，如 = “是”；条件写法如 A + B <= C、若 A = “是” 则 B 不为空"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of the condition as the grammar sees it, and where it stood."""

    text: str
    at: int


def parse_condition(text: str, fields: Sequence[Field]) -> tuple[Expression, tuple[str, ...]]:
    """Parse *text* over the campaign's *fields*; answer the tree and the fields it speaks of.

    Raises:
        ConditionFaulty: it can't be read; the error says at which character, and what may help.
    """
    names = _Names(fields)
    pieces = tuple(_pieces(text, names))
    source = "".join(piece.text for piece in pieces)
    try:
        tree = _PARSER.parse(source)
        expression: Expression = _Build(names).transform(tree)
    except UnexpectedInput as error:
        at = _original_place(pieces, error, text)
        raise ConditionFaulty(at + 1, _reason(text[at:], fields)) from error
    if not isinstance(expression, Comparison | Presence | Junction | Negation | Implication):
        raise ConditionFaulty(1, "这不是一个条件，缺少比较（如 <=、=、不为空）")
    _refuse_bare_lists(expression, {field.code: field for field in fields})
    used = tuple(dict.fromkeys(fields[int(n)].code for n in names.used(pieces)))
    return expression, used


class _Names:
    """The names a condition may use, and the signs that stand for them before the grammar."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self.fields = tuple(fields)
        lists = (field.sheet for field in fields if field.shape is Shape.LIST)
        self.sheets = tuple(dict.fromkeys(lists))
        signs = {sheet: f"\u2462{n}\u2463" for n, sheet in enumerate(self.sheets)}
        for n, field in enumerate(fields):
            signs |= {field.code: f"\u2460{n}\u2461", field.name: f"\u2460{n}\u2461"}
        self.signs = dict(sorted(signs.items(), key=lambda item: -len(item[0])))

    def at(self, rest: str) -> str | None:
        """The longest name with which *rest* begins."""
        return next((name for name in self.signs if rest.startswith(name)), None)

    def used(self, pieces: Sequence[_Piece]) -> Iterator[str]:
        return (piece.text[1:-1] for piece in pieces if piece.text.startswith("\u2460"))


def _pieces(text: str, names: _Names) -> Iterator[_Piece]:
    """Names and spelled-out signs replaced, quoted texts kept, longest first."""
    spelled = sorted(_SPELLED, key=len, reverse=True)
    at = 0
    while at < len(text):
        rest = text[at:]
        close = _QUOTES.get(rest[0])
        end = rest.find(close, 1) if close else -1
        name = names.at(rest)
        word = next((word for word in spelled if rest.startswith(word)), None)
        day = _ISO_DAY.match(rest)
        if day is not None:  # else the grammar could read it as two subtractions
            yield _Piece(f"{day[1]}年{day[2]}月{day[3]}日", at)
            at += day.end()
        elif end > 0:
            yield _Piece(f'"{rest[1:end]}"', at)
            at += end + 1
        elif name is not None:
            yield _Piece(names.signs[name], at)
            at += len(name)
        elif word is not None:
            yield _Piece(_SPELLED[word], at)
            at += len(word)
        else:
            yield _Piece(rest[0], at)
            at += 1


def _original_place(pieces: Sequence[_Piece], error: UnexpectedInput, text: str) -> int:
    stopped = error.pos_in_stream if isinstance(error, UnexpectedCharacters) else None
    if stopped is None:
        return len(text)
    seen = 0
    for piece in pieces:
        seen += len(piece.text)
        if seen > stopped:
            return piece.at
    return len(text)


def _reason(rest: str, fields: Sequence[Field]) -> str:
    word = rest.strip().split(" ")[0][:12]
    near = get_close_matches(word, [field.name for field in fields], n=2, cutoff=0.5)
    guess = f"，是不是“{'”或“'.join(near)}”" if near else ""
    return f"“{word}”看不懂{guess}。{_SAID}" if word else f"条件没有写完。{_SAID}"


def _refuse_bare_lists(expression: Any, fields: dict[str, Field]) -> None:
    """A column of a list has many values; only its 合计 is one."""
    if isinstance(expression, FieldRef | Presence):
        field = fields[expression.code]
        if field.shape is Shape.LIST:
            raise ConditionFaulty(
                1, f"“{field.name}”是列表项，要写成 合计({field.name}) 或 行数({field.sheet})"
            )
        return
    for part in ("left", "right", "statement", "premise", "demand"):
        if hasattr(expression, part):
            _refuse_bare_lists(getattr(expression, part), fields)


@v_args(inline=True)
class _Build(Transformer[Token, Any]):
    """The grammar's tree to ours; each method is named for its rule."""

    def __init__(self, names: _Names) -> None:
        super().__init__()
        self._names = names

    def _code(self, token: Token) -> str:
        return self._names.fields[int(token[1:-1])].code

    def implication(self, premise: Expression, demand: Expression) -> Implication:
        return Implication(premise, demand)

    def either_or(self, left: Expression, right: Expression) -> Junction:
        return Junction("或", left, right)

    def both_and(self, left: Expression, right: Expression) -> Junction:
        return Junction("且", left, right)

    def negation(self, statement: Expression) -> Negation:
        return Negation(statement)

    def comparison(self, left: Expression, operator: Token, right: Expression) -> Comparison:
        return Comparison(str(operator), left, right)

    def arithmetic(self, left: Expression, operator: Token, right: Expression) -> Arithmetic:
        return Arithmetic(str(operator), left, right)

    def answered(self, field: Token) -> Presence:
        return Presence(self._code(field), answered=True)

    def unanswered(self, field: Token) -> Presence:
        return Presence(self._code(field), answered=False)

    def number(self, token: Token) -> Constant:
        return Constant(Decimal(token.removesuffix("%")))

    def text(self, token: Token) -> Constant:
        return Constant(token[1:-1])

    def day(self, token: Token) -> Constant:
        read = read_date(str(token))
        return Constant(read.value if read else date.min)

    def field(self, token: Token) -> FieldRef:
        return FieldRef(self._code(token))

    def rows(self, sheet: Token) -> Aggregate:
        return Aggregate("行数", self._names.sheets[int(sheet[1:-1])])

    def column(self, field: Token) -> Aggregate:
        return Aggregate("合计", self._code(field))
