"""What GB/T 9704-2012 asks, measured on rendered pages, each within the tolerance of its clause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from pipeline.official.rendering.measure import Box, ink_box
from pipeline.official.standard.clauses import CLAUSES
from tests.official.conftest import unavailable
from tests.official.specimens import DATED, LONG_ORGAN, ORGAN, SWEEP

if TYPE_CHECKING:
    from pipeline.official.rendering.measure import Measurements
    from tests.official.conftest import Page

pytestmark = pytest.mark.render

TOP_MM: Final = 37.0
LEFT_MM: Final = 28.0
RIGHT_MM: Final = 184.0
BOTTOM_MM: Final = 262.0
CHAR_MM: Final = 156 / 28
WHOLE_PAGE: Final = Box(0, 0, 210, 297)


def full_page(measured: Measurements) -> tuple[int, int]:
    """Lines on the second page of a long text, and characters in its fullest line."""
    body = [line for line in measured.lines_on(2) if round(line.size_pt) == 16]
    return len(body), max(len(line.text) for line in body)


def mark_top(page: Page) -> float:
    """From the paper's upper edge to the ink of the organ mark."""
    found = ink_box(page.pdf, 1, Box(0, 0, 210, 90), red=True)
    assert found is not None
    return found.top


def below(page: Page, words: str, number: int = 1) -> float:
    """Where the ink of the line with *words* ends."""
    line = page.measured.find_line(words)
    found = ink_box(page.pdf, number, Box(0, line.baseline_mm - 5, 210, line.baseline_mm + 2.5))
    assert found is not None
    return found.bottom


def red_rule_gap(page: Page) -> float:
    rule = next(rule for rule in page.measured.rules_on(1) if rule.red)
    return rule.y_mm - rule.thickness_mm / 2 - below(page, "〔2026〕")


def dash_below_type_area(page: Page, number: int) -> float:
    """From the lower edge of the type area to the dashes beside the page number."""
    line = page.measured.lines_on(number)[-1]
    dash = Box(line.left_mm - 1, BOTTOM_MM + 1, line.left_mm + 4, 290)
    found = ink_box(page.pdf, number, dash)
    assert found is not None
    return (found.top + found.bottom) / 2 - BOTTOM_MM


def imprint_rules(measured: Measurements) -> list[float]:
    return [rule.y_mm for rule in measured.rules_on(measured.pages) if not rule.red]


def test_a_full_page_has_22_lines_of_28_characters(pages: dict[str, Page]) -> None:
    lines, chars = full_page(pages["notice"].measured)

    assert CLAUSES["lines-per-page"].allows(lines)
    assert CLAUSES["chars-per-line"].allows(chars)


def test_lines_stand_a_22nd_part_of_the_type_area_apart(pages: dict[str, Page]) -> None:
    body = pages["notice"].measured.lines_on(2)[:22]

    pitch_pt = (body[-1].baseline_mm - body[0].baseline_mm) / 21 / 25.4 * 72

    assert CLAUSES["line-pitch"].allows(pitch_pt)


def test_a_full_line_is_as_wide_as_the_type_area(pages: dict[str, Page]) -> None:
    full = max(pages["notice"].measured.lines_on(2), key=lambda line: len(line.text))

    assert full.left_mm == pytest.approx(LEFT_MM, abs=0.3)
    assert CLAUSES["type-width"].allows(full.right_mm - full.left_mm)


@pytest.mark.parametrize("name", ["notice", "request", "mark-short", "mark-long"])
def test_the_ink_of_the_mark_begins_35_mm_below_the_type_areas_edge(
    pages: dict[str, Page], name: str
) -> None:
    assert CLAUSES["mark-top"].allows(mark_top(pages[name]) - TOP_MM)


def test_lines_above_the_mark_do_not_move_it(pages: dict[str, Page]) -> None:
    measured = pages["mark-below"].measured
    mark = measured.find_line(LONG_ORGAN)

    assert [line.text for line in measured.lines_on(1)[:3]] == ["000001", "内部", "特急"]
    assert mark.baseline_mm == pytest.approx(
        pages["mark-long"].measured.find_line(LONG_ORGAN).baseline_mm, abs=0.2
    )


@pytest.mark.parametrize("name", ["notice", "mark-short", "mark-long", "briefing", "letter"])
def test_a_mark_is_one_red_line_inside_the_type_area(pages: dict[str, Page], name: str) -> None:
    marks = [line for line in pages[name].measured.lines_on(1) if line.red]

    assert len(marks) == 1
    assert marks[0].left_mm >= LEFT_MM
    assert marks[0].right_mm <= RIGHT_MM


@pytest.mark.parametrize("name", ["notice", "request", "mark-long"])
def test_the_red_rule_stands_4_mm_under_the_number_and_fills_the_width(
    pages: dict[str, Page], name: str
) -> None:
    (rule,) = [rule for rule in pages[name].measured.rules_on(1) if rule.red]

    assert CLAUSES["red-rule-gap"].allows(red_rule_gap(pages[name]))
    assert CLAUSES["red-rule-width"].allows(rule.width_mm)
    assert CLAUSES["red-rule-weight"].allows(rule.thickness_mm)


def test_an_orders_mark_stands_20_mm_down_and_has_no_rule(pages: dict[str, Page]) -> None:
    assert CLAUSES["order-mark-top"].allows(mark_top(pages["order"]) - TOP_MM)
    assert not [rule for rule in pages["order"].measured.rules_on(1) if rule.red]


def test_signers_stand_right_and_the_number_left_on_their_last_line(pages: dict[str, Page]) -> None:
    measured = pages["request"].measured
    first, last = measured.find_line("签发人"), measured.find_line("〔2026〕")

    assert last.text.endswith("己庚辛")
    assert (last.left_mm - LEFT_MM) / CHAR_MM == pytest.approx(1, abs=0.25)
    # 丁戊 is a character shorter than the column that 甲乙丙 makes.
    assert (RIGHT_MM - first.right_mm) / CHAR_MM == pytest.approx(2, abs=0.25)
    assert last.baseline_mm - first.baseline_mm == pytest.approx(10.2, abs=0.3)


def test_odd_pages_are_numbered_right_and_even_pages_left(pages: dict[str, Page]) -> None:
    measured = pages["notice"].measured
    odd, even = measured.lines_on(1)[-1], measured.lines_on(2)[-1]

    assert (odd.text, even.text) == ("— 1 —", "— 2 —")
    assert CLAUSES["page-number-side"].allows((RIGHT_MM - odd.right_mm) / CHAR_MM)
    assert CLAUSES["page-number-side"].allows((even.left_mm - LEFT_MM) / CHAR_MM)
    assert round(odd.size_pt) == 14


@pytest.mark.parametrize("number", [1, 2])
def test_the_dashes_stand_7_mm_under_the_type_area(pages: dict[str, Page], number: int) -> None:
    assert CLAUSES["page-number-gap"].allows(dash_below_type_area(pages["notice"], number))


@pytest.mark.parametrize("count", SWEEP)
def test_the_imprint_ends_the_last_page_however_full_it_is(
    pages: dict[str, Page], count: int
) -> None:
    measured = pages[f"lines-{count}"].measured
    top, middle, bottom = imprint_rules(measured)
    words = [line for line in measured.lines_on(measured.pages) if round(line.size_pt) == 16]

    assert 261 <= bottom <= 262.5
    assert top < middle < bottom
    assert max(line.baseline_mm for line in words) + 1 < top, "text runs into the imprint"


@pytest.mark.parametrize("count", SWEEP)
def test_the_signature_is_never_alone_on_its_page(pages: dict[str, Page], count: int) -> None:
    measured = pages[f"lines-{count}"].measured
    dated = next(line for line in measured.lines if line.text == DATED)

    assert f"第{count}项" in "".join(line.text for line in measured.lines_on(dated.page))


def test_the_imprints_rules_are_thick_thin_thick_and_full_width(pages: dict[str, Page]) -> None:
    measured = pages["notice"].measured
    first, between, last = (rule for rule in measured.rules_on(measured.pages) if not rule.red)

    for rule, weight in ((first, "thick"), (between, "thin"), (last, "thick")):
        assert CLAUSES[f"imprint-{weight}"].allows(rule.thickness_mm)
        assert CLAUSES["imprint-width"].allows(rule.width_mm)
    assert first.thickness_mm > between.thickness_mm + 0.05


def test_the_printing_organ_and_date_keep_a_character_from_both_edges(
    pages: dict[str, Page],
) -> None:
    line = pages["notice"].measured.find_line("印发")

    assert (line.left_mm - LEFT_MM) / CHAR_MM == pytest.approx(1, abs=0.25)
    assert (RIGHT_MM - line.right_mm) / CHAR_MM == pytest.approx(1, abs=0.25)


def test_a_long_title_stands_in_centred_steps(pages: dict[str, Page]) -> None:
    lines = [line for line in pages["attached"].measured.lines_on(1) if round(line.size_pt) == 22]

    assert [line.text for line in lines] == [
        "云川市精神文明办公室",
        "关于报送文明单位创建工作进展情况的通知",
    ]
    for line in lines:
        assert (line.left_mm + line.right_mm) / 2 == pytest.approx(
            (LEFT_MM + RIGHT_MM) / 2, abs=0.5
        )


def test_paragraphs_begin_two_characters_in_and_turn_to_the_edge(pages: dict[str, Page]) -> None:
    measured = pages["notice"].measured
    first = measured.find_line("为深入贯彻")
    turned = measured.lines_on(first.page)[measured.lines_on(first.page).index(first) + 1]

    assert CLAUSES["first-line-indent"].allows((first.left_mm - LEFT_MM) / CHAR_MM)
    assert turned.left_mm == pytest.approx(LEFT_MM, abs=0.3)


def test_a_sealed_date_keeps_four_characters_and_the_organ_is_centred_on_it(
    pages: dict[str, Page],
) -> None:
    measured = pages["notice"].measured
    organ, dated = (
        next(line for line in measured.lines if line.text == words) for words in (ORGAN, DATED)
    )

    assert (RIGHT_MM - dated.right_mm) / CHAR_MM == pytest.approx(4, abs=0.35)
    assert organ.left_mm + organ.right_mm == pytest.approx(dated.left_mm + dated.right_mm, abs=1)


def test_an_organ_too_long_for_that_still_stays_in_the_type_area(pages: dict[str, Page]) -> None:
    measured = pages["letter"].measured
    organ = next(line for line in measured.lines if line.text == LONG_ORGAN and not line.red)
    dated = measured.find_line(DATED)

    assert organ.right_mm <= RIGHT_MM
    assert organ.left_mm + organ.right_mm == pytest.approx(dated.left_mm + dated.right_mm, abs=1)


def test_without_a_seal_the_date_begins_two_characters_after_the_organ(
    pages: dict[str, Page],
) -> None:
    measured = pages["request"].measured
    organ, dated = (
        next(line for line in measured.lines if line.text == words) for words in (ORGAN, DATED)
    )

    # The date is the longer one here: it keeps the two characters from the edge (7.3.5.2).
    assert CLAUSES["unsealed-date-shift"].allows((dated.left_mm - organ.left_mm) / CHAR_MM)
    assert (RIGHT_MM - dated.right_mm) / CHAR_MM == pytest.approx(2, abs=0.5)


def test_an_attachment_begins_a_page_with_its_name_and_its_title_on_the_third_line(
    pages: dict[str, Page],
) -> None:
    measured = pages["attached"].measured
    name = next(line for line in measured.lines if line.text == "附件1")
    page = measured.lines_on(name.page)

    assert page[0] == name
    assert name.left_mm == pytest.approx(LEFT_MM, abs=0.3)
    assert page[1].text == "文明单位创建工作情况统计表"
    assert (page[1].baseline_mm - name.baseline_mm) / 10.2 == pytest.approx(2, abs=0.25)


def test_names_of_attachments_stand_under_each_other(pages: dict[str, Page]) -> None:
    measured = pages["attached"].measured
    first, second = measured.find_line("附件：1."), measured.find_line("2.文明单位")
    turned = measured.lines_on(second.page)[measured.lines_on(second.page).index(second) + 1]

    assert CLAUSES["first-line-indent"].allows((first.left_mm - LEFT_MM) / CHAR_MM)
    assert (second.left_mm - first.left_mm) / CHAR_MM == pytest.approx(3, abs=0.3)
    assert (turned.left_mm - second.left_mm) / CHAR_MM == pytest.approx(2, abs=0.3)


def test_each_face_is_asked_for_where_the_standard_names_it(
    pages: dict[str, Page], stand_ins: set[str]
) -> None:
    if len(stand_ins) < 5:
        unavailable("two faces share a stand-in here")
    measured = pages["attached"].measured
    faces = {
        words: measured.find_line(words).face
        for words in ("一、报送内容", "（一）基本情况", "1.总数", "关于报送", "— 1 —")
    }

    assert len(set(faces.values())) == 5
    assert measured.find_line("附件1").face == faces["一、报送内容"]


def test_a_table_repeats_its_header_and_keeps_inside_the_type_area(pages: dict[str, Page]) -> None:
    measured = pages["briefing"].measured
    headed = [line.page for line in measured.lines if line.text.startswith("序号单位")]
    rules = [rule for rule in measured.rules if not rule.red and rule.page in headed]

    assert headed == list(range(headed[0], headed[0] + len(headed)))
    assert len(headed) >= 2
    assert min(rule.left_mm for rule in rules) >= LEFT_MM - 0.3
    assert max(rule.right_mm for rule in rules) <= RIGHT_MM + 0.3


def test_a_briefings_name_and_rule_stand_where_custom_puts_them(pages: dict[str, Page]) -> None:
    page = pages["briefing"]
    (rule,) = [rule for rule in page.measured.rules_on(1) if rule.red]
    issued = page.measured.find_line(ORGAN)

    assert CLAUSES["briefing-mark-top"].allows(mark_top(page) - TOP_MM)
    assert CLAUSES["briefing-rule-weight"].allows(rule.thickness_mm)
    assert CLAUSES["briefing-rule-gap"].allows(
        rule.y_mm - rule.thickness_mm / 2 - below(page, ORGAN)
    )
    assert issued.text.endswith(DATED)
    assert (RIGHT_MM - issued.right_mm) / CHAR_MM == pytest.approx(1, abs=0.25)


def test_a_briefings_foot_ends_its_last_page(pages: dict[str, Page]) -> None:
    measured = pages["briefing"].measured
    last = [line.text for line in measured.lines_on(measured.pages)]

    assert last[-5:-1] == [
        "报：市委常委。",
        "送：市政协办公室。",
        "发：各县（市、区）文明办。",
        "共印120份",
    ]
    assert 261 <= imprint_rules(measured)[-1] <= 262.5
