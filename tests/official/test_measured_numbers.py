"""A number stands on one line (GB/T 15835: 一个数值不断行), wherever the line ends."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import pytest

from pipeline.official.layout.lay_out import lay_out
from tests.official.conftest import render_all
from tests.official.specimens import MOMENT, edited, notice, text

if TYPE_CHECKING:
    from pipeline.official.rendering.measure import Measurements

pytestmark = pytest.mark.render

FIGURES: Final = "2027年安排12345.6万元（3/8个）约93.3%的项目，用于“ABC”开支"
LEADS: Final = range(12, 29)


@pytest.fixture(scope="module")
def measured(
    stand_ins: set[str], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Measurements]:
    """The figures moved over the end of the line, a character a page; and one page spoilt."""
    assert stand_ins
    contents = {}
    for lead in LEADS:
        package = lay_out(notice(blocks=(text("报" * lead + FIGURES * 3),)), MOMENT)
        contents[f"{lead}"] = package
        language = 'w:lang w:val="en-US"'
        contents[f"{lead}-spoilt"] = edited(
            package, "word/styles.xml", language, 'w:lang w:val="zh-CN"'
        )
    pages = render_all(contents, tmp_path_factory.mktemp("numbers"))
    return {name: page.measured for name, page in pages.items()}


def broken(page: Measurements) -> list[tuple[str, str]]:
    """Ends and beginnings of lines between which a number or a word is broken."""
    return [
        (one.text[-6:], two.text[:6])
        for one, two in pairwise(page.lines)
        if one.text[-1:].isascii() and one.text[-1:].isalnum() and two.text[:1].isascii()
        and (two.text[:1].isalnum() or two.text[:1] in ".%")
    ]  # fmt: skip


def test_no_number_and_no_word_is_broken_over_two_lines(measured: dict[str, Measurements]) -> None:
    assert {lead: found for lead in LEADS if (found := broken(measured[str(lead)]))} == {}


def test_where_digits_are_said_to_be_chinese_they_are_broken(
    measured: dict[str, Measurements],
) -> None:
    assert any(broken(measured[f"{lead}-spoilt"]) for lead in LEADS)
