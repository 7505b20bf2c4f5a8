"""Find the series (字号系列) of a document number, and the number that a person's words name in the register."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.issuing.errors import NumberAmbiguous, NumberUnknown
from pipeline.ledger.errors import OrganCodeMissing
from pipeline.ledger.register import list_numbers, series_of
from pipeline.model.campaign import Paper
from pipeline.model.document_number import document_number, is_numbered_by_issue, printed_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.document_number import Number
    from pipeline.office.context import Office

_BRIEFING: Final = "简报"
_LISTED_AT_MOST: Final = 8
# How people write what is printed 〔2026〕: with the brackets of their keyboard, with quotes round a name.
_AS_PRINTED: Final = str.maketrans("[]［］【】（）()", "〔〕〔〕〔〕〔〕〔〕")
_QUOTES: Final = re.compile(r"[\s《》“”‹›「」\"']")


def paper_in_series(office: Office, kind: str, series: str) -> Paper:
    """Return the row of a 发文 sheet that numbers papers of *kind* in *series*; a new row where none does.

    Its first number (起始号) is the highest that a row of the series states.
    """
    rows = [paper for paper in _papers(office) if _series(paper) == series]
    by_issue = is_numbered_by_issue(kind) or any(is_numbered_by_issue(row.kind) for row in rows)
    if not rows:
        if by_issue:
            return Paper(kind or _BRIEFING, organ_mark=series)
        return Paper(kind, organ_code=series)
    best = next((row for row in rows if row.kind == kind), rows[0])
    return replace(
        best,
        kind=kind if is_numbered_by_issue(kind) == by_issue else best.kind,
        first_number=max(row.first_number for row in rows),
        first_total=max(row.first_total for row in rows),
    )


def is_known_series(office: Office, series: str) -> bool:
    """Return whether the office numbers in *series*: by the register, or by a 发文 sheet."""
    if any(number.organ_code == series for number in list_numbers(office.ledger)):
        return True
    return any(_series(paper) == series for paper in _papers(office))


def series_names(office: Office) -> tuple[str, ...]:
    """Return the series in which the office numbers, for a message."""
    known = [number.organ_code for number in list_numbers(office.ledger)]
    stated = [name for paper in _papers(office) if (name := _series(paper))]
    return tuple(dict.fromkeys((*stated, *known)))


def find_number(office: Office, written: str) -> Number:
    """Return the one number of the register that *written* names.

    A document number is named as printed, with brackets of any kind; an issue as ``‹简报名›第3期``, with
    ``〔2026〕`` after the name where the years have the same issue.

    Raises:
        NumberUnknown: the register has no such number.
        NumberAmbiguous: several are named so.
    """
    wanted = _normalized(written)
    found = [number for number in list_numbers(office.ledger) if wanted in set(names_of(number))]
    if not found:
        raise NumberUnknown(written, _near(office, wanted))
    if len(found) > 1:
        raise NumberAmbiguous(written, [_full_name(number) for number in found[:_LISTED_AT_MOST]])
    return found[0]


def names_of(number: Number) -> Iterator[str]:
    """Yield what a number is called, without blanks and quotes and with brackets as printed."""
    if not number.total:
        yield document_number(number)
        return
    printed = _normalized(printed_number(number))
    issue = f"第{number.serial}期"
    yield from (printed, issue, f"总第{number.total}期")
    for name in (number.organ_code, f"{number.organ_code}〔{number.year}〕"):
        yield from (f"{name}{words}" for words in (printed, issue, f"总第{number.total}期"))


def called(number: Number) -> str:
    """Return the number with the name of its briefing, for a sentence."""
    return (
        f"《{number.organ_code}》{printed_number(number)}"
        if number.total
        else printed_number(number)
    )


def _full_name(number: Number) -> str:
    if number.total:
        return f"{number.organ_code}〔{number.year}〕第{number.serial}期"
    return document_number(number)


def _normalized(written: str) -> str:
    return _QUOTES.sub("", written).translate(_AS_PRINTED)


def _near(office: Office, wanted: str) -> list[str]:
    """Return the numbers of the series that *wanted* begins with."""
    near = [
        _full_name(number)
        for number in list_numbers(office.ledger)
        if wanted.startswith(number.organ_code)
    ]
    return near[-_LISTED_AT_MOST:]


def _papers(office: Office) -> Iterator[Paper]:
    for campaign in office.campaigns:
        yield from campaign.papers


def _series(paper: Paper) -> str:
    try:
        return series_of(paper)
    except OrganCodeMissing:
        return ""
