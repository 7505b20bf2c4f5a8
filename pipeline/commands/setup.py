"""Commands that set an office up and examine it: 新建, 演示, 自检."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from pipeline.commands.console import busy, clock, command_line, progress, root_of, shown
from pipeline.commands.help_page import ChineseCommand

if TYPE_CHECKING:
    from pipeline.safekeeping.doctor import Checkup


@click.command(cls=ChineseCommand)
@click.argument(
    "folder",
    metavar="[文件夹]",
    type=click.Path(path_type=Path, file_okay=False),
    required=False,
)
@click.option("--example", is_flag=True, help="另带一个示例任务“文明单位创建”，供学习。")
@click.pass_context
def init(context: click.Context, folder: Path | None, *, example: bool) -> None:
    """新建一个工作目录：模板、设置、空的 inbox 和 outbox；已有的文件不动。没写文件夹的，用 -w 指定的。"""
    from pipeline.setup.init import start_workspace
    from pipeline.workspace import Workspace, inbox_fault

    folder = folder or _stated_root(context)
    unrecognised = inbox_fault(Workspace(folder.absolute()))
    workspace, written = start_workspace(folder, example=example)
    click.echo(f"工作目录：{shown(workspace.root)}（写入 {len(written)} 个模板文件，已有的未动）")
    if any(workspace.campaigns.glob("*/任务书.xlsx")):
        click.echo(f"任务书：{shown(workspace.campaigns)}　请用 Excel/WPS 打开修改")
    else:
        words = ("campaign", "new", "任务名", "--form", "表样.xlsx", "--units", "名单.xlsx")
        click.echo(
            f"任务书：还没有，可由现成的表样和名单起草：{command_line(workspace.root, *words)}"
        )
    click.echo(f"收件箱：{shown(workspace.inbox)}　结果：{shown(workspace.outbox)}")
    if unrecognised:
        click.echo(
            f"收件箱原来认不出来（{unrecognised}），已补上标记。"
            "请看清楚它确实是收件箱，而不是共享断开后的空文件夹。",
            err=True,
        )


def _stated_root(context: click.Context) -> Path:
    """Return the folder that was stated by -w (or in the environment); the present one isn't taken unasked."""
    source = context.parent and context.parent.get_parameter_source("workspace")
    if source in {None, ParameterSource.DEFAULT}:
        raise click.MissingParameter(ctx=context, param=context.command.params[0])
    return root_of(context)


@click.command(cls=ChineseCommand)
@click.argument(
    "folder",
    metavar="[文件夹]",
    type=click.Path(path_type=Path, file_okay=False),
    default="演示",
)
def demo(folder: Path) -> None:
    """用一批逼真的报送件把全流程跑一遍，并说明到哪里看结果。"""
    from pipeline.model.arrival import Fate
    from pipeline.setup.demo import demo as run
    from pipeline.setup.demo import free_folder
    from pipeline.setup.init import EXAMPLE
    from pipeline.workspace import OutboxFolder

    with progress() as on_outcome:
        report = run(free_folder(folder), click.echo, on_outcome)
    counts = "、".join(
        f"{fate.label} {number}"
        for fate in Fate
        if (number := sum(done.count(fate) for done in report.passes))
    )
    click.echo(f"\n三批到件：{counts}")
    results = report.workspace.outbox
    click.echo("请打开看：")
    for path in (
        *sorted(results.glob("*/报送情况.html")),
        *sorted(results.glob("*/报送台账.xlsx")),
    ):
        click.echo(f"  {shown(path)}")
    for path in report.papers:
        click.echo(f"  {shown(path)}")
    for folder_name in (OutboxFolder.BLANKS, OutboxFolder.RETURNS, OutboxFolder.RECEIPTS):
        for path in sorted(results.glob(f"*/{folder_name}")):
            click.echo(f"  {shown(path)}{os.sep}")
    click.echo(f"接着试：{command_line(report.workspace.root, 'status', EXAMPLE)}")


@click.command(cls=ChineseCommand)
@click.option("--mend", is_flag=True, help="能稳妥修好的就修好，逐条说明。")
@click.option(
    "--from",
    "source",
    metavar="备份",
    type=click.Path(path_type=Path, exists=True),
    help="修复时从这份备份（或放备份的文件夹里最新的一份）取真本。",
)
@click.pass_context
def doctor(context: click.Context, source: Path | None, *, mend: bool) -> None:
    """自检：字体、LibreOffice、文件夹、台账、原件，什么好用、缺什么、怎么补。"""
    from pipeline.safekeeping.doctor import examine_office

    if source and not mend:
        raise click.UsageError("--from 要和 --mend 一起用。")
    root = root_of(context)
    findings = (*(_mended(root, source) if mend else ()), *examine_office(root, clock()))
    for finding in findings:
        click.echo(f"{finding.mark} {finding.subject}：{finding.words}")
    if any(finding.bad for finding in findings):
        raise click.exceptions.Exit(1)


def _mended(root: Path, source: Path | None) -> tuple[Checkup, ...]:
    from pipeline.safekeeping.repair import repair_office

    with busy("正在检查并修复"):
        found = repair_office(root, clock(), source)
    if not found:
        click.echo("没有要修的。")
    return found
