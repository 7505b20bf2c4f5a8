"""The letter form (信函格式, clause 10.1) on the rendered page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.official.rendering.measure import Box, ink_box
from pipeline.official.standard.clauses import CLAUSES
from tests.official.specimens import LONG_ORGAN

if TYPE_CHECKING:
    from pipeline.official.rendering.measure import RuleLine
    from tests.official.conftest import Page

pytestmark = pytest.mark.render


@pytest.fixture
def page(pages: dict[str, Page]) -> Page:
    return pages["letter"]


@pytest.fixture
def rules(page: Page) -> list[RuleLine]:
    return sorted((rule for rule in page.measured.rules if rule.red), key=lambda rule: rule.y_mm)


def test_the_marks_ink_begins_30_mm_below_the_papers_edge(page: Page) -> None:
    found = ink_box(page.pdf, 1, Box(0, 0, 210, 43), red=True)

    assert found is not None
    assert CLAUSES["letter-mark-top"].allows(found.top)


def test_two_double_rules_of_170_mm_stand_on_the_first_page_only(rules: list[RuleLine]) -> None:
    assert [rule.page for rule in rules] == [1, 1, 1, 1]
    for rule in rules:
        assert CLAUSES["letter-rule-width"].allows(rule.width_mm)
        assert rule.left_mm + rule.right_mm == pytest.approx(210, abs=1.5)


def test_the_upper_is_thick_over_thin_and_the_lower_thin_over_thick(rules: list[RuleLine]) -> None:
    first, second, third, fourth = (rule.thickness_mm for rule in rules)

    assert first > 2 * second
    assert fourth > 2 * third


def test_the_upper_rule_stands_4_mm_under_the_mark(page: Page, rules: list[RuleLine]) -> None:
    above = rules[0].y_mm - rules[0].thickness_mm / 2
    mark = ink_box(page.pdf, 1, Box(0, 0, 210, above - 0.5), red=True)

    assert mark is not None
    assert CLAUSES["letter-rule-gap"].allows(above - mark.bottom)


def test_the_lower_rule_stands_20_mm_above_the_papers_lower_edge(rules: list[RuleLine]) -> None:
    assert CLAUSES["letter-rule-bottom"].allows(297 - rules[3].y_mm - rules[3].thickness_mm / 2)


def test_the_number_is_flush_right_under_the_upper_rule(page: Page, rules: list[RuleLine]) -> None:
    number = page.measured.find_line("〔2026〕")
    below = rules[1].y_mm + rules[1].thickness_mm / 2
    words = ink_box(page.pdf, 1, Box(0, below + 0.5, 210, number.baseline_mm))

    assert words is not None
    assert number.text.startswith("加急")
    assert number.right_mm == pytest.approx(184, abs=0.5)
    assert CLAUSES["letter-number-gap"].allows(words.top - below)


def test_the_first_page_has_no_number_and_the_second_has(page: Page) -> None:
    numbers = [line.text for line in page.measured.lines if line.text.startswith("—")]

    assert page.measured.pages >= 2
    assert numbers[0] == "— 2 —"


def test_the_imprint_names_only_the_copied_organs_without_rules(page: Page) -> None:
    last = page.measured.lines_on(page.measured.pages)
    copied = page.measured.find_line("抄送")

    assert not [rule for rule in page.measured.rules if not rule.red]
    assert "不应印出" not in "".join(line.text for line in last)
    assert copied.page == page.measured.pages
    assert copied.baseline_mm == pytest.approx(260, abs=1.5)


def test_a_letter_differs_from_the_general_form(pages: dict[str, Page]) -> None:
    letter, general = (
        pages[name].measured.find_line(words)
        for name, words in (("letter", LONG_ORGAN), ("notice", "文件"))
    )

    assert general.baseline_mm - letter.baseline_mm > 30
