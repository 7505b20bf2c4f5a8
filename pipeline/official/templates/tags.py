"""Find the names in a template's tags that have no value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from jinja2 import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNKNOWN: Final = object()  # a value whose structure isn't known, e.g. an empty list's item
_DEFAULT: Final = frozenset({"default", "d"})
_DEFINED: Final = frozenset({"defined", "undefined"})
_DEEPEST: Final = 3


def unknown_names(tree: nodes.Template, known: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield each name in *tree* that *known* lacks, with its line number.

    A name that the template itself provides for (``is defined``, ``|default``) isn't one of them.
    """
    yield from _walk(tree, dict(known))


def names_in(known: Mapping[str, Any], depth: int = 1) -> Iterator[str]:
    """Yield every name of *known*: those at the top, and those within as “任务.名称” and “名称”."""
    for name, value in known.items():
        yield str(name)
        item = value if isinstance(value, Mapping) else _first_item(value)
        if isinstance(item, Mapping) and depth < _DEEPEST:
            for inner in names_in(item, depth + 1):
                yield from (f"{name}.{inner}", inner)


def _walk(node: nodes.Node, scope: dict[str, Any]) -> Iterator[tuple[str, int]]:
    if isinstance(node, nodes.For):
        yield from _walk_loop(node, scope)
    elif isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
        yield from _walk(node.node, scope)
        scope[node.target.name] = _value(node.node, scope)
    elif isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in scope:
        yield node.name, node.lineno
    elif not _is_provided_for(node):
        missing = _missing_item(node, scope)
        if missing:
            yield missing, node.lineno
        for child in () if missing else _inner(node):
            yield from _walk(child, scope)


def _inner(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield the nodes within *node*; of a call its owner and arguments, as the method is no item."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr):
        yield node.node.node
        yield from node.args
    else:
        yield from node.iter_child_nodes()


def _walk_loop(node: nodes.For, scope: dict[str, Any]) -> Iterator[tuple[str, int]]:
    yield from _walk(node.iter, scope)
    inner = {**scope, "loop": _UNKNOWN}
    if isinstance(node.target, nodes.Name):
        inner[node.target.name] = _first_item(_value(node.iter, scope))
    else:
        inner |= dict.fromkeys((each.name for each in node.target.find_all(nodes.Name)), _UNKNOWN)
    for child in (*([node.test] if node.test else []), *node.body, *node.else_):
        yield from _walk(child, inner)


def _is_provided_for(node: nodes.Node) -> bool:
    """Return whether the template says what to do where the name in *node* has no value."""
    if isinstance(node, nodes.Filter):
        return node.name in _DEFAULT and isinstance(node.node, nodes.Name | nodes.Getattr)
    return isinstance(node, nodes.Test) and node.name in _DEFINED


def _missing_item(node: nodes.Node, scope: Mapping[str, Any]) -> str:
    """Return the name of an item (``任务.名称``, ``合计["参会人数"]``) that its owner lacks, or an empty text."""
    if isinstance(node, nodes.Getattr) and not isinstance(node.node, nodes.Name | nodes.Getattr):
        return ""
    item = _item_of(node)
    if item is None:
        return ""
    owner, key = item
    holder = _value(owner, scope)
    missing = isinstance(holder, Mapping) and key not in holder
    return f"{_dotted_name(owner)}.{key}" if missing else ""


def _item_of(node: nodes.Node) -> tuple[nodes.Node, str] | None:
    """Return owner and key of an item that is named by a constant."""
    if isinstance(node, nodes.Getattr):
        return node.node, node.attr
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return (node.node, node.arg.value) if isinstance(node.arg.value, str) else None
    return None


def _value(node: nodes.Node, scope: Mapping[str, Any]) -> Any:
    if isinstance(node, nodes.Name):
        return scope.get(node.name, _UNKNOWN)
    item = _item_of(node)
    if item is None:
        return _UNKNOWN
    owner = _value(item[0], scope)
    return owner.get(item[1], _UNKNOWN) if isinstance(owner, Mapping) else _UNKNOWN


def _first_item(values: Any) -> Any:
    """Return the first item of a list, as an example of all of them."""
    if isinstance(values, Sequence) and not isinstance(values, str) and values:
        return values[0]
    return _UNKNOWN


def _dotted_name(node: nodes.Node) -> str:
    if item := _item_of(node):
        return f"{_dotted_name(item[0])}.{item[1]}"
    return node.name if isinstance(node, nodes.Name) else ""
