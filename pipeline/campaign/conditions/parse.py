"""A condition as the office writes it (核对条件) → a tree; a grammar reads it, never ``eval``.

``已创建 + 创建中 <= 总数`` · ``若 是否召开动员会 = “是” 则 动员会日期 不为空`` ·
``行数(创建单位名单) = 创建中合计`` · ``合计(拨付金额) 不超过 预算总额`` · ``已创建 不少于 上期(已创建)`` ·
``已创建 = 任务(文明单位创建, 已命名合计)``, the figure of another campaign

Whether it holds for a form is the business of :mod:`pipeline.checking.conditions`.
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

# The words are cut beforehand (condition_words); the grammar orders them. 且 binds before 或.
_GRAMMAR: Final = """
%declare _IF _THEN _OR _AND _NOT _OPEN _CLOSE
%declare COMPARED PRESENT ADDED MULTIPLIED ROWS TOTAL BEFORE _OF NAME NUMBER DATE TEXT ELSEWHERE

?statement: _IF statement _THEN statement -> implication
          | some
?some: all
     | some _OR all -> either
?all: denied
    | all _AND denied -> both
?denied: claim
       | _NOT denied -> negation
?claim: sum
      | sum (COMPARED sum)+ -> comparison
      | sum PRESENT -> presence
?sum: product
    | sum ADDED product -> arithmetic
?product: value
        | product MULTIPLIED value -> arithmetic
?value: NAME | NUMBER | DATE | TEXT | ELSEWHERE
      | ADDED NUMBER -> signed
      | ROWS _OPEN NAME _CLOSE -> rows
      | TOTAL _OPEN NAME _CLOSE -> total
      | BEFORE _OPEN NAME _CLOSE -> before
      | BEFORE _OF NAME -> before
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
    ("COMPARED", "比较（如 <=、=、大于）"),
    ("PRESENT", "“不为空”"),
    ("_AND", "“且”“或”"),
    ("$END", "条件的结尾"),
)
_SAID_AT_MOST: Final = 2
# Deeper trees would exhaust the stack of whoever walks them; no office writes half of it.
_WORDS_AT_MOST: Final = 200


def parse_condition(text: str, fields: Sequence[Field]) -> tuple[Expression, tuple[str, ...]]:
    """Parse *text* over the campaign's *fields*; answer the tree and the codes it speaks of.

    Whether another campaign has what is asked of it (任务(…)) is not known here: see
    :mod:`pipeline.campaign.book.references`.
    The codes of single fields come before those of lists, each in order: a finding needs one cell.

    Raises:
        ConditionFaulty: it can't be read; the error says at which character, and what may help.
    """
    words = tokenize(text, build_vocabulary(tuple(fields)))
    if len(words) > _WORDS_AT_MOST:
        raise ConditionFaulty(words[_WORDS_AT_MOST].at + 1, "条件太长，请拆成几条")
    expression = require_statement(build(_parsed(words), words))
    codes = dict.fromkeys(_codes(expression, fields))
    if not codes:
        raise ConditionFaulty(1, "条件里没有填报项，请写明核对哪一项")
    single = {field.code: field.shape is Shape.SINGLE for field in fields}
    return expression, tuple(sorted(codes, key=lambda code: not single[code]))


def _parsed(words: Sequence[ConditionToken]) -> Tree[Token] | Token:
    parser = _PARSER.parse_interactive()
    try:
        for number, word in enumerate(words):
            parser.feed_token(Token(word.kind, word.said, start_pos=number))
        # An end is fed like any word; lark's own feed_eof() has no types.
        tree: Tree[Token] | Token = parser.feed_token(Token("$END", ""))
    except UnexpectedToken as error:
        accepted = parser.accepts()  # type: ignore[no-untyped-call] # lark leaves it untyped
        raise _misplaced(error.token, words, accepted) from error
    return tree


def _misplaced(
    token: Token, words: Sequence[ConditionToken], accepted: Collection[str]
) -> ConditionFaulty:
    """Say which word stands where it can't, and what could."""
    expected = [said for terminal, said in _EXPECTED if terminal in accepted]
    if "TEXT" in accepted:  # any value may follow, and the rest is named with it
        expected = expected[:1]
    wanted = " 或 ".join(expected[:_SAID_AT_MOST])
    if token.type == "$END":
        end = words[-1].at + len(words[-1].said) if words else 0
        return ConditionFaulty(end + 1, f"条件没有写完，这里应为{wanted}")
    word = words[token.start_pos or 0]
    return ConditionFaulty(word.at + 1, f"“{word.said}”不该在这里，这里应为{wanted}")


def _codes(expression: Expression, fields: Sequence[Field]) -> Iterator[str]:
    """The codes that *expression* speaks of; ``行数`` speaks of its list's first column."""
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
