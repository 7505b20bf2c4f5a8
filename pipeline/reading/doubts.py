"""Write the reasons why a workbook can't be placed (待认领): messages for the clerk.

Each names what was found and ends with the remedy; the remedy resolves that very case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.reading.witnesses import WitnessKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pipeline.model.submission import Submission
    from pipeline.model.unit import Unit
    from pipeline.reading.witnesses import Witness

_AGAIN = "再放回收件箱"
_CLAIM = "已经知道是谁报的，可运行 baosong assign 认领。"


def unknown_stamp(code: str, known: Sequence[str]) -> str:
    """Return the reason where the stamp is of a campaign that the workspace doesn't have."""
    listed = f"（现有：{'、'.join(known)}）" if known else ""
    return (
        f"表上的表号是“{code}”，现有报送任务里没有这个编号{listed}，可能是往期的旧表。"
        f"请该单位改用本次下发的空白表填报，{_AGAIN}；若任务书改过“编号”，请改回来。"
    )


def shared_stamp(code: str, names: Sequence[str]) -> str:
    """Return the reason where several campaigns have the number (编号) of the stamp."""
    return (
        f"表上的表号是“{code}”，{_quoted(names)}都用这个编号，分不清是哪项任务。"
        "请在其中一项的任务书“任务”表改“编号”，再运行 baosong process；"
        f"已经用旧编号下发、改了编号的那一项，请运行 baosong assign 文件 单位 --campaign 任务名 认领，或重新下发空白表填报，{_AGAIN}。"
    )


def not_its_form(campaign: str, found: int, items: int) -> str:
    """Return the reason where a workbook has none, or nearly none, of the items of the campaign that it is of by name."""
    read = f"只认出 {found} 项" if found else "一项也没有认出来"
    return (
        f"表号或标题写的是“{campaign}”，可是这项任务的 {items} 个填报项里{read}，不像是它的表，可能是别的任务的表，"
        "没有登记，也没有答复。请打开核对：是别的任务的，请运行 baosong assign 文件 单位 --campaign 任务名 认领；"
        f"确是这项任务的，请该单位改用下发的空白表填报，{_AGAIN}；不是报送件的，请运行 baosong dismiss 移出待认领。"
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


def witnesses_differ(workbook: str, witnesses: Sequence[Witness]) -> str:
    """Return the reason where witnesses (凭据) name different units, or none of them one unit alone."""
    listed = "，".join(_quoted_witness(each) for each in witnesses)
    return (
        f"“{workbook}”看不准是哪个单位报的：{listed}，对不上，可能是照着别的单位的表填的，也可能是代报。"
        "弄清以前没有登记，也没有答复任何单位。"
        f"请核实：填报单位、文件名或文件夹写错的，改成同一个单位，{_AGAIN}；"
        f"拿错表的，请改用发给本单位的空白表填报，{_AGAIN}；{_CLAIM}"
    )


def _quoted_witness(witness: Witness) -> str:
    match witness.kind:
        case WitnessKind.PRINTED:
            return f"这张空白表是发给“{witness.text}”的"
        case WitnessKind.CELL:
            return f"{witness.place} 填报单位写的是“{witness.text}”{_meant(witness)}"
        case _:
            return f"{witness.kind.value}是“{witness.text}”{_meant(witness)}"


def single_witness(unit: Unit, kinds: Collection[WitnessKind], current: Submission) -> str:
    """Return the reason where one witness (凭据) alone names the unit, whose accepted version it would replace."""
    by = "、".join(kind.value for kind in WitnessKind if kind in kinds)
    way = (
        "在表里的填报单位处填上单位名称"
        if WitnessKind.FILE_NAME in kinds
        else "在文件名里写上单位名称"
    )
    return (
        f"“{unit.full_name}”已经收下第{current.version}版（{current.name}），这一份要替换它，"
        f"可是只有{by}说是“{unit.full_name}”的，没有第二处印证，所以没有替换，也没有答复。"
        f"确是该单位更正的，请{way}，{_AGAIN}；{_CLAIM}"
    )


def replaced_since(unit: Unit, recorded: Submission, later: Submission) -> str:
    """Return the reason where the same bytes come again after a version that a person claimed replaced them."""
    return (
        f"与“{unit.full_name}”第{recorded.version}版内容完全相同，而它后来被经办人认领的第{later.version}版"
        f"（{later.name}）替换了：可能是要改回这一份，也可能只是旧表又放了一次。"
        f"要改回这一份，请运行 baosong assign 认领；不用的，请运行 baosong dismiss 移出待认领。"
    )


def several_units(mentions: Sequence[tuple[str, str]]) -> str:
    """Return the reason where sheets of one workbook belong to several units.

    *mentions* are the places and the unit that each names.
    """
    listed = "，".join(f"{place}是“{unit}”" for place, unit in mentions)
    return (
        f"同一个文件里有几个单位的表：{listed}。分不清该登记哪些，"
        f"请按单位拆开，一个单位一个文件，{_AGAIN}；本是同一个单位、填报单位写错的，请改成一致，{_AGAIN}；{_CLAIM}"
    )


def unit_already_received(unit: Unit) -> str:
    """Return the reason where sheets of several units include one of a unit already received."""
    return (
        f"同一个文件里有几个单位的表，可以按单位分开，但“{unit.full_name}”已经收过一版，"
        "分不清这一份是更新，还是留在里面的旧表。"
        f"请按单位拆开，删去不报的，一个单位一个文件，{_AGAIN}。"
    )


def several_units_in_cell(cell: Witness) -> str:
    """Return the reason where one cell names more than one unit."""
    return (
        f"{cell.place} 填报单位写的是“{cell.text}”，里面有{_quoted_units(cell.units)}，"
        f"分不清是哪个单位报的。请只写一个单位，几个单位的表分开报，{_AGAIN}；{_CLAIM}"
    )


def unknown_unit_name(cell: Witness) -> str:
    """Return the reason where the cell's name is not in the roster (单位名单)."""
    return (
        f"{cell.place} 填报单位写的是“{cell.text}”，单位名单里没有{_similar(cell.units)}。"
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


def _meant(witness: Witness) -> str:
    """Return the units that a text means, where it doesn't say that itself."""
    if witness.unit and witness.unit.full_name in witness.text:
        return ""
    if not witness.units:
        return f"（单位名单里没有{f'“{witness.unknown}”' if witness.unknown else ''}）"
    return f"（{'' if witness.names else '像是'}{_quoted_units(witness.units)}）"


def _similar(units: Sequence[Unit]) -> str:
    return f"（相近的有{_quoted_units(units)}）" if units else ""


def _quoted_units(units: Sequence[Unit]) -> str:
    return _quoted([unit.full_name for unit in units])


def _quoted(names: Sequence[str]) -> str:
    return "、".join(f"“{name}”" for name in names)
