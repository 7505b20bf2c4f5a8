"""What must not leave with a document: each trace fails its own rule and no other."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import RGBColor

from pipeline.model.verdict import Result
from pipeline.official.inspection.inspect import inspect
from pipeline.official.inspection.leftovers import LEFTOVER_RULES
from pipeline.official.layout.lay_out import lay_out
from tests.official.form_specimens import forms
from tests.official.specimens import MOMENT, notice

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from docx.document import Document


def failed(path: Path) -> set[str]:
    return {v.rule for v in inspect(path, render=False).verdicts if v.result is Result.FAILED}


def revised(document: Document) -> None:
    document.paragraphs[-3]._p.append(  # noqa: SLF001 - python-docx has no words for revisions
        parse_xml(f'<w:ins {nsdecls("w")} w:id="9" w:author="x"><w:r><w:t>增</w:t></w:r></w:ins>')
    )


def commented(document: Document) -> None:
    document.paragraphs[-3]._p.append(  # noqa: SLF001 - nor for a comment's mark
        parse_xml(f'<w:r {nsdecls("w")}><w:commentReference w:id="1"/></w:r>')
    )


def hidden(document: Document) -> None:
    document.paragraphs[-3].add_run("密").font.hidden = True


def highlighted(document: Document) -> None:
    document.paragraphs[-3].add_run("待核").font.highlight_color = WD_COLOR_INDEX.YELLOW


def coloured(document: Document) -> None:
    document.paragraphs[-3].add_run("重点").font.color.rgb = RGBColor(0xFF, 0, 0)


def themed(document: Document) -> None:
    document.paragraphs[-3]._p.append(  # noqa: SLF001 - nor for themes
        parse_xml(
            f'<w:r {nsdecls("w")}><w:rPr><w:rFonts w:eastAsiaTheme="minorEastAsia"/></w:rPr>'
            "<w:t>字</w:t></w:r>"
        )
    )


def signed(document: Document) -> None:
    document.core_properties.author = "某单位"


SPOILT = {
    "revisions": revised,
    "comments": commented,
    "hidden-text": hidden,
    "highlights": highlighted,
    "text-black": coloured,
    "font-slots": themed,
    "properties": signed,
}


@pytest.mark.parametrize("rule", LEFTOVER_RULES)
def test_a_document_with_one_trace_fails_that_rule_alone(rule: str, tmp_path: Path) -> None:
    spoil: Callable[[Document], None] = SPOILT[rule]
    document = docx.Document(io.BytesIO(lay_out(notice(), MOMENT)))
    spoil(document)
    document.save(str(tmp_path / "通知.docx"))

    assert failed(tmp_path / "通知.docx") == {rule}


@pytest.mark.parametrize("name", forms())
def test_our_own_forms_leave_no_trace(name: str, tmp_path: Path) -> None:
    (tmp_path / "公文.docx").write_bytes(lay_out(forms()[name], MOMENT))

    assert failed(tmp_path / "公文.docx") & set(LEFTOVER_RULES) == set()
