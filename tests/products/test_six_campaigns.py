"""Papers on six campaigns that the words weren't made for, in every situation: read by a careful reader."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.model.submission import CheckOutcome
from tests.products.careful_reader import objections, reader
from tests.products.papers import Line, facts_of, text_of
from tests.products.rounds import Said, filled, round_of, situations
from tests.products.six_campaigns import CAMPAIGNS, draft

if TYPE_CHECKING:
    from pipeline.model.campaign import Campaign
    from pipeline.model.collection_round import CollectionRound
    from tests.products.six_campaigns import Drawn

BRIEFING: Final = "工作简报"
PAPERS: Final = (BRIEFING, "通报", "报告")
# Of each kind of situation one; all of them in the long test.
TELLING: Final = ("nobody", "one", "everybody equal", "only zero reports", "mixed, after another")
NAMES: Final = [drawing.name for drawing in CAMPAIGNS]
OUTCOMES: Final = st.sampled_from((CheckOutcome.ACCEPTED, CheckOutcome.ZERO, CheckOutcome.RETURNED))
HANDED_IN: Final = st.none() | st.tuples(st.integers(0, 9), OUTCOMES, st.booleans())


@cache
def drafted(drawing: Drawn) -> Campaign:
    with TemporaryDirectory() as folder:
        return draft(drawing, Path(folder))


@cache
def rounds(drawing: Drawn) -> dict[str, CollectionRound]:
    return situations(drafted(drawing))


def papers_of(drawing: Drawn) -> tuple[str, ...]:
    """The papers that are read: those beside the briefing print of the fields nothing but their sums."""
    return PAPERS if drawing in {CAMPAIGNS[0], CAMPAIGNS[-1]} else (BRIEFING,)


def read(held: CollectionRound, papers: tuple[str, ...] = PAPERS) -> list[str]:
    """What the reader objects to in the papers on a round."""
    facts = facts_of(held)
    texts = {paper: text_of(paper, facts) for paper in papers}
    found = [each for lines in texts.values() for each in objections(lines, held)]
    return found + reader(held).objections(texts[BRIEFING])


@pytest.mark.parametrize("drawing", CAMPAIGNS, ids=NAMES)
def test_an_editor_lets_every_sentence_stand(drawing: Drawn) -> None:
    held, papers = rounds(drawing), papers_of(drawing)

    assert {name: found for name in TELLING if (found := read(held[name], papers))} == {}


@pytest.mark.long
@pytest.mark.parametrize("drawing", CAMPAIGNS, ids=NAMES)
def test_an_editor_lets_every_sentence_stand_in_every_situation(drawing: Drawn) -> None:
    papers = papers_of(drawing)

    assert {name: f for name, held in rounds(drawing).items() if (f := read(held, papers))} == {}


@pytest.mark.long
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(CAMPAIGNS), st.lists(HANDED_IN, min_size=13, max_size=13), st.integers(0, 1))
def test_an_editor_lets_it_stand_whoever_hands_in_what(
    drawing: Drawn, handed_in: list[tuple[int, CheckOutcome, bool] | None], after: int
) -> None:
    held = drafted(drawing)
    units = held.units()
    said = {
        unit.full_name: Said(filled(held, given[0]), given[1], late=given[2])
        for unit, given in zip(units, handed_in, strict=False)
        if given is not None
    }
    before = {unit.full_name: Said(filled(held, n, 1)) for n, unit in enumerate(units) if n % 3}

    assert read(round_of(held, said, before if after else None)) == []


@pytest.mark.parametrize(
    ("words", "objection"),
    [
        ("9家填报单位均已主要负责人是否带队检查。", "an answer that nobody gave so"),
        ("任务分解到个615人。", "a figure in no field's words"),
        ("发现隐患35处、重大隐患2处、一般隐患33处。", "a total among its own parts"),
        ("青石县、青石县检查单位53家，并列首位。", "a unit twice"),
        ("检查单位53家家。", "a measure twice"),
        ("迟报0家。", "nobody counted"),
        ("检查单位53家(增长%)。", "a change without its figure"),
        ("按时报送1家，占10.1%。", "is not 10.1%"),
        ("检查单位53家（较上期增长5%）。", "compared with a period that there wasn't"),
        ("部门之间,配合不够。", "half-width marks"),
        ("白沙区检查单位1家，居首位。", "a ranking that is no news"),
        ("出动检查1320人次、检查单位54家。", "it is 53"),
    ],
)
def test_the_reader_objects_to_what_no_editor_lets_stand(words: str, objection: str) -> None:
    held = rounds(CAMPAIGNS[0])["one"]
    lines = (Line(0, "截至10月13日10时，已报送。"), Line(1, "一、排查整治"), Line(0, words))

    found = [*objections(lines, held), *reader(held).objections(lines)]

    assert any(objection in each for each in found), found


def test_the_reader_objects_to_a_heading_without_a_text() -> None:
    held = rounds(CAMPAIGNS[0])["one"]

    for lines in ((Line(1, "一、排查整治"),), (Line(1, "一、"), Line(0, "检查单位53家。"))):
        assert any("a heading without" in each for each in objections(lines, held))
