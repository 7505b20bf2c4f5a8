"""Read the texts that units have submitted in a period, to detect copied ones (雷同)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from pipeline.ledger.schema import answers, submissions
from pipeline.ledger.store import read_transaction
from pipeline.model.filling import SubmittedText
from pipeline.model.finding import Place

if TYPE_CHECKING:
    from collections.abc import Collection

    from pipeline.ledger.store import Ledger


def submitted_texts(
    ledger: Ledger, campaign: str, period: str, fields: Collection[str]
) -> tuple[SubmittedText, ...]:
    """Return what every unit has written in *fields* in a period, each version, in the order of arrival.

    One query for these cells only: loading whole submissions for each new one would be slow.
    """
    head = submissions.c
    query = (
        select(head.unit, head.name, answers)
        .join(answers, answers.c.submission == head.number)
        .where(head.campaign == campaign, head.period == period)
        .where(answers.c.field_code.in_(fields), answers.c.value_type == "text")
        .order_by(head.number, answers.c.position)
    )
    with read_transaction(ledger) as connection:
        return tuple(
            SubmittedText(
                row.unit,
                row.field_code,
                row.value,
                Place(row.workbook or row.name, row.sheet, row.cell),
            )
            for row in connection.execute(query)
        )
