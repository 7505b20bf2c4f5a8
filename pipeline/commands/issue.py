"""Commands that issue papers: 简报, 发文."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import click

from pipeline.commands.complete import campaign_names, notice_kinds, unit_names
from pipeline.commands.console import (
    CONFIRMED_OPTION,
    EXISTING_FILE,
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
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from pipeline.issuing.issue import Issued, IssueOptions
    from pipeline.issuing.text_notices import TextOrder
    from pipeline.model.campaign import Campaign
    from pipeline.office.context import Office


_AMENDMENT: Final = "更正"


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
@click.option(
    "--pick",
    "picked",
    metavar="单位",
    multiple=True,
    shell_complete=unit_names,
    help="文字材料只摘登这个单位的（可多次）；不写的按 汇总/选编.xlsx 里选的，没有选的按规则。",
)
@_signing_options
@click.pass_context
def brief(
    context: click.Context, name: str, period: str, picked: tuple[str, ...], signing: _Signing
) -> None:
    """编发一期简报。"""
    from pipeline.issuing.briefings import issue_briefing

    order = signing.order()
    with office_of(context) as office:
        issued = issue_briefing(office, office.campaign(name), order, period, picked)
    _print_issued(issued)


@dataclass(frozen=True, slots=True)
class _Content:
    """The options that say what is in a notice, and for whom."""

    units: tuple[str, ...]
    period: str
    basis: str
    necessity: str
    as_text: bool


@dataclass(frozen=True, slots=True)
class _Words:
    """The options of a paper with a person's own words (文稿)."""

    text: Path | None
    outline: Path | None
    title: str
    addressees: str
    enclosed: tuple[Path, ...]


@click.command(cls=ChineseCommand)
@click.argument("kind", metavar="文种", shell_complete=notice_kinds)
@click.argument("name", metavar="[任务名]", shell_complete=campaign_names, default="")
@click.option(
    "--text",
    metavar="文稿",
    type=EXISTING_FILE,
    help="正文用这份文稿（.docx、.txt、.md），只写标题和正文；版头、文号、主送、落款、版记由程序加上。",
)
@click.option(
    "--outline",
    metavar="提纲",
    type=EXISTING_FILE,
    help="会议简报、纪要：会议精神写成提纲，时间、地点、到会、发言、请假由程序加上。",
)
@click.option("--title", metavar="标题", default="", help="文稿里没有标题时写在这里。")
@click.option(
    "--to",
    "addressees",
    metavar="主送",
    default="",
    help="这一件的主送机关，或 本机关.xlsx“主送名单”里的名称。",
)
@click.option(
    "--enclose",
    "enclosed",
    metavar="文件",
    multiple=True,
    type=EXISTING_FILE,
    help="印发、转发的文件（可多次），另面原样编排。",
)
@click.option(
    "--of",
    "amended",
    metavar="文号",
    default="",
    help="更正哪一件：文号，或 ‹简报名›第1期，照登记簿写。",
)
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
@click.option("--as-text", is_flag=True, help="催报：打印贴到工作群的短消息，不发文、不编号。")
@_signing_options
@gathered("content", _Content)
@gathered("words", _Words)
@click.pass_context
def notice(context: click.Context, /, kind: str, name: str, **given: Any) -> None:
    """印发公文。

    由任务的数据写成的：通知、催报、督办、通报、函，或本单位自备的模板名，要写任务名。
    更正已印发的文件：更正 --of 文号，不写任务名。
    会议任务的：会议通知由任务书写成，会议简报、纪要加 --outline 提纲。
    加 --text 文稿的：十五种公文和它们的用法（会议通知、印发、转发、任免……）、会议简报；不属于哪项任务的不写任务名。
    """
    from pipeline.issuing.notice_batch import NoticeOrder
    from pipeline.issuing.notices import issue_notice

    content, words, signing = given["content"], given["words"], given["signing"]
    if kind == _AMENDMENT or given["amended"]:
        _amend(context, kind, given["amended"], words, signing)
        return
    with office_of(context) as office:
        if words.text is not None or _is_drafted(office, kind, name, words):
            order = _text_order(kind, content, words, signing)
            _print_issued(_issue_text(office, name, order, content.units))
            return
        item = office.campaign(name)
        if content.as_text:
            _print_messages(office, item, kind, content, confirmed=signing.confirmed)
            return
        if kind == "通知":
            content = replace(
                content,
                basis=content.basis or _answered("依据", item.basis),
                necessity=content.necessity or _answered("必要性", item.necessity),
            )
        given = {k: v for k, v in asdict(content).items() if k != "as_text"}
        asked = NoticeOrder(kind, signing.order(), **given)
        for issued in issue_notice(office, item, asked):
            _print_issued(issued)


def _is_drafted(office: Office, kind: str, name: str, words: _Words) -> bool:
    """Return whether the program drafts the paper; refuse it where there is neither text nor template."""
    from pipeline.issuing.meeting_draft import is_drafted

    if name and is_drafted(office.campaign(name), kind):
        return True
    _refuse_without_text(kind, name, words)
    return False


def _amend(
    context: click.Context, kind: str, amended: str, words: _Words, signing: _Signing
) -> None:
    from pipeline.issuing.amendments import issue_amendment

    if kind != _AMENDMENT or not amended or words.text is not None:
        raise click.UsageError(
            "更正写 --of 和被更正的文号，不带文稿，如：baosong notice 更正 --of 云文明办〔2026〕3号。"
        )
    order = signing.order()
    with office_of(context) as office:
        _print_issued(issue_amendment(office, amended, order))


def _print_messages(
    office: Office, item: Campaign, kind: str, content: _Content, *, confirmed: bool
) -> None:
    from pipeline.issuing.reminder_messages import reminder_messages

    if kind != "催报":
        raise click.UsageError("--as-text 只用于催报。")
    for message in reminder_messages(
        office, item, content.period, content.units, confirmed=confirmed
    ):
        click.echo(f"{message.text}\n")


def _refuse_without_text(kind: str, name: str, words: _Words) -> None:
    """Refuse options that only a paper with a person's own words has, and a paper without text or campaign."""
    if words.title or words.addressees or words.enclosed or words.outline:
        only = "--title、--to、--enclose 要和 --text 文稿一起用"
        raise click.UsageError(f"{only}；--outline 只用于会议任务的会议简报、纪要。")
    if not name:
        raise click.UsageError(
            f"请写任务名；不属于哪项任务的，请写好文稿，再运行 baosong notice {kind} --text 文稿.docx。"
        )


def _text_order(kind: str, content: _Content, words: _Words, signing: _Signing) -> TextOrder:
    from pipeline.issuing.text_notices import TextOrder, numbered_paper

    if content.period or content.basis or content.necessity or (words.text and words.outline):
        raise click.UsageError("--period、--basis、--necessity、--outline 不和 --text 一起用。")
    file = words.text or words.outline
    return TextOrder(
        numbered_paper(kind, file.name if file else "文稿.docx"),
        signing.order(),
        words.text,
        words.title,
        words.addressees,
        words.enclosed,
        confirmed=signing.confirmed,
        outline=words.outline,
    )


def _issue_text(office: Office, name: str, order: TextOrder, units: tuple[str, ...]) -> Issued:
    """Issue a paper with a person's own words: of the campaign *name*, to *units* of it, or of no campaign."""
    from pipeline.issuing.text_notices import issue_text
    from pipeline.sandbox.run import Sandbox

    if units and not name:
        raise click.UsageError("--unit 要写任务名；不属于哪项任务的，请用 --to 写明主送机关。")
    campaign = office.campaign(name) if name else None
    if campaign is not None and units:
        named = "、".join(office.unit(campaign, unit).full_name for unit in units)
        order = replace(order, addressees=order.addressees or named)
    with Sandbox.open() as sandbox:
        return issue_text(office, campaign, order, sandbox)


def _answered(what: str, known: str) -> str:
    """Return the value in the 任务书, or the answer of the person at the keyboard."""
    if known or not sys.stdin.isatty():
        return known
    answer: str = click.prompt(
        f"任务书里没有填“{what}”，请说明这次报送的{what}", default="", show_default=False
    )
    return answer


def _print_issued(issued: Issued) -> None:
    said = "内容未变，仍是：" if issued.unchanged else "" if issued.is_draft else "已印发："
    click.echo(f"{said}{issued.number}{'：' if issued.is_draft else '　'}{shown(issued.path)}")
    if issued.pdf:
        click.echo(f"PDF：{shown(issued.pdf)}")
    for note in issued.notes:
        click.echo(f"提示：{note}", err=True)
    for remark in issued.remarks:
        click.echo(f"校对：{remark}", err=True)
