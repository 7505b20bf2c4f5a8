"""Judge the number that is typed on a document by the register (发文登记簿): given already, void, held, next, or out of turn."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from pipeline.errors import PipelineError
from pipeline.files import digest_of
from pipeline.issuing.series import is_known_series, paper_in_series
from pipeline.issuing.used_numbers import highest_used
from pipeline.ledger.register import list_numbers, next_number
from pipeline.model.document_number import Intent, Status
from pipeline.model.verdict import Result, Strength, Verdict
from pipeline.office.context import open_office
from pipeline.official.foreign_files import run_on_file
from pipeline.official.inspection.printed_paper import read_printed_paper

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.clock import Clock
    from pipeline.model.document_number import Number
    from pipeline.office.context import Office
    from pipeline.official.inspection.number_line import NumberLine
    from pipeline.official.inspection.printed_paper import PrintedPaper
    from pipeline.sandbox.run import Sandbox
    from pipeline.workspace import Workspace

_YEAR: Final = re.compile(r"(\d{4})年")
_MINUTES: Final = "纪要"
NUMBER_RULE: Final = "registered-number"


class Standing(Enum):
    """Standing in the register of a number that is typed on a document (登记情况)."""

    OWN = auto()  # it was given to this document
    TAKEN = auto()  # it was given to another one
    VOID = auto()
    HELD = auto()
    NEXT = auto()
    AHEAD = auto()  # numbers before it have not been given
    BEHIND = auto()  # later ones have been given, and it has no entry
    OTHERWISE = auto()  # it is the next one, but written otherwise


_WORDS: Final = {
    Standing.OWN: "“{text}”就是登记簿里登记的这一份",
    Standing.TAKEN: "“{text}”登记簿里已经给了《{title}》（{path}），内容与这一份不同。请改为下一个号“{following}”；要更正那一份的，另行发文",
    Standing.VOID: "“{text}”登记簿里已经作废（{reason}），作废的号不再用。请改为下一个号“{following}”",
    Standing.HELD: "“{text}”登记簿里已经预留（{reason}），定稿后请用 baosong issue 编号",
    Standing.NEXT: "“{text}”正是登记簿的下一个号，还没有登记，定稿后请用 baosong issue 编号",
    Standing.AHEAD: "“{text}”跳号：登记簿的下一个号是“{following}”。请改为“{following}”；前面的号已经在别处用了的，先用 baosong register take 逐个登记",
    Standing.BEHIND: "“{text}”登记簿里没有，后面的号已经给出去了，下一个号是“{following}”。请改为“{following}”",
    Standing.OTHERWISE: "文件上写的是“{text}”，登记簿的下一个号是“{following}”，写法不同。请改为“{following}”",
}
_ACCEPTED: Final = frozenset({Standing.OWN, Standing.HELD, Standing.NEXT})


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A number typed on a document, as the register has it: ``entry`` is its line there, if there is one.

    ``following`` is the number that the series gives next, as this document would print it.
    """

    text: str
    standing: Standing
    following: str
    entry: Number | None = None

    @property
    def accepted(self) -> bool:
        """Return whether the document may bear it."""
        return self.standing in _ACCEPTED

    @property
    def message(self) -> str:
        """Return a sentence on it, without a full stop."""
        entry = self.entry
        return _WORDS[self.standing].format(
            text=self.text,
            following=self.following,
            title=(entry.title or entry.kind) if entry else "",
            path=(entry.path or entry.word) if entry else "",
            reason=entry.remark if entry else "",
        )


def judge_typed_number(
    office: Office, file: Path, printed: PrintedPaper, series: str
) -> TypedNumber:
    """Judge the number that *printed*, read from *file*, bears in *series*; it must bear one."""
    line = printed.number
    if line is None or not line.serial:
        raise ValueError(printed)
    year = year_of_paper(office, printed)
    following = next_as_printed(office, printed, series)
    entry = next(
        (
            number
            for number in list_numbers(office.ledger)
            if (number.organ_code, number.year, number.serial) == (series, year, line.serial)
        ),
        None,
    )
    if entry is not None:
        standing = _standing_of_entry(office, file, printed, entry)
        return TypedNumber(line.text, standing, following[1], entry)
    serial = following[0]
    if line.serial != serial:
        standing = Standing.AHEAD if line.serial > serial else Standing.BEHIND
        return TypedNumber(line.text, standing, following[1])
    same = line.text == following[1]
    return TypedNumber(line.text, Standing.NEXT if same else Standing.OTHERWISE, following[1])


def typed_number_in(
    office: Office, file: Path, sandbox: Sandbox | None = None
) -> TypedNumber | None:
    """Judge the number on the document at *file*; ``None`` where it bears none, or one of another office's series.

    Raises:
        DocumentUnreadable, DocumentTooLarge: it is no Word document, or too large.
        OSError: it can't be read.
    """
    printed = run_on_file(sandbox, read_printed_paper, file)
    series = series_on_page(printed)
    if printed.number is None or not printed.number.text or not series:
        return None
    if not is_known_series(office, series):
        return None
    return judge_typed_number(office, file, printed, series)


def typed_verdicts(
    workspace: Workspace, clock: Clock, file: Path, sandbox: Sandbox | None = None
) -> tuple[Verdict, ...]:
    """Return the verdict on the number that *file* bears by the register of *workspace*, if it bears one.

    An office that can't be opened leaves it unverified (未核验): the document itself can be inspected.
    """
    try:
        with open_office(workspace, clock) as office:
            typed = typed_number_in(office, file, sandbox)
    except PipelineError as error:
        message = f"发文字号没有与登记簿核对：{error}"
        return (_verdict(Result.UNVERIFIED, "", "", message),)
    return () if typed is None else (number_verdict(typed),)


def number_verdict(typed: TypedNumber) -> Verdict:
    """Return the verdict (校对结果) on a typed number."""
    result = Result.PASSED if typed.accepted else Result.FAILED
    wanted = "" if typed.accepted else typed.following
    return _verdict(result, typed.text, wanted, f"发文字号与登记簿核对：{typed.message}")


def _verdict(result: Result, measured: str, wanted: str, message: str) -> Verdict:
    return Verdict("实务", NUMBER_RULE, result, Strength.CUSTOM, measured, wanted, message)


def series_on_page(printed: PrintedPaper) -> str:
    """Return the series that a document's page names: the organ code before its number, or a briefing's name."""
    return printed.briefing or (printed.number.code if printed.number else "")


def year_of_paper(office: Office, printed: PrintedPaper) -> int:
    """Return the year of a paper's number: that of the number itself, else of its date, else this year."""
    stated = printed.number.year if printed.number else 0
    match = _YEAR.match(printed.dated)
    return stated or (int(match[1]) if match else office.clock.today().year)


def next_as_printed(office: Office, printed: PrintedPaper, series: str) -> tuple[int, str]:
    """Return the serial that *series* gives next to a paper, and the number as that paper prints it."""
    year = year_of_paper(office, printed)
    paper = paper_in_series(office, printed.kind, series)
    intent = Intent("", "", (), *highest_used(office, paper, year))
    serial, total = next_number(office.ledger, paper, intent, year)
    line = printed.number
    return serial, as_printed(line, printed.kind, (series, year, serial, total))


def as_printed(line: NumberLine | None, kind: str, number: tuple[str, int, int, int]) -> str:
    """Return a number (series, year, serial, total) in the form that the document's line has.

    Orders print 第3号, minutes may print 〔2026〕3号, and a briefing may leave out its 总第M期.
    """
    series, year, serial, total = number
    if line is not None and line.bare:
        return f"第{serial}号"
    if total:
        return f"第{serial}期" if line and line.total < 0 else f"第{serial}期（总第{total}期）"
    if line is not None and line.by_issue:
        return f"第{serial}期"
    if line is not None and kind == _MINUTES and line.year and not line.code:
        return f"〔{year}〕{serial}号"
    return f"{series}〔{year}〕{serial}号"


def _standing_of_entry(
    office: Office, file: Path, printed: PrintedPaper, entry: Number
) -> Standing:
    if entry.status is Status.HELD:
        return Standing.HELD
    if entry.voided or entry.status is Status.RELEASED:
        return Standing.VOID
    return Standing.OWN if _is_same_paper(office, file, printed, entry) else Standing.TAKEN


def _is_same_paper(office: Office, file: Path, printed: PrintedPaper, entry: Number) -> bool:
    """Return whether *file* is the paper of *entry*: its own file, its bytes, or a copy with the same words."""
    own = office.workspace.root / entry.path
    if file.absolute() == own.absolute() or digest_of(file) == entry.digest:
        return True
    if not own.is_file():
        return False
    return read_printed_paper(own.read_bytes(), own.name).words == printed.words
