"""The room's one door: a filling, its campaign and the period before → findings."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.checking.conditions import check_conditions
from pipeline.checking.fields import check_answer, finding
from pipeline.checking.history import check_history
from pipeline.checking.lists import check_lists
from pipeline.model.finding import Finding, Level, Place
from pipeline.model.grid import Address, address_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.campaign import Campaign
    from pipeline.model.filling import Filling


def check(filling: Filling, campaign: Campaign, before: Filling | None) -> tuple[Finding, ...]:
    """Everything noticed about *filling*, by sheet and cell; *before* is the period before, if any.

    Four levels are looked at: the workbook, the form's fields, its lists, and across fields.
    """
    found = [*_workbook(filling, campaign), *_singles(filling, campaign)]
    found += check_lists(filling, campaign)
    if filling.is_zero:
        found += _zero_contradicted(filling, campaign)
    else:
        found += check_conditions(filling, campaign)
    if before is not None and not filling.is_zero:
        found += check_history(filling, campaign, before)
    sheets = list(dict.fromkeys(field.sheet for field in campaign.fields))
    return tuple(sorted(found, key=lambda item: _order(item, sheets)))


def _workbook(filling: Filling, campaign: Campaign) -> Iterator[Finding]:
    for sheet in filling.missing_sheets:
        place = Place(filling.workbook)
        yield Finding(place, "", "sheet-missing", Level.ERROR, wanted=sheet)
    stamped = filling.stamp_version
    if stamped and stamped != campaign.version:
        place = Place(filling.workbook)
        yield Finding(place, "", "form-outdated", Level.WARNING, stamped, campaign.version)


def _singles(filling: Filling, campaign: Campaign) -> Iterator[Finding]:
    for answer in filling.singles:
        field = campaign.field(answer.field_code)
        # A sheet that is missing is one fault, not one for each of its fields.
        if field is not None and field.sheet not in filling.missing_sheets:
            yield from check_answer(answer, field, relaxed=filling.is_zero)


def _zero_contradicted(filling: Filling, campaign: Campaign) -> Iterator[Finding]:
    """A zero report (零报告) with a figure other than 0, or with a row in a list."""
    for answer in filling.singles:
        field = campaign.field(answer.field_code)
        if field is not None and isinstance(answer.value, Decimal) and answer.value:
            yield finding(answer, field, "zero-with-figures", Level.ERROR)
    for row in filling.rows:
        field = campaign.field(row.answers[0].field_code)
        if field is not None:
            yield finding(row.answers[0], field, "zero-with-figures", Level.ERROR)


def _order(item: Finding, sheets: list[str]) -> tuple[int, Address]:
    place = item.place
    sheet = sheets.index(place.sheet) if place.sheet in sheets else -1
    return sheet, address_of(place.cell) or Address(0, 0)
