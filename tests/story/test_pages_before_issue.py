"""Pages are rendered before numbers are taken: once for a batch, without the lock; unverified ones refuse nothing."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

import docx
import pytest
from docx.shared import Mm

from pipeline.clock import BEIJING, stopped_clock
from pipeline.issuing import settle_pages as pages
from pipeline.issuing.errors import IssueRefused
from pipeline.issuing.issue import IssueOptions
from pipeline.issuing.notice_batch import NoticeOrder
from pipeline.issuing.notices import issue_notice
from pipeline.ledger.register import list_numbers
from pipeline.model.verdict import Result, Strength, Verdict
from pipeline.office.context import Office, open_office
from pipeline.office.lock import exclusive
from pipeline.official.errors import RenderFailed
from pipeline.official.layout.settle import SWITCH, Settled
from pipeline.official.rendering.render import find_renderer
from pipeline.setup.init import EXAMPLE
from tests.conftest import require

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipeline.workspace import Workspace

CLOCK: Final = stopped_clock(datetime(2026, 10, 21, 9, 0, tzinfo=BEIJING))
OPTIONS: Final = IssueOptions(date(2026, 10, 21))
UNITS: Final = ("东河区", "西河区", "新城区")
TOO_WIDE: Final = Verdict(
    "5.2.1", "type-width", Result.FAILED, Strength.REQUIRED, "", "", "文字出了版心"
)


@pytest.fixture
def office(fresh: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv(SWITCH, "1")
    with open_office(fresh, CLOCK) as opened:
        yield opened


def supervise(office: Office, options: IssueOptions = OPTIONS) -> tuple[str, ...]:
    order = NoticeOrder("督办", options, UNITS)
    issued = issue_notice(office, office.campaign(EXAMPLE), order)
    return tuple(dict.fromkeys(remark for paper in issued for remark in paper.remarks))


def pretend(
    monkeypatch: pytest.MonkeyPatch, found: Verdict | RenderFailed | None, *stand_ins: str
) -> list[int]:
    """Replace the renderer: every page shows *found*; return the sizes of the batches it was called with."""
    calls: list[int] = []

    def judged(papers: Sequence[tuple[bytes, str]], _: object) -> list[tuple[Verdict, ...]]:
        calls.append(len(papers))
        if isinstance(found, RenderFailed):
            raise found
        return [(found,) if found else () for _ in papers]

    monkeypatch.setattr(pages, "batch_verdicts", judged)
    monkeypatch.setattr(pages, "missing_fonts", lambda: stand_ins)
    monkeypatch.setattr(pages, "is_settling", lambda: True)
    monkeypatch.setattr(pages, "settle", lambda papers: tuple(map(Settled, papers)))
    return calls


def test_a_batch_is_rendered_in_one_call_outside_the_lock(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def judged(papers: Sequence[tuple[bytes, str]], _: object) -> list[tuple[Verdict, ...]]:
        with exclusive(office.workspace, "别人"):  # would wait for ever if it were held
            calls.append(len(papers))
        return [() for _ in papers]

    pretend(monkeypatch, None)
    monkeypatch.setattr(pages, "batch_verdicts", judged)

    assert supervise(office) == ()
    assert calls == [3]
    assert len(list_numbers(office.ledger)) == 3


def test_a_page_that_breaks_a_rule_is_refused_and_no_number_spent(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(monkeypatch, TOO_WIDE)

    with pytest.raises(IssueRefused, match="文字出了版心"):
        supervise(office)
    assert list_numbers(office.ledger) == ()
    supervise(office, IssueOptions(date(2026, 10, 21), confirmed=True, reason="急用"))
    assert len(list_numbers(office.ledger)) == 3


@pytest.mark.parametrize(
    ("found", "stand_ins", "said"),
    [
        (TOO_WIDE, ("方正小标宋简体",), "有替代字体，未核验"),
        (RenderFailed("督办.docx", "超过 90 秒没有完成"), (), "超过 90 秒没有完成"),
    ],
)
def test_what_is_unverified_is_listed_and_refuses_nothing(
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    found: Verdict | RenderFailed,
    stand_ins: tuple[str, ...],
    said: str,
) -> None:
    pretend(monkeypatch, found, *stand_ins)

    assert any(said in remark for remark in supervise(office))
    assert len(list_numbers(office.ledger)) == 3


def test_without_a_renderer_the_pages_are_listed_as_unverified(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "is_settling", lambda: False)

    assert any("没有渲染，未核验" in remark for remark in supervise(office))


def test_a_draft_and_a_paper_issued_before_are_not_rendered(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = pretend(monkeypatch, None)
    supervise(office)
    supervise(office)
    supervise(office, IssueOptions(date(2026, 10, 21), draft=True))

    assert calls == [3]


@pytest.mark.render
@pytest.mark.long
def test_the_pages_of_a_shipped_template_pass_and_those_of_a_wide_one_do_not(
    office: Office, fresh: Workspace, tmp_path: Path
) -> None:
    require(find_renderer(), "LibreOffice")
    del tmp_path
    campaign = office.campaign(EXAMPLE)

    (issued,) = issue_notice(office, campaign, NoticeOrder("通报", OPTIONS))

    assert len(list_numbers(office.ledger)) == 1
    assert not [each for each in issued.remarks if "5.2" in each and "未核验" not in each]
    own = fresh.campaign_folder(EXAMPLE) / "函.docx"
    document = docx.Document(str(fresh.document_templates / "函.docx"))
    for paragraph in document.paragraphs:
        paragraph.paragraph_format.left_indent = Mm(-25)
    document.save(str(own))
    order = NoticeOrder("函", OPTIONS, ("东河区",))
    try:
        (letter,) = issue_notice(office, campaign, order)
    except IssueRefused as error:
        assert "版心" in str(error)  # noqa: PT017 - with stand-in fonts it is listed instead
        assert len(list_numbers(office.ledger)) == 1
    else:
        assert any("未核验" in remark for remark in letter.remarks)
