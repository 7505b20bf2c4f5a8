"""Forms of offices, as public repositories hold them: drafted, filled in by a person, read whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.setup.self_test import self_test
from pipeline.workbook.reading.read import read_book
from tests.reading.office_forms.filling import DrawnForm, drawn_form
from tests.reading.office_forms.table import FORMS, drafted, outcome
from tests.reading.test_form_layouts import with_row, without_merges
from tests.workbook.written_otherwise import as_delimited

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.grid import Grid

# Without any merged range these two leave open which cells belong together: what isn't read is told.
OPEN_WITHOUT_MERGES = {"除雪快报", "利润表"}


def form_of(name: str) -> DrawnForm:
    return drawn_form(FORMS[name][1])


@pytest.mark.parametrize("name", FORMS)
def test_every_place_that_a_person_fills_in_is_read(tmp_path: Path, name: str) -> None:
    campaign = drafted(tmp_path, form_of(name).content)

    found = outcome(campaign, form_of(name))

    assert found.missing == ()
    assert not found.returned
    assert found.filling.coverage is not None
    assert found.filling.coverage.filled == found.filling.coverage.read
    assert self_test(campaign) == ()


def moved_down(grid: Grid) -> Grid:
    return with_row(grid, 1)


@pytest.mark.parametrize("change", [moved_down, without_merges])
@pytest.mark.parametrize("name", FORMS)
def test_every_place_is_read_where_the_unit_changes_the_form(
    tmp_path: Path, name: str, change: object
) -> None:
    assert callable(change)
    found = outcome(drafted(tmp_path, form_of(name).content), form_of(name), change)

    assert found.missing == ()
    assert not found.returned


@pytest.mark.parametrize("name", FORMS)
def test_a_form_without_merged_ranges_is_drafted_too(tmp_path: Path, name: str) -> None:
    """As in a .csv: the empty cells of the head show how far its headings reach."""
    text = as_delimited(read_book(form_of(name).content, "表样.xlsx"), "gbk")

    found = outcome(drafted(tmp_path, text, "表样.csv"), form_of(name), without_merges)

    assert found.told
    assert found.missing == () or name in OPEN_WITHOUT_MERGES


@pytest.mark.parametrize("name", FORMS)
def test_names_are_paths_and_never_numbered(tmp_path: Path, name: str) -> None:
    campaign = drafted(tmp_path, form_of(name).content)

    names = [(field.sheet, field.name) for field in campaign.fields]
    assert len(set(names)) == len(names)
    assert not any(
        field.name.startswith("第") and "行" in field.name[:4] for field in campaign.fields
    )
