"""Numbers when a run was killed or the register lost its end: confirmed is the very paper, and none is given twice."""

from __future__ import annotations

import os
import shutil
from datetime import date, datetime
from typing import TYPE_CHECKING, NoReturn

import pytest

from pipeline.clock import BEIJING, stopped_clock
from pipeline.issuing import issue as numbering
from pipeline.issuing.briefings import issue_briefing
from pipeline.issuing.issue import IssueOptions, recover_reserved_numbers
from pipeline.issuing.notice_batch import NoticeOrder
from pipeline.issuing.notices import issue_notice
from pipeline.issuing.used_numbers import year_of
from pipeline.ledger.register import list_numbers, reserve
from pipeline.model.document_number import Intent, Status
from pipeline.office.context import Office, open_office
from pipeline.setup.init import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.workspace import Workspace

TODAY = date(2026, 10, 12)
CLOCK = stopped_clock(datetime(2026, 10, 12, 9, 0, tzinfo=BEIJING))
OPTIONS = IssueOptions(TODAY, reissue=True)
OTHER = "outbox/别的任务/简报/第1期（总第1期） 别的简报.docx"


@pytest.fixture
def office(fresh: Workspace) -> Iterator[Office]:
    with open_office(fresh, CLOCK) as opened:
        yield opened


def brief(office: Office) -> str:
    return issue_briefing(office, office.campaign(EXAMPLE), OPTIONS).number


def remind(office: Office) -> str:
    order = NoticeOrder("催报", OPTIONS, ("东河区",))
    return issue_notice(office, office.campaign(EXAMPLE), order)[0].number


def killed_at(office: Office, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """A briefing whose process is killed at *step*."""

    def killed(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(numbering, step, killed)
        with pytest.raises(KeyboardInterrupt):
            brief(office)


def put(office: Office, path: str, content: bytes = b"of another campaign") -> Path:
    file = office.workspace.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("step", ["assign_paper", "publish"])
def test_a_number_is_never_confirmed_with_the_paper_of_another_campaign(
    office: Office, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    put(office, OTHER)
    killed_at(office, monkeypatch, step)

    recover_reserved_numbers(office)

    (number,) = list_numbers(office.ledger)
    assert (number.status, number.reason) == (Status.RELEASED, "程序中断，未印发")
    assert (number.path, number.digest) == ("", "")


def test_a_reserved_number_has_path_and_digest_before_its_paper_is_published(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_at(office, monkeypatch, "publish")

    (number,) = list_numbers(office.ledger)

    assert number.status is Status.RESERVED
    assert number.path.startswith(f"outbox/{EXAMPLE}/简报/第1期（总第1期） ")
    assert len(number.digest) == 64


def test_a_paper_that_was_changed_since_is_not_confirmed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_at(office, monkeypatch, "confirm")
    (number,) = list_numbers(office.ledger)
    put(office, number.path, b"edited")

    assert brief(office) == "第2期（总第2期）"

    first, _ = list_numbers(office.ledger)
    assert first.status is Status.RELEASED


def test_what_an_older_version_published_and_did_not_confirm_is_found_by_its_trail(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Older versions reserved a number without the path of its paper."""
    monkeypatch.setattr(numbering, "assign_paper", lambda *_: None)
    put(office, OTHER)
    killed_at(office, monkeypatch, "confirm")
    monkeypatch.undo()

    recover_reserved_numbers(office)

    (number,) = list_numbers(office.ledger)
    assert number.status is Status.CONFIRMED
    assert f"outbox/{EXAMPLE}/简报/" in number.path


def test_the_next_number_is_above_every_paper_of_its_series(office: Office) -> None:
    campaign = office.campaign(EXAMPLE)
    code = campaign.paper("催报").organ_code
    name = campaign.paper("简报").organ_mark or f"{campaign.name}工作简报"
    put(office, f"outbox/{EXAMPLE}/通知/{code}〔2026〕8号 早先的.docx")
    put(office, f"outbox/{EXAMPLE}/通知/{code}〔2025〕30号 去年的.docx")
    put(office, f"outbox/{EXAMPLE}/通知/别的代字〔2026〕90号 别人的.docx")
    put(office, f"outbox/{EXAMPLE}/简报/草稿/第70期（总第70期） {name}.docx")
    put(office, f"outbox/{EXAMPLE}/简报/第60期（总第60期） 另一种简报.docx")
    old = put(office, f"outbox/{EXAMPLE}/简报/第4期（总第12期） {name}.docx")
    in_2025 = datetime(2025, 6, 1, tzinfo=BEIJING).timestamp()
    os.utime(old, (in_2025, in_2025))

    assert remind(office) == f"{code}〔2026〕9号"
    assert brief(office) == "第1期（总第13期）"
    put(office, f"outbox/{EXAMPLE}/简报/第4期（总第20期） {name}.docx")
    assert brief(office) == ("第5期（总第21期）" if this_year() else "第2期（总第21期）")


def this_year() -> bool:
    return datetime.now(BEIJING).year == TODAY.year


def test_the_year_of_a_briefing_is_that_in_its_masthead(office: Office) -> None:
    issued = issue_briefing(office, office.campaign(EXAMPLE), OPTIONS)
    copy = issued.path.with_name("副本.docx")
    shutil.copy(issued.path, copy)
    os.utime(copy, (0, 0))

    assert year_of(copy) == 2026


def test_an_intent_puts_the_number_above_what_it_names(office: Office) -> None:
    paper = office.campaign(EXAMPLE).paper("简报")

    taken = reserve(
        office.ledger, paper, Intent("简报", above=8, total_above=30), 2026, CLOCK.now()
    )

    assert (taken.serial, taken.total) == (9, 31)
