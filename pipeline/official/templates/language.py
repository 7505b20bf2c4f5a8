"""Define the language of a template's tags (标签语言): what Jinja's grammar allows, bounded.

A tag is parsed by Jinja; every node, filter and test of it must be one named here. Loops and
comparisons are rewritten so that they count their steps, and numbers so that they are exact.
"""

from __future__ import annotations

from decimal import Decimal
from difflib import get_close_matches
from math import isfinite
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from jinja2 import TemplateSyntaxError, nodes
from jinja2.tests import TESTS

from pipeline.official.templates.filters import FILTERS, INNER_FILTERS

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEPTH_AT_MOST: Final = 30
_TESTS: Final = (
    "defined", "undefined", "none", "string", "number", "mapping", "sequence", "iterable", "boolean",
    "even", "odd", "divisibleby", "in", "eq", "==", "equalto", "ne", "!=", "lt", "<", "lessthan",
    "gt", ">", "greaterthan", "le", "<=", "ge", ">=", "true", "false",
)  # fmt: skip
ALLOWED_TESTS: Final = MappingProxyType(
    {
        **{name: TESTS[name] for name in _TESTS},
        "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
        "float": lambda value: isinstance(value, Decimal),  # numbers are exact here
    }
)
_ALLOWED: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr,
    nodes.Getitem, nodes.Slice, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And,
    nodes.Or, nodes.Not, nodes.Neg, nodes.Pos, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div,
    nodes.FloorDiv, nodes.Mod, nodes.Concat, nodes.CondExpr, nodes.If, nodes.For, nodes.Assign,
    nodes.List, nodes.Tuple, nodes.Dict, nodes.Pair, nodes.Keyword, nodes.Call,
)  # fmt: skip
_RECURSIVE: Final = "{% for %} 不能写 recursive，请逐层写 {% for %}"
_SEVERAL: Final = "{% set %} 一次只能给一个名称，请写成 {% set 名称 = … %}"
_TOO_LARGE: Final = "这个数太大，请核对"
_POWER: Final = "不能用乘方 **，请写成相乘"
_OTHER: Final = (
    "这种写法不能用。能用的是名称、文字、数字、比较、加减乘除、{% if %}、{% for %}、{% set %}"
)
_LOOP_METHODS: Final = ("cycle", "changed")
_MAPPING_METHODS: Final = frozenset({"items", "keys", "values"})


class LanguageFault(TemplateSyntaxError):
    """Report what a tag may not contain, with the remedy in Chinese, and its line."""


def known_filters() -> str:
    """Return the filters that an office can use, for a message."""
    return "、".join(FILTERS)


def nearest(name: str, names: Any) -> str:
    """Return the one of *names* that *name* is probably a misspelling of; empty if none is like it."""
    found = get_close_matches(name, [str(each) for each in names], n=1, cutoff=0.5)
    return found[0] if found else ""


def check_language(tree: nodes.Template) -> None:
    """Check each node of *tree*.

    Raises:
        LanguageFault: something isn't allowed, with the remedy in Chinese and its line.
    """
    for node, depth in _walk(tree):
        if depth > _DEPTH_AT_MOST:
            raise LanguageFault("写得太复杂，请拆成几个标签或用 {% set %} 分步", node.lineno)
        if reason := _objection(node):
            raise LanguageFault(reason, node.lineno)


def _walk(tree: nodes.Node) -> Iterator[tuple[nodes.Node, int]]:
    """Yield each node and its depth in its expression; blocks don't add to the depth."""
    waiting: list[tuple[nodes.Node, int]] = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        inner = depth + 1 if isinstance(node, nodes.Expr) else 0
        waiting.extend((child, inner) for child in node.iter_child_nodes())


def _objection(node: nodes.Node) -> str:
    """Return what is wrong with *node* alone, with the remedy; empty if nothing is."""
    if isinstance(node, nodes.Filter):
        return _filter_objection(node)
    if isinstance(node, nodes.Test):
        return _test_objection(node.name)
    if isinstance(node, nodes.Call):
        return _call_objection(node)
    wrong = (
        (isinstance(node, nodes.For) and node.recursive, _RECURSIVE),
        (isinstance(node, nodes.Assign) and not isinstance(node.target, nodes.Name), _SEVERAL),
        (isinstance(node, nodes.Const) and _is_endless(node.value), _TOO_LARGE),
        (isinstance(node, nodes.Pow), _POWER),
        (not isinstance(node, _ALLOWED), _OTHER),
    )
    return next((reason for is_so, reason in wrong if is_so), "")


def _is_endless(value: Any) -> bool:
    return isinstance(value, float) and not isfinite(value)


def _filter_objection(node: nodes.Filter) -> str:
    if node.node is None:
        return "不能用 {% filter %}，请在每个标签里写 |过滤器"
    if node.name in FILTERS or node.name in INNER_FILTERS:
        if node.dyn_args or node.dyn_kwargs:
            return "不能写 * 或 **，请把参数逐个写出"
        return ""
    near = nearest(node.name, FILTERS)
    guess = f"，是不是“{near}”" if near else ""
    return f"没有“{node.name}”这个过滤器{guess}。能用的有：{known_filters()}；用不着的请连“|”删去"


def _test_objection(name: str) -> str:
    if name in ALLOWED_TESTS:
        return ""
    return f"没有“is {name}”这种判断。能用的有：is defined、is none、is even、is odd、is in；或改用 ==、>、<"


def _call_objection(node: nodes.Call) -> str:
    called = node.node
    plain = not (node.dyn_args or node.dyn_kwargs)
    if isinstance(called, nodes.Getattr) and plain:
        of_loop = isinstance(called.node, nodes.Name) and called.node.name == "loop"
        if of_loop and called.attr in _LOOP_METHODS:
            return ""
        if called.attr in _MAPPING_METHODS and not node.args and not node.kwargs:
            return ""
    name = called.name if isinstance(called, nodes.Name) else getattr(called, "attr", "")
    if name == "range":
        return (
            "不能用 range，请循环给出的名单，如 {% for 行 in 各单位 %}；要序号请写 {{ loop.index }}"
        )
    return f"不能调用“{name}(…)”，请直接写名称，要加工的用 |过滤器（{known_filters()}）"


def bounded(node: nodes.Node) -> nodes.Node:
    """Return *node*, all within it rewritten to count its steps and to be exact, as far as needed."""
    for name, value in node.iter_fields():
        if isinstance(value, nodes.Node):
            setattr(node, name, bounded(value))
        elif isinstance(value, list):
            setattr(node, name, [bounded(v) if isinstance(v, nodes.Node) else v for v in value])
    return _rewritten(node)


def _rewritten(node: nodes.Node) -> nodes.Node:
    if isinstance(node, nodes.Const) and isinstance(node.value, float):
        return _filtered("小数", nodes.Const(str(node.value), lineno=node.lineno))
    if isinstance(node, nodes.Concat):
        return _filtered("相连", *node.nodes)
    if isinstance(node, nodes.CondExpr) and node.expr2 is None:
        node.expr2 = nodes.Const("", lineno=node.lineno)
    elif isinstance(node, nodes.Operand) and not isinstance(node.expr, nodes.Const):
        node.expr = _filtered("计步", node.expr)
    elif isinstance(node, nodes.For):
        weight = 2 + sum(1 for child in node.body for _ in _walk(child))
        node.iter = _filtered("逐条", node.iter, nodes.Const(weight, lineno=node.lineno))
    elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr):
        return _method(node, node.node)
    return node


def _method(node: nodes.Call, called: nodes.Getattr) -> nodes.Node:
    """Return a call as what it does: a method of a mapping is a filter."""
    if called.attr in _MAPPING_METHODS:
        pairs = _filtered("items", called.node)
        if called.attr == "items":
            return pairs
        return _filtered("分项", pairs, nodes.Const(called.attr == "values", lineno=node.lineno))
    return node


def _filtered(name: str, first: Any, *others: Any) -> nodes.Filter:
    return nodes.Filter(first, name, list(others), [], None, None, lineno=first.lineno)
