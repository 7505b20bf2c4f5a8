"""Verdicts on the rendered page (版面实测): millimetres of ink, lines and rules, clause by clause.

Only what the document has is judged. A figure that depends on a face which isn't installed is told
with what was measured, and says 未核验: another face has other edges.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from statistics import fmean, median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from pipeline.official.inspection.rendered_header import header_verdicts
from pipeline.official.inspection.verdicts import RenderedPage, unverified, verdict
from pipeline.official.rendering.measure import measure
from pipeline.official.rendering.render import find_renderer, missing_fonts, to_pdf
from pipeline.official.standard.figures import CLAUSES, figure
from pipeline.official.standard.lengths import MM_PER_POINT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.verdict import Verdict
    from pipeline.official.rendering.measure import TextLine

RENDERED_RULES: Final = (
    *("type-width", "lines-per-page", "chars-per-line", "mark-top", "red-rule-gap"),
    *("red-rule-width", "letter-rule-width", "letter-rule-bottom", "title-shape"),
    *("first-page-text", "page-number-gap", "page-number-side", "imprint-bottom"),
    *("imprint-width", "imprint-thick", "signature-page"),
)
_LEFT: Final = 28.0
_RIGHT: Final = 184.0
_BOTTOM: Final = 262.0
_HANGING: Final = 6.0  # one mark may hang over the edge
_BODY: Final = 16.0
_TITLE: Final = 22.0
_NEAR: Final = 0.3
_LONG_RULE: Final = 100.0
_HAIR: Final = 0.29  # mm; a table's rules are no thicker, an imprint's first and last are
_FULL_LINE: Final = 154.0
_NUMBER: Final = re.compile(r"^[—－-]\s*\d+\s*[—－-]$")
_DATE: Final = re.compile(r"^(?:19|20)\d{2}年\d{1,2}月\d{1,2}日$")
_SIDE: Final = 2.0
_ROUNDED: Final = 0.1
_ENOUGH: Final = 6
_HAN_ONLY: Final = re.compile(r"^[\u4e00-\u9fff，。、；：]+$")


def rendered_verdicts(path: Path, kind: str) -> Iterator[Verdict]:
    """Render the document at *path* and hold its pages against the standard's figures.

    Raises:
        RenderFailed: the renderer is there and did not do it.
    """
    if find_renderer() is None:
        yield from unrendered_verdicts("本机没有 LibreOffice，没有渲染，未核验")
        return
    with TemporaryDirectory(prefix="baosong-") as held:
        (pdf,) = to_pdf([path], Path(held))
        page = RenderedPage(pdf, measure(pdf), kind, frozenset(missing_fonts()))
        yield from page_verdicts(page)


def unrendered_verdicts(why: str) -> Iterator[Verdict]:
    """Every rule of the rendered page, none of them verified, and *why*."""
    return (unverified(rule, why) for rule in RENDERED_RULES)


def page_verdicts(page: RenderedPage) -> Iterator[Verdict]:
    """The verdicts on a page that is rendered already."""
    for judge in (
        _type_area_verdicts,
        _grid_verdicts,
        header_verdicts,
        _title_verdicts,
        _page_number_verdicts,
        _imprint_verdicts,
        _signature_verdicts,
    ):
        yield from judge(page)


def _body_lines(page: RenderedPage) -> list[TextLine]:
    """Lines of the text: of the body's size, inside the type area, not red."""
    return [
        line
        for line in page.measurements.lines
        if abs(line.size_pt - _BODY) < _NEAR and not line.red and line.baseline_mm < _BOTTOM + 1
    ]


def _type_area_verdicts(page: RenderedPage) -> Iterator[Verdict]:
    lines = _body_lines(page)
    if not lines:
        return
    left, right = min(line.left_mm for line in lines), max(line.right_mm for line in lines)
    within = left > _LEFT - 1 and right < _RIGHT + _HANGING
    measured = f"{left:.1f}～{right:.1f}mm"
    yield verdict("type-width", measured, passed=within, remedy="请查左右页边和缩进，文字不出版心")


def _grid_verdicts(page: RenderedPage) -> Iterator[Verdict]:
    lines = _body_lines(page)
    steps = [
        two.baseline_mm - one.baseline_mm
        for one, two in pairwise(lines)
        if one.page == two.page and 0 < two.baseline_mm - one.baseline_mm < 14  # noqa: PLR2004
    ]
    if len(steps) >= _ENOUGH:
        # A PDF rounds each line to a tenth of a point: only many lines together tell the pitch.
        usual = median(steps)
        pitch = fmean(step for step in steps if abs(step - usual) < _ROUNDED)
        count = int(float(figure("type-height")) / pitch)
        wanted = int(figure("lines-per-page"))
        yield verdict(
            "lines-per-page",
            f"每面{count}行（行距{pitch / MM_PER_POINT:.2f}磅）",
            passed=count == wanted,
            remedy="请把正文行距设为固定值 28.95 磅",
        )
    full = [
        len(line.text)
        for line in lines
        if line.right_mm - line.left_mm >= _FULL_LINE and _HAN_ONLY.match(line.text)
    ]
    if full:
        # Kinsoku turns a mark over and leaves 27 in a line: what most lines hold counts.
        (count, _), *_ = Counter(full).most_common(1)
        yield verdict(
            "chars-per-line",
            f"每行{count}字",
            passed=count == int(figure("chars-per-line")),
            remedy="请用 3 号字，字距紧缩 0.25 磅，不用字符网格",
        )


def _title_verdicts(page: RenderedPage) -> Iterator[Verdict]:
    lines = [
        line
        for line in page.measurements.lines_on(1)
        if abs(line.size_pt - _TITLE) < _NEAR and not line.red
    ]
    if not lines:
        return
    widths = [line.right_mm - line.left_mm for line in lines]
    steps = [two - one for one, two in pairwise(widths) if abs(two - one) > _TITLE * MM_PER_POINT]
    narrowed = next((at for at, step in enumerate(steps) if step < 0), len(steps))
    hourglass = any(step > 0 for step in steps[narrowed:])
    lonely = any(len(line.text.strip()) == 1 for line in lines)
    said = "、".join(f"{width:.0f}mm" for width in widths)
    yield verdict(
        "title-shape",
        said,
        passed=not hourglass and not lonely,
        remedy="请调整标题回行，不要两头长中间短，不留单字",
    )
    last = lines[-1].baseline_mm
    below = [line for line in _body_lines(page) if line.page == 1 and line.baseline_mm > last]
    text = [line for line in below if not line.text.rstrip().endswith("：")]
    yield verdict(
        "first-page-text",
        "有" if text else "没有",
        passed=bool(text),
        remedy="首页要有正文：主送机关过多的移到版记，或调整标题、行距",
    )


def _page_number_verdicts(page: RenderedPage) -> Iterator[Verdict]:
    numbers = [line for line in page.measurements.lines if _NUMBER.match(line.text.strip())]
    if not numbers:
        return
    gaps = [line.baseline_mm - 1.9 - _BOTTOM for line in numbers]
    clause = CLAUSES["page-number-gap"]
    worst = max(gaps, key=lambda gap: abs(gap - float(clause.value)))
    yield verdict(
        "page-number-gap",
        f"{worst:.1f}mm",
        passed=all(map(clause.allows, gaps)),
        remedy="请调整页脚距离",
    )
    inset = 14 * MM_PER_POINT
    sides = [
        abs(_RIGHT - line.right_mm - inset) < _SIDE
        if line.page % 2
        else abs(line.left_mm - _LEFT - inset) < _SIDE
        for line in numbers
    ]
    wrong = [str(line.page) for line, right in zip(numbers, sides, strict=True) if not right]
    said = f"第{'、'.join(wrong)}面不在规定位置" if wrong else "各面都在规定位置"
    yield verdict("page-number-side", said, passed=not wrong, remedy="请分别设置奇偶页页脚")


def _imprint_verdicts(page: RenderedPage) -> Iterator[Verdict]:
    rules = [
        rule
        for rule in page.measurements.rules_on(page.measurements.pages)
        if not rule.red and rule.width_mm > _LONG_RULE and rule.thickness_mm > _HAIR
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
    thick = [first.thickness_mm, last.thickness_mm]
    yield verdict(
        "imprint-thick",
        f"{thick[0]:.2f}mm、{thick[1]:.2f}mm",
        passed=all(map(CLAUSES["imprint-thick"].allows, thick)),
    )


def _signature_verdicts(page: RenderedPage) -> Iterator[Verdict]:
    """The page that ends with the date shows text above organ and date (7.3.5.5)."""
    lines = _body_lines(page)
    dated = next((line for line in reversed(lines) if _DATE.match(line.text.strip())), None)
    if dated is None:
        return
    above = [
        line for line in lines if line.page == dated.page and line.baseline_mm < dated.baseline_mm
    ]
    full = [line for line in above if line.left_mm < _LEFT + 14]
    yield verdict(
        "signature-page",
        f"第{dated.page}面",
        passed=bool(full),
        remedy="署名、日期不单独成页，请调整行距、字距",
    )
