"""Load submissions (报送件) from the ledger's tables, with their cells and findings or without cells."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, or_, select, true

from pipeline.ledger import schema
from pipeline.ledger.rows import submission_of
from pipeline.model.submission import CheckOutcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection, Row, Table

    from pipeline.model.submission import Submission

_HEAD = schema.submissions.c
_DECIDED: Final = schema.decisions.c
_DECIDED_RETURN: Final = and_(
    _HEAD.decision == CheckOutcome.RETURNED.value,
    select(_DECIDED.number)
    .where(
        _DECIDED.campaign == _HEAD.campaign,
        _DECIDED.period == _HEAD.period,
        or_(_DECIDED.unit == _HEAD.unit, _DECIDED.unit == ""),
    )
    .exists(),
)
_IS_ZERO_CELL: Final = schema.answers.c.part == "zero"


def load(
    connection: Connection, condition: ColumnElement[bool], *, cells: bool = True
) -> tuple[Submission, ...]:
    """Load submissions by four queries, or two without cells, for any number of submissions."""
    heads = connection.execute(
        select(schema.submissions).where(condition).order_by(_HEAD.number)
    ).all()
    lists: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    if cells:
        lists = _rows_by_submission(connection, schema.list_rows, condition)
        answers = _rows_by_submission(connection, schema.answers, condition)
    else:  # whether a version that a person lets count is a zero report must be known all the same
        zeros = and_(condition, _DECIDED_RETURN)
        answers = _rows_by_submission(connection, schema.answers, zeros, _IS_ZERO_CELL)
    findings = _rows_by_submission(connection, schema.findings, condition)
    return tuple(
        submission_of(head, lists[head.number], answers[head.number], findings[head.number])
        for head in heads
    )


def _rows_by_submission(
    connection: Connection,
    table: Table,
    condition: ColumnElement[bool],
    of_rows: ColumnElement[bool] = true(),  # noqa: B008 - a constant
) -> defaultdict[int, list[Row[Any]]]:
    numbers = select(_HEAD.number).where(condition)
    ordered = (
        select(table)
        .where(table.c.submission.in_(numbers), of_rows)
        .order_by(table.c.submission, table.c.position)
    )
    rows: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(ordered):
        rows[row.submission].append(row)
    return rows


def load_readable(
    connection: Connection, numbers: Sequence[int]
) -> Iterator[tuple[int, Submission | None]]:
    """Yield the submissions of these *numbers* with their cells; ``None`` where rows are unreadable."""
    try:
        loaded = load(connection, _HEAD.number.in_(numbers))
    except (ValueError, KeyError, TypeError, ArithmeticError):  # not as the program writes rows
        if len(numbers) == 1:
            yield numbers[0], None
        else:
            for number in numbers:
                yield from load_readable(connection, [number])
    else:
        yield from ((submission.number, submission) for submission in loaded)
