"""A template filled with words of unknown length comes out as if it had been laid out with them."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from docx import Document
from docx.shared import Pt

from pipeline.model.document import Closing, Header, OfficialDocument
from pipeline.official.layout.lay_out import lay_out
from pipeline.official.templates.refit import refit
from tests.official.specimens import (
    DATED,
    LONG_ORGAN,
    LONG_TITLE,
    MOMENT,
    ORGAN,
    letter,
    notice,
)

if TYPE_CHECKING:
    from docx.document import Document as WordDocument


def opened(document: OfficialDocument) -> WordDocument:
    return Document(io.BytesIO(lay_out(document, MOMENT)))


def test_a_filled_template_is_fitted_to_its_words() -> None:
    template = opened(
        notice(
            title="{{ 标题 }}",
            header=Header("{{ 版头 }}", "{{ 文号 }}"),
            closing=Closing("{{ 署名 }}", "{{ 日期 }}"),
        )
    )
    facts = {
        "标题": LONG_TITLE,
        "版头": f"{LONG_ORGAN}文件",
        "文号": "云〔2026〕1号",
        "署名": LONG_ORGAN,
        "日期": DATED,
    }
    for each in template.paragraphs:
        for run in each.runs:
            run.text = facts.get(run.text.strip("{} "), run.text)

    refit(template)

    direct = opened(
        notice(
            title=LONG_TITLE,
            header=Header(f"{LONG_ORGAN}文件", "云〔2026〕1号"),
            closing=Closing(LONG_ORGAN, DATED),
        )
    )
    kept = ' xml:space="preserve"'
    assert template.element.body.xml.replace(kept, "") == direct.element.body.xml.replace(kept, "")


def test_a_filled_letter_is_fitted_too() -> None:
    tagged = opened(replace(letter(), header=Header("{{ 版头 }}", "1号")))
    for each in tagged.sections[0].first_page_header.paragraphs:
        for run in each.runs:
            run.text = run.text.replace("{{ 版头 }}", LONG_ORGAN)

    refit(tagged)

    direct = opened(letter()).sections[0].first_page_header
    assert tagged.sections[0].first_page_header.part.blob == direct.part.blob


def test_what_an_office_set_by_hand_is_left_as_it_is() -> None:
    document = opened(notice())
    (mark,) = (each for each in document.paragraphs if each.text == f"{ORGAN}文件")
    mark.runs[0].font.size = Pt(40)

    refit(document)

    (again,) = (each for each in document.paragraphs if each.text == f"{ORGAN}文件")
    assert again.runs[0].font.size == Pt(40)
