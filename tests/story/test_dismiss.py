"""不收: a person says that a waiting file is no submission, and it waits no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.clock import stopped_clock
from pipeline.intake.originals import find_damaged, find_original
from pipeline.intake.quarantine import quarantined_files
from pipeline.ledger.read import list_events
from pipeline.model.arrival import Fate
from pipeline.office.context import open_office
from tests.programs import LATER, baosong, baosong_here
from tests.story.waiting import NAME, assign, wait
from tests.submissions import MOMENT, drop, one_pass

if TYPE_CHECKING:
    import subprocess

    from pipeline.workspace import Workspace

PHOTO = b"\xff\xd8\xff\xe0 jpeg"
REASON = "会场照片，不是报送表"


def dismiss(workspace: Workspace, *words: str) -> subprocess.CompletedProcess[str]:
    return baosong_here("-w", workspace.root, "dismiss", *words, BAOSONG_NOW=LATER)


def photo(workspace: Workspace) -> str:
    """A photograph that waits in the quarantine; its digest."""
    drop(workspace, "会场照片.jpg", PHOTO)
    (outcome,) = one_pass(workspace).outcomes
    assert outcome.fate is Fate.QUARANTINED
    return quarantined_files(workspace)[0].digest


def test_a_dismissed_file_waits_no_more_and_stays_kept_with_the_reason(fresh: Workspace) -> None:
    digest = photo(fresh)

    done = dismiss(fresh, "会场照片.jpg", REASON)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"不收 ← 会场照片.jpg　{REASON}（原件已留存")
    assert quarantined_files(fresh) == ()
    assert list(fresh.quarantine.iterdir()) == []
    assert assign(fresh).stdout == "没有等待认领的文件。\n"
    kept = find_original(fresh, digest)
    assert kept is not None
    assert kept.read_bytes() == PHOTO
    assert find_damaged(fresh) == ()
    with open_office(fresh, stopped_clock(MOMENT)) as office:
        last = list_events(office.ledger)[-1]
    assert (last.action, last.subject, last.detail, last.digest) == (
        "不收",
        "会场照片.jpg",
        REASON,
        digest,
    )
    assert one_pass(fresh).outcomes == ()


def test_the_others_go_on_waiting_and_the_digest_names_a_file(fresh: Workspace) -> None:
    form = wait(fresh)
    drop(fresh, "会场照片.jpg", PHOTO)
    one_pass(fresh)
    digest = next(item.digest for item in quarantined_files(fresh) if item.digest != form)

    done = baosong("-w", fresh.root, "不收", digest[:8], REASON)

    assert done.returncode == 0
    assert [item.digest for item in quarantined_files(fresh)] == [form]


def test_a_decision_is_taken_back_by_handing_the_file_in_again(fresh: Workspace) -> None:
    wait(fresh)
    dismiss(fresh, NAME, "重复的")

    digest = wait(fresh)
    done = assign(fresh, digest[:8], "东河区")

    assert done.stdout.startswith("已收 东河区")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("别的文件", REASON), 1, "没有待认领的文件“别的文件”"),
        (("会场照片.jpg",), 2, "缺少 理由"),
        ((), 2, "缺少 文件"),
        (("会场照片.jpg", " "), 2, "请写明为什么不收"),
    ],
)
def test_wrong_usage_is_one_sentence_and_the_file_keeps_waiting(
    fresh: Workspace, words: tuple[str, ...], code: int, told: str
) -> None:
    photo(fresh)

    done = dismiss(fresh, *words)

    assert (done.returncode, done.stdout) == (code, "")
    assert told in done.stderr
    assert len(quarantined_files(fresh)) == 1
