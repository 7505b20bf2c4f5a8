"""Write a table by unit (分户表) of one field, row or column of a campaign, with the trail of its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.consolidation.field_columns import field_columns, near_names
from pipeline.consolidation.field_table import field_table
from pipeline.issuing.errors import FieldUnknown
from pipeline.issuing.summary_files import dated, write_summary
from pipeline.issuing.unaltered import refuse_altered
from pipeline.office.collection_round import load_round
from pipeline.office.lock import exclusive

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.campaign import Campaign
    from pipeline.office.context import Office


def consolidate_field(office: Office, campaign: Campaign, name: str, period: str = "") -> Path:
    """Write units × the columns that *name* chooses to 汇总/; return the path.

    Raises:
        FieldUnknown: the campaign has no field, row or column of that name; names those like it.
        PeriodUnknown: nothing was received in *period*.
        FileHeldOpen: the table is open in Excel or WPS.
        SubmissionAltered: the ledger no longer has a form as it was recorded.
    """
    columns = field_columns(campaign, name)
    if not columns:
        raise FieldUnknown(name, near_names(campaign, name))
    with exclusive(office.workspace, f"{campaign.name}汇总表"):
        collected = load_round(office, campaign, period)
        refuse_altered(office, collected)
        made = field_table(collected, name, columns, dated(office, collected))
        return write_summary(office, collected, f"{name}分户表", made)
