"""Point out figures that are out of all proportion (离群值), before a briefing prints them: they change nothing.

A digit too many or 元 for 万元 passes every check of one form alone. Here each figure is compared with those of
the other units of its category, and with the unit's own of the period before.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from statistics import median
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.current import counted_units
from pipeline.consolidation.levels import of_highest_level
from pipeline.model.campaign import Aggregation, Kind, Shape
from pipeline.values.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Field
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.finding import Place

_TIMES: Final = 10  # a digit too many
_SHARE: Final = Decimal("0.7")  # of the total, in one figure
_OTHERS_AT_LEAST: Final = 3  # of fewer, the middle one says nothing
_BEFORE_AT_LEAST: Final = 10  # of small figures, ten times is no news
_RATE_AT_MOST: Final = 200
_NOTES_AT_MOST: Final = 8
_REMEDY: Final = (
    "请核对是否多写了一位，元和万元是否写混；有误的，用 baosong return 单位 --reason 理由 退回。"
)


@dataclass(frozen=True, slots=True)
class _Given:
    """A figure as a unit gave it, at its cell."""

    unit: str
    category: str
    place: Place
    value: Decimal


def outlier_notes(collected: CollectionRound) -> tuple[str, ...]:
    """Return a sentence for each figure of the round that is out of all proportion, with its cell; some at most."""
    campaign = collected.campaign
    now = of_highest_level(counted_units(campaign, collected.standings))
    before = counted_units(campaign, collected.previous) if collected.previous else ()
    found = list(
        chain.from_iterable(
            _of_field(field, _given(now, field), _by_unit(before, field))
            for field in campaign.fields
            if field.kind.numeric
        )
    )
    more = len(found) - _NOTES_AT_MOST
    rest = (f"另有 {more} 个数也差得多，没有逐个列出。",) if more > 0 else ()
    return (*found[:_NOTES_AT_MOST], *rest)


def _given(units: Sequence[CountedUnit], field: Field) -> list[_Given]:
    """Return the figures for *field*: one of each unit, or of a list one of each row."""
    found = []
    for item in units:
        listed = (answer for row in item.submission.filling.rows for answer in row.answers)
        own = item.answers.get(field.code)
        answers = listed if field.shape is Shape.LIST else (own,) if own else ()
        found += [
            _Given(item.unit.full_name, item.unit.category, answer.place, answer.value)
            for answer in answers
            if answer.field_code == field.code and isinstance(answer.value, Decimal)
        ]
    return found


def _by_unit(units: Sequence[CountedUnit], field: Field) -> Mapping[str, Decimal]:
    single = units if field.shape is Shape.SINGLE else ()
    return {each.unit: each.value for each in _given(single, field)}


def _of_field(
    field: Field, given: Sequence[_Given], before: Mapping[str, Decimal]
) -> Iterator[str]:
    total = sum(each.value for each in given)
    for each in given:
        why = ""
        if field.kind is Kind.PERCENT:
            why = f"超过 {_RATE_AT_MOST}%" if each.value > _RATE_AT_MOST else ""
        elif field.aggregation is Aggregation.SUM:
            why = _beside_others(each, given, total) or _beside_before(each, before)
        if why:
            shown = f"{plain(each.value)}{field.measure}"
            yield f"{each.place} “{field.name}”：{each.unit}报的是 {shown}，{why}。{_REMEDY}"


def _beside_others(own: _Given, given: Sequence[_Given], total: Decimal | int) -> str:
    """Return how *own* exceeds the others of its category; empty where it doesn't by far, or they are few."""
    if own.value <= 0 or own.value < total * _SHARE:
        return ""  # of thousands of figures, one at most is compared with all
    others = [
        each.value
        for each in given
        if each is not own and each.category == own.category and each.value > 0
    ]
    middle = median(others) if len(others) >= _OTHERS_AT_LEAST else own.value
    if own.value < _TIMES * middle:
        return ""
    return f"是同类其他单位中间数 {plain(middle)} 的 {own.value / middle:.0f} 倍，占合计的 {own.value / total:.0%}"


def _beside_before(own: _Given, before: Mapping[str, Decimal]) -> str:
    """Return how *own* exceeds the unit's figure of the period before; that one falls by as much is no rarity."""
    then = before.get(own.unit, Decimal(0))
    far = then >= _BEFORE_AT_LEAST and own.value >= then * _TIMES
    return f"上期报的是 {plain(then)}" if far else ""
