"""What a reader can work out from the forms alone, without the program's sums, tallies and ranks."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from pipeline.model.campaign import Aggregation
from pipeline.model.submission import State

if TYPE_CHECKING:
    from pipeline.model.campaign import Field
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.submission import Standing
    from pipeline.model.unit import Unit


@dataclass(frozen=True, slots=True)
class Form:
    """A unit's form that counts: its values, whether it is a zero report, the level of its unit."""

    unit: Unit
    zero: bool
    level: int
    values: dict[str, object]
    rows: tuple[dict[str, object], ...] = ()

    def number(self, field: Field) -> Decimal | None:
        """The figure of the form: a zero report has 0 in what is added up, and no mean or rate."""
        value = self.values.get(field.code)
        if isinstance(value, Decimal):
            return value
        return Decimal(0) if self.zero and field.aggregation is Aggregation.SUM else None


def level_of(held: CollectionRound, unit: Unit) -> int:
    """1 for a unit without a superior, 2 below one, and so on."""
    by_code = {each.code: each for each in held.campaign.units()}
    level = 1
    while unit.superior in by_code:
        unit, level = by_code[unit.superior], level + 1
    return level


def forms_of(held: CollectionRound) -> tuple[Form, ...]:
    """Every form that counts, in the order of the roster."""
    units = {unit.code: unit for unit in held.campaign.units()}
    return tuple(
        _form(held, units[standing.unit], standing)
        for standing in held.standings
        if standing.current is not None
    )


def _form(held: CollectionRound, unit: Unit, standing: Standing) -> Form:
    assert standing.current is not None
    answers = standing.current.filling.singles
    values: dict[str, object] = {each.field_code: each.value for each in answers}
    rows: tuple[dict[str, object], ...] = tuple(
        {each.field_code: each.value for each in row.answers}
        for row in standing.current.filling.rows
    )
    return Form(unit, standing.state is State.ZERO, level_of(held, unit), values, rows)


def summed_forms(held: CollectionRound) -> tuple[Form, ...]:
    """The forms of the highest level that has any: those that may be added up."""
    forms = forms_of(held)
    highest = min((form.level for form in forms), default=1)
    return tuple(form for form in forms if form.level == highest)


def figure_over(forms: tuple[Form, ...], field: Field) -> Decimal | None:
    """The sum of a field, or its mean where the 任务书 takes one."""
    numbers = [number for form in forms if (number := form.number(field)) is not None]
    if not numbers:
        return None
    whole = sum(numbers, start=Decimal(0))
    if field.aggregation is Aggregation.AVERAGE:
        return (whole / len(numbers)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return whole


def column_over(forms: tuple[Form, ...], field: Field) -> Decimal:
    """The sum of a list's column over all rows of all forms."""
    values = (row.get(field.code) for form in forms for row in form.rows)
    return sum((value for value in values if isinstance(value, Decimal)), start=Decimal(0))


def choosers(held: CollectionRound, field: Field, option: str) -> list[str]:
    """The names of the units that chose an option."""
    return [
        form.unit.full_name for form in summed_forms(held) if form.values.get(field.code) == option
    ]


def ranked(held: CollectionRound, field: Field, category: str) -> dict[str, Decimal]:
    """The figures by which the units of a category may be compared: no zero report, nobody exempt."""
    forms = [
        form
        for form in forms_of(held)
        if not form.zero
        and not form.unit.exempt
        and (not category or form.unit.category == category)
    ]
    highest = min((form.level for form in forms), default=1)
    return {
        form.unit.full_name: number
        for form in forms
        if form.level == highest and (number := form.number(field)) is not None
    }


def names_in(held: CollectionRound, *states: State) -> list[str]:
    """The names of the units in one of these states."""
    names = {unit.code: unit.full_name for unit in held.campaign.units()}
    return [names[each.unit] for each in held.standings if each.state in states]
