"""Every hostile file is refused with its reason, or read harmlessly, within bounds; the next one is read."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

import pytest

from pipeline.intake.scan import scan
from pipeline.intake.stability import find_stable
from pipeline.model.arrival import Fate
from pipeline.workbook.worker import reading_worker
from tests.hostile.measure import measured, peak_mb
from tests.hostile.packages import GOOD
from tests.hostile.table import CASES
from tests.submissions import drop, form, one_pass

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.workbook.worker import Worker
    from pipeline.workspace import Workspace
    from tests.hostile.cases import Case

# Two processor seconds are what is promised of an idle machine; a busy one counts its waiting for
# memory and its other core's work as processor time too, hence the margin.
CPU_S = 2.0 * 2.5
CHILD_MB = 300


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with reading_worker() as started:
        yield started


@pytest.fixture
def fresh_child(worker: Worker) -> Worker:
    """The worker, with a new child where the last one has used much: a peak is never of another file."""
    if peak_mb(worker.pid) > CHILD_MB / 4:
        worker.stop()
    return worker


@pytest.mark.skipif(sys.platform != "linux", reason="measures with what Linux tells of a process")
@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case.case, marks=pytest.mark.long if case.long else [])
        for case in CASES
    ],
)
def test_a_hostile_file_is_refused_or_read_within_bounds(case: Case, fresh_child: Worker) -> None:
    content = case.make()

    cost = measured(content, "东河区报送表.xlsx", fresh_child)

    values = tuple(
        cell.value for book in cost.books for grid in book.sheets for cell in grid.cells.values()
    )
    assert values == case.cells
    assert bool(cost.books) is case.read
    if case.words:
        assert any(re.search(case.words, reason) for reason in cost.reasons), cost.reasons
    else:
        assert cost.reasons == ()
    assert all(
        re.search(r"[\x00-\x1f\u202a-\u202e]|^/|\.\./|:", name) is None for name in cost.names
    )
    assert fresh_child.crashes == 0
    assert 0 <= cost.child_cpu_s + cost.own_cpu_s <= CPU_S
    assert 0 <= cost.child_mb <= CHILD_MB
    assert fresh_child.read(GOOD, "下一份.xlsx").sheets


def test_what_is_no_file_is_passed_over_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").mkdir()
    (tmp_path / "x.xlsx" / "里面.xlsx").write_bytes(GOOD)
    (tmp_path / "链接.xlsx").symlink_to("/etc/hostname")
    (tmp_path / "绕圈").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "管道.xlsx")
    (tmp_path / "东河区\u202excod\x1b.xlsx").write_bytes(GOOD)

    looks, ignored = scan(tmp_path)

    assert {item.name: item.reason for item in ignored} == {
        "x.xlsx": "这是文件夹，不是表格文件；里面的文件照常处理",
        "链接.xlsx": "这是链接，不是文件本身，请放入文件",
        "绕圈": "这是链接，不是文件本身，请放入文件",
        "管道.xlsx": "不是普通文件（管道、设备等）",
    }
    assert [look.name for look in looks] == ["x.xlsx/里面.xlsx", "东河区\u202excod\x1b.xlsx"]
    assert len(find_stable(looks, looks)[0]) == len(looks)


def test_a_pass_over_hostile_files_answers_each_and_receives_the_good_one(fresh: Workspace) -> None:
    small = [case for case in CASES if case.case in _SMALL]
    for number, case in enumerate(small):
        drop(fresh, f"来件{number}", case.make())
    drop(fresh, "东河区.xlsx", form(fresh, "东河区"))

    outcomes = {each.name: each for each in one_pass(fresh).outcomes}

    for number, case in enumerate(small):
        outcome = outcomes[f"来件{number}"]
        assert outcome.fate is Fate.QUARANTINED
        assert re.search(case.words, outcome.reason), (case.case, outcome.reason)
    assert outcomes["东河区.xlsx"].fate is Fate.ACCEPTED


_SMALL = {
    "传了一半的 .xlsx",
    "解开有 200 MB 的 .xlsx（压缩炸弹）",
    "XML 实体层层展开（billion laughs），在工作表里",
    "设了打开密码的 .xls",
    "扇区链首尾相接、没有尽头的 .xls",
    "最后一格里有内容的 .xlsb",
    "空文件（0 字节）",
    "三千层嵌套的邮件",
    "用 LZMA 压缩、要 4 GB 字典的压缩包",
}
