"""Forms of offices with a row or a column put in anywhere, and in the kinds of file that units send."""

from __future__ import annotations

import io
import subprocess
from functools import partial
from typing import TYPE_CHECKING

import openpyxl
import pytest

from pipeline.official.rendering.render import find_renderer
from pipeline.workbook.reading.read import read_book
from tests.reading.office_forms.filling import SHEET, UNIT, DrawnForm, drawn_form
from tests.reading.office_forms.table import FORMS, Outcome, drafted, outcome, read_by
from tests.reading.test_form_layouts import with_column, with_row

if TYPE_CHECKING:
    from pathlib import Path


def by_field(found: Outcome) -> list[tuple[str, str]]:
    rows = [answer for row in found.filling.rows for answer in row.answers]
    return [(each.field_code, each.typed) for each in (*found.filling.singles, *rows) if each.typed]


def tried(folder: Path, name: str, step: int) -> int:
    """Put in a row and a column at every *step* of the form; return how many changes were tried."""
    form = drawn_form(FORMS[name][1])
    campaign = drafted(folder, form.content)
    plain = by_field(outcome(campaign, form))
    (grid,) = read_book(form.content, "表样.xlsx").sheets
    rows = range(1, max(at.row for at in grid.cells) + 1, step)
    columns = range(1, max(at.column for at in grid.cells) + 1, step)
    for number in rows:
        found = outcome(campaign, form, partial(with_row, number=number))
        assert (number, by_field(found), found.returned) == (number, plain, False)
    for number in columns:
        found = outcome(campaign, form, partial(with_column, number=number))
        assert (number, by_field(found), found.returned) == (number, plain, False)
    return len(rows) + len(columns)


@pytest.mark.parametrize("name", FORMS)
def test_a_row_and_a_column_may_be_put_in(tmp_path: Path, name: str) -> None:
    assert tried(tmp_path, name, 5) > 1


@pytest.mark.long
@pytest.mark.parametrize("name", FORMS)
def test_a_row_and_a_column_may_be_put_in_anywhere(tmp_path: Path, name: str) -> None:
    assert tried(tmp_path, name, 1) > 1


def filled_workbook(form: DrawnForm) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(form.content))
    for at, text, answer in form.typed:
        number = int(text) if text.isdecimal() and text == answer else text
        book[SHEET].cell(at.row, at.column).value = number
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.render
@pytest.mark.parametrize(
    "quarter", [0, *(pytest.param(n, marks=pytest.mark.long) for n in (1, 2, 3))]
)
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_every_form_is_drafted_and_read_in_other_kinds_of_file(
    tmp_path: Path, kind: str, quarter: int
) -> None:
    """A quarter of the forms at a time: LibreOffice converts each, and the form of each campaign again."""
    renderer = find_renderer()
    assert renderer is not None
    first = (quarter + 2 * (kind == "ods")) % 4  # the quick suite reads other forms in each kind
    forms = {name: drawn_form(FORMS[name][1]) for name in list(FORMS)[first::4]}
    assert forms
    for number, form in enumerate(forms.values()):
        (tmp_path / f"blank{number}.xlsx").write_bytes(form.content)
        (tmp_path / f"filled{number}.xlsx").write_bytes(filled_workbook(form))
    subprocess.run(
        [renderer, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", kind, "--outdir", tmp_path, *tmp_path.glob("*.xlsx")],
        check=True, capture_output=True,
    )  # fmt: skip

    for number, (name, form) in enumerate(forms.items()):
        blank = (tmp_path / f"blank{number}.{kind}").read_bytes()
        content = (tmp_path / f"filled{number}.{kind}").read_bytes()
        found = read_by(
            drafted(tmp_path, blank, f"表样.{kind}"), form, read_book(content, f"{UNIT}.{kind}")
        )

        assert (name, found.missing, found.returned) == (name, (), False)
        (tmp_path / f"表样.{kind}").unlink()
