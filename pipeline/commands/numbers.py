"""Commands for document numbers: 编号, 登记簿 with 作废 and 预留."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import click

from pipeline.commands.console import (
    CONFIRMED_OPTION,
    EXISTING_FILE,
    JSON_OPTION,
    PDF_OPTION,
    REASON_OPTION,
    gathered,
    office_of,
    print_json,
    shown,
)
from pipeline.commands.help_page import ChineseCommand, ChineseGroup

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class _Numbering:
    """The options by which a finished document is numbered."""

    series: str
    number: str
    kind: str
    again: bool
    confirmed: bool
    reason: str


@click.command(cls=ChineseCommand)
@click.argument("file", metavar="文件.docx", type=EXISTING_FILE)
@click.option(
    "--series",
    metavar="代字",
    default="",
    help="机关代字，如 云文明办；简报写简报名称。文件上已写着的可以不写。",
)
@click.option(
    "--number", metavar="文号", default="", help="用预留的这个号（register take 留下的）。"
)
@click.option("--kind", metavar="文种", default="", help="文种；默认看标题和版头。")
@click.option("--again", is_flag=True, help="内容没有变化也另编一个号。")
@CONFIRMED_OPTION
@REASON_OPTION
@PDF_OPTION
@gathered("numbering", _Numbering)
@click.pass_context
def issue(context: click.Context, file: Path, numbering: _Numbering, *, pdf: bool) -> None:
    """给定稿（排好的、审改过的、别处拟的）编发文字号，登记，副本放进 outbox/公文。"""
    from pipeline.issuing.number_document import NumberOrder, number_document
    from pipeline.issuing.pdf import add_pdfs, require_renderer
    from pipeline.sandbox.run import Sandbox

    if pdf:
        require_renderer()
    with office_of(context) as office, Sandbox.open() as sandbox:
        issued = number_document(office, file, NumberOrder(**asdict(numbering)), sandbox)
        if pdf:
            (issued,) = add_pdfs([issued])
    said = "已经编过号，就是" if issued.unchanged else "已编号"
    click.echo(f"{said}：{issued.number}　{shown(issued.path)}")
    if issued.pdf:
        click.echo(f"PDF：{shown(issued.pdf)}")
    for note in issued.notes:
        click.echo(f"提示：{note}", err=True)
    for remark in issued.remarks:
        click.echo(f"校对：{remark}", err=True)


@click.group(
    cls=ChineseGroup, chinese={"void": "作废", "take": "预留"}, invoke_without_command=True
)
@JSON_OPTION
@click.pass_context
def register(context: click.Context, *, as_json: bool) -> None:
    """发文登记簿：每个号给了谁、用没用；作废一个号，预留一个号。"""
    if context.invoked_subcommand is not None:
        return
    from pipeline.board.register_book import register_entry
    from pipeline.ledger.register import list_numbers
    from pipeline.model.document_number import printed_number

    with office_of(context) as office:
        entries = list_numbers(office.ledger)
    if as_json:
        print_json([register_entry(number) for number in entries])
        return
    for number in entries:
        called = printed_number(number)
        parts = (called, number.kind, number.word, number.title, number.remark)
        click.echo("　".join(part for part in parts if part))


@register.command("void")
@click.argument("number", metavar="文号")
@click.option("--reason", metavar="理由", required=True, help="为什么作废，记入台账。")
@click.pass_context
def register_void(context: click.Context, number: str, reason: str) -> None:
    """作废一个号：写明理由，记入台账，这个号不再用；印着它的别的文件要先更正。"""
    from pipeline.issuing.series import called
    from pipeline.issuing.void_numbers import void_number

    grounds = " ".join(reason.split())
    if not grounds:
        raise click.UsageError("请用 --reason 写明理由，如 --reason 印错，另发。")
    with office_of(context) as office:
        found, new = void_number(office, number, grounds)
    said = "已作废" if new else "早已作废"
    click.echo(f"{said}：{called(found)}　{found.remark}")
    if found.path:
        click.echo(f"文件照原样留着：{found.path}", err=True)


@register.command("take")
@click.argument("series", metavar="代字")
@click.option(
    "--for",
    "purpose",
    metavar="用途",
    required=True,
    help="留给哪份文件，如 给省厅的函（人事科拟）。",
)
@click.option(
    "--year", metavar="年份", type=click.IntRange(1949, 2999), default=None, help="默认今年。"
)
@click.pass_context
def register_take(context: click.Context, series: str, purpose: str, year: int | None) -> None:
    """预留下一个号，给在别处拟的文件；定稿后用 issue 编上。"""
    from pipeline.issuing.series import called
    from pipeline.issuing.void_numbers import take_number

    what_for = " ".join(purpose.split())
    if not what_for:
        raise click.UsageError("请用 --for 写明留给哪份文件，如 --for 给省厅的函。")
    with office_of(context) as office:
        number, new = take_number(office, series.strip(), what_for, year or 0)
    said = "已预留" if new else "早已预留"
    click.echo(f"{said}：{called(number)}　{number.remark}")
