"""Read the 单位 sheet: the roster (单位名单), in which every name means one unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.tables import BookFaults, Row, read_table
from pipeline.campaign.name_index import names_of
from pipeline.files import sha256_of
from pipeline.model.unit import Roster, Unit
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from pipeline.model.grid import Address, Book

UNITS_SHEET: Final = "单位"
_CODE_DIGITS: Final = 6
UNIT_COLUMNS: Final = ("单位名称", "简称", "别名", "类别", "联系人", "电话", "免报")


def read_roster(book: Book, faults: BookFaults) -> Roster:
    """Read the roster in its order, which is the order of every list that leaves the office."""
    units: list[Unit] = []
    taken: dict[str, Address | str] = {}
    for row in read_table(book, UNITS_SHEET, UNIT_COLUMNS, ("单位名称",), faults):
        unit = _unit(row, faults)
        if not unit.full_name:
            faults.add(UNITS_SHEET, row.at("单位名称"), "这一行没有单位名称，请补填或删去整行。")
            continue
        _refuse_taken_names(unit, row, taken, faults)
        _refuse_scattered(unit, row, units, faults)
        units.append(unit)
    if not units and not any(fault.sheet == UNITS_SHEET for fault in faults.found):
        faults.add(UNITS_SHEET, "A2", "单位名单是空的，请至少填一个报送单位。")
    return Roster(tuple(units))


def _unit(row: Row, faults: BookFaults) -> Unit:
    name = row.text("单位名称")
    # Not the row's number: a unit put in later would make every blank sent out before mean another.
    return Unit(
        code=f"U{sha256_of(name.encode())[:_CODE_DIGITS]}",
        full_name=name,
        short_name=row.text("简称") or name,
        aliases=row.names("别名"),
        category=row.text("类别") or "报送单位",
        contact=row.text("联系人"),
        phone=row.phone("电话", faults),
        exempt=row.is_yes("免报", faults),
        cell=str(row.at("单位名称")),
    )


def _refuse_taken_names(
    unit: Unit, row: Row, taken: dict[str, Address | str], faults: BookFaults
) -> None:
    """Report names of another unit; as in a returned form, width and spaces are ignored."""
    for key, name in {"".join(narrow(name).split()): name for name in names_of(unit)}.items():
        column = (
            "单位名称" if name == unit.full_name else "简称" if name == unit.short_name else "别名"
        )
        if key in taken:
            faults.add(
                UNITS_SHEET,
                row.at(column),
                f"“{name}”与 {taken[key]} 的单位重名，收到表时分不清是谁报的，请改成不同的名称。",
            )
        taken.setdefault(key, row.at(column))


def _refuse_scattered(unit: Unit, row: Row, before: list[Unit], faults: BookFaults) -> None:
    """Report units of a category that are not together: lists have subtotals in this order."""
    known = [other.category for other in before]
    if unit.category in known and known[-1] != unit.category:
        faults.add(
            UNITS_SHEET,
            row.at("类别") or row.at("单位名称"),
            f"“{unit.category}”的单位分成了几段，排不出类别的先后，请把同一类别的单位排在一起。",
        )
