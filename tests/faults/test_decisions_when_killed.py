"""A person's decision killed at every step: it is recorded whole and carried out by the next pass, or not at all."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Final

import pytest

from pipeline.setup.init import EXAMPLE
from tests.faults.pictures import differences, picture, rows_of
from tests.faults.steps import Step
from tests.submissions import drop, form, unit_answers

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.workspace import Workspace
    from tests.faults.conftest import Launcher
    from tests.faults.pictures import Picture

DIED = -signal.SIGKILL
WHY: Final = ("--reason", "单位来电更正")
RECORDED: Final = (
    Step("定下处置", "pipeline.receiving.decide:plan"),
    Step("记处置：写事件", "pipeline.ledger.decisions:append", 1),
    Step("记处置：写指纹", "pipeline.ledger.decisions:append", 2),
    Step("记处置：写旁证", "pipeline.ledger.store:save_proof", 1),
    Step("记处置", "pipeline.receiving.decide:record_decision"),
)
WITHDRAWN: Final = (
    *RECORDED,
    Step("待认领：放副本", "pipeline.intake.quarantine:copy_file", 1),
    Step("待认领", "pipeline.receiving.record:quarantine"),
    Step("记“待认领”", "pipeline.receiving.record:record_fate"),
    Step("记“已清”", "pipeline.receiving.advance:close_arrival"),
    Step("看板", "pipeline.receiving.decide:refresh_boards"),
)
ANSWERED: Final = (
    *RECORDED,
    Step("答复", "pipeline.receiving.advance:reply"),
    Step("记“已答复”", "pipeline.receiving.advance:record_publication"),
    Step("记“已清”", "pipeline.receiving.advance:close_arrival"),
    Step("看板", "pipeline.receiving.decide:refresh_boards"),
)
CASES: Final = [
    *((("withdraw", "东河区.xlsx", *WHY), step) for step in WITHDRAWN),
    *((("return", "东河区", *WHY), step) for step in ANSWERED),
    *((("accept", "双溪县.xlsx", *WHY), step) for step in ANSWERED),
    *((("extend", "全部", "--until", "2026-10-30 18:00", *WHY), step) for step in RECORDED),
]


@pytest.fixture
def worked(launcher: Launcher, new_office: Callable[[str], Workspace]) -> Callable[[str], Workspace]:  # fmt: skip
    def made(name: str) -> Workspace:
        office = new_office(name)
        drop(office, "东河区.xlsx", form(office, "东河区"))
        wrong = unit_answers(office, "双溪县").with_singles(所属单位总数="很多")
        drop(office, "双溪县.xlsx", form(office, "双溪县", wrong))
        assert launcher.run(office, "process") == 0, launcher.output()
        return office

    return made


_UNDISTURBED: Final[dict[tuple[str, ...], Picture]] = {}


def undisturbed(launcher: Launcher, office: Workspace, order: tuple[str, ...]) -> Picture:
    if order not in _UNDISTURBED:
        assert launcher.run(office, *order) == 0, launcher.output()
        assert launcher.run(office, "process") == 0, launcher.output()
        _UNDISTURBED[order] = picture(office)
    return _UNDISTURBED[order]


@pytest.mark.parametrize(
    ("order", "step"), CASES, ids=lambda part: part.label if isinstance(part, Step) else part[0]
)
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_killed_decision_is_carried_out_whole_or_was_never_recorded(
    launcher: Launcher,
    worked: Callable[[str], Workspace],
    order: tuple[str, ...],
    step: Step,
    when: str,
) -> None:
    expected = undisturbed(launcher, worked("未中断"), order)
    office = worked("中断")

    assert launcher.killed(office, step, when, *order) == DIED, launcher.output()
    if not rows_of(office, "decisions"):
        assert [row for row in rows_of(office, "events") if row["action"] in order] == []
        assert launcher.run(office, *order) == 0, launcher.output()
    assert launcher.run(office, "process") == 0, launcher.output()

    assert differences(expected, picture(office)) == []
    assert len(rows_of(office, "decisions")) == 1
    assert launcher.run(office, "audit", "verify") == 0, launcher.output()
    assert launcher.run(office, "status", EXAMPLE) == 0, launcher.output()
