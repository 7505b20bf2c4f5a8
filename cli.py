"""报送通 at the command line: parse, call one function, print, exit.

Exit codes: 0 done · 1 could not be done, one sentence says why · 2 wrong usage. The one place that
turns errors into words. A command imports what it needs, so that ``--help`` answers at once.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime

    from pipeline.clock import Clock
    from pipeline.errors import PipelineError
    from pipeline.issuing.issue import Issued, Order
    from pipeline.office.context import Office
    from pipeline.receiving.report import Outcome, PassReport
    from pipeline.safekeeping.archive_reader import Manifest
    from pipeline.safekeeping.audit import Audit
    from pipeline.safekeeping.doctor import Checkup
    from pipeline.workspace import Workspace

_ALIASES: Final = {
    "新建": "init", "演示": "demo", "任务": "campaign", "表样": "blanks", "处理": "process",
    "值守": "watch", "情况": "status", "汇总": "consolidate", "简报": "brief", "发文": "notice",
    "校对": "inspect", "溯源": "trace", "自检": "doctor", "用印": "seal", "排版": "typeset", "登记簿": "register",
    "认领": "assign", "不收": "dismiss", "备份": "backup", "恢复": "restore", "留痕": "audit",
    "核验": "verify", "封存": "anchor", "打包": "bundle", "提醒": "remind",
}  # fmt: skip

_HEAD_DIGITS: Final = 16  # of a chain head, to be taken for one


class ChineseGroup(click.Group):
    """A group whose commands answer to their Chinese names too, and whose help shows both."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find a command by its English or its Chinese name."""
        return super().get_command(ctx, _ALIASES.get(cmd_name, cmd_name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their aliases."""
        chinese = {english: word for word, english in _ALIASES.items()}
        rows = []
        for name in self.list_commands(ctx):
            command = super().get_command(ctx, name)
            shown = f"{name}  {chinese[name]}" if name in chinese else name
            rows.append((shown, command.get_short_help_str(60) if command else ""))
        with formatter.section("命令"):
            formatter.write_dl(rows)


@click.group(cls=ChineseGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-w",
    "--workspace",
    type=click.Path(path_type=Path),
    envvar="BAOSONG_WORKSPACE",
    default=".",
    help="工作目录（默认当前目录，或环境变量 BAOSONG_WORKSPACE）。",
)
@click.version_option(package_name="baosong", prog_name="报送通 baosong")
@click.pass_context
def cli(context: click.Context, workspace: Path) -> None:
    """报送通：把各单位报来的 Excel 表放进 inbox，核对、退回、汇总、简报、通知都从 outbox 出来。"""
    context.obj = workspace
    os.environ["BAOSONG_WORKSPACE"] = str(workspace)  # where a log goes, should one be needed


def _json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--json", "as_json", is_flag=True, help="只输出一份 JSON。")(command)


def _pdf_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--pdf", is_flag=True, help="同时生成 PDF（需要 LibreOffice）。")(command)


def _workspace(context: click.Context) -> Workspace:
    from pipeline.workspace import open_workspace

    return open_workspace(context.obj)


def _clock() -> Clock:
    """The computer's clock; ``BAOSONG_NOW`` (an ISO moment) sets another day for a rehearsal."""
    from datetime import datetime

    from pipeline.clock import stopped_clock, system_clock

    moment = os.environ.get("BAOSONG_NOW")
    if not moment:
        return system_clock()
    try:
        return stopped_clock(datetime.fromisoformat(moment))
    except ValueError as error:
        raise click.UsageError(
            f"环境变量 BAOSONG_NOW 写的是“{moment}”，应为 2026-10-09T09:00:00 这样的时间；不演练时请去掉它。"
        ) from error


def _office(context: click.Context) -> AbstractContextManager[Office]:
    from pipeline.office.context import open_office

    return open_office(_workspace(context), _clock())


def _print_json(document: object) -> None:
    import json

    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def _shown(path: Path) -> str:
    """A path as a person types it: relative to where they stand, where it can be."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def init(folder: Path) -> None:
    """在 FOLDER 建一个工作目录：模板、示例任务、空的 inbox 和 outbox。"""
    from pipeline.setup.init import start_workspace
    from pipeline.workspace import Workspace, inbox_fault

    unrecognised = inbox_fault(Workspace(folder.absolute()))
    workspace, written = start_workspace(folder)
    click.echo(f"工作目录：{_shown(workspace.root)}（写入 {len(written)} 个模板文件，已有的未动）")
    click.echo(f"任务书：{_shown(workspace.campaigns)}　请用 Excel/WPS 打开修改")
    click.echo(f"收件箱：{_shown(workspace.inbox)}　结果：{_shown(workspace.outbox)}")
    if unrecognised:
        click.echo(
            f"收件箱原来认不出来（{unrecognised}），已补上标记。"
            "请看清楚它确实是收件箱，而不是共享断开后的空文件夹。",
            err=True,
        )


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default="演示")
def demo(folder: Path) -> None:
    """用一批逼真的报送件把全流程跑一遍，并说明到哪里看结果。"""
    from pipeline.model.arrival import Fate
    from pipeline.setup.demo import demo as run
    from pipeline.setup.demo import free_folder

    with _progress() as told:
        report = run(free_folder(folder), click.echo, told)
    counts = "、".join(
        f"{fate.said} {number}"
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
        click.echo(f"  {_shown(path)}")
    for path in report.papers:
        click.echo(f"  {_shown(path)}")
    for folder_name in ("表样", "退回", "回执"):
        for path in sorted(results.glob(f"*/{folder_name}")):
            click.echo(f"  {_shown(path)}{os.sep}")
    click.echo(f"接着试：baosong -w {_shown(report.workspace.root)} status 文明单位创建")


@cli.group(cls=ChineseGroup)
def campaign() -> None:
    """报送任务：列出、起草、检查任务书。"""


@campaign.command("list")
@click.pass_context
def campaign_list(context: click.Context) -> None:
    """列出本目录的报送任务。"""
    with _office(context.find_root()) as office:
        for item in office.campaigns:
            click.echo(
                f"{item.name}　{item.code}　{item.cycle.value}　截止 {item.deadline:%Y-%m-%d %H:%M}"
                f"　{len(item.units())} 个单位　{len(item.fields)} 个填报项"
            )
        for sentence in office.faulty:
            click.echo(sentence, err=True)


@campaign.command("new")
@click.argument("name")
@click.option(
    "--form",
    "form",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="本单位现用的表样（Excel）。",
)
@click.option(
    "--units",
    "units",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="报送单位名单（Excel）。",
)
@click.pass_context
def campaign_new(context: click.Context, name: str, form: Path, units: Path) -> None:
    """由现成的表样和单位名单起草一份任务书，供修改。"""
    from pipeline.setup.draft_campaign import draft_campaign

    target, remarks = draft_campaign(_workspace(context.find_root()), name, form, units, _clock())
    click.echo(f"已起草：{_shown(target)}　请逐项核对后运行 baosong campaign check {name}")
    for remark in remarks:
        click.echo(f"  {remark}")


@campaign.command("check")
@click.argument("name")
@click.pass_context
def campaign_check(context: click.Context, name: str) -> None:
    """检查任务书，逐格指出问题。"""
    from pipeline.setup.draft_campaign import check_campaign

    faults = check_campaign(_workspace(context.find_root()), name)
    for fault in faults:
        click.echo(fault)
    if faults:
        raise click.exceptions.Exit(1)
    click.echo("任务书没有问题。")


@cli.command()
@click.argument("name")
@click.option("--unit", "units", multiple=True, help="只做这个单位的（可多次）。")
@click.pass_context
def blanks(context: click.Context, name: str, units: tuple[str, ...]) -> None:
    """给每个单位生成一份空白表。"""
    from pipeline.issuing.blanks import make_blanks

    with _office(context) as office:
        item = office.campaign(name)
        paths = make_blanks(office, item, [office.unit(item, unit) for unit in units])
    click.echo(f"已生成 {len(paths)} 份空白表：{_shown(paths[0].parent)}")


@cli.command()
@_json_option
@_pdf_option
@click.pass_context
def process(context: click.Context, *, as_json: bool, pdf: bool) -> None:
    """处理收件箱一遍，然后结束。"""
    from pipeline.issuing.pdf import answers_as_pdf, refuse_without_renderer
    from pipeline.receiving.run import process as run

    if pdf:
        refuse_without_renderer()
    with _office(context) as office:
        if as_json:
            _print_json(run(office).as_json())
        else:
            with _progress() as told:
                report = run(office, told)
        made = answers_as_pdf(office) if pdf else ()
    if as_json:
        return
    _say_pass(report, told_already=not sys.stderr.isatty())
    if made:
        click.echo(f"回执、退回单另有 PDF {len(made)} 份。")


@cli.command()
@click.argument("file", required=False)
@click.argument("unit", required=False)
@click.option("--campaign", default="", help="哪项任务（表里看不出来时）。")
@click.option("--learn", is_flag=True, help="把表里写的单位名称记作这个单位的别名。")
@click.pass_context
def assign(
    context: click.Context, file: str | None, unit: str | None, campaign: str, *, learn: bool
) -> None:
    """认领：待认领的 FILE（文件名、其中一段或指纹）是 UNIT 报的。不写参数就列出待认领的。"""
    from pipeline.receiving.claim import Assignment, waiting
    from pipeline.receiving.claim import assign as run

    if file and not unit:
        raise click.UsageError("请写明是哪个单位报的，如：baosong assign 报送表.xlsx 东河区。")
    with _office(context) as office:
        if not (file and unit):
            for line in waiting(office) or ("没有等待认领的文件。",):
                click.echo(line)
            return
        assigned = run(office, Assignment(file, unit, campaign, learn))
    click.echo(_line(assigned.outcome))
    for note in assigned.notes:
        click.echo(note, err=True)


@cli.command()
@click.argument("file")
@click.argument("reason")
@click.pass_context
def dismiss(context: click.Context, file: str, reason: str) -> None:
    """不收：待认领的 FILE 不是报送件，按 REASON 移出待认领；原件照样留存，台账记一笔。"""
    from pipeline.receiving.dismiss import dismiss as run

    if not reason.strip():
        raise click.UsageError("请写明为什么不收，如：baosong dismiss 照片.jpg 不是报送表。")
    with _office(context) as office:
        dismissed = run(office, file, reason)
    name = " ".join(dismissed.item.name.split())
    click.echo(f"不收 ← {name}　{reason}（原件已留存；要改主意，把它重新放进收件箱）")
    for note in dismissed.notes:
        click.echo(note, err=True)


@cli.command()
@click.option(
    "--polling/--native",
    default=None,
    help="定时查看有没有变动，或者由系统通知。不写就自己判断：网络共享盘用前者，本机的盘用后者。",
)
@click.option(
    "--every",
    "scan_s",
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
    from pipeline.watching.watch import ordered
    from pipeline.watching.watch import watch as run

    def told(heard: PassReport | PipelineError | str) -> None:
        if isinstance(heard, str):
            click.echo(heard)
        elif not isinstance(heard, PassReport):
            click.echo(str(heard), err=True)
        elif heard.outcomes or heard.notes:
            _say_pass(heard)

    workspace = _workspace(context)
    order, fault = ordered(workspace, polling=polling, scan_s=scan_s, takeover=takeover)
    if fault:
        click.echo(fault, err=True)
    with suppress(KeyboardInterrupt):  # told a second time: at once
        run(workspace, _clock(), order, told, _stop_signals())
    click.echo("已停止值守。")


def _stop_signals() -> Callable[[], bool]:
    """Whether Ctrl+C, or the system (systemd, a closed window), has told it to stop; twice: at once."""
    import signal

    heard: list[int] = []

    def hear(number: int, frame: object) -> None:  # noqa: ARG001
        heard.append(number)
        if len(heard) > 1:
            raise KeyboardInterrupt

    for name in ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is None or (name == "SIGHUP" and signal.getsignal(number) is signal.SIG_IGN):
            continue  # not of this system, or started by nohup
        signal.signal(number, hear)
    return lambda: bool(heard)


@cli.command()
@click.option("--send", is_flag=True, help="按 templates/设置.ini 马上发一封邮件。")
@click.pass_context
def remind(context: click.Context, *, send: bool) -> None:
    """提醒本单位：哪项任务快到期、还有谁没报、有什么等人处理。"""
    from pipeline.office.settings import read_settings
    from pipeline.watching.reminders import reminder_lines, send_reminder

    workspace = _workspace(context)
    order = read_settings(workspace).reminding
    if send and order is None:
        click.echo("提醒没有启用：请在 templates/设置.ini 的“提醒”里写“启用 = 是”。", err=True)
        raise click.exceptions.Exit(1)
    with _office(context) as office:
        lines = send_reminder(office, order) if send and order else reminder_lines(office, 2)
    for line in lines or ("没有要提醒的。",):
        click.echo(line)
    if send and lines and order:
        click.echo(f"已发给：{'、'.join(order.to)}")


@cli.command()
@click.argument("name", required=False)
@click.option("--period", default="", help="哪一期（默认本期）。")
@_json_option
@click.pass_context
def status(context: click.Context, name: str | None, period: str, *, as_json: bool) -> None:
    """谁报了，谁没报。"""
    from pipeline.board.status import status as as_document
    from pipeline.board.status import watcher
    from pipeline.office.collection_round import round_of
    from pipeline.office.heartbeat import pulse

    with _office(context) as office:
        watched = pulse(office.workspace, office.clock.now())
        names = [name] if name else [item.name for item in office.campaigns]
        rounds = [round_of(office, office.campaign(item), period, cells=False) for item in names]
        documents = [
            {**as_document(each.campaign, each.period, each.standings), "watcher": watcher(watched)}
            for each in rounds
        ]
        faulty = office.faulty
    for sentence in faulty:
        click.echo(sentence, err=True)
    if as_json:
        _print_json(documents[0] if name else documents)
        return
    from rich.console import Console

    from pipeline.board.terminal import status_table, watcher_lines

    for document in documents:
        Console().print(status_table(document))
    for line in watcher_lines(watched):
        click.echo(line)


@cli.command()
@click.argument("name")
@click.option("--period", default="", help="哪一期（默认本期）。")
@_pdf_option
@click.pass_context
def consolidate(context: click.Context, name: str, period: str, *, pdf: bool) -> None:
    """生成汇总表。"""
    from pipeline.issuing.consolidate import consolidate as run
    from pipeline.issuing.pdf import pdfs_beside, refuse_without_renderer

    if pdf:
        refuse_without_renderer()
    with _office(context) as office:
        path = run(office, office.campaign(name), period)
    click.echo(f"汇总表：{_shown(path)}")
    if pdf:
        click.echo(f"PDF：{_shown(pdfs_beside([path])[0])}")


def _dated_option(command: Callable[..., Any]) -> Callable[..., Any]:
    text = "成文日期（签发之日），如 2026-10-13；默认今天。"
    return click.option("--dated", type=click.DateTime(["%Y-%m-%d"]), help=text)(command)


def _order(dated: datetime | None, *, pdf: bool, again: bool, draft: bool) -> Order:
    from pipeline.issuing.issue import Order

    if dated is None and not draft:
        click.echo("成文日期按今天填写；如签发日不同，请用 --dated 指定。", err=True)
    return Order(dated.date() if dated else _clock().today(), pdf=pdf, again=again, draft=draft)


_AGAIN: Final = click.option("--again", is_flag=True, help="内容没有变化也另发一份。")
_DRAFT: Final = click.option("--draft", is_flag=True, help="只出草稿，不编号、不登记。")


@cli.command()
@click.argument("name")
@click.option("--period", default="", help="哪一期（默认本期）。")
@_dated_option
@_AGAIN
@_DRAFT
@_pdf_option
@click.pass_context
def brief(context: click.Context, /, name: str, period: str, **asked: Any) -> None:
    """编发一期简报。"""
    from pipeline.issuing.briefings import issue_briefing

    order = _order(**asked)
    with _office(context) as office:
        issued = issue_briefing(office, office.campaign(name), order, period)
    _say_issued(issued)


@cli.command()
@click.argument("kind")
@click.argument("name")
@click.option("--unit", "units", multiple=True, help="只发给这个单位（可多次）。")
@click.option("--period", default="", help="哪一期（默认本期）。")
@click.option("--basis", default="", help="报送通知的依据。")
@click.option("--necessity", default="", help="为什么必须报送、现有数据为何不够。")
@click.option("--yes", "confirmed", is_flag=True, help="已看过提示，确认印发。")
@_dated_option
@_AGAIN
@_DRAFT
@_pdf_option
@click.pass_context
def notice(context: click.Context, /, kind: str, name: str, **asked: Any) -> None:
    """印发公文。KIND：通知、催报、督办、通报、函，或本单位自备的模板名。"""
    from pipeline.issuing.notices import NoticeOrder, issue_notice

    said = {key: asked.pop(key) for key in ("units", "period", "basis", "necessity", "confirmed")}
    with _office(context) as office:
        item = office.campaign(name)
        if kind == "通知":
            said["basis"] = said["basis"] or _asked_for("依据", item.basis)
            said["necessity"] = said["necessity"] or _asked_for("必要性", item.necessity)
        for issued in issue_notice(office, item, NoticeOrder(kind, _order(**asked), **said)):
            _say_issued(issued)


def _asked_for(what: str, known: str) -> str:
    """What the 任务书 says, or what the person at the keyboard answers."""
    if known or not sys.stdin.isatty():
        return known
    answer: str = click.prompt(
        f"任务书里没有填“{what}”，请说明这次报送的{what}", default="", show_default=False
    )
    return answer


@cli.command("register")
@_json_option
@click.pass_context
def register(context: click.Context, *, as_json: bool) -> None:
    """发文登记簿：每个号给了谁、用没用。"""
    from pipeline.board.register_book import STATUS_WORDS, register_entry, said
    from pipeline.ledger.register import numbers

    with _office(context) as office:
        entries = numbers(office.ledger)
    if as_json:
        _print_json([register_entry(number) for number in entries])
        return
    for number in entries:
        told = (said(number), number.kind, STATUS_WORDS[number.status], number.title, number.reason)
        click.echo("　".join(part for part in told if part))


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--quick", is_flag=True, help="不渲染页面，只看文件。")
@click.option("--fix", is_flag=True, help="另存一份改正稿：只改不影响意思的，逐条列出。")
@click.option("--output", type=click.Path(path_type=Path), help="改正稿写到哪里。")
@_json_option
def inspect(file: Path, *, quick: bool, fix: bool, output: Path | None, as_json: bool) -> None:
    """对照 GB/T 9704 校对一份 Word 公文。"""
    from pipeline.board.terminal import verdict_lines
    from pipeline.issuing.correct import corrected_copy
    from pipeline.official.inspection.inspect import inspect as run

    changes: tuple[str, ...] = ()
    if fix:
        file, changes = corrected_copy(file, output)
    found = run(file, render=not quick)
    if as_json:
        _print_json({**found.as_json(), **({"changes": list(changes)} if fix else {})})
        return
    for change in changes:
        click.echo(f"已改　{change}")
    if fix:
        click.echo(f"改正稿：{_shown(file)}，校对如下。")
    for line in verdict_lines(found.verdicts):
        click.echo(line)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--kind", default="", help="文种，如 通知、请示、函、纪要、简报；默认看标题。")
@click.option(
    "--output", type=click.Path(path_type=Path), help="写到哪个文件或文件夹（默认与文稿同一处）。"
)
@click.option(
    "--template",
    help="用本单位的红头模板（.docx）排，而不用自带版式。",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@click.option("--unsealed", is_flag=True, help="不盖章公文的署名格式。")
@click.option(
    "--profile",
    default="国标页边",
    show_default=True,
    type=click.Choice(["国标页边", "补偿页边"]),
    help="版面方案：上白边 37 毫米，或软件页边 34.58 毫米（使字迹更贴近 37 毫米）。",
)
@click.option("--duplex", is_flag=True, help="双面印刷：版记排在偶数页。")
@click.option(
    "--seal",
    "seals",
    multiple=True,
    help="印章图片（PNG，底色透明），联合行文按署名顺序给多个。",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@_pdf_option
@_json_option
def typeset(file: Path, *, unsealed: bool, as_json: bool, **asked: Any) -> None:
    """把文稿（.txt、.md、.docx）排成公文，一个字不改。"""
    from pipeline.issuing.typeset import TypesetOrder
    from pipeline.issuing.typeset import typeset as run

    made = run(file, TypesetOrder(sealed=not unsealed, **asked), _clock().now())
    if as_json:
        _print_json(made.as_json())
        return
    click.echo(f"已排成{made.kind}：{_shown(made.path)}")
    if made.pdf:
        click.echo(f"PDF：{_shown(made.pdf)}")
    for line, fix in made.fixes:
        click.echo(
            f"已改 第{line}行 {fix.rule}：“{fix.before}”→“{fix.after}”（{fix.context.strip()}）"
        )
    for note in made.notes:
        click.echo(f"提醒：{note}", err=True)


@cli.command("seal")
@click.argument("document", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--seal",
    "pictures",
    multiple=True,
    required=True,
    help="印章图片（PNG，底色透明），联合行文按署名顺序给多个。",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@click.option("--width", "width_mm", default=42, show_default=True, help="章的直径，毫米。")
@_pdf_option
def seal_command(document: Path, pictures: tuple[Path, ...], width_mm: int, *, pdf: bool) -> None:
    """在公文的署名和成文日期上加盖本机关的印章图片，另存一份。"""
    from pipeline.issuing.pdf import pdfs_beside
    from pipeline.issuing.seal import seal_document

    made = seal_document(document, pictures, width_mm)
    click.echo(f"用印：{_shown(made)}")
    if pdf:
        click.echo(f"PDF：{_shown(pdfs_beside([made])[0])}")


@cli.command()
@click.argument("document", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("number", default="")
@click.pass_context
def trace(context: click.Context, document: Path, number: str) -> None:
    """印出来的数字从哪个文件、哪张表、哪一格来。NUMBER 可以是数字，也可以是单元格。"""
    from pipeline.board.terminal import trail_lines
    from pipeline.issuing.trace import trace as run

    with _office(context) as office:
        found = run(office, document, number)
    if found.altered:
        click.echo(f"{found.name} 印发后改动过，以下是印发时的来源。", err=True)
    if not found.entries:
        click.echo(f"{found.name} 里没有印出“{number}”。", err=True)
        raise click.exceptions.Exit(1)
    for line in trail_lines(found.entries):
        click.echo(line)


@cli.command()
@click.option("--mend", is_flag=True, help="能稳妥修好的就修好，逐条说明。")
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path, exists=True),
    help="修复时从这份备份（或放备份的文件夹里最新的一份）取真本。",
)
@click.pass_context
def doctor(context: click.Context, source: Path | None, *, mend: bool) -> None:
    """自检：字体、LibreOffice、文件夹、台账、原件，什么好用、缺什么、怎么补。"""
    from pipeline.safekeeping.doctor import examine_office

    if source and not mend:
        raise click.UsageError("--from 要和 --mend 一起用。")
    findings = (*(_mended(context.obj, source) if mend else ()),)
    findings += examine_office(context.obj, _clock())
    for finding in findings:
        click.echo(f"{finding.mark} {finding.subject}：{finding.words}")
    if any(finding.bad for finding in findings):
        raise click.exceptions.Exit(1)


def _mended(root: Path, source: Path | None) -> tuple[Checkup, ...]:
    from pipeline.safekeeping.repair import mend

    with _busy("正在检查并修复"):
        found = mend(root, _clock(), source)
    if not found:
        click.echo("没有要修的。")
    return found


@cli.command()
@click.argument("place", required=False, type=click.Path(path_type=Path))
@click.option("--verify", is_flag=True, help="只核对 PLACE 这份备份，不做新的。")
@_json_option
@click.pass_context
def backup(context: click.Context, place: Path | None, *, verify: bool, as_json: bool) -> None:
    """备份：整个工作目录存成一个文件，写完读回核对。PLACE 是文件或文件夹（默认当前文件夹）。"""
    from pipeline.safekeeping.backup import back_up
    from pipeline.safekeeping.restore import check_backup

    if verify:
        if place is None or not place.is_file():
            raise click.UsageError("请写明要核对哪个备份文件。")
        with _busy("正在核对"):
            path, manifest, notes = place, check_backup(place), tuple[str, ...]()
    else:
        with _busy("正在备份"):
            made = back_up(_workspace(context), _clock(), place)
        path, manifest, notes = made.path, made.manifest, made.notes
    if as_json:
        _print_json({"path": str(path), "notes": list(notes), **_told(manifest)})
    else:
        click.echo(f"{'备份完好' if verify else '已备份'}：{_shown(path)}")
        click.echo(
            f"  {len(manifest.files)} 个文件，{manifest.size / 1024**2:.1f} MB，逐个核对相符"
        )
        _say_head(manifest.head, manifest.events)
        for note in notes:
            click.echo(f"提醒：{note}", err=True)
    if manifest.left_out:
        raise click.exceptions.Exit(1)


def _told(manifest: Manifest) -> dict[str, Any]:
    return {
        "kind": manifest.kind,
        "created": manifest.created,
        "files": len(manifest.files),
        "bytes": manifest.size,
        "head": manifest.head,
        "events": manifest.events,
        "left_out": list(manifest.left_out),
    }


def _say_head(head: str, events: int) -> None:
    click.echo(f"  链首（第{events}条事件）：{head}")
    click.echo("  请另外记下链首；以后 baosong audit verify --head 链首，可知此前的事件都还在。")


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("folder", type=click.Path(path_type=Path))
def restore(file: Path, folder: Path) -> None:
    """恢复：把备份 FILE 恢复成 FOLDER（新的或空的文件夹），逐个核对后才出现。"""
    from pipeline.safekeeping.restore import restore as run

    with _busy("正在核对并恢复"):
        done = run(file, folder)
    click.echo(f"已恢复：{_shown(done.workspace.root)}（{done.manifest.created[:16]} 的备份）")
    click.echo(f"  {len(done.manifest.files)} 个文件和 {done.manifest.events} 条事件逐个核对相符")
    click.echo(f"接着：baosong -w {_shown(done.workspace.root)} doctor")
    for note in done.notes:
        click.echo(f"提醒：{note}", err=True)


@cli.group(cls=ChineseGroup)
def audit() -> None:
    """留痕：核验有没有被改动，封存，打包备查。"""


@audit.command("verify")
@click.argument(
    "file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option("--head", "heads", multiple=True, help="以前记下的链首，或当时的备份、留痕包文件。")
@click.option("--reread", is_flag=True, help="另把每件原件重读一遍，与登记内容核对。")
@_json_option
@click.pass_context
def audit_verify(
    context: click.Context,
    file: Path | None,
    heads: tuple[str, ...],
    *,
    reread: bool,
    as_json: bool,
) -> None:
    """核验事件链、登记内容、原件、印发的文件有没有被改动；给出 FILE 时核验那份备份或留痕包。"""
    from pipeline.safekeeping.audit import verify_office
    from pipeline.safekeeping.verify_archive import head_in, verify_archive

    if file and (heads or reread):
        raise click.UsageError("--head 和 --reread 核验的是工作目录，不能和文件一起用。")
    if file:
        with _busy("正在核验"):
            found = verify_archive(file)
    else:
        known = [head_in(Path(head)) if Path(head).is_file() else head for head in heads]
        if any(len(head) < _HEAD_DIGITS for head in known):
            raise click.UsageError(f"链首至少写前 {_HEAD_DIGITS} 位。")
        with _busy("正在核验"):
            workspace = _workspace(context.find_root())
            found = verify_office(workspace, _clock(), known, again=reread)
    if as_json:
        _print_json(found.as_json())
    else:
        _say_audit(found)
    if found.faults:
        raise click.exceptions.Exit(1)


def _say_audit(found: Audit) -> None:
    for fault in found.faults:
        click.echo(f"不符　{fault}")
    for doubt in found.doubts:
        click.echo(f"存疑　{doubt}", err=True)
    counts = f"事件 {found.events} 条、报送件 {found.submissions} 件、原件 {found.originals} 件、印发文件 {found.papers} 份"
    click.echo(
        f"共 {len(found.faults)} 处不符。{counts}。" if found.faults else f"核验相符：{counts}。"
    )
    _say_head(found.head, found.events)


@audit.command("anchor")
@click.pass_context
def audit_anchor(context: click.Context) -> None:
    """封存：把全部登记内容的指纹记进事件链，给出链首，请另外记下。"""
    from pipeline.safekeeping.audit import anchor

    head, sealed = anchor(_workspace(context.find_root()), _clock())
    click.echo(f"已封存，新增内容指纹 {sealed} 条。")
    click.echo(f"链首：{head}")
    click.echo(
        "请把链首抄下来或发给上级留存；以后 baosong audit verify --head 链首，可知此前的事件都还在。"
    )


@audit.command("bundle")
@click.argument("name")
@click.option("--period", default="", help="只要这一期的报送件（默认各期都要）。")
@click.option("--output", type=click.Path(path_type=Path), help="写到哪个文件或文件夹。")
@click.pass_context
def audit_bundle(context: click.Context, name: str, period: str, output: Path | None) -> None:
    """留痕包：一项任务的原件、核对结果、回执、印发文件、登记簿、事件打成一个包，供检查。"""
    from pipeline.safekeeping.bundle import bundle

    with _busy("正在打包"), _office(context.find_root()) as office:
        made = bundle(office, office.campaign(name), period, output)
    click.echo(f"留痕包：{_shown(made.path)}")
    click.echo(f"  {len(made.manifest.files)} 个文件，写完读回核对相符")
    _say_head(made.manifest.head, made.manifest.events)
    for note in made.notes:
        click.echo(f"提醒：{note}", err=True)


@contextmanager
def _busy(words: str) -> Iterator[None]:
    """Show on a terminal that long work goes on; in a pipe its result says enough."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{words}……"):
        yield


@contextmanager
def _progress() -> Iterator[Callable[[Outcome, int, int], None]]:
    """A progress bar on a terminal, plain lines in a pipe."""
    if not sys.stderr.isatty():
        yield lambda outcome, number, total: click.echo(f"  [{number}/{total}] {_line(outcome)}")
        return
    from rich.progress import Progress

    with Progress(transient=True) as bar:
        task = bar.add_task("处理收件箱", total=None)

        def told(outcome: Outcome, number: int, total: int) -> None:
            bar.update(task, total=total, completed=number, description=outcome.name[:24])

        yield told


def _line(outcome: Outcome) -> str:
    unit = f" {outcome.unit}" if outcome.unit else ""
    name = " ".join(outcome.name.split())  # a name may hold line breaks
    return f"{outcome.fate.said}{unit} ← {name}　{outcome.reason}"


def _say_pass(report: PassReport, *, told_already: bool = False) -> None:
    """Say what became of each file, unless the progress has told it already, and the counts."""
    from pipeline.model.arrival import Fate

    for outcome in report.outcomes:
        waits = outcome.fate is Fate.WAITING
        if outcome.fate is not Fate.IGNORED and (waits or not told_already):
            click.echo(_line(outcome))
    for note in report.notes:
        click.echo(note, err=True)
    counts = "、".join(f"{fate.said} {report.count(fate)}" for fate in Fate if report.count(fate))
    click.echo(f"本轮：{counts or '收件箱里没有新文件'}。")


def _say_issued(issued: Issued) -> None:
    said = "内容未变，仍是" if issued.standing else "已印发"
    click.echo(f"{said}：{issued.number}　{_shown(issued.path)}")
    if issued.pdf:
        click.echo(f"PDF：{_shown(issued.pdf)}")
    for note in issued.notes:
        click.echo(f"提示：{note}", err=True)


def main() -> None:
    """Run the program; whatever fails is said in one sentence, with a log for the rest."""
    from pipeline.errors import PipelineError, describe

    try:
        sys.exit(cli.main(prog_name="baosong", standalone_mode=False) or 0)
    except click.UsageError as error:
        from pipeline.board.usage import usage_fault

        click.echo(f"用法不对：{usage_fault(error)}", err=True)
        sys.exit(2)
    except click.Abort:
        click.echo("已取消。", err=True)
        sys.exit(1)
    except PipelineError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except OSError as error:
        click.echo(f"读写文件失败：{describe(error)}。请检查磁盘和权限后重试。", err=True)
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 - the door: no traceback reaches a secretary
        click.echo(f"程序内部出错，已记入 {_log(error)}，请把它发给维护人员。", err=True)
        sys.exit(1)


def _log(error: Exception) -> Path:
    """Write the traceback where the next person can find it."""
    import tempfile
    import traceback
    from datetime import datetime

    folder = Path(os.environ.get("BAOSONG_WORKSPACE", ".")) / ".baosong" / "logs"
    if not folder.is_dir():
        folder = Path(tempfile.gettempdir())
    path = folder / f"错误-{datetime.now():%Y%m%d-%H%M%S}.log"  # noqa: DTZ005 - a file's name
    path.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    return path


if __name__ == "__main__":
    main()
