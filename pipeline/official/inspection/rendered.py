"""Give verdicts on the rendered pages (版面实测): lines, rules and ink in mm, clause by clause.

Only elements that the document has are judged. A figure that depends on a typeface which isn't
installed is reported as 未核验 with its measured value: a substitute has other edges.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from statistics import fmean, median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from pipeline.official.inspection.elements import read_finished
from pipeline.official.inspection.page_setup import profile_of
from pipeline.official.inspection.rendered_header import header_verdicts
from pipeline.official.inspection.verdicts import (
    BOTTOM_MM,
    LEFT_MM,
    LONG_RULE_MM,
    RIGHT_MM,
    RenderedPage,
    unverified,
    verdict,
    verdict_by,
)
from pipeline.official.ooxml.word_file import open_word
from pipeline.official.rendering.measure import measure
from pipeline.official.rendering.render import find_renderer, missing_fonts, to_pdf
from pipeline.official.rendering.signature_page import date_line, is_signature_alone
from pipeline.official.standard.clauses import CLAUSES, figure
from pipeline.official.standard.lengths import MM_PER_POINT
from pipeline.official.standard.patterns import HAN, PAGE_NUMBER
from pipeline.official.standard.profile import STANDARD, Profile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.verdict import Verdict
    from pipeline.official.rendering.measure import TextLine
    from pipeline.official.rendering.rendered import Rendered
    from pipeline.official.rendering.signature_page import SignatureBlock

RENDERED_RULES: Final = (
    *("type-width", "lines-per-page", "chars-per-line", "mark-top", "red-rule-gap"),
    *("red-rule-width", "letter-rule-width", "letter-rule-bottom", "title-shape"),
    *("first-page-text", "page-number-gap", "page-number-side", "imprint-bottom"),
    *("imprint-width", "imprint-thick", "signature-page"),
)
_HANGING_MM: Final = 6.0  # a punctuation mark may hang over the edge
_SIZE_TOLERANCE_PT: Final = 0.3
_TABLE_RULE_MM: Final = 0.29  # a table's rules are no thicker, an imprint's first and last are
_FULL_LINE_MM: Final = float(figure("type-width")) - 2
_SIDE_TOLERANCE_MM: Final = 2.0
_PITCH_TOLERANCE_MM: Final = 0.1
_MAX_PITCH_MM: Final = 14.0
_MIN_STEPS: Final = 6
_DASH_HEIGHT_MM: Final = 1.9  # of a page number's dash, above the baseline
_HAN_ONLY: Final = re.compile(rf"^[{HAN}，。、；：]+$")


def rendered_verdicts(
    path: Path, kind: str, signature: SignatureBlock | None = None, profile: Profile = STANDARD
) -> Iterator[Verdict]:
    """Render the document at *path* and yield verdicts on its pages by the standard's figures.

    Raises:
        RenderFailed: the renderer is installed and failed.
    """
    if find_renderer() is None:
        yield from unrendered_verdicts("本机没有 LibreOffice，没有渲染，未核验")
        return
    with TemporaryDirectory(prefix="baosong-") as folder:
        (pdf,) = to_pdf([path], Path(folder))
        missing = frozenset(missing_fonts())
        page = RenderedPage(pdf, measure(pdf), kind, missing, signature, profile)
        yield from page_verdicts(page)


def batch_verdicts(
    papers: Sequence[tuple[bytes, str]], rendered: Sequence[Rendered]
) -> list[tuple[Verdict, ...]]:
    """Return the verdicts on the pages of each document (content and name), as it was *rendered*.

    Raises:
        DocumentUnreadable: one is no Word document.
    """
    missing = frozenset(missing_fonts())
    found = []
    with TemporaryDirectory(prefix="baosong-") as folder:
        for (content, name), pages in zip(papers, rendered, strict=True):
            document = open_word(name, content)
            finished = read_finished(name, document)
            pdf = Path(folder) / "0.pdf"
            pdf.write_bytes(pages.pdf)
            page = RenderedPage(
                pdf,
                pages.measured,
                finished.kind,
                missing,
                finished.signature,
                profile_of(document),
            )
            found.append(tuple(page_verdicts(page)))
    return found


def unrendered_verdicts(reason: str) -> Iterator[Verdict]:
    """Yield every rule of the rendered page as unverified (未核验), with the *reason*."""
    return (unverified(rule, reason) for rule in RENDERED_RULES)


def page_verdicts(page: RenderedPage) -> Iterator[Verdict]:
    """Yield the verdicts on an already rendered document."""
    for verdicts in (
        _type_area_verdicts,
        _grid_verdicts,
        header_verdicts,
        _title_verdicts,
        _page_number_verdicts,
        _imprint_verdicts,
        _signature_verdicts,
    ):
        yield from verdicts(page)


def _body_lines(page: RenderedPage) -> list[TextLine]:
    """Return the lines of the text: of the body's size, above the bottom margin, not red."""
    size = float(figure("body-size"))
    bottom = BOTTOM_MM + float(page.profile.bottom_reduction.mm)
    return [
        line
        for line in page.measurements.lines
        if abs(line.size_pt - size) < _SIZE_TOLERANCE_PT
        and not line.red
        and line.baseline_mm < bottom + 1
    ]


def _type_area_verdicts(page: RenderedPage) -> Iterator[Verdict]:
    lines = _body_lines(page)
    if not lines:
        return
    left, right = min(line.left_mm for line in lines), max(line.right_mm for line in lines)
    passed = left > LEFT_MM - 1 and right < RIGHT_MM + _HANGING_MM
    measured = f"{left:.1f}～{right:.1f}mm"
    yield verdict("type-width", measured, passed=passed, remedy="请查左右页边和缩进，文字不出版心")


def _grid_verdicts(page: RenderedPage) -> Iterator[Verdict]:
    lines = _body_lines(page)
    steps = [
        lower.baseline_mm - upper.baseline_mm
        for upper, lower in pairwise(lines)
        if upper.page == lower.page and 0 < lower.baseline_mm - upper.baseline_mm < _MAX_PITCH_MM
    ]
    if len(steps) >= _MIN_STEPS:
        # A PDF rounds each line to a tenth of a point: the mean of many lines gives the pitch.
        usual = median(steps)
        pitch = fmean(step for step in steps if abs(step - usual) < _PITCH_TOLERANCE_MM)
        count = int(float(page.profile.text_height.mm) / pitch)
        yield verdict_by(
            page.profile.clause("lines-per-page"),
            f"每面{count}行（行距{pitch / MM_PER_POINT:.2f}磅）",
            passed=count == page.profile.lines_per_page,
            remedy=f"请把正文行距设为固定值 {page.profile.pitch.pt} 磅",
        )
    full = [
        len(line.text)
        for line in lines
        if line.right_mm - line.left_mm >= _FULL_LINE_MM and _HAN_ONLY.match(line.text)
    ]
    if full:
        # Line breaking rules (避头尾) leave 27 in some lines: the most frequent number counts.
        (count, _), *_ = Counter(full).most_common(1)
        yield verdict(
            "chars-per-line",
            f"每行{count}字",
            passed=count == int(figure("chars-per-line")),
            remedy="请用 3 号字，字距紧缩 0.25 磅，不用字符网格",
        )


def _title_verdicts(page: RenderedPage) -> Iterator[Verdict]:
    size = float(figure("title-size"))
    lines = [
        line
        for line in page.measurements.lines_on(1)
        if abs(line.size_pt - size) < _SIZE_TOLERANCE_PT and not line.red
    ]
    if not lines:
        return
    widths = [line.right_mm - line.left_mm for line in lines]
    steps = [
        lower - upper
        for upper, lower in pairwise(widths)
        if abs(lower - upper) > size * MM_PER_POINT
    ]
    first_shrinking = next((at for at, step in enumerate(steps) if step < 0), len(steps))
    is_hourglass = any(step > 0 for step in steps[first_shrinking:])
    has_single = any(len(line.text.strip()) == 1 for line in lines)
    yield verdict(
        "title-shape",
        "、".join(f"{width:.0f}mm" for width in widths),
        passed=not is_hourglass and not has_single,
        remedy="请调整标题回行，不要两头长中间短，不留单字",
    )
    title_end = lines[-1].baseline_mm
    below = [line for line in _body_lines(page) if line.page == 1 and line.baseline_mm > title_end]
    text = [line for line in below if not line.text.rstrip().endswith("：")]
    yield verdict(
        "first-page-text",
        "有" if text else "没有",
        passed=bool(text),
        remedy="首页要有正文：主送机关过多的移到版记，或调整标题、行距",
    )


def _page_number_verdicts(page: RenderedPage) -> Iterator[Verdict]:
    numbers = [line for line in page.measurements.lines if PAGE_NUMBER.fullmatch(line.text.strip())]
    if not numbers:
        return
    gaps = [line.baseline_mm - _DASH_HEIGHT_MM - BOTTOM_MM for line in numbers]
    clause = CLAUSES["page-number-gap"]
    worst = max(gaps, key=lambda gap: abs(gap - float(clause.value)))
    yield verdict(
        "page-number-gap",
        f"{worst:.1f}mm",
        passed=all(map(clause.allows, gaps)),
        remedy="请调整页脚距离",
    )
    inset = float(figure("page-number-size")) * MM_PER_POINT
    sides = [
        abs(RIGHT_MM - line.right_mm - inset) < _SIDE_TOLERANCE_MM
        if line.page % 2
        else abs(line.left_mm - LEFT_MM - inset) < _SIDE_TOLERANCE_MM
        for line in numbers
    ]
    wrong = [str(line.page) for line, right in zip(numbers, sides, strict=True) if not right]
    measured = f"第{'、'.join(wrong)}面不在规定位置" if wrong else "各面都在规定位置"
    yield verdict("page-number-side", measured, passed=not wrong, remedy="请分别设置奇偶页页脚")


def _imprint_verdicts(page: RenderedPage) -> Iterator[Verdict]:
    rules = [
        rule
        for rule in page.measurements.rules_on(page.measurements.pages)
        if not rule.red and rule.width_mm > LONG_RULE_MM and rule.thickness_mm > _TABLE_RULE_MM
    ]
    if len(rules) < 2:  # noqa: PLR2004 - an imprint has a first rule and a last one
        return
    first, last = rules[0], rules[-1]
    bottom = last.y_mm + last.thickness_mm / 2
    yield verdict(
        "imprint-bottom",
        f"{bottom:.1f}mm",
        passed=CLAUSES["imprint-bottom"].allows(bottom),
        remedy="请把版记放到末页版心最下方",
    )
    yield verdict(
        "imprint-width",
        f"{last.width_mm:.1f}mm",
        passed=CLAUSES["imprint-width"].allows(last.width_mm),
    )
    thicknesses = [first.thickness_mm, last.thickness_mm]
    yield verdict(
        "imprint-thick",
        f"{first.thickness_mm:.2f}mm、{last.thickness_mm:.2f}mm",
        passed=all(map(CLAUSES["imprint-thick"].allows, thicknesses)),
    )


def _signature_verdicts(page: RenderedPage) -> Iterator[Verdict]:
    """Yield whether the page with the date shows text above signature and date (7.3.5.5)."""
    date = None if page.signature is None else date_line(page.measurements, page.signature)
    if date is None:
        return
    yield verdict(
        "signature-page",
        f"第{date.page}面",
        passed=not is_signature_alone(page.measurements, page.signature),
        remedy="署名、日期不单独成页，请调整行距、字距",
    )
