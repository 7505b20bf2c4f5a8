"""同式汇总表 of forms as offices publish them: read back as a form it gives the sums, recalculated the same."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from pipeline.consolidation.list_lines import summed
from pipeline.model.campaign import Aggregation, Kind, Shape
from pipeline.reading.fill import read_form
from pipeline.reading.identify import Claim
from pipeline.workbook.reading.read import read_book
from tests.campaign.books import drawn
from tests.consolidation.own_forms import (
    UNITS,
    campaign_of,
    collected,
    exact,
    formulas_of,
    recalculated,
    saved,
    values_of,
)
from tests.reading.published_forms import FORMS

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.campaign import Campaign, Field
    from tests.consolidation.own_forms import Round

SAMPLES: dict[Kind, Any] = {
    Kind.TEXT: "文字", Kind.LONG_TEXT: "情况良好。", Kind.DATE: "2026-09-01", Kind.PHONE: "0571-1234567",
    Kind.ID_NUMBER: "11010519491231002X", Kind.CREDIT_CODE: "91350100M000100Y43",
}  # fmt: skip


def answer_to(field: Field, number: int) -> Any:
    if field.kind is Kind.CHOICE:
        return field.options[number % len(field.options)]
    if field.kind.numeric:
        return number % 90 + 1 if field.kind is not Kind.DECIMAL else (number % 90) / 10
    return SAMPLES[field.kind]


def filled(campaign: Campaign, unit: int) -> bytes:
    """The form with an answer of its own in each place, and two rows in each list."""
    assert campaign.form is not None
    book = openpyxl.load_workbook(io.BytesIO(campaign.form.content))
    for number, field in enumerate(campaign.fields, start=unit * 7):
        place = field.place
        assert place is not None
        sheet = book[place.sheet]
        rows = (0,) if field.shape is Shape.SINGLE else (1, 2)
        for row in rows:
            cell = sheet.cell(place.at.row + row, place.at.column)
            typed = answer_to(field, number + row)
            printed = str(cell.value or "")
            inside = field.shape is Shape.SINGLE and any(char.isalnum() for char in printed)
            cell.value = f"{printed.rstrip('_')}{typed}" if inside else typed
    return saved(book)


@pytest.fixture(scope="module", params=list(FORMS))
def published(request: pytest.FixtureRequest) -> Round:
    form, _ = FORMS[request.param]
    campaign = campaign_of(drawn({"统计表": form}))
    units = {name: filled(campaign, n) for n, (name, _) in enumerate(UNITS[:3], start=1)}
    return collected(campaign, units)


def test_read_back_as_a_form_it_gives_the_sums(published: Round) -> None:
    content, _ = published.summary()
    campaign = published.campaign
    claim = Claim(campaign, campaign.units()[0])

    totals = read_form(read_book(content, "同式.xlsx"), campaign, claim)

    compared = 0
    for field in campaign.fields:
        if field.shape is Shape.SINGLE and summed(field):
            answer = totals.answer(field.code)
            assert answer is not None
            assert answer.value == wanted(published, field), field.name
            compared += 1
    listed = [field for field in campaign.fields if field.shape is Shape.LIST]
    assert (
        len(totals.rows) == sum(len(each.filling.rows) for each in standing(published))
        or not listed
    )
    stacked = [field for field in campaign.fields if field.aggregation is Aggregation.STACK]
    for field in stacked:
        answer = totals.answer(field.code)
        if answer is not None:
            assert answer.typed.count("区：") + answer.typed.count("县：") == 3, field.name
    assert compared or listed or stacked


def standing(published: Round) -> list[Any]:
    return [each.current for each in published.standings if each.current]


def wanted(published: Round, field: Field) -> Decimal:
    answers = [each.filling.answer(field.code) for each in standing(published)]
    return sum((each.value for each in answers if isinstance(each.value, Decimal)), Decimal(0))


@pytest.mark.render
@pytest.mark.long
def test_recalculated_it_holds_the_same_numbers(published: Round, tmp_path: Path) -> None:
    content, _ = published.summary()

    (shown,) = recalculated([content], tmp_path)

    stored = values_of(content)
    for cell in formulas_of(content):
        assert exact(shown[cell]) == exact(stored[cell]), cell
    texts = {cell: value for cell, value in stored.items() if isinstance(value, str)}
    assert {cell: shown[cell] for cell in texts} == texts
