"""Text of every length up to 3,000 characters, measured: signature, imprint, lines a page."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from pipeline.official.layout.lay_out import lay_out
from pipeline.official.layout.paginate import FinalLayout, choose_layout
from pipeline.official.rendering.measure import (
    Box,
    Measurements,
    RuleLine,
    TextLine,
    ink_box,
    measure,
)
from pipeline.official.rendering.render import to_pdf
from pipeline.official.rendering.signature_page import is_signature_alone, signature_block
from pipeline.official.standard.clauses import CLAUSES
from pipeline.official.standard.profile import STANDARD
from tests.official.conftest import render_all
from tests.official.specimens import MOMENT, edited, notice
from tests.official.sweep_specimens import (
    PARAGRAPH,
    Swept,
    body,
    laid_out,
    runs_into_imprint,
    swept,
    text_on,
)
from tests.official.test_measured_pages import imprint_rules

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.render

PAPERS = swept()
# One boundary of pages, and the shortest text, in the everyday run; all of them in the long one.
EVERYDAY = tuple(paper for paper in PAPERS if paper.length in {1, 866 - 28, 866, 866 + 28})
EACH = [
    pytest.param(paper, id=paper.name, marks=[] if paper in EVERYDAY else pytest.mark.long)
    for paper in PAPERS
]
ORGAN_BEGINS = "云川"
ON_BOTH_SIDES = replace(STANDARD, duplex=True)


@pytest.fixture(scope="module")
def sweep(
    stand_ins: set[str], request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Measurements]:
    assert stand_ins
    everything = any(
        item.get_closest_marker("long")
        for item in request.session.items
        if item.path == request.path
    )
    contents = laid_out(PAPERS if everything else EVERYDAY)
    plain = contents["1-0-1"]
    contents["spoilt"] = edited(
        plain, "word/document.xml", 'w:tblpYSpec="bottom"', 'w:tblpY="6000"'
    )
    contents["alone"] = long_last()
    pages = render_all(contents, tmp_path_factory.mktemp("sweep"))
    return {name: page.measured for name, page in pages.items()}


def long_last() -> bytes:
    """A last paragraph that ends with its page, and is too long to be moved as a whole."""
    return lay_out(notice(blocks=body(780, 390)), MOMENT)


@pytest.mark.parametrize("paper", EACH)
def test_at_every_length_the_end_of_the_text_holds(
    sweep: dict[str, Measurements], paper: Swept
) -> None:
    measured = sweep[paper.name]

    # A first page with the only paragraph keeps it, for it must show text: that is settled below.
    if paper.length > PARAGRAPH:
        assert not is_signature_alone(measured, signature_block(paper.document()))
    assert CLAUSES["imprint-bottom"].allows(imprint_rules(measured)[-1])
    assert not runs_into_imprint(measured)


@pytest.mark.parametrize("paper", EACH)
def test_full_pages_have_22_lines(sweep: dict[str, Measurements], paper: Swept) -> None:
    measured = sweep[paper.name]
    last = measured.pages - 2 if paper.noted else measured.pages - 1

    assert [len(text_on(measured, page)) for page in range(2, last)] == [22] * max(last - 2, 0)
    assert text_on(measured, 1), "the first page shows text (7.3.3)"


@pytest.mark.long
def test_pages_grow_one_by_one(sweep: dict[str, Measurements]) -> None:
    for sealed in (True, False):
        pages = [
            sweep[paper.name].pages - paper.noted for paper in PAPERS if paper.sealed is sealed
        ]
        assert all(0 <= more - less <= 1 for less, more in pairwise(pages))
        assert (pages[0], pages[-1]) == (1, 7)


def test_a_signature_alone_is_noticed_and_settled_by_another_pitch(
    sweep: dict[str, Measurements],
) -> None:
    settled = choose_layout(notice(blocks=body(780, 390)), MOMENT)

    assert is_signature_alone(sweep["alone"], signature_block(notice()))
    assert "7.3.5.5" in settled.notes[0]
    assert "行距调为" in settled.notes[0]


@pytest.mark.long
def test_a_single_paragraph_is_settled_with_its_signature(stand_ins: set[str]) -> None:
    assert stand_ins
    paper = Swept(110, sealed=True, noted=True)

    assert "行距调为" in choose_layout(paper.document(), MOMENT).notes[0]


def test_an_imprint_out_of_its_place_is_noticed(sweep: dict[str, Measurements]) -> None:
    assert not CLAUSES["imprint-bottom"].allows(imprint_rules(sweep["spoilt"])[-1])


def test_text_below_the_imprints_first_rule_is_noticed() -> None:
    line = TextLine(1, 28, 100, 250, 16, "仿宋", "正文")
    rule = RuleLine(1, 28, 184, 245, 0.35, red=False)

    assert runs_into_imprint(Measurements(1, (line,), (rule,)))
    assert not runs_into_imprint(Measurements(1, (replace(line, baseline_mm=240),), (rule,)))


def rendered(settled: FinalLayout, folder: Path) -> tuple[Path, Measurements]:
    file = folder / "settled.docx"
    file.write_bytes(settled.content)
    (pdf,) = to_pdf([file], folder)
    return pdf, measure(pdf)


def test_printed_on_both_sides_an_odd_end_puts_the_imprint_on_the_next_page(
    stand_ins: set[str], tmp_path: Path
) -> None:
    assert stand_ins
    settled = choose_layout(notice(blocks=body(100)), MOMENT, ON_BOTH_SIDES)
    _, measured = rendered(settled, tmp_path)

    assert settled.pages == measured.pages == 2
    assert measured.find_line("印发").page == 2
    assert not text_on(measured, 2)
    assert measured.find_line("— 2 —").page == 2


@pytest.mark.long
def test_printed_on_both_sides_an_even_end_with_room_keeps_the_imprint(
    stand_ins: set[str], tmp_path: Path
) -> None:
    assert stand_ins
    _, measured = rendered(choose_layout(notice(blocks=body(400)), MOMENT, ON_BOTH_SIDES), tmp_path)

    assert measured.pages == 2
    assert text_on(measured, 2)


@pytest.mark.long
def test_a_blank_page_and_the_imprint_after_it_bear_no_numbers(
    stand_ins: set[str], tmp_path: Path
) -> None:
    assert stand_ins
    pdf, measured = rendered(
        choose_layout(notice(blocks=body(650)), MOMENT, ON_BOTH_SIDES), tmp_path
    )

    assert measured.pages == 4
    assert ink_box(pdf, 3, Box(0, 0, 210, 297)) is None
    assert [line.text[:2] for line in measured.lines_on(4)] == ["抄送", ORGAN_BEGINS]
    assert CLAUSES["imprint-bottom"].allows(imprint_rules(measured)[-1])
