"""A disk that fails: reported in plain words, nothing lost, and work resumes when it is mended."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.faults.batches import SOAK, dropped
from tests.faults.pictures import differences, picture
from tests.faults.troubles import ON_THE_DISK, OTHERWISE
from tests.programs import until, waiting_in, watching

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.workspace import Workspace
    from tests.faults.conftest import Launcher
    from tests.faults.disk import Disk
    from tests.faults.pictures import Picture
    from tests.faults.troubles import Trouble

# The traces of a program's own words; commands and formats are named as people type them.
_FOREIGN: Final = re.compile(
    r"Traceback|[A-Z]\w*Error|\bErrno\b|\bexcept|(?<![\w./-])(?!baosong)[A-Za-z]{3,} [a-z]{2,}"
)
EVERY: Final = tuple(each.name for each in ON_THE_DISK)
WATCHED: Final = (
    "磁盘满：登记台账时",
    "发件箱只读",
    "回执正被 Word 打开",
    "磁盘满：看板重写时",
    "收件箱列不出",
)


# The everyday run tries one fault of writing, one of a name that can't be taken, and one under a watcher.
_EVERYDAY: Final = ("磁盘满：原件写到一半", "发件箱只读", "回执正被 Word 打开")
_WATCHED_EVERYDAY: Final = ("发件箱只读",)


def troubles(names: Sequence[str], *everyday: str) -> list[pytest.ParameterSet]:
    """The faults of the disk called so; all are long but those called *everyday*."""
    return [
        pytest.param(each, id=each.name, marks=[] if each.name in everyday else pytest.mark.long)
        for each in ON_THE_DISK
        if each.name in names
    ]


def plain(text: str) -> list[str]:
    """The lines of *text* that a secretary can't read; none where all is in plain Chinese."""
    return [line for line in text.splitlines() if _FOREIGN.search(line)]


@pytest.mark.parametrize("trouble", troubles(EVERY, *_EVERYDAY))
def test_a_pass_over_a_disk_that_fails_loses_nothing(  # noqa: PLR0913, PLR0917 - fixtures
    trouble: Trouble,
    launcher: Launcher,
    disk: Disk,
    started: Workspace,
    received: Picture,
    tmp_path: Path,
) -> None:
    workspace = dropped(started, tmp_path)
    launcher.forget()
    disk.breaks(*trouble.rules)
    for _ in range(trouble.passes):
        launcher.run(workspace, "process")
    disk.mends()
    said, hits = launcher.output(), disk.hits()

    assert hits, "the fault was met"
    assert trouble.said in said
    assert plain(said) == []
    assert launcher.run(workspace, "process") == 0, launcher.output()
    assert differences(received, picture(workspace)) == []


@pytest.mark.parametrize("trouble", troubles(EVERY if SOAK else WATCHED, *_WATCHED_EVERYDAY))
def test_a_watcher_lives_through_a_disk_that_fails(
    trouble: Trouble,
    new_disk: Callable[[str], Disk],
    started: Workspace,
    received: Picture,
    tmp_path: Path,
) -> None:
    workspace = dropped(started, tmp_path)
    disk = new_disk("值守")
    disk.breaks(*trouble.rules)
    with watching(
        workspace, tmp_path / "值守.log", "--every", "5", **disk.environment()
    ) as watcher:
        told = until(lambda: trouble.said in watcher.output() or not watcher.alive)
        assert watcher.alive, watcher.output()
        assert told, watcher.output()
        disk.mends()
        assert disk.hits(), "the fault was met"
        emptied = until(lambda: not waiting_in(workspace))
        assert emptied, watcher.output()
        mended = until(lambda: not differences(received, picture(workspace)), pause=1)
        assert watcher.alive, watcher.output()
        assert mended, differences(received, picture(workspace))
        assert plain(watcher.output()) == []


def test_every_fault_of_the_table_is_tried() -> None:
    tried = "".join(
        path.read_text("utf-8") for path in Path(__file__).parent.glob("test_troubles_*.py")
    )
    named = set(re.findall(r'"([^"\n]+)"', "".join(re.findall(r"@tries\(([^)]*)\)", tried))))
    assert named == {each.name for each in OTHERWISE}
