"""Check texts: an example or hint not replaced, a text too short, or copied from another unit (雷同)."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final

from pipeline.checking.answers import finding_at
from pipeline.checking.fields import is_placeholder
from pipeline.checking.text_index import TextIndex, text_key
from pipeline.model.campaign import Kind
from pipeline.model.filling import AnswerState
from pipeline.model.finding import Finding, Level, Place
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.filling import Answer, Filling, ListRow, SubmittedText

# “如：…”, “（示例）…”, “例如，…” at the beginning; “如期完成” and “示例小学” are no examples.
_EXAMPLE: Final = re.compile(
    r"[(\[【]?(?:填[报写])?(?:示例|样例|范例)\d*[)\]】]|(?:示例|样例|范例)\d*(?:[:,，、]|$)|(?:例如|例|如)[:：]"
)
_IN_NOTE: Final = re.compile(r"(?:例如|如)[:：]?(?P<example>[^,，;；。()]{2,})")
_AT_LEAST: Final = re.compile(
    r"(?:不少于|不低于|至少)(?P<least>\d{1,4})个?字|(?P<above>\d{1,4})个?字以上"
)
_SHORT: Final = 3  # characters that say nothing in a long text: “同上”, “见附件”


def check_texts(filling: Filling, campaign: Campaign) -> Iterator[Finding]:
    """Yield findings on texts that repeat the form or are too short; one for a row that is an example."""
    fields = {field.code: field for field in campaign.fields if field.kind.is_text}
    for answer in filling.singles:
        field = fields.get(answer.field_code)
        if field is not None and _is_text(answer):
            yield from _check_text(answer, field)
    for row in filling.rows:
        yield from _check_row(row, fields)


def check_copies(
    filling: Filling, campaign: Campaign, earlier: Sequence[SubmittedText]
) -> Iterator[Finding]:
    """Yield a finding for each long text that another unit submitted first, almost word for word (雷同).

    *earlier* is in the order of arrival: a unit that amends its form gets no finding on units that
    copied from it.
    """
    fields = {field.code: field for field in campaign.fields if field.kind is Kind.LONG_TEXT}
    index = earlier if isinstance(earlier, TextIndex) else TextIndex(earlier)
    of_rows = (answer for row in filling.rows for answer in row.answers)
    for answer in chain(filling.singles, of_rows):
        field = fields.get(answer.field_code)
        if field is None or not _is_text(answer):
            continue
        first = index.first_alike(field.code, answer.typed)
        if first is not None and first.unit != filling.unit:
            wanted = f"“{campaign.roster.name_of(first.unit)}”已报的 {first.place}"
            yield finding_at(answer, field, "text-copied", Level.WARNING, wanted)


def check_period(filling: Filling, assumed: str) -> Iterator[Finding]:
    """Yield a warning where nothing in the form names its period (所属期), which was therefore assumed."""
    if assumed:
        place = Place(filling.workbook)
        yield Finding(place, "统计月份", "period-not-named", Level.WARNING, wanted=assumed)


def check_name(filling: Filling, units_in_file_name: Sequence[str]) -> Iterator[Finding]:
    """Yield a warning for a file whose name names another unit than the one to which a person assigned it."""
    if units_in_file_name:
        yield Finding(
            Place(filling.workbook),
            "",
            "file-named-otherwise",
            Level.WARNING,
            wanted="、".join(f"“{name}”" for name in units_in_file_name),
        )


def _check_row(row: ListRow, fields: Mapping[str, Field]) -> Iterator[Finding]:
    texts = [(a, fields[a.field_code]) for a in row.answers if a.field_code in fields]
    written = [(answer, field) for answer, field in texts if _is_text(answer)]
    for answer, field in written:
        if _EXAMPLE.match(narrow(answer.typed)):
            yield finding_at(answer, field, "sample-row-left", Level.WARNING)
            return
    for answer, field in written:
        yield from _check_text(answer, field)


def _check_text(answer: Answer, field: Field) -> Iterator[Finding]:
    """Yield the first fault of a text; one fault gives one finding."""
    text = narrow(answer.typed)
    copied = _copied_from_form(text, field)
    requirement = _length_required(text, field)
    if _EXAMPLE.match(text):
        yield finding_at(answer, field, "example-left", Level.WARNING)
    elif copied:
        yield finding_at(answer, field, "hint-left", Level.WARNING, copied)
    elif requirement:
        yield finding_at(answer, field, "text-too-short", Level.WARNING, requirement)


def _is_text(answer: Answer) -> bool:
    """Return whether the answer is a text that is not reported as a placeholder already."""
    return answer.state is AnswerState.VALUE and not is_placeholder(answer.typed)


def _copied_from_form(text: str, field: Field) -> str:
    """Return which part of the form *text* repeats, or an empty text."""
    key = text_key(text)
    if key == text_key(field.name):
        return "项目名称"
    if field.note and key == text_key(field.note):
        return "填报说明"
    examples = (text_key(match["example"]) for match in _IN_NOTE.finditer(narrow(field.note)))
    return "填报说明里的例子" if key and key in examples else ""


def _length_required(text: str, field: Field) -> str:
    """Return the length required, where *text* is shorter; the 说明 of a field may state one."""
    length = len("".join(text.split()))
    stated = _AT_LEAST.search("".join(narrow(field.note).split()))
    if stated is not None:
        least = int(stated["least"] or stated["above"])
        return f"不少于 {least} 字（现有 {length} 字）" if length < least else ""
    return "写明具体内容" if field.kind is Kind.LONG_TEXT and length <= _SHORT else ""
