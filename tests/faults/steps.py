"""Every labelled step of the program, by the name of the function that does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.model.arrival import Step as Arrived
from pipeline.receiving.advance import WALK

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the work: what it is called in the table, the function, and which call of it."""

    label: str
    function: str
    nth: int = 1


# The crash order of the program itself: every step that the ledger records, with all that leads to the next.
_WALKED: Final = {
    Arrived.ARRIVED: "办理：留存原件",
    Arrived.KEPT: "办理：认领、核对、登记",
    Arrived.RECORDED: "办理：答复",
    Arrived.PUBLISHED: "办理：清收件箱",
}
WALKED: Final = tuple(
    Step(_WALKED[step], f"pipeline.receiving.advance:WALK[{step.name}]") for step in WALK
)
# In the order of the work; the batch that they are tried on is that of the test.
RECEIVING: Final = (
    *WALKED,
    Step("看收件箱", "pipeline.receiving.run:scan"),
    Step("等文件落定", "pipeline.receiving.run:find_stable"),
    Step("留存原件：抄到临时文件", "pipeline.receiving.case:spool"),
    Step("留存原件：落盘", "pipeline.intake.originals:os.fsync"),
    Step("记“已到”", "pipeline.receiving.case:begin_arrival"),
    Step("留存原件：改名", "pipeline.intake.originals:rename_file"),
    Step("留存原件：目录落盘", "pipeline.intake.originals:sync_folder"),
    Step("留存原件", "pipeline.receiving.advance:keep", 2),
    Step("记“已留存”", "pipeline.receiving.advance:set_step", 1),
    Step("读表", "pipeline.receiving.examine:open_book"),
    Step("认单位", "pipeline.receiving.examine:identify"),
    Step("取数", "pipeline.receiving.examine:read_as_defined"),
    Step("核对", "pipeline.receiving.examine:check", 2),
    Step("登记：写各表", "pipeline.ledger.arrivals:insert_submission"),
    Step("登记：写事件", "pipeline.ledger.arrivals:append"),
    Step("登记：写旁证", "pipeline.ledger.store:save_proof"),
    Step("登记", "pipeline.receiving.record:record_submission"),
    Step("写回执", "pipeline.products.replies:fill"),
    Step("做标记件", "pipeline.receiving.reply:mark_copy"),
    Step("放出标记件", "pipeline.receiving.reply:replace_if_changed", 2),
    Step("放出退回单", "pipeline.receiving.reply:replace_if_changed", 3),
    Step("记“已答复”", "pipeline.receiving.advance:record_publication"),
    Step("清收件箱：移开", "pipeline.intake.clearing:_move_aside"),
    Step("清收件箱", "pipeline.receiving.advance:clear"),
    Step("记“已清”", "pipeline.receiving.advance:close_arrival"),
    Step("待认领：放副本", "pipeline.intake.quarantine:copy_file", 1),
    Step("待认领：写原因", "pipeline.intake.quarantine:replace_if_changed", 1),
    Step("待认领：写记录", "pipeline.intake.quarantine:replace_if_changed", 2),
    Step("待认领", "pipeline.receiving.record:quarantine"),
    Step("记“待认领”", "pipeline.receiving.record:record_fate", 1),
    Step("拆压缩包：第一个成员", "pipeline.receiving.unpack:part_case", 1),
    Step("拆压缩包：第二个成员", "pipeline.receiving.unpack:part_case", 2),
    Step("记“解开”", "pipeline.receiving.record:record_fate", 2),
    Step("记“重复”", "pipeline.receiving.record:record_fate", 3),
    Step("看板：情况页", "pipeline.office.boards:replace_if_changed", 1),
    Step("看板：台账", "pipeline.office.boards:replace_if_changed", 2),
    Step("看板", "pipeline.receiving.run:refresh_boards"),
)
# Those that every form goes through; each is called once for a batch of one right form.
ONE_FORM: Final = (
    *WALKED,
    Step("抄写", "pipeline.receiving.case:spool"),
    Step("记“已到”", "pipeline.receiving.case:begin_arrival"),
    Step("留存原件", "pipeline.receiving.advance:keep"),
    Step("读表", "pipeline.receiving.examine:open_book"),
    Step("认单位、取数、核对", "pipeline.receiving.advance:examine_case"),
    Step("登记", "pipeline.receiving.record:record_submission"),
    Step("答复", "pipeline.receiving.advance:reply"),
    Step("记“已答复”", "pipeline.receiving.advance:record_publication"),
    Step("清收件箱", "pipeline.receiving.advance:clear"),
    Step("记“已清”", "pipeline.receiving.advance:close_arrival"),
    Step("看板", "pipeline.receiving.run:refresh_boards"),
)
ISSUING: Final = (
    Step("预留文号", "pipeline.issuing.issue:reserve"),
    Step("预留文号：写旁证", "pipeline.ledger.store:save_proof", 1),
    Step("记溯源", "pipeline.issuing.issue:save_trail"),
    Step("记下文件的路径和指纹", "pipeline.issuing.issue:assign_paper"),
    Step("印发", "pipeline.issuing.issue:publish"),
    Step("登记文号：写旁证", "pipeline.ledger.store:save_proof", 3),
    Step("登记文号", "pipeline.issuing.issue:confirm"),
    Step("登记簿", "pipeline.issuing.issue:register_workbook"),
)
# Of what a person does with numbers: 编号 of a finished document, 预留, 作废.
NUMBERING: Final = (
    Step("编号：核对版面上的号", "pipeline.issuing.number_document:year_of_paper"),
    Step("编号：预留文号", "pipeline.issuing.issue:reserve"),
    Step("编号：把号写上版面", "pipeline.issuing.number_document:run_on_file", 2),
    Step("编号：记下文件的路径和指纹", "pipeline.issuing.issue:assign_paper"),
    Step("编号：放出文件", "pipeline.issuing.issue:publish"),
    Step("编号：登记文号", "pipeline.issuing.issue:confirm"),
)
BY_PERSON: Final = (
    Step("预留一个号", "pipeline.issuing.void_numbers:hold"),
    Step("作废一个号", "pipeline.issuing.void_numbers:void"),
)


def section() -> Iterator[tuple[str, str]]:
    """The rows of docs/故障.md: a step of the work, and what a kill before or after it comes to."""
    for step in RECEIVING:
        yield step.label, "再次启动后接着办完，结果与没有中断的一样"
    for step in ISSUING:
        yield step.label, "再次启动后只有一份、一个号；没有用上的号作废并写明原因"
    for step in NUMBERING:
        yield step.label, "再编一次，只有一份、一个号；预留的号仍然留着"
    for step in BY_PERSON:
        yield step.label, "再做一次，只记一笔"
