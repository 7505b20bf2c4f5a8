"""Read the texts that units have submitted in a period, to detect copied ones (雷同)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.ledger.connection import driver_of
from pipeline.ledger.store import SET_ASIDE, read_transaction
from pipeline.model.filling import SubmittedText
from pipeline.model.finding import Place

if TYPE_CHECKING:
    from collections.abc import Collection

    from pipeline.ledger.store import Ledger

# The signs keep SQLite from the index by campaign and period, which would read the whole period again:
# only the rows after a number are wanted (https://sqlite.org/optoverview.html#disqualifying_where_clause_terms).
_QUERY: Final = """
    SELECT head.unit, answers.field_code, answers.value, coalesce(answers.workbook, head.name),
        answers.sheet, answers.cell
    FROM submissions AS head CROSS JOIN answers ON answers.submission = head.number
    WHERE head.number > ? AND +head.campaign = ? AND +head.period = ?
        AND answers.value_type = 'text' AND answers.field_code IN ({fields})
        AND head.number NOT IN ({set_aside})
    ORDER BY head.number, answers.position
"""


def texts_after(
    ledger: Ledger, number: int, campaign: str, period: str, fields: Collection[str]
) -> tuple[int, tuple[SubmittedText, ...]]:
    """Return what units have written in *fields* in a period, each version, in the order of arrival.

    What was withdrawn (撤回) or moved to another period is not among it. Only in submissions after that of *number*; the first value returned is the number of the last
    submission in the ledger, after which the next call continues.
    """
    query = _QUERY.format(fields=", ".join("?" * len(fields)), set_aside=SET_ASIDE)
    with read_transaction(ledger) as connection:
        driver = driver_of(connection)
        last = driver.execute("SELECT max(number) FROM submissions").fetchone()[0] or 0
        if last <= number:
            return number, ()
        rows = driver.execute(query, (number, campaign, period, *fields))
        return last, tuple(
            SubmittedText(unit, field, text, Place(*place)) for unit, field, text, *place in rows
        )
