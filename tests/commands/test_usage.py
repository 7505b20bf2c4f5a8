"""Wrong usage is explained in Chinese, with what to type instead."""

from __future__ import annotations

import click
import pytest

from cli import cli
from pipeline.commands.usage import usage_fault


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nonsense"], "没有 nonsense 这个命令"),
        (["typeset", "没有的.txt"], "没有找到 没有的.txt"),
        (["typeset", "--nonsense"], "没有 --nonsense 这个选项"),
        (["typeset"], "缺少"),
        (["init", "甲", "乙"], "多写了 乙"),
        (["typeset", ".", "--profile", "胡来"], "没有“胡来”这一项，可选："),
    ],
)
def test_a_slip_at_the_keyboard_is_answered_in_chinese(arguments: list[str], said: str) -> None:
    with pytest.raises(click.UsageError) as caught:
        cli.main(arguments, prog_name="baosong", standalone_mode=False)

    sentence = usage_fault(caught.value)

    assert said in sentence
    assert "baosong --help" in sentence
    assert not any(word in sentence for word in (" is ", " does ", "Got ", "No such"))
