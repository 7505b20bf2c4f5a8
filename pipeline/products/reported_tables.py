"""Compose the tables of what was reported: a list's rows of all units, a cross table added up over them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.campaign.form.names import line_names
from pipeline.consolidation.list_columns import column_total, has_answer, row_count
from pipeline.model.campaign import Aggregation
from pipeline.model.document import Column, Table
from pipeline.model.figure import Figure, Phrase
from pipeline.model.figure_kind import FigureKind
from pipeline.products.reported import (
    GAP,
    answer_figure,
    answered_count,
    choice_counts,
    total_figure,
    unit_name,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.consolidation.list_columns import ListRows
    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.document import Piece
    from pipeline.model.form import CrossTable
    from pipeline.products.reported import Reported

_ROWS_AT_MOST: Final = 100  # of a list; more fill a book, not a paper
_COLUMNS_AT_MOST: Final = 9  # of a list, beside 序号 and 单位
_COLUMNS_OF_CROSS: Final = 7  # that fit beside the row headings; further ones continue below (续表)
_CROSS_ROWS_AT_MOST: Final = 300  # together with those of its further columns
_NUMBERS: Final = frozenset({"序号", "编号", "行号"})
_WORDY: Final = 3  # times as wide as a figure
_FULL: Final = 100  # per cent


@dataclass(frozen=True, slots=True)
class CrossCells:
    """A cross table of the form with the names of its rows and columns, and the field of each cell."""

    table: CrossTable
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    fields: Mapping[tuple[int, int], Field]

    @property
    def title(self) -> str:
        """Return its name (名称) in the 任务书."""
        return self.table.name or self.table.code

    def row(self, index: int) -> tuple[Field | None, ...]:
        """Return the fields of a row, ``None`` where the form has no cell to fill in."""
        return tuple(self.fields.get((index, column)) for column in range(len(self.columns)))

    def column(self, index: int) -> tuple[Field | None, ...]:
        """Return the fields of a column, likewise."""
        return tuple(self.fields.get((row, index)) for row in range(len(self.rows)))

    def pieces(self, reported: Reported, index: int) -> list[Piece]:
        """Return the content of a row over all units, cell by cell."""
        return [cross_piece(reported, field) for field in self.row(index)]

    def measure_of(self, index: int) -> str:
        """Return the measure of a row, where the form prints one or all of its cells have the same."""
        return self.table.rows[index].measure or _shared_measure(self.row(index))

    def measure_of_column(self, index: int) -> str:
        """Return the measure of a column, likewise."""
        return self.table.columns[index].measure or _shared_measure(self.column(index))


def _shared_measure(fields: Sequence[Field | None]) -> str:
    measures = {field.measure for field in fields if field is not None}
    return measures.pop() if len(measures) == 1 else ""


def cross_tables(campaign: Campaign) -> tuple[CrossCells, ...]:
    """Return the cross tables of the campaign's form, in their order."""
    if campaign.form is None:
        return ()
    fields: dict[str, dict[tuple[int, int], Field]] = defaultdict(dict)
    for field in campaign.fields:
        if field.crossing is not None:
            fields[field.crossing.table][field.crossing.row, field.crossing.column] = field
    return tuple(
        CrossCells(table, *line_names(table), fields[table.code]) for table in campaign.form.tables
    )


def cross_piece(reported: Reported, field: Field | None) -> Piece:
    """Return the content of a cell over all units: its figure, its options with their counts, else the number of answers."""
    if field is None:
        return ""
    if field.kind.numeric:
        return total_figure(reported, field)
    if field.options:
        counts = choice_counts(reported, field)
        chosen = [(option, figure) for option, figure in counts.items() if figure.value]
        pieces = [piece for option, figure in chosen for piece in (f"{option} ", figure, "、")]
        return Phrase(tuple(pieces[:-1])) if pieces else GAP
    count = answered_count(reported, field)
    return Phrase((count, "家填报")) if count.value else GAP


def set_cross_table(reported: Reported, cells: CrossCells) -> Table:
    """Return the cross table over all units; the columns that don't fit continue in tables below it (续表)."""
    whole = len(cells.columns)
    count = -(-whole // _COLUMNS_OF_CROSS)
    parts = [range(whole * n // count, whole * (n + 1) // count) for n in range(count)]
    shown = min(len(cells.rows), max(_CROSS_ROWS_AT_MOST // count, 1))
    lines = [cells.pieces(reported, index) for index in range(shown)]
    caption = cells.title
    if shown < len(cells.rows):
        caption += f"（共{len(cells.rows)}行，列前{shown}行，其余见汇总表）"
    first, *further = (
        _part(cells, lines, part, caption if not number else f"{cells.title}（续）")
        for number, part in enumerate(parts)
    )
    return Table(first.columns, first.rows, first.caption, continued=tuple(further))


def _part(cells: CrossCells, lines: Sequence[Sequence[Piece]], part: range, caption: str) -> Table:
    measured = any(heading.measure for heading in cells.table.rows)
    share = (_FULL - 28 - 10 * measured) // len(part)
    columns = [Column("项目", 28, "left"), *([Column("计量单位", 10)] if measured else [])]
    for index in part:
        measure = "" if measured else cells.measure_of_column(index)
        name = cells.columns[index]
        columns.append(Column(f"{name}（{measure}）" if measure else name, share))
    rows = []
    for index, line in enumerate(lines):
        own = (cells.rows[index], *((cells.measure_of(index),) if measured else ()))
        rows.append((*own, *(line[column] for column in part)))
    return Table(tuple(columns), tuple(rows), caption)


def list_table(reported: Reported, name: str) -> Table:
    """Return the rows of a list of all units, and below them its sums over all rows.

    The first hundred rows and nine columns are printed; the caption states how many more there are.
    """
    held = reported.lists[name]
    fields = [field for field in held.fields if not _is_number(field)]
    shown = fields[:_COLUMNS_AT_MOST]
    rows = _list_lines(held, shown)
    sums: tuple[Piece, ...] = tuple(column_total(held, field) or "" for field in shown)
    count = row_count(held)
    total = [("", Phrase(("合计（", count, "条）")), *sums)] if rows and any(sums) else []
    columns = (
        Column("序号", 6),
        Column("单位", 16, "left"),
        *(Column(field.heading, _share(field, shown), _aligned(field)) for field in shown),
    )
    caption = _list_caption(name, int(count.value), len(rows), len(fields) - len(shown))
    return Table(columns, (*rows, *total), caption)


def _is_number(field: Field) -> bool:
    """Return whether a column only numbers the rows, which the table does itself."""
    return field.figure_kind is FigureKind.CODE and field.name in _NUMBERS


def _list_lines(held: ListRows, shown: Sequence[Field]) -> list[tuple[Piece, ...]]:
    places = [held.place_of(field) for field in shown]
    lines = [(each.item, line) for each in held.units for line in each.lines][:_ROWS_AT_MOST]
    rows: list[tuple[Piece, ...]] = []
    for number, (item, line) in enumerate(lines, start=1):
        answers = [line.answers[place] for place in places]
        cells: list[Figure | str] = [
            answer_figure(item, answer, field) if answer and has_answer(answer) else ""
            for field, answer in zip(shown, answers, strict=True)
        ]
        first = next((cell for cell in cells if isinstance(cell, Figure)), None)
        rows.append((str(number), unit_name(item, first) if first else item.unit.full_name, *cells))
    return rows


def _share(field: Field, shown: Sequence[Field]) -> int:
    weights = [1 if each.kind.numeric else _WORDY for each in shown]
    own = 1 if field.kind.numeric else _WORDY
    return max((_FULL - 22) * own // sum(weights), 1)


def _aligned(field: Field) -> str:
    return "left" if field.kind.is_text or field.aggregation is Aggregation.STACK else "center"


def _list_caption(name: str, rows: int, printed: int, further: int) -> str:
    left_out = []
    if printed < rows:
        left_out.append(f"共{rows}条，列前{printed}条")
    if further:
        left_out.append(f"另有{further}栏未列")
    return f"{name}（{'，'.join(left_out)}，其余见汇总表）" if left_out else name
