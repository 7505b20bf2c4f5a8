"""Check one answer against its field: present where it is required, parsed, and within bounds.

One fault gives one finding: what is empty is not also out of range, and what could not be parsed is
not also a wrong option.
"""

from __future__ import annotations

import operator
import re
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from pipeline.checking.answers import accepts_nothing, column_names, finding_at, is_due
from pipeline.model.campaign import Kind
from pipeline.model.filling import AnswerState
from pipeline.model.finding import Finding, Level, Place
from pipeline.values.identity import credit_code_fault, id_number_fault, phone_digits
from pipeline.values.numbers import plain, read_percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.filling import Answer, Filling

# Half-width and full-width; “二〇〇八年” and “XXL” are no placeholders, “填写” deep in a sentence neither.
_PLACEHOLDER: Final = re.compile(
    r"×{2,}|○{2,}|(?<![〇一二三四五六七八九])〇{2,}|(?<![A-Za-z])[XxＸｘ]{2,}(?![A-Za-z])|^[_＿.…]{2,}$"
    r"|^.{0,6}请(?:在此)?(?:填写|输入|选择).{0,6}$"
)
# Changes that turn what was typed into another number or a date: the unit should look again.
_TO_CONFIRM: Final = frozenset({"小数按百分数折算", "按日期序号折算"})
_FILL_IN_NOTHING: Final = "确无此项的请填“无”。"
_FILL_IN_ZERO: Final = "确无此项的请填 0。"


def check_form(filling: Filling, campaign: Campaign) -> Iterator[Finding]:
    """Yield findings on the form as a whole: missing sheets, an old version, and what the reader skipped."""
    yield from filling.reader_findings
    yield from _check_sheets(filling, campaign)
    version = filling.stamp_version
    if version and version != campaign.version:
        yield Finding(
            Place(filling.workbook),
            "",
            "form-outdated",
            Level.WARNING,
            found=version,
            wanted=campaign.version,
        )


def _check_sheets(filling: Filling, campaign: Campaign) -> Iterator[Finding]:
    """Yield a finding for each sheet that is missing, by the name that it has on the office's own form.

    Where the sheet is there, and a list on it is not, the list is named by its first columns.
    """
    own = dict(filling.own_sheets)
    absent = []
    for sheet in filling.missing_sheets:
        fields = [field for field in campaign.fields if field.sheet == sheet]
        if sheet in own:
            place, heads = Place(filling.workbook, own[sheet]), column_names(fields)
            yield Finding(place, "", "list-left-out", Level.ERROR, found=heads)
        else:
            absent.append(next((field.place.sheet for field in fields if field.place), sheet))
    for sheet in dict.fromkeys(absent):
        yield Finding(Place(filling.workbook, sheet), "", "sheet-missing", Level.ERROR)


def check_singles(filling: Filling, campaign: Campaign) -> Iterator[Finding]:
    """Yield findings on the single fields (单项) and on the zero report's own row (零报告)."""
    fields = {field.code: field for field in campaign.fields}
    for answer in filling.singles:
        field = fields.get(answer.field_code)
        if field is not None and field.sheet not in filling.missing_sheets:
            yield from check_answer(answer, field, filling)
    if filling.zero is not None and filling.zero.state is AnswerState.UNREAD:
        yield Finding(
            filling.zero.place,
            "零报告",
            filling.zero.fault,
            Level.ERROR,
            filling.zero.typed,
            "“是”、“否”",
        )


def check_answer(answer: Answer, field: Field, filling: Filling) -> Iterator[Finding]:
    """Yield what is wrong with one *answer*; at most one error."""
    if answer.state is AnswerState.ABSENT:
        level = Level.ERROR if is_due(field, filling) or answer.typed else Level.WARNING
        rule = "field-renamed" if answer.typed else "field-left-out"
        yield finding_at(answer, field, rule, level, wanted=field.name)
    elif is_placeholder(answer.typed):
        yield finding_at(answer, field, "placeholder-left")
    elif answer.state is AnswerState.UNREAD:
        yield finding_at(answer, field, answer.fault, wanted=_wanted(answer, field))
    elif answer.state is AnswerState.VALUE:
        yield from _check_value(answer, field)
    elif is_due(field, filling):
        yield from _check_required(answer, field)


def is_placeholder(text: str) -> bool:
    """Return whether *text* still holds a placeholder (占位符), such as ×× or 请填写."""
    return _PLACEHOLDER.search(text.strip()) is not None


def _check_required(answer: Answer, field: Field) -> Iterator[Finding]:
    if answer.state is AnswerState.NOTHING:
        if field.kind.numeric:
            yield finding_at(answer, field, "nothing-counted-as-zero", Level.WARNING)
        elif not accepts_nothing(field):
            yield finding_at(answer, field, "nothing-not-accepted")
        return
    struck = answer.state is AnswerState.STRUCK
    rule = "required-field-struck" if struck else "required-field-empty"
    yield finding_at(answer, field, rule, wanted=_remedy(field))


def _remedy(field: Field) -> str:
    if field.kind.numeric:
        return _FILL_IN_ZERO
    if accepts_nothing(field):
        return _FILL_IN_NOTHING
    return f"应为{_options(field)}之一。" if field.options else f"应为{field.kind.value}。"


def _check_value(answer: Answer, field: Field) -> Iterator[Finding]:
    value = answer.value
    below, above = (
        ("date-too-early", "date-too-late")
        if isinstance(value, date)
        else ("below-minimum", "above-maximum")
    )
    if field.minimum is not None and _beyond(value, field.minimum, operator.lt):
        yield finding_at(answer, field, below, wanted=format_value(field.minimum))
    elif field.maximum is not None and _beyond(value, field.maximum, operator.gt):
        yield finding_at(answer, field, above, wanted=format_value(field.maximum))
    elif value is not None and _TO_CONFIRM.intersection(answer.changes):
        percent = "%" if field.kind is Kind.PERCENT else ""
        read_as = f"{format_value(value)}{percent}"
        yield finding_at(answer, field, "value-converted", Level.WARNING, read_as)


def _beyond(
    value: str | Decimal | date | None, bound: Decimal | date, beyond: Callable[[Any, Any], bool]
) -> bool:
    """Compare a number with a number, or a date with a date; for any other pair return ``False``."""
    numbers = isinstance(value, Decimal) and isinstance(bound, Decimal)
    dates = isinstance(value, date) and isinstance(bound, date)
    return (numbers or dates) and beyond(value, bound)


def format_value(value: str | Decimal | date) -> str:
    """Return a value as a message prints it."""
    return plain(value) if isinstance(value, Decimal) else str(value)


def _wanted(answer: Answer, field: Field) -> str:
    """Return what the message about an unparsed *answer* names besides its text."""
    if answer.fault in {"measure-unclear", "measure-differs"}:
        return field.measure
    describe = _DETAILS.get(answer.fault)
    return describe(answer.typed) if describe else _options(field)


def _either_percent(typed: str) -> str:
    """Return the two percentages that a fraction without a percent sign may mean."""
    read = read_percent(typed)
    return f"分不清是 {plain(read.value)}% 还是 {plain(read.value * 100)}%" if read else ""


# What the message about an unparsed answer names besides its text, by the rule.
_DETAILS: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {
        "percent-unclear": _either_percent,
        "phone-digits": lambda typed: str(phone_digits(typed)),
        "id-number-wrong": id_number_fault,
        "credit-code-wrong": credit_code_fault,
    }
)


def _options(field: Field) -> str:
    return "、".join(f"“{option}”" for option in field.options)
