"""One answer against its field: given where it must be, read, and within bounds.

One fault, one finding: what is empty isn't also out of range, and what couldn't be read isn't
also a wrong option.
"""

from __future__ import annotations

import operator
import re
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from pipeline.checking.answers import accepts_nothing, finding_at, is_due
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
_TELLING: Final = frozenset({"小数按百分数折算", "按日期序号折算"})
_FILL_IN_NOTHING: Final = "确无此项的请填“无”。"
_FILL_IN_ZERO: Final = "确无此项的请填 0。"


def check_form(filling: Filling, campaign: Campaign) -> Iterator[Finding]:
    """Report what the form as a whole lacks, and what of it the reader had to pass over."""
    yield from filling.noticed
    for sheet in filling.missing_sheets:
        yield Finding(Place(filling.workbook, sheet), "", "sheet-missing", Level.ERROR)
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


def check_singles(filling: Filling, campaign: Campaign) -> Iterator[Finding]:
    """Report the faults of the single fields (单项) and of the zero report's own row."""
    fields = {field.code: field for field in campaign.fields}
    for answer in filling.singles:
        field = fields.get(answer.field_code)
        if field is not None and field.sheet not in filling.missing_sheets:
            yield from check_answer(answer, field, filling)
    if filling.zero is not None and filling.zero.given is AnswerState.UNREAD:
        yield Finding(
            filling.zero.place,
            "零报告",
            filling.zero.fault,
            Level.ERROR,
            filling.zero.typed,
            "“是”、“否”",
        )


def check_answer(answer: Answer, field: Field, filling: Filling) -> Iterator[Finding]:
    """Report what is wrong with one *answer*; at most one error."""
    if answer.given is AnswerState.ABSENT:
        level = Level.ERROR if is_due(field, filling) or answer.typed else Level.WARNING
        rule = "field-renamed" if answer.typed else "field-left-out"
        yield finding_at(answer, field, rule, level, wanted=field.name)
    elif is_placeholder(answer.typed):
        yield finding_at(answer, field, "placeholder-left")
    elif answer.given is AnswerState.UNREAD:
        yield finding_at(answer, field, answer.fault, wanted=_wanted(answer, field))
    elif answer.given is AnswerState.VALUE:
        yield from _check_value(answer, field)
    elif is_due(field, filling):
        yield from _check_required(answer, field)


def is_placeholder(text: str) -> bool:
    """Whether *text* holds a placeholder (占位符) that nobody has replaced."""
    return _PLACEHOLDER.search(text.strip()) is not None


def _check_required(answer: Answer, field: Field) -> Iterator[Finding]:
    if answer.given is AnswerState.NOTHING:
        if field.kind.numeric:
            yield finding_at(answer, field, "nothing-counted-as-zero", Level.WARNING)
        elif not accepts_nothing(field):
            yield finding_at(answer, field, "nothing-not-accepted")
        return
    struck = answer.given is AnswerState.STRUCK
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
    too_low, too_high = (
        ("date-too-early", "date-too-late")
        if isinstance(value, date)
        else ("below-minimum", "above-maximum")
    )
    if field.minimum is not None and _beyond(value, field.minimum, operator.lt):
        yield finding_at(answer, field, too_low, wanted=format_value(field.minimum))
    elif field.maximum is not None and _beyond(value, field.maximum, operator.gt):
        yield finding_at(answer, field, too_high, wanted=format_value(field.maximum))
    elif value is not None and _TELLING.intersection(answer.changes):
        percent = "%" if field.kind is Kind.PERCENT else ""
        read_as = f"{format_value(value)}{percent}"
        yield finding_at(answer, field, "value-converted", Level.WARNING, read_as)


def _beyond(
    value: str | Decimal | date | None, bound: Decimal | date, beyond: Callable[[Any, Any], bool]
) -> bool:
    """Numbers are bounded by numbers and dates by dates; other pairs can't be compared."""
    numbers = isinstance(value, Decimal) and isinstance(bound, Decimal)
    dates = isinstance(value, date) and isinstance(bound, date)
    return (numbers or dates) and beyond(value, bound)


def format_value(value: str | Decimal | date) -> str:
    """A value as a message prints it."""
    return plain(value) if isinstance(value, Decimal) else str(value)


def _wanted(answer: Answer, field: Field) -> str:
    """What the finding about an unread *answer* adds to its words."""
    if answer.fault in {"measure-unclear", "measure-differs"}:
        return field.measure
    said = _SAID.get(answer.fault)
    return said(answer.typed) if said else _options(field)


def _either_percent(typed: str) -> str:
    """The two percentages that a bare fraction may mean."""
    read = read_percent(typed)
    return f"分不清是 {plain(read.value)}% 还是 {plain(read.value * 100)}%" if read else ""


# What of an unread answer its words name besides itself.
_SAID: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {
        "percent-unclear": _either_percent,
        "phone-digits": lambda typed: str(phone_digits(typed)),
        "id-number-wrong": id_number_fault,
        "credit-code-wrong": credit_code_fault,
    }
)


def _options(field: Field) -> str:
    return "、".join(f"“{option}”" for option in field.options)
