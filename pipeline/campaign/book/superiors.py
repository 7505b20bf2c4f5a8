"""Read who is above whom (上级单位): each unit has at most one superior, and none is above itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.campaign.name_index import names_of
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.campaign.book.tables import BookFaults, Row
    from pipeline.model.unit import Unit

SUPERIOR_COLUMN: Final = "上级单位"
_SHORT_AT_LEAST: Final = 2  # characters of a name


def with_superiors(
    units: Sequence[Unit], rows: Sequence[Row], faults: BookFaults
) -> tuple[Unit, ...]:
    """Return the units with the codes of their superiors, named in their *rows*; report what is wrong."""
    known = _Names(units)
    linked = [
        replace(unit, superior=_superior(unit, row, known, faults))
        for unit, row in zip(units, rows, strict=True)
    ]
    above = {unit.code: unit.superior for unit in linked}
    names = {unit.code: unit.full_name for unit in linked}
    for unit, row in zip(linked, rows, strict=True):
        if _is_above_itself(unit.code, above):
            faults.add(
                row.sheet,
                row.at(SUPERIOR_COLUMN),
                f"“{unit.full_name}”的上级是“{names[unit.superior]}”，往上又回到“{unit.full_name}”自己，"
                "谁也汇总不了谁，请改正上级单位。",
            )
            above[unit.code] = ""
    return tuple(_placed(unit, above[unit.code], known.by_code) for unit in linked)


def _placed(unit: Unit, superior: str, units: Mapping[str, Unit]) -> Unit:
    """Return the unit below its superior; 青石县石门镇 without a 简称 is 石门镇 for short there."""
    short = unit.short_name
    if superior and short == unit.full_name:
        above = units[superior]
        prefixes = sorted(names_of(above), key=len, reverse=True)
        prefix = next((name for name in prefixes if short.startswith(name)), "")
        rest = short.removeprefix(prefix)
        short = rest if len(rest) >= _SHORT_AT_LEAST else short
    return replace(unit, superior=superior, short_name=short)


class _Names:
    """The units by their full names, and by their other ones."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.by_code = {unit.code: unit for unit in units}
        self._full: dict[str, list[Unit]] = {}
        self._any: dict[str, list[Unit]] = {}
        for unit in units:
            self._full.setdefault(_key(unit.full_name), []).append(unit)
            for key in dict.fromkeys(map(_key, names_of(unit))):
                self._any.setdefault(key, []).append(unit)

    def named(self, name: str) -> tuple[Unit, ...]:
        """Return the units of that name: the one of that full name, else those of that short name or alias."""
        key = _key(name)
        return tuple(self._full.get(key) or self._any.get(key) or ())


def _superior(unit: Unit, row: Row, known: _Names, faults: BookFaults) -> str:
    """Return the code of the superior that *row* names; an empty text where it names none, or wrongly."""
    written = row.names(SUPERIOR_COLUMN)
    if not written:
        return ""
    if len(written) > 1:
        fault = f"“{row.text(SUPERIOR_COLUMN)}”是几个单位，一个单位只能有一个上级单位，请只留一个。"
    else:
        found = known.named(written[0])
        if len(found) == 1 and found[0] is not unit:
            return found[0].code
        fault = _fault(written[0], found)
    faults.add(row.sheet, row.at(SUPERIOR_COLUMN), fault)
    return ""


def _fault(name: str, found: Sequence[Unit]) -> str:
    if not found:
        return f"上级单位“{name}”不在本表的“单位名称”列里，请改成那里的名称，或先补上这个单位。"
    if len(found) == 1:
        return f"上级单位“{name}”就是这个单位自己，请改正；没有上级的，留空。"
    names = "、".join(unit.full_name for unit in found)
    return f"上级单位“{name}”分不清是 {names} 中的哪一个，请写全称。"


def _key(name: str) -> str:
    return "".join(narrow(name).split())


def _is_above_itself(code: str, above: dict[str, str]) -> bool:
    passed: set[str] = set()
    current = above.get(code, "")
    while current and current != code and current not in passed:
        passed.add(current)
        current = above.get(current, "")
    return current == code
