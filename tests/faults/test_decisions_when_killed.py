"""A person's decision killed at every step: it is recorded whole and carried out by the next pass, or not at all."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Final

import pytest

from tests.faults.pictures import differences, picture, rows_of
from tests.faults.steps import Step
from tests.story.test_monthly import make_monthly
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
MOVED: Final = (
    *RECORDED,
    Step("登记", "pipeline.receiving.record:record_submission"),
    *ANSWERED[len(RECORDED) :],
)
REVOKED: Final = (
    *RECORDED,
    Step("移出待认领", "pipeline.receiving.advance:release_from_quarantine"),
    Step("记“已清”", "pipeline.receiving.advance:close_arrival"),
)
WITHDRAW: Final = ("withdraw", "东河区.xlsx", *WHY)
MOVE: Final = ("move", "东河区.xlsx", "--period", "2026-08", *WHY)
REVOKE: Final = ("decide", "撤销", "1", *WHY)
EXTEND: Final = ("extend", "全部", "--until", "2026-10-30 18:00", *WHY)
EVERY_DAY: Final = {"记处置：写指纹", "记处置"}
CASES: Final = [
    pytest.param(
        order,
        step,
        when,
        id=f"{order[0]}-{step.label}-{when}",
        marks=[] if order is WITHDRAW and step.label in EVERY_DAY else pytest.mark.long,
    )
    for order, steps in (
        (WITHDRAW, WITHDRAWN),
        (("return", "东河区", *WHY), ANSWERED),
        (("accept", "双溪县.xlsx", *WHY), ANSWERED),
        (MOVE, MOVED),
        (REVOKE, REVOKED),
        (EXTEND, RECORDED),
    )
    for step in steps
    for when in ("before", "after")
]


@pytest.fixture
def worked(
    launcher: Launcher, new_office: Callable[[str], Workspace]
) -> Callable[[str, tuple[str, ...]], Workspace]:
    def made(name: str, order: tuple[str, ...]) -> Workspace:
        office = new_office(name)
        if order is MOVE:
            make_monthly(office)
        drop(office, "东河区.xlsx", form(office, "东河区"))
        wrong = unit_answers(office, "双溪县").with_singles(所属单位总数="很多")
        drop(office, "双溪县.xlsx", form(office, "双溪县", wrong))
        assert launcher.run(office, "process") == 0, launcher.output()
        if order is REVOKE:
            assert launcher.run(office, *WITHDRAW) == 0, launcher.output()
        return office

    return made


_UNDISTURBED: Final[dict[tuple[str, ...], Picture]] = {}


def undisturbed(launcher: Launcher, office: Workspace, order: tuple[str, ...]) -> None:
    """Keep how an office ends in which nothing was killed, which is the same for each step."""
    assert launcher.run(office, *order) == 0, launcher.output()
    assert launcher.run(office, "process") == 0, launcher.output()
    _UNDISTURBED[order] = picture(office)


@pytest.mark.parametrize(("order", "step", "when"), CASES)
def test_a_killed_decision_is_carried_out_whole_or_was_never_recorded(
    launcher: Launcher,
    worked: Callable[[str, tuple[str, ...]], Workspace],
    order: tuple[str, ...],
    step: Step,
    when: str,
) -> None:
    if order not in _UNDISTURBED:
        undisturbed(launcher, worked("未中断", order), order)
    office = worked("中断", order)
    before, told = len(rows_of(office, "decisions")), len(rows_of(office, "events"))

    assert launcher.killed(office, step, when, *order) == DIED, launcher.output()
    if len(rows_of(office, "decisions")) == before:
        assert len(rows_of(office, "events")) == told
        assert launcher.run(office, *order) == 0, launcher.output()
    assert launcher.run(office, "process") == 0, launcher.output()

    assert differences(_UNDISTURBED[order], picture(office)) == []
    assert len(rows_of(office, "decisions")) == before + 1
    assert launcher.run(office, "audit", "verify") == 0, launcher.output()
