"""Write the summary of one round in the office's own form (同式汇总表), with the trail of its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.consolidation.own_form.summary import FormFacts, form_summary
from pipeline.issuing.summary_files import write_summary
from pipeline.issuing.unaltered import refuse_altered
from pipeline.office.collection_round import load_round
from pipeline.office.lock import exclusive
from pipeline.workbook.filling.percents import percent_cells
from pipeline.workbook.form_copy import is_package
from pipeline.workbook.reading.formulas import written_formulas

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.campaign import Campaign
    from pipeline.model.form import Form
    from pipeline.office.context import Office


def has_own_form(campaign: Campaign) -> bool:
    """Return whether the campaign has a form of the office's own (表样) that can be patched."""
    return campaign.form is not None and is_package(campaign.form.content)


def consolidate_form(office: Office, campaign: Campaign, period: str = "") -> Path | None:
    """Write the summary in the campaign's own form; ``None`` where the campaign has none.

    Raises:
        PeriodUnknown: nothing was received in *period*.
        FileHeldOpen: the summary is open in Excel or WPS.
        SubmissionAltered: the ledger no longer has a form as it was recorded.
        WorkbookUnreadable: the form can't be patched.
    """
    form = campaign.form
    if form is None or not has_own_form(campaign):
        return None
    with exclusive(office.workspace, f"{campaign.name}汇总表"):
        collected = load_round(office, campaign, period)
        refuse_altered(office, collected)
        about = (campaign, collected.period, collected.standings)
        content, trail = form_summary(about, form, form_facts(form))
        return write_summary(office, collected, "同式汇总表", (content, trail))


def form_facts(form: Form) -> FormFacts:
    """Read the formulas of a form, and the cells that show percentages.

    Raises:
        WorkbookUnreadable: the form is no workbook that can be read.
    """
    formulas = written_formulas(form.content, form.name)
    return FormFacts(formulas, percent_cells(form.content, form.name))
