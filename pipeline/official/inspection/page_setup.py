"""Verdicts on the page as the file states it: paper, margins, pitch, page numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.model.verdict import Result, Strength, Verdict
from pipeline.official.ooxml.style_names import BASE_STYLE
from pipeline.official.standard.figures import CLAUSES
from pipeline.official.standard.lengths import Length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document

PAPER: Final = {"paper-width": "w:w", "paper-height": "w:h"}
MARGINS: Final = {
    "margin-top": "w:top",
    "margin-bottom": "w:bottom",
    "margin-left": "w:left",
    "margin-right": "w:right",
}
_TENTH: Final = Decimal("0.1")


def page_setup_verdicts(document: Document) -> Iterator[Verdict]:
    """What the file says of its first section."""
    section = document.sections[0]._sectPr  # noqa: SLF001 - exact twips, not rounded EMU
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    for names, element in ((PAPER, size), (MARGINS, margins)):
        for rule, attribute in names.items():
            stated = element.get(qn(attribute)) if element is not None else None
            yield _length_verdict(rule, stated)
    yield _pitch_verdict(document)
    yield _page_number_verdict(document)


def _length_verdict(rule: str, stated: str | None) -> Verdict:
    clause = CLAUSES[rule]
    if stated is None or not stated.lstrip("-").isdecimal():
        return Verdict(
            clause.number, rule, Result.UNVERIFIED, clause.strength, "", clause.expected,
            f"{clause.requirement}：文件里没有写明，未核验",
        )  # fmt: skip
    value = Length(int(stated)).mm.quantize(_TENTH)
    result = Result.PASSED if clause.allows(value) else Result.FAILED
    mend = "" if result is Result.PASSED else "，请在“页面设置”里改正"
    message = f"{clause.requirement}，实为{value}mm{mend}"
    return Verdict(
        clause.number, rule, result, clause.strength, f"{value}mm", clause.expected, message
    )


def _pitch_verdict(document: Document) -> Verdict:
    clause = CLAUSES["line-pitch"]
    spacing = document.styles[BASE_STYLE].element.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
    stated = spacing.get(qn("w:line")) if spacing is not None else None
    exact = spacing is not None and spacing.get(qn("w:lineRule")) == "exact"
    if stated is None or not exact:
        message = f"{clause.requirement}：正文没有用固定值行距，请在“段落”里设为固定值 28.95 磅"
        return Verdict(
            clause.number, clause.rule, Result.FAILED, clause.strength, "", clause.expected, message
        )
    points = (Decimal(stated) / 20).quantize(Decimal("0.01"))
    result = Result.PASSED if clause.allows(points) else Result.FAILED
    message = f"{clause.requirement}，实为固定值{points}磅"
    return Verdict(
        clause.number, clause.rule, result, clause.strength, f"{points}pt", clause.expected, message
    )


def _page_number_verdict(document: Document) -> Verdict:
    """Odd and even pages differ (7.5), so there must be two footers with a PAGE field each."""
    section = document.sections[0]
    both = document.settings.odd_and_even_pages_header_footer
    fields = [
        "PAGE" in "".join(footer._element.itertext())  # noqa: SLF001
        for footer in (section.footer, section.even_page_footer)
    ]
    result = Result.PASSED if both and all(fields) else Result.FAILED
    said = (
        "单页码居右、双页码居左"
        if result is Result.PASSED
        else "没有分别设置奇偶页页码，请在页脚里设置"
    )
    return Verdict(
        "7.5", "page-numbers", result, Strength.REQUIRED, "", "奇偶页页脚各有页码", f"页码：{said}"
    )
