"""The command that sums up: 汇总."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.complete import campaign_names
from pipeline.commands.console import PDF_OPTION, PERIOD_OPTION, gathered, office_of, shown
from pipeline.commands.help_page import ChineseCommand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.campaign import Campaign
    from pipeline.office.context import Office


@dataclass(frozen=True, slots=True)
class _Summary:
    """The options that choose the summary: a table by unit, a superior's form, both summaries by default."""

    field: str
    into: Path | None
    pdf: bool


@click.command(cls=ChineseCommand)
@click.argument("name", metavar="任务名", shell_complete=campaign_names)
@click.option(
    "--field",
    metavar="填报项",
    default="",
    help="只出这一项的分户表（各单位一行）：填报项，或交叉表的一行、一列，如 道路交通。",
)
@click.option(
    "--into",
    metavar="上级表.xlsx",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="按相同标题填上级的汇总表；填好的另存在 汇总/，原表不动。",
)
@PERIOD_OPTION
@PDF_OPTION
@gathered("summary", _Summary)
@click.pass_context
def consolidate(context: click.Context, name: str, period: str, summary: _Summary) -> None:
    """生成汇总表；有本单位表样的，另出同式汇总表。"""
    from pipeline.campaign.book.placeholders import placeholder_notes
    from pipeline.issuing.pdf import convert_to_pdf, require_renderer

    if summary.field and summary.into:
        raise click.UsageError("--field 和 --into 一次只用一个。")
    if summary.pdf:
        require_renderer()
    made: list[Path] = []
    with office_of(context) as office:
        item = office.campaign(name)
        for what, path in _write_summaries(office, item, period, summary):
            click.echo(f"{what}：{shown(path)}")
            made.append(path)
    for note in placeholder_notes([item]):
        click.echo(note, err=True)
    if summary.pdf:
        for converted in convert_to_pdf(made):
            click.echo(f"PDF：{shown(converted)}")


def _write_summaries(
    office: Office, campaign: Campaign, period: str, summary: _Summary
) -> Iterator[tuple[str, Path]]:
    """Write what the options choose; yield what each file is, and its path, when it is written."""
    from pipeline.issuing.consolidate import consolidate as run
    from pipeline.issuing.consolidate_field import consolidate_field
    from pipeline.issuing.consolidate_form import consolidate_form, has_own_form
    from pipeline.issuing.consolidate_into import consolidate_into
    from pipeline.issuing.text_choices import choice_path

    if summary.field:
        yield "分户表", consolidate_field(office, campaign, summary.field, period)
        return
    if summary.into is not None:
        filled = consolidate_into(office, campaign, summary.into, period)
        for line in filled.report:
            click.echo(line)
        click.echo(f"填入 {filled.placed} 项；没能填的见 {shown(filled.notes)}")
        yield "填好的上级表", filled.path
        return
    yield "汇总表", run(office, campaign, period)
    choices = choice_path(office, campaign)
    if choices.is_file():
        yield "选编（简报摘登哪些文字，在这里勾选）", choices
    own = consolidate_form(office, campaign, period)
    if own is not None:
        yield "同式汇总表", own
    elif campaign.form is not None and not has_own_form(campaign):
        name = campaign.form.name
        note = (
            f"{name} 不是 .xlsx，没有出同式汇总表。请另存为 表样.xlsx，放在任务书旁边，再汇总一次。"
        )
        click.echo(note, err=True)
