"""Give a number to a finished document of any origin (编号): put it in its place, or compare the one typed there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from pipeline.files import digest_of, safe_name
from pipeline.issuing.errors import NumberRefused
from pipeline.issuing.issue import (
    Issued,
    IssueOptions,
    IssueRequest,
    PreparedPaper,
    issue,
    paper_key,
    recover_reserved_numbers,
)
from pipeline.issuing.series import find_number, paper_in_series, series_names
from pipeline.issuing.settle_pages import settle_pages
from pipeline.issuing.typed_numbers import (
    Standing,
    as_printed,
    judge_typed_number,
    series_on_page,
    year_of_paper,
)
from pipeline.ledger.trails import trail_of, trails_by_name
from pipeline.model.document_number import Status, printed_number
from pipeline.office.lock import exclusive
from pipeline.official.errors import NumberPlaceMissing
from pipeline.official.foreign_files import run_on_file
from pipeline.official.inspection.number_line import put_number
from pipeline.official.inspection.printed_paper import read_printed_paper

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.model.document_number import Number
    from pipeline.model.figure import TrailEntry
    from pipeline.office.context import Office
    from pipeline.official.inspection.number_line import NumberLine
    from pipeline.official.inspection.printed_paper import PrintedPaper
    from pipeline.sandbox.run import Sandbox


@dataclass(frozen=True, slots=True)
class NumberOrder:
    """Order to number a finished document: its series (机关代字 or 简报名称), or a number held for it.

    Both may be left out where the page states the organ code; ``kind`` names its kind where the title
    doesn't; with ``again`` a document that has a number already gets another one, with ``confirmed`` and
    a ``reason`` one that our own inspection refuses gets one, too.
    """

    series: str = ""
    number: str = ""
    kind: str = ""
    again: bool = False
    confirmed: bool = False
    reason: str = ""

    def options(self, dated: date) -> IssueOptions:
        """Return the options of the person who issues the paper."""
        return IssueOptions(dated, reissue=self.again, confirmed=self.confirmed, reason=self.reason)


@dataclass(frozen=True, slots=True)
class _Case:
    """A document to be numbered: its file, what it prints, and the series in which it is numbered."""

    file: Path
    printed: PrintedPaper
    line: NumberLine
    series: str


def number_document(
    office: Office, file: Path, order: NumberOrder, sandbox: Sandbox | None = None
) -> Issued:
    """Give the next number, or the one held for it, to the document at *file*; its copy goes to outbox/公文/.

    The file itself is not changed. It is opened in the child process of *sandbox*, without one in this process.

    Raises:
        NumberRefused: the number typed on it isn't the one that the register gives, or the series isn't known.
        NumberPlaceMissing: the page has no place for a number.
        NumberUnknown, NumberAmbiguous: ``order.number`` isn't in the register.
        DocumentUnreadable, DocumentTooLarge: it is no Word document, or too large.
        IssueRefused: our own inspection refuses it, and no person has overridden that.
        PipelineError: it could not be published; its number is in the register as released, with the reason.
    """
    printed = run_on_file(sandbox, read_printed_paper, file)
    if order.kind:
        printed = replace(printed, kind=order.kind)
    if printed.number is None:
        raise NumberPlaceMissing(file.name)
    paper = PreparedPaper(file.read_bytes(), file.name)
    pages = settle_pages(lambda: {file.name: paper}, finished=True)
    with exclusive(office.workspace, f"{file.name}编号"):
        recover_reserved_numbers(office)
        held = _held(office, order, printed, file.name)
        given = (
            ("--series", order.series.strip()),
            ("--number", held.organ_code if held else ""),
            ("文件上", series_on_page(printed)),
        )
        case = _Case(file, printed, printed.number, _series(office, file.name, given))
        own = _check_typed(office, case, held) if printed.number.serial else held
        if own is not None and own.status is Status.CONFIRMED:
            path = office.workspace.root / own.path
            return Issued(path, printed_number(own), unchanged=True)
        # Of the date the year alone counts: the document has its own date already.
        dated = date(own.year if own else year_of_paper(office, printed), 1, 1)
        options = replace(order.options(dated), pages=pages)
        return issue(office, _request(office, case, own, sandbox), options)


def _held(office: Office, order: NumberOrder, printed: PrintedPaper, name: str) -> Number | None:
    """Return the number that the order names; it must be held (预留), or this document's own."""
    if not order.number:
        return None
    number = find_number(office, order.number)
    if number.status is Status.HELD:
        return number
    if number.in_use and printed.number is not None and printed.number.serial == number.serial:
        return number
    reason = f"（{number.remark}）" if number.remark else ""
    raise NumberRefused(
        name,
        f"“{order.number}”在登记簿里是“{number.word}”{reason}，不是预留的号。"
        "请用 baosong register take 预留，或去掉 --number，由登记簿给下一个号",
    )


def _series(office: Office, name: str, stated: Sequence[tuple[str, str]]) -> str:
    """Return the series that the order, the held number and the page state, each by where it is stated."""
    given = [(where, series) for where, series in stated if series]
    if not given:
        known = "、".join(series_names(office))
        listed = f"（登记簿和任务书里有：{known}）" if known else ""
        raise NumberRefused(
            name, f"看不出用哪个机关代字，请加上 --series 代字，如 --series 云文明办{listed}"
        )
    first, chosen = given[0]
    for where, series in given[1:]:
        if series != chosen:
            reason = f"{first} 的代字是“{chosen}”，{where}的是“{series}”。请改成一致的再编号"
            raise NumberRefused(name, reason)
    return chosen


def _check_typed(office: Office, case: _Case, held: Number | None) -> Number | None:
    """Return the register's line of the number typed on the page, if there is one; refuse what isn't its turn."""
    typed = judge_typed_number(office, case.file, case.printed, case.series)
    if held is not None:
        number = (held.organ_code, held.year, held.serial, held.total)
        named = as_printed(case.line, case.printed.kind, number)
        if named != case.line.text:
            reason = f"文件上写的是“{case.line.text}”，--number 是“{named}”。请改成一致的再编号"
            raise NumberRefused(case.file.name, reason)
    if not typed.accepted:
        raise NumberRefused(case.file.name, typed.message)
    return typed.entry if typed.standing in {Standing.OWN, Standing.HELD} else None


def _request(
    office: Office, case: _Case, held: Number | None, sandbox: Sandbox | None
) -> IssueRequest:
    return IssueRequest(
        paper=paper_in_series(office, case.printed.kind, case.series),
        title=case.printed.title or case.printed.briefing or case.file.stem,
        folder=office.workspace.papers,
        key=paper_key(*case.printed.words),
        make=partial(_made, office, case, sandbox),
        held=held,
    )


def _made(
    office: Office, case: _Case, sandbox: Sandbox | None, number: Number | None
) -> PreparedPaper:
    if number is None:
        raise ValueError(case.file)
    of_number = (number.organ_code, number.year, number.serial, number.total)
    text = as_printed(case.line, case.printed.kind, of_number)
    if case.line.serial:
        content = case.file.read_bytes()
    else:
        content = run_on_file(sandbox, put_number, case.file, text)
    name = case.series if number.total else case.printed.title or case.file.stem
    return PreparedPaper(
        content, f"{safe_name(f'{printed_number(number)} {name}')}.docx", _trail(office, case)
    )


def _trail(office: Office, case: _Case) -> tuple[TrailEntry, ...]:
    """Return the trail (溯源) of the draft that the document was edited from: of the figures it still prints."""
    entries = trail_of(office.ledger, digest_of(case.file))
    if not entries:
        named = trails_by_name(office.ledger, case.file.name)
        entries = named[-1][1] if named else ()
    words = "".join(case.printed.words)
    return tuple(entry for entry in entries if entry.figure.text in words)
