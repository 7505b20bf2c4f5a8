"""Rounds of the six campaigns: who has reported, and what, in every situation that a paper must word."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.campaign.periods import period_at
from pipeline.model.campaign import Kind, Shape
from pipeline.model.collection_round import CollectionRound
from pipeline.model.filling import Answer, AnswerState, Filling, ListRow
from pipeline.model.finding import Place
from pipeline.model.standing import unit_standing
from pipeline.model.submission import CheckOutcome, Standing, Submission
from pipeline.model.unit import Roster
from tests.offices import MOMENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.unit import Unit

Values = dict[str, object]
_TEXTS: Final = ("基层力量薄弱，兼职人员多。", "经费投入不足,设备老化;", "部门之间配合不够紧密")


@dataclass(frozen=True, slots=True)
class Said:
    """What a unit has handed in: its values by field, how it was checked, whether it came late."""

    values: Values
    outcome: CheckOutcome = CheckOutcome.ACCEPTED
    late: bool = False


def value_of(field: Field, seed: int) -> object:
    """A value of the field's type; small and large figures alike."""
    if field.kind.numeric:
        return _number(field, seed)
    if field.kind is Kind.CHOICE:
        return field.options[seed * seed % 5 % len(field.options)]
    if field.kind is Kind.DATE:
        return date(2026, 10, 1 + seed % 9)
    return _TEXTS[seed % len(_TEXTS)] if field.kind.is_text else "0000-3123456"


def _number(field: Field, seed: int) -> Decimal:
    if field.measure in {"%", "分"} or field.is_rate:
        return Decimal(50 + seed * 7 % 50)
    if field.kind is Kind.DECIMAL:
        return Decimal(seed * 7919 % 90_001) / 10
    return Decimal(seed * 31 % 113 * (60 if field.measure == "人次" else 1))


def consistent(campaign: Campaign, values: Values) -> Values:
    """The values with each total made the sum of its parts, as a form that passed its checks has them."""
    found = dict(values)
    for total, parts in totals_of(campaign).items():
        given = [value for part in parts if isinstance(value := found.get(part), Decimal)]
        if len(given) == len(parts):
            found[total] = sum(given, start=Decimal(0))
    return found


def totals_of(campaign: Campaign) -> Mapping[str, tuple[str, ...]]:
    """Each total with its parts, read from the texts of the conditions “甲 + 乙 = 丙”."""
    codes = {field.name: field.code for field in campaign.fields}
    found = {}
    for condition in campaign.conditions:
        sides = condition.text.split(" = ")
        for total, parts in (sides, reversed(sides)) if len(sides) == 2 else ():
            if "+" in parts and total in codes:
                found[codes[total]] = tuple(codes[name.strip()] for name in parts.split("+"))
    return found


def filled(campaign: Campaign, number: int, period: int = 0) -> Values:
    """The values of the unit *number*; of another *period* others."""
    singles = [field for field in campaign.fields if field.shape is Shape.SINGLE]
    return consistent(
        campaign,
        {
            field.code: value_of(field, number * 3 + place + period * 5)
            for place, field in enumerate(singles, start=1)
        },
    )


def round_of(
    campaign: Campaign, now: Mapping[str, Said], before: Mapping[str, Said] | None = None
) -> CollectionRound:
    """The round in which the units named have handed in so; *before* those of the period before."""
    return CollectionRound(
        campaign,
        period_at(campaign, MOMENT),
        standings(campaign, now),
        standings(campaign, before) if before else (),
    )


def standings(campaign: Campaign, said: Mapping[str, Said]) -> tuple[Standing, ...]:
    return tuple(
        unit_standing(
            unit,
            [_submission(campaign, unit, said[unit.full_name])] if unit.full_name in said else [],
        )
        for unit in campaign.units()
    )


def _submission(campaign: Campaign, unit: Unit, said: Said) -> Submission:
    workbook = f"{unit.full_name}.xlsx"
    singles = [field for field in campaign.fields if field.shape is Shape.SINGLE]
    zero = said.outcome is CheckOutcome.ZERO
    values = {} if zero else said.values
    answers = [
        _answer(field, Place(workbook, "表", f"C{row}"), values.get(field.code))
        for row, field in enumerate(singles, start=5)
    ]
    at = Place(workbook, "表", "C4")
    return Submission(
        campaign=campaign.name, period=period_at(campaign, MOMENT).code, unit=unit.code,
        digest=unit.code * 10, name=workbook, received_at=MOMENT, late=said.late,
        outcome=said.outcome,
        filling=Filling(
            campaign.name, unit.code, workbook, tuple(answers),
            rows=() if zero else _list_rows(campaign, workbook),
            zero=Answer("零报告", at, AnswerState.VALUE, "是", "是") if zero else None,
            unit_place=Place(workbook, "表", "B2"),
        ),
        findings=(), version=1, number=1, answered=True, cleared=True,
    )  # fmt: skip


def _answer(field: Field, place: Place, value: object) -> Answer:
    state = AnswerState.EMPTY if value is None else AnswerState.VALUE
    return Answer(field.code, place, state, "" if value is None else str(value), value)  # type: ignore[arg-type]


def _list_rows(campaign: Campaign, workbook: str) -> tuple[ListRow, ...]:
    listed = [field for field in campaign.fields if field.shape is Shape.LIST]
    return tuple(
        ListRow(
            listed[0].sheet,
            row,
            tuple(
                _answer(field, Place(workbook, field.sheet, f"{n}{row}"), value_of(field, row + n))
                for n, field in enumerate(listed, start=1)
            ),
        )
        for row in ((7, 8) if listed else ())
    )


def all_units(campaign: Campaign) -> dict[str, Said]:
    """Everybody, with figures of their own."""
    return {
        unit.full_name: Said(filled(campaign, number))
        for number, unit in enumerate(campaign.units(), start=1)
    }


def alike(campaign: Campaign, number: Callable[[int], int]) -> dict[str, Said]:
    """Everybody with the figures of the unit that *number* gives."""
    return {
        unit.full_name: Said(filled(campaign, number(place)))
        for place, unit in enumerate(campaign.units(), start=1)
    }


def with_outcome(
    said: Mapping[str, Said], names: Iterable[str], **changes: object
) -> dict[str, Said]:
    """*said* with changes to what the units *names* have handed in."""
    chosen = set(names)
    return {
        name: replace(each, **changes) if name in chosen else each  # type: ignore[arg-type]
        for name, each in said.items()
    }


def nothing_but_zero(campaign: Campaign) -> dict[str, Said]:
    """Everybody with 0 in each figure."""
    said = all_units(campaign)
    numeric = {field.code for field in campaign.fields if field.kind.numeric}
    return {
        name: replace(
            each,
            values={code: Decimal(0) if code in numeric else v for code, v in each.values.items()},
        )
        for name, each in said.items()
    }


def exempting(campaign: Campaign, names: Iterable[str]) -> Campaign:
    """The campaign in which the units *names* owe nothing (免报)."""
    chosen = set(names)
    units = tuple(replace(unit, exempt=unit.full_name in chosen) for unit in campaign.units())
    return replace(campaign, roster=Roster(units))


def situations(campaign: Campaign) -> dict[str, CollectionRound]:
    """The rounds by the name of their situation, each with and without a period before."""
    now = {
        **{name: (campaign, said) for name, said in _who(campaign).items()},
        **{name: (campaign, said) for name, said in _how(campaign).items()},
        **_exempt(campaign),
    }
    earlier = {
        unit.full_name: Said(filled(campaign, number, 1))
        for number, unit in enumerate(campaign.units(), start=1)
        if number % 4
    }
    rounds = {name: round_of(held, said) for name, (held, said) in now.items()}
    return rounds | {
        f"{name}, after another": round_of(held, said, earlier)
        for name, (held, said) in now.items()
    }


def _names(campaign: Campaign) -> list[str]:
    return [unit.full_name for unit in campaign.units()]


def _who(campaign: Campaign) -> dict[str, dict[str, Said]]:
    """Nobody, one, some, all; with figures of their own, with equal ones, with none."""
    names, everybody = _names(campaign), all_units(campaign)
    return {
        "nobody": {},
        "one": {names[0]: everybody[names[0]]},
        "two": {name: everybody[name] for name in names[:2]},
        "half": {name: everybody[name] for name in names[::2]},
        "everybody": everybody,
        "everybody equal": alike(campaign, lambda _: 4),
        "two kinds of equals": alike(campaign, lambda n: n % 2),
        "everybody nothing": nothing_but_zero(campaign),
    }


def _how(campaign: Campaign) -> dict[str, dict[str, Said]]:
    """Zero reports, late forms, forms sent back, and all of them together."""
    names, everybody = _names(campaign), all_units(campaign)
    zero, returned = CheckOutcome.ZERO, CheckOutcome.RETURNED
    some = with_outcome({n: everybody[n] for n in names[1:]}, names[3:4], outcome=returned)
    return {
        "zero reports": with_outcome(everybody, names[1:7:2], outcome=zero),
        "only zero reports": with_outcome(everybody, names, outcome=zero),
        "one zero report": with_outcome({names[0]: everybody[names[0]]}, names, outcome=zero),
        "late": with_outcome(everybody, names[2:5], late=True),
        "all late": with_outcome(everybody, names, late=True),
        "returned": with_outcome(everybody, names[:3], outcome=returned),
        "all returned": with_outcome(everybody, names, outcome=returned),
        "mixed": with_outcome(some, names[5:6], outcome=zero, late=True),
    }


def _exempt(campaign: Campaign) -> dict[str, tuple[Campaign, dict[str, Said]]]:
    """Units that owe nothing (免报), and that have handed in all the same."""
    names, everybody = _names(campaign), all_units(campaign)
    without_two = exempting(campaign, names[:2])
    return {
        "exempt": (without_two, everybody),
        "exempt and silent": (without_two, {name: everybody[name] for name in names[3:]}),
        "nobody owes": (exempting(campaign, names), {}),
    }
