"""Read and write 认领别名.xlsx: unit names learned when the office claimed a workbook (认领).

It is a separate workbook and not a row in 任务书.xlsx: that one belongs to the secretary, may be open
at this very moment, and is never rewritten by the program. This one is written whole each time; a
row that a person deletes is forgotten.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.campaign.aliases import match_unit, units_named
from pipeline.campaign.book.tables import BookFaults, read_table
from pipeline.model.grid import Address
from pipeline.model.unit import Roster
from pipeline.values.text import label_key, narrow
from pipeline.workbook.reading.read import read_book
from pipeline.workbook.writing.plan import PlannedCell, SheetPlan, Style
from pipeline.workbook.writing.write import write_book

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from pipeline.model.campaign import Campaign
    from pipeline.model.unit import Unit

ALIAS_BOOK_NAME: Final = "认领别名.xlsx"
_SHEET: Final = "别名"
_COLUMNS: Final = ("别名", "单位名称", "任务", "记下时间", "来源文件")
_WIDTHS: Final = (28.0, 28.0, 24.0, 18.0, 48.0)
_NOTE: Final = "认领时用 --learn 记下的单位别名，本表由程序写；记错了的，删去整行、保存即可。"
_LENGTHS: Final = range(2, 31)  # one character is part of too many texts, a sentence is no name


@dataclass(frozen=True, slots=True)
class LearnedAlias:
    """Describe one name (别名) that means a unit in a campaign; when it was learned, from which file."""

    name: str
    unit: str  # the unit's full name
    campaign: str
    at: str
    source: str


def read_learned_aliases(content: bytes) -> tuple[LearnedAlias, ...]:
    """Read the aliases in the workbook; a row without a name or a unit is left out.

    Raises:
        WorkbookUnreadable: it is no workbook.
    """
    rows = read_table(
        read_book(content, ALIAS_BOOK_NAME), _SHEET, _COLUMNS, _COLUMNS[:3], BookFaults()
    )
    found = (LearnedAlias(*(row.text(column) for column in _COLUMNS)) for row in rows)
    return tuple(each for each in found if each.name and each.unit)


def learned_aliases_workbook(learned: Sequence[LearnedAlias], moment: datetime) -> bytes:
    """Write *learned* as a workbook; return its bytes."""
    note = PlannedCell(Address(1, 1), _NOTE, Style.NOTE, Address(1, len(_COLUMNS)))
    cells = [note]
    cells += [PlannedCell(Address(2, n), text, Style.HEADER) for n, text in enumerate(_COLUMNS, 1)]
    for row, each in enumerate(learned, start=3):
        texts = enumerate(astuple(each), start=1)
        cells += [PlannedCell(Address(row, n), text, Style.TEXT) for n, text in texts]
    plan = SheetPlan(_SHEET, tuple(cells), _WIDTHS, freeze=Address(3, 1), landscape=True)
    return write_book([plan], moment, ALIAS_BOOK_NAME.removesuffix(".xlsx"))


def with_learned_aliases(campaign: Campaign, learned: Iterable[LearnedAlias]) -> Campaign:
    """Return *campaign* with the learned aliases of its units; names in its 任务书 take precedence."""
    units = list(campaign.units())
    positions = {unit.full_name: number for number, unit in reversed(tuple(enumerate(units)))}
    extended: dict[int, Unit] = {}
    for each in learned:
        number = positions.get(each.unit)
        if number is None or each.campaign != campaign.name:
            continue
        # The whole roster isn't indexed again for each alias: only these units have further names.
        rosters = (campaign.roster, Roster(tuple(extended.values())))
        if not any(units_named(roster, each.name, campaign.city) for roster in rosters):
            unit = units[number]
            units[number] = replace(unit, aliases=(*unit.aliases, each.name))
            extended[number] = units[number]
    return replace(campaign, roster=Roster(tuple(units))) if extended else campaign


def alias_rejection_reason(campaign: Campaign, unit: Unit, name: str) -> str:
    """Return why *name* can't be an alias of *unit*, in Chinese; empty where it can."""
    if len("".join(narrow(name).split())) not in _LENGTHS:
        return f"“{name}”不像单位名称（应为 {_LENGTHS.start} 至 {_LENGTHS.stop - 1} 个字）"
    form_texts = (campaign.form_title, campaign.name, *(field.name for field in campaign.fields))
    if any(label_key(name) in label_key(text) for text in form_texts):
        return f"“{name}”是表名或填报项里的字，不能当单位的别名"
    others = [other for other in units_named(campaign.roster, name, campaign.city) if other != unit]
    if others:
        return f"“{name}”是“{others[0].full_name}”的名称"
    if match_unit(campaign.roster, name, campaign.city).unit == unit:
        return f"“{name}”本来就认得出是“{unit.full_name}”"
    return ""
