"""Command that makes the papers of a meeting: 会议."""

from __future__ import annotations

import click

from pipeline.commands.complete import campaign_names
from pipeline.commands.console import PDF_OPTION, office_of, shown
from pipeline.commands.help_page import ChineseCommand


@click.command(cls=ChineseCommand)
@click.argument("name", metavar="任务名", shell_complete=campaign_names)
@PDF_OPTION
@click.pass_context
def meeting(context: click.Context, name: str, *, pdf: bool) -> None:
    """由收下的回执出会议材料：参会名单、签到表、议程、交流材料汇编。

    任务由 campaign new 会议名 --like 会议 起草；会议通知用 notice 会议通知，会议简报、纪要用 notice … --outline 提纲。
    """
    from pipeline.issuing.meeting import make_meeting_papers

    with office_of(context) as office:
        made = make_meeting_papers(office, office.campaign(name), pdf=pdf)
    for path in made.paths:
        click.echo(f"{path.stem}：{shown(path)}")
    for path in made.pdfs:
        click.echo(f"PDF：{shown(path)}")
    for note in made.notes:
        click.echo(f"提示：{note}", err=True)
