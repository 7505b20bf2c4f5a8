"""List every accepted value with its way back (取数): unit, field, workbook, sheet, cell, version."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pipeline.consolidation.current import counted_units
from pipeline.values.numbers import plain
from pipeline.workbook.writing.table import table_sheet
from pipeline.workbook.writing.write import write_book

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Campaign
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.filling import Answer

_COLUMNS: Final = (
    ("单位", 24), ("填报项", 32), ("行", 8), ("原文", 24), ("取值", 24), ("文件", 36), ("工作表", 16),
    ("单元格", 10), ("版本", 8),
)  # fmt: skip
_LEVEL_COLUMNS: Final = (("级次", 8), ("上级单位", 24))  # where units are of several levels
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class CollectedValue:
    """One accepted value; ``row`` is the row of a list in its sheet, ``value`` is ``None`` where nothing was read.

    ``level`` and ``superior`` are those of its unit (层级、上级单位): only values of one level add up.
    """

    unit: str
    field: str
    row: int | None
    typed: str
    value: str | None
    workbook: str
    sheet: str
    cell: str
    version: int
    level: int = 1
    superior: str | None = None


def collected_values(collected: CollectionRound) -> tuple[CollectedValue, ...]:
    """Return the values of every unit's accepted version, in the order of the roster and of the form."""
    campaign = collected.campaign
    names = {field.code: field.name for field in campaign.fields}
    return tuple(
        replace(
            _value(item, names[answer.field_code], row, answer),
            level=item.level,
            superior=campaign.roster.name_of(item.unit.superior) or None,
        )
        for item in counted_units(campaign, collected.standings)
        for row, answer in _answers(item)
        if answer.state.has_content or answer.typed
        if answer.field_code in names
    )


def values_document(collected: CollectionRound) -> dict[str, Any]:
    """Return the document that ``values --json`` prints."""
    return {
        "campaign": collected.campaign.name,
        "period": collected.period.code,
        "values": [asdict(value) for value in collected_values(collected)],
    }


def values_csv(values: Sequence[CollectedValue]) -> str:
    """Return the values as CSV with Chinese headings; a text that looks like a formula is marked as text."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    levels = _has_levels(values)
    writer.writerow([title for title, _ in _columns(levels=levels)])
    for value in values:
        writer.writerow([_harmless(text) for text in _texts(value, levels=levels)])
    return stream.getvalue()


def values_workbook(
    campaign: Campaign, values: Sequence[CollectedValue], moment: datetime
) -> bytes:
    """Return the values as an .xlsx: a row for each."""
    levels = _has_levels(values)
    rows = [_texts(value, levels=levels) for value in values]
    sheet = table_sheet("取数", f"{campaign.name}取数", _columns(levels=levels), rows)
    return write_book([sheet], moment, f"{campaign.name}取数")


def _has_levels(values: Sequence[CollectedValue]) -> bool:
    return any(value.level > 1 for value in values)


def _columns(*, levels: bool) -> tuple[tuple[str, int], ...]:
    return (*_COLUMNS, *_LEVEL_COLUMNS) if levels else _COLUMNS


def _texts(value: CollectedValue, *, levels: bool) -> tuple[str, ...]:
    row = "" if value.row is None else str(value.row)
    more = (str(value.level), value.superior or "") if levels else ()
    return (
        value.unit, value.field, row, value.typed, value.value or "", value.workbook, value.sheet,
        value.cell, str(value.version), *more,
    )  # fmt: skip


def _harmless(text: str) -> str:
    number = text.lstrip("-").replace(".", "", 1).isdecimal()
    return f"'{text}" if text.startswith(_FORMULA_STARTS) and not number else text


def _answers(item: CountedUnit) -> Iterator[tuple[int | None, Answer]]:
    filling = item.submission.filling
    for answer in filling.singles:
        yield None, answer
    for row in filling.rows:
        for answer in row.answers:
            yield row.number, answer


def _value(item: CountedUnit, name: str, row: int | None, answer: Answer) -> CollectedValue:
    return CollectedValue(
        unit=item.unit.full_name,
        field=name,
        row=row,
        typed=answer.typed,
        value=_as_text(answer.value),
        workbook=item.submission.name,
        sheet=answer.place.sheet,
        cell=answer.place.cell,
        version=item.submission.version,
    )


def _as_text(value: str | Decimal | date | None) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return plain(value) if isinstance(value, Decimal) else value.isoformat()
