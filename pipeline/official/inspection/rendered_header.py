"""Verdicts on the rendered head (版头实测): mark, red rule, and a letter's double rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.official.inspection.verdicts import RenderedPage, verdict, verdict_for_typeface
from pipeline.official.rendering.measure import Box, ink_box
from pipeline.official.standard.figures import CLAUSES
from pipeline.official.standard.typefaces import FANGSONG, XIAOBIAOSONG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.verdict import Verdict
    from pipeline.official.rendering.measure import RuleLine

_LEFT: Final = 28.0
_RIGHT: Final = 184.0
_TOP: Final = 37.0
_LONG_RULE: Final = 100.0
_LETTER_RULES: Final = 4
_BRIEFING: Final = "简报"
_ORDERS: Final = frozenset({"命令", "令"})


def header_verdicts(page: RenderedPage) -> Iterator[Verdict]:
    """The mark's place and the red rule under the number, or a letter's rules (7.2, 10.1, 10.2)."""
    rules = [
        rule for rule in page.measurements.rules_on(1) if rule.red and rule.width_mm > _LONG_RULE
    ]
    if len(rules) >= _LETTER_RULES:
        yield from _letter_verdicts(rules)
        return
    above = min((rule.y_mm for rule in rules), default=120.0) - 1
    found = ink_box(page.pdf, 1, Box(0, 15, 210, above), red=True)
    if found is None:
        return
    name = "mark-top"
    if page.kind == _BRIEFING:
        name = "briefing-mark-top"
    elif page.kind in _ORDERS:
        name = "order-mark-top"
    top = found.top - _TOP
    yield verdict_for_typeface(
        page, XIAOBIAOSONG.name, name, f"{top:.1f}mm", passed=CLAUSES[name].allows(top)
    )
    if rules and page.kind != _BRIEFING:
        yield from _red_rule_verdicts(page, rules[0])


def _letter_verdicts(rules: list[RuleLine]) -> Iterator[Verdict]:
    width = rules[0].width_mm
    yield verdict(
        "letter-rule-width", f"{width:.1f}mm", passed=CLAUSES["letter-rule-width"].allows(width)
    )
    lowest = max(rules, key=lambda rule: rule.y_mm)
    below = 297 - lowest.y_mm - lowest.thickness_mm / 2
    yield verdict(
        "letter-rule-bottom", f"{below:.1f}mm", passed=CLAUSES["letter-rule-bottom"].allows(below)
    )


def _red_rule_verdicts(page: RenderedPage, rule: RuleLine) -> Iterator[Verdict]:
    yield verdict(
        "red-rule-width",
        f"{rule.width_mm:.1f}mm",
        passed=CLAUSES["red-rule-width"].allows(rule.width_mm),
        remedy="请让红线左右到版心边，不随文号缩进",
    )
    edge = rule.y_mm - rule.thickness_mm / 2
    above = ink_box(page.pdf, 1, Box(_LEFT, edge - 12, _RIGHT, edge - 0.4))
    if above is not None:
        gap = edge - above.bottom
        yield verdict_for_typeface(
            page, FANGSONG.name, "red-rule-gap", f"{gap:.1f}mm",
            passed=CLAUSES["red-rule-gap"].allows(gap),
        )  # fmt: skip
