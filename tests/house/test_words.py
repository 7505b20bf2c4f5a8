"""Plain words: docstrings use the trade's standard terms, and the glossary says what they mean."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT: Final = Path(__file__).parents[2]
QUAINT: Final = re.compile(
    r"\b(told|tells?|said|says|stands?|stood|whoever|whatever|nobody|somebody|everybody|dies|died|dying|lies|lying|anew|beside|"
    r"heard|hears?|asks?|asked|gives? way|goes on|went|come back|comes back|brings?|brought|halves|meanwhile|thereby|lest|"
    r"of its own|by itself|put back|taken up|taken for|let go|made up)\b",
    re.IGNORECASE,
)
STANDARD: Final = re.compile(
    r"\b(returns?|raises?|renders?|parses?|loads?|writes?|reads?|locks?|transactions?|defaults?|validates?|converts?|inserts?|"
    r"appends?|creates?|deletes?|updates?|computes?|iterates?|yields?|arguments?|parameters?|commit|cache|index)\b",
    re.IGNORECASE,
)
QUAINT_AT_MOST: Final = 3.0  # per 1,000 words of docstrings, in each room
STANDARD_AT_LEAST: Final = 19.0
FUNCTIONS_DOCUMENTED: Final = 0.99
ROOMS: Final = sorted(path.parent.name for path in (ROOT / "pipeline").glob("*/__init__.py"))
FILES: Final = [ROOT / "cli.py", *sorted((ROOT / "pipeline").rglob("*.py"))]
GLOSSARY: Final = re.findall(
    r"^\| `([\w.]+)` \| ([^|]+) \| ([^|]+) \|$",
    (ROOT / "docs/glossary.md").read_text("utf-8"),
    re.MULTILINE,
)


def docstrings(paths: Iterator[Path] | list[Path]) -> Iterator[str]:
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                text = ast.get_docstring(node)
                if text:
                    yield text


def rate(pattern: re.Pattern[str], text: str) -> float:
    """How often *pattern* occurs in 1,000 words of *text*."""
    return 1000 * len(pattern.findall(text)) / max(len(re.findall(r"[A-Za-z']+", text)), 1)


@pytest.mark.parametrize("room", ROOMS)
def test_a_rooms_docstrings_are_in_plain_words(room: str) -> None:
    text = "\n".join(docstrings((ROOT / "pipeline" / room).rglob("*.py")))

    quaint = QUAINT.findall(text)
    assert rate(QUAINT, text) <= QUAINT_AT_MOST, quaint
    assert rate(STANDARD, text) >= STANDARD_AT_LEAST


def test_every_file_and_nearly_every_public_function_has_a_docstring() -> None:
    functions: list[ast.FunctionDef] = []
    for path in FILES:
        tree = ast.parse(path.read_text("utf-8"))
        assert ast.get_docstring(tree), path
        functions += public_functions(tree)
    documented = sum(bool(ast.get_docstring(node)) for node in functions)
    assert documented / len(functions) >= FUNCTIONS_DOCUMENTED


def public_functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """The functions of a module and the methods of its public classes; none that is inside another."""
    bodies = [tree.body]
    bodies += [
        node.body
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]
    for node in chain.from_iterable(bodies):
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


@pytest.mark.parametrize(("name", "chinese", "_"), GLOSSARY, ids=[row[0] for row in GLOSSARY])
def test_a_word_of_the_glossary_is_defined_where_it_says(name: str, chinese: str, _: str) -> None:
    defined, module = resolve(name)

    text = f"{inspect.getdoc(defined) or ''}\n{inspect.getsource(module)}"
    assert chinese in text


def resolve(name: str) -> tuple[object, ModuleType]:
    """The object that *name* means below pipeline, and its module."""
    try:
        module = importlib.import_module(f"pipeline.{name}")
    except ModuleNotFoundError:
        parent, _, last = name.rpartition(".")
        module = importlib.import_module(f"pipeline.{parent}")
        return getattr(module, last), module
    return module, module


def test_no_word_of_the_glossary_has_two_meanings() -> None:
    assert len(GLOSSARY) > 50
    names, words = [row[0] for row in GLOSSARY], [row[1] for row in GLOSSARY]
    assert len(set(names)) == len(names)
    assert len(set(words)) == len(words)
