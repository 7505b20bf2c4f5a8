"""Commands for single documents: 排版, 校对, 用印, 溯源."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.console import (
    EXISTING_FILE,
    JSON_OPTION,
    PDF_OPTION,
    clock,
    gathered,
    office_of,
    office_root_near,
    print_json,
    shown,
)
from pipeline.commands.help_page import ChineseCommand

if TYPE_CHECKING:
    from pipeline.model.verdict import Verdict
    from pipeline.sandbox.run import Sandbox


@dataclass(frozen=True, slots=True)
class _Correction:
    """The options for a corrected copy (改正稿)."""

    fix: bool
    output: Path | None


@click.command(cls=ChineseCommand)
@click.argument("file", metavar="文件", type=EXISTING_FILE)
@click.option("--quick", is_flag=True, help="不渲染页面，只看文件。")
@click.option("--fix", is_flag=True, help="另存一份改正稿：只改不影响意思的，逐条列出。")
@click.option("--output", metavar="文件", type=click.Path(path_type=Path), help="改正稿写到哪里。")
@JSON_OPTION
@gathered("correction", _Correction)
@click.pass_context
def inspect(
    context: click.Context, file: Path, correction: _Correction, *, quick: bool, as_json: bool
) -> None:
    """对照 GB/T 9704 校对一份 Word 公文。"""
    from pipeline.board.terminal import verdict_lines
    from pipeline.issuing.copies import write_corrected_copy
    from pipeline.official.inspection.inspect import inspect as run
    from pipeline.sandbox.run import Sandbox

    changes: tuple[str, ...] = ()
    fix = correction.fix
    with Sandbox.open() as sandbox:
        if fix:
            file, changes = write_corrected_copy(file, correction.output, sandbox)
        found = run(file, render=not quick, sandbox=sandbox)
        typed = _number_verdicts(context, file, sandbox)
    found = replace(found, verdicts=(*found.verdicts, *typed))
    if as_json:
        print_json({**found.as_json(), **({"changes": list(changes)} if fix else {})})
        return
    for change in changes:
        click.echo(f"已改　{change}")
    if fix:
        click.echo(f"改正稿：{shown(file)}，校对如下。")
    for line in verdict_lines(found.verdicts):
        click.echo(line)


def _number_verdicts(context: click.Context, file: Path, sandbox: Sandbox) -> tuple[Verdict, ...]:
    """Return the verdict on the document's number by the register of the office it belongs to, if there is one."""
    from pipeline.issuing.typed_numbers import typed_verdicts
    from pipeline.workspace import Workspace

    root = office_root_near(context, file)
    return () if root is None else typed_verdicts(Workspace(root), clock(), file, sandbox)


@dataclass(frozen=True, slots=True)
class _Layout:
    """The options that say how a draft is set."""

    kind: str
    output: Path | None
    template: Path | None
    profile: str
    duplex: bool
    seals: tuple[Path, ...]
    pdf: bool


@click.command(cls=ChineseCommand)
@click.argument("file", metavar="文件", type=EXISTING_FILE)
@click.option(
    "--kind",
    metavar="文种",
    default="",
    help="文种，如 通知、会议通知、请示、函、纪要、简报、讲话；默认看标题。",
)
@click.option(
    "--output",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="写到哪个文件或文件夹（默认与文稿同一处）。",
)
@click.option(
    "--template",
    metavar="模板",
    help="用本单位的红头模板（.docx）排，而不用自带版式。",
    type=EXISTING_FILE,
)
@click.option("--unsealed", is_flag=True, help="不盖章公文的署名格式。")
@click.option(
    "--profile",
    default="国标页边",
    type=click.Choice(["国标页边", "补偿页边"]),
    help="版面方案：上白边 37 毫米（默认），或软件页边 34.58 毫米（使字迹更贴近 37 毫米）。",
)
@click.option("--duplex", is_flag=True, help="双面印刷：版记排在偶数页。")
@click.option(
    "--seal",
    "seals",
    metavar="图片",
    multiple=True,
    help="印章图片（PNG，底色透明），联合行文按署名顺序给多个。",
    type=EXISTING_FILE,
)
@PDF_OPTION
@JSON_OPTION
@gathered("layout", _Layout)
@click.pass_context
def typeset(
    context: click.Context, file: Path, layout: _Layout, *, unsealed: bool, as_json: bool
) -> None:
    """把文稿（.txt、.md、.docx）排成公文，一个字不改。"""
    from pipeline.issuing.typeset import TypesetOrder
    from pipeline.issuing.typeset import typeset as run
    from pipeline.model.verdict import Result
    from pipeline.sandbox.run import Sandbox

    order = TypesetOrder(sealed=not unsealed, **asdict(layout))
    with Sandbox.open() as sandbox:
        made = run(file, order, clock().now(), sandbox)
        typed = _number_verdicts(context, made.path, sandbox)
    notes = (f"{each.message}。" for each in typed if each.result is not Result.PASSED)
    made = replace(made, notes=(*made.notes, *notes))
    if as_json:
        print_json(made.as_json())
        return
    click.echo(f"已排成{made.kind}：{shown(made.path)}")
    if made.pdf:
        click.echo(f"PDF：{shown(made.pdf)}")
    for line, fix in made.fixes:
        click.echo(
            f"已改 第{line}行 {fix.rule}：“{fix.before}”→“{fix.after}”（{fix.context.strip()}）"
        )
    for note in made.notes:
        click.echo(f"提醒：{note}", err=True)


@click.command(cls=ChineseCommand)
@click.argument("document", metavar="文件", type=EXISTING_FILE)
@click.option(
    "--seal",
    "pictures",
    metavar="图片",
    multiple=True,
    required=True,
    help="印章图片（PNG，底色透明），联合行文按署名顺序给多个。",
    type=EXISTING_FILE,
)
@click.option("--width", "width_mm", metavar="毫米", default=42, help="章的直径，默认 42 毫米。")
@PDF_OPTION
def seal(document: Path, pictures: tuple[Path, ...], width_mm: int, *, pdf: bool) -> None:
    """在公文的署名和成文日期上加盖本机关的印章图片，另存一份。"""
    from pipeline.issuing.copies import seal_document
    from pipeline.issuing.pdf import convert_to_pdf
    from pipeline.sandbox.run import Sandbox

    with Sandbox.open() as sandbox:
        made = seal_document(document, pictures, width_mm, sandbox)
    click.echo(f"用印：{shown(made)}")
    if pdf:
        click.echo(f"PDF：{shown(convert_to_pdf([made])[0])}")


@click.command(cls=ChineseCommand)
@click.argument("document", metavar="文件", type=EXISTING_FILE)
@click.argument("number", metavar="[数字]", default="")
@click.pass_context
def trace(context: click.Context, document: Path, number: str) -> None:
    """印出来的数字从哪个文件、哪张表、哪一格来。数字也可以写单元格，如 F12。"""
    from pipeline.board.terminal import trail_lines
    from pipeline.issuing.trace import trace as run

    with office_of(context) as office:
        found = run(office, document, number)
    if found.altered:
        click.echo(f"{found.name} 印发后改动过，以下是印发时的来源。", err=True)
    if not found.entries and number:
        click.echo(f"{found.name} 里没有印出“{number}”。", err=True)
        raise click.exceptions.Exit(1)
    if not found.entries:
        click.echo(f"{found.name} 里没有印出由报送数据得来的数字。")
    for line in trail_lines(found.entries):
        click.echo(line)
