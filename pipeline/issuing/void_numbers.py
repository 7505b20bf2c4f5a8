"""Take numbers for papers that are made elsewhere (预留), and declare numbers void (作废), by a person's order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.issuing.errors import IssueRefused, NumberPrintedElsewhere
from pipeline.issuing.issue import recover_reserved_numbers, register_kept_current
from pipeline.issuing.series import (
    called,
    find_number,
    names_of,
    paper_in_series,
    series_names,
)
from pipeline.issuing.used_numbers import highest_used, text_of_document
from pipeline.ledger.held_numbers import hold, void
from pipeline.ledger.register import list_numbers
from pipeline.model.document_number import Intent, Status
from pipeline.model.event import Action
from pipeline.office.lock import exclusive
from pipeline.office.numbered_papers import issued_documents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipeline.model.document_number import Number
    from pipeline.office.context import Office

_NAMED_AT_MOST: Final = 5
_SPACES_AND_QUOTES: Final = re.compile(r"[\s《》“”]")


def take_number(office: Office, series: str, purpose: str, year: int = 0) -> tuple[Number, bool]:
    """Take the next number of *series* for a paper that is made elsewhere; return it, and whether it is new.

    For a purpose that has a held number already, that number is returned.

    Raises:
        IssueRefused: the series has no name.
        OfficeBusy: another process works in this workspace, and doesn't end.
    """
    if not series.strip():
        raise IssueRefused("预留", ["请写明机关代字，如 baosong register take 云文明办 --for 用途"])
    of_year = year or office.clock.today().year
    with exclusive(office.workspace, f"预留{series}"), register_kept_current(office):
        recover_reserved_numbers(office)
        for number in list_numbers(office.ledger):
            held_for = (number.organ_code, number.year, number.reason)
            if number.status is Status.HELD and held_for == (series, of_year, purpose):
                return number, False
        paper = paper_in_series(office, _kind_of_series(series), series)
        intent = Intent(purpose, "", (), *highest_used(office, paper, of_year))
        return hold(office.ledger, paper, intent, of_year, office.event(Action.HELD, series)), True


def _kind_of_series(series: str) -> str:
    """Return 简报 for a series that is named after a briefing, so that its issues have a 总第M期."""
    return "简报" if series.endswith("简报") else ""


def void_number(office: Office, written: str, reason: str) -> tuple[Number, bool]:
    """Declare the number that *written* names void (作废); return it, and whether it was valid until now.

    Its paper stays in the outbox as it was issued.

    Raises:
        NumberUnknown, NumberAmbiguous: the register has no number of that name, or several.
        NumberPrintedElsewhere: another paper prints it.
        OfficeBusy: another process works in this workspace, and doesn't end.
    """
    with exclusive(office.workspace, f"作废{written}"), register_kept_current(office):
        recover_reserved_numbers(office)
        number = find_number(office, written)
        if number.voided or number.status is Status.RELEASED:
            return number, False
        others = tuple(_printing(office, number))
        if others:
            raise NumberPrintedElsewhere(called(number), others[:_NAMED_AT_MOST])
        return void(office.ledger, number, office.event(Action.VOIDED, "", reason)), True


def _printing(office: Office, number: Number) -> Iterator[str]:
    """Yield the papers, other than its own, that print *number*; those that are void themselves don't count."""
    root = office.workspace.root
    own = root / number.path if number.path else None
    entries = {root / each.path: each for each in list_numbers(office.ledger) if each.path}
    series = number.organ_code
    heads = [
        name.removesuffix(series)
        for name in series_names(office)
        if name.endswith(series) and name != series
    ]
    names = [name for name in names_of(number) if number.organ_code in name]
    for path in sorted(issued_documents(office.workspace)):
        entry = entries.get(path)
        if path.name.startswith("~$") or (entry and entry.voided) or _is_own(path, own):
            continue
        # Every issue of a briefing prints its name before its own number: 第3期 of another year isn't this one.
        same_series = entry is not None and entry.organ_code == number.organ_code
        sought = [name for name in names if "总第" in name or not (same_series and number.total)]
        words = _SPACES_AND_QUOTES.sub("", text_of_document(path))
        if any(_occurs(name, words, heads) for name in sought):
            yield path.relative_to(root).as_posix()


def _is_own(path: Path, own: Path | None) -> bool:
    """Return whether *path* is the number's paper, or a copy beside it that was sealed or corrected."""
    if own is None:
        return False
    return path == own or (path.parent == own.parent and path.stem.startswith(f"{own.stem}（"))


def _occurs(name: str, words: str, heads: Sequence[str]) -> bool:
    """Return whether *name* occurs in *words* other than as the end of a number in a longer series.

    *heads* are what the names of these series have before this one: 云 of 云文明办 for 文明办.
    """
    return any(
        not words[: match.start()].endswith(tuple(heads))
        for match in re.finditer(re.escape(name), words)
    )
