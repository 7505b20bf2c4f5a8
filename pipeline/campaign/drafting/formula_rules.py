"""Turn the formulas of a form (表样) into conditions (核对): 合计 = 公办 + 民办 + 公建民营."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.computed import codes_in, expression_text
from pipeline.campaign.form.formulas import Formulas, parse_formula

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model.grid import Address

_RULES_AT_MOST: Final = 200
_TERMS_AT_MOST: Final = 90  # a longer condition can't be parsed; it is checked without a row


def formula_rules(
    names: Mapping[tuple[str, Address], str], formulas: Formulas
) -> tuple[tuple[str, ...], ...]:
    """Return rows of the 核对 sheet; *names* are the fields by their place on the form.

    Each leaves a remark (提醒) where it doesn't hold. The office may change its level, or switch it off.
    """
    rules: list[tuple[str, ...]] = []
    for (sheet, at), formula in sorted(formulas.items()):
        name = names.get((sheet, at))
        expression = (
            parse_formula(sheet, formula, lambda *place: names.get(place, "")) if name else None
        )
        if name is None or expression is None or len(rules) >= _RULES_AT_MOST:
            continue
        terms = codes_in(expression)
        if name in terms or len(terms) > _TERMS_AT_MOST:
            continue
        text = expression_text(expression, {term: term for term in terms})
        code = f"G{len(rules) + 1:02}"
        rules.append((code, "提醒", f"{name} = {text}", f"应与表样 {at} 的公式一致", "是"))
    return tuple(rules)
