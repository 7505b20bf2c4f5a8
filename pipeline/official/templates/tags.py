"""Find the names in a template's tags that have no value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from jinja2 import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNKNOWN: Final = object()  # a value whose structure isn't known, e.g. an empty list's item


def unknown_names(tree: nodes.Template, known: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield each name in *tree* that *known* lacks, with its line number."""
    yield from _walk(tree, dict(known))


def _walk(node: nodes.Node, scope: dict[str, Any]) -> Iterator[tuple[str, int]]:
    if isinstance(node, nodes.For) and isinstance(node.target, nodes.Name):
        yield from _walk(node.iter, scope)
        inner = {**scope, node.target.name: _first_item(_value(node.iter, scope)), "loop": _UNKNOWN}
        for child in (*node.body, *node.else_):
            yield from _walk(child, inner)
        return
    if isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in scope:
        yield node.name, node.lineno
    elif isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name | nodes.Getattr):
        owner = _value(node.node, scope)
        if isinstance(owner, Mapping) and node.attr not in owner:
            yield f"{_dotted_name(node.node)}.{node.attr}", node.lineno
            return
    for child in node.iter_child_nodes():
        yield from _walk(child, scope)


def _value(node: nodes.Node, scope: Mapping[str, Any]) -> Any:
    if isinstance(node, nodes.Name):
        return scope.get(node.name, _UNKNOWN)
    if isinstance(node, nodes.Getattr):
        owner = _value(node.node, scope)
        return owner.get(node.attr, _UNKNOWN) if isinstance(owner, Mapping) else _UNKNOWN
    return _UNKNOWN


def _first_item(values: Any) -> Any:
    """Return the first item of a list, as an example of all of them."""
    if isinstance(values, Sequence) and not isinstance(values, str) and values:
        return values[0]
    return _UNKNOWN


def _dotted_name(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_dotted_name(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else ""
