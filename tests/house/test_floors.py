"""The house rules of the code itself: floors, sizes, forbidden names."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
FILE_LINES: Final = 400
FUNCTION_LINES: Final = 40
DOOR_LINES: Final = 120
FILES: Final = sorted((ROOT / "pipeline").rglob("*.py"))
TESTS: Final = [ROOT / "cli.py", *sorted((ROOT / "tests").rglob("*.py"))]
FORBIDDEN_NAMES: Final = {"utils", "helpers", "common", "misc", "manager", "handler", "base"}


def test_imports_go_downwards_and_each_library_has_one_room() -> None:
    answer = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as lint; lint()",
            "--no-cache",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "0 broken" in answer.stdout


def test_nothing_imports_the_door() -> None:
    for path in FILES:
        imported = {
            name
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
            )
        }
        assert "cli" not in imported, path


def test_the_door_is_small() -> None:
    assert (ROOT / "cli.py").read_text("utf-8").count("\n") <= DOOR_LINES


def test_a_command_loads_what_it_needs_when_it_is_called() -> None:
    for path in (ROOT / "pipeline/commands").glob("*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pipeline."):
                assert (node.module or "").startswith("pipeline.commands."), (
                    path.name,
                    node.module,
                )


def test_help_loads_the_commands_alone_and_a_command_its_own_file_alone() -> None:
    def loaded(*arguments: str) -> set[str]:
        program = f"import cli, sys\ncli.cli.main({arguments!r}, standalone_mode=False)\n"
        program += "print(*sys.modules, file=sys.stderr)"
        answer = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
        )
        return {name for name in answer.stderr.split() if name.startswith("pipeline.")}

    listed, called = loaded("--help"), loaded("trace", "--help")

    below = {name for name in listed if not name.startswith("pipeline.commands.")}
    assert below <= {"pipeline.commands", "pipeline.errors"}
    assert "pipeline.commands.documents" in called
    assert not called & {"pipeline.commands.collect", "pipeline.commands.issue"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_holds_one_idea(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)

    assert ast.get_docstring(tree), "say what this file is for"
    assert source.count("\n") <= FILE_LINES
    assert path.stem not in FORBIDDEN_NAMES
    if path.name == "__init__.py":
        assert len(tree.body) == 1, "a package's face is its docstring"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < FUNCTION_LINES, node.name


@pytest.mark.parametrize("path", TESTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_door_and_the_tests_keep_to_the_same_budgets(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    assert source.count("\n") <= FILE_LINES
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < FUNCTION_LINES, node.name
