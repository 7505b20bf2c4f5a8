"""Derive the input rule (数据有效性) of a field's cells on a blank from its type (类型)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.model.campaign import Field, Kind
from pipeline.values.numbers import plain
from pipeline.workbook.writing.plan import InputRule, RuleKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from pipeline.model.grid import Address

# The rule that limits what may be typed, and what its message asks for; other types have no rule.
_BOUNDED: Final[Mapping[Kind, tuple[RuleKind, str] | None]] = {
    Kind.TEXT: None,
    Kind.LONG_TEXT: None,
    Kind.INTEGER: (RuleKind.INTEGER, "整数"),
    Kind.DECIMAL: (RuleKind.DECIMAL, "数字"),
    Kind.PERCENT: (RuleKind.DECIMAL, "百分数，85% 填 85"),
    Kind.DATE: (RuleKind.DATE, "日期，如 2026-09-30"),
    Kind.CHOICE: None,
    Kind.PHONE: None,
    Kind.ID_NUMBER: None,
    Kind.CREDIT_CODE: None,
}


def input_rules(field: Field, first: Address, last: Address) -> Iterator[InputRule]:
    """Yield the input rule (数据有效性) of a field; texts and telephones are validated on arrival."""
    if field.kind is Kind.CHOICE:
        yield _choice_rule(first, last, field.options)
        return
    if field.kind.is_identifier:
        yield _length_rule(first, last, field)
        return
    bounded = _BOUNDED[field.kind]
    if bounded is None:
        return
    kind, wanted = bounded
    low, high = _bound(field.minimum), _bound(field.maximum)
    span = f"，{low or '不限'} 至 {high or '不限'}" if low or high else ""
    message = f"“{field.name}”应填{wanted}{span}。"
    yield InputRule(first, last, kind, minimum=low, maximum=high, message=message)


def _choice_rule(first: Address, last: Address, options: tuple[str, ...]) -> InputRule:
    message = f"请从下拉清单中选：{'、'.join(options)}。"
    return InputRule(first, last, RuleKind.LIST, options=options, message=message)


def _length_rule(first: Address, last: Address, field: Field) -> InputRule:
    message = f"“{field.name}”应填 18 位{field.kind.value}。"
    return InputRule(first, last, RuleKind.LENGTH, minimum="18", maximum="18", message=message)


def _bound(value: Decimal | date | None) -> str:
    if value is None:
        return ""
    return plain(value) if isinstance(value, Decimal) else value.isoformat()
