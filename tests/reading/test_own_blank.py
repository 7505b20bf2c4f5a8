"""The form that is sent out and the reader that takes it back, held together."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from pipeline.campaign.blanks import blank_workbook
from pipeline.campaign.book.load import load_campaign
from pipeline.campaign.book.write import book_workbook
from pipeline.checking.check import check
from pipeline.clock import BEIJING
from pipeline.model.filling import AnswerState
from pipeline.reading.fill import read_form
from pipeline.reading.identify import Claim, identify
from pipeline.setup.example import example_rows
from pipeline.workbook.reading.read import read_book

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.campaign import Campaign

MOMENT = datetime(2026, 9, 1, 9, tzinfo=BEIJING)


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    path = tmp_path / "任务书.xlsx"
    path.write_bytes(book_workbook(example_rows(), MOMENT))
    return load_campaign(path)


def test_every_blank_is_known_by_its_stamp_and_its_cell(campaign: Campaign) -> None:
    for unit in campaign.units():
        content = blank_workbook(campaign, unit, MOMENT)

        claim = identify(read_book(content, "Book1.xlsx"), [campaign])

        assert isinstance(claim, Claim)
        assert (claim.unit, claim.stamp_version) == (unit, campaign.version)
        assert str(claim.unit_place) == "Book1.xlsx「基本情况」B2"


def test_a_blank_handed_in_is_found_whole_and_empty(campaign: Campaign) -> None:
    content = blank_workbook(campaign, campaign.units()[0], MOMENT)
    book = read_book(content, "Book1.xlsx")
    claim = identify(book, [campaign])
    assert isinstance(claim, Claim)

    filling = read_form(book, campaign, claim)
    findings = check(filling, campaign, None)

    assert {answer.state for answer in filling.singles} == {AnswerState.EMPTY}
    assert (filling.rows, filling.missing_sheets) == ((), ())
    assert filling.zero is not None
    assert {finding.rule for finding in findings} == {"required-field-empty"}
    assert len(findings) == sum(
        field.required for field in campaign.fields if field.sheet == "基本情况"
    )
