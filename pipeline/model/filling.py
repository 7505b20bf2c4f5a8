"""A form as it was filled in: what was typed, what it was read as, and at which cell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from pipeline.model.campaign import Field
    from pipeline.model.condition import Elsewhere
    from pipeline.model.finding import Finding, Place


class AnswerState(Enum):
    """What kind of thing stands in the cell; these are different things and stay so.

    ``EMPTY`` nothing was typed · ``NOTHING`` “无” or “零”: the unit says there is none · ``STRUCK`` “/” or
    “—”: the unit says the field doesn't apply · ``VALUE`` an answer that was understood ·
    ``UNREAD`` something that isn't plainly an answer of the field's type · ``ABSENT`` the label
    itself is not in the form.
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

    ``typed`` is what stood there, as text; ``value`` what it was read as (``None`` unless
    ``given`` is ``VALUE``); ``changes`` names each step between the two (原文 → 取值);
    ``fault`` says why a value could not be read: a rule id such as ``formula-uncomputed``.
    """

    field_code: str
    place: Place
    given: AnswerState
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
class Filling:
    """A filling (填报件): one unit's form, read.

    ``missing_sheets`` are sheets of the form that the workbook lacks; ``stamp_version`` the form's
    version stamped on it (empty where the stamp is gone); ``unit_place`` where its unit is named;
    ``noticed`` what the reader had to pass over, which the checks report as it stands.
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
    noticed: tuple[Finding, ...] = ()

    def answer(self, code: str) -> Answer | None:
        """The answer to the single field *code*."""
        return next((answer for answer in self.singles if answer.field_code == code), None)

    def list_answers(self, code: str) -> tuple[Answer, ...]:
        """The answers to the list field *code*, row by row."""
        return tuple(
            answer for row in self.rows for answer in row.answers if answer.field_code == code
        )

    @property
    def is_zero(self) -> bool:
        """Whether the unit declared a zero report (零报告)."""
        return self.zero is not None and self.zero.value == "是"


@dataclass(frozen=True, slots=True)
class SubmittedText:
    """A text that a unit has handed in before: its code, the field, the words, and the cell."""

    unit: str
    field_code: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class ExternalAnswer:
    """What a unit has answered in another campaign (别的报送任务), as a condition there names it.

    ``period`` is the period it was reported for, empty where there is no other.
    """

    asked: Elsewhere
    field: Field
    answer: Answer
    period: str = ""


@dataclass(frozen=True, slots=True)
class ReferenceData:
    """What is known beside the form: facts that the checks are given and don't look up.

    ``before`` is the unit's accepted filling of the period before; ``told`` what
    units have written in this one, the unit itself too, in the order of arrival; ``units_in_file_name`` units of which the file's name speaks instead;
    ``elsewhere`` the unit's accepted answers in other campaigns of which conditions speak.
    """

    before: Filling | None = None
    told: tuple[SubmittedText, ...] = ()
    units_in_file_name: tuple[str, ...] = ()
    elsewhere: tuple[ExternalAnswer, ...] = ()
