"""Examine the computer and the office (自检): what works, what is missing, and how to repair it."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError
from pipeline.intake.errors import InboxUnreachable
from pipeline.intake.originals import find_damaged, find_original
from pipeline.intake.quarantine import quarantined_files
from pipeline.ledger.errors import LedgerDamaged, LedgerMissing, LedgerShortened
from pipeline.ledger.read import original_digests
from pipeline.ledger.register import list_numbers
from pipeline.ledger.verify import ledger_faults
from pipeline.model.document_number import Status, printed_number
from pipeline.office.context import open_office
from pipeline.official.rendering.render import find_renderer, missing_fonts
from pipeline.safekeeping.compare import compare_office, paper_fault
from pipeline.safekeeping.doctor_watcher import inbox_findings, watcher_findings
from pipeline.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.clock import Clock
    from pipeline.office.context import Office
    from pipeline.workspace import Workspace

_FREE_BYTES_AT_LEAST = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Checkup:
    """Result of one check: ``mark`` is 好, 缺 (something optional is missing) or 坏 (needs a person).

    A repair has also 修 for what was repaired and 看 for what a person should look at now.
    """

    mark: str
    subject: str
    words: str

    @property
    def bad(self) -> bool:
        """Return whether the office can't work properly until it is repaired."""
        return self.mark == "坏"


def examine_office(root: Path, clock: Clock) -> tuple[Checkup, ...]:
    """Return the checkups of the computer (自检), and of the workspace at *root* if there is one."""
    checkups = list(_computer())
    try:
        workspace = open_workspace(root)
        with open_office(workspace, clock) as office:
            checkups += _folders(workspace)
            checkups += (Checkup(*fields) for fields in watcher_findings(office))
            checkups += _records(office)
    except (LedgerMissing, LedgerShortened, LedgerDamaged) as error:
        checkups.append(Checkup("坏", "台账", str(error)))
    except PipelineError as error:
        checkups.append(Checkup("坏", "工作目录", str(error)))
    return tuple(checkups)


def _computer() -> Iterator[Checkup]:
    renderer = find_renderer()
    if renderer is None:
        words = "没有找到 LibreOffice：不能出 PDF，版面只能按文件核对，渲染项记“未核验”。安装 LibreOffice 7 或更新版本即可。"
        yield Checkup("缺", "PDF 渲染", words)
    else:
        yield Checkup("好", "PDF 渲染", str(renderer))
    missing = missing_fonts()
    if missing:
        words = f"未安装 {'、'.join(missing)}：预览用替代字体（字体未核验）；正式印发请在装有这些字体的电脑上打开。"
        yield Checkup("缺", "公文字体", words)
    else:
        yield Checkup("好", "公文字体", "齐全")


def _folders(workspace: Workspace) -> Iterator[Checkup]:
    for name, folder in (
        ("收件箱", workspace.inbox),
        ("发件箱", workspace.outbox),
        ("记录", workspace.hidden),
    ):
        if os.access(folder, os.W_OK | os.R_OK):
            yield Checkup("好", name, str(folder))
        else:
            yield Checkup("坏", name, f"{folder} 不能读写，请检查文件夹权限。")
    free = shutil.disk_usage(workspace.root).free
    if free < _FREE_BYTES_AT_LEAST:
        yield Checkup("坏", "磁盘", f"只剩 {free // 1024 // 1024} MB，请清理出至少 200 MB。")
    else:
        yield Checkup("好", "磁盘", f"剩余 {free // 1024**3} GB")
    try:
        for fields in inbox_findings(workspace):
            yield Checkup(*fields)
    except InboxUnreachable as error:
        yield Checkup("坏", "收件箱", str(error))


def _records(office: Office) -> Iterator[Checkup]:
    for sentence in office.book_faults:
        yield Checkup("坏", "任务书", sentence)
    if office.campaigns:
        yield Checkup("好", "任务书", "、".join(campaign.name for campaign in office.campaigns))
    for sentence in ledger_faults(office.ledger):
        yield Checkup("坏", "台账", sentence)
    broken = find_damaged(office.workspace)
    if broken:
        yield Checkup(
            "坏", "原件", f"{len(broken)} 件内容与指纹不符：{'、'.join(broken)}。请从备份恢复。"
        )
    lost = [
        digest
        for digest in original_digests(office.ledger)
        if not find_original(office.workspace, digest)
    ]
    if lost:
        yield Checkup(
            "坏", "原件", f"台账里有 {len(lost)} 件找不到原件：{'、'.join(lost)}。请从备份恢复。"
        )
    differences = tuple(_differences(office))
    yield from differences
    if not broken and not lost and not any(item.bad for item in differences):
        yield Checkup("好", "原件与台账", "逐件核对一致")
    quarantined = quarantined_files(office.workspace)
    if quarantined:
        names = "；".join(f"{item.name}：{item.reason}" for item in quarantined)
        yield Checkup("缺", "待认领", names)


def _differences(office: Office) -> Iterator[Checkup]:
    """Yield the differences between originals, ledger and outbox (三方核对)."""
    register = list_numbers(office.ledger)
    for number in register:
        fault = paper_fault(office.workspace, number) if number.status is Status.CONFIRMED else ""
        if fault:
            yield Checkup("坏", "印发的文件", f"{printed_number(number)}（{number.path}）：{fault}")
    compared = compare_office(office.workspace, office.ledger, register)
    for sentence in compared.faults:
        yield Checkup("坏", "三方核对", sentence)
    for sentence in compared.notes:
        yield Checkup("缺", "三方核对", sentence)
