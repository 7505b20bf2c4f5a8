"""Commands for reporting campaigns (报送任务): 列出, 起草, 检查."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pipeline.commands.complete import campaign_names
from pipeline.commands.console import (
    EXISTING_FILE,
    clock,
    command_line,
    office_of,
    shown,
    workspace_of,
)
from pipeline.commands.help_page import ChineseGroup

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.campaign import Campaign


@click.group(cls=ChineseGroup, chinese={"list": "列出", "new": "起草", "check": "检查"})
def campaign() -> None:
    """报送任务：列出、起草、检查任务书。"""


@campaign.command("list")
@click.pass_context
def campaign_list(context: click.Context) -> None:
    """列出本目录的报送任务。"""
    with office_of(context) as office:
        for item in office.campaigns:
            click.echo(
                f"{item.name}　{item.code}　{item.cycle.value}　截止 {_due(item)}"
                f"　{len(item.units())} 个单位　{len(item.fields)} 个填报项"
            )
        for sentence in office.book_faults:
            click.echo(sentence, err=True)


def _due(item: Campaign) -> str:
    return item.due.text if item.due else f"{item.deadline:%Y-%m-%d %H:%M}"


@campaign.command("new")
@click.argument("name", metavar="任务名")
@click.option(
    "--form",
    metavar="表样",
    type=EXISTING_FILE,
    help="本单位现用的表样（Excel）。",
)
@click.option(
    "--units",
    metavar="名单",
    type=EXISTING_FILE,
    help="报送单位名单（Excel）；--like 会议 可以不写，用已有任务的单位。",
)
@click.option(
    "--like", metavar="样例", default="", help="照样例起草：会议（回执、名单、议程、汇编）。"
)
@click.pass_context
def campaign_new(
    context: click.Context, name: str, form: Path | None, units: Path | None, like: str
) -> None:
    """由现成的表样和单位名单起草一份任务书，供修改；会议加 --like 会议，不用表样。"""
    from pipeline.setup.draft_campaign import draft_campaign
    from pipeline.setup.start_meeting import start_campaign

    workspace = workspace_of(context)
    if like and form:
        raise click.UsageError("--like 和 --form 一次只用一个。")
    if like:
        target, remarks = start_campaign(workspace, name, like, units, clock())
    elif form is None or units is None:
        lacking = "form" if form is None else "units"
        option = next(each for each in context.command.params if each.name == lacking)
        raise click.MissingParameter(ctx=context, param=option)
    else:
        target, remarks = draft_campaign(workspace, name, form, units, clock())
    line = command_line(workspace.root, "campaign", "check", name)
    click.echo(f"已起草：{shown(target)}　请逐项核对后运行 {line}")
    for remark in remarks:
        click.echo(f"  {remark}")


@campaign.command("check")
@click.argument("name", metavar="任务名", shell_complete=campaign_names)
@click.pass_context
def campaign_check(context: click.Context, name: str) -> None:
    """检查任务书，逐格指出问题。"""
    from pipeline.campaign.deadline_notes import deadline_notes
    from pipeline.issuing.addressing_notes import organ_notes, roster_notes
    from pipeline.office.periods import current_period
    from pipeline.products.sample_sentences import sample_sentences
    from pipeline.setup.draft_campaign import check_campaign, figure_notes

    faults = check_campaign(workspace_of(context), name)
    for fault in faults:
        click.echo(fault)
    for note in figure_notes(workspace_of(context), name):
        click.echo(f"提醒：{note}", err=True)
    if faults:
        raise click.exceptions.Exit(1)
    click.echo("任务书没有问题。")
    with office_of(context) as office:
        checked = office.campaign(name)
        click.echo("写进简报时的说法（数字是举例）：")
        for sentence in sample_sentences(checked):
            click.echo(f"  {sentence}")
        for note in (
            *deadline_notes(checked, current_period(office, checked)),
            *roster_notes(checked),
            *organ_notes(checked),
        ):
            click.echo(f"提醒：{note}", err=True)
