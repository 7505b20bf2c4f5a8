"""Both page profiles and pages on their side: what the file says, and what the page measures."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from docx import Document

from pipeline.model.document import Attachment, Column, Table
from pipeline.official.layout.lay_out import lay_out
from pipeline.official.layout.tables import words_fit
from pipeline.official.ooxml.landscape import LANDSCAPE_WIDTH
from pipeline.official.ooxml.package import read_profile
from pipeline.official.ooxml.page import TYPE_WIDTH
from pipeline.official.rendering.measure import Box, Measurements, ink_box
from pipeline.official.standard.clauses import CLAUSES
from pipeline.official.standard.profile import COMPENSATED, PROFILES, STANDARD
from pipeline.official.standard.typefaces import SIZE_5
from tests.official.conftest import render_all
from tests.official.specimens import MOMENT, SENTENCE, edited, notice, text
from tests.official.sweep_specimens import lying_table
from tests.official.test_measured_pages import (
    TOP_MM,
    dash_below_type_area,
    full_page,
    imprint_rules,
    mark_top,
)

if TYPE_CHECKING:
    from pipeline.model.document import OfficialDocument
    from pipeline.official.standard.profile import Profile
    from tests.official.conftest import Page

MANY: Final = "，".join(f"云川市第{number}工作部门办公室" for number in "甲乙丙丁戊己庚辛壬癸" * 3)


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def lying(**changes: object) -> OfficialDocument:
    return notice(blocks=(text(SENTENCE * 6), lying_table(), text(SENTENCE * 3)), **changes)


def tall() -> OfficialDocument:
    """A table with a row higher than a page, numbered at its end."""
    columns = (Column("序号", 1), Column("内容", 6, "left"))
    return notice(blocks=(text(SENTENCE), Table(columns, (("1", SENTENCE * 60 + "完毕"),))))


@pytest.fixture(scope="module")
def rendered(stand_ins: set[str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    assert stand_ins
    compensated = lay_out(notice(), MOMENT, COMPENSATED)
    table = lay_out(lying(), MOMENT)
    attached = (
        Attachment("统计表", (lying_table(),)),
        Attachment("说明", (text(SENTENCE),)),
    )
    contents = {
        "compensated": compensated,
        "spoilt-pitch": edited(compensated, "word/styles.xml", 'w:line="589"', 'w:line="593"'),
        "spoilt-lift": edited(compensated, "word/document.xml", 'w:val="137" w:hRule', 'w:val="20" w:hRule'),
        "lying": table,
        "spoilt-number": edited(table, _footer_with_box(table), "<wp:posOffset>895350<", "<wp:posOffset>360000<"),
        "attached": lay_out(notice(attachments=attached), MOMENT),
        "attached-last": lay_out(notice(attachments=attached[:1]), MOMENT),
        "many": lay_out(notice(addressees=MANY), MOMENT),
        "tall": lay_out(tall(), MOMENT),
    }  # fmt: skip
    return render_all(contents, tmp_path_factory.mktemp("profiles"))


def _footer_with_box(content: bytes) -> str:
    """The footer of even lying pages."""
    found = [name for name, xml in parts(content).items() if "横排页码102" in xml]
    return found[0]


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda each: each.name)
def test_a_profile_states_where_each_figure_comes_from(profile: Profile) -> None:
    used = {each.rule: each for each in profile.sources if each.applied}

    assert abs(float(used["margin-top"].value) - float(profile.top.mm)) < 0.02
    assert abs(float(used["margin-bottom"].value) - float(profile.bottom.mm)) < 0.02
    assert used["line-pitch"].value == profile.pitch.twips
    assert all(each.source for each in profile.sources)
    assert [each.difference for each in profile.sources if not each.applied]
    assert all(each.difference for each in profile.sources if not each.applied)


def test_a_document_names_its_profile_unless_it_is_the_standards() -> None:
    named = Document(io.BytesIO(lay_out(notice(), MOMENT, COMPENSATED)))
    plain = Document(io.BytesIO(lay_out(notice(), MOMENT)))

    assert read_profile(named) is COMPENSATED
    assert "版面方案" not in "".join(parts(lay_out(notice(), MOMENT)).values())
    assert read_profile(plain) is STANDARD


def test_no_line_keeps_the_other_profiles_pitch() -> None:
    content = parts(lay_out(notice(), MOMENT, COMPENSATED))

    assert 'w:line="579"' not in "".join(content.values())
    assert 'linePitch="592"' in content["word/document.xml"]


def test_lying_pages_are_a_section_and_those_after_it_stand_upright() -> None:
    sections = Document(io.BytesIO(lay_out(lying(), MOMENT))).sections

    assert [round(each.page_width.mm) for each in sections if each.page_width] == [210, 297, 210]
    margins = [
        (each.top_margin, each.right_margin, each.bottom_margin, each.left_margin)
        for each in sections
    ][1]
    assert [round(each.mm) for each in margins if each is not None] == [28, 37, 26, 35]
    assert not any(each.different_first_page_header_footer for each in sections)


def test_a_table_whose_numbers_would_break_is_called_too_wide() -> None:
    columns = tuple(Column(f"栏{number}", 1) for number in range(12))
    wide = Table(columns, (("1234567890123",) * 12,))

    narrow = replace(wide, landscape=True, columns=columns[:8], rows=(("1234567",) * 8,))
    assert not words_fit(wide, TYPE_WIDTH, SIZE_5)
    assert words_fit(narrow, LANDSCAPE_WIDTH, SIZE_5)
    assert words_fit(lying_table(), LANDSCAPE_WIDTH, SIZE_5)


def test_a_row_higher_than_a_page_may_break() -> None:
    table = Document(io.BytesIO(lay_out(tall(), MOMENT))).tables[0]
    head, row = (each._tr.xml for each in table.rows)  # noqa: SLF001 - the library has no word for it

    assert "cantSplit" in head
    assert "cantSplit" not in row


@pytest.mark.render
class TestMeasured:
    def test_the_compensated_page_holds_22_lines_of_28(self, rendered: dict[str, Page]) -> None:
        assert full_page(rendered["compensated"].measured) == (22, 28)

    def test_four_twips_more_cost_it_a_line(self, rendered: dict[str, Page]) -> None:
        assert full_page(rendered["spoilt-pitch"].measured)[0] == 21

    def test_mark_number_and_imprint_stay_where_they_are(self, rendered: dict[str, Page]) -> None:
        page = rendered["compensated"]

        assert CLAUSES["mark-top"].allows(mark_top(page) - TOP_MM)
        assert CLAUSES["page-number-gap"].allows(dash_below_type_area(page, 1))
        assert CLAUSES["imprint-bottom"].allows(imprint_rules(page.measured)[-1])

    def test_an_imprint_that_is_not_lifted_is_noticed(self, rendered: dict[str, Page]) -> None:
        assert not CLAUSES["imprint-bottom"].allows(
            imprint_rules(rendered["spoilt-lift"].measured)[-1]
        )

    def test_a_lying_table_is_225_mm_wide_and_repeats_its_header(
        self, rendered: dict[str, Page]
    ) -> None:
        measured = rendered["lying"].measured
        headed = [line.page for line in measured.lines if "工作内容数量" in line.text]

        assert headed == [2, 3, 4]
        for page in headed:
            rules = measured.rules_on(page)
            assert min(rule.y_mm for rule in rules) >= 27.8
            assert max(rule.y_mm for rule in rules) <= 184.2
            assert CLAUSES["type-height"].allows(max(rule.width_mm for rule in rules))
            assert min(rule.left_mm for rule in rules) == pytest.approx(35, abs=0.5)

    @pytest.mark.parametrize(("page", "edge_mm"), [(2, 32.9), (3, 179.1)])
    def test_its_number_stands_where_the_sheet_has_it_elsewhere(
        self, rendered: dict[str, Page], page: int, edge_mm: float
    ) -> None:
        found = number_on_foot(rendered["lying"], page)

        assert CLAUSES["page-number-gap"].allows(297 - 262 - (found.left + found.right) / 2)
        assert min(abs(found.top - edge_mm), abs(found.bottom - edge_mm)) < 1

    def test_a_number_elsewhere_on_the_sheet_is_noticed(self, rendered: dict[str, Page]) -> None:
        found = number_on_foot(rendered["spoilt-number"], 2)

        assert not CLAUSES["page-number-gap"].allows(297 - 262 - (found.left + found.right) / 2)

    def test_numbers_go_on_after_it(self, rendered: dict[str, Page]) -> None:
        measured = rendered["lying"].measured

        assert measured.find_line("— 5 —").page == 5
        assert CLAUSES["imprint-bottom"].allows(imprint_rules(measured)[-1])

    def test_an_attachment_that_is_a_lying_table_lies_with_its_title(
        self, rendered: dict[str, Page]
    ) -> None:
        measured = rendered["attached"].measured
        name = next(line for line in measured.lines if line.text == "附件1")
        below = [line.text for line in measured.lines_on(name.page) if line.left_mm > 34][:3]

        assert below[0] == "附件1"
        assert any("统计表" in line.text for line in measured.lines_on(name.page))
        assert measured.find_line("附件2").page == measured.pages
        assert measured.pages == 7

    def test_after_a_lying_page_the_imprint_has_an_upright_one(
        self, rendered: dict[str, Page]
    ) -> None:
        measured: Measurements = rendered["attached-last"].measured

        assert measured.find_line("印发").page == measured.pages
        assert CLAUSES["imprint-bottom"].allows(imprint_rules(measured)[-1])

    def test_too_many_addressees_move_to_the_imprint(self, rendered: dict[str, Page]) -> None:
        measured = rendered["many"].measured
        first = [line.text for line in measured.lines_on(1)]

        assert any(SENTENCE[:10] in line for line in first)
        assert measured.find_line("主送：").page == measured.pages
        assert len(imprint_rules(measured)) == 3, "no rule between 主送 and 抄送 (7.4.2)"

    def test_a_row_higher_than_a_page_loses_nothing(self, rendered: dict[str, Page]) -> None:
        words = "".join(line.text for line in rendered["tall"].measured.lines)

        assert "完毕" in words
        assert words.count(SENTENCE[:4]) >= 40


def number_on_foot(page: Page, number: int) -> Box:
    """The ink left of the table, where a lying page has the sheet's foot."""
    found = ink_box(page.pdf, number, Box(0, 28, 34, 184))
    assert found is not None
    return found
