"""同式汇总表 of generated forms, recalculated by LibreOffice: every total equals the sum of what the units typed."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from pipeline.model.campaign import Kind
from tests.consolidation.own_forms import (
    UNITS,
    campaign_of,
    collected,
    exact,
    formulas_of,
    recalculated,
    saved,
    typed_in,
    values_of,
)
from tests.reading.form_layouts import Layout, layouts

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.campaign import Campaign

pytestmark = [pytest.mark.render, pytest.mark.long]

FORMS = 32
PLUS = 7  # by which one unit's cell is changed


@dataclass(frozen=True)
class Case:
    """A generated form, what each unit typed by sheet and cell, and the summary that came of it."""

    campaign: Campaign
    typed: dict[str, dict[tuple[str, str], Decimal]]
    summary: bytes
    sums: dict[tuple[str, str], list[tuple[str, str]]]

    def added(self) -> list[tuple[str, str]]:
        """The cells whose field is added up over units."""
        return [
            (field.place.sheet, str(field.place.at))
            for field in self.campaign.fields
            if field.place and field.aggregation.value == "合计"
        ]

    def sum_of(self, cell: tuple[str, str], category: str = "") -> Decimal:
        kinds = dict(UNITS)
        own = [typed for unit, typed in self.typed.items() if category in {"", kinds[unit]}]
        return sum((typed[cell] for typed in own), Decimal(0))


def generated() -> list[Layout]:
    found: list[Layout] = []

    @settings(
        max_examples=FORMS, derandomize=True, deadline=None, database=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(layouts())
    def collect(layout: Layout) -> None:
        found.append(layout)

    collect()
    return found


def sums_by_formula(layout: Layout) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Put a formula into each cell of a row 合计, and return the cells that it adds up."""
    (sheet,) = layout.book
    numbers = {cell for _, cell in layout.places if layout.places[sheet.title, cell] == "number"}
    found = {}
    for row in range(2, sheet.max_row + 1):
        if "合计" not in {sheet.cell(row, column).value for column in (1, 2)}:
            continue
        for column in range(2, sheet.max_column + 1):
            above = row - 1
            while sheet.cell(above, column).coordinate in numbers:
                above -= 1
            at = sheet.cell(row, column)
            if at.coordinate in numbers and above < row - 1:
                first = sheet.cell(above + 1, column).coordinate
                at.value = f"=SUM({first}:{sheet.cell(row - 1, column).coordinate})"
                parts = [sheet.cell(n, column).coordinate for n in range(above + 1, row)]
                found[sheet.title, at.coordinate] = [(sheet.title, part) for part in parts]
    return found


def case(layout: Layout, seed: int) -> Case:
    chosen = random.Random(seed)  # noqa: S311 - the same numbers every time
    sums = sums_by_formula(layout) if seed % 2 else {}
    form = layout.content()
    campaign = campaign_of(form)
    whole = {
        (field.place.sheet, str(field.place.at))
        for field in campaign.fields
        if field.place and field.kind is Kind.INTEGER
    }
    numbers = [cell for cell, kind in layout.places.items() if kind == "number"]
    texts: dict[tuple[str, str], Any] = {
        cell: "情况良好。" for cell, kind in layout.places.items() if kind == "text"
    }
    typed = {
        unit: {
            cell: Decimal(chosen.randint(0, 99_999)) / (1 if cell in whole else 100)
            for cell in numbers
        }
        for unit, _ in UNITS[: chosen.choice([3, 4])]
    }
    for own in typed.values():
        own |= {
            cell: sum((own[part] for part in parts), Decimal(0)) for cell, parts in sums.items()
        }
    filled = {unit: typed_in(form, dict(cells), texts) for unit, cells in typed.items()}
    content, _ = collected(campaign, filled).summary()
    return Case(campaign, typed, content, sums)


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [case(layout, seed) for seed, layout in enumerate(generated())]


def test_the_forms_are_many_and_their_sums_live(cases: list[Case]) -> None:
    assert len({repr(formulas_of(each.summary)) for each in cases}) >= 20
    for each in cases:
        live = formulas_of(each.summary)
        assert all(live[cell].startswith("=SUM(") for cell in each.added())


def test_every_total_of_the_form_is_the_sum_of_what_the_units_typed(
    cases: list[Case], tmp_path: Path
) -> None:
    calculated = recalculated([each.summary for each in cases], tmp_path)

    compared = 0
    for each, shown in zip(cases, calculated, strict=True):
        stored = values_of(each.summary)
        for cell in each.added():
            wanted = each.sum_of(cell)
            assert exact(shown[cell]) == wanted
            assert Decimal(str(stored[cell])) == wanted, "as it was stored, to the last digit"
            for category in ("区", "县"):
                assert exact(shown[category, cell[1]]) == each.sum_of(cell, category)
            compared += 1
    assert compared > 400


def test_a_unit_s_cell_moves_its_own_total_and_no_other(cases: list[Case], tmp_path: Path) -> None:
    chosen = random.Random(5)  # noqa: S311 - the same cells every time
    changed: list[bytes] = []
    moved: list[tuple[Case, str, tuple[str, str]]] = []
    for each in cases:
        book = openpyxl.load_workbook(io.BytesIO(each.summary))
        entered = [
            at for at in each.added() if "SUM" not in str(book[next(iter(each.typed))][at[1]].value)
        ]
        unit, cell = chosen.choice(list(each.typed)), chosen.choice(entered)
        book[unit][cell[1]] = float(each.typed[unit][cell] + PLUS)
        changed.append(saved(book))
        moved.append((each, unit, cell))

    calculated = recalculated(changed, tmp_path)

    for (each, unit, cell), shown in zip(moved, calculated, strict=True):
        category = dict(UNITS)[unit]
        for other in each.added():
            parts = each.sums.get(other, [other])
            plus = PLUS if cell in parts else 0
            assert exact(shown[other]) == each.sum_of(other) + plus
            assert exact(shown[category, other[1]]) == each.sum_of(other, category) + plus
