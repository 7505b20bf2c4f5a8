"""What the commands share: the line that is recommended, JSON on a terminal of another code page."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from pipeline.commands.console import command_line, print_json

if TYPE_CHECKING:
    from pathlib import Path


def started(monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    """Let the program have been started with *words*."""
    script = next(number for number, word in enumerate(words) if "python" not in word)
    monkeypatch.setattr(sys, "argv", list(words[script:]))
    monkeypatch.setattr(sys, "orig_argv", list(words))


@pytest.mark.parametrize(
    ("words", "recommended"),
    [
        (("/v/bin/python", ".venv/bin/baosong", "demo"), ".venv/bin/baosong -w 演示 status"),
        (("python", "cli.py", "demo"), "python cli.py -w 演示 status"),
        (("/other/python", "elsewhere.py"), "baosong -w 演示 status"),
    ],
)
def test_the_program_is_called_as_it_was_started(
    words: tuple[str, ...], recommended: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    started(monkeypatch, *words)

    assert command_line(tmp_path / "演示", "status") == recommended


def test_a_program_on_the_path_is_called_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "baosong"
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    started(monkeypatch, "/v/bin/python", str(program), "demo")

    assert command_line(tmp_path, "doctor") == "baosong doctor"
    assert command_line(tmp_path / "我的 办公室", "doctor") == "baosong -w '我的 办公室' doctor"


def test_json_keeps_every_character_in_a_code_page_that_lacks_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="gbk"))

    print_json({"name": "说明😀.txt"})

    sys.stdout.flush()
    assert json.loads(written.getvalue().decode("gbk")) == {"name": "说明😀.txt"}
