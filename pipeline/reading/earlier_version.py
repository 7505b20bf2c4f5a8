"""Read a form by the version of which its blank is, which may be earlier than the present one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.versions import added_fields
from pipeline.model.finding import Finding, Level, Place
from pipeline.reading.fill import read_form

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
