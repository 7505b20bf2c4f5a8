"""Joint documents, seals, signature stamps, orders and minutes on the rendered page.

Each rule is a question to a page: our pages answer yes, and a page spoilt in one point no.
"""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, Final

import pdfplumber
import pytest

from pipeline.official.layout.lay_out import lay_out
from pipeline.official.rendering.measure import Box, ink_box
from pipeline.official.standard.clauses import CLAUSES, figure
from pipeline.official.standard.lengths import MM_PER_POINT, chars
from tests.official.conftest import Page, render_all
from tests.official.form_specimens import ORGANS, forms
from tests.official.specimens import DATED, MOMENT, ORGAN, edited

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.official.rendering.measure import TextLine

pytestmark = pytest.mark.render

LEFT: Final = 28.0
RIGHT: Final = 184.0
TOP: Final = 37.0
CHAR: Final = float(chars(1).mm)
LINE: Final = 10.21
HALF_CHAR: Final = CHAR / 2


@pytest.fixture(scope="module")
def form_pages(
    good_forms: dict[str, Page], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Page]:
    """Every form, and the spoilt ones, rendered."""
    good = {name: lay_out(document, MOMENT) for name, document in forms().items()}
    return {**good_forms, **render_all(spoilt(good), tmp_path_factory.mktemp("spoilt"))}


def spoilt(good: dict[str, bytes]) -> dict[str, bytes]:
    body = "word/document.xml"
    seal_42mm = 'cx="1511935" cy="1511935"'
    return {
        "spoilt-mark": edited(good["joint-two"], body, 'w:line="1831"', 'w:line="1200"'),
        "spoilt-beside": edited(good["joint-two"], body, '<w:vMerge w:val="continue"/>', ""),
        "spoilt-seals": edited(good["joint"], body, seal_42mm, 'cx="2900000" cy="2900000"'),
        "spoilt-pressed": edited(
            good["sealed"], body, 'relativeFrom="paragraph"', 'relativeFrom="page"'
        ),
        "spoilt-stamp": edited(
            good["order"], body, 'w:pStyle w:val="签名章"', 'w:pStyle w:val="公文正文"'
        ),
        "spoilt-list": edited(good["minutes"], body, 'w:hanging="945"', 'w:hanging="300"'),
        "spoilt-signer": edited(good["upward"], body, 'w:firstLine="316"', 'w:firstLine="900"'),
    }


def of_the_mark(page: Page) -> list[TextLine]:
    return [line for line in page.measured.lines_on(1) if line.red]


def mark_begins_at(page: Page, rule: str) -> bool:
    found = ink_box(page.pdf, 1, Box(0, TOP, 210, TOP + 120), red=True)
    return found is not None and CLAUSES[rule].allows(found.top - TOP)


def placed(page: Page, number: int, words: str) -> Box:
    """Where *words* stand: a line of the page may hold several cells of a table."""
    with pdfplumber.open(page.pdf) as document:
        found = document.pages[number - 1].search(re.escape(words))[0]
    edges = (float(found[name]) * MM_PER_POINT for name in ("x0", "top", "x1", "bottom"))
    return Box(*edges)


def word_stands_half_way_down(page: Page) -> bool:
    edge = placed(page, 1, "文件").left - 0.5
    rule = next(rule for rule in page.measured.rules_on(1) if rule.red).y_mm - 2
    names = ink_box(page.pdf, 1, Box(0, TOP, edge, rule), red=True)
    word = ink_box(page.pdf, 1, Box(edge, TOP, 210, rule), red=True)
    if names is None or word is None:
        return False
    return abs((names.top + names.bottom) - (word.top + word.bottom)) / 2 < 1.0


def seal_boxes(page: Page, number: int, columns: int, rows: int, top: float) -> list[Box]:
    """The red ink in each place of a grid of seals that are 45 mm high."""
    wide = (RIGHT - LEFT) / columns
    places = [
        Box(LEFT + column * wide, top + row * 45, LEFT + (column + 1) * wide, top + (row + 1) * 45)
        for row in range(rows)
        for column in range(columns)
    ]
    return [found for place in places if (found := ink_box(page.pdf, number, place, red=True))]


def four_seals(page: Page) -> list[Box]:
    text_ends = page.measured.find_line("请结合实际").baseline_mm
    return seal_boxes(page, 2, columns=2, rows=2, top=text_ends + 2.1)


def seals_stand_apart(page: Page) -> bool:
    boxes = four_seals(page)
    apart = all(
        one.right < two.left or two.right < one.left or one.bottom < two.top
        for one, two in combinations(boxes, 2)
    )
    return len(boxes) == 4 and apart and all(40 < box.right - box.left < 44 for box in boxes)


def middle(line: TextLine) -> float:
    return (line.left_mm + line.right_mm) / 2


def seal_presses_organ_and_date(page: Page) -> bool:
    found = ink_box(page.pdf, 2, Box(0, 20, 210, 200), red=True)
    signed = [line for line in page.measured.lines_on(2) if line.text.strip() in {ORGAN, DATED}]
    if found is None or len(signed) != 2:
        return False
    centre = (found.left + found.right) / 2
    below = sum(line.baseline_mm for line in signed) / 2 - 2.0 - (found.top + found.bottom) / 2
    over = all(found.top < line.baseline_mm < found.bottom for line in signed)
    return over and 0 < below < 8 and all(abs(middle(line) - centre) < 1.5 for line in signed)


def stamp_and_post_are_level(page: Page) -> bool:
    post = page.measured.find_line("市长")
    found = ink_box(page.pdf, 1, Box(0, 140, 210, 250), red=True)
    if found is None:
        return False
    right = RIGHT - 4 * CHAR
    return (
        abs(found.right - right) < 1.0
        and abs(found.left - post.right_mm - 2 * CHAR) < 1.0
        and abs((found.top + found.bottom) / 2 - (post.baseline_mm - 2.0)) < 1.5
    )


def list_turns_under_its_names(page: Page) -> bool:
    lines = page.measured.lines_on(2)
    first = next(line for line in lines if line.text.startswith("出席："))
    turned = lines[lines.index(first) + 1]
    return (
        abs(first.left_mm - LEFT - 2 * CHAR) < HALF_CHAR / 2
        and abs(turned.left_mm - LEFT - 5 * CHAR) < HALF_CHAR / 2
    )


def number_and_signer_are_level(page: Page) -> bool:
    line = next(line for line in page.measured.lines_on(1) if "签发人" in line.text)
    return (
        "〔2026〕21号" in line.text
        and abs(line.left_mm - LEFT - CHAR) < HALF_CHAR / 2
        and abs(RIGHT - CHAR - line.right_mm) < HALF_CHAR / 2
    )


RULES: Final[dict[str, tuple[Callable[[Page], bool], tuple[str, ...], str]]] = {
    "35 mm to the first of the joint names": (
        lambda page: mark_begins_at(page, "mark-top"), ("joint", "joint-two"), "spoilt-mark"
    ),
    "文件 half-way down the names": (
        word_stands_half_way_down, ("joint", "joint-two", "joint-unsealed"), "spoilt-beside"
    ),
    "seals neither touch nor cut": (seals_stand_apart, ("joint",), "spoilt-seals"),
    "a seal presses organ and date": (
        seal_presses_organ_and_date, ("sealed", "sealed-opaque"), "spoilt-pressed"
    ),
    "a stamp four characters in, its post level": (
        stamp_and_post_are_level, ("order",), "spoilt-stamp"
    ),
    "who attended, turned under the names": (
        list_turns_under_its_names, ("minutes",), "spoilt-list"
    ),
    "number and signer on one line": (number_and_signer_are_level, ("upward",), "spoilt-signer"),
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_our_pages_keep_the_rule(rule: str, form_pages: dict[str, Page]) -> None:
    holds, good, _ = RULES[rule]

    assert [name for name in good if not holds(form_pages[name])] == []


@pytest.mark.parametrize("rule", RULES)
def test_a_page_spoilt_in_that_point_breaks_it(rule: str, form_pages: dict[str, Page]) -> None:
    holds, _, bad = RULES[rule]

    assert not holds(form_pages[bad])


def test_joint_names_are_all_as_wide_and_within_the_type_area(form_pages: dict[str, Page]) -> None:
    names = [line for line in of_the_mark(form_pages["joint"]) if line.text.strip() != "文件"]

    assert len(names) == 4
    assert max(line.left_mm for line in names) - min(line.left_mm for line in names) < 1
    assert all(line.left_mm >= LEFT - 0.5 and line.right_mm <= RIGHT + 0.5 for line in names)


def test_every_organ_stands_under_its_own_seal_and_the_date_under_the_last(
    form_pages: dict[str, Page],
) -> None:
    page = form_pages["joint"]
    boxes = four_seals(page)

    for organ, box in zip((*ORGANS, "云川市财政局"), boxes, strict=True):
        signed = placed(page, 2, organ)
        assert abs((signed.left + signed.right) / 2 - (box.left + box.right) / 2) < 1.0
        assert box.top < signed.top
        assert signed.bottom < box.bottom
    dated = page.measured.find_line(DATED)
    assert boxes[-1].top < dated.baseline_mm < boxes[-1].bottom


def test_the_first_seals_stand_within_a_line_of_the_text(form_pages: dict[str, Page]) -> None:
    text_ends = form_pages["joint"].measured.find_line("请结合实际").baseline_mm

    assert all(0 < box.top - text_ends < LINE + 2 for box in four_seals(form_pages["joint"])[:2])


def test_an_opaque_seal_hides_no_word(form_pages: dict[str, Page]) -> None:
    page = form_pages["sealed-opaque"]
    organ = next(line for line in page.measured.lines_on(2) if line.text.strip() == ORGAN)
    near = Box(organ.left_mm, organ.baseline_mm - 5, organ.right_mm, organ.baseline_mm + 1)
    everything, red = ink_box(page.pdf, 2, near), ink_box(page.pdf, 2, near, red=True)

    assert everything is not None
    assert red is not None
    assert everything.right - everything.left > red.right - red.left


def test_joint_organs_without_seals_stand_below_each_other(form_pages: dict[str, Page]) -> None:
    lines = form_pages["joint-unsealed"].measured.lines_on(2)
    signed = [line for line in lines if line.text.strip() in ORGANS]
    dated = next(line for line in lines if line.text.strip() == DATED)

    assert [line.text.strip() for line in signed] == list(ORGANS)
    assert all(abs(line.left_mm - signed[0].left_mm) < 0.5 for line in signed)
    assert RIGHT - max(line.right_mm for line in signed) == pytest.approx(2 * CHAR, abs=1.5)
    assert dated.left_mm - signed[0].left_mm == pytest.approx(2 * CHAR, abs=HALF_CHAR)


def test_stamps_of_joint_signers_stand_in_one_column(form_pages: dict[str, Page]) -> None:
    lines = form_pages["joint-stamps"].measured.lines_on(2)
    rows = [line for line in lines if "局长" in line.text or "部局长" in line.text]

    assert len(rows) == 3
    assert RIGHT - form_pages["joint-stamps"].measured.find_line(DATED).right_mm == pytest.approx(
        4 * CHAR, abs=HALF_CHAR
    )


def test_an_order_has_its_mark_20_mm_down_and_no_red_rule(form_pages: dict[str, Page]) -> None:
    page = form_pages["order"]

    assert mark_begins_at(page, "order-mark-top")
    assert not [rule for rule in page.measured.rules if rule.red and rule.width_mm > 100]


def test_the_text_of_an_order_begins_two_blank_lines_under_its_number(
    form_pages: dict[str, Page],
) -> None:
    page = form_pages["order"].measured
    blank = (
        page.find_line("《云川市").baseline_mm - page.find_line("第12号").baseline_mm
    ) / LINE - 1

    assert blank == pytest.approx(float(figure("number-blank-lines")), abs=0.4)


def test_minutes_have_their_mark_35_mm_down(form_pages: dict[str, Page]) -> None:
    assert mark_begins_at(form_pages["minutes"], "mark-top")


def test_the_list_of_who_attended_follows_a_blank_line(form_pages: dict[str, Page]) -> None:
    lines = form_pages["minutes"].measured.lines_on(2)
    at = next(number for number, line in enumerate(lines) if line.text.startswith("出席"))

    assert lines[at].baseline_mm - lines[at - 1].baseline_mm == pytest.approx(2 * LINE, abs=0.3)


def test_what_is_issued_has_its_title_on_the_third_line_and_no_mark(
    form_pages: dict[str, Page],
) -> None:
    page = form_pages["carrying"].measured
    titled = next(
        line for line in page.lines_on(3) if line.text.strip() == "云川市文明单位管理办法"
    )

    assert titled.baseline_mm - TOP == pytest.approx(3 * LINE, abs=4)
    assert not [line for line in page.lines_on(3) if line.text.startswith("附件")]
    assert page.find_line("附件：").text.replace(" ", "").startswith("附件：1.申报表")
