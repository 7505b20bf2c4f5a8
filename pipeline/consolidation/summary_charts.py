"""Lay out the sheet of charts (图表): completion by category, ranking of key fields, change by period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.comparison import compare_with_previous
from pipeline.consolidation.counting import Group
from pipeline.consolidation.current import counted_units
from pipeline.consolidation.key_fields import chosen_sums
from pipeline.consolidation.statistics import ranked_figures, share
from pipeline.consolidation.summary_columns import criterion
from pipeline.consolidation.summary_rows import SUMMARY_SHEET
from pipeline.model.figure import TrailEntry
from pipeline.model.grid import Address
from pipeline.model.submission import State
from pipeline.workbook.writing.plan import (
    ChartKind,
    ChartPlan,
    Formula,
    PlannedCell,
    SheetPlan,
    Style,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from pipeline.consolidation.comparison import Comparison
    from pipeline.consolidation.current import CountedUnit
    from pipeline.consolidation.summary_sheet import SummarySheet
    from pipeline.model.campaign import Campaign
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.figure import Figure

_NAME: Final = "图表"
_DATA: Final = 12  # the first column of the charts' figures, right of what is printed
_TENTHS: Final = "0.0"
_FIELDS: Final = 4  # that are ranked
_RANKS: Final = 10
_FULL: Final = (680, 250)  # pixels: as wide as the page, or half of it
_HALF: Final = (336, 280)
_ROWS_OF_FULL: Final = 13  # rows under a chart, with one between
_ROWS_OF_HALF: Final = 15
_LAST_COLUMN: Final = 10
_WIDTH: Final = 9.0


@dataclass(frozen=True, slots=True)
class _Cell:
    """A number beside a chart; ``{1}`` and ``{2}`` in its formula are the numbers before it in the row."""

    figure: Figure
    formula: str = ""
    number_format: str = ""


@dataclass(frozen=True, slots=True)
class _Block:
    """The numbers of one chart, whose last column is drawn: title, headings, a name and cells for each row."""

    title: str
    kind: ChartKind
    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[_Cell, ...]], ...]


def chart_sheet(
    collected: CollectionRound, counted: Sequence[CountedUnit], main: SummarySheet
) -> tuple[SheetPlan | None, tuple[TrailEntry, ...]]:
    """Return the sheet of charts, and the trail of its figures; None where there is nothing to compare.

    Rates and ranking are live formulas over the first sheet, with our own numbers as their results.
    """
    blocks = [
        *_completion(collected, main),
        *_rankings(collected.campaign, counted, main),
        *_changes(collected, counted),
    ]
    if not blocks:
        return None, ()
    sheet = _Sheet(f"{collected.campaign.name}{collected.period.label}图表")
    for block in blocks:
        sheet.add(block)
    return sheet.plan(), tuple(sheet.trail)


def _completion(collected: CollectionRound, main: SummarySheet) -> Iterator[_Block]:
    """Return the share of units that have reported (报送率), by category; none of a single category."""
    pairs = tuple(zip(collected.campaign.units(), collected.standings, strict=True))
    rows = []
    for category in collected.campaign.roster.categories():
        members = (pair for pair in pairs if pair[0].category == category)
        due = tuple(pair for pair in members if pair[1].state is not State.EXEMPT)
        if due:
            submitted = tuple(pair for pair in due if pair[1].state.counts)
            groups = Group(f"{category}应报单位", due), Group(f"{category}已报单位", submitted)
            rows.append((category, _rate_cells(category, groups, main)))
    if len(rows) > 1 and any(cells[1].figure.value for _, cells in rows):
        headings = ("类别", "应报", "已报", "报送率")
        yield _Block("各类单位报送率（%）", ChartKind.COLUMN, headings, tuple(rows))


def _rate_cells(
    category: str, groups: tuple[Group, Group], main: SummarySheet
) -> tuple[_Cell, ...]:
    first, last = main.rows
    asked = (
        f"COUNTIFS({SUMMARY_SHEET}!$C${first}:$C${last},{criterion(category)},"
        f"{SUMMARY_SHEET}!$D${first}:$D${last},"
    )
    due, submitted = (group.count for group in groups)
    owing = (f'-{asked}"{state.word}")' for state in State if state.owes)
    whole = f'{asked}"<>{State.EXEMPT.word}")'
    return (
        _Cell(due, whole, "0"),
        _Cell(submitted, f"{whole}{''.join(owing)}", "0"),
        _Cell(share(submitted, due), "ROUND({2}/{1}*100,1)", _TENTHS),
    )


def _rankings(
    campaign: Campaign, counted: Sequence[CountedUnit], main: SummarySheet
) -> Iterator[_Block]:
    """Return the first units by each key field; none of a field that fewer than two units gave."""
    rows = dict(zip((unit.code for unit in campaign.units()), main.unit_rows, strict=True))
    codes = [column.field.code for column in main.columns]
    for field in chosen_sums(campaign)[:_FIELDS]:
        letters = main.letters[codes.index(field.code)]
        found = ranked_figures(counted, field)
        ranked = sorted(found, key=lambda pair: -pair[1].value)[:_RANKS]
        if len(ranked) > 1 and ranked[0][1].value:
            title = f"{field.heading}{f'前{_RANKS}位' if len(found) > _RANKS else ''}"
            cells = (
                (unit.full_name, (_Cell(figure, f"{SUMMARY_SHEET}!{letters}{rows[unit.code]}"),))
                for unit, figure in ranked
            )
            yield _Block(title, ChartKind.BAR, ("单位", field.heading), tuple(cells))


def _changes(collected: CollectionRound, counted: Sequence[CountedUnit]) -> Iterator[_Block]:
    """Return the change of the key fields since the period before, over the units that count in both (可比口径)."""
    if not collected.previous:
        return
    campaign = collected.campaign
    earlier = counted_units(campaign, collected.previous)
    found = (
        compare_with_previous(field, counted, earlier) for field in chosen_sums(campaign)[:_FIELDS]
    )
    compared = [each for each in found if each is not None and each.percent is not None]
    units = {each.units.text for each in compared}
    rows = []
    for each in compared:
        changed = _signed_change(each)
        if changed is not None:
            formula = "ROUND(({2}-{1})/ABS({1})*100,1)"
            cells = (_Cell(each.before), _Cell(each.now), _Cell(changed, formula, _TENTHS))
            scope = f"（可比口径{each.units}家）" if len(units) > 1 else ""
            rows.append((f"{each.field.heading}{scope}", cells))
    if rows:
        scope = f"可比口径{units.pop()}家" if len(units) == 1 else "只比两期都报的单位"
        title = f"主要指标比上期增减（%，{scope}）"
        yield _Block(title, ChartKind.COLUMN, ("指标", "上期", "本期", "增减"), tuple(rows))


def _signed_change(compared: Comparison) -> Figure | None:
    found = compared.percent
    if found is None or compared.rises or compared.same:
        return found
    return replace(found, value=-found.value, text=f"-{found.text}")


class _Sheet:
    """Place charts from top to bottom, and the numbers of each right of the printed page."""

    def __init__(self, title: str) -> None:
        span = Address(1, _LAST_COLUMN)
        self._cells = [PlannedCell(Address(1, 1), title, Style.TITLE, span)]
        self._charts: list[ChartPlan] = []
        self._chart_row = 3  # the next chart's
        self._left = True  # whether the next half chart is the left one of two
        self._row = 3  # the next numbers'
        self.trail: list[TrailEntry] = []

    def add(self, block: _Block) -> None:
        """Add the chart of *block*, with its numbers."""
        first = self._write_numbers(block)
        last = self._row - 2
        drawn = _DATA + len(block.headings) - 1
        self._charts.append(
            ChartPlan(
                title=block.title,
                kind=block.kind,
                at=self._place(half=block.kind is ChartKind.BAR),
                size=_HALF if block.kind is ChartKind.BAR else _FULL,
                names=(Address(first, _DATA), Address(last, _DATA)),
                values=(Address(first, drawn), Address(last, drawn)),
                from_zero=all(cells[-1].figure.value >= 0 for _, cells in block.rows),
            )
        )

    def plan(self) -> SheetPlan:
        """Return the sheet, printed on one page without the numbers."""
        self._start_row()
        return SheetPlan(
            name=_NAME,
            cells=tuple(self._cells),
            widths=(*(_WIDTH for _ in range(_LAST_COLUMN)), 3.0, 30.0, 16.0, 12.0, 12.0),
            heights=((1, 32.0),),
            pages_tall=1,
            print_area=(Address(1, 1), Address(self._chart_row, _LAST_COLUMN)),
            charts=tuple(self._charts),
        )

    def _place(self, *, half: bool) -> Address:
        if not half:
            self._start_row()
            at = Address(self._chart_row, 1)
            self._chart_row += _ROWS_OF_FULL
            return at
        column = 1 if self._left else 1 + _LAST_COLUMN // 2
        at = Address(self._chart_row, column)
        self._chart_row += 0 if self._left else _ROWS_OF_HALF
        self._left = not self._left
        return at

    def _start_row(self) -> None:
        """Go below a half chart that has none on its right."""
        if not self._left:
            self._chart_row += _ROWS_OF_HALF
            self._left = True

    def _write_numbers(self, block: _Block) -> int:
        """Write the numbers of *block*; return their first row."""
        for column, heading in enumerate(block.headings, start=_DATA):
            self._cells.append(PlannedCell(Address(self._row, column), heading, Style.HEADER))
        first = self._row + 1
        for row, (name, cells) in enumerate(block.rows, start=first):
            self._cells.append(PlannedCell(Address(row, _DATA), name, Style.TEXT))
            for column, cell in enumerate(cells, start=_DATA + 1):
                self._write_number(Address(row, column), cell)
        self._row = first + len(block.rows) + 1
        return first

    def _write_number(self, at: Address, cell: _Cell) -> None:
        value: Decimal | Formula = cell.figure.value
        if cell.formula:
            formula = cell.formula
            for number in (1, 2):
                before = str(Address(at.row, _DATA + number))
                formula = formula.replace(f"{{{number}}}", before)
            value = Formula(f"={formula}", cell.figure.value)
        self._cells.append(PlannedCell(at, value, Style.NUMBER, number_format=cell.number_format))
        self.trail.append(TrailEntry(f"{_NAME}!{at}", cell.figure))
