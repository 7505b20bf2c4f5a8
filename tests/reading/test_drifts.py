"""A form that a county has changed is read to the same values, or the findings say where."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.checking.check import check, check_outcome
from pipeline.model.filling import AnswerState
from pipeline.model.submission import CheckOutcome
from pipeline.reading.fill import read_form
from pipeline.reading.identify import Claim, identify
from pipeline.workbook.reading.read import read_book
from tests.reading.drift_forms import NAME, Drift, Form, as_xlsx, filled_form
from tests.reading.drifts import KEPT, TOLD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.filling import Answer, Filling, ListRow
    from pipeline.model.finding import Finding
    from pipeline.model.grid import Book

# Where an answer is deleted, a copy of it somewhere else is no rival any more.
DELETING = {"required-field-empty", "field-left-out", "field-renamed"}
EVERY = [drift for drift in (*KEPT, *TOLD) if not DELETING.intersection(drift.rules)]
MANY = int(os.environ.get("BAOSONG_DRIFTS", "100"))
# The same hundred for everybody; a longer search is made on purpose and looks at others.
SAME = "BAOSONG_DRIFTS" not in os.environ


@cache
def filled() -> Form:
    with TemporaryDirectory() as folder:
        return filled_form(Path(folder))


@pytest.fixture
def form() -> Form:
    return filled()


def read(book: Book, form: Form) -> tuple[Filling, tuple[Finding, ...]]:
    claim = identify(book, [form.campaign])
    assert isinstance(claim, Claim), claim
    assert claim.unit == form.campaign.units()[0]
    filling = read_form(book, form.campaign, claim)
    return filling, check(filling, form.campaign, None)


def one(answer: Answer) -> tuple[object, ...]:
    return (answer.state, answer.value)


def differing(filling: Filling, right: Filling, form: Form) -> list[object]:
    """Where a filling differs, or holds less, regardless of sheet and cell."""
    explained = "unexplained" not in form.tags
    found: list[object] = [
        (each.field_code, one(each), each.explanation, each.typed)
        for each, wanted in zip(filling.singles, right.singles, strict=True)
        if one(each) != one(wanted) or (explained and each.explanation != wanted.explanation)
    ]
    rows, wanted_rows = (Counter(map(row_of, each.rows)) for each in (filling, right))
    found += [*(rows - wanted_rows), *(wanted_rows - rows), *filling.missing_sheets]
    return found if filling.is_zero is right.is_zero else [*found, "zero"]


def row_of(row: ListRow) -> tuple[object, ...]:
    return tuple(one(answer) for answer in row.answers)


def taken_wrongly(filling: Filling, right: Filling) -> list[str]:
    """The fields whose answer is one, and another than the unit gave."""
    values = {each.field_code: one(each) for each in right.singles}
    rows = [row_of(row) for row in right.rows]
    wrong = [
        each.field_code
        for each in filling.singles
        if each.state is AnswerState.VALUE and one(each) != values[each.field_code]
    ]
    for row in filling.rows:
        read_as = [one(answer) for answer in row.answers]
        known = (
            all(a == b or a[0] is AnswerState.ABSENT for a, b in zip(read_as, other, strict=True))
            for other in rows
        )
        if not any(known):
            wrong.append(f"row {row.number}")
    return wrong


def after(form: Form, drifts: Sequence[Drift]) -> Form:
    for drift in drifts:
        with suppress(KeyError, TypeError):  # what it changes is gone already
            form = drift(form)
    return form


@pytest.mark.parametrize("drift", KEPT, ids=lambda drift: drift.case)
def test_a_changed_layout_is_read_to_the_same_values(drift: Drift, form: Form) -> None:
    right, expected = read(form.book(), form)
    changed = drift(form)

    for book in (changed.book(), read_book(as_xlsx(changed.book()), NAME)):
        filling, findings = read(book, form)

        assert differing(filling, right, changed) == []
        assert [each.rule for each in findings] == [each.rule for each in expected]


def test_what_is_hidden_or_filtered_away_is_read_all_the_same(form: Form) -> None:
    workbook = openpyxl.load_workbook(BytesIO(as_xlsx(form.book())))
    main, listed, _ = workbook.worksheets
    for sheet, row in ((main, form.at("label:C00").row), (listed, 6)):
        sheet.row_dimensions[row].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.auto_filter.ref = f"A4:E{sheet.max_row}"
        sheet.auto_filter.add_filter_column(1, ["东河第一小学"])
        sheet.freeze_panes = "B5"
    changed = BytesIO()
    workbook.save(changed)

    filling, _ = read(read_book(changed.getvalue(), NAME), form)

    assert differing(filling, read(form.book(), form)[0], form) == []


@pytest.mark.parametrize("drift", TOLD, ids=lambda drift: drift.case)
def test_what_cannot_be_read_is_reported_and_never_misread(drift: Drift, form: Form) -> None:
    right, _ = read(form.book(), form)
    changed = drift(form).book()

    for book in (changed, read_book(as_xlsx(changed), NAME)):
        filling, findings = read(book, form)

        assert set(drift.rules) <= {each.rule for each in findings}
        assert (check_outcome(filling, findings) is CheckOutcome.RETURNED) is drift.returned
        assert taken_wrongly(filling, right) == []


@settings(max_examples=MANY, derandomize=SAME)
@given(drifts=st.lists(st.sampled_from(KEPT), max_size=6))
def test_drifts_together_are_read_to_the_same_values(drifts: Sequence[Drift]) -> None:
    form = filled()
    changed = after(form, drifts)

    filling, _ = read(changed.book(), form)

    assert differing(filling, read(form.book(), form)[0], changed) == []


@settings(max_examples=MANY, derandomize=SAME)
@given(drifts=st.lists(st.sampled_from(EVERY), max_size=5))
def test_no_misread_form_is_accepted_after_any_drift(
    drifts: Sequence[Drift],
) -> None:
    form = filled()
    changed = after(form, drifts)

    filling, findings = read(changed.book(), form)

    accepted = check_outcome(filling, findings) is not CheckOutcome.RETURNED
    assert not (accepted and taken_wrongly(filling, read(form.book(), form)[0]))
