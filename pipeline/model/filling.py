"""Define a form as a unit filled it in (填报): the text of each cell, its parsed value, and its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from pipeline.model.campaign import Cycle, Field
    from pipeline.model.condition import ExternalReference
    from pipeline.model.figure import Figure
    from pipeline.model.finding import Finding, Place


class AnswerState(Enum):
    """State of an answer (填报情形); no state is ever treated as another.

    ``EMPTY`` nothing was typed · ``NOTHING`` “无” or “零”: the unit declares that there is none ·
    ``STRUCK`` “/” or “—”: the unit declares that the field doesn't apply · ``VALUE`` a parsed answer ·
    ``UNREAD`` a text that can't be parsed as the field's type · ``ABSENT`` the label itself is not in
    the form.
    """

    EMPTY = "空"
    NOTHING = "无"
    STRUCK = "划去"
    VALUE = "值"
    UNREAD = "未读出"
    ABSENT = "无此项"

    @property
    def has_content(self) -> bool:
        """Return whether an answer was typed, whether or not it could be read."""
        return self in {AnswerState.VALUE, AnswerState.UNREAD}


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one field (填报值), at one cell.

    ``typed`` is the cell's text; ``value`` its parsed value (``None`` unless ``state`` is ``VALUE``);
    ``changes`` names each step between the two (原文 → 取值); ``fault`` is why a value could not be
    parsed: a rule id such as ``formula-uncomputed``.
    """

    field_code: str
    place: Place
    state: AnswerState
    typed: str = ""
    value: str | Decimal | date | None = None
    changes: tuple[str, ...] = ()
    fault: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a list (列表项), with its answers in the order of the list's fields."""

    sheet: str
    number: int  # the row in the sheet, from 1
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Account of a submission's cells (读取率): how many were filled in, and how many of them were read.

    ``own`` lists what the unit added: sheets, columns, rows, notes.
    """

    filled: int
    read: int
    own: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filling:
    """A filling (填报件): one unit's form, as parsed.

    ``missing_sheets`` are sheets of the form that the workbook lacks; ``stamp_version`` the form's
    version in its stamp, or by which it was read; ``unit_place`` the cell that names its unit;
    ``reader_findings`` what the reader had to ignore, which the checks report unchanged; ``coverage`` the account of its cells,
    where it was read by the office's own form just now (of the ledger's, see ``receiving/coverage.py``).
    """

    campaign: str
    unit: str  # the unit's code
    workbook: str
    singles: tuple[Answer, ...]
    rows: tuple[ListRow, ...] = ()
    zero: Answer | None = None
    missing_sheets: tuple[str, ...] = ()
    stamp_version: str = ""
    unit_place: Place | None = None
    reader_findings: tuple[Finding, ...] = ()
    coverage: Coverage | None = None
    # Of each sheet of the campaign book that a sheet of the workbook holds, the name that the unit sees:
    # several lists of the office's own form may share a sheet. The ledger doesn't keep it.
    own_sheets: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    def answer(self, code: str) -> Answer | None:
        """Return the answer to the single field *code*, or None."""
        return next((answer for answer in self.singles if answer.field_code == code), None)

    def list_answers(self, code: str) -> tuple[Answer, ...]:
        """Return the answers to the list field *code*, row by row."""
        return tuple(
            answer for row in self.rows for answer in row.answers if answer.field_code == code
        )

    @property
    def is_zero(self) -> bool:
        """Return whether the unit declared a zero report (零报告)."""
        return self.zero is not None and self.zero.value == "是"


@dataclass(frozen=True, slots=True)
class SubmittedText:
    """A text that a unit has submitted: the unit's code, the field's, the text, and its place."""

    unit: str
    field_code: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class ExternalAnswer:
    """A unit's answer in another campaign (别的报送任务), which a condition refers to.

    ``period`` is the period it was reported for, empty where it is the same or the only one.
    """

    reference: ExternalReference
    field: Field
    answer: Answer
    period: str = ""


@dataclass(frozen=True, slots=True)
class SubordinateSum:
    """The sum of a field over the accepted forms of all units below one (下级合计); ``units`` is their number."""

    field: Field
    figure: Figure
    units: int


@dataclass(frozen=True, slots=True)
class ReferenceData:
    """Reference data of the checks (比对依据): facts from outside the form, passed in and never looked up.

    ``previous`` is the unit's accepted filling of the previous period; ``submitted_texts`` are the
    texts that all units have submitted in this one, in the order of arrival; ``units_in_file_name``
    other units that the file's name names; ``external_answers`` the unit's accepted answers in other
    campaigns that conditions refer to, and ``unreported`` a sentence for each that the unit hasn't given;
    ``assumed_period`` is the label of the period where nothing in the form names it. ``previous_period``
    is the label of the period before, ``last_reported`` that of the unit's last report where it skipped
    that one; ``begins`` are the spans (year, quarter, month) that restart with this period;
    ``subordinate_sums`` what the units below it have reported, where all of them have (上下级核对).
    """

    previous: Filling | None = None
    submitted_texts: Sequence[SubmittedText] = ()
    units_in_file_name: tuple[str, ...] = ()
    external_answers: tuple[ExternalAnswer, ...] = ()
    unreported: tuple[str, ...] = ()
    assumed_period: str = ""
    previous_period: str = ""
    last_reported: str = ""
    begins: frozenset[Cycle] = frozenset()
    subordinate_sums: tuple[SubordinateSum, ...] = ()
