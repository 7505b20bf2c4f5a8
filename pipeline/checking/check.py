"""Check a filling (填报件) against its campaign: all findings in order of place, and the outcome."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from pipeline.checking.accumulation import check_accumulation
from pipeline.checking.answers import column_names
from pipeline.checking.condition_findings import check_conditions
from pipeline.checking.fields import check_form, check_singles
from pipeline.checking.history import check_history, check_ratios, check_same_flows
from pipeline.checking.level_sums import check_level_sums
from pipeline.checking.lists import check_lists
from pipeline.checking.text_answers import check_copies, check_name, check_period, check_texts
from pipeline.checking.zero_report import check_zero_report
from pipeline.model.filling import ReferenceData
from pipeline.model.grid import Address, address_of
from pipeline.model.submission import CheckOutcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.campaign import Campaign
    from pipeline.model.filling import Filling
    from pipeline.model.finding import Finding


def check(
    filling: Filling, campaign: Campaign, reference: ReferenceData | None = None
) -> tuple[Finding, ...]:
    """Return the findings on *filling*, by its *campaign* and *reference* data (上期、别的任务、他人文字).

    The findings are sorted by sheet, in the form's order, and by cell; those on the whole workbook or
    a whole sheet come before those on its cells.
    """
    known = reference or ReferenceData()
    sheets = ["", *dict.fromkeys(field.sheet for field in campaign.fields)]
    order = {sheet: number for number, sheet in enumerate(sheets)}

    def by_place(finding: Finding) -> tuple[int, str, Address]:
        place = finding.place
        cell = address_of(place.cell) or Address(0, 0)
        return order.get(place.sheet, len(order)), place.sheet, cell

    findings = chain(
        check_form(filling, campaign),
        check_zero_report(filling, campaign),
        check_singles(filling, campaign),
        check_lists(filling, campaign),
        check_conditions(filling, campaign, known),
        check_history(filling, campaign, known.previous),
        check_same_flows(filling, campaign, known.previous, known.previous_period),
        check_accumulation(filling, campaign, known),
        check_ratios(filling, campaign),
        check_texts(filling, campaign),
        check_copies(filling, campaign, known.submitted_texts),
        check_name(filling, known.units_in_file_name),
        check_period(filling, known.assumed_period),
        check_level_sums(filling, known.subordinate_sums),
    )
    return tuple(
        _on_own_sheet(finding, filling, campaign) for finding in sorted(findings, key=by_place)
    )


def _on_own_sheet(finding: Finding, filling: Filling, campaign: Campaign) -> Finding:
    """Return *finding* with the sheet of the unit's own workbook, in place of the list's of the campaign book."""
    own = dict(filling.own_sheets)
    sheet = finding.place.sheet
    if sheet not in own or sheet in own.values():  # a sheet that the unit sees already
        return finding
    columns = column_names([field for field in campaign.fields if field.sheet == sheet])
    label = columns if finding.label == sheet else finding.label
    return replace(finding, place=replace(finding.place, sheet=own[sheet]), label=label)


def check_outcome(filling: Filling, findings: Sequence[Finding]) -> CheckOutcome:
    """Return the outcome of the checks: returned (退回) where one of *findings* sends the form back.

    Otherwise a zero report (零报告), accepted with warnings (有提醒), or accepted (已收).
    """
    if any(finding.sends_back for finding in findings):
        return CheckOutcome.RETURNED
    if filling.is_zero:
        return CheckOutcome.ZERO
    return CheckOutcome.WARNED if findings else CheckOutcome.ACCEPTED
