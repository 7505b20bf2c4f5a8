"""The room's one door: a filling → everything there is to say about it, in order of place."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from pipeline.checking.conditions import check_conditions
from pipeline.checking.fields import check_form, check_singles
from pipeline.checking.history import check_history
from pipeline.checking.lists import check_lists
from pipeline.checking.texts import check_copies, check_name, check_texts
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
    filling: Filling, campaign: Campaign, beside: ReferenceData | None = None
) -> tuple[Finding, ...]:
    """Check *filling* against its campaign and what is known *beside* it.

    The findings are ordered by sheet, as the form has them, and by cell; what concerns the whole
    workbook or a whole sheet comes before its cells.
    """
    known = beside or ReferenceData()
    sheets = ["", *dict.fromkeys(field.sheet for field in campaign.fields)]
    order = {sheet: number for number, sheet in enumerate(sheets)}

    def by_place(finding: Finding) -> tuple[int, str, Address]:
        place = finding.place
        cell = address_of(place.cell) or Address(0, 0)
        return order.get(place.sheet, len(order)), place.sheet, cell

    found = chain(
        check_form(filling, campaign),
        check_zero_report(filling, campaign),
        check_singles(filling, campaign),
        check_lists(filling, campaign),
        check_conditions(filling, campaign, known),
        check_history(filling, campaign, known.before),
        check_texts(filling, campaign),
        check_copies(filling, campaign, known.told),
        check_name(filling, known.units_in_file_name),
    )
    return tuple(sorted(found, key=by_place))


def check_outcome(filling: Filling, findings: Sequence[Finding]) -> CheckOutcome:
    """Decide what becomes of *filling*.

    An error (错误) sends it back, and so does what must be explained (须说明) and isn't.
    """
    if any(finding.sends_back for finding in findings):
        return CheckOutcome.RETURNED
    if filling.is_zero:
        return CheckOutcome.ZERO
    return CheckOutcome.WARNED if findings else CheckOutcome.ACCEPTED
