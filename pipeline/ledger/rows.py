"""Submissions to rows and back; what was recorded comes back equal."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pipeline.model.filling import Answer, Filling, Given, ListRow
from pipeline.model.finding import Finding, Level, Place
from pipeline.model.submission import Decision, Submission

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import RowMapping


def submission_row(submission: Submission) -> dict[str, Any]:
    """The row of the submissions table."""
    filling = submission.filling
    place = filling.unit_place
    return {
        "campaign": submission.campaign,
        "period": submission.period,
        "unit": submission.unit,
        "version": submission.version,
        "digest": submission.digest,
        "name": submission.name,
        "received_at": submission.received_at.isoformat(),
        "late": submission.late,
        "decision": submission.decision.name,
        "missing_sheets": _listed(filling.missing_sheets),
        "stamp_version": filling.stamp_version,
        "unit_sheet": place.sheet if place else None,
        "unit_cell": place.cell if place else None,
    }


def answer_rows(number: int, filling: Filling) -> list[dict[str, Any]]:
    """A row for each cell of *filling*."""
    placed: list[tuple[str, int, Answer]] = [("single", 0, answer) for answer in filling.singles]
    if filling.zero is not None:
        placed.append(("zero", 0, filling.zero))
    placed += [("row", row.number, answer) for row in filling.rows for answer in row.answers]
    return [
        {
            "submission": number,
            "position": position,
            "part": part,
            "row_number": row,
            "field_code": answer.field_code,
            "sheet": answer.place.sheet,
            "cell": answer.place.cell,
            "given": answer.given.name,
            "typed": answer.typed,
            "value_kind": _kind(answer.value),
            "value": _written(answer.value),
            "changes": _listed(answer.changes),
            "fault": answer.fault,
            "explanation": answer.explanation,
        }
        for position, (part, row, answer) in enumerate(placed)
    ]


def finding_rows(number: int, findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """A row for each finding."""
    return [
        {
            "submission": number,
            "position": position,
            "sheet": finding.place.sheet,
            "cell": finding.place.cell,
            "label": finding.label,
            "rule": finding.rule,
            "level": finding.level.name,
            "found": finding.found,
            "wanted": finding.wanted,
            "explained": finding.explained,
            "field_code": finding.field_code,
        }
        for position, finding in enumerate(findings)
    ]


def submission_of(
    row: RowMapping, answers: Sequence[RowMapping], findings: Sequence[RowMapping]
) -> Submission:
    """The submission that those rows hold."""
    name = row["name"]
    place = None
    if row["unit_sheet"] is not None:
        place = Place(name, row["unit_sheet"], row["unit_cell"])
    zero = [answer for answer in answers if answer["part"] == "zero"]
    return Submission(
        campaign=row["campaign"],
        period=row["period"],
        unit=row["unit"],
        digest=row["digest"],
        name=name,
        received_at=datetime.fromisoformat(row["received_at"]),
        late=row["late"],
        decision=Decision[row["decision"]],
        filling=Filling(
            campaign=row["campaign"],
            unit=row["unit"],
            workbook=name,
            singles=tuple(_answer(a, name) for a in answers if a["part"] == "single"),
            rows=tuple(_list_rows(answers, name)),
            zero=_answer(zero[0], name) if zero else None,
            missing_sheets=tuple(json.loads(row["missing_sheets"])),
            stamp_version=row["stamp_version"],
            unit_place=place,
        ),
        findings=tuple(_finding(finding, name) for finding in findings),
        version=row["version"],
        number=row["number"],
        answered=row["answered"],
        cleared=row["cleared"],
    )


def _list_rows(answers: Iterable[RowMapping], name: str) -> Iterator[ListRow]:
    rows = (answer for answer in answers if answer["part"] == "row")
    for (sheet, number), own in groupby(rows, key=lambda row: (row["sheet"], row["row_number"])):
        yield ListRow(sheet, number, tuple(_answer(answer, name) for answer in own))


def _answer(row: RowMapping, workbook: str) -> Answer:
    return Answer(
        field_code=row["field_code"],
        place=Place(workbook, row["sheet"], row["cell"]),
        given=Given[row["given"]],
        typed=row["typed"],
        value=_read(row["value_kind"], row["value"]),
        changes=tuple(json.loads(row["changes"])),
        fault=row["fault"],
        explanation=row["explanation"],
    )


def _finding(row: RowMapping, workbook: str) -> Finding:
    return Finding(
        place=Place(workbook, row["sheet"], row["cell"]),
        label=row["label"],
        rule=row["rule"],
        level=Level[row["level"]],
        found=row["found"],
        wanted=row["wanted"],
        explained=row["explained"],
        field_code=row["field_code"],
    )


def _listed(texts: Sequence[str]) -> str:
    return json.dumps(list(texts), ensure_ascii=False)


def _kind(value: str | Decimal | date | None) -> str:
    if value is None:
        return "none"
    if isinstance(value, Decimal):
        return "number"
    return "text" if isinstance(value, str) else "date"


def _written(value: str | Decimal | date | None) -> str:
    return "" if value is None else str(value)


def _read(kind: str, text: str) -> str | Decimal | date | None:
    if kind == "number":
        return Decimal(text)
    if kind == "date":
        return date.fromisoformat(text)
    return text if kind == "text" else None
