"""The measures find what is wrong: each paper here is spoilt in one point and must fail for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.official.standard.clauses import CLAUSES
from tests.official.test_measured_pages import (
    TOP_MM,
    dash_below_type_area,
    full_page,
    imprint_rules,
    mark_top,
    red_rule_gap,
)

if TYPE_CHECKING:
    from tests.official.conftest import Page

pytestmark = pytest.mark.render


def test_one_twip_more_of_pitch_costs_a_line(pages: dict[str, Page]) -> None:
    lines, _ = full_page(pages["spoilt-pitch"].measured)

    assert lines == 21
    assert not CLAUSES["lines-per-page"].allows(lines)


def test_without_the_tightened_spacing_a_character_is_lost(pages: dict[str, Page]) -> None:
    _, chars = full_page(pages["spoilt-spacing"].measured)

    assert not CLAUSES["chars-per-line"].allows(chars)


def test_the_common_footer_distance_puts_the_dashes_too_high(pages: dict[str, Page]) -> None:
    assert not CLAUSES["page-number-gap"].allows(dash_below_type_area(pages["spoilt-footer"], 1))


def test_an_imprint_that_is_not_at_the_bottom_is_noticed(pages: dict[str, Page]) -> None:
    assert not CLAUSES["imprint-bottom"].allows(imprint_rules(pages["spoilt-imprint"].measured)[-1])


def test_a_red_rule_too_far_down_is_noticed(pages: dict[str, Page]) -> None:
    assert not CLAUSES["red-rule-gap"].allows(red_rule_gap(pages["spoilt-rule"]))


def test_a_mark_too_high_is_noticed(pages: dict[str, Page]) -> None:
    assert not CLAUSES["mark-top"].allows(mark_top(pages["spoilt-mark"]) - TOP_MM)


def test_letter_rules_only_as_wide_as_the_type_area_are_noticed(pages: dict[str, Page]) -> None:
    widths = [rule.width_mm for rule in pages["spoilt-letter"].measured.rules if rule.red]

    assert widths
    assert not any(CLAUSES["letter-rule-width"].allows(width) for width in widths)
