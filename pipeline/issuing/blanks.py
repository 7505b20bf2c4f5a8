"""Write a blank workbook (空白表) for each unit to the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.campaign.blanks import blank_workbook
from pipeline.files import replace_file, replace_if_changed, safe_name
from pipeline.office.context import require_own_code
from pipeline.office.lock import exclusive
from pipeline.office.periods import find_period, note_opened
from pipeline.office.versions import keep_versions
from pipeline.workspace import OutboxFolder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.issuing.issue import Issued
    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.unit import Unit
    from pipeline.office.context import Office


def enclose_blanks(
    office: Office, campaign: Campaign, period: Period, units: Sequence[Unit], issued: Issued
) -> tuple[Path, ...]:
    """Write the blanks of *units* beside the letter (函) that announces them, under its number (随函另发).

    One that is there already is kept. Call it with the office lock held.
    """
    require_own_code(office, campaign)
    keep_versions(office, [campaign])
    paths = []
    for unit in units:
        name = safe_name(f"{issued.number} 附件 {unit.full_name}{campaign.name}报送表")
        target = issued.path.with_name(f"{name}.xlsx")
        if not target.exists():
            replace_file(target, blank_workbook(campaign, unit, office.clock.now(), period))
        paths.append(target)
    return tuple(paths)


def make_blanks(
    office: Office, campaign: Campaign, units: Sequence[Unit] = (), period: str = ""
) -> tuple[Path, ...]:
    """Write the blanks of *units* for *period*; by default of every unit that must report, for the open period.

    Raises:
        PeriodUnknown: the campaign has no such period.
        CodeShared: another campaign has the same number (编号), by which forms are told apart.
        FileHeldOpen: a blank of the same name is open in Excel or WPS.
        OfficeBusy: another process works in this workspace, and doesn't end.
    """
    require_own_code(office, campaign)
    of_period = find_period(office, campaign, period)
    with exclusive(office.workspace, f"{campaign.name}表样"):
        keep_versions(office, [campaign])
    folder = office.workspace.results(campaign.name) / OutboxFolder.BLANKS
    selected = units or tuple(unit for unit in campaign.units() if not unit.exempt)
    paths = []
    for unit in selected:
        target = folder / f"{safe_name(f'{unit.full_name}{campaign.name}报送表')}.xlsx"
        content = blank_workbook(campaign, unit, office.clock.now(), of_period)
        replace_if_changed(target, content)
        paths.append(target)
    note_opened(office, campaign, of_period)
    return tuple(paths)
