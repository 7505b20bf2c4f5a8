"""Commands that keep an office safe and its records checkable: 备份, 恢复, 留痕."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from pipeline.commands.complete import campaign_names
from pipeline.commands.console import (
    EXISTING_FILE,
    JSON_OPTION,
    busy,
    clock,
    command_line,
    office_of,
    print_json,
    shown,
    workspace_of,
)
from pipeline.commands.help_page import ChineseCommand, ChineseGroup

if TYPE_CHECKING:
    from pipeline.safekeeping.archive_reader import Manifest
    from pipeline.safekeeping.audit import Audit

_HEAD_DIGITS: Final = 16  # of a chain head, to be taken for one


@click.command(cls=ChineseCommand)
@click.argument("place", metavar="[位置]", required=False, type=click.Path(path_type=Path))
@click.option("--verify", is_flag=True, help="只核对这份备份，不做新的。")
@JSON_OPTION
@click.pass_context
def backup(context: click.Context, place: Path | None, *, verify: bool, as_json: bool) -> None:
    """备份：整个工作目录存成一个文件，写完读回核对。位置是文件或文件夹（默认当前文件夹）。"""
    from pipeline.safekeeping.backup import back_up
    from pipeline.safekeeping.restore import check_backup

    if verify:
        if place is None or not place.is_file():
            raise click.UsageError("请写明要核对哪个备份文件。")
        with busy("正在核对"):
            path, manifest, notes = place, check_backup(place), tuple[str, ...]()
    else:
        with busy("正在备份"):
            made = back_up(workspace_of(context), clock(), place)
        path, manifest, notes = made.path, made.manifest, made.notes
    if as_json:
        print_json({"path": str(path), "notes": list(notes), **_facts(manifest)})
    else:
        click.echo(f"{'备份完好' if verify else '已备份'}：{shown(path)}")
        click.echo(
            f"  {len(manifest.files)} 个文件，{manifest.size / 1024**2:.1f} MB，逐个核对相符"
        )
        _print_head(manifest.head, manifest.events)
        for note in notes:
            click.echo(f"提醒：{note}", err=True)
    if manifest.left_out:
        raise click.exceptions.Exit(1)


def _facts(manifest: Manifest) -> dict[str, Any]:
    return {
        "kind": manifest.kind,
        "created": manifest.created,
        "files": len(manifest.files),
        "bytes": manifest.size,
        "head": manifest.head,
        "events": manifest.events,
        "left_out": list(manifest.left_out),
    }


def _print_head(head: str, events: int) -> None:
    click.echo(f"  链首（第{events}条事件）：{head}")
    click.echo("  请另外记下链首；以后 baosong audit verify --head 链首，可知此前的事件都还在。")


@click.command(cls=ChineseCommand)
@click.argument("file", metavar="备份", type=EXISTING_FILE)
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
def restore(file: Path, folder: Path) -> None:
    """恢复：把备份恢复到新的或空的文件夹，逐个核对后才出现。"""
    from pipeline.safekeeping.restore import restore as run

    with busy("正在核对并恢复"):
        done = run(file, folder)
    click.echo(f"已恢复：{shown(done.workspace.root)}（{done.manifest.created[:16]} 的备份）")
    click.echo(f"  {len(done.manifest.files)} 个文件和 {done.manifest.events} 条事件逐个核对相符")
    click.echo(f"接着：{command_line(done.workspace.root, 'doctor')}")
    for note in done.notes:
        click.echo(f"提醒：{note}", err=True)


@click.group(cls=ChineseGroup, chinese={"verify": "核验", "anchor": "封存", "bundle": "打包"})
def audit() -> None:
    """留痕：核验有没有被改动，封存，打包备查。"""


@audit.command("verify")
@click.argument("file", metavar="[文件]", required=False, type=EXISTING_FILE)
@click.option(
    "--head",
    "heads",
    metavar="链首",
    multiple=True,
    help="以前记下的链首，或当时的备份、留痕包文件。",
)
@click.option("--reread", is_flag=True, help="另把每件原件重读一遍，与登记内容核对。")
@JSON_OPTION
@click.pass_context
def audit_verify(
    context: click.Context,
    file: Path | None,
    heads: tuple[str, ...],
    *,
    reread: bool,
    as_json: bool,
) -> None:
    """核验事件链、登记内容、原件、印发的文件有没有被改动；给出文件时核验那份备份或留痕包。"""
    from pipeline.safekeeping.audit import verify_office
    from pipeline.safekeeping.verify_archive import head_in, verify_archive

    if file and (heads or reread):
        raise click.UsageError("--head 和 --reread 核验的是工作目录，不能和文件一起用。")
    if file:
        with busy("正在核验"):
            found = verify_archive(file)
    else:
        known = [head_in(Path(head)) if Path(head).is_file() else head for head in heads]
        if any(len(head) < _HEAD_DIGITS for head in known):
            raise click.UsageError(f"链首至少写前 {_HEAD_DIGITS} 位。")
        with busy("正在核验"):
            workspace = workspace_of(context)
            found = verify_office(workspace, clock(), known, reread=reread)
    if as_json:
        print_json(found.as_json())
    else:
        _print_audit(found)
    if found.faults:
        raise click.exceptions.Exit(1)


def _print_audit(found: Audit) -> None:
    for fault in found.faults:
        click.echo(f"不符　{fault}")
    for doubt in found.doubts:
        click.echo(f"存疑　{doubt}", err=True)
    counts = f"事件 {found.events} 条、报送件 {found.submissions} 件、原件 {found.originals} 件、印发文件 {found.papers} 份"
    click.echo(
        f"共 {len(found.faults)} 处不符。{counts}。" if found.faults else f"核验相符：{counts}。"
    )
    _print_head(found.head, found.events)


@audit.command("anchor")
@click.pass_context
def audit_anchor(context: click.Context) -> None:
    """封存：把全部登记内容的指纹记进事件链，给出链首，请另外记下。"""
    from pipeline.safekeeping.audit import anchor

    head, sealed = anchor(workspace_of(context), clock())
    click.echo(f"已封存，新增内容指纹 {sealed} 条。")
    click.echo(f"链首：{head}")
    click.echo(
        "请把链首抄下来或发给上级留存；以后 baosong audit verify --head 链首，可知此前的事件都还在。"
    )


@audit.command("bundle")
@click.argument("name", metavar="任务名", shell_complete=campaign_names)
@click.option("--period", metavar="期", default="", help="只要这一期的报送件（默认各期都要）。")
@click.option(
    "--output", metavar="位置", type=click.Path(path_type=Path), help="写到哪个文件或文件夹。"
)
@click.pass_context
def audit_bundle(context: click.Context, name: str, period: str, output: Path | None) -> None:
    """留痕包：一项任务的原件、核对结果、回执、印发文件、登记簿、事件打成一个包，供检查。"""
    from pipeline.safekeeping.bundle import bundle

    with busy("正在打包"), office_of(context) as office:
        made = bundle(office, office.campaign(name), period, output)
    click.echo(f"留痕包：{shown(made.path)}")
    click.echo(f"  {len(made.manifest.files)} 个文件，写完读回核对相符")
    _print_head(made.manifest.head, made.manifest.events)
    for note in made.notes:
        click.echo(f"提醒：{note}", err=True)
