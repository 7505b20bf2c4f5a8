"""Papers of one order for many units (督办): what they share, and what is there when one of them fails."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest

from pipeline import files
from pipeline.clock import BEIJING, stopped_clock
from pipeline.errors import FileHeldOpen
from pipeline.issuing import issue as numbering
from pipeline.issuing.issue import IssueOptions
from pipeline.issuing.notice_batch import NoticeOrder
from pipeline.issuing.notices import issue_notice
from pipeline.office.context import Office, open_office
from pipeline.setup.init import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.workspace import Workspace

CLOCK = stopped_clock(datetime(2026, 10, 21, 9, 0, tzinfo=BEIJING))


@pytest.fixture
def office(fresh: Workspace) -> Iterator[Office]:
    with open_office(fresh, CLOCK) as opened:
        yield opened


def ordered(kind: str, *units: str) -> NoticeOrder:
    return NoticeOrder(kind, IssueOptions(date(2026, 10, 21)), units)


def registered(workspace: Workspace) -> list[tuple[str, str]]:
    """Return number and state of each row of 发文登记簿.xlsx."""
    sheet = openpyxl.load_workbook(workspace.outbox / "发文登记簿.xlsx").active
    return [(str(row[2].value), str(row[4].value)) for row in sheet.iter_rows(min_row=3)]


def test_a_batch_that_fails_shows_what_it_has_issued(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = office.campaign(EXAMPLE)
    publish = numbering.publish
    published: list[Path] = []

    def fail_at_the_third(target: Path, content: bytes) -> None:
        if len(published) == 2:
            raise FileHeldOpen(target)
        published.append(target)
        publish(target, content)

    monkeypatch.setattr(numbering, "publish", fail_at_the_third)
    with pytest.raises(FileHeldOpen):
        issue_notice(office, campaign, ordered("督办"))

    assert registered(office.workspace) == [
        ("云文明办函〔2026〕1号", "已印发"),
        ("云文明办函〔2026〕2号", "已印发"),
        ("云文明办函〔2026〕3号", "已作废"),
    ]
    page = (office.workspace.results(EXAMPLE) / "报送情况.html").read_text("utf-8")
    assert [path.stem in page for path in published] == [True, True]


def test_the_register_and_the_boards_are_written_once_for_a_batch(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []

    def counted(path: Path, content: bytes) -> bool:
        written.append(path.name)
        return files.replace_if_changed(path, content)

    monkeypatch.setattr(numbering, "replace_if_changed", counted)
    issued = issue_notice(office, office.campaign(EXAMPLE), ordered("督办"))

    assert len(issued) > 40
    assert written == ["发文登记簿.xlsx"]
    assert [number for number, _ in registered(office.workspace)] == [
        each.number for each in issued
    ]


def test_the_register_left_behind_by_a_killed_batch_is_brought_up_to_date(office: Office) -> None:
    campaign = office.campaign(EXAMPLE)
    issue_notice(office, campaign, ordered("催报"))
    book = office.workspace.outbox / "发文登记簿.xlsx"
    content = book.read_bytes()
    book.unlink()

    (again,) = issue_notice(office, campaign, ordered("催报"))

    assert again.unchanged
    assert book.read_bytes() == content


def test_each_unit_is_told_how_often_it_alone_was_reminded(office: Office) -> None:
    campaign = office.campaign(EXAMPLE)
    issue_notice(office, campaign, ordered("催报", "东河区"))
    issue_notice(office, campaign, ordered("催报", "东河区", "西河区"))

    papers = issue_notice(office, campaign, ordered("督办", "东河区", "西河区", "新城区"))

    texts = ["".join(p.text for p in docx.Document(str(each.path)).paragraphs) for each in papers]
    said = [re.findall(r"经\d次催报仍未完成|已催报\d次", text) for text in texts]
    assert said == [["经2次催报仍未完成"], ["已催报1次"], []]
