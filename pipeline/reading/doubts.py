"""Write the reasons why a workbook can't be placed (待认领): messages for the clerk.

Each names what was found and ends with the remedy; the remedy resolves that very case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.unit import Unit
    from pipeline.reading.naming import UnitMention

_AGAIN = "再放回收件箱"
_CLAIM = "已经知道是谁报的，可运行 baosong assign 认领。"


def unknown_stamp(code: str, known: Sequence[str]) -> str:
    """Return the reason where the stamp is of a campaign that the workspace doesn't have."""
    listed = f"（现有：{'、'.join(known)}）" if known else ""
    return (
        f"表上的表号是“{code}”，现有报送任务里没有这个编号{listed}，可能是往期的旧表。"
        f"请该单位改用本次下发的空白表填报，{_AGAIN}；若任务书改过“编号”，请改回来。"
    )


def several_campaigns(names: Sequence[str]) -> str:
    """Return the reason where title and labels match more than one campaign."""
    return (
        f"这张表没有表号，从标题和填报项看，{_quoted(names)}都有可能，分不清是哪项任务。"
        f"请该单位改用下发的空白表填报，{_AGAIN}。"
    )


def no_campaign() -> str:
    """Return the reason where neither stamp, title nor labels match a campaign."""
    return (
        "认不出是哪项任务的报送表：没有表号，标题和填报项也对不上。"
        f"若是报送表，请该单位改用下发的空白表填报，{_AGAIN}；若不是，可运行 baosong dismiss 移出待认领。"
    )


def stamp_differs_from_cell(stamped: Unit, cell: UnitMention) -> str:
    """Return the reason where the blank was made for one unit and its 填报单位 cell names another."""
    return (
        f"这张空白表是发给“{stamped.full_name}”的，而{cell.place} 填报单位写的是“{cell.text}”，两处对不上。"
        f"请核实是哪个单位报的：写错的，把填报单位改成“{stamped.full_name}”；"
        f"拿错表的，请改用发给本单位的空白表填报，{_AGAIN}；{_CLAIM}"
    )


def several_units(mentions: Sequence[tuple[str, str]]) -> str:
    """Return the reason where sheets of one workbook belong to several units.

    *mentions* are the places and the unit that each names.
    """
    listed = "，".join(f"{place}是“{unit}”" for place, unit in mentions)
    return (
        f"同一个文件里有几个单位的表：{listed}。分不清该登记哪些，"
        f"请按单位拆开，一个单位一个文件，{_AGAIN}；本是同一个单位、填报单位写错的，请改成一致。"
    )


def unit_already_received(unit: Unit) -> str:
    """Return the reason where sheets of several units include one of a unit already received."""
    return (
        f"同一个文件里有几个单位的表，可以按单位分开，但“{unit.full_name}”已经收过一版，"
        "分不清这一份是更新，还是留在里面的旧表。"
        f"请按单位拆开，删去不报的，一个单位一个文件，{_AGAIN}。"
    )


def several_units_in_cell(cell: UnitMention) -> str:
    """Return the reason where one cell names more than one unit."""
    return (
        f"{cell.place} 填报单位写的是“{cell.text}”，里面有{_quoted_units(cell.match.candidates)}，"
        f"分不清是哪个单位报的。请只写一个单位，几个单位的表分开报，{_AGAIN}；{_CLAIM}"
    )


def cell_differs_from_path(
    workbook: str, unit: Unit, cell: UnitMention, others: Sequence[Unit]
) -> str:
    """Return the reason where cell and path name different units, and no stamp decides."""
    return (
        f"{cell.place} 填报单位写的是“{cell.text}”（{unit.full_name}），"
        f"而文件名和所在文件夹“{workbook}”里是{_quoted_units(others)}，两处对不上，可能是照着别的单位的表填的，"
        f"也可能是代报。请核实：改好填报单位或文件名，{_AGAIN}；{_CLAIM}"
    )


def unknown_unit_name(cell: UnitMention) -> str:
    """Return the reason where the cell's name is not in the roster (单位名单)."""
    return (
        f"{cell.place} 填报单位写的是“{cell.text}”，单位名单里没有{_similar(cell.match.candidates)}。"
        "请把它改成名单里的单位名称；这个名称常用的，可在任务书“单位”表的“别名”列补上，"
        f"{_AGAIN}；{_CLAIM}"
    )


def unit_not_named(workbook: str, similar: Sequence[Unit]) -> str:
    """Return the reason where no cell names the unit, and the file name matches none or several."""
    return (
        f"看不出是哪个单位报的：表里没有标记，填报单位没有填，文件名“{workbook}”里也认不出单位{_similar(similar)}。"
        f"请把文件名改成“单位名称+表名”，或在填报单位处填上单位名称，{_AGAIN}；"
        f"文件名用的是别的叫法的，可在任务书“单位”表的“别名”列补上；{_CLAIM}"
    )


def place_not_listed(workbook: str, place: str) -> str:
    """Return the reason where the path names a place (乡镇、村) that the roster doesn't have."""
    return (
        f"表里没有标记，填报单位没有填，文件名和所在文件夹“{workbook}”里的“{place}”不在单位名单里，"
        "可能是下级单位的表，没有当作上级单位的登记。"
        f"应报的，请在任务书“单位”表补上“{place}”，再运行 baosong process；{_CLAIM}"
    )


def path_names_several_units(workbook: str, units: Sequence[Unit]) -> str:
    """Return the reason where file and folder name different units, and the workbook names none."""
    return (
        f"表里没有标记，填报单位没有填，而文件名和所在文件夹“{workbook}”里有{_quoted_units(units)}，"
        f"分不清是哪个单位报的。请在填报单位处填上单位名称，或把文件名改成“单位名称+表名”并移出文件夹，{_AGAIN}；"
        f"{_CLAIM}"
    )


def _similar(units: Sequence[Unit]) -> str:
    return f"（相近的有{_quoted_units(units)}）" if units else ""


def _quoted_units(units: Sequence[Unit]) -> str:
    return _quoted([unit.full_name for unit in units])


def _quoted(names: Sequence[str]) -> str:
    return "、".join(f"“{name}”" for name in names)
