"""Papers on six campaigns that the words weren't made for, in every situation: read by a careful reader."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pytest

from tests.products.careful_reader import objections, reader
from tests.products.papers import facts_of, text_of
from tests.products.rounds import situations
from tests.products.six_campaigns import CAMPAIGNS, draft

if TYPE_CHECKING:
    from pipeline.model.campaign import Campaign
    from pipeline.model.collection_round import CollectionRound
    from tests.products.six_campaigns import Drawn

PAPERS: Final = ("工作简报", "通报", "报告")


@cache
def drafted(drawing: Drawn) -> Campaign:
    with TemporaryDirectory() as folder:
        return draft(drawing, Path(folder))


@cache
def rounds(drawing: Drawn) -> dict[str, CollectionRound]:
    return situations(drafted(drawing))


@pytest.mark.parametrize("drawing", CAMPAIGNS, ids=[drawing.name for drawing in CAMPAIGNS])
def test_an_editor_lets_every_sentence_stand(drawing: Drawn) -> None:
    found = {}
    for situation, held in rounds(drawing).items():
        facts = facts_of(held)
        for paper in PAPERS:
            lines = text_of(paper, facts)
            assert lines, (situation, paper)
            found[situation, paper] = objections(lines, held)
            if paper == "工作简报":
                found[situation, paper] += reader(held).objections(lines)

    assert {key: each for key, each in found.items() if each} == {}
