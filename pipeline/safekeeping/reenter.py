"""Enter again what the ledger has lost (补登): originals into the quarantine, numbered papers into the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import PipelineError, describe
from pipeline.issuing.reenter_papers import register_lost_papers
from pipeline.ledger.proof import read_proof, reset_proof
from pipeline.office.context import open_office
from pipeline.office.lost_originals import lost_originals
from pipeline.receiving.reregister import register_lost_originals
from pipeline.safekeeping.doctor import Checkup
from pipeline.workbook.worker import reading_worker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipeline.clock import Clock
    from pipeline.office.context import Office
    from pipeline.workspace import Workspace


def reenter_lost(workspace: Workspace, clock: Clock, *, papers: bool) -> Iterator[Checkup]:
    """Enter originals again that have no entry; after a loss also *papers*. Call with the office lock held."""
    try:
        with open_office(workspace, clock) as office:
            yield from _originals(office)
            if papers:
                yield from _papers(office)
    except (PipelineError, OSError) as error:
        words = f"这一次没有补登成：{describe(error)}下次处理时再补登。"
        yield Checkup("看", "待补登", words)


def _originals(office: Office) -> Iterator[Checkup]:
    lost = lost_originals(office.workspace, office.ledger)
    if not lost:
        return
    proof = read_proof(office.ledger.path)
    if proof is None or not proof.recount:
        reset_proof(office.ledger, recount=True)
    with reading_worker() as worker:
        register_lost_originals(office, worker)
    words = (
        f"有 {len(lost)} 件原件不在台账里，已补登到待认领（还在收件箱里的，等下次处理）：{_named(office, lost)}。"
        "收到时间按原件留存的时间；请逐件认领，督办、通报前核对迟报。"
    )
    yield Checkup("看", "待补登", words)


def _papers(office: Office) -> Iterator[Checkup]:
    entered = register_lost_papers(office)
    if entered:
        words = (
            f"有 {len(entered)} 份已编号的文件不在发文登记簿里，已按文件补登：{_named(office, entered)}。"
            "新编的号接在它们后面，“起始号”不用改；请核对是不是都印发过。"
        )
        yield Checkup("看", "发文登记簿", words)


def _named(office: Office, paths: Sequence[Path]) -> str:
    return "、".join(path.relative_to(office.workspace.root).as_posix() for path in paths)
