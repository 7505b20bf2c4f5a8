"""Give verdicts on the rendered header (版头实测): mark, red rule, and a letter's double rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.official.inspection.verdicts import (
    LEFT_MM,
    LONG_RULE_MM,
    RIGHT_MM,
    TOP_MM,
    RenderedPage,
    verdict,
    verdict_for_typeface,
)
from pipeline.official.rendering.measure import Box, ink_box
from pipeline.official.standard.clauses import CLAUSES, figure
from pipeline.official.standard.kinds import is_briefing, is_order
from pipeline.official.standard.typefaces import FANGSONG, XIAOBIAOSONG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.verdict import Verdict
    from pipeline.official.rendering.measure import RuleLine

_LETTER_RULES: Final = 4
_HEADER_END_MM: Final = 120.0  # without a red rule the mark is searched down to here
_EDGE_MM: Final = 15.0  # nothing of a header is nearer to the upper edge of the paper
_NUMBER_BOX_MM: Final = (12.0, 0.4)  # above a red rule: the document number is between these


def header_verdicts(page: RenderedPage) -> Iterator[Verdict]:
    """Yield verdicts on the mark and the red rule, or on a letter's rules (7.2, 10.1, 10.2)."""
    rules = [
        rule for rule in page.measurements.rules_on(1) if rule.red and rule.width_mm > LONG_RULE_MM
    ]
    if len(rules) >= _LETTER_RULES:
        yield from _letter_verdicts(rules)
        return
    bottom = min((rule.y_mm for rule in rules), default=_HEADER_END_MM) - 1
    mark = ink_box(page.pdf, 1, Box(0, _EDGE_MM, float(figure("paper-width")), bottom), red=True)
    if mark is None:
        return
    rule_name = "mark-top"
    if is_briefing(page.kind):
        rule_name = "briefing-mark-top"
    elif is_order(page.kind):
        rule_name = "order-mark-top"
    top = mark.top - TOP_MM
    passed = CLAUSES[rule_name].allows(top)
    yield verdict_for_typeface(page, XIAOBIAOSONG.name, rule_name, f"{top:.1f}mm", passed=passed)
    if rules and not is_briefing(page.kind):
        yield from _red_rule_verdicts(page, rules[0])


def _letter_verdicts(rules: list[RuleLine]) -> Iterator[Verdict]:
    width = rules[0].width_mm
    yield verdict(
        "letter-rule-width", f"{width:.1f}mm", passed=CLAUSES["letter-rule-width"].allows(width)
    )
    lowest = max(rules, key=lambda rule: rule.y_mm)
    distance = float(figure("paper-height")) - lowest.y_mm - lowest.thickness_mm / 2
    passed = CLAUSES["letter-rule-bottom"].allows(distance)
    yield verdict("letter-rule-bottom", f"{distance:.1f}mm", passed=passed)


def _red_rule_verdicts(page: RenderedPage, rule: RuleLine) -> Iterator[Verdict]:
    yield verdict(
        "red-rule-width",
        f"{rule.width_mm:.1f}mm",
        passed=CLAUSES["red-rule-width"].allows(rule.width_mm),
        remedy="请让红线左右到版心边，不随文号缩进",
    )
    edge = rule.y_mm - rule.thickness_mm / 2
    far, near = _NUMBER_BOX_MM
    number = ink_box(page.pdf, 1, Box(LEFT_MM, edge - far, RIGHT_MM, edge - near))
    if number is not None:
        gap = edge - number.bottom
        passed = CLAUSES["red-rule-gap"].allows(gap)
        yield verdict_for_typeface(
            page, FANGSONG.name, "red-rule-gap", f"{gap:.1f}mm", passed=passed
        )
