"""Parse a condition as the office writes it (核对条件) into a tree; by a grammar, never ``eval``.

``已创建 + 创建中 <= 总数`` · ``若 是否召开动员会 = “是” 则 动员会日期 不为空`` ·
``行数(创建单位名单) = 创建中合计`` · ``合计(拨付金额) 不超过 预算总额`` · ``已创建 不少于 上期(已创建)`` ·
``已创建 = 任务(文明单位创建, 已命名合计)``, the figure of another campaign

Whether it holds for a form is evaluated by :mod:`pipeline.checking.conditions`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lark import Lark, Token, UnexpectedToken

from pipeline.campaign.conditions.tokens import build_vocabulary, tokenize
from pipeline.campaign.conditions.tree import build, require_statement
from pipeline.campaign.errors import ConditionFaulty
from pipeline.model.campaign import Shape
from pipeline.model.condition import (
    Aggregate,
    Arithmetic,
    Comparison,
    Expression,
    FieldRef,
    Implication,
    Junction,
    Negation,
    Presence,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from lark import Tree

    from pipeline.campaign.conditions.tokens import ConditionToken
    from pipeline.model.campaign import Field

# The tokens come from :mod:`tokens`; the grammar only orders them. 且 binds before 或.
_GRAMMAR: Final = """
%declare _IF _THEN _OR _AND _NOT _OPEN _CLOSE
%declare COMPARATOR PRESENCE ADDITIVE MULTIPLICATIVE ROWS TOTAL PREVIOUS _OF NAME NUMBER DATE TEXT EXTERNAL

?statement: _IF statement _THEN statement -> implication
          | disjunction
?disjunction: conjunction
            | disjunction _OR conjunction -> either
?conjunction: negatable
            | conjunction _AND negatable -> both
?negatable: predicate
          | _NOT negatable -> negation
?predicate: sum
          | sum (COMPARATOR sum)+ -> comparison
          | sum PRESENCE -> presence
?sum: product
    | sum ADDITIVE product -> arithmetic
?product: value
        | product MULTIPLICATIVE value -> arithmetic
?value: NAME | NUMBER | DATE | TEXT | EXTERNAL
      | ADDITIVE NUMBER -> signed
      | ROWS _OPEN NAME _CLOSE -> rows
      | TOTAL _OPEN NAME _CLOSE -> total
      | PREVIOUS _OPEN NAME _CLOSE -> previous
      | PREVIOUS _OF NAME -> previous
      | _OPEN statement _CLOSE
"""
_PARSER: Final = Lark(_GRAMMAR, parser="lalr", lexer="basic", start="statement")

# What may follow, in the words of a message; the most telling first.
_EXPECTED: Final = (
    ("TEXT", "填报项、数字、日期或加引号的文字"),
    ("NUMBER", "数字"),
    ("_THEN", "“则”"),
    ("_OPEN", "“(”"),
    ("NAME", "工作表或列表项的名称"),
    ("_CLOSE", "“)”"),
    ("COMPARATOR", "比较（如 <=、=、大于）"),
    ("PRESENCE", "“不为空”"),
    ("_AND", "“且”“或”"),
    ("$END", "条件的结尾"),
)
_EXPECTED_AT_MOST: Final = 2
# Deeper trees would exhaust the stack of a recursive walk; no office writes half of it.
_TOKENS_AT_MOST: Final = 200


def parse_condition(text: str, fields: Sequence[Field]) -> tuple[Expression, tuple[str, ...]]:
    """Parse *text* over the campaign's *fields*; return the tree and the codes it refers to.

    Whether another campaign has the figure it refers to (任务(…)) is not checked here: see
    :mod:`pipeline.campaign.book.references`.
    The codes of single fields precede those of lists, each in order: a finding needs one cell.

    Raises:
        ConditionFaulty: it can't be parsed; the error names the character and a remedy.
    """
    tokens = tokenize(text, build_vocabulary(tuple(fields)))
    if len(tokens) > _TOKENS_AT_MOST:
        raise ConditionFaulty(tokens[_TOKENS_AT_MOST].at + 1, "条件太长，请拆成几条")
    expression = require_statement(build(_parse_tree(tokens), tokens))
    codes = dict.fromkeys(_codes(expression, fields))
    if not codes:
        raise ConditionFaulty(1, "条件里没有填报项，请写明核对哪一项")
    single = {field.code: field.shape is Shape.SINGLE for field in fields}
    return expression, tuple(sorted(codes, key=lambda code: not single[code]))


def _parse_tree(tokens: Sequence[ConditionToken]) -> Tree[Token] | Token:
    parser = _PARSER.parse_interactive()
    try:
        for number, token in enumerate(tokens):
            parser.feed_token(Token(token.kind, token.text, start_pos=number))
        # An end is fed like any token; lark's own feed_eof() has no types.
        tree: Tree[Token] | Token = parser.feed_token(Token("$END", ""))
    except UnexpectedToken as error:
        accepted = parser.accepts()  # type: ignore[no-untyped-call] # lark leaves it untyped
        raise _syntax_error(error.token, tokens, accepted) from error
    return tree


def _syntax_error(
    unexpected: Token, tokens: Sequence[ConditionToken], accepted: Collection[str]
) -> ConditionFaulty:
    """Return the error for a token that can't be where it is, with what could."""
    expected = [description for terminal, description in _EXPECTED if terminal in accepted]
    if "TEXT" in accepted:  # any value may follow, and the rest is named with it
        expected = expected[:1]
    wanted = " 或 ".join(expected[:_EXPECTED_AT_MOST])
    if unexpected.type == "$END":
        end = tokens[-1].at + len(tokens[-1].text) if tokens else 0
        return ConditionFaulty(end + 1, f"条件没有写完，这里应为{wanted}")
    token = tokens[unexpected.start_pos or 0]
    return ConditionFaulty(token.at + 1, f"“{token.text}”不该在这里，这里应为{wanted}")


def _codes(expression: Expression, fields: Sequence[Field]) -> Iterator[str]:
    """Yield the codes to which *expression* refers; ``行数`` refers to its list's first column."""
    match expression:
        case FieldRef(code) | Presence(code):
            yield code
        case Aggregate("行数", sheet):
            columns = (field for field in fields if field.sheet == sheet)
            yield next(field.code for field in columns if field.shape is Shape.LIST)
        case Aggregate(_, code):
            yield code
        case Negation(statement):
            yield from _codes(statement, fields)
        case Implication(left, right):
            yield from (*_codes(left, fields), *_codes(right, fields))
        case Arithmetic(_, left, right) | Comparison(_, left, right) | Junction(_, left, right):
            yield from (*_codes(left, fields), *_codes(right, fields))
