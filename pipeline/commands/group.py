"""Define the program's commands as one group (命令组); a command's file is loaded when it is called.

So ``--help`` answers at once, and only the command that is run takes time to load.
"""

from __future__ import annotations

from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from pipeline.commands.console import Session
from pipeline.commands.help_page import ChineseGroup

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Section of the help page → the file of the command, its name, its Chinese name; in the order of use.
_COMMANDS: Final = {
    "常用": (
        ("setup", "init", "新建"),
        ("setup", "demo", "演示"),
        ("campaigns", "campaign", "任务"),
        ("collect", "blanks", "表样"),
        ("collect", "process", "处理"),
        ("collect", "watch", "值守"),
        ("collect", "status", "情况"),
        ("collect", "assign", "认领"),
        ("collect", "dismiss", "不收"),
        ("collect", "remind", "提醒"),
        ("collect", "values", "取数"),
        ("consolidate", "consolidate", "汇总"),
        ("meeting", "meeting", "会议"),
    ),
    "处置": (
        ("decide", "withdraw", "撤回"),
        ("decide", "return", "人工退回"),
        ("decide", "accept", "采用"),
        ("decide", "move", "改期别"),
        ("decide", "extend", "延期"),
        ("decide", "waive", "豁免"),
        ("decide", "decide", "处置"),
    ),
    "发文": (
        ("issue", "brief", "简报"),
        ("issue", "notice", "发文"),
        ("numbers", "issue", "编号"),
        ("numbers", "register", "登记簿"),
        ("documents", "typeset", "排版"),
        ("documents", "inspect", "校对"),
        ("documents", "seal", "用印"),
        ("documents", "trace", "溯源"),
    ),
    "维护": (
        ("setup", "doctor", "自检"),
        ("safekeeping", "backup", "备份"),
        ("safekeeping", "restore", "恢复"),
        ("safekeeping", "audit", "留痕"),
    ),
}
_NAME_AT_MOST: Final = 40
_FILES: Final = {name: file for rows in _COMMANDS.values() for file, name, _ in rows}


class LazyGroup(ChineseGroup):
    """A group that loads a command's file when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click hands it in
        """Return the names of all commands, in the order of use."""
        return list(_FILES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that English or Chinese name, loading its file first."""
        name = self.english.get(cmd_name, cmd_name)
        if name in _FILES and name not in self.commands:
            module = import_module(f"pipeline.commands.{_FILES[name]}")
            # “return” can't be the name of a function.
            self.add_command(getattr(module, f"{name}_" if iskeyword(name) else name))
        return super().get_command(ctx, name)

    def sections(self, ctx: click.Context) -> Mapping[str, Iterable[str]]:  # noqa: ARG002
        """Return the names of the commands by the section of the help page that lists them."""
        return {title: [name for _, name, _ in rows] for title, rows in _COMMANDS.items()}


@click.group(
    cls=LazyGroup,
    chinese={name: alias for rows in _COMMANDS.values() for _, name, alias in rows},
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "-w",
    "--workspace",
    metavar="文件夹",
    type=click.Path(path_type=Path),
    envvar="BAOSONG_WORKSPACE",
    default=".",
    help="工作目录（默认当前目录，或环境变量 BAOSONG_WORKSPACE）。",
)
@click.option(
    "--by",
    metavar="姓名",
    default="",
    help="经办人，记在台账每一笔上（默认 设置.ini 的“姓名”，再就是登录名）。",
)
@click.version_option(package_name="baosong", prog_name="报送通 baosong", help="显示版本号。")
@click.pass_context
def cli(context: click.Context, workspace: Path, by: str) -> None:
    """报送通：把各单位报来的 Excel 表放进 inbox，核对、退回、汇总、简报、通知都从 outbox 出来。"""
    context.ensure_object(Session).root = workspace
    person = " ".join(by.split())
    if len(person) > _NAME_AT_MOST:
        raise click.UsageError(f"--by 写的是经办人的姓名，最多 {_NAME_AT_MOST} 个字。")
    if person:
        from pipeline.office.person import act_as

        context.call_on_close(act_as(person))
