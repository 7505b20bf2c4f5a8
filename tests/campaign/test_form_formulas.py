"""Which formulas of an office's own form are relations between its figures, and which."""

from __future__ import annotations

import pytest

from pipeline.campaign.book.computed import codes_in, expression_text
from pipeline.campaign.form.formulas import parse_formula
from pipeline.model.condition import divides_by_field

TEXTS = frozenset({"A1", "A2"})
FOREIGN = frozenset({"Z9"})  # a number that is no field's


def relation(formula: str) -> str:
    """The relation as the 核对 sheet writes it; empty where there is none."""

    def code_at(sheet: str, at: object) -> str | None:
        own = f"{at}" if sheet == "表" else f"{sheet}{at}"
        return "" if own in TEXTS else None if own in FOREIGN else own

    expression = parse_formula("表", formula, code_at)
    if expression is None:
        return ""
    return expression_text(expression, {code: code for code in codes_in(expression)})


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("=SUM(C5:C7)", "C5 + C6 + C7"),
        ("=sum( $C$5 : C6 , D9)", "C5 + C6 + D9"),
        ("=SUM(A1:A2,C5)", "C5"),
        ("=C5+C6-C7", "C5 + C6 - C7"),
        ("=C5-(C6+C7)", "C5 - (C6 + C7)"),
        ("=C5-(C6-C7)", "C5 - (C6 - C7)"),
        ("=C5/(C6*C7)", "C5 / (C6 * C7)"),
        ("=SUM(C5:C6)*2", "(C5 + C6) * 2"),
        ("=-C5", "0 - C5"),
        ("=C5*50%", "C5 * 0.5"),
        ("=ROUND((C5-D5)/D5*100,1)", "(C5 - D5) / D5 * 100"),
        ('=IF(D5=0,"",C5/D5)', "C5 / D5"),
        ('=IF(OR(D5=0,D5=""),0,C5/D5-1)', "C5 / D5 - 1"),
        ("=IFERROR(C5/D5,0)", "C5 / D5"),
        ("=IF(ISERROR(C5/D5),0,C5/D5)", "C5 / D5"),
        ("='表 二'!C5+其他!C6", "表 二C5 + 其他C6"),
        ("=IF(C5>D5,C5,D5)", ""),
        ("=VLOOKUP(C5,A1:B9,2)", ""),
        ("=SUM(Z9:Z9)", ""),
        ("=C5+Z9", ""),
        ("=A1", ""),
        ("=A1&C5", ""),
        ("=C5^2", ""),
        ("=TODAY()", ""),
        ("=1+1", ""),
        ("=SUM(C5:C5000)", ""),
        ("=" + "(" * 600 + "C5" + ")" * 600, ""),
    ],
)
def test_a_formula_is_a_relation_between_fields(formula: str, wanted: str) -> None:
    assert relation(formula) == wanted


def test_a_sum_of_hundreds_is_no_deep_chain() -> None:
    assert relation("=SUM(C1:C400)").count("+") == 399


@pytest.mark.parametrize(
    ("formula", "ratio"),
    [
        ("=C5/D5", True), ("=(C5-D5)/D5*100", True), ("=C5+C6/C7", True),
        ("=C5/10000", False), ("=C5*C6", False), ("=SUM(C5:C6)", False),
    ],
)  # fmt: skip
def test_what_divides_by_a_figure_is_a_ratio(formula: str, *, ratio: bool) -> None:
    expression = parse_formula("表", formula, lambda _, at: str(at))
    assert expression is not None
    assert divides_by_field(expression) is ratio
