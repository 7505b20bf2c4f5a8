"""Commands for decisions on what was submitted (处置): 撤回, 人工退回, 采用, 改期别, 延期, 豁免, 撤销."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

import click

from pipeline.commands.complete import campaign_names, unit_names
from pipeline.commands.console import JSON_OPTION, office_of, outcome_line, print_json
from pipeline.commands.help_page import ChineseCommand

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from pipeline.receiving.decide import Decided

    Command = Callable[..., None]

# The English name of each kind, as its own command is called, and the word that is recorded.
_KINDS: Final = {
    "withdraw": "撤回",
    "return": "人工退回",
    "accept": "采用",
    "move": "改期别",
    "extend": "延期",
    "waive": "豁免",
    "revoke": "撤销",
}


@dataclass(frozen=True, slots=True)
class _Details:
    """What completes a decision, or narrows what it is about."""

    reason: str
    campaign: str = ""
    period: str = ""
    of_period: str = ""
    unit: str = ""
    rule: str = ""
    until: str = ""


_OPTIONS: Final = {
    "reason": click.option("--reason", metavar="理由", required=True, help="为什么这样处置，记入台账。"),
    "campaign": click.option(
        "--campaign",
        metavar="任务名",
        default="",
        shell_complete=campaign_names,
        help="哪项任务（几项任务都有时）。",
    ),
    "period": click.option(
        "--period", metavar="期", default="", help="单位的哪一期（默认本期）；改期别时是改到哪一期。"
    ),
    "of_period": click.option(
        "--from", "of_period", metavar="期", default="", help="文件是哪一期收下的（几期都有时）。"
    ),
    "unit": click.option(
        "--unit",
        metavar="单位",
        default="",
        shell_complete=unit_names,
        help="文件里哪个单位的（几个单位都有时）。",
    ),
    "rule": click.option("--rule", metavar="规则", default="", help="豁免哪条核对规则，或“免报”。"),
    "until": click.option(
        "--until", metavar="时间", default="", help="延到什么时候，如 2026-10-15 18:00。"
    ),
}  # fmt: skip


def _options(*names: str) -> Callable[[Command], Command]:
    def decorate(command: Command) -> Command:
        for name in reversed((*names, "reason")):
            command = _OPTIONS[name](command)
        return JSON_OPTION(command)

    return decorate


@click.command(cls=ChineseCommand)
@click.argument("kind", metavar="种类", type=click.Choice([*_KINDS.values(), *_KINDS]))
@click.argument("target", metavar="对象")
@_options("campaign", "period", "of_period", "unit", "rule", "until")
@click.pass_context
def decide(
    context: click.Context, /, kind: str, target: str, *, as_json: bool, **details: str
) -> None:
    """处置已收的报送件：撤回、采用、改期别（对象是文件），人工退回、延期、豁免（对象是单位），撤销（对象是处置的编号）。"""
    _decide(context, _KINDS.get(kind, kind), target, details, as_json=as_json)


@click.command(cls=ChineseCommand)
@click.argument("file", metavar="文件")
@_options("campaign", "of_period", "unit")
@click.pass_context
def withdraw(context: click.Context, /, file: str, *, as_json: bool, **details: str) -> None:
    """撤回：这个文件不再计入，前一版重新有效；文件回到待认领。"""
    _decide(context, "撤回", file, details, as_json=as_json)


@click.command("return", cls=ChineseCommand)
@click.argument("unit", metavar="单位", shell_complete=unit_names)
@_options("campaign", "period")
@click.pass_context
def return_(context: click.Context, /, unit: str, *, as_json: bool, **details: str) -> None:
    """人工退回：这个单位已收的表不再计入，出退回单写明理由。"""
    _decide(context, "人工退回", unit, details, as_json=as_json)


@click.command(cls=ChineseCommand)
@click.argument("file", metavar="文件")
@_options("campaign", "of_period", "unit")
@click.pass_context
def accept(context: click.Context, /, file: str, *, as_json: bool, **details: str) -> None:
    """采用：被退回的这一版有正当理由，计入汇总，出回执。"""
    _decide(context, "采用", file, details, as_json=as_json)


@click.command(cls=ChineseCommand)
@click.argument("file", metavar="文件")
@_options("campaign", "period", "of_period", "unit")
@click.pass_context
def move(context: click.Context, /, file: str, *, as_json: bool, **details: str) -> None:
    """改期别：这个文件不是那一期的，改记到 --period 写的一期，重新核对、答复。"""
    _decide(context, "改期别", file, details, as_json=as_json)


@click.command(cls=ChineseCommand)
@click.argument("unit", metavar="单位|全部", shell_complete=unit_names)
@_options("campaign", "period", "until")
@click.pass_context
def extend(context: click.Context, /, unit: str, *, as_json: bool, **details: str) -> None:
    """延期：这个单位（或全部单位）的截止时间延到 --until 写的时间，迟报随之重算。"""
    _decide(context, "延期", unit, details, as_json=as_json)


@click.command(cls=ChineseCommand)
@click.argument("unit", metavar="单位", shell_complete=unit_names)
@click.argument("rule", metavar="规则")
@_options("campaign", "period", "until")
@click.pass_context
def waive(
    context: click.Context, /, unit: str, rule: str, *, as_json: bool, **details: str
) -> None:
    """豁免：这个单位的表不因这条核对规则退回；规则写“免报”，就是这一期不用报。"""
    _decide(context, "豁免", unit, {**details, "rule": rule}, as_json=as_json)


def _decide(
    context: click.Context, kind: str, target: str, details: dict[str, str], *, as_json: bool
) -> None:
    from pipeline.model.decision import DecisionKind
    from pipeline.receiving.decide import decide as run
    from pipeline.receiving.decision_targets import DecisionOrder

    told = _Details(**details)
    reason = " ".join(told.reason.split())
    if not reason:
        raise click.UsageError("请用 --reason 写明理由，如 --reason 单位来电更正。")
    with office_of(context) as office:
        until = _moment(told.until, office.clock.today())
        known = {each.name: getattr(told, each.name) for each in fields(told)}
        order = DecisionOrder(
            DecisionKind(kind), target, **{**known, "reason": reason, "until": until}
        )
        decided = run(office, order)
    if as_json:
        print_json(_document(decided))
    else:
        _print(decided)
    for note in decided.notes:
        click.echo(note, err=True)


def _moment(written: str, today: date) -> datetime | None:
    from pipeline.campaign.book.deadlines import read_moment

    moment = read_moment(written, today) if written else None
    if written and moment is None:
        raise click.UsageError(
            f"--until 写的是“{written}”，应为 2026-10-15 18:00 这样的日期和时间。"
        )
    return moment


def _print(decided: Decided) -> None:
    click.echo(decided.sentence)
    for outcome in decided.outcomes:
        click.echo(outcome_line(outcome))
    if decided.papers:
        click.echo(
            f"已经印出、用的是原来的数：{'；'.join(decided.papers)}。请重新汇总，需要更正的另行发文。"
        )


def _document(decided: Decided) -> dict[str, object]:
    decision = decided.decision
    return {
        "number": decision.number,
        "kind": decision.kind.value,
        "message": decided.sentence,
        "outdated": list(decided.papers),
        "files": [
            {"name": each.name, "result": each.fate.value, "unit": each.unit, "reason": each.reason}
            for each in decided.outcomes
        ],
    }
