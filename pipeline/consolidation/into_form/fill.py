"""Fill a superior's form (上级汇总表) with the sums over units, or unit by unit, and report what has no place."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.campaign.form.unit_cells import unit_cells
from pipeline.consolidation.current import counted_units
from pipeline.consolidation.into_form.lists import place_lists
from pipeline.consolidation.into_form.matches import match_fields
from pipeline.consolidation.into_form.recognised import recognise
from pipeline.consolidation.into_form.unit_lists import (
    figures_at,
    insertion_for,
    unit_cells_of,
    unit_list,
)
from pipeline.consolidation.into_form.unit_rows import unit_table
from pipeline.consolidation.levels import (
    level_called,
    level_names,
    measure_of,
    of_highest_level,
    of_level,
    total_level,
)
from pipeline.consolidation.list_lines import summed
from pipeline.consolidation.over_sums import over_sums, ratio_places
from pipeline.consolidation.own_form.computation import Computation, moved_at
from pipeline.consolidation.own_form.contents import total_content, unit_content
from pipeline.consolidation.own_form.layout import FormLayout
from pipeline.model.campaign import Shape
from pipeline.model.figure import TrailEntry
from pipeline.model.form import Form
from pipeline.model.grid import Address
from pipeline.values.numbers import plain
from pipeline.workbook.filling.cells import stored
from pipeline.workbook.filling.fill_form import fill_form
from pipeline.workbook.filling.plan import FilledCell, FilledSheet, LiveFormula

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.consolidation.into_form.recognised import At, SuperiorForm
    from pipeline.consolidation.into_form.unit_rows import UnitTable
    from pipeline.consolidation.own_form.contents import Content
    from pipeline.consolidation.own_form.summary import FormFacts
    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.figure import Figure
    from pipeline.model.grid import Book
    from pipeline.model.submission import Standing
    from pipeline.workbook.formulas.references import Insertion


@dataclass(frozen=True, slots=True)
class IntoForm:
    """The filled form, the trail of its numbers, and what was filled in and what not (填报说明), as sentences.

    ``placed`` is the number of fields that found a place.
    """

    content: bytes
    trail: tuple[TrailEntry, ...]
    placed: int
    report: tuple[str, ...]


def fill_superior(
    campaign: Campaign, standings: Sequence[Standing], book: Book, package: tuple[bytes, FormFacts]
) -> IntoForm:
    """Return a superior's form filled from what counts of each unit; nothing that it holds is overwritten.

    *package* are its bytes, and what was read from them.

    Raises:
        WorkbookUnreadable: it can't be patched.
    """
    content, facts = package
    every = counted_units(campaign, standings)
    counted = of_level(every, total_level(campaign, standings))
    filling = _Filling(campaign, recognise(book), every, counted, facts)
    filling.put_unit_tables()
    filling.put_unit_lists()
    filling.put_lists()
    filling.put_sums()
    filling.put_filler()
    sheets = filling.sheets(content)
    filled = fill_form(content, book.name, sheets) if filling.placed else content
    trail = tuple(
        TrailEntry(f"{sheet}!{at}", figure) for (sheet, at), figure in filling.final_figures()
    )
    return IntoForm(filled, trail, len(filling.placed), tuple(filling.report()))


@dataclass(slots=True)
class _Filling:
    """State of filling a superior's form; the steps are called in order.

    ``every`` are the units that count, ``counted`` those of the one level (层级) that its sums are over.
    """

    campaign: Campaign
    form: SuperiorForm
    every: Sequence[CountedUnit]
    counted: Sequence[CountedUnit]
    facts: FormFacts
    cells: dict[At, FilledCell] = field(default_factory=dict)
    figures: list[tuple[At, Figure]] = field(default_factory=list)
    # Those of lists are after the insertion of rows already.
    list_cells: dict[At, FilledCell] = field(default_factory=dict)
    list_figures: list[tuple[At, Figure]] = field(default_factory=list)
    insertions: dict[str, tuple[Insertion, ...]] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)  # codes of fields
    faults: list[str] = field(default_factory=list)
    used: set[At] = field(default_factory=set)
    unit_sheets: set[str] = field(default_factory=set)
    rescaled: dict[str, str] = field(default_factory=dict)
    wanted: dict[At, tuple[str, Decimal]] = field(default_factory=dict)  # where it has a formula
    rounded: dict[At, Decimal] = field(default_factory=dict)  # half of the last place of a ratio

    def put_unit_tables(self) -> None:
        """Fill the tables with a row for each unit, and their rows of sums."""
        for sheet, view in self.form.views.items():
            table = unit_table(view, self.campaign)
            if table is None:
                continue
            self.unit_sheets.add(sheet)
            self.rescaled |= table.rescaled
            for column, own in table.columns.items():
                self.placed.add(own.code)
                self._put_column(table, column, own)
            self._name_missing(table)

    def _put_column(self, table: UnitTable, column: int, own: Field) -> None:
        by_code = {item.unit.code: item for item in self.every}
        for row, code in table.rows.items():
            at = (table.sheet, Address(row, column))
            self.used.add(at)
            if code in by_code:
                self.put(at, own, unit_content(own, by_code[code]))
        listed = of_highest_level([item for item in self.every if item.unit.code in table.codes])
        added = of_level(self.every, listed[0].level) if listed else self.counted
        for row in table.totals:
            self.used.add((table.sheet, Address(row, column)))
            self.put((table.sheet, Address(row, column)), own, self.total(own, added))

    def _name_missing(self, table: UnitTable) -> None:
        levels = {item.level for item in self.every if item.unit.code in table.codes}
        wanted = [item for item in self.every if item.level in levels] or self.counted
        names = [item.unit.full_name for item in wanted if item.unit.code not in table.codes]
        if names:
            self.faults.append(
                f"「{table.sheet}」没有这些单位的行，没有填入：{'、'.join(names)}。请在表里加行后再填一次。"
            )

    def put_unit_lists(self) -> None:
        """Fill the lists in which each unit gets a row."""
        for sheet, view in self.form.views.items():
            units = None if sheet in self.unit_sheets else unit_list(view, self.campaign)
            if units is None:
                continue
            self.unit_sheets.add(sheet)
            self.rescaled |= units.rescaled
            level = level_called(units.heading, self.campaign)
            listed = of_level(self.every, level) if level else self.counted
            made = insertion_for(units, listed)
            self.insertions[sheet] = (made,) if made else ()
            self.placed |= {own.code for own in units.area.fields}
            for cell, content in unit_cells_of(units, listed, self.facts, self.insertions[sheet]):
                self.list_cells[sheet, cell.at] = cell
                self.list_figures += figures_at(sheet, cell, content)

    def put_lists(self) -> None:
        """Fill the lists that have the headings of the campaign's own."""
        own = replace(
            self.form, lists=tuple(h for h in self.form.lists if h.sheet not in self.unit_sheets)
        )
        lists = place_lists(self.campaign, own, self.counted, self.facts)
        self.insertions |= lists.insertions
        self.list_cells |= lists.cells
        self.list_figures += lists.figures
        for area in lists.areas:
            self.placed |= {own.code for own in area.fields}

    def put_sums(self) -> None:
        """Fill the cells that have the headings of single fields with the sums over units."""
        matches = match_fields(self.form, self.campaign)
        self.rescaled |= matches.rescaled
        for own in self.campaign.fields:
            for at in matches.places.get(own.code, ()):
                if at not in self.used and at[0] not in self.unit_sheets:
                    self.used.add(at)
                    self.placed.add(own.code)
                    self.put(at, own, self.total(own))

    def total(self, own: Field, counted: Sequence[CountedUnit] | None = None) -> Content:
        """Return what all units of a level have for a field; a ratio by its own formula over the sums."""
        counted = self.counted if counted is None else counted
        content = total_content(own, counted)
        if content.value is None and own.formula is not None and not summed(own):
            figure = over_sums(own, counted)
            if figure is not None:
                return type(content)(figure.value, (figure,))
        return content

    def put(self, at: At, own: Field, content: Content) -> None:
        """Fill one cell; what the form holds already stays, and its formulas too."""
        view = self.form.views[at[0]]
        if content.value is None:
            if own.kind.numeric:
                self.faults.append(f"「{at[0]}」{at[1]} “{own.name}”没有数可填，留空。")
            return
        value = content.value
        if at in self.facts.percents and isinstance(value, Decimal):
            value /= 100
        if at in self.facts.formulas:
            if isinstance(value, Decimal):
                self.wanted[at] = (own.name, value)
                # A ratio that is rounded for the papers is no other one than the form computes.
                half = Decimal(5).scaleb(-ratio_places(own) - 1) if own.is_ratio else Decimal(0)
                self.rounded[at] = half / 100 if at in self.facts.percents else half
            return
        if not view.to_fill(at[1]) or view.raw(at[1]).strip("_＿ 　0"):
            shown = view.raw(at[1])
            self.faults.append(
                f"「{at[0]}」{at[1]} “{own.name}”已有内容“{shown[:20]}”，没有覆盖，应填 {_text(value)}。"
            )
            return
        wrap = isinstance(value, str)
        self.cells[at] = FilledCell(at[1], value, wrap=wrap)
        self.figures += [(at, figure) for figure in content.figures]

    def put_filler(self) -> None:
        """Put the lead office into the cell that names who reports."""
        office = self.campaign.lead_office
        if "待填" in office or "待定" in office:
            return
        for text in unit_cells(self.form.book, office):
            if self.form.views[text.sheet].cell(text.at) is None or text.text.endswith(office):
                self.cells[text.sheet, text.at] = FilledCell(text.at, text.text)

    def sheets(self, content: bytes) -> tuple[FilledSheet, ...]:
        """Return the sheets with what is written to them, the form's formulas computed anew."""
        form = Form(self.form.book.name, "", self.form.book, content)
        layout = FormLayout(form, {}, (), (), self.facts.formulas, self.facts.percents)
        moved = {moved_at(at, self.insertions): cell for at, cell in self.cells.items()}
        computation = Computation(layout, self.insertions)
        cells: dict[At, FilledCell] = {}
        for at, cell in (*moved.items(), *self.list_cells.items()):
            cells[at] = FilledCell(at[1], cell.value, cell.wrap, cell.like)
            value = cell.value.result if isinstance(cell.value, LiveFormula) else cell.value
            computation.fill(at, value if isinstance(value, Decimal | str) else None)
        for at, formula in computation.formulas.items():
            if not computation.is_filled(at):
                result = computation.result(at)
                cells[at] = FilledCell(at[1], LiveFormula(formula, result))
        self._compare(computation)
        names = dict.fromkeys(sheet for sheet, _ in cells)
        return tuple(
            FilledSheet(
                sheet,
                sheet,
                tuple(cell for (own, _), cell in cells.items() if own == sheet),
                self.insertions.get(sheet, ()),
            )
            for sheet in names
        )

    def final_figures(self) -> list[tuple[At, Figure]]:
        """Return the figures at their cells after all rows are inserted."""
        moved = [(moved_at(at, self.insertions), figure) for at, figure in self.figures]
        return sorted([*moved, *self.list_figures], key=lambda each: each[0])

    def _compare(self, computation: Computation) -> None:
        for at, (name, value) in self.wanted.items():
            result = computation.result(moved_at(at, self.insertions))
            if not isinstance(result, Decimal) or abs(result - value) <= self.rounded[at]:
                continue
            if stored(result) != stored(value):
                self.faults.append(
                    f"「{at[0]}」{at[1]} “{name}”是表里的公式，算得 {stored(result)}，各单位所报合计是 "
                    f"{stored(value)}，公式没有动，请核对。"
                )

    def report(self) -> list[str]:
        """Return what has no place, and which places have no value."""
        lines = list(self.faults)
        if self.campaign.roster.has_levels and self.counted:
            name = level_names(self.campaign.roster)[self.counted[0].level]
            added = f"{len(self.counted)} {measure_of(name)}"
            lines.append(f"各级不相加：没有另外注明的合计，是{name}一级 {added}的合计。")
        for own in self.campaign.fields:
            if own.code in self.placed:
                continue
            if own.code in self.rescaled:
                lines.append(
                    f"“{own.name}”的计量单位不同：本任务是“{own.measure}”，上级表是“{self.rescaled[own.code]}”，"
                    "没有填入，请换算后手工填写。"
                )
            else:
                where = "清单列" if own.shape is Shape.LIST else "填报项"
                lines.append(f"{where}“{own.name}”在上级表里没有找到位置。")
        for at, name in self.form.names.items():
            if (
                at not in self.used
                and at not in self.facts.formulas
                and at[0] not in self.unit_sheets
            ):
                lines.append(f"「{at[0]}」{at[1]} “{name}”在本任务里没有对应的填报项，留空。")
        return lines


def _text(value: Decimal | str) -> str:
    return plain(value) if isinstance(value, Decimal) else value[:20]
