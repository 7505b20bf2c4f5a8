"""Read a form by the version of which its blank is, which may be earlier than the present one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.versions import added_fields, in_codes_of
from pipeline.campaign.overlap import SIGNATURE_LABELS
from pipeline.model.campaign import Shape
from pipeline.model.filling import AnswerState
from pipeline.model.finding import Finding, Level, Place
from pipeline.reading.fill import read_form
from pipeline.values.text import label_key

if TYPE_CHECKING:
    from pipeline.model.campaign import Campaign
    from pipeline.model.filling import Filling
    from pipeline.model.grid import Book
    from pipeline.reading.identify import Claim

_NAMED_AT_MOST: Final = 6  # fields named in one finding


def read_as_defined(book: Book, claim: Claim, campaign: Campaign) -> Filling:
    """Read *book* by *campaign*, the version of its form that the claim's stamp names, or the present one.

    The filling's version is that of its codes, also where it has no stamp. What the present version asks
    for in addition is named in a finding, and not asked for.
    """
    filling = read_form(book, campaign, replace(claim, campaign=campaign))
    filling = replace(filling, stamp_version=filling.stamp_version or campaign.version)
    added = added_fields(claim.campaign, campaign) if campaign is not claim.campaign else ()
    if not added:
        return filling
    names = "、".join(f"“{field.name}”" for field in added[:_NAMED_AT_MOST])
    wanted = names + (f"等 {len(added)} 项" if len(added) > _NAMED_AT_MOST else "")
    finding = Finding(
        Place(book.name), "", "fields-added-later", Level.WARNING, campaign.version, wanted
    )
    return replace(filling, reader_findings=(*filling.reader_findings, finding))


def items_found(filling: Filling, definition: Campaign, campaign: Campaign) -> tuple[int, int]:
    """Return how many of the items of *campaign* the form of *filling* has, answered or not, and how many there are.

    The form was read by *definition*, an earlier version of it or the present one.

    Those that every form has (填报人, 联系电话 …) are counted only where it has no others.
    """
    own = [field for field in campaign.fields if label_key(field.name) not in SIGNATURE_LABELS]
    fields = own or list(campaign.fields)
    earlier = definition is not campaign
    added = {field.code for field in added_fields(campaign, definition)} if earlier else set()
    present = in_codes_of(campaign, definition, filling) if earlier else filling
    there = {
        answer.field_code
        for answer in present.singles
        if answer.state is not AnswerState.ABSENT or answer.typed
    }
    found = sum(
        field.code in there
        if field.shape is Shape.SINGLE
        else field.sheet not in filling.missing_sheets
        for field in fields
        if field.code not in added
    )
    return found, len(fields)
