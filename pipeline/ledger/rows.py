"""Convert submissions to rows of the ledger's tables and back; what is read equals what was written."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pipeline.clock import BEIJING
from pipeline.model.decision import Decision, DecisionKind
from pipeline.model.filling import Answer, AnswerState, Filling, ListRow
from pipeline.model.finding import Finding, Level, Place
from pipeline.model.submission import CheckOutcome, Submission, SubmissionKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Row

    RowValues = dict[str, Any]
    AnswerValue = str | Decimal | date | None

# A dict lookup takes a fraction of the time of an enum call, and there is one for each cell that is read.
_ANSWER_STATES: Final = {state.value: state for state in AnswerState}
_TYPE_NAMES: Final[dict[type, str]] = {str: "text", Decimal: "number", date: "date"}


def moment_text(moment: datetime) -> str:
    """Return a moment in Beijing time as ISO 8601, so that the texts sort as the moments do."""
    return moment.astimezone(BEIJING).isoformat()


def moment_of(text: str) -> datetime:
    """Parse the moment that :func:`moment_text` wrote."""
    return datetime.fromisoformat(text).astimezone(BEIJING)


def submission_row(submission: Submission, version: int) -> RowValues:
    """Return the row for the table of submissions; cells and findings have their own tables."""
    filling = submission.filling
    place = filling.unit_place
    return {
        "campaign": submission.campaign,
        "period": submission.period,
        "unit": submission.unit,
        "version": version,
        "digest": submission.digest,
        "name": submission.name,
        "received_at": moment_text(submission.received_at),
        "late": submission.late,
        "decision": submission.outcome.value,
        "answered": submission.answered,
        "cleared": submission.cleared,
        "form_campaign": filling.campaign,
        "form_unit": filling.unit,
        "workbook": filling.workbook,
        "stamp_version": filling.stamp_version,
        "missing_sheets": as_json(filling.missing_sheets),
        "unit_place": as_json((place.workbook, place.sheet, place.cell)) if place else None,
    }


def list_row_rows(submission: int, filling: Filling) -> list[RowValues]:
    """Return a row for each row of the form's lists, also for the empty ones."""
    return [
        {"submission": submission, "position": position, "sheet": row.sheet, "row": row.number}
        for position, row in enumerate(filling.rows)
    ]


def answer_rows(submission: int, filling: Filling) -> list[RowValues]:
    """Return a row for each cell that was read, in reading order."""
    return [
        {"submission": submission, "position": position, "part": part, "list_row": list_row}
        | _answer_row(answer, filling.workbook)
        for position, (part, list_row, answer) in enumerate(_cells(filling))
    ]


def finding_rows(submission: int, findings: Sequence[Finding]) -> list[RowValues]:
    """Return a row for each finding, in order."""
    return [
        {
            "submission": submission,
            "position": position,
            "workbook": finding.place.workbook,
            "sheet": finding.place.sheet,
            "cell": finding.place.cell,
            "label": finding.label,
            "rule": finding.rule,
            "level": finding.level.value,
            "found": finding.found,
            "wanted": finding.wanted,
            "explained": finding.explained,
            "field_code": finding.field_code,
        }
        for position, finding in enumerate(findings)
    ]


def submission_of(
    row: Row[Any],
    list_rows: Iterable[Row[Any]],
    answers: Iterable[Sequence[Any]],
    findings: Iterable[Row[Any]],
) -> Submission:
    """Return the submission that the rows store; each kind of row comes in the order of its position."""
    return Submission(
        campaign=row.campaign,
        period=row.period,
        unit=row.unit,
        digest=row.digest,
        name=row.name,
        received_at=moment_of(row.received_at),
        late=row.late,
        outcome=CheckOutcome(row.decision),
        filling=_filling_of(row, list_rows, answers),
        findings=tuple(_finding_of(finding) for finding in findings),
        version=row.version,
        number=row.number,
        answered=row.answered,
        cleared=row.cleared,
    )


def decision_row(decision: Decision) -> RowValues:
    """Return the row of a decision (处置)."""
    return {
        "kind": decision.kind.value,
        "campaign": decision.key.campaign,
        "period": decision.key.period,
        "unit": decision.key.unit,
        "submission": decision.submission or None,
        "value": decision.value,
        "until": moment_text(decision.until) if decision.until else None,
        "reason": decision.reason,
        "actor": decision.actor,
        "at": moment_text(decision.at),
        "revokes": decision.revokes or None,
    }


def decision_of(row: Row[Any]) -> Decision:
    """Return the decision (处置) that a row stores."""
    return Decision(
        kind=DecisionKind(row.kind),
        key=SubmissionKey(row.campaign, row.period, row.unit),
        reason=row.reason,
        actor=row.actor,
        at=moment_of(row.at),
        submission=row.submission or 0,
        value=row.value,
        until=moment_of(row.until) if row.until else None,
        revokes=row.revokes or 0,
        number=row.number,
    )


def as_json(value: object) -> str:
    """Return a list as JSON that a person can read in any database browser."""
    if value == ():  # as almost every list is
        return "[]"
    return json.dumps(value, ensure_ascii=False)


def _cells(filling: Filling) -> Iterator[tuple[str, int | None, Answer]]:
    for answer in filling.singles:
        yield "single", None, answer
    if filling.zero is not None:
        yield "zero", None, filling.zero
    for position, row in enumerate(filling.rows):
        for answer in row.answers:
            yield "row", position, answer


def _answer_row(answer: Answer, workbook: str) -> RowValues:
    place, value = answer.place, answer.value
    return {
        "field_code": answer.field_code,
        "workbook": place.workbook if place.workbook != workbook else None,
        "sheet": place.sheet,
        "cell": place.cell,
        "given": answer.state.value,
        "typed": answer.typed,
        # By the exact type: a value of any other type could not be read back as it was, so it must fail here.
        "value_type": None if value is None else _TYPE_NAMES[type(value)],
        "value": None if value is None else str(value),
        "changes": as_json(answer.changes),
        "fault": answer.fault,
        "explanation": answer.explanation,
    }


def _filling_of(
    row: Row[Any],
    list_rows: Iterable[Row[Any]],
    answers: Iterable[Sequence[Any]],
) -> Filling:
    singles: list[Answer] = []
    zero: Answer | None = None
    in_rows: dict[int, list[Answer]] = {}
    for _, _, part, list_row, *cell in answers:
        answer = _answer_of(row.workbook, *cell)
        if part == "single":
            singles.append(answer)
        elif part == "zero":
            zero = answer
        else:
            in_rows.setdefault(list_row, []).append(answer)
    return Filling(
        campaign=row.form_campaign,
        unit=row.form_unit,
        workbook=row.workbook,
        singles=tuple(singles),
        rows=tuple(
            ListRow(line.sheet, line.row, tuple(in_rows.get(line.position, ())))
            for line in list_rows
        ),
        zero=zero,
        missing_sheets=tuple(json.loads(row.missing_sheets)),
        stamp_version=row.stamp_version,
        unit_place=Place(*json.loads(row.unit_place)) if row.unit_place else None,
    )


def _answer_of(of_form: str, code: str, *cell: Any) -> Answer:
    """Return the answer in a row of the table of answers, from its column ``field_code`` on, in their order."""
    workbook, sheet, at, given, typed, type_name, value, changes, fault, explanation = cell
    return Answer(
        code,
        Place(of_form if workbook is None else workbook, sheet, at),
        _ANSWER_STATES[given],
        typed,
        _value_of(type_name, value),
        () if changes == "[]" else tuple(json.loads(changes)),
        fault,
        explanation,
    )


def _value_of(type_name: str | None, text: str) -> AnswerValue:
    match type_name:
        case "number":
            return Decimal(text)
        case "date":
            return date.fromisoformat(text)
        case "text":
            return text
        case _:
            return None


def _finding_of(row: Row[Any]) -> Finding:
    return Finding(
        place=Place(row.workbook, row.sheet, row.cell),
        label=row.label,
        rule=row.rule,
        level=Level(row.level),
        found=row.found,
        wanted=row.wanted,
        explained=row.explained,
        field_code=row.field_code,
    )
