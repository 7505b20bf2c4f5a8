"""The names of Word styles are written in one place, and each of them is defined."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

import pytest

from pipeline.official.ooxml.style_names import HEADING_STYLES, StyleName
from pipeline.official.ooxml.styles import STYLES

ROOM: Final = Path(__file__).parents[2] / "pipeline/official"
# Labels of a draft and tags of a template are called like some styles, and are none.
LABELS: Final = {
    *("drafts/front.py", "drafts/own_head.py", "drafts/frame_elements.py", "drafts/recognise.py"),
    "templates/draft_context.py",
}
LABELS_AND_STYLES: Final = {"templates/draft_frame.py", "standard/corrections.py"}
FILES: Final = [
    path
    for path in sorted(ROOM.rglob("*.py"))
    if path.name != "style_names.py"
    and str(path.relative_to(ROOM)) not in LABELS | LABELS_AND_STYLES
]


def test_every_style_is_defined_and_none_twice() -> None:
    assert [style.name for style in STYLES] == list(StyleName)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOM)))
def test_no_file_writes_the_name_of_a_style(path: Path) -> None:
    names = {str(name) for name in StyleName}
    texts = [
        node.value
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]

    assert names.isdisjoint(texts)


def test_headings_are_in_the_order_of_the_outline() -> None:
    assert [style.outline_level for style in STYLES if style.name in HEADING_STYLES] == [0, 1, 2, 3]
