"""Commands that collect what the units report: 表样, 处理, 值守, 情况, 认领, 不收, 提醒."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.complete import campaign_names, unit_names
from pipeline.commands.console import (
    JSON_OPTION,
    PDF_OPTION,
    PERIOD_OPTION,
    clock,
    command_line,
    gathered,
    office_of,
    outcome_line,
    print_json,
    progress,
    root_of,
    shown,
    workspace_of,
)
from pipeline.commands.help_page import ChineseCommand

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pipeline.errors import PipelineError
    from pipeline.intake.quarantine import QuarantinedFile
    from pipeline.model.heartbeat import Pulse
    from pipeline.receiving.report import PassReport


@click.command(cls=ChineseCommand)
@click.argument("name", metavar="任务名", shell_complete=campaign_names)
@click.option(
    "--unit",
    "units",
    metavar="单位",
    multiple=True,
    shell_complete=unit_names,
    help="只做这个单位的（可多次）。",
)
@PERIOD_OPTION
@click.pass_context
def blanks(context: click.Context, name: str, units: tuple[str, ...], period: str) -> None:
    """给每个单位生成一份空白表。"""
    from pipeline.campaign.book.placeholders import placeholder_notes
    from pipeline.campaign.deadline_notes import deadline_notes
    from pipeline.issuing.blanks import make_blanks
    from pipeline.office.periods import find_period

    with office_of(context) as office:
        item = office.campaign(name)
        paths = make_blanks(office, item, [office.unit(item, unit) for unit in units], period)
        notes = deadline_notes(item, find_period(office, item, period))
    click.echo(f"已生成 {len(paths)} 份空白表：{shown(paths[0].parent)}")
    for note in (*placeholder_notes([item]), *notes):
        click.echo(note, err=True)


@click.command(cls=ChineseCommand)
@JSON_OPTION
@PDF_OPTION
@click.pass_context
def process(context: click.Context, *, as_json: bool, pdf: bool) -> None:
    """处理收件箱一遍，然后结束。"""
    from pipeline.campaign.book.placeholders import placeholder_notes
    from pipeline.intake.quarantine import quarantined_files
    from pipeline.issuing.pdf import convert_answers, require_renderer
    from pipeline.receiving.run import run_pass as run

    if pdf:
        require_renderer()
    with office_of(context) as office:
        reminders = placeholder_notes(office.campaigns)
        if as_json:
            print_json(run(office).with_notes(reminders).as_json())
        else:
            with progress() as on_outcome:
                report = run(office, on_outcome).with_notes(reminders)
        made = convert_answers(office) if pdf else ()
        quarantined = len(quarantined_files(office.workspace))
    if as_json:
        return
    _print_pass(report, printed_already=not sys.stderr.isatty())
    if quarantined:
        line = command_line(root_of(context), "status")
        click.echo(f"待认领 {quarantined} 件等人处理，原因和办法见 {line}。")
    if made:
        click.echo(f"回执、退回单另有 PDF {len(made)} 份。")


@dataclass(frozen=True, slots=True)
class _Decision:
    """What a person says of a quarantined file besides its unit."""

    campaign: str
    period: str
    learn: bool


@click.command(cls=ChineseCommand)
@click.argument("file", metavar="[文件]", required=False)
@click.argument("unit", metavar="[单位]", required=False, shell_complete=unit_names)
@click.option(
    "--campaign",
    metavar="任务名",
    default="",
    shell_complete=campaign_names,
    help="哪项任务（表里看不出来时）。",
)
@click.option("--period", metavar="期", default="", help="哪一期（表里看不出来时），如 2026-06。")
@click.option("--learn", is_flag=True, help="把表里写的单位名称记作这个单位的别名。")
@gathered("decision", _Decision)
@click.pass_context
def assign(context: click.Context, file: str | None, unit: str | None, decision: _Decision) -> None:
    """认领：待认领的文件（写文件名、其中一段或指纹）是哪个单位报的。不写参数就列出待认领的。"""
    from pipeline.receiving.assign import Assignment, list_quarantined
    from pipeline.receiving.assign import assign as run

    if file and not unit:
        raise click.UsageError("请写明是哪个单位报的，如：baosong assign 报送表.xlsx 东河区。")
    with office_of(context) as office:
        if not (file and unit):
            for line in list_quarantined(office) or ("没有等待认领的文件。",):
                click.echo(line)
            return
        assigned = run(
            office,
            Assignment(file, unit, decision.campaign, decision.learn, decision.period),
        )
    click.echo(outcome_line(assigned.outcome))
    for note in assigned.notes:
        click.echo(note, err=True)


@click.command(cls=ChineseCommand)
@click.argument("file", metavar="文件")
@click.argument("reason", metavar="理由")
@click.pass_context
def dismiss(context: click.Context, file: str, reason: str) -> None:
    """不收：待认领的文件不是报送件，写明理由移出待认领；原件照样留存，台账记一笔。"""
    from pipeline.receiving.dismiss import dismiss as run

    if not reason.strip():
        raise click.UsageError("请写明为什么不收，如：baosong dismiss 照片.jpg 不是报送表。")
    with office_of(context) as office:
        dismissed = run(office, file, reason)
    name = " ".join(dismissed.item.name.split())
    click.echo(f"不收 ← {name}　{reason}（原件已留存；要改主意，把它重新放进收件箱）")
    for note in dismissed.notes:
        click.echo(note, err=True)


@click.command(cls=ChineseCommand)
@click.option(
    "--polling/--native",
    default=None,
    help="定时查看有没有变动，或者由系统通知。不写就自己判断：网络共享盘用前者，本机的盘用后者。",
)
@click.option(
    "--every",
    "scan_s",
    metavar="秒",
    default=None,
    type=click.IntRange(5, 3600),
    help="隔多少秒全部查看一遍（默认按 templates/设置.ini，30 秒）。",
)
@click.option("--takeover", is_flag=True, help="确知另一台电脑上的值守已停，不等十分钟就接手。")
@click.pass_context
def watch(
    context: click.Context, *, polling: bool | None, scan_s: int | None, takeover: bool
) -> None:
    """一直值守：有文件到就处理，按 Ctrl+C 结束。"""
    from pipeline.receiving.report import PassReport
    from pipeline.watching.watch import plan_watch
    from pipeline.watching.watch import watch as run

    def on_report(report: PassReport | PipelineError | str) -> None:
        if isinstance(report, str):
            click.echo(report)
        elif not isinstance(report, PassReport):
            click.echo(str(report), err=True)
        elif report.outcomes or report.notes:
            _print_pass(report)

    workspace = workspace_of(context)
    order, fault = plan_watch(workspace, polling=polling, scan_s=scan_s, takeover=takeover)
    if fault:
        click.echo(fault, err=True)
    with suppress(KeyboardInterrupt):  # asked a second time
        run(workspace, clock(), order, on_report, _stop_signals())
    click.echo("已停止值守。")


def _stop_signals() -> Callable[[], bool]:
    """Return a function that reads whether Ctrl+C or the system (systemd, a closed window) requested a stop; a second request stops at once."""
    import signal

    received: list[int] = []

    def receive(number: int, frame: object) -> None:  # noqa: ARG001
        received.append(number)
        if len(received) > 1:
            raise KeyboardInterrupt

    for name in ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is None or (name == "SIGHUP" and signal.getsignal(number) is signal.SIG_IGN):
            continue  # not of this system, or started by nohup
        signal.signal(number, receive)
    return lambda: bool(received)


@click.command(cls=ChineseCommand)
@click.option("--send", is_flag=True, help="按 templates/设置.ini 马上发一封邮件。")
@click.pass_context
def remind(context: click.Context, *, send: bool) -> None:
    """提醒本单位：哪项任务快到期、还有谁没报、有什么等人处理。"""
    from pipeline.office.settings import read_settings
    from pipeline.watching.reminders import reminder_lines, send_reminder

    workspace = workspace_of(context)
    order = read_settings(workspace).reminding
    if send and order is None:
        click.echo("提醒没有启用：请在 templates/设置.ini 的“提醒”里写“启用 = 是”。", err=True)
        raise click.exceptions.Exit(1)
    with office_of(context) as office:
        lines = send_reminder(office, order) if send and order else reminder_lines(office, 2)
    for line in lines or ("没有要提醒的。",):
        click.echo(line)
    if send and lines and order:
        click.echo(f"已发给：{'、'.join(order.to)}")


@click.command(cls=ChineseCommand)
@click.argument("name", metavar="[任务名]", required=False, shell_complete=campaign_names)
@PERIOD_OPTION
@JSON_OPTION
@click.pass_context
def status(context: click.Context, name: str | None, period: str, *, as_json: bool) -> None:
    """谁报了，谁没报。"""
    from pipeline.board.status import quarantined as as_list
    from pipeline.board.status import status as as_document
    from pipeline.board.status import watcher
    from pipeline.intake.quarantine import quarantined_files
    from pipeline.issuing.outdated import outdated_document, outdated_papers
    from pipeline.office.collection_round import decided_in, load_round
    from pipeline.office.heartbeat import watcher_pulse

    with office_of(context) as office:
        watched = watcher_pulse(office.workspace, office.clock.now())
        quarantined = quarantined_files(office.workspace)
        named = [office.campaign(name)] if name else office.campaigns
        rounds = [load_round(office, each, period, cells=each.checks_levels) for each in named]
        documents = [
            {
                **as_document(each.campaign, each.period, each.standings),
                "decisions": decided_in(office, each),
                "outdated": [
                    outdated_document(paper) for paper in outdated_papers(office, each.campaign)
                ],
                "quarantined": as_list(quarantined),
                "watcher": watcher(watched),
            }
            for each in rounds
        ]
        book_faults = office.book_faults
    for sentence in book_faults:
        click.echo(sentence, err=True)
    if as_json:
        print_json(documents[0] if name else documents)
        return
    _print_status(documents, quarantined, watched, root_of(context))


def _print_status(
    documents: Sequence[dict[str, Any]],
    quarantined: Sequence[QuarantinedFile],
    watched: Pulse,
    root: Path,
) -> None:
    """Print the table of each campaign and what is below it, then what waits for a person, and the watcher."""
    from rich.console import Console

    from pipeline.board.terminal import (
        decision_line,
        level_lines,
        outdated_lines,
        quarantined_lines,
        status_table,
        watcher_lines,
    )

    for document in documents:
        Console().print(status_table(document))
        for line in (*level_lines(document), *map(decision_line, document["decisions"])):
            click.echo(line)
        for line in outdated_lines(document):
            click.echo(line)
    command = partial(command_line, root)
    for line in (*quarantined_lines(quarantined, command), *watcher_lines(watched)):
        click.echo(line)


@click.command(cls=ChineseCommand)
@click.argument("name", metavar="任务名", shell_complete=campaign_names)
@PERIOD_OPTION
@click.option("--json", "layout", flag_value="json", help="打印 JSON。")
@click.option("--csv", "layout", flag_value="csv", help="打印 CSV（默认）。")
@click.option("--xlsx", "layout", flag_value="xlsx", help="写成 汇总/取数.xlsx。")
@click.pass_context
def values(context: click.Context, name: str, period: str, layout: str | None) -> None:
    """列出收下的每一个数和每一段文字，连同来源文件、工作表、单元格。"""
    from pipeline.consolidation.collected_values import (
        collected_values,
        values_csv,
        values_document,
        values_workbook,
    )
    from pipeline.files import replace_if_changed
    from pipeline.office.collection_round import load_round
    from pipeline.workspace import OutboxFolder

    with office_of(context) as office:
        collected = load_round(office, office.campaign(name), period)
        moment = office.clock.now()
        folder = office.workspace.results(collected.campaign.name) / OutboxFolder.SUMMARIES
    if layout == "json":
        print_json(values_document(collected))
        return
    found = collected_values(collected)
    if layout != "xlsx":
        click.echo(values_csv(found), nl=False)
        return
    target = folder / f"{collected.campaign.name}{collected.period.label}取数.xlsx"
    replace_if_changed(target, values_workbook(collected.campaign, found, moment))
    click.echo(f"已写出 {len(found)} 个数：{shown(target)}")


def _print_pass(report: PassReport, *, printed_already: bool = False) -> None:
    """Print what became of each file, unless the progress has printed it already, and the counts."""
    from pipeline.model.arrival import Fate

    for outcome in report.outcomes:
        waits = outcome.fate is Fate.WAITING
        if outcome.fate is not Fate.IGNORED and (waits or not printed_already):
            click.echo(outcome_line(outcome))
    for note in report.notes:
        click.echo(note, err=True)
    counts = "、".join(f"{fate.label} {report.count(fate)}" for fate in Fate if report.count(fate))
    click.echo(f"本轮：{counts or '收件箱里没有新文件'}。")
