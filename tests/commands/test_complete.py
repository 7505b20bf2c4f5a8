"""The shell is offered campaigns, units and kinds, in any state of the workspace."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pipeline.workspace import Workspace

ROOT = Path(__file__).parents[2]


def completed(*words: str, cwd: Path = ROOT) -> list[str]:
    """The program's completions of the last of *words*, as the shell requests them."""
    answer = subprocess.run(
        [sys.executable, str(ROOT / "cli.py")],
        cwd=cwd,
        env={
            **os.environ,
            "_BAOSONG_COMPLETE": "bash_complete",
            "COMP_WORDS": "\n".join(("baosong", *words)),
            "COMP_CWORD": str(len(words)),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stderr == ""
    return [line.partition(",")[2] for line in answer.stdout.split("\n") if line]


def test_campaigns_are_offered(fresh: Workspace) -> None:
    where = ("-w", str(fresh.root))

    assert completed(*where, "status", "") == ["文明单位创建"]
    assert completed(*where, "任务", "检查", "文明") == ["文明单位创建"]
    assert completed(*where, "brief", "别的") == []


def test_units_of_the_campaign_are_offered(fresh: Workspace) -> None:
    where = ("-w", str(fresh.root))

    assert completed(*where, "blanks", "文明单位创建", "--unit", "东") == ["东河区"]
    assert "东河区" in completed(*where, "assign", "表.xlsx", "")


def test_kinds_that_the_data_or_a_text_can_fill_are_offered(fresh: Workspace) -> None:
    own = fresh.campaigns / "文明单位创建" / "约谈函.docx"
    shutil.copy(fresh.document_templates / "函.docx", own)

    kinds = completed("-w", str(fresh.root), "notice", "")

    assert {"通知", "催报", "督办", "通报", "函", "报告", "约谈函"} <= set(kinds)
    assert {"通知（会议）", "纪要", "命令", "会议简报"} <= set(kinds)  # with a text
    assert completed("-w", str(fresh.root), "notice", "催报", "") == ["文明单位创建"]


def test_commands_are_offered_by_both_names() -> None:
    assert completed("cons") == ["consolidate"]
    assert completed("汇") == ["汇总"]
    assert set(completed("audit", "")) == {"anchor", "bundle", "verify"}


@pytest.mark.parametrize("words", [("status", ""), ("notice", ""), ("assign", "表.xlsx", "")])
def test_a_completion_never_fails(words: tuple[str, ...], tmp_path: Path) -> None:
    book = tmp_path / "templates" / "任务" / "坏任务" / "任务书.xlsx"
    book.parent.mkdir(parents=True)
    book.write_bytes(b"junk")
    (book.parent / "坏.docx").write_bytes(b"junk")

    assert completed(*words, cwd=tmp_path) in ([], ["坏任务"])
    assert completed("-w", str(tmp_path / "没有"), *words) == []


def test_what_is_broken_hides_nothing_else(fresh: Workspace) -> None:
    broken = fresh.campaigns / "一个坏任务" / "任务书.xlsx"
    broken.parent.mkdir()
    broken.write_bytes(b"junk")
    (fresh.document_templates / "一个坏模板.docx").write_bytes(b"junk")

    assert "东河区" in completed("-w", str(fresh.root), "assign", "表.xlsx", "")
    assert "催报" in completed("-w", str(fresh.root), "notice", "")


def test_a_completion_never_writes(fresh: Workspace) -> None:
    shutil.rmtree(fresh.hidden)
    shutil.rmtree(fresh.inbox)
    before = sorted(fresh.root.rglob("*"))

    completed("-w", str(fresh.root), "blanks", "文明单位创建", "--unit", "")
    completed("-w", str(fresh.root), "notice", "")

    assert sorted(fresh.root.rglob("*")) == before
