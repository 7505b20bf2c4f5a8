"""List the names that a template may use (可用的名称), in every row of every list, whatever was reported.

A wrong name in a loop is told also where the loop would have no round: the rows of a list are examples of
their type, not what is in it now.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

from pipeline.model.named_values import NamedValues


def known_names(facts: Mapping[str, Any], paper: type) -> dict[str, Any]:
    """Return *facts* of the type *paper* with an example in place of the rows of each list."""
    hints = _hints(paper)
    return {name: _example(hints.get(name), value) for name, value in facts.items()}


@cache
def _hints(paper: type) -> dict[str, Any]:
    return get_type_hints(paper)


def _example(hint: Any, value: Any) -> Any:
    """Return what a template may read of a value of the type *hint*; the keys of a table by name are its own."""
    if isinstance(value, NamedValues):
        return {name: value.example(name) for name in value}
    arguments = get_args(hint)
    if is_typeddict(hint):
        given = value if isinstance(value, Mapping) else {}
        return {name: _example(inner, given.get(name)) for name, inner in _hints(hint).items()}
    if get_origin(hint) is list:
        return [_example(arguments[0], None)] if is_typeddict(arguments[0]) else value
    if get_origin(hint) is dict and isinstance(value, Mapping):
        return {key: _example(arguments[1], item) for key, item in value.items()}
    return value
