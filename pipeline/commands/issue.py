"""Commands that sum up and issue papers: 汇总, 简报, 发文."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.complete import campaign_names, notice_kinds, unit_names
from pipeline.commands.console import (
    CONFIRMED_OPTION,
    PDF_OPTION,
    PERIOD_OPTION,
    REASON_OPTION,
    clock,
    gathered,
    office_of,
    shown,
)
from pipeline.commands.help_page import ChineseCommand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from pipeline.issuing.issue import Issued, IssueOptions
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
    own = consolidate_form(office, campaign, period)
    if own is not None:
        yield "同式汇总表", own
    elif campaign.form is not None and not has_own_form(campaign):
        name = campaign.form.name
        note = (
            f"{name} 不是 .xlsx，没有出同式汇总表。请另存为 表样.xlsx，放在任务书旁边，再汇总一次。"
        )
        click.echo(note, err=True)


@dataclass(frozen=True, slots=True)
class _Signing:
    """The options of every paper (文件) that is issued."""

    dated: datetime | None
    again: bool
    draft: bool
    pdf: bool
    confirmed: bool
    reason: str

    def order(self) -> IssueOptions:
        """Return the options for the paper; without a date it is today, with a note on the terminal."""
        from pipeline.issuing.issue import IssueOptions

        if self.dated is None and not self.draft:
            click.echo("成文日期按今天填写；如签发日不同，请用 --dated 指定。", err=True)
        dated = self.dated.date() if self.dated else clock().today()
        return IssueOptions(
            dated,
            pdf=self.pdf,
            reissue=self.again,
            draft=self.draft,
            confirmed=self.confirmed,
            reason=" ".join(self.reason.split()),
        )


def _signing_options(command: Callable[..., None]) -> Callable[..., None]:
    command = gathered("signing", _Signing)(PDF_OPTION(command))
    command = CONFIRMED_OPTION(REASON_OPTION(command))
    for option in (
        click.option("--draft", is_flag=True, help="只出草稿，不编号、不登记。"),
        click.option("--again", is_flag=True, help="内容没有变化也另发一份。"),
        click.option(
            "--dated",
            metavar="日期",
            type=click.DateTime(["%Y-%m-%d"]),
            help="成文日期（签发之日），如 2026-10-13；默认今天。",
        ),
    ):
        command = option(command)
    return command


@click.command(cls=ChineseCommand)
@click.argument("name", metavar="任务名", shell_complete=campaign_names)
@PERIOD_OPTION
@_signing_options
@click.pass_context
def brief(context: click.Context, name: str, period: str, signing: _Signing) -> None:
    """编发一期简报。"""
    from pipeline.issuing.briefings import issue_briefing

    order = signing.order()
    with office_of(context) as office:
        issued = issue_briefing(office, office.campaign(name), order, period)
    _print_issued(issued)


@dataclass(frozen=True, slots=True)
class _Content:
    """The options that say what is in a notice, and for whom."""

    units: tuple[str, ...]
    period: str
    basis: str
    necessity: str


@click.command(cls=ChineseCommand)
@click.argument("kind", metavar="文种", shell_complete=notice_kinds)
@click.argument("name", metavar="任务名", shell_complete=campaign_names)
@click.option(
    "--unit",
    "units",
    metavar="单位",
    multiple=True,
    shell_complete=unit_names,
    help="只发给这个单位（可多次）。",
)
@PERIOD_OPTION
@click.option("--basis", metavar="依据", default="", help="报送通知的依据。")
@click.option("--necessity", metavar="理由", default="", help="为什么必须报送、现有数据为何不够。")
@_signing_options
@gathered("content", _Content)
@click.pass_context
def notice(
    context: click.Context, kind: str, name: str, content: _Content, signing: _Signing
) -> None:
    """印发公文。文种：通知、催报、督办、通报、函，或本单位自备的模板名。"""
    from pipeline.issuing.notices import NoticeOrder, issue_notice

    with office_of(context) as office:
        item = office.campaign(name)
        if kind == "通知":
            content = replace(
                content,
                basis=content.basis or _answered("依据", item.basis),
                necessity=content.necessity or _answered("必要性", item.necessity),
            )
        asked = NoticeOrder(kind, signing.order(), **asdict(content))
        for issued in issue_notice(office, item, asked):
            _print_issued(issued)


def _answered(what: str, known: str) -> str:
    """Return the value in the 任务书, or the answer of the person at the keyboard."""
    if known or not sys.stdin.isatty():
        return known
    answer: str = click.prompt(
        f"任务书里没有填“{what}”，请说明这次报送的{what}", default="", show_default=False
    )
    return answer


def _print_issued(issued: Issued) -> None:
    said = "内容未变，仍是" if issued.unchanged else "已印发"
    click.echo(f"{said}：{issued.number}　{shown(issued.path)}")
    if issued.pdf:
        click.echo(f"PDF：{shown(issued.pdf)}")
    for note in issued.notes:
        click.echo(f"提示：{note}", err=True)
    for remark in issued.remarks:
        click.echo(f"校对：{remark}", err=True)
