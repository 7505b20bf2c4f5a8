"""Every labelled step of the program, by the name of the function that does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the work: what it is called in the table, the function, and which call of it."""

    label: str
    function: str
    nth: int = 1


# In the order of the work; the batch that they are tried on is that of the test.
RECEIVING: Final = (
    Step("看收件箱", "pipeline.office.process:scan"),
    Step("等文件落定", "pipeline.office.process:settled"),
    Step("留存原件：写临时文件", "pipeline.intake.originals:replace_file"),
    Step("留存原件：落盘", "pipeline.files:os.fsync"),
    Step("留存原件：改名", "pathlib:Path.replace"),
    Step("留存原件：目录落盘", "pipeline.intake.originals:sync_folder"),
    Step("留存原件", "pipeline.office.receive:keep", 2),
    Step("读表", "pipeline.office.examine:open_book"),
    Step("认单位", "pipeline.office.examine:identify"),
    Step("取数", "pipeline.office.examine:read_form"),
    Step("核对", "pipeline.office.examine:check", 2),
    Step("登记：写各表", "pipeline.ledger.store:_insert"),
    Step("登记：写事件", "pipeline.ledger.store:append"),
    Step("登记", "pipeline.office.receive:record"),
    Step("写回执", "pipeline.office.answer:fill"),
    Step("做标记件", "pipeline.office.answer:marked_copy"),
    Step("放出标记件", "pipeline.office.answer:replace_if_changed", 2),
    Step("放出退回单", "pipeline.office.answer:replace_if_changed", 3),
    Step("记已答复", "pipeline.office.receive:mark_answered"),
    Step("清收件箱", "pipeline.office.receive:clear"),
    Step("清收件箱：删除", "pathlib:Path.unlink"),
    Step("记已清", "pipeline.office.receive:mark_cleared"),
    Step("待认领：放副本", "pipeline.intake.quarantine:replace_if_changed", 1),
    Step("待认领：写原因", "pipeline.intake.quarantine:replace_if_changed", 2),
    Step("待认领：写记录", "pipeline.intake.quarantine:replace_if_changed", 3),
    Step("待认领", "pipeline.office.receive:hold"),
    Step("拆压缩包：第一个成员", "pipeline.office.receive:place", 4),
    Step("拆压缩包：第二个成员", "pipeline.office.receive:place", 5),
    Step("看板：情况页", "pipeline.office.boards:replace_if_changed", 1),
    Step("看板：台账", "pipeline.office.boards:replace_if_changed", 2),
    Step("看板", "pipeline.office.process:refresh_boards"),
)
ISSUING: Final = (
    Step("预留文号", "pipeline.office.numbering:reserve"),
    Step("记溯源", "pipeline.office.numbering:save_trail"),
    Step("印发", "pipeline.office.numbering:publish"),
    Step("登记文号", "pipeline.office.numbering:confirm"),
    Step("记印发", "pipeline.office.numbering:append_event"),
    Step("登记簿", "pipeline.office.numbering:_show_register"),
)
CHASING: Final = (
    *ISSUING,
    Step("记催报", "pipeline.office.notices:reminder_event", 1),
)
