"""Fill one copy of the form for a scope: answers or sums in its cells, its lists, its formulas computed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.campaign.form.unit_cells import unit_cells
from pipeline.consolidation.list_lines import list_lines, summed
from pipeline.consolidation.own_form.computation import Computation, moved_at
from pipeline.consolidation.own_form.contents import (
    Content,
    averaged,
    beside_label,
    total_content,
    unit_content,
)
from pipeline.consolidation.own_form.list_rows import insertion, place_list
from pipeline.model.figure import Figure
from pipeline.values.numbers import plain
from pipeline.workbook.filling.cells import stored
from pipeline.workbook.filling.plan import FilledCell, LiveFormula

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.consolidation.own_form.layout import At, FormLayout, SinglePlace
    from pipeline.consolidation.own_form.scope import Scope
    from pipeline.model.figure import Source
    from pipeline.workbook.formulas.operands import Fault, Value
    from pipeline.workbook.formulas.references import Insertion

_ROUNDS: Final = 3  # in which formulas that contradict the answers are replaced


@dataclass(frozen=True, slots=True)
class Remark:
    """Remark on a cell (说明): its field, and why it isn't simply a sum."""

    at: At
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class FilledCopy:
    """One copy of the form as it was filled, by the form's sheets and the rows after all insertions.

    ``figures`` are its numbers, ``details`` what each unit contributed to them, ``live`` the cells that
    add up or average units, with their values.
    """

    scope: Scope
    insertions: Mapping[str, tuple[Insertion, ...]]
    cells: Mapping[At, FilledCell]
    figures: tuple[tuple[At, Figure], ...]
    details: tuple[tuple[At, Figure], ...]
    live: Mapping[At, SinglePlace]
    remarks: tuple[Remark, ...]


def fill_copy(layout: FormLayout, scope: Scope) -> FilledCopy:
    """Return the form filled for the units of *scope*."""
    filling = _Filling(layout, scope)
    filling.put_lists()
    filling.put_singles()
    filling.put_unit()
    filling.put_formulas()
    return filling.done()


class _Filling:
    """State of filling one copy; the steps are called in order."""

    def __init__(self, layout: FormLayout, scope: Scope) -> None:
        self.layout = layout
        self.scope = scope
        self.insertions = dict(_insertions(layout, scope))
        self.computation = Computation(layout, self.insertions)
        self.cells: dict[At, FilledCell] = {}
        self.figures: list[tuple[At, Figure]] = []
        self.details: list[tuple[At, Figure]] = []
        self.live: dict[At, SinglePlace] = {}
        self.remarks: list[Remark] = []
        self._by_formula: dict[At, tuple[SinglePlace, Content]] = {}
        self._sources: defaultdict[At, list[Source]] = defaultdict(list)

    def done(self) -> FilledCopy:
        return FilledCopy(
            self.scope,
            self.insertions,
            self.cells,
            tuple(self.figures),
            tuple(self.details),
            self.live,
            tuple(self.remarks),
        )

    def put(self, sheet: str, cell: FilledCell) -> None:
        self.cells[sheet, cell.at] = cell
        value = cell.value.result if isinstance(cell.value, LiveFormula) else cell.value
        self.computation.fill((sheet, cell.at), value if isinstance(value, Decimal | str) else None)

    def put_lists(self) -> None:
        for area in self.layout.lists:
            placed = place_list(self.layout, area, self.scope, self.insertions.get(area.sheet, ()))
            for cell in placed.cells:
                self.put(area.sheet, cell)
            self.figures += placed.figures
            self.details += [each for each in placed.figures if each[1].basis == "原值"]

    def put_singles(self) -> None:
        shared: dict[At, str] = {}
        for place in self.layout.places:
            at = moved_at((place.sheet, place.at), self.insertions)
            content = self._content(place)
            if content.note:
                self.remarks.append(Remark(at, place.field.name, content.note))
            if at in self.computation.formulas and place.field.kind.numeric:
                self._by_formula[at] = (place, content)
            elif place.printed:
                text = plain(content.value) if isinstance(content.value, Decimal) else content.value
                if text:
                    shared[at] = beside_label(place, shared.get(at, place.printed), text)
                    self.put(place.sheet, FilledCell(at[1], shared[at], wrap="\n" in shared[at]))
            elif content.value is not None or at not in self.computation.formulas:
                self._put_content(at, place, content)

    def _content(self, place: SinglePlace) -> Content:
        if self.scope.single:
            return unit_content(place.field, self.scope.counted[0])
        content = total_content(place.field, self.scope.counted)
        formula = (place.sheet, place.at) in self.layout.formulas
        return Content(content.value, content.figures, content.details) if formula else content

    def _put_content(self, at: At, place: SinglePlace, content: Content) -> None:
        value = self.raw(place, content.value)
        long = isinstance(value, str) and ("\n" in value or place.field.kind.is_text)
        self.put(place.sheet, FilledCell(at[1], value, wrap=long))
        self.figures += [(at, figure) for figure in content.figures]
        self.details += [(at, figure) for figure in content.details]
        if summed(place.field) or averaged(place.field):
            self.live[at] = place

    def raw(self, place: SinglePlace, value: Decimal | str | None) -> Decimal | str | None:
        """Return a value as its cell stores it: 85% as 0.85 where its format is a percentage."""
        percent = (place.sheet, place.at) in self.layout.percents
        return value / 100 if percent and isinstance(value, Decimal) else value

    def put_unit(self) -> None:
        for text in unit_cells(self.layout.form.book, self.scope.title):
            _, at = moved_at((text.sheet, text.at), self.insertions)
            self.put(text.sheet, FilledCell(at, text.text))

    def put_formulas(self) -> None:
        """Write the form's formulas with their results; where one contradicts the answers, these count."""
        for _ in range(_ROUNDS):
            wrong = [at for at in self._by_formula if not self._agrees(at)]
            for at in wrong:
                self._replace(at, *self._by_formula.pop(at))
            if not wrong:
                break
        for there, figure in self.figures:
            self._sources[there] += figure.sources
        for at, formula in self.computation.formulas.items():
            if not self.computation.is_filled(at):
                result = self.computation.result(at)
                self.cells[at] = FilledCell(at[1], LiveFormula(formula, result))
                self._trace(at, result)

    def _expected(self, at: At) -> bool:
        """Return whether the answers, not the formula, decide on a cell."""
        return self.scope.single or summed(self._by_formula[at][0].field)

    def _agrees(self, at: At) -> bool:
        place, content = self._by_formula[at]
        if not self._expected(at):
            return True
        wanted = self.raw(place, content.value)
        return _same(self.computation.result(at), wanted)

    def _replace(self, at: At, place: SinglePlace, content: Content) -> None:
        result = self.computation.result(at)
        if not self.scope.single and isinstance(result, Decimal) and content.value is not None:
            shown = plain(content.value) if isinstance(content.value, Decimal) else content.value
            text = f"表样公式算得 {stored(result)}，各单位所报合计是 {shown}，填后者"
            self.remarks.append(Remark(at, place.field.name, text))
        self._put_content(at, place, content)

    def _trace(self, at: At, result: Value | Fault) -> None:
        if at not in self._by_formula:
            return
        place, content = self._by_formula[at]
        if self._expected(at):
            self.figures += [(at, figure) for figure in content.figures]
            self.details += [(at, figure) for figure in content.details]
            return
        if isinstance(result, Decimal):
            sources = [s for there in self.computation.precedents(at) for s in self._sources[there]]
            percent = (place.sheet, place.at) in self.layout.percents
            value = Decimal(stored(result * 100 if percent else result))
            own = Figure(
                value, plain(value), place.field.name, "公式", tuple(dict.fromkeys(sources))
            )
            self.figures.append((at, own))
        self.remarks.append(Remark(at, place.field.name, "按表样自己的公式，由合计数算出，不相加"))


def _insertions(layout: FormLayout, scope: Scope) -> Iterator[tuple[str, tuple[Insertion, ...]]]:
    for sheet in layout.sheets:
        found = [
            insertion(area, scope, list_lines(area.fields, scope.counted))
            for area in layout.lists
            if area.sheet == sheet
        ]
        yield sheet, tuple(each for each in found if each is not None)


def _same(result: Value | Fault, wanted: Decimal | str | None) -> bool:
    if isinstance(result, Decimal) and isinstance(wanted, Decimal):
        return stored(result) == stored(wanted)
    return result == wanted and wanted is not None
