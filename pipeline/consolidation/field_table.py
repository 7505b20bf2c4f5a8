"""Write a table by unit (分户表): units × the columns of one field, with live sums by category and of all."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.current import counted_units
from pipeline.consolidation.level_listing import UnitLine, listed
from pipeline.consolidation.list_lines import column_sums, list_lines, summed
from pipeline.consolidation.over_sums import live_formula, over_sums
from pipeline.consolidation.own_form.contents import averaged, total_content, unit_content
from pipeline.model.campaign import Aggregation, Shape
from pipeline.model.figure import TrailEntry
from pipeline.model.grid import column_letters
from pipeline.workbook.writing.plan import Formula, Style, Styled
from pipeline.workbook.writing.table import table_sheet
from pipeline.workbook.writing.write import write_book

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from pipeline.consolidation.current import CountedUnit
    from pipeline.consolidation.field_columns import FieldColumn
    from pipeline.model.campaign import Field
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.figure import Figure
    from pipeline.model.grid import CellValue

    Cell = CellValue | Styled

_NAME: Final = "分户表"
_FIXED: Final = (("单位", 26.0), ("类别", 12.0), ("报送情况", 14.0))
_LEVEL: Final = ("级次", 8.0)
_WIDTH: Final = 14.0
_FIRST: Final = 3  # row of the sheet, below title and headings
_GAP: Final = "—"
_UNCLASSIFIED: Final = "未分类"


def field_table(
    collected: CollectionRound, name: str, columns: Sequence[FieldColumn], moment: datetime
) -> tuple[bytes, tuple[TrailEntry, ...]]:
    """Return the workbook with the units' answers in *columns*, and the trail (溯源) of its numbers."""
    campaign = collected.campaign
    fixed = (*_FIXED, _LEVEL) if campaign.roster.has_levels else _FIXED
    rows = _Rows([column.field for column in columns], len(fixed))
    counted = {item.unit.code: item for item in counted_units(campaign, collected.standings)}
    if campaign.roster.has_levels:
        _add_levels(rows, collected, counted)
    else:
        _add_categories(rows, collected, counted)
    title = f"{campaign.name}{collected.period.label}{name}分户表"
    headings = (*fixed, *((column.title, _WIDTH) for column in columns))
    plan = table_sheet(_NAME, title, headings, rows.rows)
    return write_book([plan], moment, title), tuple(rows.trail)


def _add_categories(
    rows: _Rows, collected: CollectionRound, counted: Mapping[str, CountedUnit]
) -> None:
    campaign = collected.campaign
    paired = list(zip(campaign.units(), collected.standings, strict=True))
    groups = [
        (category, list(members))
        for category, members in groupby(paired, key=lambda pair: pair[0].category)
    ]
    for category, members in groups:
        first = len(rows.rows)
        for unit, standing in members:
            texts = (unit.full_name, unit.category, standing.words)
            rows.add_unit(texts, counted.get(unit.code))
        if len(groups) > 1:
            own = [counted[unit.code] for unit, _ in members if unit.code in counted]
            name, words = f"{category or _UNCLASSIFIED}小计", f"计入 {len(own)} 家"
            rows.add_sums(_Sums((name, "", words), own, first, Style.SUBTOTAL))
    every = list(counted.values())
    rows.add_sums(_Sums(("合计", "", f"计入 {len(every)} 家"), every, 0, Style.TOTAL))


def _add_levels(
    rows: _Rows, collected: CollectionRound, counted: Mapping[str, CountedUnit]
) -> None:
    """Add each unit with its subordinates (层级), and the sums of each level alone."""
    known = {standing.unit: standing for standing in collected.standings}
    places: dict[str, int] = {}
    for line in listed(collected.campaign, collected.standings):
        if isinstance(line, UnitLine):
            unit = line.unit
            places[unit.code] = len(rows.rows)
            texts = (unit.full_name, unit.category, known[unit.code].words, Decimal(line.level))
            rows.add_unit(texts, counted.get(unit.code))
        else:
            own = [item for code, item in counted.items() if code in line.codes]
            words = (line.name, "", line.counted(len(own)), "")
            style = Style.TOTAL if line.total else Style.SUBTOTAL
            rows.add_sums(_Sums(words, own, places[line.first.code], style, line.level))


@dataclass(frozen=True, slots=True)
class _Sums:
    """A row of sums over the units *counted*, from the row with the index *first* on; of one *level* if not 0."""

    texts: tuple[str, ...]
    counted: Sequence[CountedUnit]
    first: int
    style: Style
    level: int = 0


@dataclass(frozen=True, slots=True)
class _Value:
    """Value of a cell, with the figures that it prints."""

    value: Decimal | str | None
    figures: tuple[Figure, ...] = ()


class _Rows:
    """Rows under the headings, with the trail of their numbers."""

    def __init__(self, fields: Sequence[Field], fixed: int) -> None:
        self.rows: list[tuple[Cell, ...]] = []
        self.trail: list[TrailEntry] = []
        self._fields = fields
        self._level = column_letters(fixed)
        self._letters = [column_letters(fixed + 1 + n) for n in range(len(fields))]

    def add_unit(self, texts: tuple[CellValue, ...], item: CountedUnit | None) -> None:
        """Add the row of a unit; without values where none of it count."""
        values = [_of_unit(field, item) if item else _Value(None) for field in self._fields]
        self._trace(values)
        self.rows.append((*texts, *(_shown(value) for value in values)))

    def add_sums(self, sums: _Sums) -> None:
        """Add a row of sums over the rows above it."""
        values = [self._of_all(field, sums.counted) for field in self._fields]
        self._trace(values)
        span = (_FIRST + sums.first, _FIRST + len(self.rows) - 1)
        cells = [self._sum(n, value, span, sums.level) for n, value in enumerate(values)]
        label, *texts = sums.texts
        self.rows.append((label, *(Styled(each, sums.style) for each in (*texts, *cells))))

    def _sum(
        self, number: int, value: _Value, span: tuple[int, int], level: int
    ) -> CellValue | Formula:
        field = self._fields[number]
        if not isinstance(value.value, Decimal):
            return value.value or _GAP
        if field.formula is not None and not summed(field):
            cells = {
                known.code: f"{letters}{span[1] + 1}"
                for known, letters in zip(self._fields, self._letters, strict=True)
            }
            expression = live_formula(field, cells)
            return Formula(expression, value.value) if expression else value.value
        function = "101" if averaged(field) else "109"
        letters = self._letters[number]
        area = f"{letters}{span[0]}:{letters}{span[1]}"
        if level:
            of_level = f"${self._level}${span[0]}:${self._level}${span[1]},{level}"
            name = "AVERAGEIFS" if averaged(field) else "SUMIFS"
            return Formula(f"={name}({area},{of_level})", value.value)
        # Subtotals leave out other subtotals, so that the total counts nothing twice.
        return Formula(f"=SUBTOTAL({function},{area})", value.value)

    def _of_all(self, field: Field, counted: Sequence[CountedUnit]) -> _Value:
        if field.shape is Shape.LIST:
            return _of_list(field, counted)
        if field.formula is not None and not summed(field):
            figure = over_sums(field, counted)
            return _Value(figure.value, (figure,)) if figure else _Value(None)
        if field.aggregation is Aggregation.STACK:  # the texts are in the rows above
            return _Value(None)
        content = total_content(field, counted)
        return _Value(content.value, content.figures)

    def _trace(self, values: Sequence[_Value]) -> None:
        row = _FIRST + len(self.rows)
        self.trail += [
            TrailEntry(f"{_NAME}!{letters}{row}", figure)
            for letters, value in zip(self._letters, values, strict=True)
            for figure in value.figures
        ]


def _shown(value: _Value) -> CellValue:
    return _GAP if value.value is None or value.value == "" else value.value


def _of_unit(field: Field, item: CountedUnit) -> _Value:
    if field.shape is Shape.LIST:
        return _of_list(field, [item])
    content = unit_content(field, item)
    return _Value(content.value, content.figures)


def _of_list(field: Field, counted: Sequence[CountedUnit]) -> _Value:
    """Return the sum of a list's column over the rows of the units, or the number of rows with a content."""
    lines = [line for line in list_lines([field], counted) if not line.label]
    (figure,) = column_sums([field], lines)
    if figure is not None:
        return _Value(figure.value, (figure,))
    return _Value(
        "、".join(a.typed for line in lines for a in line.answers if a and a.typed) or None
    )
