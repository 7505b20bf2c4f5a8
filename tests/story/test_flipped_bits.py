"""Bits of the ledger flipped by a failing disk: what is printed is what was recorded, or nothing is printed."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import PipelineError
from pipeline.issuing.briefings import issue_briefing
from pipeline.issuing.consolidate import consolidate
from pipeline.issuing.issue import IssueOptions
from pipeline.ledger.errors import SubmissionAltered
from pipeline.office.context import open_office
from pipeline.safekeeping.audit import verify_office
from pipeline.safekeeping.backup import back_up
from pipeline.safekeeping.repair import repair_office
from pipeline.setup.init import EXAMPLE
from tests.story.conftest import LATER
from tests.story.flips import flip
from tests.story.test_audit import tamper

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace import Workspace

DRAFT = IssueOptions(date(2026, 10, 13), draft=True)


def printed(workspace: Workspace) -> dict[str, bytes] | None:
    """The summary and the draft of a briefing; None where either is refused."""
    try:
        with open_office(workspace, LATER) as office:
            campaign = office.campaign(EXAMPLE)
            paths = (
                consolidate(office, campaign),
                issue_briefing(office, campaign, DRAFT).path,
            )
    except PipelineError:
        return None
    return {path.name: path.read_bytes() for path in paths}


def is_noticed_by_audit(workspace: Workspace) -> bool:
    try:
        return bool(verify_office(workspace, LATER).faults)
    except PipelineError:
        return True


@pytest.mark.parametrize(
    "seed", [*range(4), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(4, 10))]
)
def test_a_flipped_bit_is_noticed_and_never_printed(office: Workspace, seed: int) -> None:
    right = printed(office)
    assert right is not None
    where = flip(office.ledger, random.Random(seed))  # noqa: S311

    assert is_noticed_by_audit(office), where
    assert printed(office) in (None, right), where


def alter(workspace: Workspace) -> None:
    tamper(
        workspace,
        "UPDATE answers SET typed = '999', value = '999' WHERE value_type = 'number' AND submission = 3",
    )


def test_an_altered_figure_is_refused_by_name_with_the_remedy(office: Workspace) -> None:
    alter(office)

    with open_office(office, LATER) as opened:
        campaign = opened.campaign(EXAMPLE)
        for act in (
            lambda: consolidate(opened, campaign),
            lambda: issue_briefing(opened, campaign, DRAFT),
        ):
            with pytest.raises(SubmissionAltered, match=r"东河区\.xlsx.*baosong audit verify"):
                act()


def test_the_remedy_works(office: Workspace, usb: Path) -> None:
    right = printed(office)
    backup = back_up(office, LATER, usb).path
    alter(office)

    told = [f"{item.mark} {item.words}" for item in repair_office(office.root, LATER, backup)]

    assert any(words.startswith("修") and "与登记时的指纹不符" in words for words in told), told
    assert printed(office) == right
    assert verify_office(office, LATER).faults == ()


def test_a_submission_of_an_older_version_without_a_digest_is_let_through(
    office: Workspace,
) -> None:
    tamper(office, "UPDATE events SET action = '旧的' WHERE action = '内容指纹'")

    assert printed(office) is not None
