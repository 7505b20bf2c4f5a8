"""Lay out the sheets after those of the form: what was counted (说明), and where each number comes from (来源)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.checking.message_catalogue import full_message
from pipeline.consolidation.current import uncounted_units
from pipeline.consolidation.level_sums import level_differences
from pipeline.consolidation.levels import levels_of
from pipeline.workbook.filling.plan import NoteSheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from pipeline.consolidation.own_form.fill import FilledCopy
    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.submission import Standing

    Row = tuple[str | Decimal, ...]

_SOURCES: Final = (
    ("所在单元格", 16.0), ("单位", 20.0), ("填报项", 24.0), ("数值", 12.0), ("文件", 30.0), ("工作表", 14.0),
    ("单元格", 9.0), ("原文", 16.0), ("取值说明", 20.0), ("原件指纹 SHA-256", 66.0),
)  # fmt: skip
_REMARKS: Final = (("位置", 20.0), ("填报项", 30.0), ("说明", 70.0))


def remark_sheet(
    about: tuple[Campaign, Period, Sequence[Standing]],
    copy: FilledCopy,
    name: str,
    extra: Sequence[str] = (),
) -> NoteSheet:
    """Return the sheet that states which units count, and each cell that isn't simply a sum."""
    rows = [tuple(title for title, _ in _REMARKS), *_remarks(about, copy, extra)]
    return NoteSheet(name, tuple(width for _, width in _REMARKS), rows)


def _remarks(
    about: tuple[Campaign, Period, Sequence[Standing]], copy: FilledCopy, extra: Sequence[str]
) -> Iterator[Row]:
    campaign, period, standings = about
    scope = copy.scope
    counts = f"应报 {scope.due} 个单位，计入 {len(scope.counted)} 个。"
    if campaign.roster.has_levels:
        counts = "；".join(
            f"{level.name}应报 {len(level.due.members)} {level.measure}，已报 {len(level.submitted.members)} {level.measure}"
            for level in levels_of(campaign, standings)
        )
        counts += f"。各级分别合计，不相加；表中的合计是{scope.title}。"
    yield ("全表", "", f"{campaign.name}{period.label}：{counts}")
    for line in extra:
        yield ("全表", "", line)
    for finding in level_differences(campaign, standings):
        yield ("上下级核对", finding.label, full_message(finding))
    for unit, standing in uncounted_units(campaign, standings):
        yield ("未计入", unit.full_name, f"{standing.state.word}，没有计入合计。")
    for remark in copy.remarks:
        sheet, at = remark.at
        yield (f"{sheet}!{at}", remark.label, f"{remark.text}。")


def source_sheet(copies: Iterable[tuple[FilledCopy, Mapping[str, str]]], name: str) -> NoteSheet:
    """Return the sheet with a row for each number of a unit in the form's cells; totals add up these rows.

    Each copy comes with the names of its sheets by the form's, where they have others.
    """
    rows: list[Row] = [tuple(title for title, _ in _SOURCES)]
    for copy, names in copies:
        rows += _source_rows(copy, names)
    return NoteSheet(name, tuple(width for _, width in _SOURCES), rows, printed=False)


def _source_rows(copy: FilledCopy, names: Mapping[str, str]) -> Iterator[Row]:
    order = {sheet: number for number, sheet in enumerate(copy.insertions)}
    details = sorted(copy.details, key=lambda each: (order.get(each[0][0], 0), each[0][1]))
    for (sheet, at), figure in details:
        basis = "" if figure.basis in {"原值", "计数"} else figure.basis
        for source in figure.sources:
            yield (
                f"{names.get(sheet, sheet)}!{at}", source.unit, figure.label,
                figure.value if len(figure.sources) == 1 else source.typed, source.workbook,
                source.sheet, source.cell, source.typed, basis, source.digest,
            )  # fmt: skip
