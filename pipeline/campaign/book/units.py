"""Read the 单位 sheet: the roster (单位名单), in which every name means one unit.

Below different superiors (上级单位) a short name may repeat: each county has its 城关镇.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.superiors import SUPERIOR_COLUMN, with_superiors
from pipeline.campaign.book.tables import BookFaults, Row, read_table
from pipeline.campaign.name_index import names_of
from pipeline.files import sha256_of
from pipeline.model.unit import Relation, Roster, Unit
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from pipeline.model.grid import Address, Book

UNITS_SHEET: Final = "单位"
_CODE_DIGITS: Final = 6
UNIT_COLUMNS: Final = ("单位名称", "简称", "别名", "类别", "联系人", "电话", "免报")
_ANY: Final = "*"  # the names below whichever superior
MORE_UNIT_COLUMNS: Final = (SUPERIOR_COLUMN, "邮箱", "主送称谓", "行文关系")  # optional


def read_roster(book: Book, faults: BookFaults) -> Roster:
    """Read the roster in the order of every list that leaves the office: each unit's subordinates after it."""
    units: list[Unit] = []
    taken: dict[tuple[str, str], Address | str] = {}
    rows: list[Row] = []
    listed: dict[str, list[str]] = {}  # categories by superior, as they follow one another
    columns = (*UNIT_COLUMNS, *MORE_UNIT_COLUMNS)
    for row in read_table(book, UNITS_SHEET, columns, ("单位名称",), faults):
        unit = _unit(row, faults)
        if not unit.full_name:
            faults.add(UNITS_SHEET, row.at("单位名称"), "这一行没有单位名称，请补填或删去整行。")
            continue
        _refuse_taken_names(unit, row, taken, faults)
        _refuse_scattered(row, listed, faults)
        units.append(unit)
        rows.append(row)
    if not units and not any(fault.sheet == UNITS_SHEET for fault in faults.found):
        faults.add(UNITS_SHEET, "A2", "单位名单是空的，请至少填一个报送单位。")
    return Roster(with_superiors(units, rows, faults)).by_superior()


def _unit(row: Row, faults: BookFaults) -> Unit:
    name = row.text("单位名称")
    # Not the row's number: a unit put in later would make every blank sent out before mean another.
    return Unit(
        code=f"U{sha256_of(name.encode())[:_CODE_DIGITS]}",
        full_name=name,
        short_name=row.text("简称") or name,
        aliases=row.names("别名"),
        category=_category(row),
        contact=row.text("联系人"),
        phone=row.phone("电话", faults),
        exempt=row.is_yes("免报", faults),
        email=row.email("邮箱", faults),
        salutation=row.text("主送称谓"),
        relation=_relation(row, faults),
        cell=str(row.at("单位名称")),
    )


def _refuse_taken_names(
    unit: Unit, row: Row, taken: dict[tuple[str, str], Address | str], faults: BookFaults
) -> None:
    """Report names of another unit; as in a returned form, width and spaces are ignored.

    A full name is the only one of its kind; other names are so among the units of one superior.
    """
    scope = row.text(SUPERIOR_COLUMN)
    for key, name in {"".join(narrow(name).split()): name for name in names_of(unit)}.items():
        full = name == unit.full_name
        column = "单位名称" if full else "简称" if name == unit.short_name else "别名"
        clash = taken.get((_ANY if full else scope, key)) or taken.get(("", key))
        if clash:
            remedy = f"请写全称，如 {scope}{name}" if scope else "请改成不同的名称"
            faults.add(
                UNITS_SHEET,
                row.at(column),
                f"“{name}”与 {clash} 的单位重名，收到表时分不清是谁报的，{remedy}。",
            )
        for place in {"" if full else scope, _ANY}:
            taken.setdefault((place, key), row.at(column))


def _refuse_scattered(row: Row, listed: dict[str, list[str]], faults: BookFaults) -> None:
    """Report units of a category that are not together: lists have subtotals in this order.

    Only the units of one superior are compared: 青石县, its towns, 白水县, its towns is a good order.
    """
    category = _category(row)
    known = listed.setdefault(row.text(SUPERIOR_COLUMN), [])
    if category in known and known[-1] != category:
        faults.add(
            UNITS_SHEET,
            row.at("类别") or row.at("单位名称"),
            f"“{category}”的单位分成了几段，排不出类别的先后，请把同一类别的单位排在一起。",
        )
    if category in known:
        known.remove(category)
    known.append(category)


def _relation(row: Row, faults: BookFaults) -> Relation | None:
    text = narrow(row.text("行文关系"))
    known = {relation.value: relation for relation in Relation}
    if text and text not in known:
        faults.add(
            row.sheet,
            row.at("行文关系"),
            f"行文关系“{text}”不认识，请从 {'、'.join(known)} 中选；说不准的，留空。",
        )
    return known.get(text)


def _category(row: Row) -> str:
    return row.text("类别") or "报送单位"
