"""Give verdicts on the page as the file states it: paper, margins, pitch, page numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.model.verdict import Result, Strength, Verdict
from pipeline.official.ooxml.package import read_profile
from pipeline.official.ooxml.style_names import BASE_STYLE, StyleName
from pipeline.official.standard.lengths import TWIPS_PER_POINT, Length
from pipeline.official.standard.profile import ADJUSTED_LINES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

    from pipeline.official.standard.clauses import Clause
    from pipeline.official.standard.profile import Profile

PAPER: Final = {"paper-width": "w:w", "paper-height": "w:h"}
MARGINS: Final = {
    "margin-top": "w:top",
    "margin-bottom": "w:bottom",
    "margin-left": "w:left",
    "margin-right": "w:right",
}
PAGE_RULES: Final = frozenset({*PAPER, *MARGINS, "line-pitch", "page-numbers"})
_TENTH: Final = Decimal("0.1")
_HUNDREDTH: Final = Decimal("0.01")


def profile_of(document: Document) -> Profile:
    """Return the profile (版面方案) that *document* records, with the pitch it was adjusted to.

    Only a pitch that layout itself chooses for 7.3.5.5 counts as adjusted.
    """
    profile = read_profile(document)
    stated = _base_spacing(document)
    pitch = None if stated is None else stated.get(qn("w:line"))
    adjusted = (profile.adjusted(lines) for lines in ADJUSTED_LINES)
    return next((each for each in adjusted if str(each.pitch.twips) == pitch), profile)


def has_own_form(document: Document) -> bool:
    """Return whether *document* is in a form of the office's own (自有版式): without any of our styles."""
    return all(style.name != StyleName.BODY for style in document.styles)


def page_setup_verdicts(document: Document, profile: Profile) -> Iterator[Verdict]:
    """Yield verdicts on the first section, the base style and the footers, by *profile*."""
    section = document.sections[0]._sectPr  # noqa: SLF001 - exact twips, not rounded EMU
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    for names, element in ((PAPER, size), (MARGINS, margins)):
        for rule, attribute in names.items():
            stated = element.get(qn(attribute)) if element is not None else None
            yield _length_verdict(profile.clause(rule), stated)
    yield _pitch_verdict(document, profile.clause("line-pitch"))
    yield _page_number_verdict(document)


def _length_verdict(clause: Clause, stated: str | None) -> Verdict:
    if stated is None or not stated.lstrip("-").isdecimal():
        return Verdict(
            clause.number, clause.rule, Result.UNVERIFIED, clause.strength, "", clause.expected,
            f"{clause.requirement}：文件里没有写明，未核验",
        )  # fmt: skip
    value = Length(int(stated)).mm.quantize(_TENTH)
    result = Result.PASSED if clause.allows(value) else Result.FAILED
    remedy = "" if result is Result.PASSED else "，请在“页面设置”里改正"
    return Verdict(
        clause.number, clause.rule, result, clause.strength, f"{value}mm", clause.expected,
        f"{clause.requirement}，实为{value}mm{remedy}",
    )  # fmt: skip


def _pitch_verdict(document: Document, clause: Clause) -> Verdict:
    spacing = _base_spacing(document)
    stated = spacing.get(qn("w:line")) if spacing is not None else None
    exact = spacing is not None and spacing.get(qn("w:lineRule")) == "exact"
    if stated is None or not exact:
        remedy = f"请在“段落”里设为固定值 {clause.value} 磅"
        return Verdict(
            clause.number, clause.rule, Result.FAILED, clause.strength, "", clause.expected,
            f"{clause.requirement}：正文没有用固定值行距，{remedy}",
        )  # fmt: skip
    points = (Decimal(stated) / TWIPS_PER_POINT).quantize(_HUNDREDTH)
    result = Result.PASSED if clause.allows(points) else Result.FAILED
    return Verdict(
        clause.number, clause.rule, result, clause.strength, f"{points}pt", clause.expected,
        f"{clause.requirement}，实为固定值{points}磅",
    )  # fmt: skip


def _base_spacing(document: Document) -> Element | None:
    style = document.styles[BASE_STYLE].element
    spacing: Element | None = style.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
    return spacing


def _page_number_verdict(document: Document) -> Verdict:
    """Return whether odd and even pages each have a footer with a PAGE field (7.5)."""
    section = document.sections[0]
    both = document.settings.odd_and_even_pages_header_footer
    fields = [
        "PAGE" in "".join(footer._element.itertext())  # noqa: SLF001
        for footer in (section.footer, section.even_page_footer)
    ]
    result = Result.PASSED if both and all(fields) else Result.FAILED
    found = (
        "单页码居右、双页码居左"
        if result is Result.PASSED
        else "没有分别设置奇偶页页码，请在页脚里设置"
    )
    return Verdict(
        "7.5", "page-numbers", result, Strength.REQUIRED, "", "奇偶页页脚各有页码", f"页码：{found}"
    )
