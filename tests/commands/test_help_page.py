"""Help pages are in Chinese throughout, and each command can be called by its Chinese name."""

from __future__ import annotations

import re

import click
import pytest
from click.testing import CliRunner

from cli import cli
from pipeline.commands.help_page import columns, folded

_ENGLISH = re.compile(r"\b(Usage|Options?|Commands?|Show|required|default)\b|\b[A-Z]{4,}\b")
_NAMES_OF_THINGS = {"JSON"}


def paths(group: click.Group = cli, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """How every command is called, from the program's name on."""
    found = [before]
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        called = (*before, name)
        found += paths(command, called) if isinstance(command, click.Group) else [called]
    return found


def help_of(*arguments: str) -> str:
    answer = CliRunner().invoke(cli, [*arguments, "--help"], prog_name="baosong")
    assert answer.exit_code == 0, answer.output
    return answer.output


@pytest.mark.parametrize("path", paths(), ids=" ".join)
def test_a_help_page_has_no_english_word(path: tuple[str, ...]) -> None:
    page = help_of(*path)

    assert page.startswith(f"用法：{' '.join(('baosong', *path))} [选项]")
    assert {found[0] for found in _ENGLISH.finditer(page)} <= _NAMES_OF_THINGS
    assert "-h, --help" in page


@pytest.mark.parametrize("path", paths(), ids=" ".join)
def test_a_help_page_fits_a_terminal(path: tuple[str, ...]) -> None:
    for line in help_of(*path).splitlines():
        assert columns(line) <= 80, line


def test_the_commands_are_listed_by_what_they_are_for() -> None:
    sections = {
        part.splitlines()[0]: re.findall(r"^  ([a-z]+)", part, re.MULTILINE)
        for part in help_of().split("\n\n")[3:]
    }

    assert list(sections) == ["常用：", "处置：", "发文：", "维护："]
    assert sections["常用："][:3] == ["init", "demo", "campaign"]
    assert sections["处置："] == [
        "withdraw", "return", "accept", "move", "extend", "waive", "decide",
    ]  # fmt: skip
    assert {"brief", "notice", "issue", "register"} <= set(sections["发文："])
    assert sections["维护："] == ["doctor", "backup", "restore", "audit"]
    assert sum(map(len, sections.values())) == 32


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        (("任务", "列出"), ("campaign", "list")),
        (("任务", "起草"), ("campaign", "new")),
        (("任务", "检查"), ("campaign", "check")),
        (("留痕", "核验"), ("audit", "verify")),
        (("留痕", "封存"), ("audit", "anchor")),
        (("留痕", "打包"), ("audit", "bundle")),
    ],
)
def test_a_sub_command_has_a_chinese_name(
    chinese: tuple[str, ...], english: tuple[str, ...]
) -> None:
    assert help_of(*chinese).splitlines()[1:] == help_of(*english).splitlines()[1:]
    assert re.search(rf"{english[1]}\s+{chinese[1]}\b", help_of(english[0]))


def test_a_name_of_a_sub_command_is_none_of_the_program() -> None:
    assert CliRunner().invoke(cli, ["核验"]).exit_code == 2


def test_lines_are_folded_between_words_and_never_before_a_full_stop() -> None:
    assert list(folded("用 baosong --help 看。", 9)) == ["用", "baosong", "--help", "看。"]
    assert list(folded("", 10)) == [""]
