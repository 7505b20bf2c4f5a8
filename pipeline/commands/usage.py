"""Wrong usage (用法) in Chinese; click's own sentences are English."""

from __future__ import annotations

import re
from typing import Final

import click

_HELP: Final = "运行 baosong --help 查看全部命令，baosong 命令名 --help 查看用法。"
# click's own sentences (its 8.x series) and ours; what none of them matches is quoted as it is.
_SAID: Final = (
    (
        r"(?:File|Path|Directory|文件|目录) '(.+)' does not exist\.",
        "没有找到 {0}，请核对路径和名称",
    ),
    (r"(?:File|Path|文件) '(.+)' is a directory\.", "{0} 是文件夹，这里要一个文件"),
    (r"(?:Directory|Path|目录) '(.+)' is a file\.", "{0} 是文件，这里要一个文件夹"),
    (r".* '(.+)' is not (?:readable|writable)\.", "没有权限读写 {0}"),
    (r"'(.+)' is not one of (.+)\.", "没有“{0}”这一项，可选：{1}"),
    (r"'(.+)' is not a valid (?:integer|integer range|float|int)\.", "“{0}”不是数字"),
    (r"(-?\S+) is not in the range (.+)\.", "{0} 不在范围 {1} 内"),
    (r"'(.+)' does not match the formats? (.+)\.", "“{0}”不是日期，请写成 2026-10-12 这样"),
    (r"Got unexpected extra arguments? \((.+)\)\.?", "多写了 {0}"),
    (r"Option '?(\S+?)'? requires an argument\.", "{0} 后面要写一个值"),
    (r"No such command '?(.+?)'?\.", "没有 {0} 这个命令"),
)


def usage_fault(error: click.UsageError) -> str:
    """Return one Chinese sentence on *error*, with where to read the usage; or the help page itself."""
    if error.message.startswith("用法："):  # a group without a command: its help page is the answer
        return error.message
    return f"用法不对：{_fault(error)}。{_HELP}"


def _fault(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"没有 {error.option_name} 这个选项"
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return f"缺少 {_typed_name(error.param)}"
    sentence = _translated(error.message)
    if isinstance(error, click.BadParameter) and error.param is not None:
        return f"{_typed_name(error.param)}：{sentence}"
    return sentence


def _typed_name(param: click.Parameter) -> str:
    """Return an option as it is typed, an argument as its usage line calls it."""
    return param.opts[0] if isinstance(param, click.Option) else (param.metavar or "").strip("[]")


def _translated(message: str) -> str:
    for pattern, sentence in _SAID:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return sentence.format(*found.groups())
    return message.rstrip(".。")
