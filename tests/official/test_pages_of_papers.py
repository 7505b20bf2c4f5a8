"""Papers of every kind, length and table hold the rules of a careful person on the rendered page."""

from __future__ import annotations

from typing import Final

import pytest

from pipeline.official.layout.settle import settle
from tests.official.page_rules import empty_lines, objections, placed_again
from tests.official.page_specimens import papers

pytestmark = pytest.mark.render

EVERYDAY: Final = ("退回单3处", "催报2家", "通报25家", "表47家9栏注", "横表20家", "通知570字")


@pytest.mark.parametrize(
    "names", [EVERYDAY, pytest.param((), id="all", marks=pytest.mark.long)], ids=["few", "all"]
)
def test_no_paper_has_anything_to_object_to(names: tuple[str, ...], stand_ins: set[str]) -> None:
    assert stand_ins
    made = {name: paper for name, paper in papers().items() if not names or name in names}

    settled = dict(zip(made, settle(list(made.values())), strict=True))

    pages = {name: placed_again(paper) for name, paper in settled.items()}
    found = {name: objections(paper.content, pages[name]) for name, paper in settled.items()}
    assert {name: objected for name, objected in found.items() if objected} == {}
    assert settled["退回单3处"].pages == 1
    for name, page in pages.items():
        assert len(empty_lines(page)) == page.measured.pages - 1, name
