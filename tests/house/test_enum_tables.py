"""A table keyed by an Enum has a row for every member: one that is added later cannot be forgotten."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import Enum
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final

import pipeline
from pipeline.model.arrival import Container, Step
from pipeline.model.submission import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Tables of some members only; each must hold exactly those for which its question is answered yes.
PARTIAL: Final[Mapping[str, Callable[[Enum], bool]]] = {
    "pipeline.receiving.advance.WALK": lambda member: not Step(member).reached(Step.CLEARED),
    "pipeline.receiving.examine._NOT_A_WORKBOOK": lambda member: not Container(member).workbook,
    "pipeline.consolidation.summary_texts._REASONS": lambda member: State(member).owes,
    "pipeline.watching.reminders._OWING": lambda member: State(member).owes,
}
MODULES: Final = tuple(
    importlib.import_module(found.name)
    for found in pkgutil.walk_packages(pipeline.__path__, "pipeline.")
    if not found.name.endswith(".env")  # alembic alone may run it
)


def members(keys: object) -> frozenset[Enum]:
    """The members of Enums that *keys* are; none where anything else is among them."""
    found = frozenset(keys) if isinstance(keys, Mapping | AbstractSet) else frozenset()
    return found if all(isinstance(key, Enum) for key in found) else frozenset()


def tables(module: ModuleType) -> Iterator[tuple[str, frozenset[Enum]]]:
    """The mappings at the top of *module*, and in its classes, that are keyed by members of an Enum."""
    holders = [module, *(each for each in vars(module).values() if is_own_class(each, module))]
    for holder in holders:
        for name, value in vars(holder).items():
            if isinstance(value, Mapping) and (keys := members(value)):
                yield f"{module.__name__}.{name}", keys


def is_own_class(value: object, module: ModuleType) -> bool:
    return isinstance(value, type) and value.__module__ == module.__name__


def inner_tables(module: ModuleType) -> Iterator[tuple[str, frozenset[Enum]]]:
    """The dicts written out inside the functions of *module* with members of an Enum as keys."""
    for function in ast.walk(ast.parse(Path(str(module.__file__)).read_text("utf-8"))):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Dict) and node.keys:
                    keys = [member_of(module, key) for key in node.keys]
                    if all(keys):
                        yield f"{module.__name__}.{function.name}", frozenset(filter(None, keys))


def member_of(module: ModuleType, node: ast.expr | None) -> Enum | None:
    """The member that ``Name.MEMBER`` means in *module*."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        owner = getattr(module, node.value.id, None)
        member = getattr(owner, node.attr, None)
        return member if isinstance(member, Enum) else None
    return None


def lacking(keys: frozenset[Enum], wanted: Callable[[Enum], bool]) -> set[str]:
    """The members that a table lacks, or holds without need."""
    whole = {member for key in keys for member in type(key) if wanted(member)}
    return {str(member) for member in whole ^ keys}


def all_tables() -> Iterator[tuple[str, frozenset[Enum]]]:
    return (table for module in MODULES for table in (*tables(module), *inner_tables(module)))


def test_a_table_keyed_by_an_enum_is_complete() -> None:
    faults = {
        name: missing
        for name, keys in all_tables()
        if (missing := lacking(keys, PARTIAL.get(name, lambda _: True)))
    }

    assert not faults


def homes(found: frozenset[Enum]) -> Iterator[ModuleType]:
    """The modules that define the Enums of which *found* are members."""
    return (importlib.import_module(type(member).__module__) for member in found)


def test_a_choice_of_members_is_kept_with_their_enum() -> None:
    elsewhere = {
        f"{module.__name__}.{name}"
        for module in MODULES
        for name, value in vars(module).items()
        if isinstance(value, AbstractSet)
        and any(value not in vars(home).values() for home in homes(members(value)))
    }

    assert not elsewhere, "make it a property of the Enum"


def test_every_partial_table_is_there_still() -> None:
    assert set(PARTIAL) <= {name for name, _ in all_tables()}


def test_a_table_that_lacks_a_member_is_found(tmp_path: Path) -> None:
    source = tmp_path / "made.py"
    source.write_text(
        "from pipeline.model.finding import Level\n"
        "TABLE = {Level.ERROR: 1, Level.WARNING: 2}\n"
        "def inner(level):\n    return {Level.ERROR: 1}[level]\n",
        encoding="utf-8",
    )
    made = ModuleType("made")
    made.__file__ = str(source)
    SourceFileLoader("made", str(source)).exec_module(made)

    found = {
        name: lacking(keys, lambda _: True) for name, keys in (*tables(made), *inner_tables(made))
    }

    assert found == {
        "made.TABLE": {"Level.MUST_EXPLAIN"},
        "made.inner": {"Level.MUST_EXPLAIN", "Level.WARNING"},
    }
