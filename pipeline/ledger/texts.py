"""What the units of a period have written, so that a copied text (雷同) can be told."""

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
    """What every unit has said in *fields* in a period, each version, in the order of arrival.

    One query for these cells alone: whole submissions would be read again for each that comes in.
    """
    head = submissions.c
    wanted = (
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
            for row in connection.execute(wanted)
        )
